"""Asking a company for what is missing in its application: in writing, once, until a day (law 55-19)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.cases import actions as cases
from companies.cases.enums import InteractionKind, Status, TaskKind
from companies.cases.models import Case
from companies.common import clock, words
from companies.common.refusals import Refusal
from companies.common.text import clean
from companies.enrolment import completing, emails, ownwords, queries, rules
from companies.enrolment.models import CompletionRequest
from companies.journal.actors import Actor
from companies.questionnaires import published
from companies.questionnaires.models import Response
from companies.registry.models import Contact

NO_MAIL: Final = "completion.letter"
"""Why a letter is to be sent: nobody can be reached by mail."""
FEWEST_LETTERS: Final = 3
LONGEST_ITEM: Final = 300
MOST_ITEMS: Final = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked back: the officer's own words, and questions and papers by key."""

    items: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()


@transaction.atomic
def request_completion(
    case: Case,
    *,
    items: Iterable[str],
    questions: Iterable[str] = (),
    slots: Iterable[str] = (),
    due_on: date,
    by: Actor,
    at: datetime,
    reason: str = "",
    note: str = "",
    seen_version: int | None = None,
) -> Case:
    """Ask for `items` in words, for questions and papers by key, to be sent by `due_on` at the latest.

    The clock of the answer stops meanwhile. Where questions or papers are named, the company is shown nothing else.
    The request leaves at once in the officer's name, or is a letter to send where there is no address. There is one
    request; another has its written `reason`. The company reads a reason. Raises Refusal and cases.CannotMove.
    """
    wanted = Wanted(tuple(items), tuple(questions), tuple(slots))
    request = drafted(case, wanted, due_on=due_on, reason=reason, by=by, at=at)
    request.save(force_insert=True)
    _open_pages(case, request)
    contact = queries.primary_contacts([case]).get(case.company_id)
    asked = "\n".join(queries.request_of(case).lines(contact.language if contact else "fr"))
    cases.move(case, Status.INFORMATION_REQUESTED, note=asked, due_on=due_on, seen_version=seen_version, by=by, at=at)
    if note.strip():
        cases.log_interaction(case, kind=InteractionKind.NOTE, text=note, by=by, at=at)
    _tell(case, contact, request, by=by, at=at)
    return case


def drafted(case: Case, wanted: Wanted, *, due_on: date, reason: str, by: Actor, at: datetime) -> CompletionRequest:
    """The request as it would be written down, not saved: what the preview shows. Raises Refusal."""
    checked = _checked(case, Wanted(said(wanted.items), wanted.questions, wanted.slots))
    on = clock.local_day(at)
    check_day(due_on, asked_on=on, on=on)
    if queries.was_asked(case) and not reason.strip():
        raise Refusal(_("The company was asked once already: write down why it is asked again."), "reason")
    return CompletionRequest(
        case=case,
        items=list(checked.items),
        questions=list(checked.questions),
        slots=list(checked.slots),
        due_on=due_on,
        reason=clean(reason),
        asked_by_id=by.user_id,
        asked_at=at,
    )


def said(items: Iterable[str]) -> tuple[str, ...]:
    """The lines that say something, without the spaces round them."""
    return tuple(each for each in map(clean, items) if each)


def _checked(case: Case, wanted: Wanted) -> Wanted:
    """Nothing but what exists can be asked for: questions of the form that was sent, papers of the year."""
    if not (wanted.items or wanted.questions or wanted.slots):
        raise Refusal(_("Say what is missing: choose questions or documents, or write it in your words."), "items")
    check_items(wanted.items)
    known = completing.askable(case) if wanted.questions or wanted.slots else completing.Askable()
    if not (known.questions.issuperset(wanted.questions) and known.papers.issuperset(wanted.slots)):
        raise Refusal(_("Choose among the questions and documents of this application."), "questions")
    return wanted


def check_items(items: tuple[str, ...]) -> None:
    """What is asked in words can be understood, and is not too much. Raises Refusal."""
    for item in items:
        _check_item(item)
    if len(items) > MOST_ITEMS:
        raise Refusal(gettext("At most %(count)s lines.") % {"count": MOST_ITEMS}, "items")


def _check_item(item: str) -> None:
    """One thing asked in words can be understood, and fits its place."""
    shown = {"item": item[:40]}
    if sum(letter.isalpha() for letter in item) < FEWEST_LETTERS:
        raise Refusal(gettext("“%(item)s” says too little: write it so that the company understands.") % shown, "items")
    if len(item) > LONGEST_ITEM:
        shown["count"] = str(LONGEST_ITEM)
        raise Refusal(gettext("“%(item)s…” is too long: at most %(count)s characters a line.") % shown, "items")


def last_possible(asked_on: date) -> date:
    """The last day that can be given to a company asked on a day."""
    return asked_on + rules.LONGEST_TO_COMPLETE


def check_day(due_on: date, *, asked_on: date, on: date) -> None:
    """There is time to answer, and our own answer is not put off for long. Raises Refusal."""
    if due_on <= on:
        raise Refusal(_("Choose a day after today."), "due_on")
    last = last_possible(asked_on)
    if due_on > last:
        shown = {"day": words.full_day(last), "days": words.days(rules.LONGEST_TO_COMPLETE.days)}
        raise Refusal(gettext("At the latest %(day)s, %(days)s after it is asked.") % shown, "due_on")


def _open_pages(case: Case, request: CompletionRequest) -> None:
    """The pages of what is asked again wait for the company anew, and that of the officer's words."""
    response = Response.objects.select_for_update(of=("self",)).filter(application__case=case).first()
    if response:
        asked = completing.narrowed(published.declaration_of(response), request)
        opened = {page.key for page in asked.pages} if request.names_parts else {ownwords.PAGE}
        response.pages_done = [key for key in response.pages_done if key not in opened]
        response.version += 1
        response.save(update_fields=["pages_done", "version"])


def _tell(case: Case, contact: Contact | None, request: CompletionRequest, *, by: Actor, at: datetime) -> None:
    if contact and contact.email:
        emails.request_completion(emails.Letter(case, contact, emails.the_site(), at), request)
    else:
        cases.add_task(case, kind=TaskKind.LETTER, reason=NO_MAIL, due_on=clock.local_day(at), by=by, at=at)
