"""The words of a public page, drawn."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from companies.content import markup
from companies.content.models import Text, Worded


class Drawn:
    """A title and a text in the language of the page; both empty where there is no row."""

    def __init__(self, row: Worded | None, values: Mapping[str, str]) -> None:
        self.row, self.values = row, values

    @cached_property
    def title(self) -> str:
        return self.row.title if self.row else ""

    @cached_property
    def html(self) -> SafeString:
        return markup.draw(self._body, _language(), self.values)

    @cached_property
    def line(self) -> SafeString:
        """The text as one run of words, for a place that is a paragraph already."""
        return markup.line(self._body, _language(), self.values)

    @cached_property
    def lines(self) -> SafeString:
        """The lines that are known today, in one run of words."""
        drawn = (markup.line(each, _language(), self.values) for each in self._body.splitlines())
        return SafeString(" ".join(each for each in drawn if each))

    @property
    def _body(self) -> str:
        return self.row.body if self.row else ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list with its drawn text; a template reads what else it needs from `row`."""

    row: Worded
    said: Drawn


def texts(slots: Collection[str], values: Mapping[str, str]) -> dict[str, Drawn]:
    """The texts of slots, by their key with `_` for dots, as templates write them; one statement."""
    rows = {row.slot: row for row in Text.objects.newest().filter(slot__in=list(slots))}
    return {key.replace(".", "_"): Drawn(rows.get(key), values) for key in slots}


def drawn(rows: "Collection[Worded]", values: Mapping[str, str]) -> list[Listed]:
    return [Listed(row, Drawn(row, values)) for row in rows]


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE)[:2]
