"""What reminders survive: processes killed, the broker emptied, the database stopped, a mail server that misbehaves.

`python -m tests.chaos` plays every scenario in its long form (`make chaos`); the tests here play the short forms of the
same modules. docs/reliability.md says what each one promises.
"""
