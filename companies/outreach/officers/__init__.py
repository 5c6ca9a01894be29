"""What the programme's own people are told: facts become tasks, and a morning's digest of them."""
