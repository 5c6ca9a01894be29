"""Capability links: one act on one case, stored hashed."""

import hashlib
import hmac
import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.cases import references
from companies.cases.enums import Act
from companies.cases.models import Case, Link
from companies.common import clock
from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.journal.enums import ActorKind
from companies.registry.models import Contact


def hashed(token: str) -> str:
    """Keyed, so that a stolen table cannot be searched for the short codes of letters."""
    return hmac.new(settings.SECRET_KEY.encode(), token.encode(), hashlib.sha256).hexdigest()


def issue_link(case: Case, contact: Contact, *, act: Act, by: Actor, at: datetime) -> tuple[Link, str]:
    """A new link and its token, which only this call knows. Valid to the end of the closing day."""
    return _issue(case, contact, act, secrets.token_urlsafe(24), by=by, at=at)


def issue_code(case: Case, contact: Contact, *, by: Actor, at: datetime) -> tuple[Link, str]:
    """The short code of a printed letter; earlier letters to the same contact stop working."""
    with transaction.atomic():
        Link.objects.usable(at=at).filter(case=case, contact=contact, act=Act.LETTER).update(revoked_at=at)
        code = references.short_code()
        link, _token = _issue(case, contact, Act.LETTER, references.normal(code), by=by, at=at)
    return link, code


def _issue(case: Case, contact: Contact, act: Act, token: str, *, by: Actor, at: datetime) -> tuple[Link, str]:
    link = Link.objects.create(
        token_hash=hashed(token),
        case=case,
        contact=contact,
        act=act,
        issued_at=at,
        expires_at=max(clock.end_of(case.year.closes_on), at),
    )
    journal.record("link.issued", link, by=by, at=at, stream=case.stream, act=act.value)
    return link, token


def use_link(link: Link, *, at: datetime) -> Actor:
    """Note the first use (a POST) and return who acts. Refuses an expired or revoked link."""
    if link.revoked_at or link.expires_at <= at:
        raise Refusal(_("This link is no longer in use. Your answers are kept: ask for a new link."))
    Link.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=at)
    return Actor(ActorKind.LINK, link.pk)


@transaction.atomic
def revoke_links(case: Case, contact: Contact, *, by: Actor, at: datetime) -> int:
    """End every link of a contact on a case (wrong person, address given up); how many."""
    ended = Link.objects.usable(at=at).filter(case=case, contact=contact).update(revoked_at=at)
    journal.record("link.revoked", contact, by=by, at=at, stream=case.stream, ended=ended)
    return ended
