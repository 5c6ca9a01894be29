"""What each answer does from where a file stands, and that taking it back leaves nothing behind."""

from datetime import timedelta

import pytest
import time_machine

from companies.accounts.enums import Role
from companies.cases import actions as cases
from companies.cases.enums import ClosedAs, DayPart, InteractionKind, Outcome, Status, TaskKind
from companies.cases.models import Case, Move, Task
from companies.common import clock
from companies.common.refusals import Refusal
from companies.dialogue.enums import Hypothesis, ObstacleCode
from companies.dialogue.models import Obstacle
from companies.enrolment.doors import Way
from companies.enrolment.rules import BEFORE_START, SENT
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from companies.mail import outbox
from companies.mail.models import Message
from companies.outreach import answers
from companies.outreach.answers import Press, Said, TooLate, helping, questions
from companies.outreach.answers.questions import State
from companies.outreach.enums import AnswerKind
from companies.outreach.models import Answer, Reminder
from companies.registry.enums import Access
from companies.registry.models import Contact
from tests.enrolment.world import AT, begun, contact_of, filled, invited_case, save
from tests.enrolment.world import sent as send
from tests.outreach.asking import reminded
from tests.support import making

pytestmark = pytest.mark.django_db
PRESSED = AT + timedelta(days=5)
DAY = clock.local_day(PRESSED) + timedelta(days=1)
LATER = clock.local_day(PRESSED) + timedelta(days=14)
SAID = {
    "done": Said(AnswerKind.DONE),
    "help": Said(AnswerKind.HELP, until=DAY, day_part=DayPart.MORNING),
    "later": Said(AnswerKind.LATER, until=LATER),
    "declined": Said(AnswerKind.DECLINED, code=ObstacleCode.NO_TIME_OR_STAFF, text="Pas cette année"),
}
PAGE = "https://export.example/r/x/"


@pytest.fixture
def case(db):
    return invited_case(language="fr")


def question(case, *, at=PRESSED, **given):
    row, _token = reminded(case, contact_of(case), at=AT + timedelta(days=4), **given)
    return asked(row, at)


def asked(row, at=PRESSED):
    link = row.link.__class__.objects.select_related("case__year", "case__company", "contact__company").get(
        pk=row.link_id
    )
    return questions.question_of(link, at=at)


def press(question, said):
    return Press(question, SAID.get(said, said), PAGE)


def give(case, said, **given):
    return answers.give(press(question(case, **given), said))


def put(case, status):
    """Bring a case to a status along the table, as the company and the office would."""
    way = [Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW]
    ends = {Status.INFORMATION_REQUESTED: way, Status.WAITING_LIST: way, Status.DIAGNOSTIC: way}
    for step in [*ends.get(status, way[: way.index(status)] if status in way else []), status]:
        if Case.objects.get(pk=case.pk).status != step:
            cases.move(case, step, by=SYSTEM, at=AT)
    return Case.objects.get(pk=case.pk)


# -- which answers are open ------------------------------------------------------------------

OPEN_TO = {
    # by status: done, help, later, declined; written out a second time, on purpose
    **dict.fromkeys(BEFORE_START, ("open", "open", "open", "open")),
    Status.DRAFT: ("open", "open", "open", "open"),
    **dict.fromkeys(SENT, ("open", "open", "shut", "by_code")),
    Status.DIAGNOSTIC: ("open", "open", "shut", "shut"),
    Status.CLOSED: ("shut", "shut", "shut", "shut"),
}


@pytest.mark.parametrize("status", sorted(OPEN_TO))
def test_answers_open_by_status(case, status):
    if status == Status.CLOSED:
        cases.close(case, closed_as=ClosedAs.UNRESPONSIVE, by=SYSTEM, at=AT)
    elif status == Status.LISTED:
        Case.objects.filter(pk=case.pk).update(status=status)
    else:
        case = put(case, status)

    ways = questions.ways(question(case))

    order = (AnswerKind.DONE, AnswerKind.HELP, AnswerKind.LATER, AnswerKind.DECLINED)
    assert tuple(ways[kind].value for kind in order) == OPEN_TO[status]


def test_draft_that_holds_answers_asks_for_a_code_before_it_is_given_up(case):
    save(begun(case), "contact")

    ways = questions.ways(question(case, kind="draft"))

    assert ways == {
        AnswerKind.DONE: Way.OPEN,
        AnswerKind.HELP: Way.OPEN,
        AnswerKind.LATER: Way.OPEN,
        AnswerKind.DECLINED: Way.BY_CODE,
    }


