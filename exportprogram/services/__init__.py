"""What the site stands on when nothing is configured: an embedded PostgreSQL, a broker, an inbox, one supervisor."""
