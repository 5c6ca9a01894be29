"""The papers a year asks for, to begin with: those of the year before, else a first set."""

import csv
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from companies.cases.models import ProgrammeYear
from companies.enrolment.models import DocumentSlot
from companies.reference.models import LegalForm

FIRST: Final = Path(__file__).parent / "data" / "slots.csv"
COPIED: Final = ("name_fr", "name_ar", "name_en", "help_fr", "help_ar", "help_en", "required", "most", "expires")


@transaction.atomic
def prepare(year: ProgrammeYear) -> int:
    """Give a year without any papers those of the newest year before it that has some, else the first set.

    The number of papers added; 0 for a year that has its own.
    """
    if year.slots.exists():
        return 0
    before = DocumentSlot.objects.filter(year__opens_on__lt=year.opens_on).order_by("-year__opens_on").first()
    return copy(before.year.slots.filter(active=True), year) if before else _begin(year)


@transaction.atomic
def copy(slots: QuerySet[DocumentSlot], year: ProgrammeYear) -> int:
    """Ask in `year` for these papers of other years too; those it has under the same code stay as they are."""
    known = set(year.slots.values_list("key", flat=True))
    wanted = [slot for slot in slots.prefetch_related("legal_forms") if slot.key not in known]
    for slot in wanted:
        fields = {name: getattr(slot, name) for name in COPIED}
        made = DocumentSlot.objects.create(year=year, key=slot.key, position=slot.position, **fields)
        made.legal_forms.set(slot.legal_forms.all())
    return len(wanted)


def _begin(year: ProgrammeYear) -> int:
    forms = LegalForm.objects.in_bulk(field_name="code")
    with FIRST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for position, row in enumerate(rows, start=1):
        made = DocumentSlot.objects.create(year=year, key=row["key"], position=10 * position, **_fields(row))
        made.legal_forms.set(forms[code] for code in row["forms"].split())
    return len(rows)


def _fields(row: dict[str, str]) -> dict[str, Any]:
    words = {name: row[name] for name in COPIED if name.startswith(("name", "help"))}
    return words | {
        "required": row["required"] == "1",
        "most": int(row["most"]),
        "expires": row["expires"] == "1",
    }
