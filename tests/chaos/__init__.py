"""What the sending of mail survives: workers killed, the broker emptied, a mail server that refuses.

`python -m tests.chaos` is the long form (`make chaos`); the tests here are its short form.
"""
