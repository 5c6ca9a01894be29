import pytest
from django.urls import reverse

from companies.accounts.enums import Role
from companies.journal.models import Entry
from tests.support import making

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/login/"


@pytest.fixture
def person(client):
    user = making.person(Role.OFFICER)
    client.force_login(user)
    return user


def choose(client, **form):
    return client.post(reverse("web:language"), form)


def spoken(client, wish):
    return client.get(SIGN_IN, headers={"accept-language": wish}).headers["Content-Language"]


@pytest.mark.parametrize(
    "wish", ["ar", "ar-MA,ar;q=0.9", "AR-ma", "fr;q=0.8, ar;q=0.9, *;q=0.1", "ar, fr", "ar-Arab-MA"]
)
def test_browser_set_up_in_arabic_is_spoken_to_in_arabic(client, wish):
    response = client.get(SIGN_IN, headers={"accept-language": wish})

    assert response.headers["Content-Language"] == "ar"
    assert '<html lang="ar" dir="rtl">' in response.text


@pytest.mark.parametrize(
    "wish", ["", "fr-FR,fr;q=0.9", "fr,ar;q=0.9", "en-GB,ar;q=0.8", "*", "arn", "ar;q=0", "ar;q=0,fr;q=0"]
)
def test_french_is_spoken_to_all_others(client, wish):
    response = client.get(SIGN_IN, headers={"accept-language": wish})

    assert response.headers["Content-Language"] == "fr"
    assert '<html lang="fr" dir="ltr">' in response.text


@pytest.mark.parametrize(
    "wish",
    [
        *("ar;q=nan", "ar;q=9e999", "ar;q=-1", "ar;;q=1", "ar\0", "ar<script>", "؟", ",", ";q=", "ar" * 400),
        *("ar-" * 20_000, ",".join(["x"] * 50_000), "é" * 20_000),
    ],
)
def test_header_that_is_no_wish_is_french(client, wish):
    assert spoken(client, wish) == "fr"


def test_answers_are_kept_apart_by_what_decides_the_language(client):
    assert {"Cookie", "Accept-Language"} <= set(client.get(SIGN_IN).headers["Vary"].split(", "))


def test_language_chosen_on_the_device_is_before_the_browsers(client):
    choose(client, language="fr")

    assert spoken(client, "ar") == "fr"


def test_persons_own_language_is_before_the_browsers(client, person):
    assert client.get("/account/second-factor/", headers={"accept-language": "ar"}).headers["Content-Language"] == "fr"


def test_visitor_keeps_a_language_on_the_device(client):
    response = choose(client, language="ar", next=SIGN_IN)

    assert (response.status_code, response.headers["Location"]) == (302, SIGN_IN)
    assert '<html lang="ar" dir="rtl">' in client.get(SIGN_IN).text


def test_person_keeps_a_language_everywhere(client, person):
    choose(client, language="en", next="/account/second-factor/")
    client.cookies.pop("django_language")

    person.refresh_from_db()
    assert person.language == "en"
    assert client.get("/account/second-factor/").headers["Content-Language"] == "en"
    assert list(Entry.objects.values_list("verb", "data")) == [("user.language_chosen", {"language": "en"})]


def test_same_language_again_is_no_event(client, person):
    choose(client, language=person.language)

    assert not Entry.objects.exists()


@pytest.mark.parametrize("language", ["", "de", "fr-FR", "../../x"])
def test_unknown_language_changes_nothing(client, person, language):
    response = choose(client, language=language, next=SIGN_IN)

    assert response.headers["Location"] == SIGN_IN
    assert "django_language" not in response.cookies
    person.refresh_from_db()
    assert person.language == "fr"


@pytest.mark.parametrize("elsewhere", ["", "https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_way_back_never_leaves_the_site(client, elsewhere):
    assert choose(client, language="ar", next=elsewhere).headers["Location"] == "/"


def test_get_changes_nothing(client):
    assert client.get(reverse("web:language"), {"language": "ar"}).status_code == 405


def test_cookie_of_an_unknown_language_is_ignored(client):
    client.cookies["django_language"] = "xx"

    assert client.get(SIGN_IN).headers["Content-Language"] == "fr"
