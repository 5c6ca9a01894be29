"""The papers of a case as staff see them: what the company has given once it is sent, what staff added at any time."""

from dataclasses import dataclass
from datetime import date

from companies.cases.models import Case
from companies.enrolment import documents
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
    """At most four statements. A draft's papers are its company's own until it is sent (docs/programme.md)."""
    application = Application.objects.select_related("response").filter(case=case).first()
    values = answers.kept(application.response, ["legal_form"]).values if application else {}
    found = documents.filled(case, values)
    sent = bool(application and application.response.submitted_at)
    seen = tuple(Filled(each.slot, tuple(row for row in each.documents if sent or row.by_staff)) for each in found)
    missing = frozenset(each.slot.pk for each in found if each.slot.required and each.lacks(on=on))
    return Shelf(seen, _count(found) - _count(seen), missing)


def seen_by_staff(case: Case) -> bool:
    """Whether what the company itself gave is shown to staff."""
    return Application.objects.filter(case=case, response__submitted_at__isnull=False).exists()


def _count(found: "list[Filled] | tuple[Filled, ...]") -> int:
    return sum(len(each.documents) for each in found)


def reachable(case: Case, pk: int) -> Document | None:
    """A paper of the case that staff may see."""
    found = Document.objects.of(case).filter(pk=pk).first()
    if found is None or not (found.by_staff or seen_by_staff(case)):
        return None
    found.case = case
    return found
