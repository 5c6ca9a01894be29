import pytest
from django.db import DatabaseError, IntegrityError, transaction

from companies.journal import actions as journal
from companies.journal.actors import SYSTEM, Actor
from companies.journal.enums import ActorKind
from companies.journal.models import Entry
from tests.support import making

pytestmark = pytest.mark.django_db


def note(**data) -> Entry:
    return journal.record("thing.done", making.region(), by=SYSTEM, at=making.AT, stream="case:1", **data)


def test_line_says_who_did_what_to_which_object():
    region = making.region()
    line = journal.record(
        "thing.done", region, by=Actor(ActorKind.USER, 7, behalf_id=9), at=making.AT, stream="case:1", count=3, code="x"
    )

    assert Entry.objects.values().get() == {
        "id": line.pk,
        "at": making.AT,
        "actor_kind": "user",
        "actor_id": 7,
        "behalf_id": 9,
        "stream": "case:1",
        "verb": "thing.done",
        "object_type": "reference.region",
        "object_id": str(region.pk),
        "data": {"count": 3, "code": "x"},
    }


def test_many_lines_are_written_at_once(django_assert_num_queries):
    region = making.region()
    lines = [journal.entry("thing.done", region, by=SYSTEM, at=making.AT, n=n) for n in range(3)]
    with django_assert_num_queries(1):
        journal.record_many(lines)

    assert [entry.data for entry in Entry.objects.order_by("id")] == [{"n": 0}, {"n": 1}, {"n": 2}]


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: Entry.objects.update(verb="other"),
        lambda: Entry.objects.all().delete(),
        lambda: Entry.objects.get().delete(),
        lambda: Entry.objects.raw("TRUNCATE journal_entry")[:1],
    ],
    ids=["update", "delete all", "delete one", "truncate"],
)
def test_journal_forgets_nothing(attempt):
    note()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        attempt()
    assert Entry.objects.get().verb == "thing.done"


def test_act_that_fails_leaves_no_line():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        note()
        raise ZeroDivisionError
    assert not Entry.objects.exists()


@pytest.mark.parametrize("actor", [Actor(ActorKind.USER), Actor(ActorKind.LINK), Actor("ghost", 1)])
def test_actor_without_sense_is_refused_by_the_database(actor):
    with pytest.raises(IntegrityError), transaction.atomic():
        journal.record("thing.done", making.region(), by=actor, at=making.AT)


def test_actor_has_a_user_only_when_it_is_one():
    assert [actor.user_id for actor in (Actor(ActorKind.USER, 7), Actor(ActorKind.LINK, 7), SYSTEM)] == [7, None, None]
