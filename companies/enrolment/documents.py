"""Which papers a company is asked for, which it has given, which are still wanting; no writes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.cases.models import Case
from companies.enrolment.models import Document, DocumentSlot
from companies.files.enums import Scan
from companies.questionnaires.declarations import Text


@dataclass(frozen=True, slots=True)
class Missing:
    """A paper without which nothing can be sent; `expired` when one is there whose last day is over.

    `earlier` when what is there was given before a new one was asked for.
    """

    slot: DocumentSlot
    expired: bool = False
    earlier: bool = False

    @property
    def words(self) -> Text:
        if self.expired:
            return _("This document is no longer valid; add a newer one.")
        if self.earlier:
            return _("Add a new one: the one that is there was sent before we asked for it.")
        return _("Add this document.")


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot with the files in it, those found infected included: the person has to see them go."""

    slot: DocumentSlot
    documents: tuple[Document, ...]

    def lacks(self, *, on: date, since: datetime | None = None) -> Missing | None:
        """What is wanting where this slot must be filled; with `since`, by something given after that instant."""
        clean = [each for each in self.documents if each.upload.scan != Scan.INFECTED]
        good = [each for each in clean if since is None or each.at > since]
        if any(each.is_valid(on) for each in good):
            return None
        return Missing(self.slot, expired=bool(good), earlier=bool(clean) and not good)

    def may_use(self, earlier: Document) -> bool:
        """Whether a paper of another year would be new here, and has the day that this slot asks for."""
        known = {each.upload.sha256 for each in self.documents}
        return earlier.upload.sha256 not in known and (not self.slot.expires or earlier.valid_until is not None)

    @property
    def has_room(self) -> bool:
        return len(self.documents) < self.slot.most


def day_problem(slot: DocumentSlot, valid_until: date | None, *, on: date) -> Text:
    """What is wrong with the last day of a paper for a slot, "" where nothing is."""
    if slot.expires and valid_until is None:
        return _("Write until which day it is valid.")
    if valid_until and valid_until < on:
        return _("This document is no longer valid; add a newer one.")
    return ""


def legal_form_of(case: Case, values: Mapping[str, Any]) -> str:
    """The code that decides which papers are asked for: as answered, else as our files have it."""
    answered = values.get("legal_form")
    if isinstance(answered, str) and answered:
        return answered
    form = case.company.legal_form
    return form.code if form else ""


def filled(case: Case, values: Mapping[str, Any], *, only: Collection[str] | None = None) -> list[Filled]:
    """The slots asked of a case in their order, with what is in them; `only` those with these keys. Two statements."""
    slots = DocumentSlot.objects.asked_of(case.year_id, legal_form_of(case, values))
    slots = slots if only is None else slots.filter(key__in=only)
    given: dict[int, list[Document]] = {}
    for document in Document.objects.of(case):
        given.setdefault(document.slot_id, []).append(document)
    return [Filled(slot, tuple(given.get(slot.pk, ()))) for slot in slots.order_by("position", "id")]


def missing(
    case: Case,
    values: Mapping[str, Any],
    *,
    on: date,
    only: Collection[str] | None = None,
    since: datetime | None = None,
) -> list[Missing]:
    """The papers without which a case cannot be sent on a day, in their order; `values` are its answers by key.

    `only` are the keys of papers that an officer asked for anew, `since` the instant of asking: each of them is
    required then, and what was given before does not count. Two statements.
    """
    found = filled(case, values, only=only)
    lacking = [each.lacks(on=on, since=since) for each in found if each.slot.required or only is not None]
    return [each for each in lacking if each]


def reusable(case: Case, found: Collection[Filled], *, on: date) -> dict[int, Document]:
    """By slot with room, the newest paper the company gave for it in another year, where that still holds.

    One statement.
    """
    by_key = {each.slot.key: each for each in found if each.has_room}
    given = Document.objects.given().filter(company=case.company_id, slot__key__in=by_key).exclude(case=case)
    lasting = given.filter(Q(valid_until=None) | Q(valid_until__gte=on), upload__erased_at=None)
    rows = lasting.select_related("upload", "slot", "case__year").order_by("at", "id")
    return {by_key[row.slot.key].slot.pk: row for row in rows if by_key[row.slot.key].may_use(row)}
