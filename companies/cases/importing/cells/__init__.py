"""One cell at a time: its value, and what there is to say about it. No cell knows another."""
