"""Too much in one request: a page that says what to do, and nothing read into memory."""

import pytest

from tests.support import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(settings):
    settings.REQUEST_MAX_BYTES = 5_000
    settings.UPLOAD_MAX_BYTES = 4_000


def post(client, size, **headers):
    return client.post("/letter/", b"x" * size, content_type="application/x-www-form-urlencoded", **headers)


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Votre envoi dépasse 4\u00a0ko."), ("ar", "يتجاوز ما أرسلتموه"), ("en", "Go back")]
)
def test_what_is_too_much_is_said_in_the_persons_language(client, small, settings, language, words):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = post(client, 5_001)

    assert answer.status_code == 413
    assert words in answer.content.decode()


def test_what_is_just_not_too_much_goes_on(client, small):
    assert post(client, 4_900).status_code == 200


def test_far_too_much_is_not_even_read_to_its_end(client, small):
    assert post(client, 100_000).status_code == 413


def test_somebody_signed_in_gets_the_same_page(client, small):
    client.force_login(making.person())

    assert post(client, 5_001).status_code == 413


@pytest.mark.parametrize("said", ["", "-1", "many", "٣", "9" * 30])
def test_a_length_that_is_no_number_breaks_nothing(client, said):
    assert client.get("/letter/", CONTENT_LENGTH=said).status_code == 200


def test_the_page_that_nginx_shows_in_our_place(client):
    answer = client.get("/too-large/")

    assert answer.status_code == 413
    assert "10\u00a0Mo" in answer.content.decode()
