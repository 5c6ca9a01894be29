"""Reference data for administrators: names and addresses are corrected here, codes stay for good."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from companies.common import words
from companies.common.text import clean, fold
from companies.journal.admin import JournalledAdmin
from companies.reference import loading, models
from companies.reference.spellings import leads_somewhere

NAMES = ("name_fr", "name_ar", "name_en")


class CodedAdmin(JournalledAdmin):
    """Files of past years name these rows: a code is never changed once given, and no row is deleted."""

    list_display: tuple[str, ...] = ("code", *NAMES)
    search_fields: ClassVar[tuple[str, ...]] = ("=code", *NAMES)
    ordering: ClassVar[tuple[str, ...]] = ("code",)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return ("code",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(models.Region)
class RegionAdmin(CodedAdmin):
    list_display = (*CodedAdmin.list_display, "seat_fr")


@admin.register(models.Province)
class ProvinceAdmin(CodedAdmin):
    list_display = (*CodedAdmin.list_display, "region", "is_prefecture")
    list_filter = ("region", "is_prefecture")
    list_select_related = ("region",)
    autocomplete_fields = ("region",)


@admin.register(models.LegalForm)
class LegalFormAdmin(CodedAdmin):
    list_display = (*CodedAdmin.list_display, "has_rc", "is_legal_person")
    list_filter = ("has_rc",)


@admin.register(models.Sector)
class SectorAdmin(CodedAdmin):
    list_display = (*CodedAdmin.list_display, "kind", "hs_hint")
    list_filter = ("kind",)


@admin.register(models.Country)
class CountryAdmin(CodedAdmin):
    list_display = (*CodedAdmin.list_display, "area")
    list_filter = ("area",)


@admin.register(models.HsChapter)
class HsChapterAdmin(CodedAdmin):
    list_display = (*CodedAdmin.list_display, "section")
    list_filter = ("section",)


@admin.register(models.HsHeading)
class HsHeadingAdmin(CodedAdmin):
    search_fields = (*CodedAdmin.search_fields, "words")


@admin.register(models.Agreement)
class AgreementAdmin(CodedAdmin):
    list_display = (*CodedAdmin.list_display, "signed_on", "in_force_on", "confidence")
    list_filter = ("confidence",)
    autocomplete_fields = ("countries",)


@admin.register(models.SizeClass)
class SizeClassAdmin(CodedAdmin):
    list_display = ("scheme", "code", *NAMES, "turnover_min", "turnover_max")
    list_filter = ("scheme",)
    ordering: ClassVar[tuple[str, ...]] = ("scheme", "turnover_min")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return ("scheme", "code") if obj else ()


class AliasForm(forms.ModelForm):
    """A spelling as a list writes it; compared without case, accents and double spaces."""

    def clean_label(self) -> str:
        return clean(self.cleaned_data["label"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        kind, code = values.get("kind"), values.get("code")
        if kind and code and not leads_somewhere(kind, code):
            self.add_error("code", _("There is no such code."))
        self.instance.key = fold(values.get("label", ""))
        return values

    def _post_clean(self) -> None:
        """The key is not a field of the form, so its uniqueness is checked here."""
        super()._post_clean()  # type: ignore[misc]
        same = models.Alias.objects.filter(kind=self.instance.kind, key=self.instance.key)
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("label", ValidationError(_("This spelling is known already.")))


@admin.register(models.Alias)
class AliasAdmin(JournalledAdmin):
    form = AliasForm
    list_display = ("label", "kind", "code")
    list_filter = ("kind",)
    search_fields = ("label", "key", "=code")
    fields = ("kind", "label", "code")
    ordering = ("kind", "key")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A spelling of our own files would come back at the next update: change its code instead."""
        return isinstance(obj, models.Alias) and not loading.is_ours(obj)


@admin.register(models.Site)
class SiteAdmin(JournalledAdmin):
    list_display = ("name_fr", "sender_email", "phone", "quiet_until", "quiet_from")
    fieldsets = (
        (None, {"fields": (*NAMES, "sender_email", "contact_email", "phone")}),
        (
            _("Office hours"),
            {
                "fields": (
                    "workdays",
                    *("mail_days", "quiet_until", "quiet_from", "friday_from", "friday_until", "courtesy_hours"),
                )
            },
        ),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class YearFilter(admin.SimpleListFilter):
    """The years that have rows; `field` is a plain date."""

    title = _("year")
    parameter_name = "year"
    field: ClassVar[str]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        days = model_admin.model._default_manager.order_by(self.field).values_list(self.field, flat=True)
        return [(year, year) for year in dict.fromkeys(str(day.year) for day in days)]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        if not (self.value() or "").isdecimal() or not 1 <= int(self.value() or 0) <= date.max.year:
            return queryset
        year = int(self.value() or 0)
        return queryset.filter(**{f"{self.field}__range": (date(year, 1, 1), date(year, 12, 31))})


class HolidayYear(YearFilter):
    field = "on"


class SpecialYear(YearFilter):
    field = "begins_on"


class CalendarAdmin(JournalledAdmin):
    """Rows of the working calendar. Those of our own files are not deleted: the next update would bring them back."""

    list_per_page = 60
    search_fields = NAMES
    actions = ("confirm",)

    @admin.display(description=_("name"))
    def called(self, row: models.Called) -> str:
        return row.name

    @admin.action(description=_("Confirm the dates chosen: they were announced"))
    def confirm(self, request: HttpRequest, queryset: "QuerySet[Any]") -> None:
        for row in queryset.filter(estimated=True):
            row.estimated = False
            row.save(update_fields=["estimated"])
            self.log_change(request, row, ["estimated"])

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return obj is not None and not getattr(obj, "key", None)


@admin.register(models.Holiday)
class HolidayAdmin(CalendarAdmin):
    list_display = ("when", "called", "kind", "closed", "estimated")
    list_editable = ("closed", "estimated")
    list_filter = (HolidayYear, "kind", "estimated")
    search_help_text = _("Religious days are estimates until they are announced: correct the day, then confirm it.")
    fields = ("on", *NAMES, "kind", "closed", "estimated")

    @admin.display(description=_("day"), ordering="on")
    def when(self, holiday: models.Holiday) -> str:
        return words.full_day(holiday.on)


@admin.register(models.SpecialHours)
class SpecialHoursAdmin(CalendarAdmin):
    list_display = ("begins", "ends", "called", "opens", "closes", "estimated")
    list_editable = ("estimated",)
    list_filter = (SpecialYear, "estimated")
    search_help_text = _("Mail leaves in these hours on these days, instead of the usual ones of the site.")
    fields = (
        ("begins_on", "ends_on"),
        *NAMES,
        ("opens", "closes"),
        ("friday_from", "friday_until"),
        "estimated",
    )

    @admin.display(description=_("from"), ordering="begins_on")
    def begins(self, hours: models.SpecialHours) -> str:
        return words.full_day(hours.begins_on)

    @admin.display(description=_("until"), ordering="ends_on")
    def ends(self, hours: models.SpecialHours) -> str:
        return words.full_day(hours.ends_on)
