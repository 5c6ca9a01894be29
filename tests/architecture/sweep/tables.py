"""Rows and tables: who gets what, denied by default."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from companies.accounts.enums import Role
from companies.accounts.roles import GRANTS

VISITOR = "visitor"
BASE = Path(__file__).resolve().parents[3]

STAFF = {role.value for role in Role if GRANTS[role].desk}
GROUPS = {
    "everyone": {VISITOR, *Role.values},
    "signed_in": set(Role.values),
    "desk": STAFF,
    "workers": {role.value for role in Role if GRANTS[role].works_cases},
    "inviters": {role.value for role in Role if GRANTS[role].invites},
    "assistants": {role.value for role in Role if GRANTS[role].assists},
    "supervisors": {role.value for role in Role if GRANTS[role].supervises},
    "regional": {role.value for role in Role if GRANTS[role].by_region},
}

ANY = frozenset({200, 302, 400, 403, 404, 405})
"""For pages that are Django's own: whatever, but no failure."""

Answer = int | frozenset[int]
Answers = str | Mapping[str, Answer]


@dataclass(frozen=True)
class Thing:
    """How one argument of an address is filled: from a side of the world, or with what exists nowhere."""

    of: Callable[[Any], Any]
    missing: Any


@dataclass(frozen=True)
class Row:
    get: Answers = field(default_factory=dict)
    post: Answers = field(default_factory=dict)
    form: Mapping[str, Any] | Callable[[Any], Mapping[str, Any]] = field(default_factory=dict)
    capability: bool = False
    missing: int = 404
    things: Mapping[str, Thing] = field(default_factory=dict)
    prepare: Callable[[Any], Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def answer(self, method: str, role: str) -> frozenset[int] | None:
        """The statuses a role may get within reach; None when the row does not name it."""
        answers, otherwise = (self.post, 302) if method == "POST" else (self.get, 200)
        named = {answers: otherwise} if isinstance(answers, str) else answers
        return _narrowest(named, role)

    def speaks_of(self, method: str) -> bool:
        return bool(self.post if method == "POST" else self.get)


def _narrowest(named: Mapping[str, Answer], role: str) -> frozenset[int] | None:
    keys = sorted((key for key in named if role in _roles(key)), key=lambda key: len(_roles(key)))
    if not keys:
        return None
    found = named[keys[0]]
    return frozenset({found}) if isinstance(found, int) else found


@cache
def _roles(key: str) -> frozenset[str]:
    return frozenset().union(*(GROUPS.get(word, {word}) for word in key.split()))


@dataclass(frozen=True)
class Table:
    """One app's rows and the things they speak of."""

    rows: Mapping[str, Row]
    things: Mapping[str, Thing]


@cache
def tables() -> tuple[Table, ...]:
    return tuple(
        Table(module.TABLE, getattr(module, "THINGS", {}))
        for module in (
            import_module(".".join(path.relative_to(BASE).with_suffix("").parts))
            for path in sorted((BASE / "tests").glob("*/access_table.py"))
        )
    )


def row_of(name: str) -> tuple[Row, Mapping[str, Thing]] | None:
    """The row of an address; "admin:*" speaks of all the addresses that have no row of their own there."""
    for key in (name, f"{name.partition(':')[0]}:*"):
        for table in tables():
            if key in table.rows:
                row = table.rows[key]
                return row, {**table.things, **row.things}
    return None
