"""The page of papers: one box for each paper asked for, with the files in it and a form to add one.

Each box is a form of its own: a file that is not taken costs nobody anything else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies.common import clock
from companies.common.refusals import Refusal
from companies.enrolment import actions as enrolment
from companies.enrolment import completing, documents
from companies.enrolment.models import Document
from companies.files.serving import Withheld
from companies.portal import checking, limits, sheets
from companies.portal.booklets import Booklet
from companies.portal.document_forms import DocumentForm
from companies.portal.limits import Limit
from companies.portal.views.answering import left
from companies.portal.views.filling import around, on_answers, on_form
from companies.questionnaires import queries as answers
from companies.questionnaires.declarations import Page
from companies.web.saving import to_save

UPLOADS: Final = Limit("uploads", most=100, seconds=60 * 60)
"""Files sent for one case; thirty papers photographed page by page stay below."""


@dataclass(frozen=True, slots=True)
class Box:
    """One paper on the page. `form` is None where no further file fits, `again` one of another year to use again."""

    filled: documents.Filled
    form: DocumentForm | None
    again: Document | None
    missing: documents.Missing | None


@require_http_methods(["GET", "HEAD", "POST"])
@on_form
def page(request: HttpRequest, booklet: Booklet) -> HttpResponse:
    asked = _page_of(booklet)
    if request.method != "POST":
        return _draw(request, booklet, asked)
    if not _note(request, booklet, asked):
        return redirect("portal:file", reference=booklet.visit.case.reference)
    if request.POST.get("then") == "later":
        return left(request, booklet.visit)
    _warn(request, booklet)
    return redirect(booklet.after(asked))


def _warn(request: HttpRequest, booklet: Booklet) -> None:
    """Going on is free; what is asked back and has not come is said."""
    wanting = [each for each in _all(booklet) if _lacking(booklet, each)] if booklet.is_narrowed else []
    if wanting:
        names = ", ".join(str(each.slot.name) for each in wanting)
        messages.warning(request, _("Still to be added before you can send: %(names)s.") % {"names": names})


@require_POST
@on_form
def add(request: HttpRequest, booklet: Booklet, slot: str) -> HttpResponse:
    """A file for a paper; in the place of the one there, where only one may be."""
    asked, filled = _page_of(booklet), _filled(booklet, slot)
    form = DocumentForm(filled.slot, request.POST, request.FILES, on=clock.today())
    if form.is_valid() and _given(form, booklet):
        _note(request, booklet, asked)
        messages.success(request, _("Received: %(name)s") % {"name": filled.slot.name})
        return _back(booklet, asked, slot)
    return _draw(request, booklet, asked, refused=form)


@require_POST
@on_form
def again(request: HttpRequest, booklet: Booklet, slot: str) -> HttpResponse:
    """A file the company gave in another year, used for this one."""
    asked, filled = _page_of(booklet), _filled(booklet, slot)
    at = clock.now()
    earlier = documents.reusable(booklet.visit.case, [filled], on=clock.local_day(at)).get(filled.slot.pk)
    if earlier is None:
        raise Http404
    visit = booklet.visit
    try:
        enrolment.give_again(visit.case, filled.slot, earlier, contact=visit.contact, by=visit.by, at=at)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return _back(booklet, asked, slot)
    _note(request, booklet, asked)
    messages.success(request, _("Received: %(name)s") % {"name": filled.slot.name})
    return _back(booklet, asked, slot)


@require_POST
@on_form
def remove(request: HttpRequest, booklet: Booklet, document: int) -> HttpResponse:
    asked, found = _page_of(booklet), _document(booklet, document)
    try:
        enrolment.take_back(found, by=booklet.visit.by, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return _back(booklet, asked, found.slot.key)
    _note(request, booklet, asked)
    messages.success(request, _("Removed: %(name)s") % {"name": found.upload.name})
    return _back(booklet, asked, found.slot.key)


@require_safe
@on_answers
def download(request: HttpRequest, booklet: Booklet, document: int) -> HttpResponse:
    """One's own file again, unless the virus check holds it."""
    found = _document(booklet, document)
    try:
        return to_save(found.upload)
    except Withheld as withheld:
        messages.warning(request, str(withheld.message))
        return redirect("portal:file", reference=booklet.visit.case.reference)


# -- what is asked, and what is there


def _page_of(booklet: Booklet) -> Page:
    """The page of papers of what is asked now; there is none where an officer asked for answers only."""
    found = next((page for page in booklet.declaration.pages if page.documents), None)
    if found is None:
        raise Http404
    return found


def _all(booklet: Booklet) -> list[documents.Filled]:
    return completing.papers(booklet.visit.case, _values(booklet), booklet.request)


def _values(booklet: Booklet) -> Mapping[str, Any]:
    return answers.kept(booklet.response, ["legal_form"]).values


def _filled(booklet: Booklet, key: str) -> documents.Filled:
    found = next((each for each in _all(booklet) if each.slot.key == key), None)
    if found is None:
        raise Http404
    return found


def _document(booklet: Booklet, pk: int) -> Document:
    found = Document.objects.of(booklet.visit.case).filter(pk=pk).first()
    if found is None:
        raise Http404
    found.case = booklet.visit.case
    return found


def _lacking(booklet: Booklet, each: documents.Filled) -> documents.Missing | None:
    return completing.lacking(each, booklet.request, on=clock.today())


# -- acts


def _given(form: DocumentForm, booklet: Booklet) -> bool:
    """Whether the file was taken; if not, the form says why."""
    visit = booklet.visit
    assert form.given is not None  # noqa: S101 - the form is valid
    try:
        if limits.used_up(UPLOADS, visit.case.pk):
            raise Refusal(_("Many files came within one hour. Wait a little, then send this one again."))
        enrolment.give(
            visit.case,
            form.slot,
            form.given,
            valid_until=form.last_day,
            contact=visit.contact,
            by=visit.by,
            at=clock.now(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _note(request: HttpRequest, booklet: Booklet, asked: Page) -> bool:
    """Keep that somebody was at this page, and whether it is complete; False, with words, where nothing is kept."""
    complete = not any(_lacking(booklet, each) for each in _all(booklet))
    try:
        booklet.save(asked, {}, complete=complete, sheet=sheets.sheet_of(request.POST), at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return False
    return True


# -- the page


def _back(booklet: Booklet, asked: Page, key: str) -> HttpResponse:
    return redirect(f"{booklet.page_url(asked)}#{key}")


def _draw(request: HttpRequest, booklet: Booklet, asked: Page, refused: DocumentForm | None = None) -> HttpResponse:
    found = _all(booklet)
    earlier = documents.reusable(booklet.visit.case, found, on=clock.today())
    given = around(booklet) | {
        "page": asked,
        "number": str(booklet.declaration.number_of(asked)),
        "pages": checking.entries(booklet, asked),
        "sheet": sheets.new_sheet(booklet.response.version),
        "page_url": booklet.page_url(asked),
        "refused": refused,
        "boxes": [_box(booklet, each, earlier.get(each.slot.pk), refused) for each in found],
    }
    return render(request, "portal/documents.html", given)


def _box(booklet: Booklet, each: documents.Filled, earlier: Document | None, refused: DocumentForm | None) -> Box:
    takes_one = each.slot.most == 1 or each.has_room
    mine = refused if refused and refused.slot == each.slot else None
    form = mine or (DocumentForm(each.slot, on=clock.today()) if takes_one else None)
    return Box(each, form, earlier if earlier and each.has_room else None, _lacking(booklet, each))
