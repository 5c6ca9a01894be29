from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from companies.reference.enums import AliasKind, Area, HolidayKind, SectorKind


class Called(models.Model):
    """A thing with its name in three languages."""

    name_fr = models.CharField(_("name in French"), max_length=200)
    name_ar = models.CharField(_("name in Arabic"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page; French where English is missing."""
        return self.name_in(get_language() or settings.LANGUAGE_CODE)

    def name_in(self, language: str) -> str:
        name: str = getattr(self, f"name_{language[:2]}", "") or self.name_fr
        return name


class Named(Called):
    """With a code for good."""

    code = models.CharField(_("code"), max_length=12, unique=True)

    class Meta:
        abstract = True
        ordering = ["code"]


class Region(Named):
    """One of the 12 regions of decree 2-15-40 (2015)."""

    seat_fr = models.CharField(_("seat in French"), max_length=60, blank=True)
    seat_ar = models.CharField(_("seat in Arabic"), max_length=60, blank=True)

    class Meta(Named.Meta):
        verbose_name = _("Region")
        verbose_name_plural = _("regions")


class Province(Named):
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="provinces", verbose_name=_("Region"))
    is_prefecture = models.BooleanField(_("prefecture"), default=False)

    class Meta(Named.Meta):
        verbose_name = _("Prefecture or province")
        verbose_name_plural = _("prefectures and provinces")


class LegalForm(Named):
    has_rc = models.BooleanField(_("entered in the trade register"), null=True)
    is_legal_person = models.BooleanField(_("legal person"), default=True)

    class Meta(Named.Meta):
        verbose_name = _("Legal form")
        verbose_name_plural = _("legal forms")


class Sector(Named):
    """A sector of the Office des Changes classification; services have no HS chapter."""

    kind = models.CharField(_("kind"), max_length=8, choices=SectorKind.choices, blank=True)
    hs_hint = models.CharField(
        _("HS chapters, as a hint"), max_length=60, blank=True, help_text=_("no official mapping: it ranks proposals")
    )

    class Meta(Named.Meta):
        verbose_name = _("Sector")
        verbose_name_plural = _("sectors")


class SizeClass(models.Model):
    """Turnover bands. There is no single legal definition: always show the scheme used."""

    scheme = models.CharField(_("scheme"), max_length=20)
    code = models.CharField(_("code"), max_length=12)
    name_fr = models.CharField(_("name in French"), max_length=100)
    name_ar = models.CharField(_("name in Arabic"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    turnover_min = models.DecimalField(_("turnover from (MAD)"), max_digits=16, decimal_places=2)
    turnover_max = models.DecimalField(
        _("turnover below (MAD)"), max_digits=16, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = _("size class")
        verbose_name_plural = _("size classes")
        ordering = ["scheme", "turnover_min"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="size_class_code"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"


class Country(Named):
    """ISO 3166-1; `code` is the two-letter code. Morocco is there, and left out of lists of markets."""

    area = models.CharField(_("area"), max_length=20, choices=Area.choices)

    class Meta(Named.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")


class HsChapter(Named):
    """A chapter of the Harmonized System 2022, 01 to 97 without 77."""

    section = models.CharField(_("section"), max_length=5)

    class Meta(Named.Meta):
        verbose_name = _("HS chapter")
        verbose_name_plural = _("HS chapters")


class HsHeading(Named):
    """A heading of the Harmonized System 2022 (4 digits) that people look for by everyday words."""

    words = models.CharField(
        _("other words"),
        max_length=300,
        blank=True,
        help_text=_("in any language: what people type who look for this code"),
    )

    class Meta(Named.Meta):
        verbose_name = _("HS heading")
        verbose_name_plural = _("HS headings")


class Agreement(Named):
    """A trade agreement of Morocco."""

    countries = models.ManyToManyField(Country, related_name="agreements", blank=True)
    signed_on = models.DateField(_("signed"), null=True, blank=True)
    in_force_on = models.DateField(_("in force"), null=True, blank=True)
    confidence = models.CharField(_("how sure"), max_length=20, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(Named.Meta):
        verbose_name = _("Trade agreement")
        verbose_name_plural = _("trade agreements")


class Alias(models.Model):
    """How a ministry's list spells a sector, legal form, town or region; remembered once answered."""

    kind = models.CharField(_("kind"), max_length=12, choices=AliasKind.choices)
    key = models.CharField(_("spelling, folded"), max_length=120)
    label = models.CharField(_("spelling"), max_length=120)
    code = models.CharField(_("code"), max_length=12)

    class Meta:
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        ordering = ["kind", "key"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="alias_key")]

    def __str__(self) -> str:
        return f"{self.label} = {self.code}"


class Site(models.Model):
    """The site's own name, sender and office hours: one row, edited in the admin."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name_fr = models.CharField(_("name in French"), max_length=80, default="Programme d’appui à l’export")
    name_ar = models.CharField(_("name in Arabic"), max_length=80, default="برنامج دعم التصدير")
    name_en = models.CharField(_("name in English"), max_length=80, default="Export support programme")
    sender_email = models.EmailField(_("sender"), default="appui-export@export.example")
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    contact_email = models.EmailField(_("contact"), blank=True)
    quiet_until = models.TimeField(_("mail may leave from"), default="08:30")
    quiet_from = models.TimeField(_("mail may leave until"), default="17:30")
    friday_from = models.TimeField(_("Friday pause from"), default="12:00")
    friday_until = models.TimeField(_("Friday pause until"), default="15:00")
    workdays = models.CharField(
        _("working days"), max_length=13, default="1,2,3,4,5", help_text=_("1 is Monday, 7 is Sunday")
    )
    mail_days = models.CharField(
        _("days on which mail may leave"),
        max_length=13,
        blank=True,
        default="",
        help_text=_("1 is Monday, 7 is Sunday; empty: the working days. Calls are made on working days only."),
    )
    courtesy_hours = models.PositiveSmallIntegerField(_("hours between two optional messages to a person"), default=72)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("site")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="site_is_one_row"),
            models.CheckConstraint(
                condition=models.Q(quiet_until__lt=models.F("quiet_from")), name="site_hours_ordered"
            ),
            models.CheckConstraint(
                condition=models.Q(friday_from__lte=models.F("friday_until")),
                name="site_friday_ordered",
            ),
        ]

    def __str__(self) -> str:
        return self.name_fr

    def name_in(self, language: str) -> str:
        name: str = getattr(self, f"name_{language[:2]}")
        return name


class Holiday(Called):
    """A day on which the offices are closed, or, `closed` taken away, one that turned out to be worked.

    `key` names the day in our first rows, so that moving it does not bring it back; rows added by hand have none.
    """

    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=9, choices=HolidayKind.choices, default=HolidayKind.EXCEPTIONAL)
    closed = models.BooleanField(
        _("offices are closed"), default=True, help_text=_("Without the tick it is a day of work like any other.")
    )
    estimated = models.BooleanField(
        _("estimated"), default=False, help_text=_("Take the tick away once the date is announced.")
    )
    key = models.CharField(max_length=60, unique=True, null=True, editable=False)  # noqa: DJ001 - several have none

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["on", "id"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=HolidayKind.values), name="holiday_kind")]


class SpecialHours(Called):
    """Days, both included, on which mail leaves in other hours than usual: Ramadan. The row begun last holds."""

    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    opens = models.TimeField(_("mail may leave from"))
    closes = models.TimeField(_("mail may leave until"))
    friday_from = models.TimeField(_("Friday pause from"), null=True, blank=True)
    friday_until = models.TimeField(
        _("Friday pause until"), null=True, blank=True, help_text=_("Both left empty: the pause is the usual one.")
    )
    estimated = models.BooleanField(
        _("estimated"), default=False, help_text=_("Take the tick away once the date is announced.")
    )
    key = models.CharField(max_length=60, unique=True, null=True, editable=False)  # noqa: DJ001 - as above

    class Meta:
        verbose_name = _("special hours")
        verbose_name_plural = _("special hours")
        ordering = ["begins_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(begins_on__lte=F("ends_on")),
                name="special_dates_ordered",
                violation_error_message=_("The last day comes before the first."),
            ),
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes")),
                name="special_hours_ordered",
                violation_error_message=_("The hours end before they begin."),
            ),
            models.CheckConstraint(
                condition=Q(friday_from__isnull=True, friday_until__isnull=True)
                | Q(friday_from__isnull=False, friday_until__isnull=False, friday_from__lte=F("friday_until")),
                name="special_friday_ordered",
                violation_error_message=_("Give both ends of the Friday pause, the first before the last, or none."),
            ),
        ]

    @property
    def friday_pause(self) -> tuple[time, time] | None:
        return (self.friday_from, self.friday_until) if self.friday_from and self.friday_until else None