@pytest.mark.parametrize("said", ["later", "declined"])
def test_answer_that_is_not_open_is_refused_and_writes_nothing(case, said):
    case = put(case, Status.SUBMITTED)
    asked_ = question(case)
    before = everything(case)

    with pytest.raises(Refusal):
        answers.give(press(asked_, said))

    assert everything(case) == before


# -- what follows ----------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["done", "help", "later"])
def test_answer_is_a_sign_of_life_and_reaches_the_company(case, said):
    answer = give(case, said)

    case.refresh_from_db()
    assert (case.status, case.last_sign_at, case.last_sign) == (Status.REACHED, PRESSED, "answered")
    assert Entry.objects.filter(verb="answer.given", object_id=str(answer.pk), actor_kind="link").count() == 1
    assert Reminder.objects.get(pk=answer.reminder_id).link.used_at == PRESSED


def test_help_is_at_once_a_task_of_the_officer_with_day_and_moment(case):
    answer = give(case, "help")

    (task,) = case.tasks.open()
    shown = (task.kind, task.due_on, task.day_part, task.owner, task.made_at)
    assert shown == (TaskKind.HELP, DAY, DayPart.MORNING, case.officer, PRESSED)
    assert (answer.task, answer.until, answer.day_part) == (task, DAY, "morning")


def test_help_on_a_file_that_nobody_follows_is_the_managers_to_give(case):
    manager = making.person(Role.MANAGER)
    Case.objects.filter(pk=case.pk).update(officer=None)

    give(Case.objects.get(pk=case.pk), "help")

    assert case.tasks.get().owner == manager


def test_help_names_what_was_sent_before(case):
    Message.objects.update(state="sent", accepted_at=AT)

    give(case, "help")

    task = case.tasks.get()
    assert task.reason == "answer.help;;20270301,20270305"
    assert helping.reason_in_words(task.reason) == (
        "L’entreprise a demandé de l’aide. Messages envoyés les 1er et 5\u00a0mars."
    )


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("fr", "Je vous appelle dimanche 7\u00a0mars pour votre candidature"),
        ("ar", "سأتصل بكم يوم الأحد 7\u00a0مارس بخصوص ترشيحكم"),
        ("en", "I will call you on Sunday 7\u00a0March about your application"),
    ],
)
def test_help_is_confirmed_by_mail_in_the_persons_language(db, language, subject):
    case = invited_case(language=language)

    give(case, "help")

    message = Message.objects.get(purpose="help.coming")
    assert (message.subject, message.language, message.essential) == (subject, language, True)
    assert PAGE in message.text
    assert "06\u00a061\u00a020\u00a031\u00a042" in message.text


def test_number_given_with_the_wish_for_a_call_is_kept_where_none_was_known(case):
    Contact.objects.update(phone="")

    give(case, Said(AnswerKind.HELP, until=DAY, phone="+212600000001"))

    assert contact_of(case).phone == "+212600000001"


def test_asking_for_help_again_leaves_one_call(case):
    give(case, "help")
    Reminder.objects.update(link=None)

    give(case, Said(AnswerKind.HELP, until=LATER))

    assert list(case.tasks.open().values_list("due_on", flat=True)) == [LATER]
    assert case.tasks.exclude(done_at=None).get().outcome == "replaced"


def test_later_puts_the_ladder_off_to_the_day(case):
    answer = give(case, "later")

    case.refresh_from_db()
    assert (case.deferred_until, answer.until) == (LATER, LATER)


@pytest.mark.parametrize("day", [clock.local_day(PRESSED), clock.local_day(PRESSED) + timedelta(days=60)])
def test_later_needs_a_day_to_come_up_to_the_closing_date(case, day):
    with pytest.raises(Refusal):
        give(case, Said(AnswerKind.LATER, until=day))

    assert not Answer.objects.exists()


def test_completion_can_wait_up_to_the_day_named_in_the_request(case):
    case = put(case, Status.INFORMATION_REQUESTED)
    row, _token = reminded(case, contact_of(case), at=AT, kind="completion")
    Reminder.objects.filter(pk=row.pk).update(not_after=clock.end_of(LATER))
    row.refresh_from_db()

    with pytest.raises(Refusal):
        answers.give(press(asked(row), Said(AnswerKind.LATER, until=LATER + timedelta(days=1))))
    answers.give(press(asked(row), "later"))

    case.refresh_from_db()
    assert (case.status, case.deferred_until) == (Status.INFORMATION_REQUESTED, LATER)


