"""Whom we write to: replaced by nobody but themselves or an officer, and nothing in the mailbox before goes on."""

import pytest
from django.test import Client

from companies.cases import actions as cases
from companies.cases.enums import Act, Status, TaskKind
from companies.cases.models import Case
from companies.common import clock
from companies.enrolment.actions import people
from companies.enrolment.actions.sending import NAMED_BY_ANOTHER, submit
from companies.journal.actors import SYSTEM, Actor
from companies.journal.enums import ActorKind
from companies.mail.models import Message
from companies.registry import actions as registry
from companies.registry.enums import Access
from tests.enrolment import world
from tests.enrolment.arrivals import asks_in, entered, token_in
from tests.enrolment.world import contact_of, current_year, filled, fresh, invited_case
from tests.portal.visits import login, member_of, write

pytestmark = pytest.mark.django_db
EVIL = "evil@attacker.example"


@pytest.fixture(autouse=True)
def year(db, settings):
    settings.ENTRY_SECONDS = 0
    return current_year()


def whole(case, **changes):
    application = fresh(Case.objects.get(pk=case.pk).application)
    return filled(application, at=clock.now(), company={"ice": case.company.ice}, **changes)


def sends_as(browser, case, email):
    write(browser, case, "contact", email=email)
    browser.post(f"/file/{case.reference}/form/send/")
    assert world.status_of(case) == Status.SUBMITTED


def newcomer_names(case, email):
    arrival = entered("newcomer@doukkala.example", at=clock.now(), ice=case.company.ice)
    whole(case)
    sends_as(login(arrival.user), case, email)


def doubts(case):
    return case.tasks.open().filter(kind=TaskKind.FIND_CONTACT, reason=NAMED_BY_ANOTHER).count()


def test_main_contact_who_has_not_come_yet_is_not_replaced_by_a_newcomers_form(case):
    before = contact_of(case)
    assert before.access == Access.NONE

    newcomer_names(case, EVIL)

    now = contact_of(case)
    assert (now, now.email, now.phone, doubts(case)) == (before, before.email, before.phone, 1)
    assert not Message.objects.filter(to_email=EVIL, purpose="receipt").exists()


def test_main_contact_whose_address_the_officer_corrected_is_not_replaced_by_a_newcomers_form(case):
    member_of(case)
    entered("newcomer@doukkala.example", at=clock.now(), ice=case.company.ice)
    corrected = "real.director@doukkala.example"
    people.change_contact(case, contact_of(case), by=case.officer.actor, at=clock.now(), email=corrected)
    assert contact_of(case).access == Access.NONE

    newcomer_names(case, EVIL)

    assert (contact_of(case).email, doubts(case)) == (corrected, 1)


def test_link_of_a_contact_who_is_not_the_main_one_replaces_nobody(case):
    member_of(case)
    other = registry.add_contact(case.company, email="second@doukkala.example", name="S", by=SYSTEM, at=clock.now())
    link, _token = cases.issue_link(case, other, act=Act.CONFIRM, by=SYSTEM, at=clock.now())

    submit(whole(case, contact={"email": EVIL}), by=Actor(ActorKind.LINK, link.pk), at=clock.now())

    assert contact_of(case).email == "direction@doukkala.example"


def test_links_in_the_mailbox_given_up_by_the_form_end(case):
    browser = member_of(case)
    asks_in(case, "accomplice@elsewhere.example", at=clock.now())
    token = token_in(Message.objects.get(purpose="join.asked"), "j")
    whole(case)

    sends_as(browser, case, "new-director@doukkala.example")
    Client().post(f"/j/{token}/", {"answer": "allowed"})

    assert contact_of(case).email == "new-director@doukkala.example"
    assert not case.company.contacts.filter(email="accomplice@elsewhere.example").exists()
    assert case.tasks.open().filter(kind=TaskKind.JOIN).exists()


def test_link_that_sends_with_another_address_goes_on_alone(case, token, client):
    contact = contact_of(case)
    other, _token = cases.issue_link(case, contact, act=Act.CONFIRM, by=SYSTEM, at=clock.now())
    client.post(f"/i/{token}/start/")
    whole(case)

    sends_as(client, case, "new-director@doukkala.example")

    other.refresh_from_db()
    assert other.revoked_at is not None
    assert client.get(f"/file/{case.reference}/").status_code == 200


def test_unproven_address_in_a_strangers_form_takes_no_domain_away(case):
    other = invited_case(year=current_year(), at=clock.now(), email="attacker@gmail.com", name="Own SARL")
    browser = member_of(other)
    whole(other)

    sends_as(browser, other, "nobody@doukkala.example")

    assert contact_of(other).email == "nobody@doukkala.example"
    assert entered("sales@doukkala.example", at=clock.now(), ice=case.company.ice).user is not None
