"""What is owed on a case."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.cases import enums
from companies.cases.models.case import Case
from companies.cases.querysets import TaskQuerySet


class Task(models.Model):
    """Something one side owes on a case by a date.

    Closing the case ends its tasks, overdue ones included, with the reason; only a commitment in somebody's own
    words (kind "other") outlives it.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks", db_index=False)
    side = models.CharField(_("side"), max_length=7, choices=enums.TaskSide.choices, default=enums.TaskSide.OFFICER)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("whose"),
    )
    kind = models.CharField(_("kind"), max_length=15, choices=enums.TaskKind.choices)
    title = models.CharField(_("what"), max_length=200, blank=True)
    reason = models.CharField(_("why"), max_length=60, blank=True, help_text=_("code of the reminder that made it"))
    due_on = models.DateField(_("due"))
    day_part = models.CharField(_("when"), max_length=9, choices=enums.DayPart.choices, blank=True, default="")
    snoozed_until = models.DateField(_("put off until"), null=True, blank=True)
    made_at = models.DateTimeField(_("made"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("done by"),
    )
    outcome = models.CharField(_("result"), max_length=300, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["case", "due_on"], name="task_case_due"),
            models.Index(fields=["owner", "due_on"], name="task_open_owner", condition=Q(done_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="other") | ~Q(title=""),
                name="task_other_has_title",
                violation_error_message=_("Say what is to be done."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()

    @property
    def stream(self) -> str:
        return f"case:{self.case_id}"
