"""What the address of a list asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from companies.common.text import clean

LONGEST_SEARCH: Final = 200


@dataclass(frozen=True)
class State:
    """What the address asks for."""

    values: Mapping[str, list[str]]
    sort: str
    after: str = ""
    before: str = ""

    @property
    def paged(self) -> bool:
        return bool(self.after or self.before)

    def address(self, **changes: str | list[str]) -> str:
        """The address of the same list with some parameters changed ("" or [] leaves them out), from its first page."""
        query = QueryDict(mutable=True)
        for key, value in {**self.values, "sort": self.sort, **changes}.items():
            query.setlist(key, [v for v in ([value] if isinstance(value, str) else value) if v])
        return "?" + query.urlencode()


def cleaned(values: list[str]) -> list[str]:
    """What was asked, each value once and none too long."""
    short = (clean(value)[:LONGEST_SEARCH] for value in values)
    return list(dict.fromkeys(value for value in short if value))
