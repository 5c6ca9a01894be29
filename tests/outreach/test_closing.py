"""Three days before closing, once: for every weekday, holiday, missed and repeated sweep (model.md, settled 17)."""

from datetime import timedelta
from itertools import pairwise, product

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from companies.cases import actions as cases
from companies.cases.enums import Status
from companies.common import clock
from companies.enrolment.models import Application
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.mail.models import Message
from companies.mail.wording import Content
from companies.outreach import hours as office
from companies.outreach.ledger.dryrun import undone
from companies.outreach.models import Policy, Reminder
from companies.outreach.sweep import sweep
from companies.reference.models import Holiday
from companies.registry.models import Contact
from tests.outreach.passing import at, drafting, invited
from tests.outreach.test_ladders import begun_response
from tests.support import making

pytestmark = pytest.mark.django_db

CLOSES = 40
"""The first of the closing days here, a Saturday."""
COURTESY = timedelta(hours=72)


def closing_on(day):
    year = making.year()
    year.closes_on = at(day).date()
    year.save()
    return year.closes_on


def off(day):
    Holiday.objects.create(on=at(day).date(), name_fr="Fête", name_ar="عيد", name_en="Feast")


def lines(case, **which):
    rows = Reminder.objects.filter(case=case, **which).order_by("id")
    return [(row.kind, row.rung, row.state, row.reason) for row in rows]


def notice(case):
    return Reminder.objects.get(case=case, kind="closing_soon")


@pytest.mark.parametrize(("weekday", "holidays"), product(range(7), [(), (-3,), (0,), (-4, -3), (-5, -4, -3, -2)]))
def test_notice_is_due_at_the_last_opening_three_days_before_closing(weekday, holidays):
    closing = closing_on(CLOSES + weekday)
    for days in holidays:
        off(CLOSES + weekday + days)
    case = drafting()
    before = iter(range(CLOSES + weekday - 12, CLOSES + weekday))
    while not Reminder.objects.filter(case=case, kind="closing_soon").exists():
        sweep(at=at(next(before), 7))
    day, open_hours = clock.local_day(notice(case).due_at), office.current()
    skipped = [day + timedelta(days=n) for n in range(1, (closing - day).days - 2)]
    assert day <= closing - timedelta(days=3)
    assert notice(case).due_at == open_hours.opening_on_or_before(day)
    assert not any(open_hours.is_working(each) for each in skipped)


