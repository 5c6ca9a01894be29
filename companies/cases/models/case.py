"""The case, which carries one company through one programme year."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from companies.cases import enums, lifecycle
from companies.cases.models.tables import pairs
from companies.cases.models.year import ProgrammeYear
from companies.cases.querysets import CaseQuerySet
from companies.reference.models import Region
from companies.registry.models import Company


class Case(models.Model):
    """One company in one programme year. The only owner of stage and status (ruling 2)."""

    reference = models.CharField(_("File number"), max_length=14, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="cases", verbose_name=_("Company"))
    year = models.ForeignKey(
        ProgrammeYear, on_delete=models.PROTECT, related_name="cases", verbose_name=_("Programme year")
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="cases", verbose_name=_("Region"), db_index=False
    )
    origin = models.CharField(_("origin"), max_length=13, choices=enums.Origin.choices)
    channel = models.CharField(_("invited"), max_length=6, choices=enums.Channel.choices, blank=True, default="")
    stage = models.CharField(_("stage"), max_length=12, choices=enums.Stage.choices)
    status = models.CharField(_("status"), max_length=21, choices=enums.Status.choices)
    closed_as = models.CharField(_("closed as"), max_length=15, choices=enums.ClosedAs.choices, blank=True, default="")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("Programme officer"),
        db_index=False,
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="coached_cases",
        verbose_name=_("Coach"),
    )
    opened_at = models.DateTimeField(_("opened"))
    status_since = models.DateTimeField(_("in this status since"))
    last_sign_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    last_sign = models.CharField(_("sign of life"), max_length=9, choices=enums.Sign.choices, blank=True, default="")
    quiet_since = models.GeneratedField(
        expression=Coalesce("last_sign_at", "opened_at"),
        output_field=models.DateTimeField(),
        db_persist=True,
        verbose_name=_("no sign of life since"),
        help_text=_("the last sign of life, or the day the file was opened"),
    )
    deferred_until = models.DateField(_("asked not to be written to until"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("File")
        verbose_name_plural = _("files")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "year"],
                name="case_once_a_year",
                violation_error_message=_("This company already has a file this year."),
            ),
            models.CheckConstraint(condition=pairs("stage", "status"), name="case_stage_and_status"),
            models.CheckConstraint(
                condition=Q(stage="closed", closed_as__in=enums.ClosedAs.values)
                | (~Q(stage="closed") & Q(closed_as="")),
                name="case_closed_as",
            ),
            models.CheckConstraint(
                condition=Q(last_sign="", last_sign_at__isnull=True) | Q(last_sign_at__isnull=False),
                name="case_sign_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "status", "id"], name="case_stage_status"),
            models.Index(fields=["region", "status"], name="case_region"),
            models.Index(fields=["officer", "status"], name="case_officer", include=["region", "id"]),
            models.Index(
                fields=["quiet_since", "id"], name="case_quiet", include=["region", "officer", "coach", "status"]
            ),
            models.Index(
                fields=["status_since", "id"],
                name="case_status_since",
                include=["region", "officer", "coach", "status"],
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def stream(self) -> str:
        """The name under which journal and messages file what concerns this case."""
        return f"case:{self.pk}"

    @property
    def closes_on(self) -> date:
        """The last day the company can send: its own where enrolment granted one, else the year's."""
        application = getattr(self, "application", None)
        return (application.extended_to if application else None) or self.year.closes_on

    @property
    def is_closed(self) -> bool:
        return self.stage == enums.Stage.CLOSED

    @property
    def status_words(self) -> lifecycle.Words:
        if self.closed_as:
            return lifecycle.CLOSED_WORDS[enums.ClosedAs(self.closed_as)]
        return lifecycle.STATUS_WORDS[enums.Status(self.status)]

    @property
    def stage_words(self) -> lifecycle.Words:
        return lifecycle.STAGE_WORDS[enums.Stage(self.stage)]
