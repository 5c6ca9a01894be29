"""The page on which an officer gives one company more time."""

from datetime import timedelta

import pytest

from companies.cases.enums import Status
from companies.common import clock
from companies.enrolment.models import Application
from companies.journal.actors import SYSTEM
from companies.mail import queries as mail
from companies.registry import actions as registry
from tests.enrolment.world import begun, contact_of, current_year, filled, fresh, invited_case, sent, status_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(client, db):
    made = begun(invited_case(year=current_year(), at=clock.now()), at=clock.now()).case
    client.force_login(made.officer)
    return made


def address(case):
    return f"/desk/cases/{case.reference}/more-time/"


def later(case, days=10):
    return (case.year.closes_on + timedelta(days=days)).isoformat()


def test_officer_gives_more_time(client, case):
    answer = client.post(address(case), {"until": later(case), "reason": "Inondation"})

    assert (answer.status_code, answer["Location"]) == (302, f"/desk/cases/{case.reference}/")
    assert Application.objects.get(case=case).extended_to.isoformat() == later(case)
    assert mail.of_stream(case.stream).filter(purpose="closing.extended").count() == 1


def test_page_says_until_when_it_can_be(client, case):
    page = client.get(address(case)).content.decode()

    assert "Prolonger le délai de cette entreprise" in page
    assert "Aujourd’hui : jusqu’au" in page


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"until": ""}, "Donnez le dernier jour"),
        ({"reason": ""}, "Dites pourquoi le délai"),
        ({"reason": "\u202e"}, "Dites pourquoi le délai"),
        ({"until": "2020-01-01"}, "Choisissez un jour après la date de clôture actuelle"),
        ({"until": "2199-01-01"}, "Au plus tard le"),
        ({"until": "demain"}, "date"),
        ({"until": "\x00"}, "date"),
        ({"reason": "x" * 700}, "600"),
    ],
)
def test_what_does_not_fit_is_said_and_changes_nothing(client, case, given, message):
    answer = client.post(address(case), {"until": later(case), "reason": "Inondation"} | given)

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert Application.objects.get(case=case).extended_to is None


def test_file_that_was_sent_is_given_no_more_time(client, case):
    sent(filled(fresh(Application.objects.get(case=case))), at=clock.now())

    assert "ne peut pas être prolongé" in client.get(address(case)).content.decode()
    assert client.post(address(case), {"until": later(case), "reason": "x"}).status_code == 422


def test_who_only_reads_gives_nobody_more_time(client, case, as_role):
    as_role("national")

    assert client.post(address(case), {"until": later(case), "reason": "x"}).status_code == 403
    assert Application.objects.get(case=case).extended_to is None


def test_company_that_has_not_begun_is_given_more_time(client, case):
    other = invited_case(year=current_year(), email="b@b.example", officer=case.officer, name="B", at=clock.now())

    assert client.post(address(other), {"until": later(other), "reason": "Inondation"}).status_code == 302
    assert status_of(other) == Status.INVITED


def test_call_to_make_says_why(client, case):
    contact = contact_of(case)
    registry.update_contact(contact, email="", by=SYSTEM, at=clock.now())
    client.post(address(case), {"until": later(case), "reason": "Inondation"})

    page = client.get(f"/desk/cases/{case.reference}/").content.decode()

    assert "dites à l’entreprise que son délai est prolongé" in page


def test_case_page_leads_to_application_and_more_time(client, case):
    page = client.get(f"/desk/cases/{case.reference}/").content.decode()

    assert f'href="/desk/cases/{case.reference}/application/"' in page
    assert f'href="{address(case)}"' in page
