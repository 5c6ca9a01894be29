"""What was asked and what was sent, read only. A draft belongs to its company: its answers are not shown here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from companies.common import words
from companies.journal.admin import ReadOnlyAdmin
from companies.questionnaires.enums import Layer
from companies.questionnaires.models import Answer, FormQuestion, PastAnswer, Response


@admin.register(FormQuestion)
class FormQuestionAdmin(ReadOnlyAdmin):
    """How each version asks each question; drafts are written on the pages of forms."""

    list_display = ("form", "key", "label_fr", "required", "shown")
    list_filter = ("form",)
    list_select_related = ("form",)
    search_fields = ("=key", "label_fr", "label_ar", "label_en")


@admin.register(Response)
class ResponseAdmin(ReadOnlyAdmin):
    list_display = ("case", "form", "started_at", "saved_at", "submitted_at", "pages")
    list_filter = ("form", ("submitted_at", admin.EmptyFieldListFilter))
    list_select_related = ("case", "form")
    search_fields = ("=case__reference",)
    search_help_text = _("a file number")

    @admin.display(description=_("pages completed"))
    def pages(self, response: Response) -> str:
        return words.grouped(len(response.pages_done))


class OfResponseAdmin(ReadOnlyAdmin):
    search_fields = ("=response__case__reference", "=key")
    search_help_text = _("a file number, or the code of a question")

    @admin.display(description=_("file"))
    def file(self, row: Any) -> str:
        return str(row.response.case.reference)


@admin.register(Answer)
class AnswerAdmin(OfResponseAdmin):
    list_display = ("file", "key", "value", "by", "at")
    list_select_related = ("response__case", "by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Answer]:
        return super().get_queryset(request).filter(layer=Layer.COUNTED)


@admin.register(PastAnswer)
class PastAnswerAdmin(OfResponseAdmin):
    list_display = ("file", "key", "value", "at", "replaced_at")
    list_select_related = ("response__case",)
