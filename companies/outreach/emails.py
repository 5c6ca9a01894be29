"""What a reminder says: the slots of its texts, their values, and what stands around them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import override

from companies.cases import emails as cases
from companies.cases.enums import Status
from companies.cases.models import Case
from companies.common import clock, words
from companies.enrolment import emails as enrolment
from companies.enrolment.queries import Progress
from companies.enrolment.rules import BEFORE_START
from companies.mail import wording
from companies.outreach.enums import Rung
from companies.outreach.kinds import (
    CLOSING_SOON,
    COMPLETION,
    CORRECTION,
    DOCUMENT,
    DRAFT,
    INVITED,
    KINDS,
    UNCONFIRMED,
    Kind,
    Step,
    done_in_words,
)
from companies.outreach.policy import names
from companies.reference.models import Site
from companies.registry.models import Contact

READY: Final = ".ready"
"""The text for a draft that has every page filled in: what is left is to send it."""
AGAIN: Final = ".again"
"""The first rung on the day on which the company asked to be written to again."""

OWN: Final = {
    COMPLETION.key: frozenset({"requested_items", "due_date", "due_day"}),
    DOCUMENT.key: frozenset({"document", "due_date", "due_day"}),
}
"""Placeholders of one kind alone."""
COMMON: Final = frozenset(
    {
        "contact_greeting",
        "company",
        "officer_name",
        "officer_phone",
        "reference",
        "closing_date",
        "closing_day",
        "year",
        "pages_left",
        "minutes_left",
    }
)


@dataclass(frozen=True, slots=True)
class Letter:
    """One reminder about to be written: on which case, to whom, when, and how far the application is."""

    kind: Kind
    step: Step
    case: Case
    contact: Contact
    site: Site
    progress: Progress
    at: datetime
    asked: bool = False

    @property
    def language(self) -> str:
        return self.contact.language

    @property
    def slot(self) -> str:
        """The rung's own text, or its variant for where the company stands."""
        wanted = AGAIN if self.asked else READY if self.progress.pages_left == 0 else ""
        return self.step.slot + (wanted if wanted in variants(self.kind, self.step) else "")

    def head(self) -> cases.Letterhead:
        return cases.letterhead(self.case, self.language, on=clock.local_day(self.at), site=self.site)


@dataclass(frozen=True, slots=True)
class Ways:
    """The addresses in a message: its button, the page of the answers, and the page on which reminders are stopped."""

    go_on: str
    answer: str
    stop: str
    others: tuple[tuple[str, str], ...] = ()
    """What else waits for the same person: a line and where it leads, for each."""


def slots() -> Iterable[wording.Slot]:
    for kind in KINDS.values():
        for step in kind.steps:
            yield from (_slot(kind, step, variant) for variant in ("", *variants(kind, step)))


def variants(kind: Kind, step: Step) -> tuple[str, ...]:
    if kind is INVITED and step is kind.steps[0]:
        return (AGAIN,)
    return (READY,) if kind is DRAFT and step.form != Rung.CALL else ()


def _slot(kind: Kind, step: Step, variant: str) -> wording.Slot:
    spoken = step.form == Rung.CALL
    allowed = COMMON | OWN.get(kind.key, frozenset()) | (frozenset() if spoken else {"link"})
    label = lazy(_label, str)(kind, step, variant)
    return wording.Slot(step.slot + variant, allowed, label=label, spoken=spoken)


def _label(kind: Kind, step: Step, variant: str) -> str:
    """A text's place, in words: kind, rung, what stands there, and for whom a variant is."""
    rung = names.in_words(str(kind.label), kind.steps.index(step) + 1)
    for_whom = {READY: _("all pages filled in"), AGAIN: _("on the day asked for")}.get(variant, "")
    return " · ".join(part for part in (rung, str(step.form.label), for_whom) if part)


