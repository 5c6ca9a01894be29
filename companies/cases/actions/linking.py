"""Capability links: one act on one case, stored hashed."""

import hashlib
import hmac
import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.translation import gettext_lazy as _

from companies.cases import references
from companies.cases.enums import Act
from companies.cases.models import Case, Link
from companies.common import clock
from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.journal.enums import ActorKind
from companies.registry.enums import GONE
from companies.registry.models import Contact


def hashed(token: str) -> str:
    """Keyed, so that a stolen table cannot be searched for the short codes of letters."""
    return _under(settings.SECRET_KEY, token)


def hashes(token: str) -> list[str]:
    """What `token` may be stored as: letters printed before the site's key was changed still open."""
    keys: list[str | bytes] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [_under(key, token) for key in keys]


def _under(key: str | bytes, token: str) -> str:
    return hmac.new(force_bytes(key), token.encode(), hashlib.sha256).hexdigest()


def is_usable(link: Link, *, at: datetime) -> bool:
    """Not revoked, the company can still send, and the contact is still somebody to ask (`usable` of one row)."""
    in_time = clock.local_day(at) <= link.case.closes_on
    return link.revoked_at is None and in_time and link.contact.access not in GONE


def issue_link(case: Case, contact: Contact, *, act: Act, by: Actor, at: datetime) -> tuple[Link, str]:
    """A new link and its token, which only this call knows. Valid to the end of the closing day, wherever it moves."""
    return _issue(case, contact, act, secrets.token_urlsafe(24), by=by, at=at)


def issue_code(case: Case, contact: Contact, *, by: Actor, at: datetime, act: Act = Act.LETTER) -> tuple[Link, str]:
    """The short code of a printed letter; earlier letters for that act to the same contact stop working."""
    with transaction.atomic():
        earlier = Link.objects.filter(case=case, contact=contact, act=act, revoked_at__isnull=True)
        earlier.update(revoked_at=at)
        code = references.short_code()
        link, _token = _issue(case, contact, act, references.normal(code), by=by, at=at)
    return link, code


def _issue(case: Case, contact: Contact, act: Act, token: str, *, by: Actor, at: datetime) -> tuple[Link, str]:
    link = Link.objects.create(
        token_hash=hashed(token),
        case=case,
        contact=contact,
        act=act,
        issued_at=at,
    )
    journal.record("link.issued", link, by=by, at=at, stream=case.stream, act=act.value)
    return link, token


def use_link(link: Link, *, at: datetime) -> Actor:
    """Note the first use (a POST) and return who acts. Refuses an expired or revoked link."""
    if not is_usable(link, at=at):
        raise Refusal(_("This link is no longer in use. Your answers are kept: ask for a new link."))
    return bearer_of(link, at=at)


def bearer_of(link: Link, *, at: datetime) -> Actor:
    """Note the first use and return who acts, for a link whose time the caller has looked at."""
    Link.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=at)
    return Actor(ActorKind.LINK, link.pk)


@transaction.atomic
def revoke_act(case: Case, act: Act, *, by: Actor, at: datetime) -> int:
    """End every link to one act on a case, whoever holds it; how many."""
    ended = Link.objects.filter(case=case, act=act, revoked_at__isnull=True).update(revoked_at=at)
    if ended:
        journal.record("link.revoked", case, by=by, at=at, stream=case.stream, act=act.value, ended=ended)
    return ended


@transaction.atomic
def revoke_links(case: Case, contact: Contact, *, by: Actor, at: datetime, keep: int | None = None) -> int:
    """End every link of a contact on a case but `keep`, also those that a later closing date would revive; how many."""
    held = Link.objects.filter(case=case, contact=contact, revoked_at__isnull=True)
    ended = held.exclude(pk__in=[] if keep is None else [keep]).update(revoked_at=at)
    journal.record("link.revoked", contact, by=by, at=at, stream=case.stream, ended=ended)
    return ended
