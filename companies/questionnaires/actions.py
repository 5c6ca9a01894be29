"""Writing answers: begun once, saved page by page, counted when sent."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, Q

from companies.cases.models import Case, ProgrammeYear
from companies.common.refusals import Refusal
from companies.journal.actors import Actor
from companies.questionnaires import published, queries
from companies.questionnaires.declarations import FormDeclaration, Page
from companies.questionnaires.enums import Layer, Source
from companies.questionnaires.models import Answer, Form, FormQuestion, PastAnswer, Response
from companies.registry.models import Contact

WORDED: Final = ("key", "label_fr", "label_ar", "label_en", "help_fr", "help_ar", "help_en", "required", "shown")
"""What a row says of a question."""
CHECK: Final = "check"
"""Stands for the reading again, which follows the pages."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes an answer: an actor, and the person of the company it is for."""

    by: Actor
    contact: Contact

    @property
    def is_behind_code(self) -> bool:
        """Signed in, and a code can be asked of the company's person: who came by letter may have no address."""
        return self.by.user_id is not None and bool(self.contact.email)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it was drawn for somebody: `seen` is the response's version then, `mark` names the drawing.

    `language` is the one it was drawn in, "" where nobody read it.
    """

    seen: int
    mark: str
    language: str = ""


class Conflict(Refusal):
    """Answers of the page were changed since it was drawn; nothing was written. `theirs` are those answers."""

    def __init__(self, theirs: dict[str, Answer]) -> None:
        super().__init__("")
        self.theirs = theirs


def version_of(declaration: FormDeclaration, year: ProgrammeYear | None, *, at: datetime) -> Form:
    """The version that a year asks now. A year's first one is made on demand, worded as the newest of any year is."""
    return published.current(declaration.key, year) or _first_version(declaration.key, year, at)


@transaction.atomic
def _first_version(key: str, year: ProgrammeYear | None, at: datetime) -> Form:
    before = Form.objects.published().filter(key=key).order_by("-published_at", "-version").first()
    number = (Form.objects.filter(key=key).aggregate(version=Max("version"))["version"] or 0) + 1
    form, made = Form.objects.get_or_create(key=key, version=number, defaults={"year": year, "published_at": at})
    if made and before:
        copy_rows(published.rows_of(before).values(), form)
    return form


def copy_rows(rows: Iterable[FormQuestion], form: Form) -> None:
    """Word a version as another is worded."""
    copies = [FormQuestion(form=form, **{name: getattr(row, name) for name in WORDED}) for row in rows]
    FormQuestion.objects.bulk_create(copies)


def begin(
    case: Case,
    form: Form,
    filled_in: Mapping[str, Any],
    *,
    writer: Writer,
    at: datetime,
    said: Mapping[str, Any] | None = None,
) -> Response:
    """A response with what our files say already filled in, then what the person has `said` to the check, as theirs.

    The caller sees to it that there is only one.
    """
    response = Response.objects.create(
        case=case,
        form=form,
        due_on=case.year.closes_on,
        started_at=at,
        at_page=published.worded(form).pages[0].key,
        language=writer.contact.language,
    )
    known = _not_empty(filled_in)
    ours: dict[str, Any] = {"response": response, "prefilled": True, "source": Source.FILES, "at": at}
    Answer.objects.bulk_create(
        [
            *(Answer(key=key, value=value, **ours) for key, value in known.items()),
            *_told(response, said or {}, known, writer=writer, at=at),
        ]
    )
    return response


def take_in(response: Response, said: Mapping[str, Any], *, writer: Writer, at: datetime) -> None:
    """Fill in what the person said to the check, where nothing is answered; no page counts as saved by it."""
    answered = set(response.answers.filter(key__in=said).values_list("key", flat=True)) if said else set()
    Answer.objects.bulk_create(_told(response, said, answered, writer=writer, at=at))


def _told(
    response: Response, said: Mapping[str, Any], answered: Collection[str], *, writer: Writer, at: datetime
) -> list[Answer]:
    mark: dict[str, Any] = {"by_id": writer.by.user_id, "contact": writer.contact, "at": at}
    mark |= {"response": response, "prefilled": True, "source": Source.CHECK}
    told = {key: value for key, value in _not_empty(said).items() if key not in answered}
    return [Answer(key=key, value=value, **mark) for key, value in told.items()]


def note_typed(response: Response, typed: Mapping[str, Any]) -> None:
    """Of what is filled in ahead, say that the person typed it to come in, where it is what they typed."""
    same = [Q(key=key, value=value) for key, value in typed.items()]
    response.answers.filter(reduce(or_, same), prefilled=True).update(source=Source.ENTRY)


def _not_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", [])}


