from datetime import UTC, datetime, timedelta

import pytest

from companies.accounts.enums import Role
from companies.cases import actions as cases
from companies.cases.enums import InteractionKind, Outcome, Sign, Status, TaskKind
from companies.cases.models import Case, Interaction, Task
from companies.common.refusals import Refusal
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from tests.support import making

pytestmark = pytest.mark.django_db
AT, ON = making.AT, making.ON


def sign_of(case):
    return Case.objects.values_list("last_sign_at", "last_sign").get(pk=case.pk)


def test_note_is_kept_and_is_no_sign_of_life():
    officer, case = making.person(), making.case()
    row = cases.log_interaction(case, kind=InteractionKind.NOTE, by=officer.actor, at=AT, text=" À rappeler ")
    assert (row.text, row.by, row.happened_on, row.outcome) == ("À rappeler", officer, ON, "")
    assert sign_of(case) == (None, "")
    line = Entry.objects.get(verb="interaction.noted")
    assert (line.stream, line.data) == (case.stream, {"kind": "note", "outcome": ""})


@pytest.mark.parametrize("before", [Status.LISTED, Status.INVITED])
def test_spoken_to_makes_the_company_reached(before):
    case = making.case(reached=before)
    cases.log_interaction(case, kind=InteractionKind.CALL, outcome=Outcome.SPOKEN, by=SYSTEM, at=AT)
    assert case.status == "reached"
    assert sign_of(case) == (AT, "spoken")


def test_spoken_to_leaves_later_statuses_where_they_are():
    case = making.case(reached=Status.DRAFT)
    cases.log_interaction(case, kind=InteractionKind.VISIT, outcome=Outcome.SPOKEN, by=SYSTEM, at=AT)
    assert (case.status, case.last_sign) == ("draft", "met")


def test_spoken_to_with_an_old_page_in_hand_still_counts():
    case = making.case(reached=Status.INVITED)
    old_page = Case.objects.get(pk=case.pk)
    cases.move(case, Status.DRAFT, by=SYSTEM, at=AT)
    cases.log_interaction(old_page, kind=InteractionKind.CALL, outcome=Outcome.SPOKEN, by=SYSTEM, at=AT)
    assert Case.objects.get(pk=case.pk).status == "draft"


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.WRONG_NUMBER, Outcome.CALL_AGAIN])
def test_call_that_reached_nobody_is_no_sign_of_life(outcome):
    case = making.case(reached=Status.INVITED)
    cases.log_interaction(case, kind=InteractionKind.CALL, outcome=outcome, by=SYSTEM, at=AT)
    assert (case.status, sign_of(case)) == ("invited", (None, ""))


def test_mail_received_is_a_sign_of_life():
    case = making.case()
    cases.log_interaction(case, kind=InteractionKind.MAIL, text="Oui", by=SYSTEM, at=AT)
    assert sign_of(case) == (AT, "wrote")


def test_call_of_an_earlier_day_is_a_sign_of_that_day():
    case = making.case()
    cases.log_interaction(
        case,
        kind=InteractionKind.CALL,
        outcome=Outcome.SPOKEN,
        happened_on=ON - timedelta(days=3),
        by=SYSTEM,
        at=AT,
    )
    assert sign_of(case) == (datetime(2026, 11, 20, 12, tzinfo=UTC), "spoken")


def test_older_sign_of_life_does_not_hide_a_newer_one():
    case = making.case()
    cases.note_sign(case, at=AT, sign=Sign.SAVED)
    cases.note_sign(case, at=AT - timedelta(days=1), sign=Sign.SPOKEN)
    assert sign_of(case) == (AT, "saved")
    assert (case.last_sign_at, case.last_sign) == (AT, "saved")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": InteractionKind.NOTE, "text": "  "}, "text"),
        ({"kind": InteractionKind.CALL}, "text"),
        ({"kind": InteractionKind.NOTE, "text": "Vu", "outcome": Outcome.SPOKEN}, "outcome"),
        ({"kind": InteractionKind.CALL, "text": "Vu", "happened_on": ON + timedelta(days=1)}, "happened_on"),
    ],
)
def test_interaction_that_says_nothing_or_too_much_is_refused(said, field):
    case = making.case()
    with pytest.raises(Refusal) as refusal:
        cases.log_interaction(case, by=SYSTEM, at=AT, **said)
    assert refusal.value.field == field
    assert not Interaction.objects.exists()


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (Outcome.NO_ANSWER, "call"),
        (Outcome.CALL_AGAIN, "call"),
        (Outcome.SPOKEN, "follow_up"),
    ],
)
def test_next_day_in_the_box_becomes_a_task(outcome, kind):
    officer = making.person()
    case = making.case(officer=officer)
    then = cases.Next(on=ON + timedelta(days=2))
    cases.log_interaction(case, kind=InteractionKind.CALL, outcome=outcome, by=SYSTEM, at=AT, then=then)
    assert list(Task.objects.values_list("kind", "owner", "due_on")) == [(kind, officer.pk, ON + timedelta(days=2))]


