"""Whether a person wants reminders, asked and answered without a login. "Stop reminding me" is not "I withdraw".

The address of the page is signed and never runs out: a person must be able to stop what still reaches them. It
opens nothing but this one choice, for this one mail address.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.core.signing import BadSignature, Signer
from django.db import transaction

from companies.cases.enums import Stage
from companies.cases.models import Case
from companies.journal import actions as journal
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.mail import queries as mail
from companies.registry.enums import GONE
from companies.registry.models import Contact

SALT: Final = "outreach.preferences"
REFUSED: Final = frozenset({"suppressed", "complained"})
"""States of an address whose person wants no optional mail."""


class Door(StrEnum):
    """By which way the choice came; the reason in the list of addresses that get no optional mail."""

    PAGE = "page"
    ONE_CLICK = "one_click"


@dataclass(frozen=True, slots=True)
class Person:
    """Who holds the page: one mail address, over all companies that named it."""

    signed: str
    pk: int
    email: str
    wants_mail: bool


def signed(address: int) -> str:
    """The number of a mail address, with a signature; fit for an address of the site."""
    return Signer(salt=SALT).sign(str(address)).replace(":", "-", 1)


@transaction.atomic
def token_for(email: str) -> str:
    """Of the page for an address that may not have been written to yet."""
    return signed(outbox.standing(email).pk)


def person_of(token: str) -> Person | None:
    """Whose page `token` opens; None for what was never signed here."""
    number = _number_in(token)
    row = mail.address(number) if number else None
    return Person(token, row.pk, row.email, row.state not in REFUSED) if row else None


@transaction.atomic
def choose(person: Person, *, wanted: bool, door: Door, at: datetime) -> bool:
    """Optional mail or none, from now on; False when it was so already. No file moves for it."""
    changed = _start(person, at) if wanted else outbox.suppress(person.email, reason=door.value, at=at)
    if changed:
        verb = "address.wants_mail" if wanted else "address.wants_no_mail"
        row = mail.address(person.pk)
        if row:
            journal.record(verb, row, by=SYSTEM, at=at, door=door.value)
        _tell_files(person, wanted=wanted, at=at)
    return changed


def _tell_files(person: Person, *, wanted: bool, at: datetime) -> None:
    """A line in the history of each open file whose company named this address."""
    verb = "reminders.resumed" if wanted else "reminders.stopped"
    named = Contact.objects.filter(email=person.email).exclude(access__in=GONE)
    for contact in named:
        for case in Case.objects.filter(company=contact.company_id).exclude(stage=Stage.CLOSED):
            journal.record(verb, contact, by=SYSTEM, at=at, stream=case.stream)


def _start(person: Person, at: datetime) -> bool:
    if outbox.standing(person.email).state not in REFUSED:
        return False
    outbox.allow(person.email, at=at)
    return True


def _number_in(token: str) -> int | None:
    """The number in what `signed` made, also under an earlier key of the site."""
    number, _hyphen, signature = token.partition("-")
    try:
        return int(Signer(salt=SALT).unsign(f"{number}:{signature}"))
    except BadSignature:
        return None
