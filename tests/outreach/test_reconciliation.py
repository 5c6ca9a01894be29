"""The day's count: whatever the mixture of fates, it comes to nothing; whatever is broken, it is found."""

import logging
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from companies.cases import actions as cases
from companies.cases.enums import TaskKind
from companies.common import clock
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.mail.models import Message
from companies.mail.wording import Content
from companies.outreach.models import Reconciliation, Reminder
from companies.outreach.seen import reconciling
from companies.outreach.seen.reconciling import FATES
from tests.outreach.passing import at
from tests.support import making

pytestmark = pytest.mark.django_db
AT = at(9)
ENDED = {"ended_at": at(8)}


def message(state):
    posted = outbox.post(purpose="t", to="a@b.example", language="fr", content=Content("a", "b", ""), at=at(8))
    lease = {"lease_token": posted.pk, "lease_until": at(8)} if state == "leased" else {}
    accepted = {"accepted_at": at(8)} if state == "sent" else {}
    Message.objects.filter(pk=posted.pk).update(state=state, **lease, **accepted)
    return posted


def task(case):
    return cases.add_task(case, kind=TaskKind.CALL, due_on=at(8).date(), by=SYSTEM, at=at(8))


# What a line can look like, with the fate it is counted under.
LINES = {
    "planned": ("pending", lambda case: {"state": "planned"}),
    "queued": ("pending", lambda case: {"state": "posted", "message": message("queued"), **ENDED}),
    "leased": ("pending", lambda case: {"state": "posted", "message": message("leased"), **ENDED}),
    "sent": ("sent", lambda case: {"state": "posted", "message": message("sent"), **ENDED}),
    "uncertain": ("uncertain", lambda case: {"state": "posted", "message": message("uncertain"), **ENDED}),
    "withdrawn": ("withdrawn", lambda case: {"state": "posted", "message": message("withdrawn"), **ENDED}),
    "dead": ("dead", lambda case: {"state": "posted", "message": message("dead"), **ENDED}),
    "called": ("called", lambda case: {"state": "posted", "task": task(case), **ENDED}),
    "suppressed": ("suppressed", lambda case: {"state": "suppressed", "reason": "address", **ENDED}),
    "cancelled": ("cancelled", lambda case: {"state": "cancelled", "reason": "by_hand", **ENDED}),
}


def line(case, looks, number, kind="invited"):
    _fate, fields = LINES[looks]
    shape = {"rung": 1, "starts_at": at(0), "due_at": at(7), "planned_at": at(4), "occurrence": str(number)}
    return Reminder.objects.create(case=case, kind=kind, **shape, **fields(case))


def counted(**fates):
    planned = sum(fates.values())
    return {"planned": planned, **dict.fromkeys(FATES, 0), "lost": 0} | fates


def test_every_fate_can_be_met():
    assert {fate for fate, _fields in LINES.values()} == set(FATES)


class Mixtures(TestCase):
    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.tuples(st.sampled_from(sorted(LINES)), st.sampled_from(["invited", "draft"])), max_size=12))
    def test_any_mixture_of_sound_lines_comes_to_nothing(self, lines):
        case = making.case()
        for number, (looks, kind) in enumerate(lines):
            line(case, looks, number, kind)
        counts = reconciling.count()
        expected = {}
        for looks, kind in lines:
            fates = expected.setdefault(kind, {})
            fates[LINES[looks][0]] = fates.get(LINES[looks][0], 0) + 1
        assert counts == {kind: counted(**fates) for kind, fates in expected.items()}
        assert reconciling.difference(counts) == 0


BROKEN = {
    "a message that was never linked": "UPDATE outreach_reminder SET message_id = NULL",
    "an end without an instant": "UPDATE outreach_reminder SET ended_at = NULL",
    "a state nobody knows": "UPDATE outreach_reminder SET state = 'lost'",
    "held back with a message": "UPDATE outreach_reminder SET state = 'suppressed', reason = 'sign'",
    "a message in a state nobody knows": "UPDATE mail_message SET state = 'gone'",
}
CHECKS = {
    "outreach_reminder": ("reminder_state", "reminder_posted_once"),
    "mail_message": ("mail_message_state", "mail_message_sent_when"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_line_broken_by_hand_is_found_and_told(caplog, broken):
    case = making.case()
    line(case, "sent", 1)
    line(case, "called", 1, kind="draft")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, names in CHECKS.items():
            for name in names:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        cursor.execute(BROKEN[broken] + ("" if "mail" in BROKEN[broken] else " WHERE kind = 'invited'"))
    with caplog.at_level(logging.ERROR):
        row = reconciling.reconcile(at=AT)
    assert row.difference == 1
    assert [record.getMessage() for record in caplog.records] == ["The reminders do not add up: invited +1"]


def test_waiting_line_with_an_end_is_found():
    line(making.case(), "planned", 1)
    Reminder.objects.update(ended_at=at(8))
    assert reconciling.reconcile(at=AT).difference == 1


def test_line_that_is_gone_is_found_the_next_day():
    case = making.case()
    kept, gone = line(case, "sent", 1), line(case, "called", 2)
    assert reconciling.reconcile(at=AT).difference == 0
    gone.delete()
    line(case, "suppressed", 3)
    Reminder.objects.exclude(pk=kept.pk).update(planned_at=AT + timedelta(hours=1))
    row = reconciling.reconcile(at=AT + timedelta(days=1))
    assert row.counts == {"invited": counted(sent=1, suppressed=1) | {"planned": 3, "lost": 1}}
    assert row.difference == 1
    assert reconciling.reconcile(at=AT + timedelta(days=2)).difference == 0


def test_whole_kind_that_is_gone_is_found():
    line(making.case(), "sent", 1, kind="draft")
    reconciling.reconcile(at=AT)
    Reminder.objects.all().delete()
    assert reconciling.reconcile(at=AT + timedelta(days=1)).difference == 1


def test_kinds_do_not_make_up_for_one_another():
    assert reconciling.difference({"a": counted(sent=1) | {"planned": 2}, "b": counted(sent=2) | {"planned": 1}}) == 2


def test_day_is_counted_once(caplog):
    line(making.case(), "planned", 1)
    Reminder.objects.update(ended_at=at(8))
    assert reconciling.reconcile(at=AT) is not None
    assert reconciling.reconcile(at=AT + timedelta(hours=2)) is None
    assert Reconciliation.objects.get().on == clock.local_day(AT)
    assert len(caplog.records) == 1


def test_empty_ledger_adds_up():
    row = reconciling.reconcile(at=AT)
    assert (row.counts, row.difference) == ({}, 0)


def test_count_takes_one_statement(django_assert_num_queries):
    case = making.case()
    for number, looks in enumerate(LINES):
        line(case, looks, number)
    with django_assert_num_queries(1):
        reconciling.count()
