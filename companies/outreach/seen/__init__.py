"""Being seen: what is wrong, whether the ledger adds up, and what followed the reminders."""
