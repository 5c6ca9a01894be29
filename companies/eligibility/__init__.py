"""The two-minute check before any account: rules of the year, what an answer means, counts without names."""
