"""The judge finds what it is there to find, and the forms are those of the site."""

import pytest
from django.db import connection, transaction
from django.http import HttpResponse

from tests.fuzz import judging
from tests.fuzz.targets import Forms, Target, addresses, targets


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", "<h1>This request cannot be read</h1>", ["This request cannot be read"]),
        ("ar", '<input placeholder="This field is required.">', ["This field is required."]),
        ("fr", "<p>Your session closed after 3 minutes</p>", ["Your session closed after 3 minutes"]),
        ("fr", "<h1>Cette demande est illisible</h1><script>This field is required.</script>", []),
    ],
)
def test_english_is_found_on_pages_in_another_language(language, text, found):
    assert judging.english_in(HttpResponse(text), language) == found


def test_what_was_rolled_back_was_not_written(db):
    written = judging.Written()
    with connection.execute_wrapper(written), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET version = 1")
        with transaction.atomic():
            cursor.execute("DELETE FROM cases_task")
            transaction.set_rollback(True)
    assert written.tables == ["cases_case"]


@pytest.mark.parametrize(
    ("status", "text", "refused"),
    [
        (200, "<p>Enregistré</p>", False),
        (200, '<section class="error-summary">', True),
        (422, "", True),
        (302, "", False),
    ],
)
def test_no_is_told_from_yes(status, text, refused):
    assert judging.is_refused(HttpResponse(text, status=status)) is refused


def test_controls_of_a_form_are_found_with_what_they_hold():
    page = Forms("/here/")
    page.feed(
        '<form method="get"><input name="q"></form><form method="post" id="f"><input name="a" value="1">'
        '<select name="b"><option value="2"></select><input type="file" name="c"></form>'
        '<button form="f" name="d" value="3">'
    )
    ((url, found),) = page.found
    assert (url, found.fields, found.offered) == ("/here/", [("a", "1"), ("b", "")], {"b": ["2"], "d": ["3"]})
    assert (found.files, found.names) == ({"c"}, ["a", "b", "c", "d"])


def test_every_address_that_takes_a_post_is_a_target():
    expected = {each.name for each in addresses() if Target(each).row[0].speaks_of("POST")}
    assert {each.address.name for each in targets()} == expected
    assert {"portal:page", "portal:start", "desk:case_move", "account_login"} <= expected
