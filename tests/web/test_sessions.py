"""How long a session lasts, and what staff must show where the second step is required."""

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import RequestFactory

from companies.accounts.enums import Role
from companies.mail.models import Message
from companies.web.signin import open_session, send_code
from companies.web.signin.codes import masked
from tests.support import making
from tests.web.test_signin import ENTER, PASSWORD, ask, by_password, code_of, signed_in_as

pytestmark = pytest.mark.django_db

PAGE = "/account/second-factor/"
SECRET = "JBSWY3DPEHPK3PXP"


def person(role: Role):
    user = making.person(role)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def officer():
    return person(Role.OFFICER)


def enter(client, user) -> None:
    ask(client, user.email)
    client.post(ENTER, {"code": code_of(user)})


def totp(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


# --- Sessions


def test_session_ends_after_an_hour_without_a_request(client, officer):
    begun = time.time()
    enter(client, officer)
    with time_machine.travel(begun + 61 * 60):
        response = client.get(PAGE, follow=True)

    assert response.redirect_chain == [(f"/account/login/?next={PAGE}", 302)]
    assert "La session s’est fermée après 60\u00a0minutes sans activité." in response.text.replace(
        " minutes", "\u00a0minutes"
    )
    assert signed_in_as(client) is None


def test_session_of_a_company_may_rest_for_two_hours(client):
    user, begun = person(Role.COMPANY), time.time()
    enter(client, user)
    with time_machine.travel(begun + 119 * 60):
        assert client.get("/home/").status_code == 302
        assert signed_in_as(client)
    with time_machine.travel(begun + 240 * 60):
        client.get("/home/")
        assert signed_in_as(client) is None


def test_company_is_told_that_its_answers_are_kept(client):
    user, begun = person(Role.COMPANY), time.time()
    enter(client, user)
    with time_machine.travel(begun + 121 * 60):
        response = client.get("/home/", follow=True)

    assert re.search("après 120.minutes sans activité. Vos réponses sont gardées", response.text)


def test_session_goes_on_while_someone_works_but_not_beyond_the_day(client, officer):
    begun = time.time()
    enter(client, officer)
    lasted = []
    for minutes in range(0, 600, 50):
        with time_machine.travel(begun + minutes * 60):
            client.get(PAGE)
            lasted.append(minutes) if signed_in_as(client) else None

    assert lasted[-1] == 450


def test_act_after_the_end_is_said_to_be_lost(client, officer):
    begun = time.time()
    enter(client, officer)
    with time_machine.travel(begun + 61 * 60):
        response = client.post(
            "/account/password/", {"oldpassword": "x"}, headers={"referer": f"http://testserver{PAGE}"}, follow=True
        )

    assert response.redirect_chain[0] == (f"/account/login/?next={PAGE}", 302)
    assert "Ce que vous venez d’envoyer n’est pas enregistré." in response.text


def test_act_after_the_end_from_a_page_without_address_leads_home(client, officer):
    begun = time.time()
    enter(client, officer)
    with time_machine.travel(begun + 61 * 60):
        response = client.post("/account/password/", {"oldpassword": "x"}, headers={"referer": "http://[bad"})

    assert (response.status_code, response.url) == (302, "/account/login/?next=/home/")


def test_session_costs_no_statement_of_its_own(client, officer, django_assert_num_queries):
    enter(client, officer)
    with django_assert_num_queries(2):  # the session and its person, asked for by every page
        client.get("/home/")


def test_session_is_written_every_five_minutes_at_most(client, officer):
    begun = time.time()
    enter(client, officer)
    seen = []
    for seconds in (100, 200, 301, 400):
        with time_machine.travel(begun + seconds):
            client.get("/home/")
        seen.append(client.session["seen"] - int(begun))

    assert seen[0] == seen[1] < 100
    assert seen[2] == seen[3] > 300


def test_pages_of_a_person_are_kept_by_no_browser(client, officer):
    public = client.get("/account/inactive/").headers.get("Cache-Control")
    enter(client, officer)

    assert public is None
    assert client.get(PAGE).headers["Cache-Control"] == "private, no-store"


def test_open_session_signs_in_with_limits(rf, client, officer):
    request = rf.get("/")
    request.session = client.session
    open_session(request, officer)

    assert request.session["_auth_user_id"] == str(officer.pk)
    assert request.session["seen"] == request.session["began"]


# --- A code for whom a link belongs to


def press_link(client, user, next_url: str = ""):
    request = RequestFactory().post("/")
    request.session, request.user = client.session, None
    response = send_code(request, user, next_url)
    request.session.save()
    return request, response


def test_send_code_mails_the_address_on_file_and_goes_on(client, officer):
    request, response = press_link(client, officer, PAGE)
    client.cookies["sessionid"] = request.session.session_key
    page = client.get(response.headers["Location"])
    entered = client.post(response.headers["Location"], {"code": code_of(officer), "next": PAGE})

    assert response.headers["Location"] == f"{ENTER}?next=%2Faccount%2Fsecond-factor%2F"
    assert masked(officer.email) in page.text
    assert officer.email not in page.text
    assert entered.headers["Location"] == PAGE


def test_send_code_has_the_limits_of_every_code(client, officer):
    answers = [press_link(client, officer)[1].status_code for _press in range(11)]

    assert answers == [302] * 10 + [429]
    assert Message.objects.count() == 10


def test_masked_address_shows_enough_to_recognise_it():
    assert masked("karim@textile.example") == "k•••@textile.example"


# --- The second step


@pytest.fixture
def required(settings):
    settings.STAFF_TOTP_REQUIRED = True


@pytest.mark.usefixtures("required")
def test_staff_without_an_application_are_led_to_set_one_up(client):
    officer = making.person(Role.OFFICER)
    enter(client, officer)

    assert client.get("/account/password/first/").headers["Location"] == (
        "/account/second-factor/set-up/?next=%2Faccount%2Fpassword%2Ffirst%2F"
    )


@pytest.mark.usefixtures("required")
def test_setting_up_the_application_opens_the_desk(client):
    enter(client, making.person(Role.OFFICER))
    page = client.get("/account/second-factor/set-up/")
    secret = page.context["form"].secret
    done = client.post("/account/second-factor/set-up/", {"code": totp(secret)})

    assert "<svg" in page.text
    assert "data:" not in page.text
    assert done.headers["Location"] == "/account/second-factor/recovery/"
    assert client.get("/account/password/first/").status_code == 200


@pytest.mark.usefixtures("required")
def test_wrong_code_sets_nothing_up(client):
    enter(client, making.person(Role.OFFICER))
    response = client.post("/account/second-factor/set-up/", {"code": "000000"})

    assert "Ce code n’est pas le bon." in response.text
    assert not Authenticator.objects.exists()


@pytest.fixture
def protected(officer):
    TOTP.activate(officer, SECRET)
    return officer


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("way_in", [enter, by_password])
def test_application_is_asked_for_at_each_sign_in(client, protected, way_in):
    way_in(client, protected)
    before = signed_in_as(client)
    response = client.post("/account/second-factor/enter/", {"code": totp()})

    assert before is None
    assert (response.headers["Location"], signed_in_as(client)) == ("/home/", str(protected.pk))
    assert client.get("/account/password/").status_code == 200


@pytest.mark.usefixtures("required")
def test_recovery_code_opens_once(client, protected):
    code = RecoveryCodes.activate(protected).get_unused_codes()[0]
    for browser, expected in ((client, str(protected.pk)), (type(client)(), None)):
        by_password(browser, protected)
        browser.post("/account/second-factor/enter/", {"code": code})
        assert signed_in_as(browser) == expected


@pytest.mark.usefixtures("required")
def test_older_session_must_show_the_new_application(client, officer):
    by_password(client, officer)
    TOTP.activate(officer, SECRET)

    assert client.get("/account/password/").headers["Location"].startswith("/account/second-factor/confirm/")
    client.post("/account/second-factor/confirm/", {"code": totp()})
    assert client.get("/account/password/").status_code == 200


@pytest.mark.usefixtures("required")
def test_companies_need_no_application(client):
    enter(client, making.person(Role.COMPANY))

    assert "second-factor" not in client.get("/home/").headers["Location"]


def test_demonstration_asks_for_none(client, officer):
    by_password(client, officer)

    assert client.get("/account/password/").status_code == 200


@pytest.mark.usefixtures("required")
def test_leaving_and_language_stay_open(client):
    enter(client, making.person(Role.OFFICER))

    assert client.post("/language/", {"language": "ar"}).headers["Location"] == "/"
    assert client.post("/account/logout/").status_code == 302
    assert signed_in_as(client) is None
