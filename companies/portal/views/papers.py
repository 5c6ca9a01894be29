"""What companies keep: the receipt on screen and as PDF, the whole file, and the questions to prepare answers to.

A PDF comes in the page's language, or in the one that `?language=` names.
"""

from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from companies.cases.enums import Stage
from companies.cases.models import ProgrammeYear
from companies.common import clock, paper
from companies.common.spelling import spelled
from companies.enrolment import completing, exports, ownwords
from companies.portal import status
from companies.portal.access import Visit, on_file
from companies.portal.limits import Limit, place, used_up
from companies.portal.officers import officer_of
from companies.questionnaires.published import declaration_of
from companies.web.papers import language_of, pdf

OWN_PAPERS: Final = Limit("own-papers", most=60, seconds=60 * 60)
"""Of one file: each takes a tenth of a second of a processor."""
BLANK_PAPERS: Final = Limit("blank-papers", most=30, seconds=60 * 60)
"""Made anew for one place; those in the cache count for nobody."""
BLANK_KEPT: Final = 10 * 60


@require_safe
@on_file
def receipt(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the law asks of a receipt, on screen; before anything was sent, the file itself."""
    application = visit.application
    if application is None or application.response.submitted_at is None:
        return redirect("portal:file", reference=visit.case.reference)
    main = visit.case.company.contacts.filter(primary=True).first()
    documents = exports.given(visit.case, until=application.response.submitted_at)
    given = {
        "visit": visit,
        "case": visit.case,
        "application": application,
        "spelled": spelled(visit.case.reference, language_of(request)),
        "copy_to": main.email if main else "",
        "officer": officer_of(visit.case, clock.today()),
        "pages": declaration_of(application.response).pages,
        "documents": documents,
        "completions": completing.completed(visit.case, ownwords.answered(visit.case)),
        "languages": [code for code, _name in settings.LANGUAGES if code != language_of(request)],
        "notes": status.notes(visit) | _received(visit, len(documents)),
    }
    return render(request, "portal/receipt.html", given)


def _received(visit: Visit, documents: int) -> dict[str, str]:
    """Under the first stop of the strip: how much came in."""
    pages = declaration_of(visit.application.response).pages  # type: ignore[union-attr]  # it was sent
    return {Stage.APPLICATION: exports.counted(len(pages), documents)}


@require_safe
@on_file
def receipt_pdf(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The receipt of an application that was sent; before that there is none, and the file says where it stands."""
    application = visit.application
    if application is None or application.response.submitted_at is None:
        return redirect("portal:file", reference=visit.case.reference)
    if used_up(OWN_PAPERS, visit.case.pk):
        return render(request, "429.html", status=429)
    language = language_of(request)
    return pdf(exports.receipt(application, language), f"{visit.case.reference}-{language}.pdf")


@require_safe
@on_file
def file_pdf(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All that the company has given us so far, what it has not sent included."""
    application = visit.application
    if application is None:
        return redirect("portal:file", reference=visit.case.reference)
    if used_up(OWN_PAPERS, visit.case.pk):
        return render(request, "429.html", status=429)
    whole = exports.whole_file(application, language_of(request), at=clock.now(), drafts=True)
    return pdf(whole, f"{visit.case.reference}.pdf")


@require_safe
@login_not_required
def blank_pdf(request: HttpRequest) -> HttpResponse:
    """The questions of this year, for anybody."""
    language = language_of(request)
    year = ProgrammeYear.objects.current()
    key = f"blank-paper:{year.pk if year else ''}:{language}:{clock.today()}"
    made: bytes | None = cache.get(key)
    if made is None:
        if used_up(BLANK_PAPERS, place(request)):
            return render(request, "429.html", status=429)
        made = paper.render(exports.blank_form(year, language, at=clock.start_of(clock.today())))
        cache.set(key, made, BLANK_KEPT)
    return pdf(made, f"questions-{language}.pdf")
