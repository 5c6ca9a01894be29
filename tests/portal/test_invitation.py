from datetime import timedelta

import pytest
from django.test import Client

from companies.cases import actions as cases
from companies.cases.enums import Act, ClosedAs, Status
from companies.cases.models import Case, Link, ProgrammeYear
from companies.common import clock
from companies.enrolment import actions as enrolment
from companies.enrolment.models import Application
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from companies.mail import queries as mail
from companies.portal import limits
from companies.portal.forms import later_days
from companies.registry import actions as registry
from tests.enrolment.world import begun, contact_of, current_year, invited_case, link_of, save, status_of

pytestmark = pytest.mark.django_db


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Case, Link, Application)] + [
        Entry.objects.count()
    ]


def test_page_says_who_is_invited_until_when_and_by_whom(client, case, token):
    page = client.get(f"/i/{token}/").content.decode()

    assert "Conserves Doukkala SARL" in page
    assert "Hajar Benlamine" in page
    assert 'href="tel:+212522001427"' in page
    assert "Commencer ma candidature" in page


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(client, case, token, method):
    before = everything()

    assert getattr(client, method)(f"/i/{token}/").status_code == 200
    assert everything() == before


def test_page_speaks_the_contacts_language(client):
    case = invited_case(year=current_year(), at=clock.now(), language="ar")

    response = client.get(f"/i/{link_of(case, at=clock.now())}/")

    assert 'lang="ar" dir="rtl"' in response.content.decode()
    assert response.headers["Content-Language"] == "ar"


def test_contacts_language_is_before_the_browsers(client):
    case = invited_case(year=current_year(), at=clock.now(), language="fr")
    client.get("/", headers={"accept-language": "ar-MA"})

    response = client.get(f"/i/{link_of(case, at=clock.now())}/", headers={"accept-language": "ar-MA"})

    assert 'lang="fr" dir="ltr"' in response.content.decode()
    assert response.headers["Content-Language"] == "fr"


def test_language_chosen_on_the_device_comes_first(client):
    case = invited_case(year=current_year(), at=clock.now(), language="ar")
    client.cookies["django_language"] = "en"

    assert 'lang="en"' in client.get(f"/i/{link_of(case, at=clock.now())}/").content.decode()


@pytest.mark.parametrize("path", ["start", "later", "decline", "wrong-person", "come-back"])
def test_doors_open_to_a_press_only(client, token, path):
    assert client.get(f"/i/{token}/{path}/").status_code == 405


@pytest.mark.parametrize("path", ["", "start/", "later/", "decline/", "wrong-person/", "come-back/"])
def test_token_that_never_was_leads_to_help(client, db, path):
    url = f"/i/{'x' * 32}/{path}"

    response = client.post(url) if path else client.get(url)

    assert response.status_code == 404
    assert "Reprendre mon dossier" in response.content.decode()


def test_tampered_token_leads_to_help(client, token):
    assert client.get(f"/i/{token[:-1]}~/").status_code == 404


def test_expired_link_leads_to_help_and_shows_nothing(client, case, token):
    ProgrammeYear.objects.update(closes_on=clock.today() - timedelta(days=1))

    response = client.get(f"/i/{token}/")

    assert response.status_code == 410
    assert "Conserves" not in response.content.decode()


def test_revoked_link_is_over(client, case, token):
    cases.revoke_links(case, contact_of(case), by=SYSTEM, at=clock.now())

    assert client.get(f"/i/{token}/").status_code == 410
    assert client.post(f"/i/{token}/start/").status_code == 410


def test_link_of_who_left_the_company_is_over(client, case, token):
    registry.end_access(contact_of(case), by=SYSTEM, at=clock.now())

    assert client.get(f"/i/{token}/").status_code == 410


def test_link_for_another_act_opens_no_invitation(client, case):
    assert client.get(f"/i/{link_of(case, Act.RESUME, at=clock.now())}/").status_code == 404


def test_start_begins_the_draft_and_opens_it(client, case, token):
    response = client.post(f"/i/{token}/start/", follow=True)

    assert response.redirect_chain == [(f"/file/{case.reference}/form/", 302)]
    assert status_of(case) == Status.DRAFT


