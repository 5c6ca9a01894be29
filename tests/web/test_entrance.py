import pytest
from django.db import connection

from companies.accounts.enums import Role
from tests.support import making

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMPANY])
def test_home_sends_staff_to_the_desk(client, role):
    client.force_login(making.person(role))

    assert client.get("/home/").headers["Location"].startswith("/desk/")


def test_home_sends_a_company_to_the_portal(client):
    client.force_login(making.person(Role.COMPANY))

    assert not client.get("/home/").headers["Location"].startswith("/desk/")


def test_home_sends_a_visitor_to_the_portal(client):
    assert not client.get("/home/").headers["Location"].startswith(("/desk/", "/account/"))


def test_health_answers_while_the_database_does(client):
    response = client.get("/health/")

    assert (response.status_code, response.json()) == (200, {"status": "ok", "database": "ok"})


def test_health_says_when_the_database_is_gone(client, settings):
    settings.DATABASES["default"]["HOST"]
    host = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    try:
        response = client.get("/health/")
    finally:
        connection.close()
        connection.settings_dict["HOST"] = host

    assert (response.status_code, response.json()["status"]) == (503, "failing")
