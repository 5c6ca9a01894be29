"""Mail in the admin: the words of messages are edited as new versions; what was sent and what came in is read."""

from companies.mail.admin import ledgers, wordings

__all__ = ["ledgers", "wordings"]
