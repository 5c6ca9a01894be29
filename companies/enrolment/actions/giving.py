"""Papers of a case: given, given again from an earlier year, taken back."""

from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from companies.cases.models import Case
from companies.common import clock
from companies.common.refusals import Refusal
from companies.enrolment import documents, rules
from companies.enrolment.actions.filling import CannotWrite
from companies.enrolment.models import Document, DocumentSlot
from companies.files import actions as files
from companies.files.models import Upload
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.questionnaires import actions as questionnaires
from companies.registry.models import Contact


class Full(Refusal):
    """The slot holds as many files as it may."""

    def __init__(self, most: int) -> None:
        words = ngettext_lazy(
            "This document has its %(most)s file already. Remove it, then add another.",
            "This document has its %(most)s files already. Remove one, then add another.",
            most,
        )
        super().__init__(words % {"most": most}, field="file")


@transaction.atomic
def give(
    case: Case,
    slot: DocumentSlot,
    given: File,
    *,
    valid_until: date | None,
    contact: Contact | None,
    by: Actor,
    at: datetime,
) -> Document:
    """Take in a file for a slot of the case. Where one file is all there may be, it takes the place of the one there.

    Giving the same file twice is giving it once. `contact` is the person of the company, none where an officer adds a
    scan. Raises files' Refused, CannotWrite, Full, and Refusal for a day of validity that is missing or over.
    """
    _check(case, slot, valid_until, staff=contact is None, at=at)
    upload = files.receive(given, by=by, at=at)
    _put_behind_code(case, contact, by=by, at=at)
    _lock(case, staff=contact is None)
    return _place(case, slot, upload, valid_until, contact=contact, by=by, at=at)


@transaction.atomic
def give_again(
    case: Case, slot: DocumentSlot, earlier: Document, *, contact: Contact, by: Actor, at: datetime
) -> Document:
    """Use a file that the company gave in another year for a slot of this one. Raises as `give` does."""
    _check(case, slot, earlier.valid_until, staff=False, at=at)
    _put_behind_code(case, contact, by=by, at=at)
    _lock(case, staff=False)
    files.take_up(earlier.upload)
    return _place(case, slot, earlier.upload, earlier.valid_until, contact=contact, by=by, at=at)


@transaction.atomic
def take_back(document: Document, *, by: Actor, at: datetime, staff: bool = False) -> None:
    """Remove a document from its case; its file is erased later, unless another year uses it. Twice is once.

    Raises CannotWrite, and Refusal for the last one of what was sent and cannot do without.
    """
    case = _lock(document.case, staff=staff)
    if case.status in rules.SENT and document.slot.required and _is_last(document):
        raise Refusal(_("What was sent cannot do without this document. Add another in its place."), field="file")
    if Document.objects.filter(pk=document.pk, removed_at=None).update(removed_at=at):
        _let_go(document, by=by, at=at)


def _is_last(document: Document) -> bool:
    return not Document.objects.given().filter(case=document.case, slot=document.slot).exclude(pk=document.pk).exists()


def _check(case: Case, slot: DocumentSlot, valid_until: date | None, *, staff: bool, at: datetime) -> None:
    """Before anything is read of the file."""
    if not rules.may_give(case, staff=staff):
        raise CannotWrite
    if wrong := documents.day_problem(slot, valid_until, on=clock.local_day(at)):
        raise Refusal(wrong, field="valid_until")


def _put_behind_code(case: Case, contact: Contact | None, *, by: Actor, at: datetime) -> None:
    """As a saved page does, and in its order: first the form, then the case. A scan counts as for the main contact."""
    if by.user_id is None:
        return
    reader = contact or case.company.contacts.filter(primary=True).first()
    if reader and questionnaires.Writer(by, reader).is_behind_code:
        questionnaires.put_behind_code(case, at=at)


def _lock(case: Case, *, staff: bool) -> Case:
    """The case as it stands behind the lock: an officer may have closed the file, a colleague may have sent it."""
    fresh = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    if not rules.may_give(fresh, staff=staff):
        raise CannotWrite
    return fresh


def _place(
    case: Case,
    slot: DocumentSlot,
    upload: Upload,
    valid_until: date | None,
    *,
    contact: Contact | None,
    by: Actor,
    at: datetime,
) -> Document:
    there = list(Document.objects.of(case).filter(slot=slot))
    same = next((each for each in there if each.upload.sha256 == upload.sha256), None)
    if same and not same.upload.erased_at:
        return _said_again(same, upload, valid_until, by=by, at=at)
    _make_room(slot, there, by=by, at=at)
    document = Document.objects.create(
        company=case.company,
        case=case,
        slot=slot,
        upload=upload,
        valid_until=valid_until,
        by_id=by.user_id,
        contact=contact,
        at=at,
    )
    journal.record(
        "document.given", document, by=by, at=at, stream=case.stream, slot=slot.key, upload=upload.pk, sort=upload.sort
    )
    return document


def _said_again(same: Document, upload: Upload, valid_until: date | None, *, by: Actor, at: datetime) -> Document:
    """The very file that is there; perhaps with another day. It counts as given now."""
    if same.upload_id != upload.pk:
        files.drop(upload, at=at)
    if same.valid_until != valid_until:
        _note_day(same, valid_until, by=by, at=at)
    same.valid_until, same.at = valid_until, at
    same.save(update_fields=["valid_until", "at"])
    return same


def _note_day(document: Document, until: date | None, *, by: Actor, at: datetime) -> None:
    days = {"before": _plain(document.valid_until), "after": _plain(until)}
    stream = document.case.stream
    journal.record("document.dated", document, by=by, at=at, stream=stream, slot=document.slot.key, **days)


def _plain(day: date | None) -> str:
    return day.isoformat() if day else ""


def _make_room(slot: DocumentSlot, there: list[Document], *, by: Actor, at: datetime) -> None:
    lost = [each for each in there if each.upload.erased_at]
    if slot.most > 1 and len(there) - len(lost) >= slot.most:
        raise Full(slot.most)
    for each in there if slot.most == 1 else lost:
        Document.objects.filter(pk=each.pk).update(removed_at=at)
        _let_go(each, by=by, at=at)


def _let_go(document: Document, *, by: Actor, at: datetime) -> None:
    journal.record(
        "document.taken_back",
        document,
        by=by,
        at=at,
        stream=document.case.stream,
        slot=document.slot.key,
        upload=document.upload_id,
    )
    if not Document.objects.filter(upload=document.upload_id, removed_at=None).exists():
        files.drop(document.upload, at=at)
