"""What the tests stand on: private services, a database per process, strict templates, a mail server that remembers."""
