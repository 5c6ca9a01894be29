"""The public pages in the admin: every text in three languages, looked at before it is saved."""

from companies.content.admin import rows, texts

__all__ = ["rows", "texts"]
