"""The questions of a form in the admin: versions by year, a draft edited page by page, drawn before it is published."""

from dataclasses import dataclass
from typing import Any, Final

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from companies.cases.enums import YearState
from companies.cases.models import ProgrammeYear
from companies.common import clock
from companies.common.refusals import Refusal
from companies.journal.admin import JournalledAdmin
from companies.questionnaires import published, versions
from companies.questionnaires.admin.forms import QuestionForm
from companies.questionnaires.declarations import FormDeclaration, Page
from companies.questionnaires.declared import FORMS, declared
from companies.questionnaires.forms import PageForm
from companies.questionnaires.models import Form
from companies.questionnaires.overlays import LANGUAGES, overlaid

AROUND: Final = csp_replace({"frame-src": [SELF]})
"""The page frames its previews."""
WITHIN: Final = csp_replace({"script-src": [NONE], "form-action": [NONE], "frame-ancestors": [SELF]})


@dataclass(frozen=True, slots=True)
class Asked:
    """One form in one year: its versions, the last published first, and the draft of the next."""

    form: FormDeclaration
    year: ProgrammeYear
    versions: list[Form]
    draft: Form | None


@admin.register(Form)
class FormAdmin(JournalledAdmin):
    """All forms by year. A published version is read; the draft of the next is edited, previewed, published."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Form | None = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        guard, post = self.admin_site.admin_view, require_POST
        return [
            path("<slug:key>/<slug:year>/draft/", guard(post(self.begin)), name="questionnaires_form_begin"),
            path("<int:pk>/page/<slug:key>/", guard(self.page), name="questionnaires_form_page"),
            path("<int:pk>/look/<slug:language>/", guard(self.look), name="questionnaires_form_look"),
            path("<int:pk>/publish/", guard(self.publish), name="questionnaires_form_publish"),
            path("<int:pk>/drop/", guard(post(self.drop)), name="questionnaires_form_drop"),
            *super().get_urls(),
        ]

    # -- reading

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Form by form and year by year: what is asked now, what is being prepared."""
        years = ProgrammeYear.objects.exclude(state=YearState.CLOSED).order_by("-opens_on")
        asked = [_asked(form, year) for form in FORMS.values() for year in years]
        return self._draw(request, "forms", {"title": _("Forms"), "asked": asked})

    @method_decorator(AROUND)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One version: its pages, what it changes, how it is drawn."""
        form = _found(object_id)
        language = request.GET.get("look", request.LANGUAGE_CODE)
        given = {
            "pages": [page for page in declared(form.key).pages if page.questions],
            "changes": versions.changes_of(form),
            "languages": LANGUAGES,
            "look": language if language in LANGUAGES else LANGUAGES[0],
        }
        return self._draw(request, "version", given | self._of(form))

    @method_decorator([WITHIN, xframe_options_sameorigin])
    def look(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        """All pages as a company would see them, to be read only; a POST draws what stands in the form, unsaved."""
        if language not in LANGUAGES:
            raise Http404
        form, rows = _found(pk), published.rows_of(_found(pk))
        whole = declared(form.key)
        drawn = whole.page(request.POST.get("page", "")) if request.method == "POST" else None
        if drawn:
            posted = _question_forms(form, drawn, request.POST)
            rows |= {each.question.key: each.instance for each in posted if each.is_valid()}
        shown = overlaid(whole.of_pages([drawn]) if drawn else whole, rows).about(clock.today().year - 1)
        with override(language):
            forms = [PageForm(page, kept={}, on=clock.today()) for page in shown.pages]
            return HttpResponse(render_to_string("admin/questionnaires/form/look.html", {"forms": forms}, request))

    # -- writing

    def begin(self, request: HttpRequest, key: str, year: str) -> HttpResponse:
        if key not in FORMS:
            raise Http404
        form = versions.begin_draft(key, get_object_or_404(ProgrammeYear, code=year), **_who(request))
        return redirect("admin:questionnaires_form_change", form.pk)

    @method_decorator(AROUND)
    def page(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """The questions of one page of a draft, in three languages side by side."""
        form = _found(pk)
        page = declared(form.key).page(key)
        if page is None or not page.questions:
            raise Http404
        if form.is_published:
            return redirect("admin:questionnaires_form_change", form.pk)
        forms = _question_forms(form, page, request.POST if request.method == "POST" else None)
        if request.method == "POST" and all(each.is_valid() for each in forms) and self._kept(request, form, forms):
            return redirect("admin:questionnaires_form_page", form.pk, key)
        given = {"page": page, "forms": forms, "languages": LANGUAGES, "pages": _pages_with_questions(form)}
        return self._draw(request, "page", given | self._of(form))

    def _kept(self, request: HttpRequest, form: Form, forms: list[QuestionForm]) -> bool:
        changed = [each.instance for each in forms if each.has_changed()]
        try:
            if changed:
                versions.reword(form, changed, **_who(request))
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
            return False
        messages.success(request, _("Saved in the draft. Nobody sees it before it is published."))
        return True

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A GET shows what would change for whom; only the POST publishes."""
        form = _found(pk)
        if form.is_published:
            return redirect("admin:questionnaires_form_change", form.pk)
        if request.method == "POST":
            return self._published(request, form)
        before = versions.predecessor(form)
        given = {"changes": versions.changes_of(form), "before": before, "underway": versions.underway(before)}
        return self._draw(request, "publish", given | self._of(form))

    def _published(self, request: HttpRequest, form: Form) -> HttpResponse:
        try:
            versions.publish(form, **_who(request))
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("Published. Who begins from now on is asked this version."))
        return redirect("admin:questionnaires_form_change", form.pk)

    def drop(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            versions.drop(_found(pk), **_who(request))
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("The draft is given up."))
        return redirect("admin:questionnaires_form_changelist")

    # -- drawing

    def _of(self, form: Form) -> dict[str, Any]:
        title = _("%(form)s %(year)s, version %(version)s") % {
            "form": declared(form.key).title or form.key,
            "year": form.year or "",
            "version": form.version,
        }
        return {"form": form, "title": title}

    def _draw(self, request: HttpRequest, name: str, given: dict[str, Any]) -> HttpResponse:
        around = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/questionnaires/form/{name}.html", around | given)


def _found(pk: int | str) -> Form:
    if not str(pk).isdigit():
        raise Http404
    form = get_object_or_404(Form.objects.select_related("year"), pk=pk)
    if form.key not in FORMS:
        raise Http404
    return form


def _asked(form: FormDeclaration, year: ProgrammeYear) -> Asked:
    rows = list(Form.objects.published().filter(key=form.key).asked_in(year))
    return Asked(form, year, rows, versions.draft_of(form.key, year))


def _pages_with_questions(form: Form) -> list[Page]:
    return [page for page in declared(form.key).pages if page.questions]


def _question_forms(form: Form, page: Page, data: Any) -> list[QuestionForm]:
    """One for each question of a page; one that came into the code after the draft was begun is not in it."""
    rows, whole = published.rows_of(form), declared(form.key)
    asked = [question for question in page.questions if question.key in rows]
    return [QuestionForm(each, rows[each.key], each.key in whole.relied_on, data) for each in asked]


def _who(request: HttpRequest) -> dict[str, Any]:
    user: Any = request.user
    return {"by": user.actor, "at": clock.now()}
