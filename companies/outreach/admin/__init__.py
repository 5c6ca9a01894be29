"""Reminders in the admin: rules are added, the ledger, its sweeps and answers are read."""

from companies.outreach.admin import ledgers, policies

__all__ = ["ledgers", "policies"]
