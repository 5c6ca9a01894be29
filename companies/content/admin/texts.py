"""The texts of the public pages: edited as new versions, looked at before they are saved."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from companies.common import clock, words
from companies.common.refusals import Refusal
from companies.content import actions
from companies.content.admin.worded import WORDED, WordedAdmin
from companies.content.forms import TextForm
from companies.content.models import LANGUAGES, Text
from companies.content.slots import SLOTS


@admin.register(Text)
class TextAdmin(WordedAdmin):
    """The version of each text that is on the pages. Saving writes the next one; none is changed or deleted."""

    form = TextForm
    part = "portal/public/parts/text.html"
    list_display = ("called", "where", "written", "version")
    search_fields = ("slot", "title_fr", "title_ar", "title_en", "body_fr", "body_ar", "body_en")
    fieldsets = WORDED
    ordering = ("slot",)
    list_per_page = 100

    def get_queryset(self, request: HttpRequest) -> QuerySet[Text]:
        newest = Text.objects.filter(slot=OuterRef("slot")).order_by("-version").values("version")[:1]
        return super().get_queryset(request).filter(version=Subquery(newest))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Text | None:
        """An overtaken version too: its form says so, and keeps what was typed."""
        return Text.objects.filter(pk=object_id).first() if object_id.isdecimal() else None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Text | None = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        guard = self.admin_site.admin_view
        return [
            path("<int:pk>/versions/", guard(self.versions), name="content_text_versions"),
            path("<int:pk>/again/", guard(require_POST(self.again)), name="content_text_again"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("title"), ordering="slot")
    def called(self, text: Text) -> str:
        return text.title

    @admin.display(description=gettext_lazy("place"), ordering="slot")
    def where(self, text: Text) -> str:
        return f"{text.place.where} ({text.slot})" if text.place else text.slot

    @admin.display(description=gettext_lazy("written"), ordering="written_at")
    def written(self, text: Text) -> str:
        return words.moment(text.written_at)

    def save_model(self, request: HttpRequest, obj: Text, form: Any, change: bool) -> None:
        """The next version, under its own number from here on."""
        if form.has_changed():
            user: Any = request.user
            fresh = actions.write(obj, form.cleaned_data, by=user.actor, at=clock.now())
            obj.pk, obj.version = fresh.pk, fresh.version

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The action has left its line."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Whoever is overtaken between looking and saving is told so."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
            return redirect(request.get_full_path())

    def versions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All versions of one text, newest first, with who wrote them."""
        row = get_object_or_404(Text, pk=pk)
        rows = list(Text.objects.filter(slot=row.slot))
        people = get_user_model()._default_manager.in_bulk([each.made_by for each in rows if each.made_by])
        given = {"row": row, "title": row.title, "opts": self.opts, "known": row.slot in SLOTS}
        given |= {"versions": [(each, people.get(each.made_by or 0)) for each in rows], "languages": LANGUAGES}
        return TemplateResponse(
            request, "admin/content/versions.html", {**self.admin_site.each_context(request)} | given
        )

    def again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The words of this version become the newest."""
        row, user = get_object_or_404(Text, pk=pk), request.user
        if row.slot not in SLOTS:
            raise Http404
        try:
            fresh = actions.restore(row, by=user.actor, at=clock.now())  # type: ignore[union-attr]  # staff only
        except (Refusal, ValidationError) as error:
            messages.error(request, str(error.message) if isinstance(error, Refusal) else " ".join(error.messages))
            return redirect("admin:content_text_versions", pk=pk)
        said = {"old": row.version, "new": fresh.version}
        messages.success(request, _("The words of version %(old)s are used again, as version %(new)s.") % said)
        return redirect("admin:content_text_versions", pk=fresh.pk)
