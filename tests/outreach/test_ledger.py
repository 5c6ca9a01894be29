"""What the ledger promises whatever happens to it: any sign of life, days without a sweep, several sweeps at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from threading import Barrier

import pytest
import time_machine
from django.db import connection

from companies.cases import actions as cases
from companies.cases.enums import InteractionKind, Outcome
from companies.dialogue.enums import ObstacleCode
from companies.enrolment import actions as enrolment
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.mail.models import Message
from companies.outreach.models import Policy, Reminder
from companies.outreach.sweep import sweep
from companies.registry.models import Contact
from tests.outreach.passing import at, drafting, invited
from tests.support import making

MONDAY = 7
COURTESY = timedelta(hours=72)


def contact_of(case):
    return Contact.objects.select_related("company").get(company=case.company, primary=True)


def spoken(case, instant):
    kind = InteractionKind.CALL
    cases.log_interaction(case, kind=kind, outcome=Outcome.SPOKEN, by=SYSTEM, at=instant)


def met(case, instant):
    cases.log_interaction(case, kind=InteractionKind.VISIT, outcome=Outcome.SPOKEN, by=SYSTEM, at=instant)


def wrote(case, instant):
    cases.log_interaction(case, kind=InteractionKind.MAIL, text="Bonjour", by=SYSTEM, at=instant)


def started(case, instant):
    enrolment.start(case, contact_of(case), by=SYSTEM, at=instant)


def later(case, instant):
    enrolment.postpone(case, at(30).date(), by=SYSTEM, at=instant)


def declined(case, instant):
    enrolment.decline(case, contact_of(case), ObstacleCode.NO_TIME_OR_STAFF, by=SYSTEM, at=instant)


def not_me(case, instant):
    enrolment.wrong_person(case, contact_of(case), by=SYSTEM, at=instant)


def signed_in(case, instant):
    cases.note_sign(case, at=instant)


SIGNS = [spoken, met, wrote, started, later, declined, not_me, signed_in]


@pytest.mark.django_db
@pytest.mark.parametrize("sign", SIGNS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("day", [3, MONDAY - 1])
def test_any_sign_of_life_ends_the_invited_ladder_and_nothing_of_it_leaves_the_day_after(sign, day):
    case = invited(officer=making.person())
    sweep(at=at(day, 7))
    sign(case, at(day, 8))
    for hour in (8, 9, 12, 16):
        sweep(at=at(day, hour))
        sweep(at=at(day + 1, hour))
    assert not Reminder.objects.filter(case=case, kind="invited", state__in=("posted", "planned")).exists()
    assert not Message.objects.filter(purpose__startswith="invited").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("sign", [spoken, met, wrote, signed_in, later, declined], ids=lambda each: each.__name__)
def test_nothing_of_the_draft_ladder_leaves_on_the_day_after_a_sign(sign):
    case = drafting(officer=making.person())
    sweep(at=at(2, 9))
    sign(case, at(3, 8))
    for day in (3, 4):
        for hour in (9, 12, 16):
            sweep(at=at(day, hour))
    assert not Reminder.objects.filter(case=case, state="posted").exists()


@pytest.mark.django_db
def test_after_ten_days_without_a_sweep_nobody_gets_two_messages_in_three_days_and_all_that_is_skipped_is_seen():
    year = making.year()
    year.closes_on = at(26).date()
    year.save()
    those = [invited(day=day) for day in (0, 1, 2)] + [drafting(), drafting()]
    sweep(at=at(3, 9))  # then ten days of nothing
    for day in range(13, 30):
        for hour in (9, 11, 16):
            sweep(at=at(day, hour))
    for case in those:
        sent = list(
            Message.objects.filter(stream=case.stream).order_by("posted_at").values_list("posted_at", flat=True)
        )
        assert all(second - first >= COURTESY for first, second in pairwise(sent))
    late = Reminder.objects.filter(state="posted", not_after__isnull=False)
    assert all(row.ended_at <= row.not_after for row in late)
    skipped = Reminder.objects.exclude(state="posted").exclude(state="planned")
    assert skipped.exists()
    assert all(row.reason and row.ended_at for row in skipped)
    assert Reminder.objects.filter(state="planned", due_at__lt=at(26)).count() == 0


def together(act, number):
    start = Barrier(number)

    def run(_n):
        start.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_three_sweeps_at_once_double_nothing(transactional_db):
    making.year()
    those = [invited(officer=making.person()) for _n in range(5)] + [drafting() for _n in range(5)]
    together(lambda: sweep(at=at(MONDAY)), 3)
    sweep(at=at(MONDAY))
    lines = Reminder.objects.filter(kind__in=("invited", "draft"))
    # Each has its first rung; that of the drafts has been followed by the plan of the second.
    assert (lines.filter(rung=1).count(), lines.count()) == (10, 15)
    assert (lines.filter(state="posted").count(), Message.objects.count()) == (10, 10)
    assert {case.pk for case in those} == set(lines.values_list("case", flat=True))


@pytest.mark.django_db
def test_contact_deleted_past_django_leaves_no_number_behind():
    case = invited()
    sweep(at=at(MONDAY - 2))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM registry_contact WHERE company_id = %s", [case.company_id])
    assert Reminder.objects.get(case=case, state="planned").contact_id is None


@pytest.mark.django_db
def test_message_whose_rule_is_switched_off_while_it_waits_does_not_leave(smtp_sink):
    invited()
    with time_machine.travel(at(MONDAY), tick=False):
        sweep(at=at(MONDAY))
        Policy.objects.filter(kind="invited").update(active=False)
        outbox.deliver_due(at=at(MONDAY))
    assert (Message.objects.get().state, smtp_sink.accepted) == ("withdrawn", [])


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["invited", "closing_soon"])
def test_case_closed_while_its_message_waits_gets_none(smtp_sink, kind):
    case = invited()
    if kind == "closing_soon":
        case.year.closes_on = at(MONDAY + 3).date()
        case.year.save()
    with time_machine.travel(at(MONDAY), tick=False):
        sweep(at=at(MONDAY))
        assert Reminder.objects.get(state="posted").kind == kind
        cases.close(case, closed_as="ceased", by=SYSTEM, at=at(MONDAY))
        outbox.deliver_due(at=at(MONDAY))
    assert (Message.objects.get().state, smtp_sink.accepted) == ("withdrawn", [])
