"""The one place below the audiences that builds addresses.

A closed table: a message can only point at what stands here, and a test resolves every entry.
"""

from typing import Final

from django.conf import settings
from django.urls import reverse

NAMES: Final = frozenset(
    {
        "portal:invitation",  # token
        "portal:resume",  # token
        "portal:answer",  # token
        "portal:joining",  # token
        "portal:confirm",  # token
        "portal:preferences",  # signed
        "portal:unsubscribe",  # signed
        "portal:home",
        "portal:code",
        "portal:file",  # reference
        "portal:tasks",  # reference
        "desk:case",  # reference
        "desk:day",
        "web:home",
        "account_login",
    }
)


def path(name: str, **kwargs: str) -> str:
    if name not in NAMES:
        raise LookupError(f"{name} is not in the table of links")
    return reverse(name, kwargs=kwargs)


def absolute(name: str, **kwargs: str) -> str:
    """The full address for a message, on SITE_URL, never on the host of a request."""
    return settings.SITE_URL.rstrip("/") + path(name, **kwargs)
