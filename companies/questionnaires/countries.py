"""Countries by name, as people write them: any of three languages, accents or not, an everyday name too."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from companies.cases.importing.labels import NICKNAMES
from companies.common.text import sort_key
from companies.questionnaires import choices
from companies.questionnaires.choices import Row

HOME: Final = "MA"
EVERYDAY: Final = NICKNAMES | {
    "amérique": "US",
    "angleterre": "GB",
    "grande-bretagne": "GB",
    "england": "GB",
    "great britain": "GB",
    "birmanie": "MM",
    "brunei darussalam": "BN",
    "congo": "CG",
    "corée": "KR",
    "korea": "KR",
    "cote ivoire": "CI",
    "ivory coast": "CI",
    "dubai": "AE",
    "dubaï": "AE",
    "émirats": "AE",
    "emirates": "AE",
    "hollande": "NL",
    "holland": "NL",
    "rdc": "CD",
    "république tchèque": "CZ",
    "czech republic": "CZ",
    "swaziland": "SZ",
    "turkey": "TR",
    "turkiye": "TR",
    "vietnam": "VN",
    "أمريكا": "US",
    "الولايات المتحدة الأمريكية": "US",
    "بريطانيا": "GB",
    "إنجلترا": "GB",
    "دبي": "AE",
    "الإمارات": "AE",
    "السعودية": "SA",
    "ساحل العاج": "CI",
    "كوت ديفوار": "CI",
    "كوريا": "KR",
}
"""What people say for a country whose name is another."""
SHORTEST_BEGINNING: Final = 4
LIKE: Final = 0.8
FAR: Final = 0.5
"""How alike names are that may be offered where none is nearer."""
MOST_LIKE: Final = 3
_ARTICLE = re.compile("^(?:la|le|les|l|the) ")
_BETWEEN = re.compile(r"[,;،؛/\n]| et | and | و ")


def row(code: object) -> Row | None:
    return choices.row("country", code)


def name_of(written: str) -> str:
    """The name of a code in the language of the page; what is no code, as it was written."""
    found = row(written)
    return found.name if found else written


def listed() -> list[Row]:
    """All of them in the order of their names, save one's own."""
    return [row for row in choices.listed("country") if row.code != HOME]


def find(written: str) -> str | None:
    """The code of the one country that is meant; None when it is none, or could be several."""
    known, key = _known(), _key(written)
    if key in known:
        return known[key]
    begun = {code for name, code in known.items() if name.startswith(key)} if len(key) >= SHORTEST_BEGINNING else set()
    return begun.pop() if len(begun) == 1 else None


def alike(written: str) -> list[Row]:
    """What may have been meant by a name that is not known: at most three."""
    known, key = _known(), _key(written)
    begun = [name for name in known if name.startswith(key)] if len(key) >= SHORTEST_BEGINNING else []
    return _rows(begun) if begun else _nearest(written, LIKE)


def _nearest(written: str, cutoff: float) -> list[Row]:
    return _rows(get_close_matches(_key(written), _known(), n=MOST_LIKE, cutoff=cutoff))


def _rows(names: Iterable[str]) -> list[Row]:
    rows = {_known()[name]: row(_known()[name]) for name in names}
    return [each for each in rows.values() if each][:MOST_LIKE]


def offered(written: str) -> list[Row]:
    """The nearest names to choose from, one's own country aside; some are far."""
    near = alike(written) or _nearest(written, FAR)
    return [each for each in near if each.code != HOME]


def apart(written: Iterable[str]) -> list[str]:
    """Each name on its own, where several stand in one place ("Espagne, France")."""
    found: list[str] = []
    for text in written:
        parts = [text] if find(text) else [part.strip() for part in _BETWEEN.split(text)]
        found.extend(part for part in parts if part)
    return found


def _known() -> dict[str, str]:
    """Codes by folded name; an official name before an everyday one."""
    return choices.remembered("country names", _read)


def _read() -> dict[str, str]:
    known = {_key(name): code for name, code in EVERYDAY.items()}
    for each in choices.rows("country").values():
        known |= {_key(name): each.code for name in each.names.values() if name}
        known[each.code.casefold()] = each.code
    return known


def _key(written: str) -> str:
    """Without accents, hyphens and article."""
    return _ARTICLE.sub("", sort_key(written))
