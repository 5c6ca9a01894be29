"""From a ministry's list to companies: upload, preview, answers, confirmation."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies.accounts.models import User
from companies.cases.enums import ImportState
from companies.cases.importing import actions
from companies.cases.importing.answers import Answers
from companies.cases.importing.limits import MAX_BYTES
from companies.cases.importing.preview import Preview, look
from companies.cases.models import ImportBatch
from companies.common import clock
from companies.common.refusals import Refusal
from companies.desk.forms.imports import AnswersForm, UploadForm
from companies.desk.importpage import page_of, result_of
from companies.web.access import SignedIn, desk_only, may

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@may("invites")
def imports(request: SignedIn) -> HttpResponse:
    """The lists brought so far, and the place to bring another."""
    if request.method != "POST":
        return _list(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    return _received(request, form) if form.is_valid() else _list(request, form)


def _received(request: SignedIn, form: UploadForm) -> HttpResponse:
    """A file that no answer could mend is refused at once and not kept."""
    file, at = form.cleaned_data["file"], clock.now()
    content = file.read(MAX_BYTES + 1)
    preview = look(content, Answers(), at=at, within=_reach(request.user))
    if preview.file_error and not preview.columns:
        form.add_error("file", str(preview.file_error.message))
        return _list(request, form)
    batch = actions.receive(content, file.name, by=request.user, at=at)
    return redirect("desk:import", pk=batch.pk)


def _list(request: SignedIn, form: UploadForm) -> HttpResponse:
    batches = ImportBatch.objects.visible_to(request.user).select_related("by")[:SHOWN]
    context = {"form": form, "batches": batches}
    return render(request, "desk/imports/imports.html", context, status=422 if form.errors else 200)


@require_safe
@desk_only
def import_(request: SignedIn, pk: int) -> HttpResponse:
    """What the file would bring, as things stand now; afterwards, what it brought."""
    batch = _batch(request.user, pk)
    if batch.state != ImportState.PREVIEW:
        return render(request, "desk/imports/result.html", result_of(batch))
    preview = _look(batch, request.user, clock.now())
    return _preview(request, batch, preview, AnswersForm(preview, Answers.read(batch.answers)))


def _preview(request: SignedIn, batch: ImportBatch, preview: Preview, form: AnswersForm) -> HttpResponse:
    context = page_of(batch, preview, form)
    return render(request, "desk/imports/preview.html", context, status=422 if form.errors else 200)


@require_POST
@desk_only
def import_answers(request: SignedIn, pk: int) -> HttpResponse:
    """Keep what was answered, or take it all back, and look again."""
    batch = _batch(request.user, pk)
    if "undo" in request.POST:
        actions.forget_answers(batch)
        return redirect("desk:import", pk=pk)
    return _answered(request, batch) or redirect("desk:import", pk=pk)


def _answered(request: SignedIn, batch: ImportBatch) -> HttpResponse | None:
    """Keep the answers of the page; the page again when one of them is no answer."""
    nothing_said = not batch.answers and not AnswersForm.speaks(request.POST)
    if batch.state != ImportState.PREVIEW or nothing_said:
        return None
    preview = _look(batch, request.user, clock.now())
    form = AnswersForm(preview, Answers.read(batch.answers), request.POST)
    if not form.is_valid():
        return _preview(request, batch, preview, form)
    actions.answer(batch, form.answers())
    return None


@require_POST
@desk_only
def import_confirm(request: SignedIn, pk: int) -> HttpResponse:
    """Write the accepted rows, if they are still those that the person saw. Twice is once."""
    batch = _batch(request.user, pk)
    if page := _answered(request, batch):
        return page
    try:
        seen = AnswersForm.seen(request.POST)
        actions.confirm(batch, by=request.user, at=clock.now(), within=_reach(request.user), seen=seen)
    except Refusal as refusal:
        messages.warning(request, str(refusal.message))
    return redirect("desk:import", pk=pk)


@require_POST
@desk_only
def import_abandon(request: SignedIn, pk: int) -> HttpResponse:
    actions.abandon(_batch(request.user, pk), by=request.user, at=clock.now())
    messages.success(request, _("The file was dropped. Nothing of it was imported."))
    return redirect("desk:imports")


def _batch(user: User, pk: int) -> ImportBatch:
    """For who may not import there are no imports."""
    return get_object_or_404(ImportBatch.objects.visible_to(user), pk=pk)


def _look(batch: ImportBatch, user: User, at: datetime) -> Preview:
    return look(bytes(batch.content or b""), Answers.read(batch.answers), at=at, within=_reach(user))


def _reach(user: User) -> frozenset[str] | None:
    """The regions a person imports for: their own, or all."""
    if user.grant.everywhere:
        return None
    return frozenset(user.regions.values_list("code", flat=True))
