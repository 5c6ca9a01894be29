"""What holds companies back, as it was said: read only."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from companies.dialogue.models import Obstacle
from companies.journal.admin import ReadOnlyAdmin


@admin.register(Obstacle)
class ObstacleAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "company", "primary", "source", "case", "region", "sector", "by", "at")
    list_filter = ("code", "source", "primary", "case__region", "region", "sector")
    list_select_related = ("company", "case", "by", "region", "sector")
    search_fields = ("company__name__istartswith", "=case__reference")
    search_help_text = _("a file number, or the beginning of a company's name")
