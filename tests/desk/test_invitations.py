"""Inviting from the preview; letters that print once."""

import re
from pathlib import Path

import pytest

from companies.accounts.enums import Role
from companies.cases import actions as cases
from companies.cases.enums import Act, InteractionKind, Outcome, Status
from companies.cases.models import Case, Link
from companies.common import clock
from companies.journal.actors import SYSTEM
from companies.mail import queries as mail
from tests.support import making

pytestmark = pytest.mark.django_db
PAGE, SEND, LETTERS = "/desk/invitations/", "/desk/invitations/send/", "/desk/invitations/letters/"


def waiting(name, officer, *, email="direction@atlas.example", language="fr", **fields):
    firm = making.company(name, **{"town": "Settat", "address": "Zone industrielle", **fields})
    making.contact(firm, email=email, language=language)
    return making.case(firm, officer=officer)


def names(previews):
    return [preview.case.company.name for preview in previews]


@pytest.fixture
def several(officer):
    return {
        "mail": waiting("Atlas", officer),
        "letter": waiting("Ziz", officer, email="", language="ar", name_ar="زيز"),
        "nowhere": waiting("Rif", officer, email="", town="", address=""),
        "nobody": waiting("Tadla", None),
    }


def test_preview_says_who_gets_what_and_why_not(client, several):
    plan = client.get(PAGE).context["plan"]
    assert (names(plan.mails), names(plan.letters), names(plan.held), names(plan.unassigned)) == (
        ["Atlas"],
        ["Ziz"],
        ["Rif"],
        ["Tadla"],
    )
    assert Case.objects.filter(status=Status.LISTED).count() == 4


def test_preview_keeps_to_the_region_and_to_who_was_not_invited(client, officer):
    waiting("Souss", making.person(Role.OFFICER, making.SOUSS), region=making.SOUSS)
    cases.move(waiting("Atlas", officer), Status.INVITED, by=SYSTEM, at=clock.now())
    plan = client.get(PAGE).context["plan"]
    assert (plan.mails, plan.letters, plan.held, plan.unassigned) == ([], [], [], [])


def test_preview_is_narrowed_to_ones_own(client, officer):
    waiting("Atlas", officer), waiting("Ziz", making.person(), email="direction@ziz.example")
    assert names(client.get(PAGE, {"mine": "1"}).context["plan"].mails) == ["Atlas"]


def test_chosen_invitations_leave_in_the_contacts_language(client, officer):
    french = waiting("Atlas", officer)
    arabic = waiting("Ziz", officer, email="direction@ziz.example", language="ar")
    left = waiting("Rif", officer, email="direction@rif.example")
    client.post(SEND, {"case": [french.reference, arabic.reference]})
    assert dict(Case.objects.values_list("company__name", "status")) == {
        "Atlas": "invited",
        "Ziz": "invited",
        "Rif": "listed",
    }
    languages = [mail.of_stream(case.stream).get().language for case in (french, arabic)]
    assert languages == ["fr", "ar"]
    assert not mail.of_stream(left.stream).exists()


def test_sending_twice_invites_once(client, officer):
    case = waiting("Atlas", officer)
    client.post(SEND, {"case": case.reference})
    client.post(SEND, {"case": case.reference})
    assert mail.of_stream(case.stream).count() == 1


@pytest.mark.parametrize("group", ["letter", "nowhere", "nobody"])
def test_who_would_not_be_reached_by_mail_is_not_sent_one(client, several, group):
    client.post(SEND, {"case": several[group].reference})
    assert Case.objects.get(pk=several[group].pk).status == "listed"


def test_case_out_of_reach_is_not_invited(client, officer):
    foreign = waiting("Souss", making.person(Role.OFFICER, making.SOUSS), region=making.SOUSS)
    client.post(SEND, {"case": foreign.reference})
    assert Case.objects.get().status == "listed"


@pytest.mark.parametrize("address", [SEND, LETTERS])
@pytest.mark.parametrize("chosen", [[], [""], ["EX27-ZZZZ-ZZ"], ["\x00"], ["x" * 5000]])
def test_nobody_chosen_is_said(client, officer, address, chosen):
    waiting("Atlas", officer)
    answer = client.post(address, {"case": chosen}, follow=True)
    assert answer.status_code == 200
    assert "personne n’était choisi" in answer.content.decode()


def test_letters_show_their_codes_once(client, several):
    case = several["letter"]
    html = client.post(LETTERS, {"case": case.reference}).content.decode()
    code = re.search(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}(?=</bdi>)", html)[0]
    assert 'lang="ar" dir="rtl"' in html
    assert "زيز" in html
    assert Link.objects.get(case=case).act == Act.LETTER
    assert Case.objects.values_list("status", "channel").get(pk=case.pk) == ("invited", "letter")
    again = client.post(LETTERS, {"case": case.reference}, follow=True).content.decode()
    assert code not in again


def test_letters_are_kept_out_of_caches(client, several):
    answer = client.post(LETTERS, {"case": several["letter"].reference})
    assert "no-store" in answer["Cache-Control"]


def test_each_letter_has_a_sheet_to_itself():
    rule = next(line for line in Path("static/css/print.css").read_text().splitlines() if line.startswith(".letter {"))
    assert "break-after: page" in rule


def test_lost_letter_is_printed_again_with_a_new_code(client, several):
    case = several["letter"]
    client.post(LETTERS, {"case": case.reference})
    answer = client.post(f"/desk/cases/{case.reference}/letter/")
    assert "letter-code" in answer.content.decode()
    told = [event.title for event in client.get(f"/desk/cases/{case.reference}/").context["past"]]
    assert told.count("Lettre imprimée") == 2
    assert Link.objects.usable(at=clock.now()).filter(case=case).count() == 1


def test_letter_is_not_printed_before_the_invitation(client, several):
    answer = client.post(f"/desk/cases/{several['letter'].reference}/letter/")
    assert answer.url == f"/desk/cases/{several['letter'].reference}/"
    assert not Link.objects.exists()


def test_preview_costs_the_same_for_one_and_three(client, officer, django_assert_num_queries):
    waiting("Atlas", officer)
    with django_assert_num_queries(7):
        client.get(PAGE)
    waiting("Ziz", officer, email="direction@ziz.example"), waiting("Rif", officer, email="")
    with django_assert_num_queries(7):
        client.get(PAGE)


@pytest.mark.parametrize("role", [Role.COACH, Role.NATIONAL])
def test_who_does_not_invite_sends_nothing(client, as_role, role):
    as_role(role)
    assert [client.get(PAGE).status_code, client.post(SEND).status_code, client.post(LETTERS).status_code] == [403] * 3


def test_company_spoken_to_before_its_invitation_stays_in_the_list(client, officer):
    case = waiting("Atlas", officer)
    cases.log_interaction(case, kind=InteractionKind.CALL, outcome=Outcome.SPOKEN, by=officer.actor, at=clock.now())

    assert names(client.get(PAGE).context["plan"].mails) == ["Atlas"]