def errand(kind: Kind, case: Case, language: str) -> str:
    """The one line a reminder has in a message that it shares: company, act and date."""
    with override(language):
        return str(kind.errand) % {"company": case.company.name_in(language), "day": _last_day(kind, case, language)}


def write(letter: Letter, head: cases.Letterhead, ways: Ways) -> wording.Content:
    """The message in its reader's language."""
    return wording.compose(letter.slot, letter.language, values(letter, head, ways), envelope(letter, head, ways))


def values(letter: Letter, head: cases.Letterhead, ways: Ways) -> dict[str, str]:
    return _values(letter, head, letter.language) | {"link": ways.go_on}


def envelope(letter: Letter, head: cases.Letterhead, ways: Ways) -> wording.Envelope:
    """What stands around the text: who writes and why, the answers, the way to stop."""
    return wording.Envelope(
        site_name=head.site_name,
        signature=head.signature,
        why=_why(letter),
        answers=_answers(letter, ways.answer),
        stop=_stop(letter.language, ways.stop),
        others=ways.others,
    )


def script(letter: Letter, language: str) -> list[str]:
    """What the officer may say on the telephone, in the officer's own language."""
    head = cases.letterhead(letter.case, language, on=clock.local_day(letter.at), site=letter.site)
    return wording.script(letter.step.slot, language, _values(letter, head, language))


def _values(letter: Letter, head: cases.Letterhead, language: str) -> dict[str, str]:
    closes = letter.case.closes_on
    return cases.values_for(letter.case, letter.contact, head, language) | {
        "closing_date": words.full_day(closes, language),
        "closing_day": words.day(closes, language),
        "pages_left": words.pages(letter.progress.pages_left, language),
        "minutes_left": words.minutes(letter.progress.minutes_left, language),
        **_own_values(letter.kind, letter.case, language),
    }


def _own_values(kind: Kind, case: Case, language: str) -> dict[str, str]:
    if kind is COMPLETION:
        return enrolment.request_values(case, language)
    return enrolment.document_values(case, language) if kind is DOCUMENT else {}


def _last_day(kind: Kind, case: Case, language: str) -> str:
    return _own_values(kind, case, language).get("due_day") or words.day(case.closes_on, language)


def _why(letter: Letter) -> str:
    """Why one gets this and when it ends, in the reader's language."""
    with override(letter.language):
        reason = _reason(letter) % {"year": letter.case.year.code}
        ends = _("It is sent once.") if letter.kind is CLOSING_SOON else _("It stops as soon as you answer.")
        return f"{reason} {ends}"


def _reason(letter: Letter) -> str:
    if letter.kind is COMPLETION:
        return _("You receive this reminder because we asked you to complete your application.")
    if letter.kind is CORRECTION:
        return _("You receive this reminder because a change to your application was not sent.")
    if letter.kind is DOCUMENT:
        return _("You receive this reminder because a document of your application is about to expire.")
    if letter.kind is UNCONFIRMED:
        return _("You receive this reminder because we filled in an application with you.")
    if letter.kind is INVITED or letter.case.status in BEFORE_START:
        return _("You receive this message because your company is on the target list of %(year)s.")
    return _("You receive this reminder because an application was started.")


def _answers(letter: Letter, page: str) -> tuple[tuple[str, str], ...]:
    """One link per answer, each to its place on the page. A press there is the answer: opening it changes nothing.

    Who has not begun is not asked first whether it is done.
    """
    status = Status(letter.case.status)
    with override(letter.language):
        done = (str(done_in_words(letter.kind, status)), f"{page}#done")
        others = (
            (_("I need help"), f"{page}#help"),
            (_("Not now, later"), f"{page}#later"),
            (_("Not for us"), f"{page}#not-for-us"),
        )
    return (*others, done) if status in BEFORE_START else (done, *others)


def _stop(language: str, page: str) -> tuple[str, str]:
    with override(language):
        return _("Stop these reminders"), page
