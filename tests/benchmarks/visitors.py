"""Signed-in people: sessions as the site's own doors open them, second factor passed."""

import time
from dataclasses import replace

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from companies.accounts.models import User
from companies.web.signin import sessions
from tests.benchmarks.client import Client

CSRF = "b" * 32


def signed_in(client: Client, user_id: int) -> Client:
    """The same client as that person, with a session in the database that is connected now."""
    user = User.objects.get(pk=user_id)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[sessions.BEGAN] = session[sessions.SEEN] = int(time.time())
    session["second_factor"] = True
    session.save()
    return replace(client, cookies={settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: CSRF})
