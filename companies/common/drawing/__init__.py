"""The small components as HTML, for the template tags and for code that draws rows by the hundred."""