def test_logging_the_call_of_a_task_completes_it():
    officer, case = making.person(), making.case()
    task = cases.add_task(case, kind=TaskKind.CALL, due_on=ON, by=SYSTEM, at=AT)
    cases.log_interaction(
        case,
        kind=InteractionKind.CALL,
        outcome=Outcome.NO_ANSWER,
        by=officer.actor,
        at=AT,
        then=cases.Next(done=task),
    )
    task.refresh_from_db()
    assert (task.done_at, task.done_by, task.outcome) == (AT, officer, "no_answer")


def test_task_belongs_to_the_officer_of_the_case():
    officer = making.person()
    task = cases.add_task(making.case(officer=officer), kind=TaskKind.CALL, due_on=ON, by=SYSTEM, at=AT)
    assert task.owner == officer


def test_task_of_another_kind_needs_its_words():
    with pytest.raises(Refusal) as refusal:
        cases.add_task(making.case(), kind=TaskKind.OTHER, title=" ", due_on=ON, by=SYSTEM, at=AT)
    assert refusal.value.field == "title"


def test_completing_twice_keeps_the_first_time():
    first, second = making.person(), making.person()
    task = cases.add_task(making.case(), kind=TaskKind.CALL, due_on=ON, by=SYSTEM, at=AT)
    cases.complete_task(task, by=first.actor, at=AT)
    cases.complete_task(Task.objects.get(), by=second.actor, at=AT + timedelta(hours=1))
    assert list(Task.objects.values_list("done_at", "done_by")) == [(AT, first.pk)]
    assert Entry.objects.filter(verb="task.done").count() == 1


@pytest.mark.parametrize("days", [-1, 0])
def test_task_is_put_off_to_a_later_day_only(days):
    task = cases.add_task(making.case(), kind=TaskKind.CALL, due_on=ON, by=SYSTEM, at=AT)
    with pytest.raises(Refusal) as refusal:
        cases.snooze_task(task, ON + timedelta(days=days), by=SYSTEM, at=AT)
    assert refusal.value.field == "until"


def test_task_put_off_sleeps_until_its_day():
    task = cases.add_task(making.case(), kind=TaskKind.CALL, due_on=ON, by=SYSTEM, at=AT)
    cases.snooze_task(task, ON + timedelta(days=2), by=SYSTEM, at=AT)
    asleep = [Task.objects.due(on=ON + timedelta(days=n)).count() for n in range(3)]
    assert asleep == [0, 0, 1]


def test_task_is_handed_to_a_colleague_of_the_region():
    task = cases.add_task(making.case(), kind=TaskKind.CALL, due_on=ON, by=SYSTEM, at=AT)
    colleague = making.person()
    cases.hand_over_task(task, colleague, by=SYSTEM, at=AT)
    assert Task.objects.get().owner == colleague


@pytest.mark.parametrize(
    ("role", "where"),
    [(Role.OFFICER, making.SOUSS), (Role.NATIONAL, making.CASABLANCA), (Role.COMPANY, making.CASABLANCA)],
)
def test_task_is_not_handed_to_who_cannot_work_on_the_case(role, where):
    task = cases.add_task(making.case(), kind=TaskKind.CALL, due_on=ON, by=SYSTEM, at=AT)
    with pytest.raises(Refusal) as refusal:
        cases.hand_over_task(task, making.person(role, where), by=SYSTEM, at=AT)
    assert refusal.value.field == "owner"


def test_defer_keeps_the_day():
    case = making.case()
    cases.defer(case, ON + timedelta(days=30), by=SYSTEM, at=AT)
    assert Case.objects.get().deferred_until == ON + timedelta(days=30)


def test_new_task_has_a_day_to_come():
    case = making.case()
    with pytest.raises(Refusal) as refusal:
        cases.add_task(case, kind=TaskKind.CALL, due_on=ON - timedelta(days=1), by=SYSTEM, at=AT)
    assert (refusal.value.field, case.tasks.count()) == ("due_on", 0)


def test_next_step_has_a_day_to_come():
    case = making.case()
    then = cases.Next(on=ON - timedelta(days=1))
    with pytest.raises(Refusal) as refusal:
        cases.log_interaction(case, kind=InteractionKind.NOTE, text="Vu", by=SYSTEM, at=AT, then=then)
    assert (refusal.value.field, case.interactions.count()) == ("next_on", 0)


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [(Outcome.SPOKEN, TaskKind.FOLLOW_UP), (Outcome.NO_ANSWER, TaskKind.CALL)],
)
def test_next_step_takes_the_place_of_the_same_one(outcome, kind):
    case = making.case()
    cases.add_task(case, kind=kind, due_on=ON, by=SYSTEM, at=AT)
    cases.add_task(case, kind=kind, title="Après le salon", due_on=ON, by=SYSTEM, at=AT)
    later = AT + timedelta(days=3)
    then = cases.Next(on=ON + timedelta(days=9))
    cases.log_interaction(case, kind=InteractionKind.CALL, outcome=outcome, by=SYSTEM, at=later, then=then)
    assert list(case.tasks.order_by("id").values_list("title", "due_on", "outcome")) == [
        ("", ON, outcome.value),
        ("Après le salon", ON, ""),
        ("", ON + timedelta(days=9), ""),
    ]
