"""The ladder of what an officer filled in and the company has not confirmed, rung by rung."""

from datetime import date, timedelta

import pytest

from companies.cases import actions as cases
from companies.cases.enums import Act, ClosedAs, Status, TaskKind
from companies.cases.models import Case, Link
from companies.enrolment.actions import assisting
from companies.journal.actors import SYSTEM
from companies.outreach.kinds import UNCONFIRMED
from companies.outreach.ledger import ladder
from companies.outreach.models import Reminder
from companies.registry.models import Contact
from tests.enrolment import assisting as helper
from tests.enrolment import world
from tests.outreach.passing import MONDAY, at
from tests.outreach.test_ladders import ledger, posted_days
from tests.portal import papers

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    """Filled in and put to the company on day 0 at ten."""
    year = world.make_year(opens_on=MONDAY - timedelta(days=20), closes_on=MONDAY.replace(year=2027, month=4))
    made = Case.objects.get(pk=world.invited_case(year=year, at=at(-10)).pk)
    helper.waiting(made, at=at(0))
    return made


def test_ladder_has_two_mails_and_a_call_on_their_days(days, case):
    days.through(0, 8)

    # Day 2 is a Wednesday, day 5 a Saturday, day 8 a Tuesday.
    assert posted_days(case, kind="unconfirmed") == [(1, 2), (2, 7), (3, 8)]
    assert case.tasks.get(kind=TaskKind.CALL).reason.split(";")[0] == "unconfirmed.3"
    assert [row[0] for row in ledger(case, state="posted")] == ["unconfirmed"] * 3


def test_its_button_leads_to_the_page_that_confirms(days, case):
    days.through(0, 2)

    texts = [each.message.get_body(("plain",)).get_content() for each in days.smtp.accepted]
    assert "/confirm/" in texts[-1]
    assert Link.objects.filter(act=Act.CONFIRM, revoked_at=None).count() == 2


def test_draft_s_own_ladder_rests_meanwhile_and_takes_over_once_changed(days, case):
    days.through(0, 1)
    assert not Reminder.objects.filter(case=case, kind="draft", state="planned").exists()

    world.save(case.application, "contact", at=at(1, 18), function="Direction commerciale")
    days.through(3, 7, hours=(9,))

    assert ledger(case, kind="unconfirmed") == [("unconfirmed", 1, "cancelled", "sign")]
    assert posted_days(case, kind="draft") == [(1, 7)]  # day 4 after office hours, then a weekend


def test_confirming_ends_it(days, case):
    days.through(0, 1)
    application = world.fresh(case.application)
    assisting.confirm(
        application,
        world.contact_of(case),
        helper.DECLARED,
        seen=assisting.assisted.edition(application),
        by=SYSTEM,
        at=at(1, 18),
    )
    days.through(2, 4, hours=(9,))

    assert ledger(case, kind="unconfirmed") == [("unconfirmed", 1, "cancelled", "left")]


def test_declining_ends_it(days, case):
    days.through(0, 1)
    cases.close(Case.objects.get(pk=case.pk), closed_as=ClosedAs.DECLINED, by=SYSTEM, at=at(1, 18))
    days.through(2, 4, hours=(9,))

    assert ledger(case, kind="unconfirmed") == [("unconfirmed", 1, "cancelled", "left")]


def test_asking_again_starts_the_days_anew(days, case):
    days.through(0, 2)
    helper.put_to_company(case.application, at=at(3))
    days.through(3, 7)

    assert posted_days(case, kind="unconfirmed") == [(1, 2), (1, 7)]  # day 5 is a Saturday


def test_person_who_asked_to_be_called_is_not_reminded(days, case):
    assisting.dispute(case, world.contact_of(case), by=SYSTEM, at=at(1))
    days.through(1, 8, hours=(9,))

    assert posted_days(case, kind="unconfirmed") == []


def test_it_is_written_to_the_person_who_was_asked(days, case):
    other = Contact.objects.create(company=case.company, name="Nadia", email="nadia@doukkala.example")
    helper.put_to_company(case.application, at=at(0, 11), contact=other)
    days.through(0, 2)

    assert Reminder.objects.get(case=case, state="posted").contact == other


def test_message_in_the_outbox_is_held_back_once_confirmed(days, case):
    days.through(0, 1)
    line = Reminder.objects.get(case=case, kind="unconfirmed")
    assert ladder.standing(UNCONFIRMED, [line.pk], ladder.now(at(1, 18))) == {line.pk}

    world.save(case.application, "contact", at=at(1, 18), function="Direction commerciale")
    assert ladder.standing(UNCONFIRMED, [line.pk], ladder.now(at(1, 19))) == set()
    assert Case.objects.get(pk=case.pk).status == Status.DRAFT


def test_document_is_part_of_what_was_asked_and_so_is_its_last_day(days, case):
    slot = papers.ask(case.year, expires=True)
    papers.given(case, slot, valid_until=date(2027, 12, 1), at=at(0, 11))
    helper.put_to_company(case.application, at=at(0, 12))
    days.through(0, 1)
    line = Reminder.objects.get(case=case, kind="unconfirmed")
    assert ladder.standing(UNCONFIRMED, [line.pk], ladder.now(at(1, 18))) == {line.pk}

    papers.given(case, slot, valid_until=date(2028, 1, 1), at=at(1, 18))
    assert ladder.standing(UNCONFIRMED, [line.pk], ladder.now(at(1, 19))) == set()
