"""A person sends again what could not be delivered, or perhaps was."""

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.mail import guards
from companies.mail.enums import AddressState, MessageState
from companies.mail.models import Address, Message
from companies.mail.queries import TROUBLED


class CannotResend(Refusal):
    """To send the message again would make no sense; says why."""


@transaction.atomic
def resend(message: Message, *, by: Actor, at: datetime) -> Message:
    """Queue a dead or uncertain message again, its attempts counted anew. Raises CannotResend.

    It stays the same row and keeps its Message-ID: where an uncertain one had arrived, the second copy can be
    known for one. Journalled as `message.resent` with the state it was in.
    """
    row = Message.objects.select_for_update().get(pk=message.pk)
    obstacle = _obstacle(row, at)
    if obstacle:
        raise CannotResend(obstacle)
    journal.record("message.resent", row, by=by, at=at, stream=row.stream, state=row.state, code=row.smtp_code)
    row.state, row.attempts, row.smtp_code, row.last_error = MessageState.QUEUED, 0, None, ""
    row.next_attempt_at, row.seen_at = Now(), None
    row.save(update_fields=["state", "attempts", "smtp_code", "last_error", "next_attempt_at", "seen_at"])
    return row


@transaction.atomic
def see(message: Message, *, by: Actor, at: datetime) -> None:
    """A person has seen that the message is dead or uncertain, and does what is to be done. Twice changes nothing."""
    unseen = Message.objects.filter(pk=message.pk, state__in=TROUBLED, seen_at__isnull=True)
    if unseen.update(seen_at=at):
        journal.record("message.seen", message, by=by, at=at, stream=message.stream)


def _obstacle(message: Message, at: datetime) -> "Promise | None":
    if message.state not in TROUBLED:
        return _("This message is waiting, has left, or was withdrawn: there is nothing to send again.")
    if message.secret and not message.text:
        return _("This message held a code that has been erased. The person asks for a new one on the sign-in page.")
    if message.not_after and message.not_after < at:
        return _("This message is worth nothing any more: its time has passed.")
    if not message.essential and _is_closed(message.to_email):
        return _("This address takes no mail. Correct it in the company's file, or telephone.")
    return _asked(message)


def _is_closed(email: str) -> bool:
    return Address.objects.filter(email=email).exclude(state=AddressState.OK).exists()


def _asked(message: Message) -> "Promise | None":
    """What its guard says: a claim would withdraw it at once otherwise."""
    refused, _failed = guards.refusals({message.pk: message.purpose})
    return _("This message is no longer needed: the file has moved on since.") if refused else None
