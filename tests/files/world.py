from datetime import UTC, datetime

AT = datetime(2031, 5, 4, 10, tzinfo=UTC)
"""A month of its own: nothing else is kept in its folder."""
