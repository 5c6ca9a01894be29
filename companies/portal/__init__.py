"""The companies' door."""
