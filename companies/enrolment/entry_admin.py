"""Those who come by themselves and ask to join, in the admin: to be looked at. What they typed is not shown."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from companies.enrolment.entries import Entry, Joining, Proof
from companies.journal.admin import ReadOnlyAdmin


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ("id", "state", "language", "case", "begun_at", "proven_at")
    list_filter = ("state", "language")
    list_select_related = ("case",)
    search_fields = ("=case__reference", "=email")
    search_help_text = _("a file number or a whole address")
    fields = ("state", "email", "language", "case", "contact", "begun_at", "proven_at")


@admin.register(Proof)
class ProofAdmin(ReadOnlyAdmin):
    list_display = ("id", "purpose", "sent_at", "sendings", "tries", "proved_at")
    list_filter = ("purpose",)
    search_fields = ("=email",)
    search_help_text = _("a whole address")
    fields = ("purpose", "email", "sent_at", "sendings", "tries", "proved_at")


@admin.register(Joining)
class JoiningAdmin(ReadOnlyAdmin):
    list_display = ("name", "case", "why", "asked_at", "verdict", "through", "checked", "decided_by")
    list_filter = ("verdict", "through", "why", "checked")
    list_select_related = ("case", "decided_by")
    search_fields = ("=case__reference", "=email")
    search_help_text = _("a file number or a whole address")
    fields = (
        "case",
        "name",
        "email",
        "phone",
        "language",
        "why",
        "asked_at",
        "objected_at",
        "decided_at",
        "verdict",
        "through",
        "decided_by",
        "checked",
        "note",
    )
