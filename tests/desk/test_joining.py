import pytest

from companies.cases.enums import TaskKind
from companies.common import clock
from companies.enrolment.actions import joining, people
from companies.enrolment.entries import Joining
from companies.enrolment.enums import Through, Verdict, Why
from companies.journal.actors import SYSTEM
from companies.registry.enums import Access
from tests.enrolment.arrivals import EMAIL, asks_in, purposes_to
from tests.enrolment.world import contact_of, current_year, invited_case
from tests.support import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return asks_in(invited_case(year=current_year(), at=clock.now()), at=clock.now(), why=Why.LEFT)


@pytest.fixture
def officer(asked, client):
    client.force_login(asked.case.officer)
    return client


def url_of(asked):
    return f"/desk/cases/{asked.case.reference}/joining/{asked.pk}/"


def next_of(asked):
    return f"/desk/cases/{asked.case.reference}/joining/"


def test_the_task_leads_to_the_decision(officer, asked):
    page = officer.get(f"/desk/cases/{asked.case.reference}/").text

    assert next_of(asked) in page
    assert officer.get(next_of(asked)).headers["Location"] == url_of(asked)
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
    shown = contact_of(asked.case).pk

    officer.post(url_of(asked), {"verdict": "allowed", "checked": "paper", "main": "on", "shown": shown})

    assert contact_of(asked.case).email == EMAIL
    assert asked.case.company.contacts.get(email="direction@doukkala.example").access == Access.ENDED


def test_writing_to_somebody_new_ends_only_the_main_contact_that_was_shown(officer, asked):
    said = {"verdict": "allowed", "checked": "called", "main": "on", "note": "au standard"}
    said["shown"] = officer.get(url_of(asked)).context["form"]["shown"].value()
    successor = making.contact(asked.case.company, email="b@doukkala.example", primary=False)
    people.name_main_contact(successor, by=SYSTEM, at=clock.now())

    refused = officer.post(url_of(asked), said)

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["main"])
    assert contact_of(asked.case) == successor
    assert Joining.objects.get().decided_at is None
    assert not asked.case.company.contacts.filter(email=EMAIL).exists()
    assert f'name="shown" value="{successor.pk}"' in refused.text
    assert officer.post(url_of(asked), said | {"shown": successor.pk}).status_code == 302
    assert contact_of(asked.case).email == EMAIL


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            {"verdict": "allowed", "checked": "called", "note": "au standard"},
            ("tick", "Accès au dossier accordé\u00a0: ", "Appel à l’entreprise, au numéro du dossier · au standard"),
        ),
        ({"verdict": "refused", "note": "inconnu"}, ("cross", "Accès au dossier refusé\u00a0: ", "inconnu")),
    ],
)
def test_the_story_tells_who_decided_and_how_it_was_checked(officer, asked, said, told):
    officer.post(url_of(asked), said)

    [event] = decisions(officer, asked.case)
    icon, title, text = told
    assert (event.icon, event.title, event.who, event.text) == (
        icon,
        f"{title}\u2068Salma Idrissi\u2069",
        asked.case.officer.name,
        text,
    )


def test_the_story_tells_what_the_main_contact_and_nobody_decided(officer, asked):
    joining.lapse(asked, at=clock.now())
    other = asks_in(asked.case, "salma@gmail.com", at=clock.now())
    joining.allow(other, by=SYSTEM, through=Through.CONTACT, at=clock.now())

    told = [(event.kind, event.who, event.text) for event in decisions(officer, asked.case)]

    assert told == [("company", "", str(Through.CONTACT.label)), ("technical", "", "")]


def decisions(officer, case):
    past = officer.get(f"/desk/cases/{case.reference}/").context["past"]
    return [event for event in past if "Salma Idrissi" in event.title]


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

    for url in (next_of(asked), url_of(asked)):
        assert officer.get(url).headers["Location"] == f"/desk/cases/{asked.case.reference}/"


def test_a_second_press_does_not_fall_on_the_next_request(officer, asked):
    other = asks_in(asked.case, "impostor@gmail.com", at=clock.now(), why=Why.LEFT)

    said = {"verdict": "allowed", "checked": "called", "main": "on", "shown": contact_of(asked.case).pk}

    for _press in range(2):
        officer.post(url_of(asked), said)

    assert contact_of(asked.case).email == EMAIL
    assert not asked.case.company.contacts.filter(email=other.email).exists()
    assert Joining.objects.get(pk=other.pk).decided_at is None
    assert officer.get(next_of(asked)).headers["Location"] == url_of(other)


def test_the_request_of_another_file_is_not_decided_from_here(officer, asked):
    mine = invited_case(year=current_year(), at=clock.now(), email="a@autre.example")

    response = officer.post(f"/desk/cases/{mine.reference}/joining/{asked.pk}/", {"verdict": "refused"})

    assert response.status_code == 404
    assert Joining.objects.get().decided_at is None
