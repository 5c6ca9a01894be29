"""The moves of a case, from which what it went through is computed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.cases import enums
from companies.cases.models.case import Case
from companies.cases.models.tables import CLOSING, OPENING, REOPENING, STEPS, pairs
from companies.cases.querysets import MoveQuerySet
from companies.registry.models import Contact


class Move(models.Model):
    """One step of a case. Funnel, clocks and durations are computed from these rows, never from the journal."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moves", db_index=False)
    from_stage = models.CharField(max_length=12, choices=enums.Stage.choices, blank=True)
    from_status = models.CharField(max_length=21, choices=enums.Status.choices, blank=True)
    to_stage = models.CharField(max_length=12, choices=enums.Stage.choices)
    to_status = models.CharField(max_length=21, choices=enums.Status.choices)
    closed_as = models.CharField(max_length=15, choices=enums.ClosedAs.choices, blank=True, default="")
    reason = models.CharField(
        _("reason"), max_length=40, blank=True, help_text=_("a code of the closed list of obstacles")
    )
    note = models.TextField(_("note"), blank=True)
    fact_on = models.DateField(
        _("day of the fact"), null=True, blank=True, help_text=_("of an export: the day it left, by its evidence")
    )
    due_on = models.DateField(
        _("asked for by"), null=True, blank=True, help_text=_("of a request for completion: the last day to answer it")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="moves_made",
        verbose_name=_("by"),
    )
    behalf = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("on behalf of"),
    )
    at = models.DateTimeField(_("at"))

    objects = MoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["case", "-at", "-id"], name="move_case_at"),
            models.Index(fields=["case", "to_status", "-id"], name="move_entering", include=["at"]),
        ]
        constraints = [
            models.CheckConstraint(condition=OPENING | STEPS | CLOSING | REOPENING, name="move_in_the_table"),
            models.CheckConstraint(
                condition=Q(to_status="closed", closed_as__in=enums.ClosedAs.values)
                | (~Q(to_status="closed") & Q(closed_as="")),
                name="move_closed_as",
            ),
            models.CheckConstraint(
                condition=pairs("to_stage", "to_status")
                & (Q(from_stage="", from_status="") | pairs("from_stage", "from_status")),
                name="move_stage_and_status",
            ),
            models.CheckConstraint(
                condition=~Q(to_status=enums.Status.CONFIRMED)
                | Q(from_status=enums.Status.CLOSED)
                | (~Q(note="") & Q(fact_on__isnull=False)),
                name="move_export_has_evidence",
                violation_error_message=_("An export is confirmed by its day and its evidence."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_status or '∅'} → {self.to_status}"
