"""Both ladders, rung by rung, on the days they promise."""

from datetime import timedelta

import pytest

from companies.cases import actions as cases
from companies.cases.enums import InteractionKind, Outcome, Status, TaskKind
from companies.cases.models import Task
from companies.common import clock
from companies.enrolment import actions as enrolment
from companies.enrolment.models import Application
from companies.enrolment.pages import APPLICATION
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.outreach.models import Reminder, Run
from companies.questionnaires.models import Form, Response
from companies.registry import actions as registry
from companies.registry.models import Company, Contact
from tests.outreach.passing import at, drafting, invited
from tests.support import making


def ledger(case, **which):
    rows = Reminder.objects.filter(case=case, **which).order_by("id")
    return [(row.kind, row.rung, row.state, row.reason) for row in rows]


def posted_days(case, **which):
    """Local day (counted from day 0) on which each rung was handed over."""
    rows = Reminder.objects.filter(case=case, state="posted", **which).order_by("ended_at")
    return [(row.rung, (clock.local_day(row.ended_at) - at(0).date()).days) for row in rows]


def test_invited_ladder_has_two_mails_a_call_and_a_closing_notice_on_their_days(days):
    case = invited(officer=making.person())
    days.through(0, 40)
    # Day 5 and day 12 are a Saturday: they move to Monday. Day 19 too, and day 33.
    assert posted_days(case) == [(1, 7), (2, 14), (3, 21), (4, 35)]
    assert [(task.kind, task.reason.split(";")[0]) for task in case.tasks.order_by("id")] == [
        (TaskKind.CALL, "invited.3"),
        (TaskKind.PROPOSE_CLOSING, "invited.4"),
    ]
    assert len(days.subjects) == 3
    assert days.subjects[0].startswith("Commencer votre candidature")
    assert days.subjects[1].startswith("Diagnostic, coach, marché")
    assert days.subjects[2].startswith("Dernier rappel")


def test_closing_notice_closes_nothing(days):
    case = invited(officer=making.person())
    days.through(0, 60)
    case.refresh_from_db()
    assert case.status == Status.INVITED


def test_draft_ladder_has_its_rungs_on_their_days(days):
    case = drafting(officer=making.person())
    days.through(0, 40)
    # Day 3 at ten is a Thursday, day 10 too, 17 too; day 30 is a Wednesday.
    assert posted_days(case) == [(1, 3), (2, 10), (3, 17), (4, 30)]
    assert [task.kind for task in case.tasks.order_by("id")] == [TaskKind.CALL, TaskKind.PROPOSE_CLOSING]
    assert len(days.subjects) == 3


def test_draft_ladder_starts_anew_after_a_sign_of_life(days):
    case = drafting()
    days.through(0, 3)
    cases.note_sign(case, at=at(4))
    days.through(4, 14)
    assert posted_days(case) == [(1, 3), (1, 7), (2, 14)]


def test_planned_rung_follows_a_sign_of_life_instead_of_piling_up(days):
    case = drafting()
    days.sweep(at(0, 11))
    for minute in range(3):
        cases.note_sign(case, at=at(1, 13, minute))
        days.sweep(at(1, 13, minute))
    (row,) = Reminder.objects.filter(case=case)
    # Three days after the sign is the Friday pause.
    assert (row.state, row.due_at, row.starts_at) == ("planned", at(4, 15), at(1, 13, 2))


def test_invited_ladder_stops_at_a_sign_of_life_the_minute_before(days):
    case = invited()
    days.sweep(at(7, 8, 0))
    cases.note_sign(case, at=at(7, 8, 29))
    days.sweep(at(7, 8, 30))
    assert (ledger(case), days.subjects) == ([("invited", 1, "cancelled", "sign")], [])


def test_call_that_was_held_stops_the_ladder(days):
    case = invited()
    days.sweep(at(5))
    cases.log_interaction(case, kind=InteractionKind.CALL, outcome=Outcome.SPOKEN, by=making.person().actor, at=at(6))
    days.through(7, 40)
    assert ledger(case) == [("invited", 1, "cancelled", "sign")]


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.WRONG_NUMBER])
def test_call_without_answer_does_not_stop_the_ladder(days, outcome):
    case = invited()
    cases.log_interaction(case, kind=InteractionKind.CALL, outcome=outcome, by=making.person().actor, at=at(1))
    days.through(2, 8)
    assert posted_days(case) == [(1, 7)]