def test_not_for_us_closes_the_case_with_its_reason_and_is_thanked(case):
    answer = give(case, "declined")

    case.refresh_from_db()
    obstacle = Obstacle.objects.get()
    assert (case.closed_as, obstacle.code, obstacle.hypothesis) == (
        ClosedAs.DECLINED,
        ObstacleCode.NO_TIME_OR_STAFF,
        Hypothesis.OPERATIONAL,
    )
    assert (answer.obstacle, obstacle.text) == (obstacle, "Pas cette année")
    assert Message.objects.filter(purpose="decline.thanks").count() == 1


# -- once ------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("then", SAID)
def test_second_press_finds_the_first_answer_and_changes_nothing(case, said, then):
    asked_ = question(case)
    first = answers.give(press(asked_, said))
    before = everything(case)

    assert answers.give(press(asked_, then)) == first
    assert everything(case) == before


# -- taken back ------------------------------------------------------------------------------


def everything(case):
    """All that an answer may touch, but the journal and the version."""
    row = Case.objects.filter(pk=case.pk)
    left_out = {"version", "quiet_since"}
    return {
        "case": [{key: value for key, value in each.items() if key not in left_out} for each in row.values()],
        "moves": list(Move.objects.filter(case=case).values_list("id", "to_status").order_by("id")),
        "open tasks": list(Task.objects.open().filter(case=case).values_list("id", "kind").order_by("id")),
        "obstacles": list(Obstacle.objects.values_list("id", flat=True)),
        "reminders": list(Reminder.objects.values_list("id", "state", "reason", "ended_at").order_by("id")),
        "standing": list(Answer.objects.standing().values_list("id", flat=True)),
    }


@pytest.mark.parametrize("status", [Status.INVITED, Status.REACHED, Status.DRAFT])
@pytest.mark.parametrize("said", SAID)
def test_taken_back_leaves_everything_as_it_was(case, said, status):
    case = put(case, status)
    cases.defer(case, clock.local_day(AT), by=SYSTEM, at=AT)
    cases.note_sign(case, at=AT)
    cases.add_task(case, kind=TaskKind.CALL, due_on=DAY, by=SYSTEM, at=AT)
    asked_ = question(case)
    before = everything(case)

    answer = answers.give(press(asked_, said))
    assert everything(case) != before
    answers.undo(answer, by=press(asked_, said).by, at=PRESSED + timedelta(minutes=9))

    assert everything(case) == before
    assert Answer.objects.get().undone_at == PRESSED + timedelta(minutes=9)
    assert Entry.objects.filter(verb="answer.undone").count() == 1


def test_reminders_that_a_sweep_cancelled_meanwhile_are_planned_again(case):
    asked_ = question(case)
    next_rung = Reminder.objects.create(
        kind="invited", case=case, occurrence="x:2", rung=2, starts_at=AT, due_at=PRESSED, planned_at=AT
    )
    answer = answers.give(press(asked_, "done"))
    Reminder.objects.filter(pk=next_rung.pk).update(state="cancelled", reason="sign", ended_at=PRESSED)

    answers.undo(answer, by=SYSTEM, at=PRESSED + timedelta(minutes=5))

    next_rung.refresh_from_db()
    assert (next_rung.state, next_rung.reason, next_rung.ended_at) == ("planned", "", None)


def test_after_ten_minutes_an_answer_stays(case):
    answer = give(case, "declined")
    before = everything(case)

    with pytest.raises(TooLate):
        answers.undo(answer, by=SYSTEM, at=PRESSED + timedelta(minutes=10, seconds=1))

    assert everything(case) == before


def test_taking_back_twice_is_once(case):
    answer = give(case, "later")
    for minute in (1, 2):
        answers.undo(answer, by=SYSTEM, at=PRESSED + timedelta(minutes=minute))

    assert Answer.objects.get().undone_at == PRESSED + timedelta(minutes=1)
    assert Entry.objects.filter(verb="answer.undone").count() == 1


def test_what_the_officer_did_meanwhile_stays(case):
    answer = give(case, "declined")
    cases.reopen(case, by=case.officer.actor, at=PRESSED + timedelta(minutes=2))
    cases.note_sign(case, at=PRESSED + timedelta(minutes=3), sign="spoken")

    answers.undo(answer, by=SYSTEM, at=PRESSED + timedelta(minutes=5))

    case.refresh_from_db()
    assert (case.status, case.last_sign, Obstacle.objects.count()) == (Status.INVITED, "spoken", 0)
    assert Move.objects.filter(case=case, to_status=Status.CLOSED).count() == 1


def test_another_answer_can_follow_one_that_was_taken_back(case):
    asked_ = question(case)
    answers.undo(answers.give(press(asked_, "declined")), by=SYSTEM, at=PRESSED)

    answers.give(press(asked_, "help"))

    assert [each.kind for each in Answer.objects.order_by("id")] == ["declined", "help"]
    assert Answer.objects.standing().get().kind == "help"


