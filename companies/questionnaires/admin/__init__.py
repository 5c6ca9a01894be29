"""Forms in the admin: what is asked is edited as new versions, with a preview; what was answered is read."""

from companies.questionnaires.admin import ledgers, versions

__all__ = ["ledgers", "versions"]
