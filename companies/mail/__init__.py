"""How mail leaves: outbox, wording, delivery; one state machine for every message."""