@transaction.atomic(savepoint=False)
def save_page(
    response: Response,
    page: Page,
    values: Mapping[str, Any],
    *,
    complete: bool,
    sheet: Sheet,
    writer: Writer,
    at: datetime,
) -> Response:
    """Keep the answers of one page in the unsent layer; saving the same again changes nothing.

    `complete`: whether the page would be accepted as it is. Raises Conflict when somebody else changed an answer
    of this page meanwhile to something else.
    """
    note_page(response, page, complete=complete, language=sheet.language, writer=writer, at=at)
    before = queries.kept(response, values).answers
    theirs = {key: old for key, old in before.items() if _is_news(old, sheet) and old.value != values[key]}
    if theirs:
        raise Conflict(theirs)
    _write(response, page, values, before, sheet=sheet, writer=writer, at=at)
    return response


def put_behind_code(case: Case, *, at: datetime) -> None:
    """From now on what the case's forms hold is read by who signs in alone; before the case's own lock, if any."""
    Response.objects.filter(case=case, behind_code_at=None).update(behind_code_at=at)


def note_page(
    response: Response, page: Page, *, complete: bool, writer: Writer, language: str = "", at: datetime
) -> None:
    """Count a page as saved; its response's row is ours from here on. `response` is brought up to date.

    For a page without questions (papers) it is all there is to keep.
    """
    if not _try_note(response, page, complete, language, writer, at):
        fresh = Response.objects.select_for_update(of=("self",)).get(pk=response.pk)
        for name in ("version", "pages_done", "pages_saved", "language", "behind_code_at"):
            setattr(response, name, getattr(fresh, name))
        _try_note(response, page, complete, language, writer, at)


def _try_note(response: Response, page: Page, complete: bool, language: str, writer: Writer, at: datetime) -> bool:
    """Whether the response still stands where it was read; if so it is changed, in the same statement."""
    done = [key for key in response.pages_done if key != page.key] + ([page.key] if complete else [])
    changes = {
        "version": response.version + 1,
        "pages_done": done,
        "pages_saved": [key for key in response.pages_saved if key != page.key] + [page.key],
        "at_page": _reached(response, page, done),
        "language": language or response.language,
        "saved_at": at,
    }
    if writer.is_behind_code and response.behind_code_at is None:
        changes["behind_code_at"] = at
    if not Response.objects.filter(pk=response.pk, version=response.version).update(**changes):
        return False
    for field, value in changes.items():
        setattr(response, field, value)
    return True


def _reached(response: Response, page: Page, done: list[str]) -> str:
    """The key of the page that saving this one leads to; CHECK once all are done."""
    if page.key not in done:
        return page.key
    following = published.declaration_of(response).after(page, done)
    return following.key if following else CHECK


def _is_news(answer: Answer, sheet: Sheet) -> bool:
    """Written after the sheet was drawn, and not by the sheet itself (a return by the back button)."""
    return answer.version > sheet.seen and answer.sheet != sheet.mark


def _write(
    response: Response,
    page: Page,
    values: Mapping[str, Any],
    before: Mapping[str, Answer],
    *,
    sheet: Sheet,
    writer: Writer,
    at: datetime,
) -> None:
    """Insert or update the unsent answers. An answer equal to what counts already is left out: nothing to send."""
    changed = {
        key: value
        for key, value in values.items()
        if key not in before or before[key].value != value or before[key].prefilled
    }
    rows = [
        Answer(
            response=response,
            key=question.key,
            layer=Layer.UNSENT,
            value=changed[question.key],
            wording=str(question.label)[:300],
            version=response.version,
            sheet=sheet.mark,
            by_id=writer.by.user_id,
            contact=writer.contact,
            at=at,
        )
        for question in page.questions
        if question.key in changed and not (changed[question.key] is None and question.key not in before)
    ]
    Answer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["response", "key", "layer"],
        update_fields=["value", "wording", "prefilled", "source", "version", "sheet", "by", "contact", "at"],
    )


@transaction.atomic(savepoint=False)
def count_answers(response: Response, keys: Collection[str] | None = None, *, at: datetime) -> list[str]:
    """What was unsent counts from now on, and what counted before is kept as past; the keys that changed.

    `keys` are the questions it is about; None: all. Call it on a locked response.
    """
    about = Q() if keys is None else Q(key__in=list(keys))
    unsent = {answer.key: answer for answer in response.answers.unsent().filter(about)}
    replaced = list(response.answers.counted().filter(key__in=unsent))
    PastAnswer.objects.bulk_create(
        [
            PastAnswer(response=response, key=old.key, value=old.value, at=old.at, replaced_at=at)
            for old in replaced
            if old.value != unsent[old.key].value
        ]
    )
    Answer.objects.filter(pk__in=[old.pk for old in replaced]).delete()
    response.answers.unsent().filter(about).update(layer=Layer.COUNTED)
    response.submitted_at = response.submitted_at or at
    response.version += 1
    response.save(update_fields=["submitted_at", "version"])
    return sorted(unsent)
