"""Inviting: who would get what and why not, then a POST that sends, and letters that print once."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from companies.cases.enums import Channel
from companies.cases.loads import is_followed
from companies.cases.models import Case
from companies.common import clock
from companies.common.refusals import Refusal
from companies.common.text import clean
from companies.desk.access import reachable_case
from companies.desk.letters import letters_of
from companies.enrolment import actions as enrolment
from companies.enrolment.actions import Invited
from companies.enrolment.queries import Preview, invitation_preview
from companies.enrolment.rules import INVITABLE
from companies.web.access import SignedIn, desk_only, may, refuse_unless

AT_ONCE: Final = 400
"""Shown and sent in one go: a programme year's places; the rest comes after."""


@dataclass
class Plan:
    """The waiting cases by what would happen to them."""

    mails: list[Preview] = field(default_factory=list)
    letters: list[Preview] = field(default_factory=list)
    held: list[Preview] = field(default_factory=list)
    unassigned: list[Preview] = field(default_factory=list)
    more: bool = False

    @property
    def languages(self) -> list[tuple[str, int]]:
        return sorted(Counter(preview.language for preview in self.mails).items())


def plan_for(request: SignedIn) -> Plan:
    waiting = Case.objects.visible_to(request.user).filter(INVITABLE).order_by("id")
    if request.GET.get("mine"):
        waiting = waiting.filter(officer=request.user)
    found = list(waiting[: AT_ONCE + 1])
    plan = Plan(more=len(found) > AT_ONCE)
    for preview in invitation_preview(found[:AT_ONCE]):
        _group(plan, preview).append(preview)
    return plan


def _group(plan: Plan, preview: Preview) -> list[Preview]:
    """Nobody is invited without a named officer who signs."""
    if preview.why_not:
        return plan.held
    if not is_followed(preview.case):
        return plan.unassigned
    return plan.mails if preview.channel == Channel.MAIL else plan.letters


@require_safe
@may("invites")
def invitations(request: SignedIn) -> HttpResponse:
    context = {"plan": plan_for(request), "mine": bool(request.GET.get("mine"))}
    return render(request, "desk/invitations.html", context)


@require_POST
@may("invites")
def invitations_send(request: SignedIn) -> HttpResponse:
    """Those of the mail group that were ticked; who was invited meanwhile is passed over."""
    invited = enrolment.invite(_chosen(request, Channel.MAIL), by=request.user.actor, at=clock.now())
    if invited:
        said = ngettext("%(n)s invitation is leaving.", "%(n)s invitations are leaving.", len(invited))
        messages.success(request, said % {"n": len(invited)})
    else:
        messages.warning(request, _("No invitation was sent: nobody was chosen, or all were invited already."))
    return redirect("desk:invitations")


@require_POST
@may("invites")
@never_cache
def invitations_letters(request: SignedIn) -> HttpResponse:
    """Issue the codes and show the letters: this page alone knows them."""
    invited = enrolment.invite(_chosen(request, Channel.LETTER), by=request.user.actor, at=clock.now())
    return _letters(request, invited)


@require_POST
@desk_only
@never_cache
def case_letter(request: SignedIn, reference: str) -> HttpResponse:
    """Print the letter of one case again: a new code, the earlier one ends."""
    case = reachable_case(request.user, reference)
    refuse_unless(request.user.grant.invites)
    try:
        invited = enrolment.invite_again(case, by=request.user.actor, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("desk:case", reference=reference)
    if invited.channel == Channel.MAIL:
        messages.success(request, _("A new invitation is leaving by e-mail."))
        return redirect("desk:case", reference=reference)
    return _letters(request, [invited])


def _letters(request: SignedIn, invited: list[Invited]) -> HttpResponse:
    if not invited:
        messages.warning(request, _("No letter to print: nobody was chosen, or all were invited already."))
        return redirect("desk:invitations")
    context: dict[str, Any] = {"letters": letters_of(invited, on=clock.today())}
    return render(request, "desk/letters.html", context)


def _chosen(request: SignedIn, channel: Channel) -> list[Case]:
    """The cases ticked, as far as they are within reach, have an officer, and would be reached this way."""
    asked = [clean(each) for each in request.POST.getlist("case")[:AT_ONCE]]
    cases = Case.objects.visible_to(request.user).filter(INVITABLE, reference__in=asked)
    plans = invitation_preview(cases.exclude(officer=None))
    return [plan.case for plan in plans if plan.channel == channel and not plan.why_not]
