"""Reminders in the admin: the rules are edited and journalled, the ledger and its sweeps are read."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from companies.common import words
from companies.journal.admin import JournalledAdmin, ReadOnlyAdmin
from companies.outreach.forms import PolicyForm
from companies.outreach.kinds import KINDS
from companies.outreach.models import Answer, Digest, Policy, Reconciliation, Reminder, Run


@admin.register(Policy)
class PolicyAdmin(JournalledAdmin):
    """Add a rule with a later day to change a ladder: what was sent before keeps the rule it was sent by."""

    form = PolicyForm
    list_display = ("kind", "rung", "what", "wait_days", "active", "valid_from")
    list_filter = ("kind", "active")

    @admin.display(description=_("what stands there"))
    def what(self, policy: Policy) -> str:
        kind = KINDS.get(policy.kind)
        known = kind is not None and policy.rung <= len(kind.steps)
        return str(kind.step(policy.rung).form.label) if kind and known else ""


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    list_display = ("when", "kind", "rung", "case", "state", "reason")
    list_filter = ("kind", "state", "reason")
    list_select_related = ("case",)
    search_fields = ("=case__reference",)
    search_help_text = _("a file number")

    @admin.display(description=_("due"), ordering="due_at")
    def when(self, reminder: Reminder) -> str:
        return words.moment(reminder.due_at)


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = ("when", "kind", "planned", "posted", "suppressed", "error")
    list_filter = ("kind",)

    @admin.display(description=_("at"), ordering="id")
    def when(self, run: Run) -> str:
        return words.moment(run.at)


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
