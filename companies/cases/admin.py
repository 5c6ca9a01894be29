"""The spine in the admin: years are opened and corrected here, everything that happened is read only."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from companies.cases import actions
from companies.cases.models import Case, ImportBatch, Interaction, Link, Move, ProgrammeYear, Task
from companies.common import clock, links, words
from companies.common.refusals import Refusal
from companies.journal.admin import JournalledAdmin, ReadOnlyAdmin


@admin.register(ProgrammeYear)
class ProgrammeYearAdmin(JournalledAdmin):
    list_display = ("code", "state", "opens_on", "closes_on", "places", "files")
    list_filter = ("state",)
    search_fields = ("code",)
    fields = ("code", "state", "opens_on", "closes_on", "places", "answer_days")
    readonly_fields = ("state",)
    actions = ("open_year", "close_year")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProgrammeYear]:
        return super().get_queryset(request).annotate(cases_opened=Count("cases"))

    @admin.display(description=_("files"))
    def files(self, year: Any) -> str:
        return words.grouped(year.cases_opened)

    def has_delete_permission(self, request: HttpRequest, obj: ProgrammeYear | None = None) -> bool:
        """A year with files stays."""
        return super().has_delete_permission(request, obj) and not (obj and obj.cases.exists())

    @admin.action(description=_("Open the chosen year to applications"), permissions=["change"])
    def open_year(self, request: HttpRequest, chosen: QuerySet[ProgrammeYear]) -> None:
        self._change(request, chosen, actions.open_year)

    @admin.action(description=_("Close the chosen year"), permissions=["change"])
    def close_year(self, request: HttpRequest, chosen: QuerySet[ProgrammeYear]) -> None:
        self._change(request, chosen, actions.close_year)

    def _change(self, request: HttpRequest, chosen: QuerySet[ProgrammeYear], act: Any) -> None:
        user: Any = request.user
        for year in chosen:
            try:
                act(year, by=user.actor, at=clock.now())
            except Refusal as refusal:
                self.message_user(request, f"{year}: {refusal.message}", messages.ERROR)
            else:
                self.message_user(request, f"{year}: {year.get_state_display()}", messages.SUCCESS)


class MoveInline(admin.TabularInline):
    model = Move
    fk_name = "case"
    fields = readonly_fields = ("at", "from_status", "to_status", "closed_as", "reason", "note", "fact_on", "by")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Move]:
        return super().get_queryset(request).select_related("by")


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    list_display = ("reference", "company", "year", "region", "stage", "status", "officer")
    list_filter = ("year", "stage", "status", "region", "origin")
    list_select_related = ("company", "year", "region", "officer")
    search_fields = ("reference__istartswith",)
    search_help_text = _("the beginning of a file number, or the name, ICE or contact of a company")
    inlines = (MoveInline,)
    exclude = ("deferred_until",)
    ordering = ("-id",)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """The same search as on the desk."""
        return (queryset.matching(search_term) if search_term else queryset), False

    def get_fields(self, request: HttpRequest, obj: Case | None = None) -> Any:
        return ["on_the_desk", *super().get_fields(request, obj)]

    def get_readonly_fields(self, request: HttpRequest, obj: Case | None = None) -> Any:
        return ["on_the_desk", *super().get_readonly_fields(request, obj)]

    @admin.display(description=_("on the desk"))
    def on_the_desk(self, case: Case) -> SafeString:
        return format_html('<a href="{}">{}</a>', links.path("desk:case", reference=case.reference), case.reference)


class OfCaseAdmin(ReadOnlyAdmin):
    """Rows that hang on a case; found by its number."""

    list_select_related = ("case", "by")
    search_fields = ("case__reference",)
    search_help_text = _("a file number")

    @admin.display(description=_("at"), ordering="id")
    def when(self, row: Any) -> str:
        return words.moment(row.at)


@admin.register(Move)
class MoveAdmin(OfCaseAdmin):
    list_display = ("case", "from_status", "to_status", "closed_as", "reason", "by", "when")
    list_filter = ("to_stage", "to_status", "closed_as")


@admin.register(Interaction)
class InteractionAdmin(OfCaseAdmin):
    list_display = ("case", "kind", "outcome", "happened_on", "by", "when")
    list_filter = ("kind", "outcome")


@admin.register(Task)
class TaskAdmin(OfCaseAdmin):
    list_display = ("case", "kind", "title", "owner", "due_on", "snoozed_until", "done_at")
    list_filter = ("kind", "side", ("done_at", admin.EmptyFieldListFilter))
    list_select_related = ("case", "owner")


@admin.register(Link)
class LinkAdmin(OfCaseAdmin):
    list_display = ("case", "contact", "act", "issued_at", "used_at", "revoked_at")
    list_filter = ("act", ("used_at", admin.EmptyFieldListFilter), ("revoked_at", admin.EmptyFieldListFilter))
    list_select_related = ("case", "contact")


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    list_display = ("file_name", "state", "by", "at", "confirmed_at")
    list_filter = ("state",)
    list_select_related = ("by",)
    search_fields = ("file_name",)
    exclude = ("content", "sha256")
