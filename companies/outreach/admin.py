"""Reminders in the admin: the rules are edited and journalled (`policies`), the ledger and its sweeps are read."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from companies.common import words
from companies.journal.admin import ReadOnlyAdmin
from companies.outreach import names, policies  # noqa: F401 - the admin finds its classes through this module
from companies.outreach.models import Answer, Digest, Reconciliation, Reminder, Run


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    list_display = ("when", "__str__", "case", "state", "reason")
    list_filter = ("kind", "state", "reason")
    list_select_related = ("case",)
    search_fields = ("=case__reference",)
    search_help_text = _("a file number")

    @admin.display(description=_("due"), ordering="due_at")
    def when(self, reminder: Reminder) -> str:
        return words.moment(reminder.due_at)


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = ("when", "what", "planned", "posted", "suppressed", "cancelled", "failed", "error")
    list_filter = ("kind",)

    @admin.display(description=_("at"), ordering="id")
    def when(self, run: Run) -> str:
        return words.moment(run.at)

    @admin.display(description=_("Reminder kind"), ordering="kind")
    def what(self, run: Run) -> str:
        return names.of_kind(run.kind)


@admin.register(Answer)
class AnswerAdmin(ReadOnlyAdmin):
    list_display = ("when", "kind", "file", "until", "undone_at")
    list_filter = ("kind",)
    list_select_related = ("reminder__case",)
    search_fields = ("=reminder__case__reference",)
    search_help_text = _("a file number")

    @admin.display(description=_("at"), ordering="id")
    def when(self, answer: Answer) -> str:
        return words.moment(answer.at)

    @admin.display(description=_("File"))
    def file(self, answer: Answer) -> str:
        return answer.reminder.case.reference


@admin.register(Digest)
class DigestAdmin(ReadOnlyAdmin):
    list_display = ("on", "user", "tasks")
    list_select_related = ("user",)
    date_hierarchy = "on"


@admin.register(Reconciliation)
class ReconciliationAdmin(ReadOnlyAdmin):
    list_display = ("on", "difference", "counts")
