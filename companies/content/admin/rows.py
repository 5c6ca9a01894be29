"""The lists of the public pages: questions, examples, what else exists, offices, people."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from companies.accounts.models import User
from companies.accounts.roles import GRANTS
from companies.content.admin.worded import WORDED, WordedAdmin
from companies.content.forms import AlternativeForm
from companies.content.models import Alternative, Example, Faq, Office, PublicPerson, Row
from companies.journal.admin import JournalledAdmin


class RowAdmin(WordedAdmin):
    """A list of the public pages, in its order. A row of ours is hidden, not deleted: an update would bring it back."""

    list_display: tuple[str, ...] = ("called", "position", "shown")
    list_editable = ("position", "shown")
    list_display_links = ("called",)
    search_fields = ("title_fr", "title_ar", "title_en")
    list_per_page = 100

    @admin.display(description=gettext_lazy("title"))
    def called(self, row: Row) -> str:
        return row.title

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return obj is not None and obj.key is None


@admin.register(Faq)
class FaqAdmin(RowAdmin):
    part = "portal/public/parts/faq.html"
    fieldsets = [*WORDED, (None, {"fields": ("position", "shown")})]


@admin.register(Example)
class ExampleAdmin(RowAdmin):
    part = "portal/public/parts/example.html"
    list_display = ("called", "sector", "position", "shown")
    list_filter = ("sector",)
    list_select_related = ("sector",)
    fieldsets = [(None, {"fields": ("sector",)}), *WORDED, (None, {"fields": ("position", "shown")})]


@admin.register(Alternative)
class AlternativeAdmin(RowAdmin):
    form = AlternativeForm
    part = "admin/content/alternative.html"
    list_display = ("called", "checked_on", "position", "shown")
    filter_horizontal = ("sectors", "legal_forms")
    fieldsets = [
        *WORDED,
        (None, {"fields": ("needs", "sectors", "legal_forms", "link", "checked_on", "position", "shown")}),
    ]


@admin.register(Office)
class OfficeAdmin(JournalledAdmin):
    list_display = ("region", "phone", "email")
    list_select_related = ("region",)
    readonly_fields = ("region",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Office | None = None) -> bool:
        return False


@admin.register(PublicPerson)
class PublicPersonAdmin(JournalledAdmin):
    """Only who has a row here is named to the public."""

    list_display = ("user", "phone_shown")
    list_select_related = ("user",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":
            regional = [role for role, grant in GRANTS.items() if grant.by_region]
            kwargs["queryset"] = User.objects.filter(is_active=True, role__in=regional)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
