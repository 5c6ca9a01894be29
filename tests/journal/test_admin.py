import pytest

from companies.accounts.enums import Role
from companies.journal import actions as journal
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from tests.support import making

pytestmark = pytest.mark.django_db
JOURNAL = "/admin/journal/entry/"


@pytest.fixture
def admin(client):
    user = making.person(Role.ADMIN)
    client.force_login(user)
    return user


def test_journal_is_read_only_even_for_administrators(client, admin):
    entry = journal.record("thing.done", making.region(), by=SYSTEM, at=making.AT)
    answers = [
        client.post(f"{JOURNAL}add/").status_code,
        client.post(f"{JOURNAL}{entry.pk}/change/", {"verb": "other"}).status_code,
        client.post(f"{JOURNAL}{entry.pk}/delete/", {"post": "yes"}).status_code,
    ]

    assert answers == [403, 403, 403]
    assert Entry.objects.get().verb == "thing.done"


def test_entry_is_shown(client, admin):
    entry = journal.record("thing.done", making.region(), by=SYSTEM, at=making.AT, stream="case:17")

    assert "case:17" in client.get(f"{JOURNAL}{entry.pk}/change/").text


def test_journal_is_searched_by_stream(client, admin):
    for stream in ("case:17", "case:170"):
        journal.record("thing.done", making.region(), by=SYSTEM, at=making.AT, stream=stream)
    found = client.get(JOURNAL, {"q": "case:17"}).context["cl"].queryset

    assert [entry.stream for entry in found] == ["case:17"]


def test_list_asks_as_much_for_three_lines_as_for_one(client, admin, django_assert_num_queries):
    client.get(JOURNAL)  # administrators are told once a minute how the reminders are
    for _round in range(2):
        journal.record("thing.done", making.region(), by=SYSTEM, at=making.AT)
        with django_assert_num_queries(4):
            client.get(JOURNAL)
        journal.record("thing.done", making.region(), by=SYSTEM, at=making.AT)
