"""What is asked of whom: the declaration a response was begun with, and the version a year asks now.

All that shows or checks a form goes by these, never by the declaration in code alone. Published versions never change,
so each process keeps them for a minute.
"""

import time
from typing import Final

from companies.cases.models import ProgrammeYear
from companies.questionnaires.declarations import FormDeclaration
from companies.questionnaires.declared import declared
from companies.questionnaires.models import Form, FormQuestion, Response
from companies.questionnaires.overlays import overlaid

KEPT_SECONDS: Final = 60.0
_kept: dict[tuple[int, int | None], tuple[float, FormDeclaration]] = {}


def declaration_of(response: Response) -> FormDeclaration:
    """The form of a response, worded as in its version, of the year its figures are about."""
    return of_version(response.form_id, response.closed_year)


def of_version(form_id: int, closed_year: int | None = None) -> FormDeclaration:
    """The declaration of a version by its number; two statements a minute."""
    read_at, found = _kept.get((form_id, closed_year), (float("-inf"), None))
    if found is None or time.monotonic() - read_at > KEPT_SECONDS:
        whole = worded(Form.objects.get(pk=form_id))
        found = whole.about(closed_year) if closed_year else whole
        _kept[form_id, closed_year] = (time.monotonic(), found)
    return found


def current(key: str, year: ProgrammeYear | None) -> Form | None:
    """The version that a year asks now; None before the first is published (`actions.publish`)."""
    return Form.objects.published().filter(key=key).asked_in(year).first()


def current_declaration(key: str, year: ProgrammeYear | None) -> FormDeclaration:
    """What who begins now is asked: of the year's version, or as declared where there is none yet."""
    form = current(key, year)
    declaration = worded(form) if form else declared(key)
    return declaration.about(year.opens_on.year - 1) if year else declaration


def worded(form: Form) -> FormDeclaration:
    """The declaration of a version, published or not. Raises LookupError for a form no stage declares any more."""
    return overlaid(declared(form.key), rows_of(form))


def rows_of(form: Form) -> dict[str, FormQuestion]:
    return {row.key: row for row in form.questions.all()}


def forget() -> None:
    """Ask the database again at the next page."""
    _kept.clear()
