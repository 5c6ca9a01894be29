"""What administrators do with the words of messages: write the next version, take an old one again, try one out."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.mail import outbox
from companies.mail.models import Message, Wording
from companies.mail.wording import Content

TEST: Final = "wording.test"
"""The purpose of a text sent to its author to be looked at."""
MOST_TESTS: Final = 10
TESTS_WITHIN: Final = timedelta(minutes=10)


class Overtaken(Refusal):
    """Somebody else wrote a version meanwhile."""


class TooManyTests(Refusal):
    """So many in so short a time are an accident, or somebody else's doing."""


@transaction.atomic
def reword(before: Wording, *, subject: str, body: str, by: Actor, at: datetime, again: int = 0) -> Wording:
    """Write the version after `before`, the newest its author has seen; `again` is the old version it repeats.

    Raises Overtaken, and ValidationError for a text that could not be sent as it is meant. Nothing is overwritten.
    """
    same = Wording.objects.filter(slot=before.slot, language=before.language)
    newest = same.select_for_update().order_by("-version").first()
    if newest is None or newest.version != before.version:
        raise Overtaken(gettext_lazy("Somebody else has changed this text meanwhile. Look at it, then write again."))
    row = Wording(slot=before.slot, language=before.language, version=before.version + 1, subject=subject, body=body)
    row.created_at, row.made_by = at, by.user_id
    row.save(force_insert=True)
    verb = "wording.restored" if again else "wording.written"
    text: dict[str, journal.Scalar] = {"slot": row.slot, "language": row.language, "version": row.version}
    journal.record(verb, row, by=by, at=at, stream="", **text, again=again or None)
    return row


def restore(old: Wording, *, by: Actor, at: datetime) -> Wording:
    """The words of an earlier version as the next one. Raises as `reword`."""
    newest = Wording.objects.filter(slot=old.slot, language=old.language).latest("version")
    return reword(newest, subject=old.subject, body=old.body, by=by, at=at, again=old.version)


@transaction.atomic
def send_test(content: Content, *, slot: str, language: str, to: str, by: Actor, at: datetime) -> Message:
    """Send a text to its author's own address, marked as a test; it waits for no office hour. Raises TooManyTests."""
    sent = Message.objects.filter(purpose=TEST, to_email=to.lower(), posted_at__gt=at - TESTS_WITHIN)
    if sent.count() >= MOST_TESTS:
        raise TooManyTests(gettext_lazy("Too many tests in a few minutes. Wait a little, then send again."))
    with override(language):
        subject = _("Test: %(subject)s") % {"subject": content.subject}
    marked = Content(subject=subject, text=content.text, html=content.html)
    message = outbox.post(purpose=TEST, to=to, language=language, content=marked, essential=True, at=at)
    journal.record("wording.tested", message, by=by, at=at, slot=slot, language=language)
    return message
