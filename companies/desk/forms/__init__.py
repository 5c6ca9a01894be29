"""What the desk's pages ask."""
