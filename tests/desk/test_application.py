"""What an officer reads of a sent application."""

import re

import pytest

from companies.cases.models import Case
from tests.enrolment.world import begun, filled, invited_case, save, sent
from tests.support import making

pytestmark = pytest.mark.django_db


def read(client, case):
    answer = client.get(f"/desk/cases/{case.reference}/application/")
    if answer.status_code != 200:
        return answer.status_code
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def application(as_role):
    application = filled(begun(invited_case()))
    as_role("national")
    return application


def test_draft_is_the_companys_own(client, application):
    assert read(client, application.case) == 404


def test_sent_answers_are_read_page_by_page(client, application):
    application = sent(application)
    words = read(client, application.case)
    for expected in ("Votre entreprise", "001000000000047", "Notre réponse est due au plus tard le vendredi 30"):
        assert expected in words


def test_correction_that_is_not_sent_is_said_and_not_shown(client, application):
    application = sent(application)
    save(application, "company", name="Un tout autre nom")
    words = read(client, application.case)
    assert "Une correction est commencée" in words
    assert "Un tout autre nom" not in words


def test_application_of_another_region_does_not_exist(client, application):
    application = sent(application)
    region = Case.objects.select_related("region").get(pk=application.case_id).region.code
    elsewhere = next(code for code in ("01", "02") if code != region)
    client.force_login(making.person("officer", elsewhere))
    assert read(client, application.case) == 404


def test_application_costs_the_same_for_few_and_many_answers(client, application, django_assert_num_queries):
    application = sent(application)
    address = f"/desk/cases/{application.case.reference}/application/"
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)
    application.response.answers.filter(key__in=["certifications", "address", "function"]).delete()
    with django_assert_num_queries(6):
        client.get(address)
