"""A scan that an officer adds for the company: for which paper, the file, its last day where it has one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.desk.forms.base import DeskForm, day_field
from companies.enrolment import documents
from companies.enrolment.models import DocumentSlot
from companies.files import limits
from companies.files.recognition import TAKEN
from companies.web.uploads import TakesFile


class ScanForm(TakesFile, DeskForm):
    """`slots` are the papers asked of the case, `on` is today."""

    rendered_fields: set[str]
    sometimes = frozenset({"valid_until"})

    slot = forms.ChoiceField(label=_("Document"))
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ",".join(TAKEN)}),
        error_messages={"required": _("Choose a file."), "invalid": _("Choose a file.")},
    )
    valid_until = day_field(
        label=_("Valid until"),
        help_text=_("Needed where the list says so: the last day written on the document."),
        required=False,
    )

    def __init__(self, slots: Iterable[DocumentSlot], data: Any = None, sent: Any = None, *, on: date) -> None:
        super().__init__(data, sent)
        self.slots, self.on = {slot.key: slot for slot in slots}, on
        self.fields["slot"].choices = [(key, _named(slot)) for key, slot in self.slots.items()]  # type: ignore[attr-defined]
        self.fields["file"].help_text = _("PDF, JPEG, PNG, Word or Excel, %(limit)s at most.") % {
            "limit": limits.in_words(limits.largest())
        }

    def clean(self) -> dict[str, Any]:
        """What is wrong with the day and with the file, at once; the file was not kept, and is to be chosen again."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        slot = self.slots.get(cleaned.get("slot", ""))
        if slot and "valid_until" not in self.errors:
            wrong = documents.day_problem(slot, cleaned.get("valid_until"), on=self.on)
            if wrong:
                self.add_error("valid_until", str(wrong))
        if self.errors and cleaned.get("file"):
            self.ask_again(cleaned["file"])
        return cleaned

    @property
    def chosen(self) -> tuple[DocumentSlot, UploadedFile, date | None]:
        said = self.cleaned_data
        return self.slots[said["slot"]], said["file"], said.get("valid_until")


def _named(slot: DocumentSlot) -> str:
    return gettext("%(paper)s – with its last day") % {"paper": slot.name} if slot.expires else slot.name
