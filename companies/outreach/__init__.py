"""When mail leaves: reminder kinds, ladders, the ledger, the sweep."""
