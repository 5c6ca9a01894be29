"""The legal time limit on the page of a case."""

from datetime import timedelta

import pytest

from companies.cases import actions as cases
from companies.cases.enums import ClosedAs, Status
from companies.cases.models import Case
from companies.common import clock
from companies.desk.clockbox import clock_of
from companies.journal.actors import SYSTEM
from tests.enrolment.world import SENT, begun, filled, invited_case, sent

pytestmark = pytest.mark.django_db
SENT_ON = clock.local_day(SENT)


@pytest.fixture
def case():
    return found(sent(filled(begun(invited_case()))).case_id)


def found(pk):
    return Case.objects.select_related("application__response").get(pk=pk)


def after(case, days):
    return clock_of(case, SENT_ON + timedelta(days=days))


def test_clock_counts_from_the_day_of_sending(case):
    box = after(case, 21)
    assert (box.day, box.limit, box.title, box.late) == (21, 60, "Jour 21 sur 60", "")
    assert box.text == "Réponse due au plus tard le vendredi 30\N{NO-BREAK SPACE}avril 2027."


@pytest.mark.parametrize(("days", "late"), [(60, ""), (62, "Délai légal dépassé depuis 2\N{NO-BREAK SPACE}jours")])
def test_clock_says_when_the_limit_has_passed(case, days, late):
    assert after(case, days).late == late


def test_clock_says_that_the_company_is_waited_for(case):
    for step in (Status.IN_REVIEW, Status.INFORMATION_REQUESTED):
        cases.move(case, step, by=SYSTEM, at=SENT + timedelta(days=3))
    assert after(found(case.pk), 5).text.startswith("Suspendu depuis le 4\N{NO-BREAK SPACE}mars")


def test_clock_ends_with_the_decision(case):
    cases.close(case, closed_as=ClosedAs.REFUSED, by=SYSTEM, at=SENT)
    assert after(found(case.pk), 5) is None


def test_draft_has_no_clock():
    assert after(found(begun(invited_case()).case_id), 5) is None


def test_page_shows_the_clock(client, as_role, case):
    as_role("national")
    assert client.get(f"/desk/cases/{case.reference}/").context["legal_clock"].limit == 60
    assert "Délai légal de réponse" in client.get(f"/desk/cases/{case.reference}/").content.decode()
