"""Switching a rule on: what it would do, its first days, one bad case among many; and days tried out beforehand."""

from datetime import timedelta

import pytest
from django.db import connection

from companies.cases import actions as cases
from companies.cases.enums import TaskKind
from companies.common.refusals import Refusal
from companies.mail.models import Message, Wording
from companies.outreach import hours
from companies.outreach.kinds import INVITED
from companies.outreach.ledger import dryrun, ladder, planner
from companies.outreach.models import Policy, Reminder, Run
from companies.outreach.sweep import sweep
from tests.outreach.passing import at, drafting, invited
from tests.support import making

pytestmark = pytest.mark.django_db

MONDAY = 7


def rule(day, **fields):
    given = {"kind": "invited", "rung": 1, "wait_days": 5, "valid_from": at(day).date()} | fields
    return Policy.objects.create(**given)


def posted_on(**which):
    rows = Reminder.objects.filter(state="posted", **which).order_by("ended_at", "id")
    return [(row.ended_at - at(0)).days for row in rows]


def test_new_rule_lets_so_many_leave_a_day_until_the_backlog_is_gone():
    chosen = [invited(day=2, officer=making.person()) for _n in range(5)]
    rule(MONDAY, first_day=2)
    for day in range(MONDAY, MONDAY + 4):
        for hour in (10, 11, 16):
            sweep(at=at(day, hour))
    assert posted_on() == [7, 7, 8, 8, 9]
    order = list(Reminder.objects.order_by("ended_at", "id").values_list("case", flat=True))
    assert order == [case.pk for case in chosen]


def test_day_without_a_sweep_does_not_end_the_first_days():
    for _n in range(3):
        invited(day=2)
    rule(MONDAY, first_day=1)
    for day in (MONDAY + 1, MONDAY + 2, MONDAY + 3):
        sweep(at=at(day, 10))
    assert posted_on() == [8, 9, 10]


def test_rule_whose_backlog_is_gone_is_a_rule_like_any_other():
    rule(MONDAY, first_day=2)
    invited(day=2)
    sweep(at=at(MONDAY, 10))
    for _n in range(4):
        invited(day=3)
    sweep(at=at(MONDAY + 1, 10))
    assert posted_on() == [7, 8, 8, 8, 8]


def test_first_rules_are_not_in_their_first_days():
    for _n in range(3):
        invited()
    Policy.objects.update(first_day=1)
    sweep(at=at(MONDAY))
    assert len(posted_on()) == 3


def test_nothing_reaches_back_before_the_day_of_the_rule():
    Policy.objects.filter(kind="invited").delete()
    invited(day=0)
    rule(MONDAY)
    for day in range(MONDAY, MONDAY + 4):
        sweep(at=at(day))
    assert list(Reminder.objects.all()) == []


def test_count_before_switching_on_is_what_then_leaves():
    Policy.objects.filter(kind="invited").delete()
    due = [invited(day=2), invited(day=2)]
    invited(day=0), invited(day=6), drafting()
    found = dryrun.would_send("invited", 1, 5, at(MONDAY).date(), at(MONDAY, 9))
    assert (found, Reminder.objects.count(), Policy.objects.filter(kind="invited").count()) == (
        [case.pk for case in due],
        0,
        0,
    )
    rule(MONDAY)
    sweep(at=at(MONDAY, 16))
    assert list(Reminder.objects.filter(kind="invited").values_list("case", flat=True).order_by("case")) == found


def test_lines_due_at_once_are_numbered_as_their_cases_are_however_the_database_finds_those():
    first, *others = (invited(day=2) for _n in range(3))
    cases.note_sign(first, at=at(1))  # written anew, its row comes last in the table
    connection.cursor().execute("SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off")
    planner.plan(INVITED, ladder.now(at(5)), hours.current())
    numbered = Reminder.objects.order_by("id").values_list("case", flat=True)
    assert list(numbered) == [case.pk for case in (first, *others)]


def test_count_of_a_rule_about_nobody_is_none():
    assert dryrun.would_send("invited", 1, 5, at(MONDAY).date(), at(MONDAY)) == []


def test_day_tried_out_is_what_then_happens_and_writes_nothing():
    spoken, quiet, letter = invited(), invited(), invited(firm=unreachable())
    cases.note_sign(spoken, at=at(1))
    draft = drafting()
    sweep(at=at(3, 7))
    before = ledger()
    lines = dryrun.preview(at(MONDAY).date(), at(5))
    assert (ledger(), Message.objects.count()) == (before, 0)
    tried = {(line.case.pk, line.kind, line.rung, line.state, line.form.value, line.subject) for line in lines}
    for hour in (9, 17):
        sweep(at=at(MONDAY, hour))
    rows = Reminder.objects.filter(ended_at__gte=at(MONDAY, 0)).select_related("message")
    real = {
        (row.case_id, row.kind, row.rung, row.state, "call" if row.task_id else "mail", subject(row)) for row in rows
    }
    assert tried == real
    assert {case for case, *_rest in tried} == {quiet.pk, letter.pk, draft.pk}


def unreachable():
    firm = making.company()
    making.contact(firm, email="")
    return firm


def subject(row):
    return row.message.subject if row.message else ""


def ledger():
    return list(Reminder.objects.order_by("id").values_list("id", "state", "due_at"))


@pytest.mark.parametrize("day", [-1, 15])
def test_day_that_is_over_or_far_away_is_not_tried_out(day):
    with pytest.raises(Refusal):
        dryrun.preview(at(day).date(), at(0))


def test_one_case_the_database_refuses_leaves_the_others_planned_and_is_seen():
    many = [invited() for _n in range(40)]
    bad = many[17].pk
    connection.cursor().execute(f"ALTER TABLE outreach_reminder ADD CONSTRAINT bad CHECK (case_id <> {bad})")
    sweep(at=at(3))
    run = Run.objects.get(kind="invited")
    assert (run.planned, run.failed) == (39, 1)
    assert run.error.startswith(f"case {bad}: IntegrityError")
    assert set(Reminder.objects.values_list("case", flat=True)) == {case.pk for case in many} - {bad}


def test_absurd_dates_of_a_case_stop_no_other():
    early, late, fine = invited(), invited(), invited()
    connection.cursor().execute(
        "UPDATE cases_move SET at = '0001-01-02' WHERE to_status = 'invited' AND case_id = %s", [early.pk]
    )
    connection.cursor().execute(
        "UPDATE cases_move SET at = '9999-12-31' WHERE to_status = 'invited' AND case_id = %s", [late.pk]
    )
    done = planner.plan(INVITED, ladder.now(at(3)), hours.current())
    assert (done.failures, done.planned) == ({}, 1)
    assert Reminder.objects.get().case == fine


def test_line_that_fails_again_and_again_is_a_dead_letter_and_the_officers():
    arabic = making.company()
    making.contact(arabic, language="ar")
    broken, fine = invited(firm=arabic, officer=making.person()), invited()
    Wording.objects.filter(slot="invited.rung1", language="ar").delete()
    for quarter in range(6):
        sweep(at=at(MONDAY, 10) + timedelta(minutes=15 * quarter))
    row = Reminder.objects.get(case=broken)
    assert (row.state, row.reason, row.failures) == ("suppressed", "failed", 5)
    task = broken.tasks.open().get()
    assert (task.kind, task.reason) == (TaskKind.CALL, "invited.1;failed;")
    assert Reminder.objects.get(case=fine).state == "posted"
    assert sum(Run.objects.filter(kind="invited").values_list("failed", flat=True)) == 5
