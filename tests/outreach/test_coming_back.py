"""What was cancelled because its need had gone comes back with its need; shown on the notice, which comes once.

Closing is on day 17, a Thursday: the notice is due on day 14, the Monday, and planned from day 11, the Friday.
"""

from datetime import timedelta

import pytest
import time_machine

from companies.cases import actions as cases
from companies.cases.enums import Status
from companies.cases.models import Case
from companies.common import clock
from companies.dialogue.enums import ObstacleCode
from companies.enrolment import actions as enrolment
from companies.journal.actors import SYSTEM
from companies.outreach import actions
from companies.outreach.models import Policy, Reminder
from companies.outreach.seen.reconciling import reconcile
from companies.outreach.sweep import sweep
from companies.registry.models import Company, Contact
from tests.outreach.passing import at, invited
from tests.outreach.test_closing import closing_on
from tests.support import making

CLOSES, FRIDAY, NOTICE = 17, 11, 14
SOON = timedelta(minutes=5)


def later(case, instant, *, days):
    enrolment.postpone(case, clock.local_day(instant) + timedelta(days=days), by=SYSTEM, at=instant)
    sweep(at=instant + SOON)


def declined_and_back(case, instant):
    person = Contact.objects.get(company=case.company)
    enrolment.decline(case, person, ObstacleCode.NO_TIME_OR_STAFF, by=SYSTEM, at=instant)
    sweep(at=instant + SOON)
    case.refresh_from_db()
    enrolment.come_back(case, by=SYSTEM, at=instant + 2 * SOON)


def rule_off_and_on(_case, instant):
    rule = {"kind": "closing_soon", "rung": 1, "wait_days": 3, "valid_from": at(0).date()}
    Policy.objects.create(active=False, **rule)
    sweep(at=instant + SOON)
    Policy.objects.create(active=True, **rule)


def closing_day_mistyped(_case, instant):
    closing_on(FRIDAY - 1)
    sweep(at=instant + SOON)
    closing_on(CLOSES)


def ceased_by_mistake(_case, instant):
    Company.objects.update(ceased_on=clock.local_day(instant))
    sweep(at=instant + SOON)
    Company.objects.update(ceased_on=None)


def person_gone_and_back(_case, instant):
    Contact.objects.update(access="ended")
    sweep(at=instant + SOON)
    Contact.objects.update(access="none")


@pytest.mark.parametrize(
    "happens", [declined_and_back, rule_off_and_on, closing_day_mistyped, ceased_by_mistake, person_gone_and_back]
)
def test_notice_that_was_needless_for_a_moment_comes_on_its_day_once(days, happens):
    case = invited()
    live(days, case, happens)
    assert leavings("closing_soon") == [at(NOTICE, 9)]


@pytest.mark.parametrize(("days_asked", "told"), [(3, NOTICE), (5, 16)])
def test_company_that_asks_for_a_day_before_closing_is_told_then_by_one_message(days, days_asked, told):
    case = invited()
    live(days, case, lambda case, instant: later(case, instant, days=days_asked))
    assert leavings("closing_soon") == [at(told, 9)]
    assert leavings("invited") == [at(7, 9)]  # the rung it asked for gives way
    assert reconcile(at=at(20)).difference == 0


def test_notice_before_the_day_of_a_request_comes_back_too(days):
    case = making.along(making.case(), Status.IN_REVIEW)
    with time_machine.travel(at(0), tick=False):
        enrolment.request_completion(case, items=["Statuts"], due_on=at(11).date(), by=SYSTEM, at=at(0))
    days.through(0, 7)
    cases.defer(Case.objects.get(pk=case.pk), at(8).date(), by=SYSTEM, at=at(7, 18))
    sweep(at=at(7, 19))
    assert Reminder.objects.get(kind="completion", rung=3).reason == "deferred"
    days.through(8, 12)
    assert [clock.local_day(each) for each in leavings("completion", rung=3)] == [at(10).date()]


def test_notice_an_officer_cancelled_does_not_come_back_and_nothing_yields_to_it(days):
    case = invited()

    def cancelled(case, instant):
        actions.cancel(Reminder.objects.get(kind="closing_soon"), by=SYSTEM, at=instant)
        later(case, instant, days=3)

    live(days, case, cancelled)
    assert leavings("closing_soon") == []
    assert leavings("invited") == [at(7, 9), at(NOTICE, 9)]


def test_ledger_swept_again_stays_as_it_is(days):
    case = invited()
    live(days, case, rule_off_and_on, last=12)
    before = list(Reminder.objects.order_by("id").values())
    sweep(at=at(12, 9))
    assert list(Reminder.objects.order_by("id").values()) == before


def live(days, case, happens, last=20):
    closing_on(CLOSES)
    days.through(0, FRIDAY, hours=(9, 15))
    with time_machine.travel(at(FRIDAY, 16), tick=False):
        happens(Case.objects.get(pk=case.pk), at(FRIDAY, 16))
    days.through(FRIDAY + 1, last, hours=(9, 15))


def leavings(kind, **which):
    rows = Reminder.objects.filter(kind=kind, state="posted", message__state="sent", **which)
    return list(rows.order_by("ended_at").values_list("ended_at", flat=True))