@pytest.mark.parametrize(("said", "purpose"), [("help", "help.coming"), ("declined", "decline.thanks")])
def test_mail_that_waits_is_withdrawn_with_the_answer(case, smtp_sink, said, purpose):
    answer = give(case, said)
    answers.undo(answer, by=SYSTEM, at=PRESSED)

    with time_machine.travel(PRESSED, tick=False):
        outbox.deliver_due(at=PRESSED)

    assert Message.objects.get(purpose=purpose).state == "withdrawn"


# -- another moment --------------------------------------------------------------------------


def test_call_is_set_for_another_moment_and_confirmed_anew(case, smtp_sink):
    asked_ = question(case)
    answers.give(press(asked_, "help"))

    answers.choose_another_moment(press(asked_, Said(AnswerKind.HELP, until=LATER, day_part=DayPart.AFTERNOON)))
    with time_machine.travel(PRESSED, tick=False):
        outbox.deliver_due(at=PRESSED)

    task = case.tasks.get()
    assert (task.due_on, task.day_part) == (LATER, DayPart.AFTERNOON)
    states = Message.objects.filter(purpose="help.coming").order_by("posted_at", "subject")
    assert sorted(states.values_list("state", flat=True)) == ["sent", "withdrawn"]
    assert states.get(state="sent").subject == "Je vous appelle samedi 20\u00a0mars pour votre candidature"


def test_call_that_was_made_keeps_its_moment(case):
    asked_ = question(case)
    answer = answers.give(press(asked_, "help"))
    cases.log_interaction(
        case,
        kind=InteractionKind.CALL,
        outcome=Outcome.SPOKEN,
        by=case.officer.actor,
        at=PRESSED,
        then=cases.Next(done=answer.task),
    )

    assert answers.choose_another_moment(press(asked_, Said(AnswerKind.HELP, until=LATER))) is None
    assert case.tasks.get().due_on == DAY


# -- whose time is over ----------------------------------------------------------------------


def test_question_is_put_for_thirty_days(case):
    row, _token = reminded(case, contact_of(case), at=AT)

    assert questions.state_of(asked(row, AT + timedelta(days=30))) == State.PUT
    assert questions.state_of(asked(row, AT + timedelta(days=30, seconds=1))) == State.EXPIRED


def test_closing_date_ends_the_question(case):
    closing = clock.end_of(case.closes_on)
    row, _token = reminded(case, contact_of(case), at=closing - timedelta(days=3))

    assert questions.state_of(asked(row, closing)) == State.PUT
    assert questions.state_of(asked(row, closing + timedelta(seconds=1))) == State.EXPIRED


def test_newer_reminder_takes_the_place_of_the_older_one(case):
    older, _token = reminded(case, contact_of(case), at=AT)
    newer, _token = reminded(case, contact_of(case), at=AT + timedelta(days=3), rung=2)

    states = questions.state_of(asked(older)), questions.state_of(asked(newer))
    with pytest.raises(Refusal):
        answers.give(press(asked(older), "done"))

    assert states == (State.SUPERSEDED, State.PUT)
    assert not Answer.objects.exists()


def test_newer_reminder_that_never_left_takes_no_place(case):
    older, _token = reminded(case, contact_of(case), at=AT)
    newer, _token = reminded(case, contact_of(case), at=AT + timedelta(days=3), rung=2)
    Reminder.objects.filter(pk=newer.pk).update(state="suppressed", reason="not_sent", message=None)

    assert questions.state_of(asked(older)) == State.PUT


@pytest.mark.parametrize("state", ["queued", "withdrawn", "dead"])
def test_buttons_of_what_arrived_work_while_a_newer_reminder_has_not_left(case, state):
    older, _token = reminded(case, contact_of(case), at=AT)
    newer, _token = reminded(case, contact_of(case), at=AT + timedelta(days=3), rung=2)
    Message.objects.filter(pk=newer.message_id).update(state=state)

    assert questions.state_of(asked(older)) == State.PUT


@pytest.mark.parametrize("access", [Access.WRONG, Access.ENDED])
def test_question_is_not_put_to_who_is_gone(case, access):
    row, _token = reminded(case, contact_of(case), at=AT)
    Contact.objects.update(access=access)

    assert questions.state_of(asked(row)) == State.EXPIRED


def test_sent_application_is_not_asked_for(case):
    send(filled(begun(case)))
    asked_ = question(case, kind="draft")

    answers.give(press(asked_, "done"))

    case.refresh_from_db()
    assert (case.status, case.last_sign) == (Status.SUBMITTED, "answered")


