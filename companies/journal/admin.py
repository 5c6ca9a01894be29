"""The admin's pen: who edits configuration leaves a line in the journal."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from companies.common import clock, words
from companies.journal import actions
from companies.journal.enums import ActorKind
from companies.journal.models import Entry


class JournalledAdmin(admin.ModelAdmin):
    """A ModelAdmin whose every edit is a line of the journal: who, which object, which fields.

    Never the values: they may be personal, and the journal cannot forget. Django's own log, which would keep names, is
    not written; an object's history leads to the journal. Rows are edited in one transaction with their line.
    """

    show_full_result_count = False

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """The names of the changed fields, those of inlines after the name of their model."""
        names = list(form.changed_data)
        for formset in formsets or []:
            prefix = formset.model._meta.model_name
            names += [f"{prefix}.added" for _row in formset.new_objects]
            names += [f"{prefix}.{name}" for _row, changed in formset.changed_objects for name in changed]
            names += [f"{prefix}.removed" for _row in formset.deleted_objects]
        return list(dict.fromkeys(names))

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        return _note(request, obj, "config.added", message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        return _note(request, obj, "config.changed", message) if message else None

    def log_deletions(self, request: HttpRequest, queryset: "QuerySet[Any]") -> Any:
        return [_note(request, obj, "config.removed", []) for obj in queryset]

    @transaction.atomic
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, _named(self, extra_context))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        title = {"title": _("Add: %(what)s") % {"what": self.opts.verbose_name}}
        return super().add_view(request, form_url, title | (extra_context or {}))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        query = urlencode({"object_type": self.opts.label_lower, "object_id": object_id})
        return redirect(f"{reverse('admin:journal_entry_changelist')}?{query}")


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows to be read: they are written by actions only."""

    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, _named(self, extra_context))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def _named(page: admin.ModelAdmin, extra_context: Any) -> dict[str, Any]:
    """A list is called by what stands in it: "Select … to change" fits few names in French and none in Arabic."""
    return {"title": capfirst(page.opts.verbose_name_plural)} | (extra_context or {})


def _note(request: HttpRequest, obj: Model, verb: str, names: Any) -> Entry:
    user: Any = request.user
    return actions.record(verb, obj, by=user.actor, at=clock.now(), fields=",".join(names))


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ("when", "who", "verb", "object_type", "object_id", "stream", "data")
    list_filter = ("actor_kind",)
    search_fields = ("=stream", "=verb", "=object_id")
    search_help_text = _("a stream (case:17), a verb, or the number of an object")

    @admin.display(description=_("at"), ordering="id")
    def when(self, entry: Entry) -> str:
        return words.moment(entry.at)

    @admin.display(description=_("actor"))
    def who(self, entry: Entry) -> str:
        kind = ActorKind(entry.actor_kind).label
        return f"{kind} {entry.actor_id}" if entry.actor_id else str(kind)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in {"object_type", "object_id", "stream"} or super().lookup_allowed(lookup, value, request)
