"""What stops you? A reason, then a sector and a region, each a tap and each can be passed over. No name."""

from collections.abc import Callable
from functools import wraps
from typing import Final, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from companies.common import clock
from companies.common.components import Choice
from companies.content.models import Alternative
from companies.content.queries import drawn
from companies.dialogue import public
from companies.dialogue.enums import ObstacleCode
from companies.dialogue.helps import HELPED_BY, IN_PUBLIC
from companies.dialogue.models import Obstacle
from companies.dialogue.reasons import COMPANY_WORDS
from companies.portal import landing, limits, nameless
from companies.portal.forms import OwnWordsForm
from companies.questionnaires import choices
from companies.reference.models import Region, Sector

TOO_MANY: Final = _(
    "Very many answers have come from your network within an hour, and yours was not kept. "
    "Try again later, or tell your regional office."
)
get_or_post: Final = require_http_methods(["GET", "HEAD", "POST"])
StopView = Callable[[HttpRequest, Obstacle], HttpResponse]
Page = Callable[[HttpRequest], HttpResponse]
Row = TypeVar("Row", bound=Model)


def anybodys(view: Page) -> Page:
    return login_not_required(never_cache(get_or_post(view)))


def on_answer(view: StopView) -> Page:
    """A page after the reason was told; without one, the beginning."""

    @anybodys
    @wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        told = nameless.answer_of(request)
        return view(request, told) if told else redirect("portal:stops_you")

    return opened


@anybodys
def why(request: HttpRequest) -> HttpResponse:
    """All reasons. A tap notes one at once: what is told before somebody leaves counts too."""
    if request.method != "POST":
        return _why(request)
    code = request.POST.get("code", "")
    if code == ObstacleCode.OTHER:
        return redirect("portal:stops_you_words")
    if code not in IN_PUBLIC:
        return _why(request, problem=_("Choose one of the reasons."))
    return _say(request, ObstacleCode(code))


@anybodys
def own_words(request: HttpRequest) -> HttpResponse:
    """Another reason needs its words; nobody can guess it."""
    form = OwnWordsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _say(request, ObstacleCode.OTHER, form.cleaned_data["text"])
    return render(request, "portal/public/stops_words.html", {"form": form})


@on_answer
def sector(request: HttpRequest, told: Obstacle) -> HttpResponse:
    if request.method != "POST":
        return _places(request, "sector", reason=COMPANY_WORDS[ObstacleCode(told.code)])
    found = _found(request, Sector, "sector")
    if found:
        public.place(told, at=clock.now(), sector=found)
    return redirect("portal:stops_you_region")


@on_answer
def region(request: HttpRequest, told: Obstacle) -> HttpResponse:
    if request.method != "POST":
        return _places(request, "region", sector=told.sector)
    found = _found(request, Region, "region")
    if found:
        public.place(told, at=clock.now(), region=found)
    nameless.finish(request)
    return redirect("portal:stops_you_thanks")


@on_answer
def thanks(request: HttpRequest, told: Obstacle) -> HttpResponse:
    """What helps against it, what else exists, and who is there in the region."""
    slot, code = f"helps.{told.code}", ObstacleCode(told.code)
    said = landing.texts("stops.thanks", slot)
    given = {
        "reason": COMPANY_WORDS[code],
        "said": said["stops_thanks"],
        "help": said[slot.replace(".", "_")],
        "alternatives": drawn(_alternatives(told), landing.known()),
        "bureau": next(iter(landing.bureaus(code=told.region.code)), None) if told.region else None,
    }
    return render(request, "portal/public/stops_thanks.html", given)


def _why(request: HttpRequest, problem: object = "", status: int = 200) -> HttpResponse:
    given = {
        "reasons": [Choice(code, str(COMPANY_WORDS[code])) for code in IN_PUBLIC],
        "said": landing.texts("stops.why")["stops_why"],
        "problem": problem,
        "noted": _noted(request),
    }
    return render(request, "portal/public/stops_why.html", given, status=status)


def _noted(request: HttpRequest) -> object:
    """The reason that another tap replaces; "" where none was told, or where that visit is over."""
    told = None if nameless.is_done(request) else nameless.answer_of(request)
    return COMPANY_WORDS[ObstacleCode(told.code)] if told else ""


def _say(request: HttpRequest, code: ObstacleCode, text: str = "") -> HttpResponse:
    """Note the reason, instead of the one this visitor gave before; `who` tells whether it is the same visitor.

    Who comes from a network that is used up is told that theirs was not kept.
    """
    before, who = nameless.answer_of(request), request.POST.get("who", "")
    if before and nameless.is_done(request) and who not in ("same", "other"):
        given = {"before": COMPANY_WORDS[ObstacleCode(before.code)], "code": code, "text": text}
        return render(request, "portal/public/stops_again.html", given | {"reason": COMPANY_WORDS[code]})
    before = None if who == "other" else before
    if before is None and limits.used_up(limits.OBSTACLES, limits.place(request)):
        return _why(request, problem=TOO_MANY, status=429)
    nameless.remember(request, public.say(code, at=clock.now(), text=text, instead_of=before))
    return redirect("portal:stops_you_sector")


def _places(request: HttpRequest, name: str, **noted: object) -> HttpResponse:
    """What can be tapped next, under what was `noted` by the tap before."""
    slot = f"stops.{name}"
    given = {
        "name": name,
        "offered": [Choice(row.code, row.name) for row in choices.listed(name)],
        "said": landing.texts(slot)[slot.replace(".", "_")],
    }
    return render(request, "portal/public/stops_place.html", given | noted)


def _found(request: HttpRequest, model: type[Row], name: str) -> Row | None:
    """The row that was tapped; none for who passes, nor for a code that is none."""
    code = request.POST.get(name, "")
    return model._default_manager.filter(code=code).first() if code in choices.rows(name) else None


def _alternatives(told: Obstacle) -> list[Alternative]:
    needs = [need.value for need in HELPED_BY.get(ObstacleCode(told.code), ())]
    sector = told.sector.code if told.sector else ""
    fitting = Alternative.objects.shown().for_sector(sector).filter(needs__overlap=needs)
    return list(fitting.order_by("position", "id")) if needs else []
