"""A refused page of the desk says so first of all, in its title."""

import re

import pytest

from tests.support import making

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["move/", "close/", "tasks/new/", "company/", "contacts/new/", "assign/"])
def test_title_of_a_refused_form_begins_with_error(client, officer, path):
    officer.role = "manager"
    officer.save(update_fields=["role"])
    client.force_login(officer)
    url = f"/desk/cases/{making.case(officer=officer).reference}/{path}"
    page = client.post(url, {"kind": "other", "person": "x", "closed_as": "x", "status": "x"})

    assert page.status_code == 422
    assert re.search(r"<title>\s*([^<]*)", page.content.decode())[1].startswith("Erreur\u00a0: ")
