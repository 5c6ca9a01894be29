"""One form for each paper asked for: the file, or a photo taken on the spot, and its last day where it has one."""

from datetime import date
from typing import Any, Final

from crispy_forms.layout import Field, Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from companies.common import dates
from companies.common.crispy import Helper
from companies.common.refusals import Refusal
from companies.enrolment import documents
from companies.enrolment.models import DocumentSlot
from companies.files import limits
from companies.files.recognition import TAKEN
from companies.web.uploads import TakesFile

ACCEPTED: Final = ",".join([*TAKEN, "image/jpeg", "image/png", "application/pdf"])
"""Kinds beside endings: with "image/jpeg" a telephone offers its camera, and converts what it calls HEIC."""


class LastDay(forms.DateField):
    """A day as a browser's calendar sends it, or as people write it where it has none."""

    widget = forms.DateInput({"type": "date", "class": "short"}, "%Y-%m-%d")
    default_error_messages = {
        "invalid": _("Write a day, for instance 31/12/2027."),
        "required": _("Write until which day it is valid."),
    }

    def to_python(self, value: Any) -> date | None:
        try:
            return dates.day(value) if isinstance(value, str) and value.strip() else None
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


class DocumentForm(TakesFile):
    """`slot` decides what is asked, `on` is today. The two inputs are one question: whichever was used counts."""

    rendered_fields: set[str]
    sometimes = frozenset({"file", "photo"})

    file = forms.FileField(label=_("File"), required=False, allow_empty_file=True, widget=forms.FileInput)
    photo = forms.FileField(label=_("Or take a photo"), required=False, allow_empty_file=True, widget=forms.FileInput)
    valid_until = LastDay(label=_("Valid until"), help_text=_("Needed: the last day written on the document."))

    def __init__(self, slot: DocumentSlot, data: Any = None, sent: Any = None, *, on: date) -> None:
        super().__init__(data, sent, auto_id=f"id_{slot.key}_%s")
        self.slot, self.on = slot, on
        for field in self.fields.values():  # the word alone would stand for each paper on the page
            field.label = format_html('{} <span class="visually-hidden">({})</span>', field.label or "", slot.name)
        self.fields["file"].widget.attrs |= {"accept": ACCEPTED}
        self.fields["file"].help_text = _(
            "A readable photo is enough. PDF, JPEG, PNG, Word or Excel, %(limit)s at most."
        ) % {"limit": limits.in_words(limits.largest())}
        self.fields["photo"].widget.attrs |= {"accept": "image/jpeg,image/png", "capture": "environment"}
        if not slot.expires:
            del self.fields["valid_until"]
        self.helper = Helper()
        self.helper.layout = Layout("file", Field("photo", wrapper_class="from-camera"), *self._day())

    def _day(self) -> list[str]:
        return ["valid_until"] if "valid_until" in self.fields else []

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.given and not self.errors.get("file"):
            self.add_error("file", _("Choose a file, or take a photo."))
        if "valid_until" not in self.errors:
            self._check_day(cleaned.get("valid_until"))
        if self.given and self.errors:
            self.ask_again(self.given)
        return cleaned

    def _check_day(self, day: date | None) -> None:
        if wrong := documents.day_problem(self.slot, day, on=self.on):
            self.add_error("valid_until", str(wrong))

    @property
    def given(self) -> UploadedFile | None:
        """What was chosen, the photo where both were."""
        chosen: UploadedFile | None = self.cleaned_data.get("photo") or self.cleaned_data.get("file")
        return chosen

    @property
    def last_day(self) -> date | None:
        day: date | None = self.cleaned_data.get("valid_until")
        return day

    def refuse(self, refusal: Refusal) -> None:
        """Say next to the slot why an action did not take it."""
        self.add_error(refusal.field if refusal.field in self.fields else "file", str(refusal.message))
