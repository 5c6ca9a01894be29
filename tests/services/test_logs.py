"""What the log keeps of a request, and what it must not."""

import logging
import sys

import pytest
from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string

from exportprogram.services.logs import LineFormatter

TOKEN = "kJ8_x-2Qw7RbLm0ZtY5vNcHs"


def line(text, exc_info=None):
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, text, None, exc_info)
    return LineFormatter("{levelname} {message}", style="{").format(record)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"Method Not Allowed (GET): /i/{TOKEN}/start/", "Method Not Allowed (GET): /i/***/start/"),
        (f"Forbidden: /r/{TOKEN}/", "Forbidden: /r/***/"),
        (f"/account/login/?next=%2Fr%2F{TOKEN}%2F", "/account/login/?next=%2Fr%2F***%2F"),
        ("Not Found: /file/EX27-0001-AB/form/", "Not Found: /file/EX27-0001-AB/form/"),
    ],
)
def test_line_keeps_no_token(said, kept):
    assert line(said) == f"WARNING {kept}"


def test_traceback_keeps_no_token():
    try:
        raise LookupError(f"/i/{TOKEN}/")
    except LookupError:
        text = line("failed", exc_info=sys.exc_info())

    assert "LookupError: /i/***/" in text
    assert TOKEN not in text


@pytest.mark.django_db
def test_refused_requests_are_logged_without_their_token(caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)
    monkeypatch.setattr(caplog.handler, "formatter", LineFormatter("{message}", style="{"))
    client = Client(enforce_csrf_checks=True)
    client.get(f"/i/{TOKEN}/start/")
    client.post(f"/i/{TOKEN}/start/")

    lines = [caplog.handler.format(record) for record in caplog.records]
    assert [text for text in lines if "/i/***/start/" in text]
    assert TOKEN not in "".join(lines)


def test_console_writes_through_the_formatter():
    handlers = settings.LOGGING["handlers"]
    formats = {settings.LOGGING["formatters"][handler["formatter"]]["()"] for handler in handlers.values()}
    assert [import_string(name) for name in formats] == [LineFormatter]
