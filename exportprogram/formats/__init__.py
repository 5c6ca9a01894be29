"""Numbers and dates as they are written in each language. Months in words: companies/common/words.py."""
