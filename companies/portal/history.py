"""What happened on a file, as its company may know it: steps, talks that were shared, messages with their text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from companies.cases import lifecycle
from companies.cases.enums import ClosedAs, Status
from companies.cases.models import Case
from companies.mail import queries as mail
from companies.portal.access import Visit

LONGEST: Final = 30
ISOLATED, ISOLATED_END = "\u2068", "\u2069"
"""Around words of another direction, where no markup can stand."""
TO_ALL: Final = frozenset(
    {
        "receipt",
        "correction.received",
        "completion.requested",
        "completion.requested.again",
        "completion.received",
        "completion.changed",
        "completion.withdrawn",
        "closing_soon",
    }
)
"""Messages to the main contact that every colleague may read: they are about the file, not about a person."""
PRIVATE: Final = ("signin.", "entry.", "address.", "join.", "access.", "colleague.")
"""Codes, and what was said about who may come in."""
_PARAGRAPH: Final = re.compile(r"\n\s*\n")
_SIGNATURE: Final = re.compile(r"^-- ?$.*", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history. `text` is under a fold where `folded`; `url` leads to more."""

    at: datetime
    title: str
    text: str = ""
    folded: bool = False
    url: str = ""
    label: str = ""


def history(visit: Visit) -> list[Event]:
    """The newest first. Who came by a link, which may have been passed on, reads no messages; an officer neither."""
    events = [*_steps(visit.case), *_talks(visit.case)]
    if not visit.by_link and visit.behalf is None:
        events += _messages(visit)
    return sorted(events, key=lambda event: event.at, reverse=True)[:LONGEST]


def _steps(case: Case) -> Iterator[Event]:
    receipt = reverse("portal:receipt", args=[case.reference])
    for move in case.moves.exclude(to_status=Status.LISTED).order_by("-at", "-id")[:LONGEST]:
        came_back = move.from_status == Status.CLOSED
        sent = move.to_status == Status.SUBMITTED and not came_back
        yield Event(
            move.at,
            _("Back in the programme") if came_back else _said(move.to_status, move.closed_as),
            url=receipt if sent else "",
            label=pgettext("link", "Receipt") if sent else "",
        )


def _talks(case: Case) -> Iterator[Event]:
    for talk in case.interactions.filter(shared=True).order_by("-at")[:LONGEST]:
        yield Event(talk.at, talk.get_kind_display(), talk.text)


def _messages(visit: Visit) -> Iterator[Event]:
    """Those to one's own address, and those about the file to its main contact; links left out, they are one's own."""
    left = mail.of_stream(visit.case.stream).filter(state__in=mail.LEFT, secret=False)
    for row in left.exclude(purpose="").order_by("-posted_at")[: 2 * LONGEST]:
        if row.purpose.startswith(PRIVATE) or not (row.to_email == visit.contact.email or row.purpose in TO_ALL):
            continue
        subject = f"{ISOLATED}{row.subject}{ISOLATED_END}"
        yield Event(row.posted_at, _("Message: “%(subject)s”") % {"subject": subject}, readable(row.text), True)


def readable(text: str) -> str:
    """A message without its signature and the paragraphs that hold a link."""
    said = _PARAGRAPH.split(_SIGNATURE.sub("", text))
    return "\n\n".join(part.strip() for part in said if part.strip() and "://" not in part)


def _said(status: str, closed_as: str) -> str:
    """A status is a sentence about now; what happened then is said otherwise where that would mislead."""
    if closed_as:
        return str(lifecycle.CLOSED_WORDS[ClosedAs(closed_as)].company)
    happened = {
        Status.INVITED: _("Invitation sent to your company"),
        Status.REACHED: _("First contact with your company"),
        Status.DRAFT: _("Application begun"),
        Status.SUBMITTED: _("Application sent, and received by us"),
    }
    return happened.get(Status(status)) or str(lifecycle.STATUS_WORDS[Status(status)].company)
