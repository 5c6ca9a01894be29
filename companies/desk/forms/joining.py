"""May this person open the company's file? With how the officer made sure of who it is."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.common.text import clean
from companies.desk.forms.base import DeskForm
from companies.enrolment.enums import Checked, Verdict
from companies.registry.models import Contact

LONGEST_NOTE: Final = 300


class JoiningForm(DeskForm):
    """`shown` is the main contact that was read, whom "from now on" ends."""

    sometimes = frozenset({"checked", "note"})
    verdict = forms.ChoiceField(
        label=_("Your decision"),
        choices=[(Verdict.ALLOWED.value, _("Let in")), (Verdict.REFUSED.value, _("Do not let in"))],
        widget=forms.RadioSelect,
    )
    checked = forms.ChoiceField(
        label=_("How did you make sure of who it is?"),
        choices=Checked.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Needed to let somebody in. The number on file, not one the person gives."),
    )
    main = forms.BooleanField(
        label=_("Write to this person from now on"),
        required=False,
        help_text=_("The main contact before no longer opens the file: for a director who has left."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea({"rows": 3, "maxlength": LONGEST_NOTE}),
        help_text=_("Who confirmed it, when. Needed where you made sure otherwise."),
    )

    shown = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, main: Contact | None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"shown": main and main.pk}, **kwargs)

    def show(self, main: Contact | None) -> None:
        """Draw what was sent anew, beside this main contact."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["shown"] = str(main.pk) if main else ""  # type: ignore[index]

    def clean_note(self) -> str:
        return clean(self.cleaned_data["note"])[:LONGEST_NOTE]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("verdict") == Verdict.ALLOWED and not given.get("checked"):
            self.add_error("checked", _("Say how you made sure of who it is."))
        if given.get("checked") == Checked.OTHER and not given.get("note"):
            self.add_error("note", _("Say how, in a few words."))
        return given
