"""What is asked and what was answered. What a question is stands in code (`declarations.py`)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.cases.models import Case, ProgrammeYear
from companies.common import clock
from companies.questionnaires.enums import Layer, Source
from companies.questionnaires.querysets import AnswerQuerySet, FormQuerySet, ResponseQuerySet
from companies.registry.models import Contact


class Form(models.Model):
    """A version of a declared form. Publishing a new one touches no response begun with an older (settled 15).

    Its rows say how each question is worded; a version without rows, or a question without one, is asked as it is
    declared in code. `year` is the programme year it is asked in, none for every year. Rows of a published version
    never change: what a person was shown can be shown again.
    """

    key = models.CharField(_("form"), max_length=30)
    version = models.PositiveIntegerField(_("version"), default=1)
    year = models.ForeignKey(
        ProgrammeYear,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="forms",
        verbose_name=_("Programme year"),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = FormQuerySet.as_manager()

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        ordering = ["key", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="form_version"),
            models.UniqueConstraint(
                fields=["key", "year"],
                condition=Q(published_at=None),
                nulls_distinct=False,
                name="form_one_draft",
                violation_error_message=_("A draft of this form is begun already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class FormQuestion(models.Model):
    """How one question is asked in one version: its words, whether an answer is needed, whether it is asked at all."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="questions")
    key = models.CharField(_("question"), max_length=40)
    label_fr = models.CharField(_("question in French"), max_length=300)
    label_ar = models.CharField(_("question in Arabic"), max_length=300)
    label_en = models.CharField(_("question in English"), max_length=300)
    help_fr = models.CharField(_("help in French"), max_length=500, blank=True)
    help_ar = models.CharField(_("help in Arabic"), max_length=500, blank=True)
    help_en = models.CharField(_("help in English"), max_length=500, blank=True)
    required = models.BooleanField(_("an answer is needed"), default=False)
    shown = models.BooleanField(_("is asked"), default=True)

    class Meta:
        verbose_name = _("question of a form")
        verbose_name_plural = _("questions of forms")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["form", "key"], name="form_question_once")]

    def __str__(self) -> str:
        return self.key


class Response(models.Model):
    """One case's answers to one form, from the first saved page to the confirmed whole."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="responses")
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="responses")
    due_on = models.DateField(_("due"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"))
    saved_at = models.DateTimeField(_("last saved"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True)
    behind_code_at = models.DateTimeField(
        _("behind a code since"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Something in it came from somebody signed in: what a link opens without a code is over."),
    )
    pages_done = models.JSONField(_("pages completed"), default=list, blank=True)
    pages_saved = models.JSONField(_("pages saved"), default=list, blank=True)
    at_page = models.CharField(
        _("page reached"), max_length=30, blank=True, help_text=_("Where the company is, or left off.")
    )
    language = models.CharField(_("filled in in"), max_length=2, choices=settings.LANGUAGES, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("answers to a form")
        verbose_name_plural = _("answers to forms")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "form"], name="response_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.form_id}"

    @property
    def closed_year(self) -> int:
        """The last year that was over when the answers were begun: the one that figures are asked of."""
        return clock.local_day(self.started_at).year - 1

    @property
    def holds_answers(self) -> bool:
        """Whether a person saved a page; what we filled in ourselves does not count."""
        return self.saved_at is not None


class Answer(models.Model):
    """The value of one question in one layer: what counts, or what the company is still changing.

    `value` is JSON: text, whole number, true/false, a list of codes, or a list of rows. While unsent it may
    also be what a person typed and the question refuses: nothing typed is lost.
    `prefilled`: it stands there and the company has not saved its page yet; `source` says where it was taken from.
    `wording` is the question as it was shown. `version` is the response's at the time of writing and `sheet`
    names the drawn page that wrote it: together they tell a stale page from a return to one's own.
    """

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(_("question"), max_length=40)
    layer = models.CharField(_("layer"), max_length=8, choices=Layer.choices, default=Layer.UNSENT)
    value = models.JSONField(_("answer"), null=True)
    wording = models.CharField(_("as it was asked"), max_length=300, blank=True)
    prefilled = models.BooleanField(_("filled in ahead"), default=False)
    source = models.CharField(_("taken from"), max_length=5, choices=Source.choices, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)
    sheet = models.CharField(max_length=16, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Contact"),
    )
    at = models.DateTimeField(_("at"))

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["response", "key", "layer"], name="answer_once"),
            models.CheckConstraint(condition=Q(layer__in=Layer.values), name="answer_layer"),
        ]

    def __str__(self) -> str:
        return self.key


class PastAnswer(models.Model):
    """What an answer was before a later one counted in its place."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="past_answers")
    key = models.CharField(_("question"), max_length=40)
    value = models.JSONField(_("answer"), null=True)
    at = models.DateTimeField(_("given"))
    replaced_at = models.DateTimeField(_("replaced"))

    class Meta:
        verbose_name = _("earlier answer")
        verbose_name_plural = _("earlier answers")
        ordering = ["-replaced_at", "id"]

    def __str__(self) -> str:
        return self.key
