import pytest

from companies.cases.enums import TaskKind
from companies.common import clock
from companies.enrolment.entries import Joining
from companies.enrolment.enums import Through, Verdict, Why
from companies.registry.enums import Access
from tests.enrolment.arrivals import EMAIL, asks_in, purposes_to
from tests.enrolment.world import contact_of, current_year, invited_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return asks_in(invited_case(year=current_year(), at=clock.now()), at=clock.now(), why=Why.LEFT)


@pytest.fixture
def officer(asked, client):
    client.force_login(asked.case.officer)
    return client


def url_of(asked):
    return f"/desk/cases/{asked.case.reference}/joining/"


def test_the_task_leads_to_the_decision(officer, asked):
    page = officer.get(f"/desk/cases/{asked.case.reference}/").text

    assert url_of(asked) in page
    assert EMAIL in officer.get(url_of(asked)).text


def test_letting_in_notes_how_it_was_checked(officer, asked):
    response = officer.post(url_of(asked), {"verdict": "allowed", "checked": "called", "note": "au standard"})

    done = Joining.objects.get()
    assert response.status_code == 302
    assert (done.verdict, done.through, done.checked, done.note) == (
        Verdict.ALLOWED,
        Through.OFFICER,
        "called",
        "au standard",
    )
    assert done.decided_by == asked.case.officer
    assert asked.case.company.contacts.get(email=EMAIL).access == Access.MEMBER
    assert not asked.case.tasks.open().filter(kind=TaskKind.JOIN).exists()


def test_a_departed_director_hands_over(officer, asked):
    officer.post(url_of(asked), {"verdict": "allowed", "checked": "paper", "main": "on"})

    assert contact_of(asked.case).email == EMAIL
    assert asked.case.company.contacts.get(email="direction@doukkala.example").access == Access.ENDED


def test_not_letting_in_tells_the_asker(officer, asked):
    officer.post(url_of(asked), {"verdict": "refused"})

    assert not asked.case.company.contacts.filter(email=EMAIL).exists()
    assert "join.refused" in purposes_to(EMAIL)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "verdict"),
        ({"verdict": "x"}, "verdict"),
        ({"verdict": "allowed"}, "checked"),
        ({"verdict": "allowed", "checked": "x"}, "checked"),
        ({"verdict": "allowed", "checked": "other"}, "note"),
    ],
)
def test_a_decision_that_is_not_whole_is_asked_again(officer, asked, form, said):
    response = officer.post(url_of(asked), form)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [said])
    assert Joining.objects.get().decided_at is None


def test_when_nobody_asks_any_more_the_page_leads_back(officer, asked):
    officer.post(url_of(asked), {"verdict": "refused"})

    assert officer.get(url_of(asked)).headers["Location"] == f"/desk/cases/{asked.case.reference}/"
