"""A form as a browser would send it back: what the page holds, one answer changed."""

from html.parser import HTMLParser
from itertools import count
from typing import Any
from urllib.parse import urlencode

from tests.benchmarks.client import Client
from tests.benchmarks.visitors import CSRF

_turn = count()


class Fields(HTMLParser):
    """The controls of the page's forms with their values; select and textarea too."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name and _is_sent(given):
            self.found.append((name, given.get("value") or ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.found.append((self.select, given.get("value") or ""))
        elif tag == "textarea":
            self.area = name
            self.found.append((name, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        if tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.found[-1] = (self.area, data)


def _is_sent(control: dict[str, Any]) -> bool:
    kind = control.get("type") or "text"
    return kind not in {"submit", "button", "file"} and (kind not in {"checkbox", "radio"} or "checked" in control)


def fields_in(html: bytes) -> list[tuple[str, str]]:
    """What a browser would send back, with the name of the first product changed each time: something to save."""
    page = Fields()
    page.feed(html.decode())
    turn = next(_turn)
    return [
        (name, f"produit {turn}") if name == "products-1-name" else (name, value)
        for name, value in page.found
        if name not in {"csrfmiddlewaretoken", "language", "next"}
    ]


def filled(client: Client, path: str) -> bytes:
    """The request that saves that page, read just now."""
    answer = client.get(path)
    if answer.status != 200:
        raise LookupError(f"{path} answered {answer.status} {answer.headers.get('location', '')}")
    fields = [*fields_in(answer.body), ("csrfmiddlewaretoken", CSRF)]
    return client.request("POST", path, urlencode(fields).encode())


def bare(client: Client, path: str) -> bytes:
    """The request of a button without fields."""
    return client.request("POST", path, urlencode({"csrfmiddlewaretoken": CSRF}).encode())
