from companies.web.views.entrance import home
from companies.web.views.health import health, measured, reminders
from companies.web.views.hooks import mail_hook
from companies.web.views.language import language
from companies.web.views.size import too_large

__all__ = ["health", "home", "language", "mail_hook", "measured", "reminders", "too_large"]
