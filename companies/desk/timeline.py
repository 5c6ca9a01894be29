"""Everything that happened on a case, as one list: moves, calls and notes, obstacles, messages.

One statement over the four tables, whatever their length; pages by keyset.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.db.models import DateField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, LPad

from companies.cases.models import Case
from companies.mail import queries as mail

SIZE: Final = 20
DIGITS: Final = 20


class Happening(NamedTuple):
    """One row of the union. `mark` is the kind's letter and the row's id, which also breaks ties of `when`.

    | kind | one | two | three | words | who | whom | day |
    |---|---|---|---|---|---|---|---|
    | move | status before | status after | closed as | note | by | on behalf of | day of the fact |
    | talk | kind | result | - | text | by | with | happened on |
    | obstacle | code | source | - | text | by | - | - |
    | sent (mail) | state | purpose | last error | subject | - | address | - |
    """

    when: datetime
    mark: str
    one: str
    two: str
    three: str
    words: str
    who: str
    whom: str
    day: date | None

    @property
    def kind(self) -> str:
        return self.mark[0]

    @property
    def pk(self) -> str:
        return self.mark[1:].lstrip("0") if self.kind != SENT else self.mark[1:]

    @property
    def cursor(self) -> str:
        return base64.urlsafe_b64encode(f"{self.when.isoformat()}|{self.mark}".encode()).decode().rstrip("=")


MOVE, TALK, OBSTACLE, SENT = "m", "t", "o", "s"
SHOWN: Final[dict[str, tuple[str, ...]]] = {
    "": (MOVE, TALK, OBSTACLE, SENT),
    "messages": (SENT,),
    "talks": (TALK, OBSTACLE),
    "moves": (MOVE,),
}


@dataclass(frozen=True, slots=True)
class Story:
    """One page of the timeline, newest first; `before` is the cursor of the next one, "" at the end."""

    happenings: list[Happening]
    before: str = ""


def story(case: Case, *, shown: str = "", before: str = "") -> Story:
    """The page of what happened earlier than `before`; a mangled cursor gives the newest page."""
    kinds = SHOWN.get(shown, SHOWN[""])
    start = _read(before)
    first, *others = [_until(_SOURCES[kind](case), start) for kind in kinds]
    found = first.union(*others, all=True) if others else first
    rows = [Happening(*row) for row in found.order_by("-when", "-mark")[: SIZE + 1]]
    page = rows[:SIZE]
    return Story(page, page[-1].cursor if len(rows) > SIZE else "")


def _until(rows: QuerySet[Any, Any], start: tuple[datetime, str] | None) -> QuerySet[Any, Any]:
    if start is None:
        return rows
    when, mark = start
    return rows.filter(Q(when__lt=when) | Q(when=when, mark__lt=mark))


def _read(cursor: str) -> tuple[datetime, str] | None:
    try:
        when, mark = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split("|")
        instant = datetime.fromisoformat(when)
    except (ValueError, binascii.Error):
        return None
    return (instant, mark) if instant.tzinfo and "\x00" not in mark else None


def _moves(case: Case) -> QuerySet[Any, Any]:
    return _columns(
        case.moves.all(),
        MOVE,
        one="from_status",
        two="to_status",
        three="closed_as",
        said="note",
        who="by__name",
        whom="behalf__name",
        day="fact_on",
    )


def _talks(case: Case) -> QuerySet[Any, Any]:
    return _columns(
        case.interactions.all(),
        TALK,
        one="kind",
        two="outcome",
        said="text",
        who="by__name",
        whom="contact__name",
        day="happened_on",
    )


def _obstacles(case: Case) -> QuerySet[Any, Any]:
    return _columns(case.obstacles.all(), OBSTACLE, one="code", two="source", said="text", who="by__name")


def _messages(case: Case) -> QuerySet[Any, Any]:
    return _columns(
        mail.of_stream(case.stream),
        SENT,
        one="state",
        two="purpose",
        three="last_error",
        said="subject",
        whom="to_email",
        at="posted_at",
    )


_SOURCES: Final = {MOVE: _moves, TALK: _talks, OBSTACLE: _obstacles, SENT: _messages}


def _columns(
    rows: QuerySet[Any],
    kind: str,
    *,
    one: str,
    two: str,
    three: str = "",
    said: str,
    who: str = "",
    whom: str = "",
    day: str = "",
    at: str = "at",
) -> QuerySet[Any, Any]:
    """The columns of `Happening`, each from the field named, empty where none is."""
    number = Cast("pk", TextField())
    named: Iterable[tuple[str, str]] = zip(
        ("one", "two", "three", "words", "who", "whom"), (one, two, three, said, who, whom), strict=True
    )
    return (
        rows.order_by()
        .annotate(
            when=F(at),
            mark=Concat(
                Value(kind), number if kind == SENT else LPad(number, DIGITS, Value("0")), output_field=TextField()
            ),
            **{column: _text(field) for column, field in named},
            day=F(day) if day else Cast(Value(None), DateField()),
        )
        .values_list(*Happening._fields)
    )


def _text(field: str) -> Any:
    empty = Value("", output_field=TextField())
    return Coalesce(Cast(field, TextField()), empty) if field else empty