MOMENTS = st.tuples(st.integers(-9, 2), st.sampled_from([7, 9, 13, 17, 20]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    weekday=st.integers(0, 6),
    holidays=st.sets(st.integers(-6, 0), max_size=3),
    moments=st.lists(MOMENTS, min_size=1, max_size=9),
    idle=st.integers(3, 14),
)
@example(weekday=0, holidays=set(), moments=[(day, 9) for day in range(-9, 3)], idle=5)
@example(weekday=2, holidays={-3, -4}, moments=[(-1, 9), (-1, 9), (0, 17), (1, 9)], idle=7)
def test_whatever_the_days_and_sweeps_a_person_gets_one_notice_and_nothing_else(weekday, holidays, moments, idle):
    with undone():
        day = CLOSES + weekday
        closing_on(day)
        for days in holidays:
            off(day + days)
        draft, quiet, sent, declined = drafting(), invited(day=day - 14), drafting(), invited(day=day - 14)
        cases.note_sign(draft, at=at(day - idle))  # so that a rung of its own would come anywhere around the notice
        cases.move(sent, Status.SUBMITTED, by=SYSTEM, at=at(day - 10))
        cases.close(declined, closed_as="declined", by=SYSTEM, at=at(day - 10))
        done = sorted(at(day + days, hour) for days, hour in moments)
        for instant in done + done[-1:]:
            sweep(at=instant)
        for case in (draft, quiet):
            check_one_notice(case, done, clock.end_of(at(day).date()))
        assert not Reminder.objects.filter(case__in=(sent, declined), kind="closing_soon").exists()


def check_one_notice(case, sweeps, closes):
    open_hours = office.current()
    due = open_hours.opening_on_or_before(clock.local_day(closes) - timedelta(days=3))
    chances = [each for each in sweeps if due <= each <= closes and not open_hours.held_until(each)]
    ended = [(row.state, row.ended_at) for row in Reminder.objects.filter(case=case, kind="closing_soon")]
    assert [end for end in ended if end[0] == "posted"] == ([("posted", chances[0])] if chances else [])
    assert len(ended) <= 1
    mails = Message.objects.filter(stream=case.stream).order_by("posted_at").values_list("purpose", "posted_at")
    near = [purpose for purpose, posted in mails if due - COURTESY <= posted <= closes]
    assert near == ["closing_soon"] * bool(chances)
    instants = [posted for _purpose, posted in mails]
    assert all(later - earlier >= COURTESY for earlier, later in pairwise(instants))


def test_rungs_that_would_leave_shortly_before_are_seen_as_superseded():
    closing_on(12)  # a Saturday: the notice is due on the Wednesday before
    case = invited()
    for day in range(13):
        sweep(at=at(day, 9))
    assert lines(case) == [
        ("invited", 1, "suppressed", "superseded"),
        ("closing_soon", 1, "posted", ""),
        ("invited", 2, "suppressed", "superseded"),
    ]


def test_call_stays():
    closing_on(24)
    case = drafting(officer=making.person())
    for day in range(25):
        sweep(at=at(day, 9))
    assert ("draft", 3, "posted", "") in lines(case)
    assert [line for line in lines(case) if line[0] == "closing_soon"] == [("closing_soon", 1, "posted", "")]


def test_closing_day_of_one_company_counts():
    closing_on(9)
    own, other = drafting(), drafting()
    Application.objects.create(case=own, response=begun_response(own), extended_to=at(30).date())
    sweep(at=at(7, 10))
    assert [line[0] for line in lines(other, kind="closing_soon")] == ["closing_soon"]
    assert lines(own, kind="closing_soon") == []
    sweep(at=at(25, 10))
    assert clock.local_day(notice(own).due_at) == at(25).date()  # day 27 is a Sunday


def test_notice_that_is_planned_goes_along_when_closing_is_put_off():
    closing_on(20)
    case = drafting()
    sweep(at=at(16, 8))
    closing_on(50)
    sweep(at=at(16, 9))
    assert (notice(case).state, clock.local_day(notice(case).due_at)) == ("planned", at(46).date())


def test_notice_comes_once_however_often_closing_is_put_off():
    closing_on(20)
    case = drafting()
    for day in (17, 18):
        sweep(at=at(day, 10))
    closing_on(50)
    for day in (44, 45, 46, 47):
        sweep(at=at(day, 10))
    assert lines(case, kind="closing_soon") == [("closing_soon", 1, "posted", "")]


def test_company_that_asked_for_rest_is_told_on_the_day_it_named():
    closing_on(25)  # a Friday: due on the Tuesday
    case = drafting()
    cases.defer(case, at(23).date(), by=SYSTEM, at=at(10))
    for day in range(18, 26):
        sweep(at=at(day, 10))
    assert [(row.kind, row.ended_at) for row in case.reminders.filter(state="posted")] == [("closing_soon", at(23, 10))]


def test_person_written_to_just_before_is_told_as_soon_as_the_cap_allows_or_it_is_seen_that_not():
    closing_on(18)  # a Friday: due on the Tuesday
    case, late = drafting(), drafting()
    for each, instant in ((case, at(14, 9)), (late, at(15, 16))):
        email = Contact.objects.get(company=each.company).email
        outbox.post(purpose="other", to=email, language="fr", content=Content("a", "b", ""), at=instant)
    for day in range(14, 21):
        for hour in (9, 16):
            sweep(at=at(day, hour))
    assert notice(case).ended_at == at(17, 9)
    assert lines(late, kind="closing_soon") == [("closing_soon", 1, "posted", "")]
    assert notice(late).ended_at == at(18, 16)


def test_switched_off_it_holds_nothing_back():
    Policy.objects.filter(kind="closing_soon").update(active=False)
    closing_on(12)
    case = invited()
    for day in range(13):
        sweep(at=at(day, 9))
    assert ("invited", 1, "posted", "") in lines(case)
    assert not lines(case, kind="closing_soon")
