"""More time for one company: who can get it, until when, and how it learns of it."""

from datetime import date, timedelta

import pytest

from companies.cases import actions as cases
from companies.cases.enums import InteractionKind, Status, TaskKind, YearState
from companies.cases.models import Case
from companies.common import clock
from companies.common.refusals import Refusal
from companies.enrolment import actions as enrolment
from companies.enrolment.models import Application
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from companies.mail import queries as mail
from companies.outreach.models import Reminder
from companies.outreach.sweep import sweep
from tests.enrolment.world import (
    AT,
    begun,
    contact_of,
    filled,
    fresh,
    invited_case,
    link_of,
    make_case,
    make_year,
    sent,
    status_of,
)

pytestmark = pytest.mark.django_db
UNTIL = date(2027, 5, 20)
"""Twenty days after the year closes."""


def extend(case, until=UNTIL, *, at=AT, reason="Inondation de l’atelier", by=None):
    return enrolment.extend(Case.objects.get(pk=case.pk), until, reason=reason, by=by or case.officer.actor, at=at)


def told(case):
    return mail.of_stream(case.stream).filter(purpose="closing.extended")


def test_company_with_a_draft_is_given_more_time_and_told_at_once():
    application = begun(invited_case())

    extend(application.case)

    application = fresh(application)
    (message,) = told(application.case)
    assert (application.extended_to, application.response.due_on) == (UNTIL, UNTIL)
    assert application.case.status == Status.DRAFT
    assert (message.essential, message.not_after) == (True, clock.end_of(UNTIL))
    assert "jeudi 20\u00a0mai 2027" in message.text
    assert f"/file/{application.case.reference}/" in message.text


def test_reason_stays_on_the_file_and_out_of_mail_and_journal():
    application = begun(invited_case())

    extend(application.case)

    (note,) = application.case.interactions.filter(kind=InteractionKind.NOTE)
    entry = Entry.objects.get(verb="application.extended")
    assert note.text == "Closing date put off from 30\u00a0April 2027 to 20\u00a0May 2027. Inondation de l’atelier" or (
        note.text.endswith("Inondation de l’atelier")
    )
    assert note.shared is False
    assert entry.data == {"before": "2027-04-30", "until": "2027-05-20"}
    assert "Inondation" not in told(application.case).get().text


@pytest.mark.parametrize(("language", "said"), [("fr", "jeudi 20"), ("ar", "الخميس 20"), ("en", "Thursday 20")])
def test_company_is_told_in_its_language(language, said):
    application = begun(invited_case(language=language))

    extend(application.case)

    (message,) = told(application.case)
    assert message.language == language
    assert said in message.text


def test_company_can_send_in_the_time_it_was_given():
    application = filled(begun(invited_case()))
    extend(application.case)

    sent(fresh(application), at=clock.end_of(UNTIL))

    assert status_of(application.case) == Status.SUBMITTED


def test_company_that_has_not_begun_is_given_more_time_and_begins_in_it():
    case = invited_case()

    application = extend(case)

    assert (application.extended_to, status_of(case)) == (UNTIL, Status.INVITED)
    assert application.response.holds_answers is False
    assert "/i/" in told(case).get().text
    started = enrolment.start(Case.objects.get(pk=case.pk), contact_of(case), by=SYSTEM, at=clock.end_of(UNTIL))
    assert (started.pk, status_of(case)) == (application.pk, Status.DRAFT)


def test_without_more_time_nobody_begins_after_closing():
    case = invited_case()

    with pytest.raises(enrolment.CannotWrite):
        enrolment.start(case, contact_of(case), by=SYSTEM, at=clock.end_of(UNTIL))


def test_personal_page_lets_begin_in_the_time_given(client, time_machine):
    case = invited_case()
    extend(case)
    time_machine.move_to(clock.end_of(UNTIL) - timedelta(hours=1))
    token = link_of(Case.objects.get(pk=case.pk), at=clock.now())

    client.post(f"/i/{token}/start/")

    assert status_of(case) == Status.DRAFT


