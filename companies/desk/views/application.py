"""What a company has sent: its answers that count, page by page. A draft stays its own."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from companies.desk.access import reachable_case
from companies.enrolment.models import Application
from companies.enrolment.pages import APPLICATION
from companies.questionnaires import queries, readings
from companies.questionnaires.enums import Layer
from companies.web.access import SignedIn, desk_only


@require_safe
@desk_only
def case_application(request: SignedIn, reference: str) -> HttpResponse:
    case = reachable_case(request.user, reference)
    sent = Application.objects.select_related("response").filter(response__submitted_at__isnull=False)
    application = get_object_or_404(sent, case=case)
    answers = application.response.answers.filter(layer=Layer.COUNTED).values_list("key", "value")
    values = dict(answers.order_by("id"))
    pages = [(page.title, readings.of_page(page, values)) for page in APPLICATION.pages]
    context = {
        "case": case,
        "application": application,
        "pages": pages,
        "changing": queries.has_unsent(application.response),
    }
    return render(request, "desk/case_application.html", context)
