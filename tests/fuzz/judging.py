"""What may come of a POST: an answer in words of the person's language; when it is a no, nothing was written."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.utils.translation import trans_real

WRITES = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
SAVEPOINT = re.compile(r"(SAVEPOINT|ROLLBACK TO SAVEPOINT) \"?(\w+)")
UNCOUNTED = {"django_session"}
REFUSALS = ("error-summary", 'aria-invalid="true"')
SHOWN = {"placeholder", "aria-label", "alt", "title"}
LONG_ENOUGH = 12
"""Characters of a message before its first placeholder by which it is known."""


class Written:
    """The tables that a request wrote to and that it did not roll back; for `connection.execute_wrapper`."""

    def __init__(self) -> None:
        self.tables: list[str] = []
        self.points: dict[str, int] = {}

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        text = sql if isinstance(sql, str) else str(sql)
        if (written := WRITES.match(text)) and written[2] not in UNCOUNTED:
            self.tables.append(written[2])
        elif point := SAVEPOINT.match(text):
            self._at(*point.groups())
        return execute(sql, params, many, context)

    def _at(self, act: str, name: str) -> None:
        if act == "SAVEPOINT":
            self.points[name] = len(self.tables)
        else:
            del self.tables[self.points.get(name, 0) :]


def is_refused(response: HttpResponse) -> bool:
    if response.status_code >= 400:
        return True
    return response.status_code == 200 and any(mark in response.content.decode() for mark in REFUSALS)


def is_page(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


class Words(HTMLParser):
    """All that a person reads or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent = tag if tag in ("script", "style") else ""
        self.found += [value for name, value in attrs if name in SHOWN and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent = ""

    def handle_data(self, data: str) -> None:
        if not self.silent and (words := " ".join(data.split())):
            self.found.append(words)


def english_in(response: HttpResponse, language: str) -> list[str]:
    """Source strings that stand on a page in another language, although the catalogues translate them."""
    page = Words()
    page.feed(response.content.decode())
    whole, beginnings = _english(language)
    return [words for words in page.found if words in whole or words.startswith(beginnings)]


@cache
def _english(language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Messages as the sources have them, and the beginnings of those with placeholders."""
    pairs = dict(_messages(language))
    said = set(pairs.values())
    foreign = {msgid for msgid, text in pairs.items() if text and text != msgid and msgid not in said and " " in msgid}
    heads = (re.split(r"%\(|%[sd]|{", msgid)[0].rstrip() for msgid in foreign if re.search(r"%\(|%[sd]|{", msgid))
    known = tuple(sorted({head for head in heads if len(head) >= LONG_ENOUGH and " " in head}))
    native = tuple(head for head in known if not any(text.startswith(head) for text in said))
    return frozenset(" ".join(msgid.split()) for msgid in foreign), native


def _messages(language: str) -> Iterator[tuple[str, str]]:
    for catalogue in trans_real.translation(language)._catalog._catalogs:
        for key, text in catalogue.items():
            msgid = key[0] if isinstance(key, tuple) else key
            if isinstance(text, str) and "\x04" not in msgid:
                yield msgid, text
