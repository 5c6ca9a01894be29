"""Cursors that nobody wrote: whatever stands in an address shows a first page."""

import base64
import json
from datetime import UTC, datetime

import pytest

from companies.cases.models import Case
from companies.web.keyset import Cursor, Order

NAME, SINCE, SIGN = Order("company__sort_key"), Order("quiet_since"), Order("last_sign_at", nullable=True)


def written(content) -> str:
    text = content if isinstance(content, str) else json.dumps(content)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize("order", [NAME, SINCE, SIGN], ids=lambda order: order.field)
@pytest.mark.parametrize(
    "text",
    [
        written("[" * 3000 + "]" * 3000),
        written('["\\ud800", 5]'),
        written("[Infinity, 5]"),
        written([["a"], 5]),
        written([{"a": 1}, 5]),
        written([5, 5]),
        written([True, 5]),
        written(["a" * 5000, 5]),
        written(["a\x00", 5]),
        written(["a", 2**70]),
        written(["a", "5"]),
        "é",
    ],
)
def test_mangled_cursor_is_none(order, text):
    assert Cursor.read(text, Case, order) is None


@pytest.mark.parametrize("order", [SINCE, SIGN], ids=lambda order: order.field)
@pytest.mark.parametrize(
    "instant",
    ["Alpha", "2027-01-01", "2027-01-01 00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "NaN"],
)
def test_instant_that_is_none_is_no_cursor(order, instant):
    assert Cursor.read(written([instant, 5]), Case, order) is None


@pytest.mark.parametrize(
    ("order", "value"),
    [
        (NAME, "argan souss"),
        (NAME, "تعاونية"),
        (SINCE, datetime(2026, 11, 24, 9, tzinfo=UTC)),
        (SIGN, datetime(2026, 11, 24, 9, tzinfo=UTC)),
        (SIGN, None),
    ],
)
def test_cursor_is_read_as_it_was_written(order, value):
    assert Cursor.read(str(Cursor(value, 5)), Case, order) == Cursor(value, 5)
