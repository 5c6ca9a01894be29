"""The admin's look at a row as the public page will draw it, before anything is saved."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.db.models import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin

from companies.common import clock
from companies.content import values
from companies.journal.admin import JournalledAdmin

LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)
AROUND: Final = csp_replace({"frame-src": [SELF]})
"""The page frames its previews."""
WITHIN: Final = csp_replace({"script-src": [NONE], "frame-ancestors": [SELF], "sandbox": ["allow-same-origin"]})
"""What is looked at can only be looked at: no script, no form, no way out; its own origin, or its fonts stay away."""


class PreviewedAdmin(JournalledAdmin):
    """Rows that are shown to the public: buttons draw the form as it stands, in any language, into a frame below it.

    `part` is the template that draws a row on the public page; it reads `row`, and what `looked` adds.
    """

    change_form_template = "admin/content/previewed.html"
    part: ClassVar[str]

    @property
    def _look_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_look"

    def get_urls(self) -> list[Any]:
        return [path("look/", self.admin_site.admin_view(self.look), name=self._look_name), *super().get_urls()]

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """Words are written in the direction of their language."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        language = db_field.name.rpartition("_")[2]
        if field and language in LANGUAGES:
            field.widget.attrs |= {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
        return field

    @method_decorator(AROUND)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        look = reverse(f"admin:{self._look_name}")
        given = {"look": f"{look}?pk={object_id}" if object_id else look, "saved": bool(object_id)}
        return super().changeform_view(request, object_id, form_url, given | (extra_context or {}))

    @method_decorator([WITHIN, xframe_options_sameorigin])
    def look(self, request: HttpRequest) -> HttpResponse:
        """The saved row, or with a POST what stands in the form; nothing is written."""
        asked = request.POST.get("look", request.GET.get("language", ""))
        language = asked if asked in LANGUAGES else settings.LANGUAGE_CODE
        row = self._row(request)
        with translation.override(language):
            return self._drawn(request, row, language).render()

    def _row(self, request: HttpRequest) -> Any:
        pk = request.GET.get("pk", "")
        return get_object_or_404(self.model, pk=pk) if pk.isdecimal() else self.model()

    def _drawn(self, request: HttpRequest, row: Any, language: str) -> TemplateResponse:
        if request.method != "POST":
            return self._page(request, row, language)
        form = self.get_form(request, row if row.pk else None, change=bool(row.pk))(request.POST, instance=row)
        if not form.is_valid():
            return TemplateResponse(request, "admin/content/problems.html", {"form": form})
        return self._page(request, form.save(commit=False), language)

    def _page(self, request: HttpRequest, row: Any, language: str) -> TemplateResponse:
        known = values.of(clock.today(), language)
        given = {"row": row, "part": self.part} | self.looked(request, row, known)
        return TemplateResponse(request, "admin/content/look.html", given)

    def looked(self, request: HttpRequest, row: Any, known: Mapping[str, str]) -> dict[str, Any]:
        """What the part reads besides `row`; `known` are the values of the placeholders."""
        return {}
