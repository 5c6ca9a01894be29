"""A case's stage and status, drawn from their codes: ``{% load stages %}``.

The words come from ``companies.cases.lifecycle``; here each status gets its shape.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from companies.cases.enums import ClosedAs, Stage, Status
from companies.cases.lifecycle import CLOSED_WORDS, PATH, STAGE_WORDS, STATUS_WORDS
from companies.common.components import Shape, Stop
from companies.common.drawing.signs import mini_strip, tag

register = template.Library()

# Open ring: for us to do. Half: in progress. Diamond: waiting for the company. Bar: over.
SHAPES: dict[Status, Shape] = {
    Status.LISTED: "ring",
    Status.INVITED: "ring",
    Status.REACHED: "ring",
    Status.DRAFT: "half",
    Status.SUBMITTED: "ring",
    Status.IN_REVIEW: "half",
    Status.INFORMATION_REQUESTED: "diamond",
    Status.WAITING_LIST: "ring",
    Status.DIAGNOSTIC: "half",
    Status.PLAN: "half",
    Status.UNDER_WAY: "half",
    Status.PREPARING: "half",
    Status.PROSPECTING: "half",
    Status.NEGOTIATING: "half",
    Status.CONFIRMED: "dot",
    Status.CLOSED: "bar",
}

REVIEW = "review"
REVIEWED = (Status.SUBMITTED, Status.IN_REVIEW, Status.INFORMATION_REQUESTED, Status.WAITING_LIST)
# The company's line: once sent, the review is a stop of its own.
COMPANY_STOPS = (
    (Stage.APPLICATION.value, STAGE_WORDS[Stage.APPLICATION].company),
    (REVIEW, pgettext_lazy("stage", "Review")),
    (Stage.COACHING.value, STAGE_WORDS[Stage.COACHING].company),
    (Stage.MARKET_ENTRY.value, STAGE_WORDS[Stage.MARKET_ENTRY].company),
    (Stage.EXPORTING.value, STAGE_WORDS[Stage.EXPORTING].company),
)


@register.simple_tag
def status_tag(status: str, closed_as: str = "", detail: str = "") -> SafeString:
    """Staff's word for a status with its shape; ``detail`` follows it ("3 pages of 8")."""
    return _status_tag(status, closed_as, detail, get_language() or "")


@lru_cache(maxsize=512)
def _status_tag(status: str, closed_as: str, detail: str, language: str) -> SafeString:
    """Kept by its words: a list draws the same few signs in all its rows."""
    code = Status(status)
    word = str(CLOSED_WORDS[ClosedAs(closed_as)].officer if closed_as else STATUS_WORDS[code].officer)
    return tag(SHAPES[code], _("%(status)s, %(detail)s") % {"status": word, "detail": detail} if detail else word)


@register.simple_tag
def stage_bars(stage: str) -> SafeString:
    """Five small bars and staff's name of the stage; of a closed case, the name alone."""
    return _stage_bars(stage, get_language() or "")


@lru_cache(maxsize=32)
def _stage_bars(stage: str, language: str) -> SafeString:
    code = Stage(stage)
    bars = mini_strip(PATH.index(code) + 1, len(PATH)) if code in PATH else ""
    return format_html('<span class="nowrap">{}{}</span>', bars, STAGE_WORDS[code].officer)


@register.inclusion_tag("components/stage_strip.html")
def staff_strip(stage: str, notes: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The line of stops at the desk. ``notes`` holds one short line by stage code."""
    names = [(code.value, STAGE_WORDS[code].officer) for code in PATH]
    return {"stops": _stops(names, stage, notes or {}), "over": stage == Stage.CLOSED}


@register.inclusion_tag("components/stage_strip.html")
def company_strip(stage: str, status: str, notes: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The line of stops as the company reads it; ``notes`` by stage code, or ``review``."""
    current = REVIEW if status in REVIEWED else stage
    return {"stops": _stops(COMPANY_STOPS, current, notes or {}), "over": stage == Stage.CLOSED}


def _stops(names: Any, current: str, notes: Mapping[str, str]) -> list[Stop]:
    codes = [code for code, _name in names]
    here = codes.index(current) if current in codes else -1
    return [
        Stop(str(name), "done" if at < here else "now" if at == here else "todo", notes.get(code, ""))
        for at, (code, name) in enumerate(names)
    ]
