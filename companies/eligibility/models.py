from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from companies.cases.models import ProgrammeYear
from companies.content import markup
from companies.content.enums import Need
from companies.content.models import Alternative
from companies.content.slots import PLACEHOLDERS
from companies.eligibility.enums import Effect, Kind
from companies.eligibility.querysets import RuleQuerySet, TallyQuerySet

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class Spoken(models.Model):
    """Words in three languages, by the name of their field."""

    class Meta:
        abstract = True

    def spoken(self, field: str) -> str:
        words: str = getattr(self, f"{field}_{(get_language() or settings.LANGUAGE_CODE)[:2]}")
        return words


class Rule(Spoken):
    """One question of the check, from a day on: for one programme year, or for every year that has none of its own."""

    year = models.ForeignKey(
        ProgrammeYear,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rules",
        verbose_name=_("Programme year"),
        help_text=_("Empty: for every year that has no rule of its own under this key."),
    )
    key = models.SlugField(_("key"), max_length=30, help_text=_("The same for all rules that follow each other."))
    valid_from = models.DateField(_("applies from"))
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    shown = models.BooleanField(_("is asked"), default=True)
    kind = models.CharField(_("kind of answer"), max_length=7, choices=Kind.choices, default=Kind.ONE)
    effect = models.CharField(_("an answer against"), max_length=7, choices=Effect.choices, default=Effect.INFORMS)
    form_key = models.SlugField(
        _("question of the application"),
        max_length=40,
        blank=True,
        help_text=_("Its key, where the answer is carried into the draft."),
    )
    question_fr = models.CharField(_("question in French"), max_length=200)
    question_ar = models.CharField(_("question in Arabic"), max_length=200)
    question_en = models.CharField(_("question in English"), max_length=200)
    help_fr = models.CharField(_("help in French"), max_length=300, blank=True)
    help_ar = models.CharField(_("help in Arabic"), max_length=300, blank=True)
    help_en = models.CharField(_("help in English"), max_length=300, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of the check")
        verbose_name_plural = _("rules of the check")
        ordering = ["position", "key", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "key", "valid_from"],
                name="eligibility_rule_day",
                nulls_distinct=False,
                violation_error_message=_("There is a rule of this key from that day on already."),
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="eligibility_rule_kind"),
            models.CheckConstraint(condition=Q(effect__in=Effect.values), name="eligibility_rule_effect"),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def question(self) -> str:
        return self.spoken("question")

    @property
    def help(self) -> str:
        return self.spoken("help")


class Reply(Spoken):
    """One answer to a rule's question, and what the result says of it. For regions and sectors: of one of them."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="replies", verbose_name=_("rule"))
    code = models.CharField(_("code"), max_length=20, help_text=_("Of a region or sector: its own code."))
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    label_fr = models.CharField(_("answer in French"), max_length=120, blank=True)
    label_ar = models.CharField(_("answer in Arabic"), max_length=120, blank=True)
    label_en = models.CharField(_("answer in English"), max_length=120, blank=True)
    against = models.BooleanField(_("speaks against applying"), default=False)
    says_fr = models.TextField(_("what the result says, in French"), max_length=1000, blank=True)
    says_ar = models.TextField(_("what the result says, in Arabic"), max_length=1000, blank=True)
    says_en = models.TextField(_("what the result says, in English"), max_length=1000, blank=True)
    form_value = models.CharField(
        _("carried as"), max_length=40, blank=True, help_text=_("The code the application knows; empty: nothing.")
    )
    needs = ArrayField(
        models.CharField(max_length=20, choices=Need.choices),
        verbose_name=_("asks for"),
        default=list,
        blank=True,
        help_text=_("What else exists for these needs is shown with the result."),
    )
    alternatives = models.ManyToManyField(Alternative, blank=True, related_name="+", verbose_name=_("what else exists"))

    class Meta:
        verbose_name = _("answer of the check")
        verbose_name_plural = _("answers of the check")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["rule", "code"], name="eligibility_reply_code")]

    def __str__(self) -> str:
        return self.label or self.code

    @property
    def label(self) -> str:
        return self.spoken("label")

    @property
    def says(self) -> str:
        return self.spoken("says")

    def clean(self) -> None:
        """Raises ValidationError for words that are missing in a language, or that the page could not show."""
        said = {f"says_{code}": getattr(self, f"says_{code}") for code in LANGUAGES}
        if self.against and not all(text.strip() for text in said.values()):
            raise ValidationError(_("An answer against says why, in every language."))
        problems: dict[str, Any] = {field: _problems(text) for field, text in said.items()}
        found = {field: each for field, each in problems.items() if each}
        if found:
            raise ValidationError(found)


def _problems(text: str) -> list[Any]:
    if markup.unsafe_targets(text):
        return [
            ValidationError(_("A link cannot lead to %(target)s."), params={"target": markup.unsafe_targets(text)[0]})
        ]
    unknown = markup.names(text) - set(PLACEHOLDERS)
    return [ValidationError(_("{%(name)s} does not exist here."), params={"name": name}) for name in sorted(unknown)]


class Tally(models.Model):
    """How many finished checks gave an answer, in a month: nobody stands behind it.

    Region and sector are codes as told, "" where not told. A row without `rule` counts the checks themselves, by their
    outcome; `answer` is "" where a question was passed over.
    """

    year = models.ForeignKey(ProgrammeYear, on_delete=models.PROTECT, related_name="tallies")
    month = models.DateField(_("month"), help_text=_("its first day"))
    region = models.CharField(_("Region"), max_length=12, blank=True)
    sector = models.CharField(_("Sector"), max_length=12, blank=True)
    rule = models.CharField(_("question"), max_length=30, blank=True)
    answer = models.CharField(_("answer"), max_length=20, blank=True)
    n = models.PositiveIntegerField(_("how many"))

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of checks")
        verbose_name_plural = _("counts of checks")
        ordering = ["-month", "region", "sector", "rule", "answer"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "month", "region", "sector", "rule", "answer"], name="eligibility_tally_cell"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.rule or '—'} {self.answer or '—'}"
