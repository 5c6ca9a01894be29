"""What both doors share: sign-in, language, home, health."""
