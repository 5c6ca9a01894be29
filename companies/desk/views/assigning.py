"""Who follows which file: one given by name, or all that nobody follows shared out by region and load."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from companies.accounts.models import User
from companies.cases import actions, loads
from companies.cases.models import Case
from companies.common import clock
from companies.common.refusals import Refusal
from companies.desk.access import reachable_case
from companies.desk.choices import colleagues
from companies.desk.forms.base import posted
from companies.desk.forms.tasks import PersonForm
from companies.web.access import SignedIn, desk_only, may, refuse_unless

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Share:
    """What one officer follows today, and what would be added."""

    officer: User
    now: int
    more: int

    @property
    def total(self) -> int:
        return self.now + self.more


@get_or_post
@desk_only
def case_assign(request: SignedIn, reference: str) -> HttpResponse:
    case = reachable_case(request.user, reference)
    refuse_unless(request.user.grant.supervises)
    form = PersonForm(posted(request), people=colleagues(request.user), initial={"person": case.officer_id})
    if form.is_valid():
        officer = form.cleaned_data["person"]
        try:
            actions.assign(case, officer, by=request.user.actor, at=clock.now())
        except Refusal as refusal:
            form.add_error("person", str(refusal.message))
        else:
            messages.success(request, _("%(name)s follows this file now.") % {"name": officer})
            return redirect("desk:case", reference=reference)
    return render(request, "desk/case_assign.html", {"case": case, "form": form}, status=422 if form.errors else 200)


@get_or_post
@may("supervises")
def cases_hand_out(request: SignedIn) -> HttpResponse:
    """The shares as they would be; a POST hands them out."""
    waiting = Case.objects.visible_to(request.user).open().filter(loads.unfollowed()).order_by("id")
    if request.method == "POST":
        given = sum(actions.hand_out(list(waiting), by=request.user.actor, at=clock.now()).values())
        messages.success(request, ngettext("%(n)s file handed out.", "%(n)s files handed out.", given) % {"n": given})
        return redirect("desk:cases")
    cases = list(waiting.select_related("region", "officer"))
    return render(request, "desk/cases_hand_out.html", {"count": len(cases), **_foreseen(cases)})


def _foreseen(cases: list[Case]) -> dict[str, object]:
    """Each officer's share, and the regions where nobody could take the files."""
    _regions, now = loads.officers_by_region()
    shares = loads.share(cases)
    officers = User.objects.filter(pk__in=shares).order_by("name", "id")
    taken = {case.pk for given in shares.values() for case in given}
    left = {case.region.code: case.region for case in cases if case.pk not in taken}
    return {
        "shares": [Share(officer, now[officer.pk], len(shares[officer.pk])) for officer in officers],
        "left": [left[code] for code in sorted(left)],
    }