# -- overtaken -------------------------------------------------------------------------------


def test_call_replaced_by_one_that_was_taken_back_is_to_be_made_after_all(case):
    first = give(case, "help")
    row, _token = reminded(case, contact_of(case), at=PRESSED + timedelta(hours=2), kind="closing_soon")
    at = PRESSED + timedelta(hours=3)
    second = answers.give(press(asked(row, at), Said(AnswerKind.HELP, until=LATER)))

    answers.undo(second, by=SYSTEM, at=at + timedelta(minutes=1))

    assert list(case.tasks.open().values_list("id", "due_on", "outcome")) == [(first.task_id, DAY, "")]
    assert Entry.objects.filter(verb="task.opened_again", object_id=str(first.task_id)).count() == 1


def test_call_made_meanwhile_brings_no_earlier_one_back(case):
    give(case, "help")
    row, _token = reminded(case, contact_of(case), at=PRESSED, kind="closing_soon")
    second = answers.give(press(asked(row), Said(AnswerKind.HELP, until=LATER)))
    cases.complete_task(second.task, by=case.officer.actor, at=PRESSED + timedelta(minutes=1))

    answers.undo(second, by=SYSTEM, at=PRESSED + timedelta(minutes=2))

    assert not case.tasks.open().exists()


def test_two_calls_taken_back_leave_none(case):
    first = give(case, "help")
    row, _token = reminded(case, contact_of(case), at=PRESSED, kind="closing_soon")
    second = answers.give(press(asked(row), Said(AnswerKind.HELP, until=LATER)))

    for answer in (first, second):
        answers.undo(answer, by=SYSTEM, at=PRESSED + timedelta(minutes=2))

    assert not case.tasks.open().exists()
    assert not Answer.objects.standing().exists()


def test_number_given_by_a_slip_is_taken_back_with_it(case):
    Contact.objects.update(phone="")
    answer = give(case, Said(AnswerKind.HELP, until=DAY, phone="+212600000001"))

    answers.undo(answer, by=SYSTEM, at=PRESSED + timedelta(minutes=1))

    assert contact_of(case).phone == ""


def test_number_that_a_later_call_is_to_be_made_at_is_kept(case):
    Contact.objects.update(phone="")
    first = give(case, Said(AnswerKind.HELP, until=DAY, phone="+212600000001"))
    row, _token = reminded(case, contact_of(case), at=PRESSED, kind="closing_soon")
    at = PRESSED + timedelta(minutes=1)
    answers.give(press(asked(row, at), Said(AnswerKind.HELP, until=LATER)))

    answers.undo(first, by=SYSTEM, at=at)

    assert contact_of(case).phone == "+212600000001"


def test_number_that_somebody_changed_meanwhile_is_kept(case):
    Contact.objects.update(phone="")
    answer = give(case, Said(AnswerKind.HELP, until=DAY, phone="+212600000001"))
    Contact.objects.update(phone="+212600000002")

    answers.undo(answer, by=SYSTEM, at=PRESSED + timedelta(minutes=1))

    assert contact_of(case).phone == "+212600000002"


@pytest.mark.parametrize("access", [Access.WRONG, Access.ENDED])
def test_who_is_gone_neither_takes_back_nor_moves_the_call(case, access):
    asked_ = question(case)
    answer = answers.give(press(asked_, "help"))
    Contact.objects.update(access=access)
    before, mails = everything(case), Message.objects.count()

    with pytest.raises(Refusal):
        answers.undo(answer, by=SYSTEM, at=PRESSED)
    with pytest.raises(Refusal):
        answers.choose_another_moment(press(asked_, Said(AnswerKind.HELP, until=LATER)))

    assert (everything(case), Message.objects.count()) == (before, mails)
    assert case.tasks.get().due_on == DAY


@pytest.mark.parametrize("said", SAID)
def test_answer_from_before_a_reopening_makes_room_for_another(case, said):
    asked_ = question(case)
    first = answers.give(press(asked_, said))
    if said != "declined":
        cases.close(case, closed_as=ClosedAs.UNRESPONSIVE, by=SYSTEM, at=PRESSED)
    cases.reopen(case, by=SYSTEM, at=PRESSED + timedelta(minutes=1))
    at = PRESSED + timedelta(minutes=2)

    again = asked(asked_.reminder, at)
    assert again.answer is None
    second = answers.give(press(again, "help"))

    assert asked(asked_.reminder, at).answer == second
    assert list(Answer.objects.order_by("id").values_list("kind", "undone_at")) == [(first.kind, at), ("help", None)]
    assert Entry.objects.filter(verb="answer.overtaken", object_id=str(first.pk)).count() == 1
