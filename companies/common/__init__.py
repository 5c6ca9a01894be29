"""Helpers that name no concept of the programme."""
