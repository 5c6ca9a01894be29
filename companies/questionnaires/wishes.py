"""What a person asks a page to show besides its answers: more empty rows, or the codes that a word finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from companies.common.text import clean
from companies.questionnaires.declarations import MOST_PRODUCTS

LONGEST_SEARCH: Final = 60
ROWS: Final = {str(number): number for number in range(1, MOST_PRODUCTS + 1)}


@dataclass(frozen=True, slots=True)
class Wish:
    """`rows`: products to draw at least. `more`: a question with more lines. `find`: the product `words` are for.

    `as_code`: the product's only word was written in place of its code, and is drawn there again.
    """

    rows: int = 1
    more: str = ""
    find: int = 0
    words: str = ""
    as_code: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wish":
        """As an address says it; what it cannot mean is left out."""
        find = ROWS.get(query.get("find", ""), 0)
        return cls(
            rows=max(ROWS.get(query.get("rows", ""), 1), find),
            more=clean(query.get("more", ""))[:LONGEST_SEARCH],
            find=find,
            words=clean(query.get("for", ""))[:LONGEST_SEARCH],
            as_code=query.get("as") == "code",
        )

    @property
    def address(self) -> str:
        """The query of an address that says it, and the place on the page."""
        rows = min(self.rows, MOST_PRODUCTS)
        said = {
            "rows": rows if rows > 1 else "",
            "more": self.more,
            "find": self.find or "",
            "for": self.words,
            "as": "code" if self.as_code else "",
        }
        query = urlencode({key: value for key, value in said.items() if value})
        place = f"div_id_{self.more}" if self.more else "goods" if self.find else "products"
        return f"{f'?{query}' if query else ''}#{place}"
