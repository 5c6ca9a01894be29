"""The rules of the check in the admin, looked at as they will be asked; and the counts, read only."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from companies.cases.models import ProgrammeYear
from companies.common import clock, words
from companies.content import markup, values
from companies.content.admin.previews import LANGUAGES, WITHIN, PreviewedAdmin
from companies.eligibility.asking import Asked
from companies.eligibility.editing import ReplyForm, ReplyFormSet, RuleForm
from companies.eligibility.enums import Effect
from companies.eligibility.models import Reply, Rule, Tally
from companies.eligibility.queries import rules_on
from companies.journal.admin import ReadOnlyAdmin


class ReplyInline(admin.StackedInline):
    model = Reply
    form, formset = ReplyForm, ReplyFormSet
    extra = 0
    filter_horizontal = ("alternatives",)
    fieldsets = (
        (None, {"fields": (("code", "position"), ("against", "form_value"))}),
        (None, {"fields": ("label_fr", "says_fr", "label_ar", "says_ar", "label_en", "says_en")}),
        (_("What else exists"), {"fields": ("needs", "alternatives"), "classes": ("collapse",)}),
    )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        language = db_field.name.rpartition("_")[2]
        if field and language in LANGUAGES:
            field.widget.attrs |= {"lang": language, "dir": "rtl" if language == "ar" else "ltr", "rows": 3}
        return field


@admin.register(Rule)
class RuleAdmin(PreviewedAdmin):
    """Who changes a rule saves it as a new one from a day to come; the words of one that applies can be corrected."""

    form = RuleForm
    part = "admin/eligibility/asked.html"
    inlines = (ReplyInline,)
    save_as = True
    change_list_template = "admin/eligibility/rules.html"
    list_display = ("question", "key", "year", "begins", "effect", "shown", "position")
    list_display_links = ("question",)
    list_filter = ("year", "key", "shown", "effect")
    list_select_related = ("year",)
    search_fields = ("key", "question_fr", "question_ar", "question_en")
    ordering = ("position", "key", "-valid_from")
    fieldsets = (
        (None, {"fields": (("key", "year", "valid_from"), ("kind", "effect"), ("position", "shown"), "form_key")}),
        (None, {"fields": ("question_fr", "help_fr", "question_ar", "help_ar", "question_en", "help_en")}),
    )

    def get_urls(self) -> list[Any]:
        guard = self.admin_site.admin_view
        return [path("whole/", guard(self.whole), name="eligibility_rule_whole"), *super().get_urls()]

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        return {"valid_from": clock.today()} | super().get_changeform_initial_data(request)

    def has_delete_permission(self, request: HttpRequest, obj: Rule | None = None) -> bool:
        """Only what does not apply yet can be taken back."""
        return obj is not None and obj.valid_from > clock.today()

    @admin.display(description=_("applies from"), ordering="valid_from")
    def begins(self, rule: Rule) -> str:
        return words.day_year(rule.valid_from)

    def looked(self, request: HttpRequest, row: Any, known: Mapping[str, str]) -> dict[str, Any]:
        replies = tuple(row.replies.all()) if request.method != "POST" and row.pk else ()
        return {"rules": [_drawn(Asked(row, replies), known)]}

    def _drawn(self, request: HttpRequest, row: Any, language: str) -> TemplateResponse:
        """The rule of the form with the answers of the form."""
        if request.method != "POST":
            return super()._drawn(request, row, language)
        form = self.get_form(request, row if row.pk else None, change=bool(row.pk))(request.POST, instance=row)
        made: Any = super()._create_formsets if form.is_valid() else None  # type: ignore[misc]  # not in the stubs
        formset = made(request, row, change=bool(row.pk))[0][0] if made else None
        if formset is None or not formset.is_valid():
            given = {"form": form, "formsets": [formset] if formset else []}
            return TemplateResponse(request, "admin/content/problems.html", given)
        kept = [each.instance for each in formset.forms if each not in formset.deleted_forms]
        asked = Asked(form.save(commit=False), tuple(sorted(kept, key=lambda reply: reply.position)))
        given = {"row": row, "part": self.part, "rules": [_drawn(asked, values.of(clock.today(), language))]}
        return TemplateResponse(request, "admin/content/look.html", given)

    @method_decorator([WITHIN, xframe_options_sameorigin])
    def whole(self, request: HttpRequest) -> HttpResponse:
        """The whole check of the current year as it will be on a day, with what the result says of each answer."""
        language = request.GET.get("language", "")
        on, year = _day(request.GET.get("on", "")), ProgrammeYear.objects.current()
        with translation.override(language if language in LANGUAGES else request.LANGUAGE_CODE) as _now:
            known = values.of(on, (translation.get_language() or "fr")[:2])
            rules = [_drawn(asked, known) for asked in rules_on(year, on=on)] if year else []
            given = {"part": self.part, "rules": rules, "on": on}
            return TemplateResponse(request, "admin/content/look.html", given).render()


@admin.register(Tally)
class TallyAdmin(ReadOnlyAdmin):
    """Finished checks, each counted once, by month; nobody stands behind a number."""

    list_display = ("month", "year", "region", "sector", "rule", "answer", "n")
    list_filter = ("year", "region", "sector", "rule")
    list_select_related = ("year",)
    search_help_text = _(
        "Each finished check counts once in the row without a question, by its outcome, and once for each answer. "
        "Staff's own checks are not counted."
    )
    search_fields = ("=rule", "=answer")


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return clock.today()


def _drawn(asked: Asked, known: Mapping[str, str]) -> dict[str, Any]:
    """What the page of the preview shows of one question."""
    language = (translation.get_language() or "fr")[:2]
    says = {reply.code: markup.draw(reply.says, language, known) for reply in asked.replies}
    against = {reply.code for reply in asked.replies if reply.against}
    options = [(name, says.get(code, ""), code in against) for code, name in asked.options()]
    return {"rule": asked.rule, "options": options, "blocks": asked.rule.effect == Effect.BLOCKS}
