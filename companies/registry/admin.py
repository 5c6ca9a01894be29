"""Companies and their people in the admin: to be read and found. They are changed at the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from companies.journal.admin import ReadOnlyAdmin
from companies.registry import models


class ReadOnlyInline(admin.TabularInline):
    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ContactInline(ReadOnlyInline):
    model = models.Contact
    fields = ("name", "function", "email", "phone", "language", "primary", "access", "user", "note")

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Contact]:
        return super().get_queryset(request).select_related("user")


class YearInline(ReadOnlyInline):
    model = models.CompanyYear
    fields = ("year", "source", "turnover", "export_turnover", "headcount")


class ProductInline(ReadOnlyInline):
    model = models.CompanyProduct
    fields = ("hs", "name")


class MarketInline(ReadOnlyInline):
    model = models.CompanyMarket
    fields = ("country", "kind")

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.CompanyMarket]:
        return super().get_queryset(request).select_related("country")


@admin.register(models.Company)
class CompanyAdmin(ReadOnlyAdmin):
    list_display = ("display_name", "ice", "legal_form", "town", "region", "sector", "ice_doubted")
    list_filter = ("region", "sector", "legal_form", "ice_doubted")
    list_select_related = ("region", "sector", "legal_form")
    search_fields = ("ice",)
    search_help_text = _("three letters or more of a name in either script, an ICE, a town, an address or a number")
    inlines = (ContactInline, YearInline, ProductInline, MarketInline)
    fields = (
        ("name", "name_ar"),
        ("ice", "ice_doubted"),
        ("legal_form", "rc_number", "rc_court", "other_register"),
        ("region", "province", "town"),
        "address",
        ("sector", "founded", "certifications"),
        ("ceased_on", "merged_into"),
        "note",
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By the stored search key, in both scripts; autocompletes ask the same way."""
        return (queryset.matching(search_term) if search_term else queryset), False  # type: ignore[attr-defined]

    @admin.display(description=_("Company"), ordering="sort_key")
    def display_name(self, company: models.Company) -> str:
        return company.display_name


@admin.register(models.Contact)
class ContactAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "function", "email", "phone", "language", "primary", "access", "company")
    list_filter = ("primary", "access", "language", "company__region")
    list_select_related = ("company",)
    search_fields = ("name", "email", "phone")
