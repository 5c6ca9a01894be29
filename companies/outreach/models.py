from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.cases.models import Case, Task
from companies.cases.querysets import within_reach
from companies.outreach.enums import End, ReminderState
from companies.registry.models import Contact

if TYPE_CHECKING:
    from companies.accounts.models import User


class Policy(models.Model):
    """When one rung of one kind is due. Numbers live in these rows, the kind's logic in `kinds.py`.

    A rule never reaches back: what would have been due before `valid_from` is not sent.
    """

    kind = models.CharField(_("Reminder kind"), max_length=40)
    rung = models.PositiveSmallIntegerField(_("Rung"))
    wait_days = models.PositiveSmallIntegerField(_("days after the start"))
    active = models.BooleanField(_("switched on"), default=True)
    valid_from = models.DateField(_("applies from"))

    class Meta:
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        ordering = ["kind", "rung", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "rung", "valid_from"],
                name="policy_once",
                violation_error_message=_("This rung already has a rule from that day."),
            ),
            models.CheckConstraint(condition=Q(rung__gte=1), name="policy_rung_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.rung}"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user: "User") -> "ReminderQuerySet":
        return self.filter(within_reach(user, "case__"))

    def planned(self) -> "ReminderQuerySet":
        return self.filter(state=ReminderState.PLANNED)

    def due(self, *, at: datetime) -> "ReminderQuerySet":
        return self.planned().filter(due_at__lte=at)

    def of_round(self, reminder: "Reminder") -> "ReminderQuerySet":
        """The lines of the same ladder for the same case since the same start."""
        return self.filter(kind=reminder.kind, case=reminder.case_id, subject=reminder.subject)


class Reminder(models.Model):
    """One line of the ledger: one rung of one ladder for one case, planned once and ended visibly.

    `occurrence` is "<entering move's id>:<rung>", never an editable date (ruling 8); `subject` tells apart the
    rounds of a ladder that starts anew after a sign of life. `starts_at` is what the days were counted from.
    All instants are on the business clock.
    """

    kind = models.CharField(_("Reminder kind"), max_length=40)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reminders", db_index=False)
    subject = models.CharField(max_length=40, blank=True, default="")
    occurrence = models.CharField(max_length=40)
    rung = models.PositiveSmallIntegerField(_("Rung"))
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reminders",
        db_index=False,
        verbose_name=_("Contact"),
    )
    starts_at = models.DateTimeField(_("counted from"))
    due_at = models.DateTimeField(_("due"))
    not_after = models.DateTimeField(_("worthless after"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ReminderState.choices, default=ReminderState.PLANNED)
    reason = models.CharField(_("reason"), max_length=10, choices=End.choices, blank=True)
    message = models.OneToOneField(
        "mail.Message", on_delete=models.PROTECT, null=True, blank=True, related_name="reminder"
    )
    task = models.OneToOneField(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="reminder")
    planned_at = models.DateTimeField(_("planned"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("Reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-due_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "case", "subject", "occurrence"], name="reminder_ledger_key"),
            models.CheckConstraint(condition=Q(state__in=ReminderState.values), name="reminder_state"),
            models.CheckConstraint(
                condition=Q(state="posted", message__isnull=False, task__isnull=True)
                | Q(state="posted", message__isnull=True, task__isnull=False)
                | (~Q(state="posted") & Q(message__isnull=True, task__isnull=True)),
                name="reminder_posted_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["suppressed", "cancelled"]) | ~Q(reason=""),
                name="reminder_end_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="reminder_due", condition=Q(state="planned")),
            models.Index(fields=["case", "-due_at"], name="reminder_case"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}.{self.rung}"


class Run(models.Model):
    """One sweep over one kind, with what it did; silence here is a failure."""

    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("Reminder kind"), max_length=40)
    planned = models.PositiveIntegerField(_("planned"), default=0)
    posted = models.PositiveIntegerField(_("handed over"), default=0)
    suppressed = models.PositiveIntegerField(_("held back"), default=0)
    error = models.CharField(_("error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("sweep")
        verbose_name_plural = _("sweeps")
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "-at"], name="run_kind_at")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
