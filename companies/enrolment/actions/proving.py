"""Proving a mailbox: a code is sent to it, and whoever types the code reads there. Nothing is looked up before."""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, QuerySet

from companies.cases.actions.linking import hashed
from companies.common import parse
from companies.enrolment import entry_emails
from companies.enrolment.entries import Proof
from companies.enrolment.enums import Purpose
from companies.journal import actions as journal
from companies.journal.actors import SYSTEM

LIFE: Final = timedelta(minutes=15)
MOST_TRIES: Final = 5
MOST_SENDINGS: Final = 4
DIGITS: Final = 8


@transaction.atomic
def ask(purpose: Purpose, email: str, *, language: str, mailed: bool, at: datetime) -> Proof:
    """Send a code to `email`. With `mailed` off none leaves: too many went there lately, and none would work."""
    address = email.strip().lower()
    proof = Proof(purpose=purpose, email=address, sent_at=at)
    if mailed:
        _send(proof, language=language, at=at)
    else:
        proof.save()  # without a hash no code fits
    return proof


@transaction.atomic
def ask_again(proof: Proof, *, language: str, mailed: bool, at: datetime) -> bool:
    """Another code in place of the one before; False when there were enough, or the mailbox is proven.

    With `mailed` off nothing changes: the code that came goes on working.
    """
    more = Proof.objects.filter(pk=proof.pk, proved_at=None, sendings__lt=MOST_SENDINGS)
    if not mailed:
        return more.exists()
    if not more.update(sendings=F("sendings") + 1, tries=0, sent_at=at):
        return False
    proof.refresh_from_db()
    _send(proof, language=language, at=at)
    return True


def _send(proof: Proof, *, language: str, at: datetime) -> None:
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    proof.code_hash = _hashed(proof, code)
    proof.save()
    entry_emails.send_code(proof, f"{code[:4]}-{code[4:]}", language=language, until=at + LIFE, at=at)


def prove(proof: Proof, typed: str, *, at: datetime) -> bool:
    """Whether `typed` is the code. A try counts before it is compared, so that tries at once share none.

    A code works once, for fifteen minutes, and no more after five wrong ones (`is_alive`).
    """
    if not _alive(proof, at).update(tries=F("tries") + 1):
        return False
    fresh = Proof.objects.get(pk=proof.pk)
    if not hmac.compare_digest(fresh.code_hash, _hashed(fresh, parse.digits(typed))):
        return False
    with transaction.atomic():
        first = Proof.objects.filter(pk=proof.pk, proved_at=None).update(proved_at=at)
        if first:
            journal.record("mailbox.proven", fresh, by=SYSTEM, at=at, purpose=fresh.purpose)
    proof.proved_at = at
    return bool(first)


def is_alive(proof: Proof, *, at: datetime) -> bool:
    """Whether a code that was sent can still be typed."""
    return _alive(proof, at).exists()


def _alive(proof: Proof, at: datetime) -> QuerySet[Proof]:
    return Proof.objects.filter(pk=proof.pk, proved_at=None, tries__lt=MOST_TRIES, sent_at__gt=at - LIFE)


def _hashed(proof: Proof, code: str) -> str:
    """Keyed, and bound to what it proves: the code of one address and purpose is none for another."""
    return hashed(f"proof:{proof.purpose}:{proof.email}:{code}")
