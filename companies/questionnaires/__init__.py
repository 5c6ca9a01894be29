"""The one form engine: declared pages, versions, drafts, answers."""
