"""From a label to a code: code, then names in all languages, then remembered spellings, then answers of the page."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final

from django.db.models import Model

from companies.common.text import fold
from companies.reference.enums import BY_TOWN, NONE, AliasKind
from companies.reference.models import Alias, Country, HsChapter, LegalForm, Named, Province, Region, Sector

_AND = re.compile(r"\s*(?:[,;/&+]|\bet\b|\band\b|\bو\b)\s*")
_PUNCTUATION = re.compile("[^0-9a-z\u0600-\u06ff]+")
_CLOSE = 0.75

# Codes in everyday use that ISO 3166 gives to nobody or to another country.
NICKNAMES: Final = {
    "uk": "GB",
    "el": "GR",
    "usa": "US",
    "u.s.a.": "US",
    "eau": "AE",
    "uae": "AE",
    "ksa": "SA",
    "rsa": "ZA",
}

Answers = Mapping[str, Mapping[str, str]]
"""By kind, then by folded label: a code, `NONE` or `BY_TOWN`."""


class Labels:
    """The reference data as look-up tables, read once per import.

    `used` fills with the answered labels that really stand in the file, as written there.
    """

    def __init__(self, answers: Answers) -> None:
        self.rows: dict[str, dict[str, Named]] = {
            AliasKind.SECTOR: _by_code(Sector.objects.all()),
            AliasKind.LEGAL_FORM: _by_code(LegalForm.objects.all()),
            AliasKind.TOWN: _by_code(Province.objects.select_related("region")),
            AliasKind.REGION: _by_code(Region.objects.all()),
        }
        self.countries = _by_code(Country.objects.all())
        self.chapters = frozenset(HsChapter.objects.values_list("code", flat=True))
        self._country_names = _names(self.countries.values())
        self._by_number: dict[tuple[type[Model], int], Named] = {
            (type(row), row.pk): row for rows in (*self.rows.values(), self.countries) for row in rows.values()
        }
        self._codes = {kind: _names(rows.values()) for kind, rows in self.rows.items()}
        self._codes[AliasKind.REGION] |= {code.lstrip("0"): code for code in self.rows[AliasKind.REGION]}
        for alias in Alias.objects.all():
            self._codes[alias.kind].setdefault(alias.key, alias.code)
        for kind, given in answers.items():
            self._codes[kind].update(given)
        self._answered = {(kind, key) for kind, given in answers.items() for key in given}
        self.used: dict[tuple[str, str], str] = {}

    def resolve(self, kind: str, label: str) -> str | None:
        """The code, `NONE` or `BY_TOWN`; nothing when the label has to be asked about."""
        key = fold(label)
        if (kind, key) in self._answered:
            self.used.setdefault((kind, key), label)
        return self._codes[kind].get(key)

    def row(self, kind: str, code: str) -> Named | None:
        return self.rows[kind].get(code)

    def numbered(self, table: type[Model], number: int | None) -> Named | None:
        """The row with this key, without asking the database for each company anew."""
        return self._by_number.get((table, number)) if number else None

    def sector(self, code: str) -> Sector | None:
        row = self.rows[AliasKind.SECTOR].get(code)
        return row if isinstance(row, Sector) else None

    def legal_form(self, code: str) -> LegalForm | None:
        row = self.rows[AliasKind.LEGAL_FORM].get(code)
        return row if isinstance(row, LegalForm) else None

    def province(self, code: str) -> Province | None:
        row = self.rows[AliasKind.TOWN].get(code)
        return row if isinstance(row, Province) else None

    def region_of(self, province: str) -> str:
        row = self.province(province)
        return row.region.code if row else ""

    def parts(self, kind: str, label: str) -> list[str]:
        """The codes of a label that names several things: "Textile et cuir"."""
        codes = [self._codes[kind].get(part) for part in _AND.split(fold(label)) if part]
        return list(dict.fromkeys(code for code in codes if code and code != NONE))

    def nearest(self, kind: str, label: str) -> str | None:
        """A proposal for an unknown label: the same words otherwise punctuated, or the nearest spelling."""
        spellings = {_loose(known): code for known, code in self._codes[kind].items() if code not in (NONE, BY_TOWN)}
        found = get_close_matches(_loose(fold(label)), spellings, n=1, cutoff=_CLOSE)
        return spellings[found[0]] if found else None

    def country(self, label: str) -> tuple[str, bool]:
        """The code, and whether it was guessed; "" when there is no such country."""
        key = fold(label)
        if key in self._country_names:
            return self._country_names[key], False
        return NICKNAMES.get(key, ""), True


def hs_prefixes(hint: str) -> list[str]:
    """The chapters and headings named in a sector's hint: "01-14", "03; 1604", "85 except harnesses"."""
    found: list[str] = []
    for first, last in re.findall(r"\b(\d{2,4})(?:-(\d{2,4}))?\b", hint):
        found += [f"{n:0{len(first)}}" for n in range(int(first), int(last or first) + 1)]
    return found


def _loose(key: str) -> str:
    return _PUNCTUATION.sub(" ", key).strip()


def _by_code(rows: Iterable[Named]) -> dict[str, Named]:
    return {row.code: row for row in rows}


def _names(rows: Iterable[Named]) -> dict[str, str]:
    """Codes win over names, an earlier row over a later one."""
    rows = list(rows)
    names = {fold(row.code): row.code for row in rows}
    for row in rows:
        for name in (row.name_fr, row.name_ar, row.name_en):
            names.setdefault(fold(name), row.code)
    names.pop("", None)
    return names
