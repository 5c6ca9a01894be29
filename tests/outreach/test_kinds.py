"""Corrections begun and completions requested: their rungs, and what stops them."""

from datetime import timedelta

import pytest

from companies.cases import actions as cases
from companies.cases.enums import InteractionKind, Outcome, Status, TaskKind
from companies.common import clock
from companies.enrolment import actions as enrolment
from companies.enrolment import ownwords
from companies.journal.actors import SYSTEM
from companies.mail.models import Address, Message
from companies.outreach.models import Reminder
from companies.outreach.sweep import sweep
from companies.questionnaires.actions import Sheet
from companies.questionnaires.models import Answer
from companies.registry.models import Contact
from tests.enrolment import world

pytestmark = pytest.mark.django_db

MONDAY = world.SENT
"""A Monday morning of March 2027, in Ramadan: offices close early."""


def at(day, hour=10):
    return MONDAY.replace(hour=hour, minute=0) + timedelta(days=day)


def sweeps(first, last, hours=(10, 14)):
    for day in range(first, last + 1):
        for hour in hours:
            sweep(at=at(day, hour))


def left(case, kind):
    """Rung and day of what was handed over."""
    rows = Reminder.objects.filter(case=case, kind=kind, state="posted").order_by("ended_at", "id")
    return [(row.rung, (row.ended_at.date() - MONDAY.date()).days) for row in rows]


def ends(case, kind):
    rows = Reminder.objects.filter(case=case, kind=kind).order_by("id")
    return [(row.rung, row.state, row.reason) for row in rows]


@pytest.fixture
def application():
    sent = world.sent(world.filled(world.begun(world.invited_case())))
    Address.objects.update(last_sent_at=None)  # as if the invitation had come long ago
    Message.objects.update(state="sent", accepted_at=at(-30))
    return sent


def change(application, day, **answers):
    answers = answers or {"address": "14, rue du Port"}
    return world.save(application, "company", at=at(day, 11), **world.checked("company", **answers))


def test_correction_has_a_mail_the_day_after_and_a_call_on_the_third(application):
    change(application, 0)
    sweeps(0, 9)
    assert left(application.case, "correction") == [(1, 1), (2, 3)]
    message = Message.objects.get(purpose="correction.rung1")
    assert "/files/" in message.text or application.case.reference in message.text
    task = application.case.tasks.open().get(kind=TaskKind.CALL)
    assert task.reason.startswith("correction.2;;")


def test_correction_that_is_sent_ends_it(application):
    changed = change(application, 0)
    sweeps(0, 1)
    world.sent(changed, at=at(2))
    sweeps(2, 9)
    assert left(application.case, "correction") == [(1, 1)]


def test_correction_that_is_taken_back_ends_it(application):
    changed = change(application, 0)
    sweep(at=at(0, 12))
    change(changed, 0, address=Answer.objects.get(layer="counted", key="address").value)
    sweeps(1, 6)
    assert ends(application.case, "correction") == [(rung, "cancelled", "over") for rung in (1, 2)]


def test_withdrawn_application_has_no_correction_to_send(application):
    change(application, 0)
    sweep(at=at(0, 12))
    cases.close(application.case, closed_as="withdrawn", by=SYSTEM, at=at(0, 13))
    sweeps(1, 6)
    assert ends(application.case, "correction") == [(rung, "cancelled", "left") for rung in (1, 2)]


def test_call_held_stops_the_correction_for_good_and_a_further_change_begins_anew(application):
    changed = change(application, 0)
    sweep(at=at(0, 12))
    cases.log_interaction(application.case, kind=InteractionKind.CALL, outcome=Outcome.SPOKEN, by=SYSTEM, at=at(0, 13))
    sweeps(1, 7)
    assert ends(application.case, "correction") == [(rung, "cancelled", "sign") for rung in (1, 2)]
    change(changed, 14, address="15, rue du Port")
    sweeps(14, 17)
    assert left(application.case, "correction") == [(1, 15), (2, 17)]


def test_draft_is_no_correction(application):
    other = world.invited_case(email="autre@doukkala.example", name="Autre")
    world.save(world.begun(other), "company", at=at(0, 11))
    sweeps(0, 2)
    assert ends(other, "correction") == []


# -- completion ------------------------------------------------------------------------------


@pytest.fixture
def asked(application):
    cases.move(application.case, Status.IN_REVIEW, by=SYSTEM, at=at(0, 11))
    due = clock.local_day(at(18))  # a Friday
    enrolment.request_completion(application.case, items=["le code SH"], due_on=due, by=SYSTEM, at=at(0, 12))
    return application


def test_completion_has_a_mail_a_call_and_a_notice_three_days_before_its_day(asked):
    sweeps(0, 25)
    # Day 5 is a Saturday: Monday. Day 10 is a Thursday. Three days before the Friday is the Tuesday.
    assert left(asked.case, "completion") == [(1, 7), (2, 10), (3, 15)]
    reminder, notice = (Message.objects.get(purpose=f"completion.{name}") for name in ("rung1", "deadline"))
    assert "le code SH" in reminder.text
    assert "19\u00a0mars" in notice.subject


def answer(application, day):
    """What was asked in the officer's own words, answered in its place."""
    requests = list(application.case.completion_requests.all())
    page, sheet = ownwords.page_of(requests), Sheet(application.response.version, ownwords.PAGE)
    values = {question.key: "Le 6109.10" for question in page.questions}
    contact = world.contact_of(application.case)
    enrolment.save_page(
        application, page, values, complete=True, sheet=sheet, contact=contact, by=SYSTEM, at=at(day, 11)
    )


def test_completion_that_is_sent_ends_it(asked):
    changed = change(asked, 6)
    answer(changed, 6)
    world.sent(world.fresh(changed), at=at(6, 12))
    sweeps(0, 25)
    assert left(asked.case, "completion") == []


def test_sign_of_life_starts_the_days_anew_and_the_notice_still_comes_once(asked):
    cases.note_sign(asked.case, at=at(4))
    sweeps(5, 10)
    cases.note_sign(asked.case, at=at(14))
    sweeps(11, 25)
    # Day 9 is the feast that ends Ramadan.
    assert left(asked.case, "completion") == [(1, 10), (3, 15)]


def test_file_taken_back_to_review_ends_it(asked):
    sweep(at=at(3))
    cases.move(asked.case, Status.IN_REVIEW, by=SYSTEM, at=at(4))
    sweeps(4, 20)
    assert ends(asked.case, "completion") == [(1, "cancelled", "left")]


def test_short_time_to_complete_has_the_notice_only(application):
    cases.move(application.case, Status.IN_REVIEW, by=SYSTEM, at=at(0, 11))
    due = clock.local_day(at(4))
    enrolment.request_completion(application.case, items=["le code SH"], due_on=due, by=SYSTEM, at=at(0, 12))
    sweeps(0, 12)
    assert left(application.case, "completion") == [(3, 1)]


def test_person_without_address_is_called_in_place_of_the_mail(asked):
    Contact.objects.filter(company=asked.case.company).update(email="")
    sweeps(0, 8)
    assert asked.case.tasks.open().filter(kind=TaskKind.CALL, reason__startswith="completion.1;noemail").exists()
