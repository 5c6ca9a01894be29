from datetime import date
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from companies.cases.enums import Channel
from companies.cases.models import Case, ProgrammeYear
from companies.cases.querysets import within_reach
from companies.enrolment.entries import Entry as Entry
from companies.enrolment.entries import Joining as Joining
from companies.enrolment.entries import Proof as Proof
from companies.enrolment.enums import Outcome
from companies.enrolment.querysets import (
    CompletionRequestQuerySet,
    ConfirmationQuerySet,
    DocumentQuerySet,
    SlotQuerySet,
)
from companies.files.models import Upload
from companies.questionnaires.models import Response
from companies.reference.models import Called, LegalForm
from companies.registry.models import Company, Contact

if TYPE_CHECKING:
    from companies.accounts.models import User

MOST_FILES: Final = 10


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: "User") -> "ApplicationQuerySet":
        return self.filter(within_reach(user, "case__"))


class Application(models.Model):
    """The application's own facts. Its status is the case's (ruling 2)."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="application")
    response = models.OneToOneField(Response, on_delete=models.PROTECT, related_name="application")
    extended_to = models.DateField(_("closing date put off to"), null=True, blank=True)
    answer_by = models.DateField(
        _("answer owed by"), null=True, blank=True, help_text=_("Law 55-19, counted from the day it was sent")
    )
    paused_days = models.PositiveSmallIntegerField(
        _("days the time limit stood still"), default=0, help_text=_("while the company was asked to complete it")
    )
    experience = models.CharField(_("experience of exporting"), max_length=20, blank=True)
    support_wanted = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, verbose_name=_("support wanted")
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Application")
        verbose_name_plural = _("applications")
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def closes_on(self) -> date:
        """The last day it can be sent, the year's or the one granted to this company."""
        return self.extended_to or self.case.year.closes_on


class DocumentSlot(Called):
    """A paper the companies of a year are asked for; a row, since no official text fixes the list."""

    year = models.ForeignKey(
        ProgrammeYear, on_delete=models.CASCADE, related_name="slots", verbose_name=_("Programme year")
    )
    key = models.SlugField(_("code"), max_length=20, help_text=_("the same from year to year: papers are found again"))
    help_fr = models.CharField(_("help in French"), max_length=300, blank=True)
    help_ar = models.CharField(_("help in Arabic"), max_length=300, blank=True)
    help_en = models.CharField(_("help in English"), max_length=300, blank=True)
    legal_forms = models.ManyToManyField(
        LegalForm,
        blank=True,
        related_name="slots",
        verbose_name=_("legal forms"),
        help_text=_("Only companies of these forms are asked; none chosen: all of them."),
    )
    required = models.BooleanField(_("required"), default=False, help_text=_("without it nothing can be sent"))
    most = models.PositiveSmallIntegerField(
        _("files at most"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_FILES)],
        help_text=_("more than one: each page photographed is a file"),
    )
    expires = models.BooleanField(_("expires"), default=False, help_text=_("its last day of validity is asked"))
    active = models.BooleanField(_("asked for"), default=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("document asked for")
        verbose_name_plural = _("documents asked for")
        ordering = ["-year", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "key"],
                name="slot_once_a_year",
                violation_error_message=_("This year already asks for a document with this code."),
            ),
            models.CheckConstraint(condition=Q(most__gte=1, most__lte=MOST_FILES), name="slot_most"),
        ]

    @property
    def help(self) -> str:
        """In the language of the page, French where it is missing."""
        return getattr(self, f"help_{(get_language() or 'fr')[:2]}", "") or self.help_fr


class Document(models.Model):
    """A file given for a slot. The same upload serves again in a later year, under a row of its own."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="documents", verbose_name=_("Company"))
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents", verbose_name=_("file"))
    slot = models.ForeignKey(DocumentSlot, on_delete=models.PROTECT, related_name="documents", verbose_name=_("for"))
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="documents", verbose_name=_("file sent"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("by"),
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Contact")
    )
    at = models.DateTimeField(_("at"))
    removed_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Document")
        verbose_name_plural = _("documents")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["valid_until"], name="document_expiring", condition=Q(removed_at=None)),
        ]

    def __str__(self) -> str:
        return str(self.upload)

    @property
    def by_staff(self) -> bool:
        """Whether an officer added it for the company."""
        return self.by_id is not None and self.contact_id is None

    @property
    def handed_in_by_staff(self) -> bool:
        """So, or while they filled in the form together."""
        return self.by is not None and self.by.grant.desk

    def is_valid(self, on: date) -> bool:
        """Whether its last day is still to come; a paper without one does not expire."""
        return self.valid_until is None or on <= self.valid_until


class Confirmation(models.Model):
    """An application that an officer filled in, put to its company: once confirmed it counts as sent.

    `edition` names the answers and documents it was asked of (`assisted.edition`): a later one makes it stale. It waits
    while the case is a draft and nothing has ended it; at most one of an application does.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="confirmations")
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Contact")
    )
    edition = models.CharField(max_length=40, editable=False)
    channel = models.CharField(_("asked"), max_length=6, choices=Channel.choices)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked on"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_as = models.CharField(_("result"), max_length=9, choices=Outcome.choices, blank=True, default="")

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation asked of a company")
        verbose_name_plural = _("confirmations asked of companies")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(ended_at=None), name="confirmation_one_waits"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_as="") | Q(ended_at__isnull=False, ended_as__in=Outcome.values),
                name="confirmation_ended_as",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.edition}"


class CompletionRequest(models.Model):
    """What an officer asked back of an application: answers, papers, and in words; by a day.

    Where questions or papers are named, the company is shown nothing else. The newest of a case is open while its
    status says so; what the company sends answers it.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="completion_requests")
    questions = models.JSONField(_("questions asked again"), default=list, blank=True)
    slots = models.JSONField(_("documents asked for"), default=list, blank=True)
    items = models.JSONField(_("in the officer’s words"), default=list, blank=True)
    due_on = models.DateField(_("To be completed by"))
    reason = models.CharField(_("why a second time"), max_length=600, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked on"))
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)

    objects = CompletionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for completion")
        verbose_name_plural = _("requests for completion")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.case} {self.due_on}"

    @property
    def names_parts(self) -> bool:
        """Whether it is about certain questions or papers rather than the whole application."""
        return bool(self.questions or self.slots)