def test_later_messages_name_the_day_that_was_given():
    case = invited_case()
    extend(case)

    enrolment.invite_again(Case.objects.get(pk=case.pk), by=SYSTEM, at=clock.end_of(date(2027, 5, 10)))

    message = mail.of_stream(case.stream).filter(purpose="invitation").order_by("-posted_at").first()
    assert "jeudi 20\u00a0mai 2027" in message.text
    assert message.not_after == clock.end_of(UNTIL)


def test_who_has_no_address_is_called():
    case = make_case(email="")
    cases.move(case, Status.INVITED, by=SYSTEM, at=AT)

    extend(case)

    (task,) = case.tasks.all()
    assert (task.kind, task.reason, task.due_on) == (TaskKind.CALL, "extension.call", AT.date())
    assert not told(case).exists()


def test_more_time_can_be_given_again_but_not_taken_back():
    application = begun(invited_case())
    extend(application.case)
    with pytest.raises(Refusal) as refused:
        extend(application.case, UNTIL - timedelta(days=1))
    assert refused.value.field == "until"

    extend(application.case, UNTIL + timedelta(days=1))

    assert fresh(application).extended_to == UNTIL + timedelta(days=1)


@pytest.mark.parametrize(
    ("until", "possible"),
    [
        (date(2027, 4, 30), False),
        (date(2027, 5, 1), True),
        (date(2027, 6, 29), True),
        (date(2027, 6, 30), False),
    ],
)
def test_new_day_lies_after_the_present_one_and_at_most_sixty_days_after_the_years(until, possible):
    case = begun(invited_case()).case

    if possible:
        assert extend(case, until).extended_to == until
    else:
        with pytest.raises(Refusal) as refused:
            extend(case, until)
        assert refused.value.field == "until"
        assert not told(case).exists()


def test_after_closing_the_new_day_is_today_at_the_earliest():
    case = begun(invited_case()).case
    late = clock.end_of(date(2027, 5, 10))

    with pytest.raises(Refusal):
        extend(case, date(2027, 5, 9), at=late)

    assert extend(case, date(2027, 5, 10), at=late).extended_to == date(2027, 5, 10)


@pytest.mark.parametrize("reason", ["", "   ", "\x00", "\u202e", "x" * 601])
def test_reason_is_needed_and_short(reason):
    case = begun(invited_case()).case

    with pytest.raises(Refusal) as refused:
        extend(case, reason=reason)

    assert refused.value.field == "reason"
    assert Application.objects.get(case=case).extended_to is None


@pytest.mark.parametrize("status", [Status.LISTED, Status.SUBMITTED, Status.INFORMATION_REQUESTED])
def test_only_who_is_invited_and_has_not_sent_is_given_more_time(status):
    case = make_case() if status == Status.LISTED else sent(filled(begun(invited_case()))).case
    if status == Status.INFORMATION_REQUESTED:
        cases.move(case, Status.IN_REVIEW, by=SYSTEM, at=AT)
        cases.move(case, status, by=SYSTEM, at=AT, note="x", due_on=UNTIL)

    with pytest.raises(Refusal):
        extend(case)


def test_closed_year_gives_nobody_more_time():
    application = begun(invited_case())
    year = make_year()
    year.state = YearState.CLOSED
    year.save()

    with pytest.raises(Refusal):
        extend(application.case)


def test_reminder_that_is_planned_goes_along_with_the_new_day():
    application = begun(invited_case())
    closing = make_year().closes_on
    morning = clock.start_of(closing - timedelta(days=4)) + timedelta(hours=8)
    sweep(at=morning)
    before = Reminder.objects.get(case=application.case, kind="closing_soon")
    assert clock.local_day(before.due_at) < closing

    extend(application.case, at=morning)
    sweep(at=morning + timedelta(hours=1))

    after = Reminder.objects.get(case=application.case, kind="closing_soon")
    assert closing < clock.local_day(after.due_at) <= UNTIL - timedelta(days=3)
