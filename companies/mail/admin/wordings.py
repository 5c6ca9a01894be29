"""The words of messages in the admin: three languages side by side, shown on a real case, kept in versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from companies.common import clock, words
from companies.common.refusals import Refusal
from companies.journal.admin import JournalledAdmin
from companies.mail import rewording, samples
from companies.mail.differences import Run, difference
from companies.mail.forms import LANGUAGES, TextForm
from companies.mail.models import Wording
from companies.mail.slots import SLOTS

AROUND: Final = csp_replace({"frame-src": [SELF]})
"""The page frames its previews."""
WITHIN: Final = csp_replace(
    {"style-src": [UNSAFE_INLINE, SELF], "script-src": [NONE], "frame-ancestors": [SELF], "sandbox": [""]}
)
"""A mail brings its styles along; in its frame it may do nothing else."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version, what it changed in the one before, and by whom it was written ("" for the first)."""

    row: Wording
    author: str
    subject: list[Run]
    body: list[Run]


@admin.register(Wording)
class WordingAdmin(JournalledAdmin):
    """The newest version of each text. Saving writes the next version; what was sent stays as it was worded."""

    list_display = ("__str__", "subject", "written", "slot")
    list_filter = ("language",)
    search_fields = ("slot", "subject", "body")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Wording]:
        same = Wording.objects.filter(slot=OuterRef("slot"), language=OuterRef("language"))
        newest = same.order_by("-version").values("version")[:1]
        return super().get_queryset(request).filter(version=Subquery(newest))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Wording | None = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        guard = self.admin_site.admin_view
        return [
            path("<int:pk>/look/", guard(self.look), name="mail_wording_look"),
            path("<int:pk>/versions/", guard(self.versions), name="mail_wording_versions"),
            path("<int:pk>/again/", guard(require_POST(self.again)), name="mail_wording_again"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("written"), ordering="created_at")
    def written(self, text: Wording) -> str:
        return words.moment(text.created_at)

    # -- one message in three languages ----------------------------------------------------------

    @method_decorator(AROUND)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page of a message. A POST saves all three texts, or with `send` mails one of them to oneself."""
        row = self._row(object_id)
        if row.slot not in SLOTS:
            return self._page(request, row, "read", {"texts": _newest(row.slot).values()})
        posted = request.POST if request.method == "POST" else None
        forms = [TextForm(newest, posted) for newest in _newest(row.slot).values()]
        if posted is not None and "send" in posted:
            self._send(request, forms)
        elif posted is not None and all(form.is_valid() for form in forms) and self._save(request, forms):
            return redirect(request.get_full_path())
        return self._page(request, row, "texts", self._shown(request, forms))

    def _shown(self, request: HttpRequest, forms: list[TextForm]) -> dict[str, Any]:
        """What stands around the texts: the case they are shown on, the placeholders with its values."""
        slot, at = forms[0].slot, clock.now()
        reference = request.POST.get("case", request.GET.get("case", "")).strip().upper()
        try:
            sample, problem = samples.sample(slot, request.LANGUAGE_CODE, reference, at), ""
        except Refusal as refusal:
            sample, problem = samples.sample(slot, request.LANGUAGE_CODE, "", at), str(refusal.message)
        names = [(name, sample.values[name], name in slot.needed) for name in sorted(slot.allowed)]
        given = {"forms": forms, "slot": slot, "sample": sample, "names": names, "problem": problem}
        return given | {"case": reference or sample.reference}

    def _save(self, request: HttpRequest, forms: list[TextForm]) -> bool:
        who: Any = request.user
        changed = [form for form in forms if form.differs]
        try:
            with transaction.atomic():
                for form in changed:
                    subject, body = form.said
                    seen = Wording(slot=form.newest.slot, language=form.language, version=form.cleaned_data["seen"])
                    rewording.reword(seen, subject=subject, body=body, by=who.actor, at=clock.now())
        except (Refusal, ValidationError) as error:
            messages.error(request, _why(error))
            return False
        done = _("Saved as a new version. What was sent before keeps its words.") if changed else _("Nothing changed.")
        messages.success(request, done)
        return True

    def _send(self, request: HttpRequest, forms: list[TextForm]) -> None:
        """The text as it stands in the form, saved or not, to the administrator's own address."""
        form = next((each for each in forms if each.language == request.POST["send"]), None)
        who: Any = request.user
        if form is None or form.slot.spoken or not form.is_valid():
            messages.error(request, _("Not sent: correct the text first."))
            return
        at = clock.now()
        try:
            content, _sample = form.shown(request.POST.get("case", "").strip().upper(), at)
            about = {"slot": form.slot.key, "language": form.language, "to": who.email}
            rewording.send_test(content, **about, by=who.actor, at=at)
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("Sent to %(address)s, to you alone.") % {"address": who.email})

    @method_decorator([WITHIN, xframe_options_sameorigin])
    def look(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One text as it would be read; a POST shows what stands in the form, which is written nowhere."""
        asked = request.POST if request.method == "POST" else request.GET
        language, _dot, form_of = asked.get("look", "fr.html").partition(".")
        newest = _newest(self._row(pk).slot).get(language)
        if newest is None or newest.slot not in SLOTS:
            raise Http404
        form = TextForm(newest, request.POST if request.method == "POST" else None)
        if form.is_bound and not form.is_valid():
            return TemplateResponse(request, "admin/mail/wording/problems.html", {"form": form})
        try:
            content, _sample = form.shown(asked.get("case", "").strip().upper(), clock.now())
        except Refusal as refusal:
            return TemplateResponse(request, "admin/mail/wording/problems.html", {"problem": refusal.message})
        if form_of == "html" and content.html:
            return HttpResponse(content.html)
        return TemplateResponse(request, "admin/mail/wording/text.html", {"content": content, "form": form})

    # -- versions --------------------------------------------------------------------------------

    def versions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All versions of one text, newest first, each with what it changed."""
        row = self._row(pk)
        rows = Wording.objects.filter(slot=row.slot, language=row.language).order_by("-version")
        given = {"versions": list(_versions(list(rows))), "texts": _newest(row.slot).values()}
        return self._page(request, row, "versions", given | {"known": row.slot in SLOTS})

    def again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The words of this version become the newest."""
        row = self._row(pk)
        who: Any = request.user
        if row.slot not in SLOTS:
            raise Http404
        try:
            fresh = rewording.restore(row, by=who.actor, at=clock.now())
        except (Refusal, ValidationError) as error:
            messages.error(request, _why(error))
        else:
            said = {"old": row.version, "new": fresh.version}
            messages.success(request, _("The words of version %(old)s are used again, as version %(new)s.") % said)
        return redirect("admin:mail_wording_versions", pk=pk)

    def _row(self, pk: int | str) -> Wording:
        return get_object_or_404(Wording, pk=pk) if str(pk).isdigit() else _missing()

    def _page(self, request: HttpRequest, row: Wording, name: str, given: dict[str, Any]) -> HttpResponse:
        around = {**self.admin_site.each_context(request), "opts": self.opts, "row": row, "title": row.title}
        return TemplateResponse(request, f"admin/mail/wording/{name}.html", around | given)


def _why(error: Refusal | ValidationError) -> str:
    return str(error.message) if isinstance(error, Refusal) else " ".join(error.messages)


def _missing() -> Wording:
    raise Http404


def _newest(slot: str) -> dict[str, Wording]:
    """The newest text in each language, in the site's order."""
    rows = Wording.objects.filter(slot=slot).order_by("language", "-version").distinct("language")
    found = {row.language: row for row in rows}
    return {language: found[language] for language in LANGUAGES if language in found}


def _versions(rows: list[Wording]) -> Iterable[Version]:
    names = _names({row.made_by for row in rows if row.made_by})
    for row, before in zip(rows, [*rows[1:], None], strict=True):
        old_subject, old_body = (before.subject, before.body) if before else (row.subject, row.body)
        subject, body = difference(old_subject, row.subject), difference(old_body, row.body)
        yield Version(row, names.get(row.made_by or 0, ""), subject, body)


def _names(ids: Iterable[int]) -> dict[int, str]:
    return {user.pk: str(user) for user in get_user_model()._default_manager.filter(pk__in=ids)}
