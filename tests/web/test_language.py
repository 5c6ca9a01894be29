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


def test_french_is_spoken_first(client):
    response = client.get(SIGN_IN, headers={"accept-language": "ar,en;q=0.9"})

    assert response.headers["Content-Language"] == "fr"
    assert '<html lang="fr" dir="ltr">' in response.text


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
