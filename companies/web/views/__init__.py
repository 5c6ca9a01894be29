from companies.web.views.entrance import home
from companies.web.views.health import health, measured, reminders
from companies.web.views.hooks import mail_hook
from companies.web.views.language import language

__all__ = ["health", "home", "language", "mail_hook", "measured", "reminders"]