def test_start_twice_begins_one(client, case, token):
    client.post(f"/i/{token}/start/")
    client.post(f"/i/{token}/start/")

    assert Application.objects.count() == 1


def test_start_needs_no_code_while_there_are_no_answers(client, case, token):
    begun(case, at=clock.now())

    assert client.post(f"/i/{token}/start/").url == f"/file/{case.reference}/form/"


def test_start_after_answers_asks_for_a_code_sent_to_the_address_on_file(client, case, token):
    save(begun(case, at=clock.now()), "contact", at=clock.now())

    response = client.post(f"/i/{token}/start/")

    assert response.url.startswith("/account/")
    assert mail.of_stream(case.stream).get(purpose="signin.code").to_email == "direction@doukkala.example"
    assert client.get(f"/file/{case.reference}/form/").status_code == 302


def test_who_is_signed_in_as_the_contact_needs_no_other_code(member, case, token):
    save(begun(case, at=clock.now()), "contact", at=clock.now())

    assert member.post(f"/i/{token}/start/").url == f"/file/{case.reference}/form/"


def test_codes_are_not_sent_without_end(client, case, token):
    save(begun(case, at=clock.now()), "contact", at=clock.now())
    for _ in range(limits.SENT_CODES.most):
        client.post(f"/i/{token}/start/")

    assert client.post(f"/i/{token}/start/").url == f"/i/{token}/"


def test_session_of_start_opens_no_other_file(working, case):
    other = invited_case(year=current_year(), at=clock.now(), name="Autre", email="autre@x.example")
    begun(other, at=clock.now())

    assert working.get(f"/file/{other.reference}/").status_code == 302
    assert working.get(f"/file/{case.reference}/").status_code == 200


def test_not_now_is_kept_until_the_day(client, case, token):
    day = later_days(clock.today(), case.year.closes_on)[1]

    response = client.post(f"/i/{token}/later/", {"until": day.isoformat()}, follow=True)

    kept = Case.objects.get(pk=case.pk)
    assert (kept.status, kept.deferred_until) == (Status.REACHED, day)
    page = response.content.decode()
    assert (page.count("nous vous réécrivons le"), "Nous vous réécrivons" in page) == (1, False)


@pytest.mark.parametrize("until", ["", "2026", "2020-01-01", "2099-01-01", "\x00", "‮"])
def test_not_now_without_a_day_says_so(client, case, token, until):
    response = client.post(f"/i/{token}/later/", {"until": until})

    assert response.status_code == 200
    assert "Choisissez un jour." in response.content.decode()
    assert Case.objects.get(pk=case.pk).deferred_until is None


def test_not_for_us_closes_with_its_reason_and_shows_the_way_back(client, case, token):
    response = client.post(f"/i/{token}/decline/", {"code": "no_time_or_staff"}, follow=True)

    assert Case.objects.get(pk=case.pk).closed_as == ClosedAs.DECLINED
    assert "Revenir dans le programme" in response.content.decode()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Choisissez une raison."),
        ({"code": "did_not_know"}, "Choisissez une raison."),
        ({"code": "other"}, "Dites-le en quelques mots."),
    ],
)
def test_not_for_us_without_a_reason_says_so(client, case, token, form, said):
    response = client.post(f"/i/{token}/decline/", form)

    assert (response.status_code, said in response.content.decode()) == (200, True)
    assert status_of(case) == Status.INVITED


def test_coming_back_opens_the_file_again(client, case, token):
    client.post(f"/i/{token}/decline/", {"code": "no_time_or_staff"})

    client.post(f"/i/{token}/come-back/")

    assert status_of(case) == Status.INVITED


def test_wrong_person_is_thanked_and_the_link_ends(client, case, token):
    response = client.post(f"/i/{token}/wrong-person/", {"hint": "Mme Samira, au 06"}, follow=True)

    assert "Nous cherchons la bonne personne" in response.content.decode()
    assert case.tasks.open().get().title == "Mme Samira, au 06"
    assert client.get(f"/i/{token}/").status_code == 410


