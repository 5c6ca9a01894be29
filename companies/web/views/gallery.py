"""All components on one page, to look at them in three languages. Routed only with DEBUG."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET

from companies.cases.enums import Stage, Status
from companies.common import components as parts
from companies.common import words
from companies.common.crispy import Asking

ANSWERS = [
    ("iso", "ISO 9001"),
    ("haccp", "ISO 22000 / HACCP"),
    ("ifs", "IFS, BRC"),
    ("bio", "Bio"),
    ("ce", "CE"),
    ("tex", "OEKO-TEX"),
    ("halal", "Halal"),
    ("none", pgettext_lazy("of the answers", "None")),
]
KINDS = [("note", gettext_lazy("Note")), ("call", gettext_lazy("Call")), ("visit", gettext_lazy("Visit"))]

COLOURS = (
    *("ink", "ink-2", "ink-3", "control", "line", "sand", "paper", "accent", "accent-dark", "accent-tint"),
    *("ok", "ok-tint", "warn", "warn-tint", "bad", "bad-tint"),
)


class SampleForm(Asking, forms.Form):
    """One field of each sort; bound to nothing, it shows every message."""

    turnover = forms.CharField(
        label=gettext_lazy("Turnover"),
        help_text=gettext_lazy("Write the amount in digits, without centimes."),
        widget=forms.TextInput(attrs={"dir": "ltr", "class": "latin-input"}),
    )
    address = forms.CharField(label=gettext_lazy("Address"), required=False)
    region = forms.ChoiceField(label=gettext_lazy("Region"), choices=[("", "—"), ("6", "Casablanca-Settat")])
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("fr", "Français"), ("ar", "العربية")], widget=forms.RadioSelect
    )
    certifications = forms.MultipleChoiceField(
        label=gettext_lazy("Certification or standards"),
        help_text=gettext_lazy("Several answers are possible."),
        choices=ANSWERS,
        widget=forms.CheckboxSelectMultiple,
    )
    letter = forms.FileField(label=gettext_lazy("Evidence"), required=False)
    true_and_complete = forms.BooleanField(label=gettext_lazy("Read and accepted"))


class SampleNote(forms.Form):
    text = forms.CharField(widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS, initial="note", widget=forms.RadioSelect)
    next_on = forms.CharField(required=False, widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}))


@require_GET
@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """``?door=desk`` puts the same components into the desk's frame."""
    door = "desk" if request.GET.get("door") == "desk" else "portal"
    return render(request, "web/gallery.html", {"frame": f"{door}/base.html", "door": door, **_samples()})


def _samples() -> dict[str, Any]:
    here = "/gallery/"
    return {
        "colours": COLOURS,
        "shapes": _shapes(),
        "statuses": [Status.INVITED, Status.DRAFT, Status.INFORMATION_REQUESTED, Status.CONFIRMED],
        "stages": [stage for stage in Stage if stage != Stage.CLOSED],
        "notes": {Stage.TARGETED: _("Reached"), Stage.APPLICATION: _("In review")},
        "tasks": _tasks(here),
        "tabs": [
            parts.Tab(_("Files"), here, 47),
            parts.Tab(_("Sign of life"), here, 23, current=True),
            parts.Tab(_("Coaching"), here, 8),
        ],
        "chips": [parts.Chip(_("Targeted"), here), parts.Chip("Casablanca-Settat", here)],
        "page": {"first": "?", "previous": "?", "next": "?"},
        "facts": [
            parts.Fact(_("File number"), "EX27-K4P7-M2"),
            parts.Fact(_("Region"), "Casablanca-Settat"),
            parts.Fact(_("Turnover"), "4\N{NARROW NO-BREAK SPACE}662\N{NARROW NO-BREAK SPACE}000"),
        ],
        "counts": [parts.Count(8, _("To do")), parts.Count(47, _("Files"), here)],
        "choices": [
            parts.Choice("unclear", _("What is offered is not clear to us")),
            parts.Choice("document", _("We are missing a document")),
            parts.Choice("time", _("We do not have the time or the staff")),
        ],
        "act": parts.Act(_("Save"), here),
        "today": words.full_day(date(2027, 5, 11)),
        "planned": [_planned(here)],
        "past": _past(here),
        "lines": _lines(here),
        "form": SampleForm(data={"turnover": "4,6 M", "certifications": []}),
        "plain_form": SampleForm(),
        "note_form": SampleNote(),
    }


def _shapes() -> list[tuple[str, str]]:
    return [
        ("ring", _("To do")),
        ("half", _("In progress")),
        ("diamond", _("Completion requested")),
        ("dot", pgettext("gallery", "Received")),
        ("alert", _("Address refused")),
        ("bar", _("Closed")),
    ]


def _tasks(here: str) -> list[parts.Task]:
    return [
        parts.Task(_("Company"), "done", here),
        parts.Task(_("Contact"), "started", here, words.answers(2)),
        parts.Task(_("Activity"), "todo", here, words.minutes(2)),
        parts.Task(_("Declarations"), "waiting", here),
        parts.Task(_("Check and send"), "locked", hint=words.pages(3)),
    ]


def _planned(here: str) -> parts.Event:
    return parts.Event(
        words.day(date(2027, 5, 18)),
        _("Reminder"),
        time="10:00",
        icon="mail",
        text=pgettext("gallery", "To the contact, in French. Does not leave if the company answers."),
        links=[parts.Link(pgettext("gallery", "See the text"), here)],
        acts=[parts.Act(pgettext("gallery", "Cancel this reminder"), here)],
    )


def _past(here: str) -> list[parts.Event]:
    refused = parts.Delivery(
        "alert", _("Address refused"), "compta@conserves-doukkala.example", parts.Link(_("Correct"), here)
    )
    delivered = parts.Delivery("dot", pgettext("gallery", "Delivered"), "direction@conserves-doukkala.example")
    return [
        parts.Event(
            words.day(date(2027, 5, 10)), _("Reminder"), time="10:02", icon="mail", deliveries=[delivered, refused]
        ),
        parts.Event(
            words.day(date(2027, 5, 4)),
            pgettext("gallery", "In review → Completion requested"),
            icon="forward",
            who="Hajar Benlamine",
            text=_("Tax certificate"),
        ),
        parts.Event(
            words.day(date(2027, 4, 27)),
            pgettext("gallery", "Answer of the company"),
            "company",
            icon="reply",
            quote="Bonjour, pour le salon, est-ce que la part à notre charge est connue avant votre réponse ?",
            links=[parts.Link(pgettext("gallery", "Answer this message"), here)],
        ),
        parts.Event(words.day(date(2027, 4, 20)), pgettext("gallery", "4 technical events"), "technical"),
        parts.Event(words.day(date(2027, 4, 13)), _("Application sent"), "company", time="14:58", icon="tick"),
    ]


def _lines(here: str) -> list[parts.Line]:
    others = [parts.Link(_("Put off"), here), parts.Link(_("Hand over"), here)]
    call = parts.Link(_("Note the call"), here)
    return [
        parts.Line(
            "Tissages Oum Er-Rbia SARL",
            here,
            pgettext("gallery", "Call them"),
            call,
            place="Settat",
            late=pgettext("gallery", "Planned for yesterday."),
            reason=pgettext("gallery", "Draft still for 17 days, 2 reminders without an answer."),
            phone="+212600004183",
            others=others,
        ),
        parts.Line(
            "مصبرات دكالة ش.م.م",
            here,
            pgettext("gallery", "Call them"),
            call,
            place="الجديدة",
            reason=_("We are missing a document"),
            phone="+212522005671",
            others=others,
        ),
    ]
