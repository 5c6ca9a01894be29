"""Hooks for who sends through a mail provider: `anymail` checks and reads what is posted, `mail.inbox` notes it.

Anymail would tell its receivers by signals, which this house has none of: its views are asked for their events instead.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from anymail.exceptions import AnymailWebhookValidationFailure
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.module_loading import import_string

from companies.mail import inbox

TRACKING, INBOUND = "tracking", "inbound"
Forged = AnymailWebhookValidationFailure
"""Raised for a post without the secret, or with a wrong signature."""


@dataclass(frozen=True, slots=True)
class Provider:
    """`name` as anymail spells it; `signed` is its name for the key that signs, "" where the secret is all there is."""

    name: str
    signed: str = ""
    inbound: bool = True


# Those that need no library of their own, and hand over a mail that came in without being asked for it again.
PROVIDERS: Final = {
    "brevo": Provider("Brevo", inbound=False),
    "mailersend": Provider("MailerSend", "signing_secret", inbound=False),
    "mailgun": Provider("Mailgun", "webhook_signing_key"),
    "mailjet": Provider("Mailjet"),
    "mailtrap": Provider("Mailtrap", "signing_secret", inbound=False),
    "postal": Provider("Postal", "webhook_key"),
    "postmark": Provider("Postmark"),
    "sparkpost": Provider("SparkPost"),
}


class Unreadable(Exception):
    """A post that is no event of this provider."""


def check() -> None:
    """Raises ImproperlyConfigured for a hook that anybody could post to."""
    name = settings.ANYMAIL_PROVIDER
    if not name:
        return
    if name not in PROVIDERS:
        raise ImproperlyConfigured(f"ANYMAIL_PROVIDER: {name} is not among {', '.join(PROVIDERS)}.")
    if not all(":" in secret for secret in settings.ANYMAIL_WEBHOOK_SECRET) or not settings.ANYMAIL_WEBHOOK_SECRET:
        raise ImproperlyConfigured("ANYMAIL_WEBHOOK_SECRET is a user and a long password, user:password.")
    if PROVIDERS[name].signed and not settings.ANYMAIL_SIGNING_KEY:
        raise ImproperlyConfigured(f"ANYMAIL_SIGNING_KEY: {name} signs what it posts, give its key.")


def is_open(provider: str, what: str) -> bool:
    """Only the configured provider's hooks exist."""
    known = PROVIDERS.get(provider)
    return known is not None and provider == settings.ANYMAIL_PROVIDER and (what == TRACKING or known.inbound)


def take(request: HttpRequest, provider: str, what: str, *, at: datetime) -> None:
    """Note what was posted, once however often it comes. Raises Forged before anything is read, and Unreadable."""
    view = _view(PROVIDERS[provider], what)
    view.run_validators(request)
    try:
        events = view.parse_events(request)
        read = [_read(event, provider, what) for event in events]
    except (ValueError, LookupError, TypeError, AttributeError, ImproperlyConfigured) as error:
        raise Unreadable(type(error).__name__) from error
    for each in read:
        if isinstance(each, bytes):
            inbox.take(each, at=at)
        elif each:
            inbox.tell(each, at=at)


def _view(provider: Provider, what: str) -> Any:
    module = f"anymail.webhooks.{provider.name.lower()}"
    keys: dict[str, Any] = {"webhook_secret": settings.ANYMAIL_WEBHOOK_SECRET}
    if provider.signed:
        keys[provider.signed] = settings.ANYMAIL_SIGNING_KEY
    return import_string(f"{module}.{provider.name}{what.capitalize()}WebhookView")(**keys)


def _read(event: Any, provider: str, what: str) -> "inbox.Told | bytes | None":
    if what == INBOUND:
        return event.message.as_bytes() if event.message else None
    return inbox.Told(
        name=f"{provider}:{event.event_type}:{event.event_id or _digest(event.esp_event)}",
        event=event.event_type,
        recipient=event.recipient or "",
        reason=event.reject_reason or "",
        words=event.mta_response or event.description or "",
        about=[event.message_id, event.metadata, event.esp_event],
    )


def _digest(about: object) -> str:
    return hashlib.sha256(json.dumps(about, default=str, sort_keys=True).encode()).hexdigest()
