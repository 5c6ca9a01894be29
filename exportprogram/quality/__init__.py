"""What `make check` runs beside the linters: the message catalogue, the proportions, production's own checks."""
