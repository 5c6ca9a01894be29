from datetime import datetime
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from companies.mail import samples
from companies.mail.checks import LONGEST_SUBJECT
from companies.mail.models import Wording
from companies.mail.slots import SLOTS, Slot
from companies.mail.wording import Content, Sample

LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)


class TextForm(forms.Form):
    """One text in one language; what it says must be what its slot allows."""

    subject = forms.CharField(label=_("subject"), max_length=LONGEST_SUBJECT, required=False)
    body = forms.CharField(label=_("text"), widget=forms.Textarea(attrs={"rows": 16}))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, newest: Wording, data: Any = None) -> None:
        self.newest = newest
        initial = {"subject": newest.subject, "body": newest.body, "seen": newest.version}
        super().__init__(data, prefix=newest.language, initial=initial)
        if self.slot.spoken:
            del self.fields["subject"]

    @property
    def slot(self) -> Slot:
        return SLOTS[self.newest.slot]

    @property
    def language(self) -> str:
        return self.newest.language

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"

    @property
    def said(self) -> tuple[str, str]:
        """Subject and text as written in the form, or as they are where nothing was written."""
        if not self.is_bound:
            return self.newest.subject, self.newest.body
        return self.cleaned_data.get("subject", ""), self.cleaned_data["body"]

    @property
    def differs(self) -> bool:
        return self.said != (self.newest.subject, self.newest.body)

    def clean_body(self) -> str:
        return str(self.cleaned_data["body"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "body" in data:
            self._held_to_its_slot(data)
        return data

    def _held_to_its_slot(self, data: dict[str, Any]) -> None:
        """By the model's own rules, before anything is written."""
        text = Wording(slot=self.slot.key, language=self.language, subject=data.get("subject", ""), body=data["body"])
        try:
            text.clean()
        except ValidationError as error:
            for field, problems in error.error_dict.items():
                self.add_error(field if field in self.fields else None, problems)

    def shown(self, reference: str, at: datetime) -> tuple[Content, Sample]:
        """The message on a case. Raises NoSuchCase."""
        sample = samples.sample(self.slot, self.language, reference, at)
        return samples.drawn(self.slot, self.language, *self.said, sample), sample
