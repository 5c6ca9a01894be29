"""Asking for one address as everyone, and judging the answers."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import product
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from tests.architecture.sweep.tables import VISITOR, Row, Thing
from tests.architecture.sweep.world import Side, Visitor, World

UNNAMED = "(unnamed)"  # the admin has a few; nothing of ours may
NOT_DONE = {405, 404, 403}
MISSING, MIXED = "missing", "mixed"


@dataclass(frozen=True)
class Address:
    name: str
    arguments: tuple[str, ...]

    def __str__(self) -> str:
        return ",".join(self.arguments)


def walk(patterns: list[Any], prefix: str = "", inherited: tuple[str, ...] = ()) -> Iterator[Address]:
    for pattern in patterns:
        arguments = (*inherited, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from walk(pattern.url_patterns, inner, arguments)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{prefix}{pattern.name or UNNAMED}", arguments)


@dataclass(frozen=True)
class Visit:
    """One request to be made, and what must come of it."""

    visitor: Visitor
    method: str
    url: str
    expected: set[int]
    side: Side | None

    def __str__(self) -> str:
        whose = "" if self.side is None else f" ({self.side.canary})"
        return f"{self.visitor.name}: {self.method} {self.url}{whose}"


@dataclass(frozen=True)
class Target:
    """What is asked for: of a side, of nobody ("missing"), or one side's thing under the other's address ("mixed")."""

    url: str
    kind: str = ""
    side: Side | None = None


@dataclass
class Findings:
    wrong: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)


def sweep(
    address: Address, row: Row, things: Mapping[str, Thing], world: World, clients: "Clients | None" = None
) -> Findings:
    """Everyone asks for everything; what went against the row, and which tables a GET or HEAD changed."""
    clients = clients or Clients.of(world)
    targets = [*_targets(address, row, things, world)]
    before = _everything()
    wrong = [*_ask_for_all(row, world, targets, ("GET", "HEAD"), clients)]
    after = _everything()
    wrong += _ask_for_all(row, world, targets, ("POST",), clients)
    return Findings(wrong, [name for name in before if before[name] != after[name]])


@dataclass(frozen=True)
class Clients:
    """One client in the shoes of every visitor: signed in once, each request with cookies nobody else touched."""

    cookies: dict[str, SimpleCookie]
    client: Client = field(default_factory=Client)

    @classmethod
    def of(cls, world: World) -> "Clients":
        return cls({visitor.name: cls._cookies(visitor) for visitor in world.visitors})

    @staticmethod
    def _cookies(visitor: Visitor) -> SimpleCookie:
        client = Client()
        if visitor.user:
            client.force_login(visitor.user)
        return client.cookies

    def for_one_request(self, visitor: Visitor) -> Client:
        self.client.cookies = SimpleCookie(self.cookies[visitor.name])
        return self.client


def _targets(address: Address, row: Row, things: Mapping[str, Thing], world: World) -> Iterator[Target]:
    unknown = set(address.arguments) - set(things)
    assert not unknown, f"{address.name}: THINGS says nothing of {unknown}"
    sides = world.sides if address.arguments else (world.own,)
    for side in sides if row.prepare else ():
        row.prepare(side)
    if not address.arguments:
        yield Target(reverse(address.name), side=world.own if row.prepare else None)
        return
    values = [{key: things[key].of(side) for key in address.arguments} for side in sides]
    for side, own in zip(sides, values, strict=True):
        yield Target(_url(address, own), side.canary, side)
    with suppress(NoReverseMatch):  # where not even an address can be made of it
        yield Target(_url(address, {key: things[key].missing for key in address.arguments}), MISSING)
    yield from _mixed(address, *values)


def _mixed(address: Address, own: dict[str, Any], foreign: dict[str, Any]) -> Iterator[Target]:
    """Where two arguments name things of a side: the one's under the other's, which must lead nowhere."""
    several = [key for key in address.arguments if own[key] != foreign[key]]
    if len(several) > 1:
        yield Target(_url(address, foreign | {several[0]: own[several[0]]}), MIXED)
        yield Target(_url(address, own | {several[0]: foreign[several[0]]}), MIXED)


def _url(address: Address, values: dict[str, Any]) -> str:
    try:
        return reverse(address.name, kwargs=values)
    except NoReverseMatch:
        return reverse(address.name, args=list(values.values()))


def _ask_for_all(
    row: Row, world: World, targets: list[Target], methods: tuple[str, ...], clients: Clients
) -> Iterator[str]:
    for visitor, target, method in product(world.visitors, targets, methods):
        visit = Visit(visitor, method, target.url, _expected(row, visitor, method, target), target.side)
        client = clients.for_one_request(visitor)
        with transaction.atomic():
            response = _ask(client, visit, row, target.side or world.own)
            transaction.set_rollback(method == "POST")
        yield from _judge(visit, response, world, row)


def _ask(client: Client, visit: Visit, row: Row, side: Side) -> HttpResponse:
    if visit.method != "POST":
        return client.generic(visit.method, visit.url, **row.headers)
    form = row.form(side) if callable(row.form) else row.form
    return client.post(visit.url, form, **row.headers)


def _expected(row: Row, visitor: Visitor, method: str, target: Target) -> set[int]:
    if not row.speaks_of(method):
        return NOT_DONE | {302} if visitor.role == VISITOR else NOT_DONE
    answer = row.answer(method, visitor.role)
    if answer is None:
        return {302} if visitor.role == VISITOR else {404}
    if target.kind in {MISSING, MIXED}:
        return {row.missing} | (answer & {403}) if len(answer) == 1 else set(answer)
    if target.kind and target.side and not (row.capability or visitor.reaches(target.side)):
        return {404} | (answer & {403})
    return set(answer)


def _judge(visit: Visit, response: HttpResponse, world: World, row: Row) -> Iterator[str]:
    status, where = response.status_code, response.headers.get("Location", "")
    if status not in visit.expected:
        yield f"{visit} answered {status} {where}, not {sorted(visit.expected)}"
    stranger = visit.visitor.role == VISITOR and row.answer(visit.method, VISITOR) is None
    if stranger and status == 302 and not where.startswith(reverse("account_login")):
        yield f"{visit} led a stranger to {where}"
    for side in world.sides:
        shown = side.canary.encode() in b"".join(response)
        if shown and not (visit.visitor.reaches(side) or (row.capability and visit.side is side)):
            yield f"{visit} showed {side.canary}"


def _everything() -> dict[str, str]:
    """A checksum of each table but the sessions."""
    names = [name for name in connection.introspection.table_names() if name != "django_session"]
    parts = [
        f"SELECT '{name}', count(*) || '/' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM \"{name}\" t"
        for name in names
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())
