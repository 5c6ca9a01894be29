"""Applications in the admin, where only a closing date is put off, and the papers that a year asks for."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from companies.enrolment.models import Application, CompletionRequest, Confirmation, Document, DocumentSlot
from companies.journal.admin import JournalledAdmin, ReadOnlyAdmin


@admin.register(Application)
class ApplicationAdmin(JournalledAdmin):
    list_display = ("case", "extended_to", "answer_by")
    list_filter = (("extended_to", admin.EmptyFieldListFilter), "case__year", "case__region")
    list_select_related = ("case",)
    search_fields = ("=case__reference",)
    search_help_text = _("a file number")
    fields = ("case", "extended_to", "answer_by")
    readonly_fields = ("case", "answer_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A company begins its application, or an officer for it; never a form here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(DocumentSlot)
class DocumentSlotAdmin(JournalledAdmin):
    list_display = ("name_fr", "key", "year", "required", "most", "expires", "active", "position")
    list_filter = ("year", "active", "required", "legal_forms")
    filter_horizontal = ("legal_forms",)
    search_fields = ("=key", "name_fr", "name_ar", "name_en")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Files are found again by year and code."""
        return ("year", "key") if obj else ()


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    list_display = ("case", "slot", "valid_until", "by", "at", "removed_at")
    list_filter = ("slot__year", ("removed_at", admin.EmptyFieldListFilter))
    list_select_related = ("case", "slot", "by")
    search_fields = ("=case__reference",)
    search_help_text = _("a file number")


@admin.register(Confirmation)
class ConfirmationAdmin(ReadOnlyAdmin):
    list_display = ("application", "contact", "channel", "asked_by", "asked_at", "ended_as", "ended_at")
    list_filter = ("ended_as", "channel", "application__case__region")
    list_select_related = ("application__case", "contact", "asked_by")
    search_fields = ("=application__case__reference",)
    search_help_text = _("a file number")


@admin.register(CompletionRequest)
class CompletionRequestAdmin(ReadOnlyAdmin):
    list_display = ("case", "due_on", "asked_by", "asked_at", "answered_at")
    list_filter = (("answered_at", admin.EmptyFieldListFilter), "case__region")
    list_select_related = ("case", "asked_by")
    search_fields = ("=case__reference",)
    search_help_text = _("a file number")
