"""The notices before a document of what was sent ends: a month and a week before, until it is replaced."""

from datetime import timedelta

import pytest

from companies.cases.models import Case
from companies.enrolment import actions as enrolment
from companies.enrolment.models import Document
from companies.files.enums import Scan
from companies.files.models import Upload
from companies.journal.actors import SYSTEM
from tests.enrolment import world
from tests.files.making import pdf
from tests.outreach.passing import MONDAY, at
from tests.outreach.test_ladders import ledger, posted_days
from tests.portal.papers import ask, given

pytestmark = pytest.mark.django_db
ENDS = MONDAY + timedelta(days=40)


@pytest.fixture
def case():
    """An application sent on day 0 with a paper that ends on day 40."""
    year = world.make_year(opens_on=MONDAY - timedelta(days=20), closes_on=MONDAY.replace(year=2027, month=4))
    application = world.filled(world.begun(world.invited_case(year=year, at=at(-3)), at=at(-2)), at=at(-1))
    found = application.case
    given(found, ask(year, "tax", expires=True), valid_until=ENDS, at=at(-1))
    world.sent(application, at=at(0))
    return Case.objects.get(pk=found.pk)


def slot_of(case):
    return case.year.slots.get()


def test_a_month_and_a_week_before_its_last_day(days, case):
    days.through(1, 40, hours=(9,))

    # Day 10 is a Thursday; day 33 a Saturday, the day before it a holiday: the last opening before is on Thursday.
    assert posted_days(case, kind="document") == [(1, 10), (2, 31)]


def test_the_message_names_the_paper_and_its_last_day(days, case):
    days.through(9, 10, hours=(9,))

    texts = [each.message.get_body(("plain",)).get_content() for each in days.smtp.accepted]
    (text,) = [text for text in texts if "arrive bientôt à son terme" in text]
    assert "Extrait du registre" in text
    assert f"/file/{case.reference}/" in text


def test_a_newer_one_in_its_place_ends_it(days, case):
    days.through(1, 10, hours=(9,))
    given(case, slot_of(case), data=pdf(2), valid_until=ENDS + timedelta(days=300), at=at(11))
    days.through(12, 40, hours=(9,))

    assert posted_days(case, kind="document") == [(1, 10)]


def test_where_several_may_be_a_newer_one_beside_it_ends_it(days, case):
    case.year.slots.update(most=3)
    given(case, slot_of(case), data=pdf(2), valid_until=ENDS + timedelta(days=300), at=at(5))
    days.through(6, 40, hours=(9,))

    assert posted_days(case, kind="document") == []


def test_what_is_planned_goes_when_the_paper_is_replaced(days, case):
    days.through(7, 9, hours=(9,))
    planned = ledger(case, kind="document")
    given(case, slot_of(case), data=pdf(2), valid_until=ENDS + timedelta(days=300), at=at(9, 12))
    days.through(9, 9, hours=(15,))

    assert (planned[0][2], ledger(case, kind="document")[0][2]) == ("planned", "cancelled")


def test_a_paper_given_with_less_than_a_month_left_is_no_news(days, case):
    Document.objects.update(at=at(15))
    days.through(16, 40, hours=(9,))

    assert posted_days(case, kind="document") == []


@pytest.mark.parametrize("what", ["taken back", "infected", "decided"])
def test_what_is_no_longer_there_ends_nothing(days, case, what):
    if what == "taken back":
        enrolment.take_back(Document.objects.get(), by=SYSTEM, at=at(5))
    elif what == "infected":
        Upload.objects.update(scan=Scan.INFECTED, scanned_at=at(5))
    else:
        from companies.cases import actions as cases
        from companies.cases.enums import ClosedAs

        cases.close(case, closed_as=ClosedAs.WITHDRAWN, by=SYSTEM, at=at(5))
    days.through(6, 40, hours=(9,))

    assert posted_days(case, kind="document") == []


def test_a_draft_s_papers_are_the_draft_s_own_ladder(days):
    year = world.make_year(opens_on=MONDAY - timedelta(days=20), closes_on=MONDAY.replace(year=2027, month=4))
    case = world.begun(world.invited_case(year=year, at=at(-3)), at=at(-2)).case
    given(case, ask(year, "tax", expires=True), valid_until=ENDS, at=at(-1))
    days.through(9, 12, hours=(9,))

    assert posted_days(case, kind="document") == []
