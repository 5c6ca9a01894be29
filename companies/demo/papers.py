"""The papers that companies of the demonstration hand in: made on the spot, one page, saying what they are."""

from datetime import datetime, timedelta
from random import Random
from typing import Final

from django.core.files.base import ContentFile
from fpdf import FPDF

from companies.cases.models import Case
from companies.common import clock
from companies.enrolment import actions as enrolment
from companies.enrolment import documents
from companies.enrolment.models import DocumentSlot
from companies.journal.actors import Actor
from companies.questionnaires.declarations import Values
from companies.registry.models import Contact

EXTRA: Final = 0.3
"""How often an optional paper is there."""
LASTS: Final = (20, 340)
"""Days a paper that expires still lasts."""


def hand_in(case: Case, contact: Contact, values: Values, *, by: Actor, at: datetime) -> None:
    """What is asked for, and some of what is not; the same for a company every time."""
    random = Random(case.pk)  # noqa: S311 - the same demonstration every time
    for each in documents.filled(case, values):
        wanted = each.slot.required or random.random() < EXTRA
        lasts = timedelta(days=random.randint(*LASTS))
        if wanted and not each.documents:
            file = ContentFile(_pdf(case, each.slot), name=f"{each.slot.name_fr}.pdf")
            until = clock.local_day(at) + lasts if each.slot.expires else None
            enrolment.give(case, each.slot, file, valid_until=until, contact=contact, by=by, at=at)


def _pdf(case: Case, slot: DocumentSlot) -> bytes:
    sheet = FPDF()
    sheet.set_creation_date(case.opened_at)
    sheet.add_page()
    sheet.set_font("helvetica", size=16)
    for line in (slot.name_fr, case.company.name, "Document de démonstration"):
        sheet.cell(text=line.encode("latin-1", "replace").decode("latin-1"), new_x="LMARGIN", new_y="NEXT", h=12)
    return bytes(sheet.output())
