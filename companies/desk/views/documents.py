"""The papers of a case: read, saved, and a scan added for a company that cannot send one itself."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies.cases.models import Case
from companies.common import clock
from companies.common.refusals import Refusal
from companies.desk import papers
from companies.desk.access import may_work, reachable_case
from companies.desk.forms.documents import ScanForm
from companies.enrolment import actions as enrolment
from companies.files.serving import Withheld
from companies.web.access import SignedIn, desk_only
from companies.web.saving import to_save


@require_http_methods(["GET", "HEAD", "POST"])
@desk_only
def case_documents(request: SignedIn, reference: str) -> HttpResponse:
    case = reachable_case(request.user, reference)
    shelf = papers.shelf_of(case, on=clock.today())
    slots = [each.slot for each in shelf.papers]
    if request.method != "POST":
        return _draw(request, case, shelf, ScanForm(slots, on=clock.today()))
    may_work(request.user)
    form = ScanForm(slots, request.POST, request.FILES, on=clock.today())
    if form.is_valid() and _added(form, case, request):
        messages.success(request, _("Added for the company."))
        return redirect("desk:case_documents", reference=reference)
    return _draw(request, case, shelf, form)


def _added(form: ScanForm, case: Case, request: SignedIn) -> bool:
    """Whether the scan was taken; if not, the form says why."""
    slot, file, last_day = form.chosen
    try:
        enrolment.give(case, slot, file, valid_until=last_day, contact=None, by=request.user.actor, at=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


@require_safe
@desk_only
def case_document(request: SignedIn, reference: str, document: int) -> HttpResponse:
    """The file, to be saved; what the virus check holds stays where it is."""
    case = reachable_case(request.user, reference)
    found = papers.reachable(case, document)
    if found is None:
        raise Http404
    try:
        return to_save(found.upload)
    except Withheld as withheld:
        messages.warning(request, str(withheld.message))
        return redirect("desk:case_documents", reference=reference)


@require_POST
@desk_only
def case_document_remove(request: SignedIn, reference: str, document: int) -> HttpResponse:
    """Only what staff added: what a company gave is its own to take back."""
    case = reachable_case(request.user, reference)
    found = papers.reachable(case, document)
    if found is None:
        raise Http404
    may_work(request.user)
    if not found.by_staff:
        raise Http404
    try:
        enrolment.take_back(found, by=request.user.actor, at=clock.now(), staff=True)
        messages.success(request, _("Removed: %(name)s") % {"name": found.upload.name})
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("desk:case_documents", reference=reference)


def _draw(request: SignedIn, case: Case, shelf: papers.Shelf, form: ScanForm) -> HttpResponse:
    given = {
        "case": case,
        "shelf": shelf,
        "rows": [(each, shelf.lacks(each)) for each in shelf.papers],
        "form": form,
        "adds": request.user.grant.works_cases and bool(shelf.papers) and not case.is_closed,
    }
    return render(request, "desk/case_documents.html", given, status=422 if form.errors else 200)
