from typing import Any, Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from companies.accounts.models import User
from companies.content import markup
from companies.content.enums import Need
from companies.content.querysets import AlternativeQuerySet, ShownQuerySet, TextQuerySet
from companies.content.slots import PLACEHOLDERS, SLOTS, Slot
from companies.reference.models import LegalForm, Region, Sector

LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)


class Worded(models.Model):
    """A title and a text in three languages; the text in the markup of `markup.py`."""

    title_fr = models.CharField(_("title in French"), max_length=200)
    title_ar = models.CharField(_("title in Arabic"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    body_fr = models.TextField(_("text in French"), max_length=20_000)
    body_ar = models.TextField(_("text in Arabic"), max_length=20_000)
    body_en = models.TextField(_("text in English"), max_length=20_000)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.worded("title")

    @property
    def body(self) -> str:
        return self.worded("body")

    def worded(self, field: str) -> str:
        """The words of `field` in the language of the page."""
        words: str = getattr(self, f"{field}_{(get_language() or settings.LANGUAGE_CODE)[:2]}")
        return words

    def clean(self) -> None:
        """Raises ValidationError for links that lead nowhere safe and placeholders that do not exist."""
        problems = {f"body_{code}": _problems(getattr(self, f"body_{code}")) for code in LANGUAGES}
        found = {field: said for field, said in problems.items() if said}
        if found:
            raise ValidationError(found)


def _problems(text: str) -> list[Any]:
    unknown = sorted(markup.names(text) - set(PLACEHOLDERS))
    unsafe = markup.unsafe_targets(text)
    return [
        *[ValidationError(_("{%(name)s} does not exist here."), params={"name": name}) for name in unknown],
        *[ValidationError(_("A link cannot lead to %(target)s."), params={"target": each}) for each in unsafe],
    ]


class Text(Worded):
    """One version of the text of a slot. The newest is on the pages; no version is changed or deleted."""

    slot = models.CharField(_("place"), max_length=60, editable=False)
    version = models.PositiveIntegerField(_("version"), editable=False)
    body_fr = models.TextField(_("text in French"), max_length=20_000, blank=True)
    body_ar = models.TextField(_("text in Arabic"), max_length=20_000, blank=True)
    body_en = models.TextField(_("text in English"), max_length=20_000, blank=True)
    written_at = models.DateTimeField(_("written"), editable=False)
    made_by = models.BigIntegerField(_("written by"), null=True, editable=False)

    objects = TextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of the public pages")
        verbose_name_plural = _("texts of the public pages")
        ordering = ["slot", "-version"]
        constraints = [models.UniqueConstraint(fields=["slot", "version"], name="content_text_version")]

    @property
    def place(self) -> Slot | None:
        return SLOTS.get(self.slot)

    def clean(self) -> None:
        super().clean()
        if self.place and self.place.body:
            empty = [f"body_{code}" for code in LANGUAGES if not getattr(self, f"body_{code}").strip()]
            if empty:
                raise ValidationError(dict.fromkeys(empty, _("This text is on the page in every language.")))


class Row(Worded):
    """One of a list on a public page. `key` names it in our first rows, so that an update does not bring it back."""

    position = models.PositiveSmallIntegerField(_("position"), default=100)
    shown = models.BooleanField(_("shown"), default=True)
    key = models.CharField(max_length=60, unique=True, null=True, editable=False)  # noqa: DJ001 - several have none

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class Faq(Row):
    """A question, and its answer."""

    objects = ShownQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")


class Example(Row):
    """A typical situation in a sector: no real company, no result that somebody reached."""

    sector = models.ForeignKey(
        Sector, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Sector")
    )

    objects = ShownQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("example")
        verbose_name_plural = _("examples")


class Alternative(Row):
    """What else exists: another programme or office, for whom this one is not, or not enough."""

    needs = ArrayField(
        models.CharField(max_length=20, choices=Need.choices),
        verbose_name=_("helps with"),
        default=list,
        blank=True,
        help_text=_("Nothing ticked: with anything."),
    )
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="+", verbose_name=_("sectors"), help_text=_("None chosen: for every sector.")
    )
    legal_forms = models.ManyToManyField(
        LegalForm,
        blank=True,
        related_name="+",
        verbose_name=_("legal forms"),
        help_text=_("None chosen: for every legal form."),
    )
    link = models.CharField(
        _("its page"), max_length=200, blank=True, validators=[URLValidator(schemes=["https", "http"])]
    )
    checked_on = models.DateField(
        _("last checked"), null=True, blank=True, help_text=_("When somebody last made sure that this is still true.")
    )

    objects = AlternativeQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("what else exists")
        verbose_name_plural = _("what else exists")


class Office(models.Model):
    """The office of a region, as the public may know it. What is empty is not shown."""

    region = models.OneToOneField(Region, on_delete=models.PROTECT, related_name="office", verbose_name=_("Region"))
    address_fr = models.CharField(_("address in French"), max_length=300, blank=True)
    address_ar = models.CharField(_("address in Arabic"), max_length=300, blank=True)
    hours_fr = models.CharField(_("hours in French"), max_length=120, blank=True)
    hours_ar = models.CharField(_("hours in Arabic"), max_length=120, blank=True)
    hours_en = models.CharField(_("hours in English"), max_length=120, blank=True)
    phone = models.CharField(_("Telephone"), max_length=20, blank=True)
    email = models.EmailField(_("E-mail address"), blank=True)

    class Meta:
        verbose_name = _("regional office")
        verbose_name_plural = _("regional offices")
        ordering = ["region__code"]

    def __str__(self) -> str:
        return self.region.name

    @property
    def address(self) -> str:
        return self.address_ar if (get_language() or "").startswith("ar") and self.address_ar else self.address_fr

    @property
    def hours(self) -> str:
        words: str = getattr(self, f"hours_{(get_language() or 'fr')[:2]}") or self.hours_fr
        return words


class PublicPerson(models.Model):
    """Somebody of the staff who agreed to be named on the public pages. Nobody is named without this row."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="public", verbose_name=_("person"))
    phone_shown = models.BooleanField(_("with their telephone number"), default=True)

    class Meta:
        verbose_name = _("person named in public")
        verbose_name_plural = _("people named in public")
        ordering = ["user__name", "id"]

    def __str__(self) -> str:
        return str(self.user)

    def clean(self) -> None:
        """Raises ValidationError for who has no region to be named under."""
        if self.user_id and not self.user.grant.by_region:
            raise ValidationError({"user": _("Only officers and managers of a region are named in public.")})
