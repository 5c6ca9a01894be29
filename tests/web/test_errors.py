import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from exportprogram.urls import handler400 as bad_request
from exportprogram.urls import handler403 as permission_denied
from exportprogram.urls import handler404 as page_not_found
from exportprogram.urls import handler500 as server_error
from exportprogram.urls import urlpatterns as site

errors = (bad_request, permission_denied, page_not_found, server_error)

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@login_not_required
def refuse(request: HttpRequest) -> HttpResponse:
    raise {"400": SuspiciousOperation, "403": PermissionDenied, "500": ZeroDivisionError}[request.GET["as"]]


urlpatterns = [*site, path("refuse/", refuse)]
handler400, handler403, handler404, handler500 = errors


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("language", "heading"), [("fr", "Page introuvable"), ("ar", "الصفحة غير موجودة"), ("en", "Page not found")]
)
def test_missing_page_says_so_in_the_readers_language(visitor, language, heading):
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    response = visitor.get("/there/is/no/such/page/")

    assert response.status_code == 404
    assert f"<h1>{heading}</h1>" in response.text


@pytest.mark.parametrize(
    ("status", "heading"),
    [(400, "Cette demande ne peut pas être lue"), (403, "Cette action ne vous est pas ouverte")],
)
def test_refusal_says_that_nothing_was_changed(visitor, status, heading):
    response = visitor.get("/refuse/", {"as": status})

    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in response.text
    assert "Rien n’a été modifié" in response.text


def test_form_without_token_says_how_to_send_again():
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "ar"})

    assert response.status_code == 403
    assert "<h1>" in response.text
    assert "cookie" in response.text.lower()


def test_broken_page_speaks_three_languages_without_the_database(visitor, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = visitor.get("/refuse/", {"as": 500})

    assert response.status_code == 500
    for said in ("Un incident est survenu", "وقع خلل من جانبنا", "Something went wrong on our side"):
        assert said in response.text


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "rot13", "utf-999"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_form_sent_in_another_encoding_is_read_as_utf_8(kind, encoding):
    visitor = Client(enforce_csrf_checks=True, raise_request_exception=False)
    visitor.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    body = '--b\r\nContent-Disposition: form-data; name="email"\r\n\r\né\r\n--b--\r\n' if "multi" in kind else "email=é"
    sent = {"content_type": f"{kind}; charset={encoding}", "headers": {"X-CSRFToken": "a" * 32}}

    answer = visitor.generic("POST", "/account/login/", body.encode(), **sent)

    assert (answer.status_code, 'value="é"' in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("path", ["/nothing/here/", "/account/login/", "/refuse/?as=403"])
def test_form_that_cannot_be_read_is_refused_in_words(path):
    visitor = Client(enforce_csrf_checks=True, raise_request_exception=False)
    visitor.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    many = "&".join(f"f{number}=1" for number in range(1_200))
    sent = {"content_type": "application/x-www-form-urlencoded", "headers": {"X-CSRFToken": "a" * 32}}

    answer = visitor.generic("POST", path, many, **sent)

    assert answer.status_code == (404 if "nothing" in path else 400)
    assert "<h1>" in answer.content.decode()
