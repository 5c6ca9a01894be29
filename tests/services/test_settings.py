"""Production refuses to start half configured, and is strict once it does."""

import os
import subprocess
import sys

import pytest

from tests.services.processes import BASE, OURS

PRODUCTION = {
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "programme.example.org",
    "SITE_URL": "https://programme.example.org/",
    "DATABASE_URL": "postgres://u:p@db.example.org/site",
    "REDIS_URL": "redis://broker.example.org:6379/0",
    "EMAIL_URL": "smtp+tls://u:p@relay.example.org:587",
}


def settings_say(expression, env):
    """What a process with only `env` makes of the settings: exit status and last line."""
    clean = {name: value for name, value in os.environ.items() if name not in {*OURS, "ALLOWED_HOSTS", "VAR_DIR"}}
    code = f"from django.conf import settings; print({expression})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=BASE,
        env=clean | env | {"DJANGO_SETTINGS_MODULE": "exportprogram.settings"},
        capture_output=True,
        text=True,
    )
    return done.returncode, (done.stdout or done.stderr).strip().splitlines()[-1]


@pytest.mark.parametrize("missing", PRODUCTION)
def test_production_refuses_without(missing):
    status, line = settings_say("settings.DEBUG", PRODUCTION | {missing: ""})

    assert (status, line) == (
        1,
        f"django.core.exceptions.ImproperlyConfigured: Set {missing} in the environment (see README.md), "
        "or DEMO=1 for the demonstration.",
    )


def test_production_is_strict():
    wanted = (
        "(settings.DEBUG, settings.DEMO, settings.STAFF_TOTP_REQUIRED, settings.SECURE_SSL_REDIRECT, "
        "settings.SESSION_COOKIE_NAME, settings.SITE_URL, settings.EMAIL_HOST, settings.EMAIL_USE_TLS, "
        "settings.DATABASES['default']['HOST'], settings.CACHES['default']['LOCATION'])"
    )

    assert settings_say(wanted, PRODUCTION) == (
        0,
        "(False, False, True, True, '__Host-session', 'https://programme.example.org', 'relay.example.org', True, "
        "'db.example.org', 'redis://broker.example.org:6379/1')",
    )


def test_numbers_of_mail_can_be_made_small():
    wanted = "(settings.MAIL_BACKOFF, settings.MAIL_LEASE, settings.MAIL_SMTP_TIMEOUT)"

    assert settings_say(wanted, PRODUCTION | {"MAIL_BACKOFF": "1,2", "MAIL_LEASE": "5"}) == (0, "([1, 2], 5, 20)")
