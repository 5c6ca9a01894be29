"""The papers of a case as staff see them: what staff handed in at any time, what the company gave as its answers are
read (`enrolment.disclosure`): once they are sent, or once it asks for help.
"""

from dataclasses import dataclass
from datetime import date

from companies.cases.models import Case
from companies.enrolment import disclosure, documents
from companies.enrolment.documents import Filled
from companies.enrolment.models import Application, Document
from companies.questionnaires import queries as answers


@dataclass(frozen=True, slots=True)
class Shelf:
    """`papers` are the slots asked of the case, with what staff may see of them; `hidden` counts the rest."""

    papers: tuple[Filled, ...]
    hidden: int
    missing: frozenset[int]

    def lacks(self, filled: Filled) -> bool:
        return filled.slot.pk in self.missing


def shelf_of(case: Case, *, on: date) -> Shelf:
    """At most five statements."""
    application = _application_of(case)
    values = answers.kept(application.response, ["legal_form"]).values if application else {}
    found = documents.filled(case, values)
    open_to_staff = _is_open(application)
    seen = tuple(
        Filled(each.slot, tuple(row for row in each.documents if open_to_staff or row.handed_in_by_staff))
        for each in found
    )
    missing = frozenset(each.slot.pk for each in found if each.slot.required and each.lacks(on=on))
    return Shelf(seen, _count(found) - _count(seen), missing)


def _application_of(case: Case) -> Application | None:
    return Application.objects.select_related("response", "case").filter(case=case).first()


def _is_open(application: Application | None) -> bool:
    """Whether staff may see what the company itself handed in."""
    if application is None:
        return False
    return bool(application.response.submitted_at) or disclosure.asked_for_help(application)


def _count(found: "list[Filled] | tuple[Filled, ...]") -> int:
    return sum(len(each.documents) for each in found)


def reachable(case: Case, pk: int) -> Document | None:
    """A paper of the case that staff may see."""
    found = Document.objects.of(case).filter(pk=pk).first()
    if found is None or not (found.handed_in_by_staff or _is_open(_application_of(case))):
        return None
    found.case = case
    return found
