"""What somebody typed at the entrance before their file was found: shown beside what stands there, to be chosen."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from companies.common import clock
from companies.common.refusals import Refusal
from companies.enrolment import rules
from companies.enrolment.actions import arriving
from companies.enrolment.entries import Entry
from companies.enrolment.enums import EntryState
from companies.enrolment.models import Application
from companies.portal.access import Visit, on_file
from companies.portal.officers import officer_of
from companies.questionnaires import published, queries, readings
from companies.questionnaires.declarations import Text
from companies.registry.models import Contact


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer in two versions."""

    key: str
    label: Text
    here: tuple[str, ...]
    typed: tuple[str, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@on_file
def typed(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take over the answers ticked, let the others go."""
    entry, application = waiting_of(visit), visit.application
    if entry is None or application is None or not rules.may_write(visit.case):
        return redirect("portal:file", reference=visit.case.reference)
    if request.method == "POST":
        return _take(request, visit, entry, application)
    given = {
        "visit": visit,
        "case": visit.case,
        "company": visit.case.company.display_name,
        "entry": entry,
        "differences": _differences(entry, application),
        "officer": officer_of(visit.case, clock.today()),
    }
    return render(request, "portal/typed.html", given)


def waiting_of(visit: Visit) -> Entry | None:
    """The newest answers of this person that wait; nobody sees what another one typed."""
    return waiting_for(visit.contact, visit.case.pk) if not visit.by_link else None


def waiting_for(contact: Contact, case: int) -> Entry | None:
    waiting = Entry.objects.filter(case=case, contact=contact, state=EntryState.ENTERED).exclude(answers={})
    return waiting.order_by("-id").first()


def _take(request: HttpRequest, visit: Visit, entry: Entry, application: Application) -> HttpResponse:
    keys = [key for key in request.POST.getlist("take") if key in entry.answers]
    try:
        arriving.take_over(entry, application, keys, contact=visit.contact, by=visit.by, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("portal:file", reference=visit.case.reference)
    messages.success(request, _("Your choice is saved; the rest of the file is as it was."))
    return redirect("portal:tasks", reference=visit.case.reference)


def _differences(entry: Entry, application: Application) -> list[Difference]:
    kept = queries.kept(application.response, entry.answers).values
    declared = published.declaration_of(application.response)
    questions = (question for page in declared.pages for question in page.questions)
    return [
        Difference(
            question.key,
            question.label,
            readings.lines_of(question, kept.get(question.key)),
            readings.lines_of(question, entry.answers[question.key]),
        )
        for question in questions
        if question.key in entry.answers
    ]
