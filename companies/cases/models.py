"""The spine: a programme year, the case that carries one company through it, and what hangs on it."""

from datetime import date
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from companies.cases import enums, lifecycle
from companies.cases.querysets import (
    CaseQuerySet,
    ImportBatchQuerySet,
    InteractionQuerySet,
    LinkQuerySet,
    MoveQuerySet,
    TaskQuerySet,
    YearQuerySet,
)
from companies.reference.models import Region
from companies.registry.models import Company, Contact

# The two tables of lifecycle.py, as the database keeps them.
STEPS = reduce(
    or_,
    (Q(from_status=before, to_status__in=sorted(after)) for before, after in lifecycle.MOVES.items() if after),
)
OPENING = Q(from_status="", to_status=enums.Status.LISTED)
CLOSING = reduce(
    or_,
    (
        Q(to_status=enums.Status.CLOSED, from_stage=stage, closed_as__in=sorted(endings))
        for stage, endings in lifecycle.CLOSINGS.items()
        if endings
    ),
)
REOPENING = Q(from_status=enums.Status.CLOSED) & ~Q(to_status=enums.Status.CLOSED)


def _pairs(stage: str, status: str) -> Q:
    """The table of statuses by stage, for the columns of these names."""
    return reduce(or_, (Q(**{stage: code, f"{status}__in": statuses}) for code, statuses in lifecycle.STATUSES.items()))


class ProgrammeYear(models.Model):
    """One campaign. `places` are companies supported, not the length of the list (ruling 12)."""

    code = models.CharField(_("code"), max_length=8, unique=True, help_text=_("for instance 2027"))
    opens_on = models.DateField(_("applications from"))
    closes_on = models.DateField(_("Closing date"), help_text=_("The day counts until 23:59."))
    places = models.PositiveIntegerField(_("places"), default=400)
    answer_days = models.PositiveSmallIntegerField(
        _("days to answer an application"), default=60, help_text=_("Law 55-19")
    )
    state = models.CharField(
        _("state"), max_length=8, choices=enums.YearState.choices, default=enums.YearState.PREPARED
    )

    objects = YearQuerySet.as_manager()

    class Meta:
        verbose_name = _("Programme year")
        verbose_name_plural = _("programme years")
        ordering = ["-opens_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("closes_on")),
                name="year_dates_ordered",
                violation_error_message=_("The closing date comes before the opening."),
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state="open"),
                name="year_one_open",
                violation_error_message=_("Another programme year is open; close it first."),
            ),
            models.CheckConstraint(condition=Q(state__in=enums.YearState.values), name="year_state"),
        ]

    def __str__(self) -> str:
        return self.code


class ImportBatch(models.Model):
    """One file of targets: read, shown, and kept until a person confirms or abandons it."""

    sha256 = models.CharField(max_length=64, db_index=True)
    file_name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(null=True, blank=True)
    answers = models.JSONField(_("answers given on the page"), default=dict, blank=True)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=enums.ImportState.choices, default=enums.ImportState.PREVIEW
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="import_batches",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(content__isnull=True), name="import_file_dropped"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


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
            models.CheckConstraint(condition=_pairs("stage", "status"), name="case_stage_and_status"),
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
                condition=_pairs("to_stage", "to_status")
                & (Q(from_stage="", from_status="") | _pairs("from_stage", "from_status")),
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


class Interaction(models.Model):
    """A call, visit, note: something that happened between the programme and a company."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="interactions", db_index=False)
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="interactions",
        verbose_name=_("Contact"),
    )
    kind = models.CharField(_("kind"), max_length=7, choices=enums.InteractionKind.choices)
    outcome = models.CharField(_("result"), max_length=12, choices=enums.Outcome.choices, blank=True, default="")
    happened_on = models.DateField(_("on"))
    text = models.TextField(_("text"), blank=True)
    sender = models.EmailField(_("written from"), blank=True, help_text=_("of a mail, as it says itself"))
    attachments = models.JSONField(_("attached, not opened"), default=list, blank=True, help_text=_("names of files"))
    shared = models.BooleanField(_("shown to the company"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="interactions",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("noted"))

    objects = InteractionQuerySet.as_manager()

    class Meta:
        verbose_name = _("call or note")
        verbose_name_plural = _("calls and notes")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["case", "-at", "-id"], name="interaction_case_at"),
            models.Index(fields=["at"], name="interaction_mail_in", condition=Q(kind="mail") & ~Q(sender="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_on:%Y-%m-%d}"


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


class Link(models.Model):
    """A capability for one act on one case; its token is stored hashed and never logs anyone in."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="links")
    act = models.CharField(max_length=12, choices=enums.Act.choices)
    issued_at = models.DateTimeField(_("issued"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.act} {self.pk}"
