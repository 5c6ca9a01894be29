"""From the target list to a sent application: invitation, draft, receipt."""
