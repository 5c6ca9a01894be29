"""The page of messages that did not arrive, or perhaps did."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from companies.common import clock
from companies.common.refusals import Refusal
from companies.desk import troubles
from companies.desk.access import may_work
from companies.mail import outbox
from companies.web.access import SignedIn, desk_only


@require_safe
@desk_only
def mail_troubles(request: SignedIn) -> HttpResponse:
    seen = bool(request.GET.get("seen"))
    rows = troubles.within_reach(request.user).filter(seen_at__isnull=not seen)
    page = troubles.listing(seen).page(rows, request.GET)
    context = {
        "page": page,
        "tabs": troubles.tabs(seen),
        "rows": troubles.lines_of(page.rows, request.user),
        "many": not seen and request.user.grant.works_cases and len(page.rows) > 1,
        "total": ngettext("%(n)s message", "%(n)s messages", page.count.number) % {"n": page.count},
    }
    return render(request, "desk/mail_troubles.html", context)


@require_POST
@desk_only
def mail_again(request: SignedIn, pk: UUID) -> HttpResponse:
    message = get_object_or_404(troubles.within_reach(request.user), pk=pk)
    may_work(request.user)
    try:
        outbox.resend(message, by=request.user.actor, at=clock.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal.message))
    else:
        messages.success(request, _("The message waits to leave once more."))
    return redirect("desk:mail_troubles")


@require_POST
@desk_only
def mail_seen(request: SignedIn, pk: UUID) -> HttpResponse:
    message = get_object_or_404(troubles.within_reach(request.user), pk=pk)
    may_work(request.user)
    outbox.mark_seen(message, by=request.user.actor, at=clock.now())
    messages.success(request, _("Noted as seen."))
    return redirect("desk:mail_troubles")


@require_POST
@desk_only
def mail_seen_shown(request: SignedIn) -> HttpResponse:
    """All that the page showed, and nothing that came since."""
    may_work(request.user)
    shown = [pk for pk in map(_uuid, request.POST.getlist("pk")) if pk]
    found = list(troubles.within_reach(request.user).filter(pk__in=shown, seen_at__isnull=True))
    at = clock.now()
    for message in found:
        outbox.mark_seen(message, by=request.user.actor, at=at)
    noted = ngettext("%(n)s message noted as seen.", "%(n)s messages noted as seen.", len(found))
    messages.success(request, noted % {"n": len(found)})
    return redirect("desk:mail_troubles")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
