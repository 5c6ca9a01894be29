"""Papers asked for, and a case whose draft is begun: for the tests of the page of papers, here and at the desk."""

from companies.common import clock
from companies.enrolment import actions as enrolment
from companies.enrolment.models import DocumentSlot
from companies.journal.actors import SYSTEM
from companies.reference.models import LegalForm
from tests.enrolment.world import contact_of
from tests.files.making import pdf, sent

WORDS = {
    "name_fr": "Extrait du registre",
    "name_ar": "مستخرج السجل",
    "name_en": "Register extract",
    "help_fr": "Le plus récent.",
}


def ask(year, key="rc", *, forms=(), **fields):
    slot = DocumentSlot.objects.create(year=year, key=key, **WORDS | fields)
    slot.legal_forms.set(LegalForm.objects.filter(code__in=forms))
    return slot


def given(case, slot, *, name="rc.pdf", data=None, contact=None, valid_until=None, at=None, staff=None):
    user = staff or (contact or contact_of(case)).user
    return enrolment.give(
        case,
        slot,
        sent(name, data or pdf()),
        valid_until=valid_until,
        contact=None if staff else contact or contact_of(case),
        by=user.actor if user else SYSTEM,
        at=at or clock.now(),
    )
