"""How files begin: all companies of the list at once, one by hand, or a company that came by itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from companies.cases import actions
from companies.cases.enums import Origin
from companies.cases.loads import may_follow
from companies.cases.models import Case, ProgrammeYear
from companies.cases.queries import without_case
from companies.common import clock
from companies.common.refusals import Refusal
from companies.desk.access import number
from companies.desk.forms.base import posted
from companies.desk.forms.people import WalkInForm
from companies.registry.actions import DuplicateIce
from companies.registry.models import Company
from companies.web.access import SignedIn, may

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
FIRST_SHOWN = 25
MOST_HITS = 10


@get_or_post
@may("invites")
def cases_open(request: SignedIn) -> HttpResponse:
    """Who would get a file of this year; a POST opens them all."""
    year = ProgrammeYear.objects.current()
    if year is None:
        return render(request, "desk/no_year.html")
    waiting = without_case(year).visible_to(request.user)
    if request.method == "POST":
        return _opened(request, year, list(waiting))
    shown = waiting.select_related("region", "sector")[:FIRST_SHOWN]
    return render(request, "desk/cases_open.html", {"year": year, "count": waiting.count(), "shown": shown})


def _opened(request: SignedIn, year: ProgrammeYear, companies: list[Company]) -> HttpResponse:
    try:
        opened = actions.open_cases(year, companies, origin=Origin.LIST, by=request.user.actor, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("desk:cases_open")
    said = ngettext("%(n)s file opened.", "%(n)s files opened.", len(opened)) % {"n": len(opened)}
    messages.success(request, said)
    return redirect("desk:cases_hand_out" if request.user.grant.supervises else "desk:cases")


@get_or_post
@may("invites")
def case_new(request: SignedIn) -> HttpResponse:
    """A company known already is found by its name or ICE; another is typed in."""
    year = ProgrammeYear.objects.current()
    if year is None:
        return render(request, "desk/no_year.html")
    form = WalkInForm(posted(request), user=request.user)
    twin = None
    if form.is_valid():
        try:
            return redirect("desk:case", reference=_received(form, year, request).reference)
        except DuplicateIce as refusal:
            form.refuse(refusal)
            twin = Company.objects.visible_to(request.user).filter(pk=refusal.company.pk).first()
        except Refusal as refusal:
            form.refuse(refusal)
    context = {"year": year, "form": form, "twin": _hits([twin], year) if twin else [], **_found(request, year)}
    return render(request, "desk/case_new.html", context, status=422 if form.errors else 200)


def _received(form: WalkInForm, year: ProgrammeYear, request: SignedIn) -> Case:
    officer = request.user if may_follow(request.user) else None
    return actions.receive(
        year, form.company_fields(), form.contact_fields(), by=request.user.actor, at=clock.now(), officer=officer
    )


def _found(request: SignedIn, year: ProgrammeYear) -> dict[str, Any]:
    words = request.GET.get("q", "").strip()
    known = Company.objects.visible_to(request.user).matching(words) if words else Company.objects.none()
    hits = list(known.select_related("region").order_by("sort_key", "id")[:MOST_HITS])
    return {"words": words, "hits": _hits(hits, year)}


def _hits(companies: list[Company], year: ProgrammeYear) -> list[tuple[Company, str]]:
    """Each company with the number of its file of this year, "" where there is none."""
    numbers = dict(year.cases.filter(company__in=companies).values_list("company_id", "reference"))
    return [(company, numbers.get(company.pk, "")) for company in companies]


@require_POST
@may("invites")
def case_open(request: SignedIn) -> HttpResponse:
    """One file, for a company of the registry; asked twice, it leads to the same file."""
    year = get_object_or_404(ProgrammeYear, pk=getattr(ProgrammeYear.objects.current(), "pk", None))
    companies = Company.objects.visible_to(request.user)
    company = get_object_or_404(companies, pk=number(request.POST.get("company", "")))
    officer = request.user if may_follow(request.user) else None
    try:
        case = actions.open_one(
            year, company, origin=Origin.LIST, by=request.user.actor, at=clock.now(), officer=officer
        )
    except Refusal as refusal:
        messages.warning(request, str(refusal.message))
        case = get_object_or_404(Case.objects.visible_to(request.user), company=company, year=year)
    return redirect("desk:case", reference=case.reference)