def test_sent_application_ends_the_draft_ladder(days):
    case = drafting()
    days.sweep(at(1))
    cases.move(case, Status.SUBMITTED, by=SYSTEM, at=at(2))
    days.through(2, 20)
    assert ledger(case) == [("draft", 1, "cancelled", "left")]


def test_closed_case_has_no_ladder_and_a_reopened_one_starts_anew(days):
    case = invited()
    days.through(0, 8)
    cases.close(case, closed_as="declined", by=SYSTEM, at=at(9))
    days.through(9, 20)
    assert posted_days(case) == [(1, 7)]
    cases.reopen(case, by=SYSTEM, at=at(21))
    days.through(21, 30)
    assert posted_days(case) == [(1, 7), (1, 28)]


def test_deferral_rests_the_ladder_and_the_first_rung_comes_on_its_day(days):
    case = invited()
    days.sweep(at(4))
    cases.defer(case, at(22).date(), by=SYSTEM, at=at(4, 11))
    days.through(5, 30)
    # Day 22 is a Tuesday; the second rung follows seven days later, as ever.
    assert posted_days(case) == [(1, 22), (2, 29)]
    assert ledger(case, state="cancelled") == [("invited", 1, "cancelled", "deferred")]
    assert days.subjects[0].startswith("Comme convenu")


def test_company_that_pressed_not_now_is_written_to_on_the_day_it_chose(days):
    case = invited()
    enrolment.postpone(case, at(22).date(), by=SYSTEM, at=at(2))
    days.through(3, 23)
    case.refresh_from_db()
    assert (case.status, posted_days(case)) == (Status.REACHED, [(1, 22)])


def test_company_spoken_to_after_its_day_is_left_alone(days):
    case = invited()
    enrolment.postpone(case, at(22).date(), by=SYSTEM, at=at(2))
    days.through(3, 22)
    cases.note_sign(case, at=at(23))
    days.through(23, 60)
    assert posted_days(case) == [(1, 22)]


def test_after_weeks_without_a_sweep_only_the_last_missed_rung_is_kept(days):
    case = invited()
    days.sweep(at(14))
    assert ledger(case) == [("invited", 1, "suppressed", "superseded"), ("invited", 2, "posted", "")]


def test_closing_notice_without_attempts_becomes_a_call(days):
    case = invited()
    days.sweep(at(35))
    assert ledger(case, state="posted") == [("invited", 4, "posted", "")]
    (task,) = case.tasks.all()
    assert (task.kind, task.reason, days.subjects) == (TaskKind.CALL, "invited.4;few;", [])


def test_rung_whose_message_was_refused_is_no_attempt(days):
    case = invited()
    days.smtp.refusals[Contact.objects.get(company=case.company).email] = "550 5.1.1 no such user"
    days.through(0, 40)
    states = [(rung, state, reason) for _kind, rung, state, reason in ledger(case, kind="invited")]
    assert states == [
        (1, "posted", ""),
        (2, "suppressed", "address"),
        (3, "suppressed", "call_open"),
        (4, "suppressed", "call_open"),
    ]


def test_no_ladder_before_the_rule_holds(days):
    from companies.outreach.models import Policy

    Policy.objects.update(valid_from=at(10).date())
    case = invited()
    days.through(0, 15)
    assert posted_days(case) == [(2, 14)]


def test_rung_that_is_switched_off_is_neither_planned_nor_sent(days):
    from companies.outreach.models import Policy

    case = invited()
    days.sweep(at(3))
    Policy.objects.filter(kind="invited", rung=1).update(active=False)
    days.through(4, 14)
    assert ledger(case) == [("invited", 1, "cancelled", "off"), ("invited", 2, "posted", "")]


def test_newer_rule_changes_the_day(days):
    from companies.outreach.models import Policy

    Policy.objects.create(kind="invited", rung=1, wait_days=1, valid_from=at(0).date())
    case = invited()
    days.through(0, 2)
    assert posted_days(case) == [(1, 1)]


def test_closed_year_has_no_ladders(days):
    case = invited()
    days.sweep(at(4))
    case.year.state = "closed"
    case.year.save()
    days.through(5, 10)
    assert ledger(case) == [("invited", 1, "cancelled", "over")]


def test_nothing_leaves_after_the_closing_day(days):
    making.year(closes_on=at(6).date())
    case = invited()
    days.through(0, 20)
    assert [(row.kind, row.ended_at.date()) for row in case.reminders.filter(state="posted")] == [
        ("closing_soon", at(3).date())
    ]


