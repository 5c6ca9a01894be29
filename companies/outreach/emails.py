"""What a reminder says: the slots of its texts, their values, and what stands around them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from companies.cases import emails as cases
from companies.cases.models import Case
from companies.common import clock, words
from companies.enrolment.queries import Progress
from companies.mail import wording
from companies.outreach.enums import Rung
from companies.outreach.kinds import INVITED, KINDS, Kind, Step
from companies.reference.models import Site
from companies.registry.models import Contact

READY: Final = ".ready"
"""The text for a draft that has every page filled in: what is left is to send it."""
AGAIN: Final = ".again"
"""The first rung on the day on which the company asked to be written to again."""

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


def slots() -> Iterable[wording.Slot]:
    for kind in KINDS.values():
        for step in kind.steps:
            yield _slot(kind, step, step.slot)
            yield from (_slot(kind, step, step.slot + variant) for variant in variants(kind, step))


def variants(kind: Kind, step: Step) -> tuple[str, ...]:
    if step.form == Rung.CALL:
        return ()
    if kind is INVITED:
        return (AGAIN,) if step is kind.steps[0] else ()
    return (READY,)


def _slot(kind: Kind, step: Step, key: str) -> wording.Slot:
    spoken = step.form == Rung.CALL
    return wording.Slot(key, COMMON if spoken else COMMON | {"link"}, label=kind.label, spoken=spoken)


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
        answers=_answers(letter.language, ways.answer),
        stop=_stop(letter.language, ways.stop),
    )


def script(letter: Letter, language: str) -> list[str]:
    """What the officer may say on the telephone, in the officer's own language."""
    head = cases.letterhead(letter.case, language, on=clock.local_day(letter.at), site=letter.site)
    return wording.script(letter.step.slot, language, _values(letter, head, language))


def _values(letter: Letter, head: cases.Letterhead, language: str) -> dict[str, str]:
    return cases.values_for(letter.case, letter.contact, head, language) | {
        "pages_left": words.pages(letter.progress.pages_left, language),
        "minutes_left": words.minutes(letter.progress.minutes_left, language),
    }


def _why(letter: Letter) -> str:
    """Why one gets this and when it ends, in the reader's language."""
    with override(letter.language):
        if letter.kind is INVITED:
            reason = _("You receive this message because your company is on the target list of %(year)s.")
        else:
            reason = _("You receive this reminder because an application was started.")
        return f"{reason % {'year': letter.case.year.code}} {_('It stops as soon as you answer.')}"


def _answers(language: str, page: str) -> tuple[tuple[str, str], ...]:
    """One link per answer, each to its place on the page. A press there is the answer: opening it changes nothing."""
    with override(language):
        return (
            (_("Done"), f"{page}#done"),
            (_("I need help"), f"{page}#help"),
            (_("Not now, later"), f"{page}#later"),
            (_("Not for us"), f"{page}#not-for-us"),
        )


def _stop(language: str, page: str) -> tuple[str, str]:
    with override(language):
        return _("Stop these reminders"), page
