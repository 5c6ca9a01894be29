"""The addresses that take a POST, who may post there, and what a browser would send from the pages that lead there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, get_resolver, resolve, reverse

from companies.enrolment.pages import APPLICATION
from tests.architecture.sweep.tables import VISITOR, Row, Thing, row_of
from tests.architecture.sweep.walk import UNNAMED, Address, Clients, walk
from tests.architecture.sweep.world import Visitor, World

TAKEN = {200, 302, 422}
TOKEN = "csrfmiddlewaretoken"  # belongs to the cookies of whoever posts; the posts bring theirs in a header
EACH_PAGE = {"portal:page": [page.key for page in APPLICATION.pages if page.questions]}
"""Addresses that stand for several forms, by the last argument of each."""


@dataclass
class Controls:
    """What a form holds: the fields with what they hold, what a choice may be, which fields take files."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    offered: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    @property
    def names(self) -> list[str]:
        return sorted({name for name, _value in self.fields} | set(self.offered) | self.files)

    def take(self, other: "Controls") -> None:
        known = self.names
        self.fields += [pair for pair in other.fields if pair[0] not in known]
        self.files |= other.files
        for name, values in other.offered.items():
            self.offered.setdefault(name, []).extend(values)


@dataclass(frozen=True)
class Target:
    """One form: its address, and which of the several pages the address stands for."""

    address: Address
    page: str = ""

    def __str__(self) -> str:
        return f"{self.address.name}-{self.page}" if self.page else self.address.name

    @property
    def row(self) -> tuple[Row, dict[str, Thing]]:
        row, things = row_of(self.address.name)
        return row, dict(things)

    def url(self, side: Any) -> str:
        _row, things = self.row
        values = {name: things[name].of(side) for name in self.address.arguments}
        if self.page:
            values[self.address.arguments[-1]] = self.page
        try:
            return reverse(self.address.name, kwargs=values)
        except NoReverseMatch:
            return reverse(self.address.name, args=list(values.values()))


def addresses() -> list[Address]:
    """Every address of ours; the admin's own forms are Django's."""
    found = {address.name: address for address in walk(get_resolver().url_patterns)}
    ours = (found[name] for name in sorted(found) if UNNAMED not in name and not name.startswith("admin:"))
    return [address for address in ours if row_of(address.name)]


def targets() -> list[Target]:
    return [
        Target(address, page)
        for address in addresses()
        if row_of(address.name)[0].speaks_of("POST")
        for page in EACH_PAGE.get(address.name, [""])
    ]


def who_may(row: Row, world: World, method: str = "POST") -> Visitor:
    """The first of those the row lets in; the company's person before staff, and anybody before nobody."""
    those = [each for each in world.visitors if row.capability or each.reaches(world.own) or each.role == VISITOR]
    those.sort(key=lambda each: each.role == VISITOR)
    for visitor in those:
        if (row.answer(method, visitor.role) or frozenset()) & TAKEN:
            return visitor
    return those[0]


def harvest(world: World, clients: Clients) -> dict[str, Controls]:
    """The forms on all pages, by the address they lead to and its last argument, as `str(target)` has it."""
    found: dict[str, Controls] = {}
    for address in addresses():
        for name in EACH_PAGE.get(address.name, [""]):
            with transaction.atomic():
                for action, controls in _forms_at(Target(address, name), world, clients):
                    found.setdefault(_named(action), Controls()).take(controls)
                transaction.set_rollback(True)
    return found


def _forms_at(target: Target, world: World, clients: Clients) -> Iterator[tuple[str, Controls]]:
    row, _things = target.row
    if not row.speaks_of("GET"):
        return
    if row.prepare:
        row.prepare(world.own)
    url = target.url(world.own)
    client: Client = clients.for_one_request(who_may(row, world, "GET"))
    response = client.get(url)
    if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
        page = Forms(url)
        page.feed(response.content.decode())
        yield from page.found


def _named(action: str) -> str:
    try:
        match = resolve(urlsplit(action).path)
    except Resolver404:
        return action
    page = str([*match.kwargs.values()][-1]) if match.view_name in EACH_PAGE else ""
    return f"{match.view_name}-{page}" if page else match.view_name


class Forms(HTMLParser):
    """The forms of a page that are posted, each with its controls; those of `form="..."` outside too."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.found = url, []
        self.by_id: dict[str, Controls] = {}
        self.inside: Controls | None = None
        self.select: tuple[Controls, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attrs)
        if tag == "form":
            self._open(given)
        elif tag in ("input", "button", "select", "textarea") and given.get("name"):
            controls = self.by_id.get(given.get("form", "")) or self.inside
            if controls:
                self._control(tag, given, controls)
        elif tag == "option" and self.select:
            controls, name = self.select
            controls.offered.setdefault(name, []).append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "select":
            self.select = None

    def _open(self, given: dict[str, Any]) -> None:
        if (given.get("method") or "").lower() != "post":
            self.inside = None
            return
        self.inside = Controls()
        self.by_id[given.get("id") or str(len(self.by_id))] = self.inside
        self.found.append((given.get("action") or self.url, self.inside))

    def _control(self, tag: str, given: dict[str, Any], controls: Controls) -> None:
        name, value, kind = given["name"], given.get("value") or "", given.get("type") or "text"
        if name == TOKEN:
            return
        if kind == "file":
            controls.files.add(name)
        elif tag == "button" or kind in ("radio", "checkbox", "submit"):
            controls.offered.setdefault(name, []).append(value or "on")
            if "checked" in given:
                controls.fields.append((name, value or "on"))
        else:
            controls.fields.append((name, value))
            self.select = (controls, name) if tag == "select" else None
