"""What officers have to act on becomes a task, once, and ends by itself when it is over."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from companies.cases import actions as cases
from companies.cases.enums import InteractionKind, Outcome, Status, TaskKind
from companies.cases.models import Case, ProgrammeYear, Task
from companies.enrolment.models import Application
from companies.enrolment.pages import APPLICATION
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.mail.models import Address
from companies.outreach import hours, queries
from companies.outreach.ledger import ladder
from companies.outreach.models import Policy, Reminder, Run
from companies.outreach.officers import noting
from companies.outreach.officers.facts import ADDRESS_REFUSED, FACTS, LEGAL_CLOCK, NEXT_STEP, REPLY
from companies.outreach.sweep import sweep
from companies.questionnaires.models import Form, Response
from companies.registry import actions as registry
from companies.registry.models import Contact
from tests.outreach.passing import MONDAY, at
from tests.outreach.test_sweep import KILLED, together
from tests.support import making

SENT_ON = MONDAY
OWED_ON = SENT_ON + timedelta(days=60)


def note(fact, instant):
    return noting.note(fact, ladder.now(instant), hours.current())


def made(kind, **wanted):
    return list(Task.objects.filter(kind=kind, **wanted).order_by("id"))


def refuse(email, instant):
    Address.objects.update_or_create(email=email, defaults={"state": "bounced", "changed_at": instant})


def coached(**fields):
    """In coaching since day 0, when its officer last spoke to it; nothing planned."""
    fields.setdefault("officer", making.person())
    case = making.case(reached=Status.DIAGNOSTIC, **fields)
    cases.log_interaction(case, kind=InteractionKind.CALL, outcome=Outcome.SPOKEN, by=SYSTEM, at=at(0), text="")
    return case


def sent(**fields):
    """An application sent on day 0, the answer owed sixty days later."""
    case = making.case(reached=Status.DRAFT, officer=making.person(), **fields)
    cases.move(case, Status.SUBMITTED, by=SYSTEM, at=at(0))
    form, _made = Form.objects.get_or_create(key=APPLICATION.key, version=99, defaults={"published_at": at(0)})
    response = Response.objects.create(case=case, form=form, started_at=at(0), submitted_at=at(0))
    Application.objects.create(case=case, response=response, answer_by=OWED_ON)
    return case


# -- the mail server refused an address --------------------------------------------------------------------------------


def test_refused_address_is_a_task_on_each_open_case_once(db):
    case = making.case(officer=making.person())
    contact = Contact.objects.get(company=case.company)
    refuse(contact.email, at(1))
    assert [note(ADDRESS_REFUSED, at(day)).made for day in (1, 2)] == [1, 0]
    (task,) = made(TaskKind.FIX_ADDRESS)
    assert (task.case, task.owner, task.due_on) == (case, case.officer, at(1).date())
    with translation.override("en"):
        assert queries.words_of(task.reason) == "The mail server refused an address of this company."


def test_corrected_address_ends_its_task(db):
    case = making.case(officer=making.person())
    contact = Contact.objects.get(company=case.company)
    refuse(contact.email, at(1))
    note(ADDRESS_REFUSED, at(1))
    registry.update_contact(contact, by=SYSTEM, at=at(2), email="juste@entreprise.example")
    assert note(ADDRESS_REFUSED, at(2)).ended == 1
    (task,) = made(TaskKind.FIX_ADDRESS)
    assert (task.done_at, task.outcome) == (at(2), "overtaken")


def test_address_refused_again_later_is_a_new_task(db):
    case = making.case(officer=making.person())
    contact = Contact.objects.get(company=case.company)
    refuse(contact.email, at(1))
    note(ADDRESS_REFUSED, at(1))
    outbox.set_right(contact.email, at=at(2))
    note(ADDRESS_REFUSED, at(2))
    refuse(contact.email, at(3))
    note(ADDRESS_REFUSED, at(3))
    assert [task.done_at for task in made(TaskKind.FIX_ADDRESS)] == [at(2), None]


def test_address_of_somebody_who_left_is_nobodys_task(db):
    case = making.case(officer=making.person())
    contact = Contact.objects.get(company=case.company)
    Contact.objects.filter(pk=contact.pk).update(access="ended")
    refuse(contact.email, at(1))
    assert note(ADDRESS_REFUSED, at(1)).made == 0


@pytest.mark.parametrize("fact", FACTS.values(), ids=list(FACTS))
@pytest.mark.parametrize("number", [1, 30])
def test_nothing_new_takes_the_same_statements_whatever_is_there(db, fact, number):
    for _n in range(number):
        case = sent() if fact is LEGAL_CLOCK else coached()
        refuse(Contact.objects.get(company=case.company).email, at(1))
    note(fact, at(59))
    now, open_hours = ladder.now(at(59, 11)), hours.current()
    with CaptureQueriesContext(connection) as statements:
        assert noting.note(fact, now, open_hours).made == 0
    # Refused addresses; the rule and today's count; the rules.
    reads = {ADDRESS_REFUSED: 1, NEXT_STEP: 2, LEGAL_CLOCK: 1, REPLY: 0}[fact]
    assert len([each for each in statements if "SAVEPOINT" not in each["sql"]]) == reads + 2


# -- nothing planned, nothing heard ------------------------------------------------------------------------------------


def test_silence_of_ten_working_days_asks_for_a_next_step_once(db):
    case = coached()
    assert [note(NEXT_STEP, at(day)).made for day in (13, 14, 15, 16)] == [0, 0, 1, 0]
    (task,) = made(TaskKind.NEXT_STEP)
    assert (task.case, task.owner, task.due_on) == (case, case.officer, at(15).date())
    with translation.override("en"):
        words = queries.words_of(task.reason)
    assert words == "No next step is set, and nothing has happened for 10 working days."


def test_holidays_are_no_days_of_silence(db):
    case = making.case(officer=making.person(), reached=Status.DIAGNOSTIC)
    cases.log_interaction(case, kind=InteractionKind.CALL, outcome=Outcome.SPOKEN, by=SYSTEM, at=at(28), text="")
    days = [day for day in range(28, 60) if note(NEXT_STEP, at(day)).made]
    assert days == [45]  # 1 and 11 January are holidays


@pytest.mark.parametrize("change", ["listed", "closed", "nobody", "deferred", "task", "reminder", "year"])
def test_no_next_step_is_asked_for_where(db, change):
    case = coached() if change != "listed" else making.case(officer=making.person())
    if change == "closed":
        cases.close(case, closed_as="withdrawn", by=SYSTEM, at=at(0))
    elif change == "nobody":
        Case.objects.filter(pk=case.pk).update(officer=None)
    elif change == "deferred":
        Case.objects.filter(pk=case.pk).update(deferred_until=at(40).date())
    elif change == "task":
        cases.add_task(case, kind=TaskKind.CALL, due_on=at(60).date(), by=SYSTEM, at=at(0))
    elif change == "reminder":
        planned(case)
    elif change == "year":
        ProgrammeYear.objects.update(state="closed")
    assert note(NEXT_STEP, at(30)).made == 0


def planned(case):
    instants = {"starts_at": at(0), "due_at": at(33), "planned_at": at(30)}
    return Reminder.objects.create(kind="draft", case=case, occurrence="1:1", rung=1, state="planned", **instants)


@pytest.mark.parametrize("act", ["call", "sign", "task", "move", "reminder"])
def test_task_ends_by_itself_when_something_happens(db, act):
    case = coached()
    note(NEXT_STEP, at(15))
    case.refresh_from_db()
    if act == "call":
        cases.log_interaction(case, kind=InteractionKind.NOTE, by=SYSTEM, at=at(16), text="Vu au salon")
    elif act == "sign":
        cases.note_sign(case, at=at(16))
    elif act == "task":
        cases.add_task(case, kind=TaskKind.CALL, due_on=at(20).date(), by=SYSTEM, at=at(16))
    elif act == "move":
        cases.move(case, Status.PLAN, by=SYSTEM, at=at(16))
    else:
        planned(case)
    assert note(NEXT_STEP, at(16, 11)).ended == 1
    assert made(TaskKind.NEXT_STEP)[0].outcome == "overtaken"


def test_silence_after_the_task_was_done_is_another_one(db):
    coached()
    note(NEXT_STEP, at(15))
    cases.complete_task(made(TaskKind.NEXT_STEP)[0], by=SYSTEM, at=at(15, 15))
    days = [day for day in range(15, 35) if note(NEXT_STEP, at(day)).made]
    assert days == [30]


def test_number_of_days_is_a_rule(db):
    Policy.objects.create(kind="next_step", rung=1, wait_days=3, valid_from=at(0).date())
    coached()
    assert [note(NEXT_STEP, at(day)).made for day in (3, 4)] == [0, 1]


def test_rule_switched_off_makes_no_task(db):
    Policy.objects.filter(kind="next_step").update(active=False)
    coached()
    assert note(NEXT_STEP, at(30)).made == 0


def test_many_silent_files_are_handed_over_so_many_a_day(db):
    Policy.objects.filter(kind="next_step").update(first_day=2)
    for _n in range(5):
        coached()
    instants = (at(15), at(15, 11), at(16), at(17), at(18))
    assert [note(NEXT_STEP, instant).made for instant in instants] == [2, 0, 2, 1, 0]


# -- the legal time for an answer --------------------------------------------------------------------------------------


def test_marks_of_the_legal_time_keep_one_open_task(db):
    sent()
    days = [day for day in range(62) if note(LEGAL_CLOCK, at(day)).made]
    assert days == [30, 45, 54]
    (task,) = made(TaskKind.CLOCK)
    assert (task.due_on, task.done_at) == (OWED_ON, None)
    with translation.override("en"):
        assert queries.words_of(task.reason) == "90% of the legal time for an answer has passed."
    lines = Reminder.objects.filter(kind="clock").order_by("rung").values_list("rung", "state", "reason", "task")
    assert list(lines) == [
        (1, "suppressed", "superseded", None),
        (2, "suppressed", "superseded", None),
        (3, "posted", "", task.pk),
    ]


def test_task_of_the_legal_time_is_on_the_list_before_its_day(db):
    sent()
    note(LEGAL_CLOCK, at(30))
    assert list(Task.objects.due(on=at(30).date()).filter(kind="clock")) == made(TaskKind.CLOCK)
    assert not Task.objects.overdue(on=OWED_ON).filter(kind="clock").exists()
    assert Task.objects.overdue(on=OWED_ON + timedelta(days=1)).filter(kind="clock").exists()


def test_later_mark_brings_back_what_was_put_off(db):
    sent()
    note(LEGAL_CLOCK, at(30))
    cases.snooze_task(made(TaskKind.CLOCK)[0], at(58).date(), by=SYSTEM, at=at(30))
    note(LEGAL_CLOCK, at(45))
    assert made(TaskKind.CLOCK)[0].snoozed_until is None


def test_later_mark_after_the_task_was_done_makes_another(db):
    sent()
    note(LEGAL_CLOCK, at(30))
    cases.complete_task(made(TaskKind.CLOCK)[0], by=SYSTEM, at=at(31))
    note(LEGAL_CLOCK, at(45))
    assert [task.done_at for task in made(TaskKind.CLOCK)] == [at(31), None]


def test_after_a_downtime_only_the_last_mark_is_told(db):
    sent()
    assert note(LEGAL_CLOCK, at(50)).made == 1
    assert Reminder.objects.get(kind="clock").rung == 2


def test_time_that_has_passed_is_due_at_once(db):
    sent()
    note(LEGAL_CLOCK, at(70))
    assert made(TaskKind.CLOCK)[0].due_on == at(70).date()


def test_task_ends_when_the_application_leaves_the_review_and_comes_back_with_it(db):
    case = sent()
    cases.move(case, Status.IN_REVIEW, by=SYSTEM, at=at(10))
    note(LEGAL_CLOCK, at(30))
    cases.move(case, Status.INFORMATION_REQUESTED, by=SYSTEM, at=at(31))
    assert made(TaskKind.CLOCK)[0].done_at == at(31)
    assert note(LEGAL_CLOCK, at(46)).made == 0
    cases.move(case, Status.IN_REVIEW, by=SYSTEM, at=at(47))
    note(LEGAL_CLOCK, at(47, 11))
    assert [task.done_at for task in made(TaskKind.CLOCK)] == [at(31), None]


# -- the mechanism -----------------------------------------------------------------------------------------------------


def test_two_at_once_make_one_task_each(transactional_db):
    for _n in range(20):
        coached()
    now, open_hours = ladder.now(at(15)), hours.current()
    together(lambda: noting.note(NEXT_STEP, now, open_hours), 4)
    noting.note(NEXT_STEP, now, open_hours)
    assert (len(made(TaskKind.NEXT_STEP)), Reminder.objects.filter(kind="next_step").count()) == (20, 20)


def test_case_somebody_is_working_on_waits_for_the_next_sweep(transactional_db):
    coached()
    with transaction.atomic():
        Case.objects.select_for_update().get()
        (done,) = together(lambda: note(NEXT_STEP, at(15)), 1)
    assert (done.made, note(NEXT_STEP, at(15)).made) == (0, 1)


def break_tasks_of(case):
    check = f"ALTER TABLE cases_task ADD CONSTRAINT broken CHECK (case_id <> {case.pk}) NOT VALID"
    connection.cursor().execute(check)


def test_failing_case_stops_no_other_and_is_written_down(db):
    failing, *others = [coached() for _n in range(4)]
    break_tasks_of(failing)
    sweep(at=at(15))
    assert {task.case for task in made(TaskKind.NEXT_STEP)} == set(others)
    run = Run.objects.get(kind="next_step")
    assert (run.planned, run.posted, run.failed) == (3, 3, 1)
    assert run.error.startswith(f"case {failing.pk}: IntegrityError")


def test_more_than_a_batch_is_noted_in_one_sweep(db, monkeypatch):
    monkeypatch.setattr(noting, "BATCH", 3)
    failing, *_others = [coached() for _n in range(8)]
    break_tasks_of(failing)
    done = note(NEXT_STEP, at(15))
    assert (done.made, done.failed) == (7, 1)


def test_killed_sweep_leaves_no_task_without_its_line(process_env):
    coached()
    script = (
        "import django; django.setup()\n"
        "from datetime import datetime\n"
        "from companies.outreach.sweep import sweep\n"
        f"sweep(at=datetime.fromisoformat('{at(15).isoformat()}'))"
    )
    armed = process_env | {"FAULT": "facts_before_commit:2"}
    done = subprocess.run([sys.executable, "-c", script], env=armed, check=False)
    assert done.returncode == KILLED
    assert (len(made(TaskKind.NEXT_STEP)), Reminder.objects.filter(kind="next_step").count()) in [(0, 0), (1, 1)]
    sweep(at=at(15, 11))
    assert (len(made(TaskKind.NEXT_STEP)), Reminder.objects.filter(kind="next_step").count()) == (1, 1)


@pytest.mark.parametrize("fact", FACTS.values(), ids=list(FACTS))
def test_every_fact_says_when_it_starts_and_stops_in_three_languages(fact):
    for language in ("fr", "ar"):
        with translation.override("en"):
            english = [str(text) for text in (fact.label, fact.starts, fact.stops, fact.words(50))]
        with translation.override(language):
            said = [str(text) for text in (fact.label, fact.starts, fact.stops, fact.words(50))]
        assert all(one != other for one, other in zip(english, said, strict=True))


def test_task_made_on_a_day_off_is_due_on_the_next_working_day(db):
    case = making.case(officer=making.person())
    refuse(Contact.objects.get(company=case.company).email, at(5))
    note(ADDRESS_REFUSED, at(5))
    assert made(TaskKind.FIX_ADDRESS)[0].due_on == at(7).date()
