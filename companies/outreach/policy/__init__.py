"""The rules of ladders and facts: as rows that change, and in words for everybody to read."""
