"""Whatever is posted to whichever form: the forms are found by the addresses and their access tables."""
