"""A scan that an officer adds for the company: for which paper, the file, its last day where it has one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from companies.desk.forms.base import DeskForm, day_field
from companies.enrolment.models import DocumentSlot
from companies.files import limits
from companies.files.recognition import TAKEN


class ScanForm(DeskForm):
    """`slots` are the papers asked of the case."""

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
        label=_("Valid until"), help_text=_("For documents that expire: the last day written on it."), required=False
    )

    def __init__(self, slots: Iterable[DocumentSlot], data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.slots = {slot.key: slot for slot in slots}
        self.fields["slot"].choices = [(key, slot.name) for key, slot in self.slots.items()]  # type: ignore[attr-defined]
        self.fields["file"].help_text = _("PDF, JPEG, PNG, Word or Excel, %(limit)s at most.") % {
            "limit": limits.in_words(limits.largest())
        }

    @property
    def chosen(self) -> tuple[DocumentSlot, UploadedFile, date | None]:
        said = self.cleaned_data
        return self.slots[said["slot"]], said["file"], said.get("valid_until")
