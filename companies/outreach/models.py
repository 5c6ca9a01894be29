from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.cases.enums import DayPart
from companies.cases.models import Case, Link, Task
from companies.cases.querysets import within_reach
from companies.common import words
from companies.dialogue.models import Obstacle
from companies.outreach.enums import AnswerKind, End, ReminderState
from companies.outreach.policy import names
from companies.registry.models import Contact

if TYPE_CHECKING:
    from companies.accounts.models import User


class Policy(models.Model):
    """When one rung of one kind is due. Numbers live in these rows, the kind's logic in `kinds.py`.

    A rule never reaches back: what would have been due before `valid_from` is not sent. Rows are added, never changed:
    of those in force the newest day's, and of one day the last made, applies.
    """

    kind = models.CharField(_("Reminder kind"), max_length=40)
    rung = models.PositiveSmallIntegerField(_("Rung"))
    wait_days = models.PositiveSmallIntegerField(_("days after the start"))
    active = models.BooleanField(_("switched on"), default=True)
    valid_from = models.DateField(_("applies from"))
    first_day = models.PositiveSmallIntegerField(
        _("at most on the first day"),
        default=50,
        help_text=_(
            "The rest follows on the working days after, as many a day: a rule just made cannot flood anybody."
        ),
    )
    made_at = models.DateTimeField(_("made"), null=True, blank=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )

    class Meta:
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        ordering = ["kind", "rung", "-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(rung__gte=1), name="policy_rung_from_one"),
        ]

    def __str__(self) -> str:
        return f"{names.of_rung(self.kind, self.rung)} · {words.days(self.wait_days)}"


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
        db_constraint=False,  # ADR 0019: compared with the contacts at each sweep, emptied by a trigger
        verbose_name=_("Contact"),
    )
    starts_at = models.DateTimeField(_("counted from"))
    due_at = models.DateTimeField(_("due"))
    not_after = models.DateTimeField(_("worthless after"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ReminderState.choices, default=ReminderState.PLANNED)
    reason = models.CharField(_("reason"), max_length=10, choices=End.choices, blank=True)
    message = models.ForeignKey(
        "mail.Message", on_delete=models.PROTECT, null=True, blank=True, related_name="reminders", db_index=False
    )
    link = models.OneToOneField(
        Link, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="reminder"
    )
    task = models.OneToOneField(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="reminder")
    failures = models.PositiveSmallIntegerField(_("failed attempts to hand it over"), default=0, db_default=0)
    planned_at = models.DateTimeField(_("planned"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("Reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-due_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "subject", "occurrence"], name="reminder_ledger_key"),
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
            models.Index(fields=["message"], name="reminder_message", condition=Q(message__isnull=False)),
            models.Index(fields=["kind", "rung", "ended_at"], name="reminder_handed_over", condition=Q(state="posted")),
        ]

    def __str__(self) -> str:
        return names.of_rung(self.kind, self.rung)


class Run(models.Model):
    """One sweep over one kind, with what it did; silence here is a failure."""

    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("Reminder kind"), max_length=40)
    planned = models.PositiveIntegerField(_("planned"), default=0)
    posted = models.PositiveIntegerField(_("handed over"), default=0)
    suppressed = models.PositiveIntegerField(_("held back"), default=0)
    cancelled = models.PositiveIntegerField(_("cancelled"), default=0)
    failed = models.PositiveIntegerField(_("failed"), default=0)
    reasons = models.JSONField(_("held back and cancelled, by reason"), default=dict, blank=True)
    error = models.CharField(_("error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("sweep")
        verbose_name_plural = _("sweeps")
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "-at"], name="run_kind_at")]

    def __str__(self) -> str:
        return f"{names.of_kind(self.kind)} · {words.moment(self.at)}"


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, user: "User") -> "AnswerQuerySet":
        return self.filter(within_reach(user, "reminder__case__"))

    def standing(self) -> "AnswerQuerySet":
        return self.filter(undone_at__isnull=True)


class Answer(models.Model):
    """What somebody answered to one reminder by one press; at most one stands, and it can be undone for a while.

    `task` and `obstacle` are what it made. `before` holds what undoing it brings back.
    """

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="answers", verbose_name=_("Reminder"))
    kind = models.CharField(_("answer"), max_length=8, choices=AnswerKind.choices)
    until = models.DateField(_("day named"), null=True, blank=True)
    day_part = models.CharField(_("when"), max_length=9, choices=DayPart.choices, blank=True, default="")
    text = models.CharField(_("in the person's own words"), max_length=300, blank=True)
    task = models.ForeignKey(Task, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    obstacle = models.ForeignKey(Obstacle, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    before = models.JSONField(default=dict, blank=True, editable=False)
    at = models.DateTimeField(_("at"))
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a reminder")
        verbose_name_plural = _("answers to reminders")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["reminder"], condition=Q(undone_at__isnull=True), name="answer_one_stands"),
            models.CheckConstraint(condition=Q(kind__in=AnswerKind.values), name="reminder_answer_kind"),
        ]
        indexes = [models.Index(fields=["at"], name="reminder_answer_at")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Digest(models.Model):
    """The one mail a day in which an officer reads what is to do; there is none on a day without anything."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    on = models.DateField(_("day"))
    tasks = models.PositiveIntegerField(_("tasks"))
    message = models.ForeignKey("mail.Message", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("officer's digest")
        verbose_name_plural = _("officers' digests")
        ordering = ["-on", "id"]
        constraints = [models.UniqueConstraint(fields=["user", "on"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return words.full_day(self.on)


class Reconciliation(models.Model):
    """The day's count of the ledger: what was planned against how it ended. The difference must be 0."""

    on = models.DateField(_("day"), unique=True)
    at = models.DateTimeField(_("at"))
    counts = models.JSONField(_("counts"), default=dict)
    difference = models.IntegerField(_("difference"), default=0)

    class Meta:
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        ordering = ["-on"]

    def __str__(self) -> str:
        return words.full_day(self.on)
