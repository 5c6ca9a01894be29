"""One module per concept; each view a guard, one action, a page or the way on."""
