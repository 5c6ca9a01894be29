"""Whole ways through the site in a real browser, each page judged as it is passed."""
