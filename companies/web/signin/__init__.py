"""How people come in: a code by e-mail for everyone, a password beside it for staff, one door for all pages.

The machinery is django-allauth's; here stand our words, our mail, our limits and the marks a session carries.
"""

from companies.web.signin.codes import send_code
from companies.web.signin.sessions import open_session

__all__ = ["open_session", "send_code"]
