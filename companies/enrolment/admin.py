"""Applications in the admin, where only a closing date is put off, and the papers that a year asks for."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from companies.cases.models import ProgrammeYear
from companies.common import words
from companies.enrolment import entry_admin as entry_admin  # registers its own
from companies.enrolment import slots
from companies.enrolment.models import MOST_FILES, Application, CompletionRequest, Confirmation, Document, DocumentSlot
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


def _possible(number: int) -> None:
    if not 1 <= number <= MOST_FILES:
        raise ValidationError(_("Between 1 and %(most)s files."), params={"most": MOST_FILES})


@admin.register(DocumentSlot)
class DocumentSlotAdmin(JournalledAdmin):
    list_display = ("name_fr", "key", "year", "required", "most", "expires", "active", "position")
    list_filter = ("year", "active", "required", "legal_forms")
    filter_horizontal = ("legal_forms",)
    search_fields = ("=key", "name_fr", "name_ar", "name_en")
    actions = ("copy_to_newest",)

    @admin.action(description=_("Ask for them in the newest programme year too"), permissions=["add"])
    def copy_to_newest(self, request: HttpRequest, chosen: QuerySet[DocumentSlot]) -> None:
        year = ProgrammeYear.objects.order_by("-opens_on").first()
        copied = slots.copy(chosen.exclude(year=year), year) if year else 0
        for slot in year.slots.order_by("-id")[:copied] if year else ():
            self.log_addition(request, slot, [])
        said = ngettext("%(n)s document added to %(year)s.", "%(n)s documents added to %(year)s.", copied)
        messages.info(request, said % {"n": words.grouped(copied), "year": year or ""})

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """However far a number is from what is possible, one sentence says the limits."""
        found = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "most" and found:
            found.validators = [_possible]
            found.widget.attrs |= {"min": 1, "max": MOST_FILES}
        return found

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
