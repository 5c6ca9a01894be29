"""Append-only record of who did what, when, to which object: scalars only."""
