"""The ledger of reminders, its sweeps and counts, answers and digests: to be read."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.common import words
from companies.journal.admin import ReadOnlyAdmin
from companies.outreach.enums import End
from companies.outreach.models import Answer, Digest, Reconciliation, Reminder, Run
from companies.outreach.policy import names


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


class Happened(admin.SimpleListFilter):
    """Nearly every minute's sweep finds nothing to do: those that did something, and those that failed."""

    title = _("what happened")
    parameter_name = "happened"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("something", _("something was done")), ("failed", _("something failed"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Run]") -> "QuerySet[Run]":
        if self.value() == "failed":
            return queryset.exclude(error="", failed=0)
        idle = {"planned": 0, "posted": 0, "suppressed": 0, "cancelled": 0}
        return queryset.exclude(**idle) if self.value() == "something" else queryset


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = ("when", "what", "planned", "posted", "suppressed", "cancelled", "why", "failed", "error")
    list_filter = (Happened, "kind")

    @admin.display(description=_("at"), ordering="id")
    def when(self, run: Run) -> str:
        return words.moment(run.at)

    @admin.display(description=_("Reminder kind"), ordering="kind")
    def what(self, run: Run) -> str:
        return names.of_kind(run.kind)

    @admin.display(description=_("reasons"))
    def why(self, run: Run) -> str:
        """Why lines were held back or cancelled, each reason with its number."""
        known = dict(End.choices)
        return ", ".join(f"{number} {known.get(reason, reason)}" for reason, number in sorted(run.reasons.items()))


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


LEDGER: Final[dict[str, Any]] = {
    "planned": _("planned"),
    "sent": pgettext_lazy("effect", "Sent"),
    "called": _("calls"),
    "suppressed": _("held back"),
    "cancelled": _("cancelled"),
    "withdrawn": _("withdrawn"),
    "uncertain": pgettext_lazy("message", "perhaps delivered"),
    "dead": pgettext_lazy("message", "refused"),
    "pending": _("pending"),
}


def _sum(row: Reconciliation, name: str) -> int:
    return sum(counts.get(name, 0) for counts in row.counts.values())


def _column(name: str) -> Callable[[Any], Any]:
    @admin.display(description=LEDGER[name])
    def column(row: Reconciliation) -> int:
        return _sum(row, name)

    return column


@admin.register(Reconciliation)
class ReconciliationAdmin(ReadOnlyAdmin):
    """A day and its count: what was planned, what became of it, and what is missing."""

    list_display = ("on", "balanced", *(_column(name) for name in LEDGER), "difference")
    fields = ("on", "moment", "difference", "table")
    readonly_fields = ("moment", "table")

    @admin.display(description=_("adds up"), boolean=True)
    def balanced(self, row: Reconciliation) -> bool:
        return row.difference == 0

    @admin.display(description=_("at"))
    def moment(self, row: Reconciliation) -> str:
        return words.moment(row.at)

    @admin.display(description=_("counts"))
    def table(self, row: Reconciliation) -> SafeString:
        """A line for each kind, the day's sum below."""
        kinds = [(names.of_kind(kind), counts) for kind, counts in row.counts.items()]
        lines = [*kinds, (_("together"), {name: _sum(row, name) for name in LEDGER})]
        heads = format_html_join("", "<th>{}</th>", ((label,) for label in LEDGER.values()))
        body = format_html_join("", "<tr><th>{}</th>{}</tr>", ((name, _cells(counts)) for name, counts in lines))
        return format_html("<table><thead><tr><th></th>{}</tr></thead><tbody>{}</tbody></table>", heads, body)


def _cells(counts: dict[str, int]) -> SafeString:
    return format_html_join("", "<td>{}</td>", ((counts.get(name, 0),) for name in LEDGER))