def test_wrong_person_is_thanked_in_their_language_and_so_is_the_next_look(client):
    case = invited_case(year=current_year(), at=clock.now(), language="ar")
    url = f"/i/{link_of(case, at=clock.now())}/"

    page = client.post(f"{url}wrong-person/", {"hint": ""}, follow=True)
    over = Client().get(url)

    assert (page.headers["Content-Language"], over.headers["Content-Language"], over.status_code) == ("ar", "ar", 410)


def test_year_that_is_over_offers_no_start(client, case, token):
    type(case.year).objects.filter(pk=case.year_id).update(closes_on=clock.today() - timedelta(days=1))

    assert "Commencer ma candidature" not in client.get(f"/i/{token}/").content.decode()
    client.post(f"/i/{token}/start/")
    assert status_of(case) == Status.INVITED


def test_reminders_link_asks_before_it_opens(client, case):
    save(begun(case, at=clock.now()), "contact", at=clock.now())
    url = f"/go/{link_of(case, Act.RESUME, at=clock.now())}/"

    page = client.get(url)

    assert "Continuer ma candidature" in page.content.decode()
    assert not mail.of_stream(case.stream).filter(purpose="signin.code").exists()
    assert client.post(url).url.startswith("/account/")


def test_letters_code_opens_the_invitation(client):
    case = invited_case(year=current_year(), at=clock.now(), email="")
    _link, code = cases.issue_code(case, contact_of(case), by=SYSTEM, at=clock.now())

    response = client.post("/letter/", {"code": f" {code.lower()} "}, follow=True)

    assert "Conserves Doukkala SARL" in response.content.decode()


def test_letter_stays_the_way_in_until_an_address_is_given(client):
    case = invited_case(year=current_year(), at=clock.now(), email="")
    _link, code = cases.issue_code(case, contact_of(case), by=SYSTEM, at=clock.now())
    save(begun(case, at=clock.now()), "company", at=clock.now())

    def enter():
        page = client.post("/letter/", {"code": code}).url
        return client.post(f"{page}start/").url

    assert enter() == f"/file/{case.reference}/form/"
    save(Application.objects.get(case=case), "contact", at=clock.now())
    assert enter().startswith("/account/")


@pytest.mark.parametrize("code", ["", "AAAA-AAAA", "x" * 500, "\x00", "٢٢٢٢"])
def test_wrong_code_is_said(client, db, code):
    response = client.post("/letter/", {"code": code})

    assert response.status_code == 200
    assert "error-message" in response.content.decode()


def test_guessing_codes_is_slowed_down(client):
    case = invited_case(year=current_year(), at=clock.now(), email="")
    _link, code = cases.issue_code(case, contact_of(case), by=SYSTEM, at=clock.now())
    for _ in range(limits.LETTER_CODES.most):
        client.post("/letter/", {"code": "AAAA-AAAA"})

    assert client.post("/letter/", {"code": code}).status_code == 200


def test_revoked_letter_opens_nothing(client):
    case = invited_case(year=current_year(), at=clock.now(), email="")
    _link, code = cases.issue_code(case, contact_of(case), by=SYSTEM, at=clock.now())
    cases.issue_code(case, contact_of(case), by=SYSTEM, at=clock.now())

    assert client.post("/letter/", {"code": code}).status_code == 200


def test_who_lost_the_link_gets_a_code_by_the_address_on_file(client, case):
    response = client.post("/account/login/", {"email": "direction@doukkala.example"})

    assert response.status_code == 302
    assert mail.of_stream(case.stream).filter(purpose="signin.code").count() == 1


def test_home_shows_its_doors(client, case):
    page = client.get("/").content.decode()

    assert ('href="/account/login/"' in page, 'href="/letter/"' in page) == (True, True)


def test_home_without_a_year_works(client, db):
    assert client.get("/").status_code == 200


def test_statements_of_the_page(client, token, django_assert_num_queries):
    client.get(f"/i/{token}/")

    with django_assert_num_queries(4):
        client.get(f"/i/{token}/")


def test_invited_again_after_the_wrong_person(case, token):
    Client().post(f"/i/{token}/wrong-person/")

    enrolment.invite_again(case, by=SYSTEM, at=clock.now())

    assert Link.objects.usable(at=clock.now()).filter(case=case).count() == 1