def test_company_without_address_is_called_at_once(days):
    firm = making.company()
    making.contact(firm, email="")
    case = invited(firm=firm)
    days.through(0, 8)
    assert ledger(case) == [("invited", 1, "posted", "")]
    (task,) = Task.objects.filter(case=case)
    assert (task.kind, task.reason) == (TaskKind.CALL, "invited.1;noemail;")


def test_refused_address_is_a_call_and_a_task_to_correct_it_once(days):
    case = invited(officer=making.person())
    email = Contact.objects.get(company=case.company).email
    days.smtp.refusals[email] = "550 5.1.1 no such user"
    days.through(0, 16)
    kinds = [(task.kind, task.reason) for task in Task.objects.filter(case=case).order_by("id")]
    assert kinds == [(TaskKind.FIX_ADDRESS, "address.1;;"), (TaskKind.CALL, "invited.2;refused;")]


def test_person_who_asked_for_no_mail_gets_none_and_no_call_in_its_place(days):
    case = invited()
    outbox.suppress(Contact.objects.get(company=case.company).email, at=at(0))
    days.through(0, 8)
    assert ledger(case) == [("invited", 1, "suppressed", "opted_out")]
    assert list(case.tasks.all()) == []


def test_failing_case_is_put_off_and_stops_no_other(days, caplog):
    from companies.mail.models import Wording

    arabic, french = making.company(), making.company()
    making.contact(arabic, language="ar")
    making.contact(french, language="fr")
    broken, fine = invited(firm=arabic), invited(firm=french)
    Wording.objects.filter(slot="invited.rung1", language="ar").delete()
    days.sweep(at(7))
    assert [ledger(broken), ledger(fine)] == [[("invited", 1, "planned", "")], [("invited", 1, "posted", "")]]
    run = Run.objects.filter(kind="invited").latest("id")
    assert "NoWording" in run.error
    assert Reminder.objects.get(case=broken).due_at == at(7) + timedelta(minutes=15)


def test_officer_is_told_what_was_sent_before_the_call(days):
    case = invited(officer=making.person())
    days.through(0, 22)
    (task,) = case.tasks.all()
    assert task.reason == "invited.3;;20261207,20261214"


def test_wrong_person_on_a_draft_is_not_written_to_again(days):
    case = drafting()
    days.sweep(at(1))
    enrolment.wrong_person(case, Contact.objects.get(company=case.company), by=SYSTEM, at=at(1, 12))
    days.through(2, 8)
    assert days.subjects == []


def test_wrong_person_is_not_written_to_on_the_day_somebody_asked_for(days):
    case = invited()
    enrolment.postpone(case, at(10).date(), by=SYSTEM, at=at(1))
    enrolment.wrong_person(case, Contact.objects.get(company=case.company), by=SYSTEM, at=at(2))
    days.through(3, 14)
    assert days.subjects == []


def test_person_who_left_is_not_written_to_and_a_call_takes_its_place(days):
    case = invited()
    registry.end_access(Contact.objects.get(company=case.company), by=SYSTEM, at=at(1))
    days.through(2, 8)
    (task,) = case.tasks.all()
    assert (days.subjects, task.kind, task.reason) == ([], TaskKind.CALL, "invited.1;nobody;")


def test_company_that_ceased_is_not_reminded(days):
    case = invited()
    days.sweep(at(3))
    Company.objects.filter(pk=case.company_id).update(ceased_on=at(4).date())
    days.through(4, 14)
    assert (ledger(case), days.subjects) == ([("invited", 1, "cancelled", "ceased")], [])


def test_planned_reminder_follows_a_closing_day_put_off(days):
    making.year(closes_on=at(20).date())
    case = invited()
    days.sweep(at(5))
    case.year.closes_on = at(60).date()
    case.year.save()
    days.through(6, 8)
    row = case.reminders.get(rung=1)
    assert (posted_days(case), row.not_after) == ([(1, 7)], clock.end_of(at(60).date()))


def test_case_with_a_closing_day_of_its_own_is_reminded_after_the_years(days):
    making.year(closes_on=at(2).date())
    case, other = drafting(), drafting()
    Application.objects.create(case=case, response=begun_response(case), extended_to=at(30).date())
    days.through(0, 4)
    assert (posted_days(case), posted_days(other, kind="draft")) == ([(1, 3)], [])


def begun_response(case):
    form, _made = Form.objects.get_or_create(key=APPLICATION.key, version=99, defaults={"published_at": at(0)})
    return Response.objects.create(case=case, form=form, started_at=at(0))
