"""The parts of a page as they are drawn: filters, chips, headings."""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext, pgettext

from companies.web.listing.declared import Text


@dataclass(frozen=True)
class Field:
    """One filter as the form draws it."""

    key: str
    label: Text
    values: list[str]
    options: list[tuple[str, Text, bool]]  # code, label, chosen
    several: bool

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def summary(self) -> Text:
        """What the closed menu says: all, the one that is chosen, or how many are."""
        chosen = [label for _code, label, is_chosen in self.options if is_chosen]
        if len(chosen) > 1:
            return ngettext("%(n)s chosen", "%(n)s chosen", len(chosen)) % {"n": len(chosen)}
        return chosen[0] if chosen else pgettext("filter", "All")

    def said(self, value: str) -> str:
        """A value in force with the name of its filter, as typed where it is not one of the options."""
        chosen = next((label for code, label, _chosen in self.options if code == value), value)
        return gettext("%(label)s: %(value)s") % {"label": self.label, "value": chosen}


@dataclass(frozen=True)
class Head:
    """One heading as the table draws it; `url` sorts by it, `sorted` is "", "ascending" or "descending"."""

    key: str
    label: Text
    numeric: bool
    url: str = ""
    sorted: str = ""
