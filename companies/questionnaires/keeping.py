"""Forms kept and sent by themselves: what happens where a stage adds nothing of its own to its declaration."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.cases import actions as cases
from companies.cases.enums import Sign
from companies.cases.models import Case
from companies.common import clock
from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.questionnaires import actions, checks, published, queries
from companies.questionnaires.actions import Sheet, Writer
from companies.questionnaires.declarations import Page
from companies.questionnaires.models import Response
from companies.registry.models import Contact


class CannotWrite(Refusal):
    """The file does not take answers where it stands."""

    def __init__(self, message: Any = "") -> None:
        super().__init__(message or _("This file is not open for answers at the moment. Nothing was changed."))


class Incomplete(Refusal):
    """Pages are missing or would not be accepted; `pages` are their keys."""

    def __init__(self, pages: list[str]) -> None:
        super().__init__(_("Some pages still need you before it can be sent."))
        self.pages = pages


def may_write(case: Case) -> bool:
    """As long as the file is open."""
    return not case.closed_as


@transaction.atomic
def save_page(
    case: Case,
    response: Response,
    page: Page,
    values: Mapping[str, Any],
    *,
    complete: bool,
    sheet: Sheet,
    contact: Contact,
    by: Actor,
    at: datetime,
) -> Response:
    """Keep a page as it was typed. Raises CannotWrite, and Conflict when somebody else changed the same answers."""
    actions.save_page(response, page, values, complete=complete, sheet=sheet, writer=Writer(by, contact), at=at)
    _check_open(case)
    cases.note_sign(case, at=at, sign=Sign.SAVED)
    journal.record("form.saved", response, by=by, at=at, stream=case.stream, page=page.key, complete=complete)
    return response


@transaction.atomic
def send(case: Case, response: Response, *, by: Actor, at: datetime) -> Response:
    """What was answered counts. A second press changes nothing. Raises Incomplete and CannotWrite."""
    locked = Response.objects.select_for_update(of=("self",)).get(pk=response.pk)
    kept = queries.kept(locked)
    if locked.submitted_at and not kept.changed:
        return locked
    _check_open(case)
    unfit = checks.unfit(published.declaration_of(locked), kept.values, on=clock.local_day(at))
    if unfit:
        raise Incomplete([page.key for page in unfit])
    changed = actions.count_answers(locked, at=at)
    cases.note_sign(case, at=at, sign=Sign.SENT)
    journal.record("form.sent", locked, by=by, at=at, stream=case.stream, answers=len(changed))
    return locked


def _check_open(case: Case) -> None:
    """Behind the lock, after the answers' as in the application's: an officer may have closed the file meanwhile."""
    fresh = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    if not may_write(fresh):
        raise CannotWrite
