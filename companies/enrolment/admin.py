"""Applications in the admin: only the date to which one was put off is set here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from companies.enrolment.models import Application
from companies.journal.admin import JournalledAdmin


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
