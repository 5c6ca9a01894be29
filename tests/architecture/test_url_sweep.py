"""Every address x every role x own, another's, missing x GET, HEAD, POST, against the access tables (README.md)."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import product
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.sweep.tables import VISITOR, Row, Thing, row_of, tables
from tests.architecture.sweep.world import Side, Visitor, World, make_world

UNNAMED = "(unnamed)"  # the admin has a few; nothing of ours may
NOT_DONE = {405, 404, 403}


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


ADDRESSES = sorted({address.name: address for address in walk(get_resolver().url_patterns)}.items())


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


@pytest.mark.parametrize("name", [name for name, _address in ADDRESSES])
def test_address_has_a_row(name):
    assert row_of(name), f"{name} stands in no access_table.py; see tests/architecture/README.md"


def test_rows_have_addresses():
    known = {name for name, _address in ADDRESSES} | {f"{name.partition(':')[0]}:*" for name, _address in ADDRESSES}

    assert [key for table in tables() for key in table.rows if key not in known] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "address"), [(n, a) for n, a in ADDRESSES if row_of(n) and UNNAMED not in n], ids=lambda value: str(value)
)
def test_answers_are_those_of_the_table(name, address):
    row, things = row_of(name)
    world = make_world()
    clients = Clients.of(world)
    targets = dict(_targets(address, row, things, world))
    before = _everything()

    wrong = [*_sweep(row, world, targets, ("GET", "HEAD"), clients)]
    written = _changed(before, _everything())
    wrong += _sweep(row, world, targets, ("POST",), clients)

    assert wrong == []
    assert written == []


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


def _targets(
    address: Address, row: Row, things: Mapping[str, Thing], world: World
) -> Iterator[tuple[str, tuple[str, Side | None]]]:
    """What to ask for: the address for either side and for what exists nowhere, or the address alone."""
    unknown = set(address.arguments) - set(things)
    assert not unknown, f"{address.name}: THINGS says nothing of {unknown}"
    if not address.arguments:
        if row.prepare:
            row.prepare(world.own)
        yield "", (reverse(address.name), world.own if row.prepare else None)
        return
    for side in world.sides:
        if row.prepare:
            row.prepare(side)
        yield side.canary, (_url(address, {key: things[key].of(side) for key in address.arguments}), side)
    with suppress(NoReverseMatch):  # where not even an address can be made of it
        yield "missing", (_url(address, {key: things[key].missing for key in address.arguments}), None)


def _url(address: Address, values: dict[str, Any]) -> str:
    try:
        return reverse(address.name, kwargs=values)
    except NoReverseMatch:
        return reverse(address.name, args=list(values.values()))


def _sweep(
    row: Row, world: World, targets: dict[str, tuple[str, Side | None]], methods: tuple[str, ...], clients: Clients
) -> Iterator[str]:
    for visitor, target, method in product(world.visitors, targets.items(), methods):
        kind, (url, side) = target
        visit = Visit(visitor, method, url, _expected(row, visitor, method, kind, side), side)
        client = clients.for_one_request(visitor)
        with transaction.atomic():
            response = _ask(client, visit, row, side or world.own)
            transaction.set_rollback(method == "POST")
        yield from _judge(visit, response, world, row)


def _ask(client: Client, visit: Visit, row: Row, side: Side) -> HttpResponse:
    if visit.method != "POST":
        return client.generic(visit.method, visit.url, **row.headers)
    form = row.form(side) if callable(row.form) else row.form
    return client.post(visit.url, form, **row.headers)


def _expected(row: Row, visitor: Visitor, method: str, kind: str, side: Side | None) -> set[int]:
    if not row.speaks_of(method):
        return NOT_DONE | {302} if visitor.role == VISITOR else NOT_DONE
    answer = row.answer(method, visitor.role)
    if answer is None:
        return {302} if visitor.role == VISITOR else {404}
    if kind == "missing":
        return {row.missing} | (answer & {403}) if len(answer) == 1 else set(answer)
    if side and kind and not (row.capability or visitor.reaches(side)):
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


def _changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [name for name in before if before[name] != after[name]]
