"""What has a title and a text in three languages."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest

from companies.content.admin.previews import PreviewedAdmin
from companies.content.models import LANGUAGES
from companies.content.queries import Drawn
from companies.content.slots import PLACEHOLDERS

WORDED: Final[list[Any]] = [(None, {"fields": (f"title_{code}", f"body_{code}")}) for code in LANGUAGES]


class WordedAdmin(PreviewedAdmin):
    """What has a title and a text; the form says how a text is marked, and what may stand in braces."""

    def looked(self, request: HttpRequest, row: Any, known: Mapping[str, str]) -> dict[str, Any]:
        return {"said": Drawn(row, known)}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        given = {"placeholders": PLACEHOLDERS} | (extra_context or {})
        return super().changeform_view(request, object_id, form_url, given)
