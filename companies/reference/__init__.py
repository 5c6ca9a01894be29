"""Regions, provinces, legal forms, sectors, countries, HS chapters, agreements, the site."""
