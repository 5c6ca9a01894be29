"""Rules of the house that no linter knows: each detector is first shown a breach, then the whole tree."""
