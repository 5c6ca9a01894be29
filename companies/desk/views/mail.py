"""What was written to a company, and what will be."""

import re
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from companies.cases.models import Case
from companies.common import clock
from companies.common.refusals import Refusal
from companies.desk.access import may_work, reachable_case
from companies.desk.people import wants_none
from companies.mail import queries as mail
from companies.outreach import actions as outreach
from companies.outreach import queries as reminders
from companies.outreach.enums import Rung
from companies.outreach.queries import Planned
from companies.web.access import SignedIn, desk_only

TOKEN: Final = re.compile(r"(?<=/)[A-Za-z0-9_-]{24,}(?=/|\b)")


def masked(text: str) -> str:
    """The text without the capabilities in its links: who reads a message here is not the one it was written to."""
    return TOKEN.sub("…", text)


@require_safe
@desk_only
def case_message(request: SignedIn, reference: str, pk: UUID) -> HttpResponse:
    case = reachable_case(request.user, reference)
    message = get_object_or_404(mail.of_stream(case.stream), pk=pk)
    may_read = reminders.may_read(request.user, message.pk, message.purpose)
    # A code belongs to its receiver alone, also while it waits to leave.
    text = masked(message.text) if may_read and not message.secret else ""
    context = {"case": case, "message": message, "text": text, "may_read": may_read}
    return render(request, "desk/case_message.html", context)


@require_safe
@desk_only
def case_reminder(request: SignedIn, reference: str, pk: int) -> HttpResponse:
    """What a planned reminder would say if it left now."""
    case = reachable_case(request.user, reference)
    reminder = get_object_or_404(case.reminders.all(), pk=pk)
    at = clock.now()
    found = reminders.planned(case, at=at, language=request.user.language)
    planned = next((each for each in found if each.reminder.pk == reminder.pk), None)
    if planned is None:
        return _gone(request, case)
    given = {"case": case, "planned": planned, "text": masked(planned.text), "stopped": _is_stopped(planned)}
    return render(request, "desk/case_reminder.html", given)


def _is_stopped(planned: Planned) -> bool:
    """It does not leave, because its person wants no reminders; a call is made all the same."""
    return planned.form != Rung.CALL and wants_none(planned.contact)


@require_POST
@desk_only
def case_reminder_cancel(request: SignedIn, reference: str, pk: int) -> HttpResponse:
    case = reachable_case(request.user, reference)
    reminder = get_object_or_404(case.reminders.all(), pk=pk)
    may_work(request.user)
    try:
        outreach.cancel(reminder, by=request.user.actor, at=clock.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal.message))
    else:
        messages.success(request, _("The reminder is cancelled."))
    return redirect("desk:case", reference=reference)


def _gone(request: SignedIn, case: Case) -> HttpResponse:
    messages.info(request, _("This reminder has left, or was cancelled."))
    return redirect("desk:case", reference=case.reference)
