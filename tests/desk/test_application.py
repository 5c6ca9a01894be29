"""What an officer reads of a sent application."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from companies.cases import actions as cases
from companies.cases.enums import TaskKind
from companies.cases.models import Case
from companies.common import clock
from companies.journal.actors import SYSTEM
from companies.questionnaires import published
from tests.enrolment.test_exports import LATER, give, slot_of
from tests.enrolment.world import begun, filled, fresh, invited_case, save, sent
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


def test_before_anything_is_begun_there_is_no_application(client, as_role):
    as_role("national")
    assert read(client, invited_case()) == 404


def test_of_a_draft_it_is_said_how_far_it_is_and_nothing_of_what_is_in_it(client, application):
    words = read(client, application.case)
    pages = len(published.declaration_of(application.response).pages)
    assert f"{pages} sur {pages} pages remplies" in words
    assert "Un brouillon appartient à l’entreprise" in words
    for answer in ("001000000000047", "Conserves de sardines", "Rachid Amrani", "Gérance"):
        assert answer not in words


def test_draft_of_who_asks_for_help_can_be_read(client, application):
    case = application.case
    cases.add_task(case, kind=TaskKind.HELP, due_on=clock.today(), by=SYSTEM, at=clock.now())
    words = read(client, case)
    assert "L’entreprise a demandé de l’aide" in words
    assert "001000000000047" in words


def test_of_a_draft_an_officer_reads_what_was_typed_for_the_company(client, application):
    officer = application.case.officer
    application.response.answers.filter(key="address").update(by=officer)
    words = read(client, application.case)
    assert "12, rue du Port" in words
    assert f"Les réponses montrées ici ont été saisies par {officer} pour l’entreprise" in words
    assert "001000000000047" not in words


def test_what_changed_since_the_version_before_is_said_beside_the_answer(client, application):
    application = sent(application)
    save(application, "company", address="7, avenue de la Plage", at=LATER)
    sent(fresh(application), at=LATER)
    words = read(client, application.case)
    assert "Modifié depuis une version précédente Adresse 4 mars 2027" in words
    assert "7, avenue de la Plage jusqu’au 4 mars 2027 : 12, rue du Port" in words


def test_first_version_says_of_no_change(client, application):
    assert "Modifié depuis" not in read(client, sent(application).case)


def test_doubtful_ice_is_said(client, application):
    application = sent(application)
    type(application.case.company).objects.filter(pk=application.case.company_id).update(ice_doubted=True)
    assert "L’ICE est à relire" in read(client, application.case)


def test_documents_are_listed_with_what_is_wrong_with_them(client, application):
    give(application, valid_until=clock.today() - timedelta(days=1))
    give(application, "verif.pdf", scan="waiting")
    slot_of(application.case.year, key="catalogue", name_fr="Catalogue")
    application = sent(application)
    slot_of(application.case.year, key="rc", name_fr="Modèle J", required=True)
    words = read(client, application.case)
    assert "attestation.pdf 2 pages" in words
    assert "n’est plus valable" in words
    assert "verif.pdf" in words
    assert "Modèle J manquant" in words
    assert "Catalogue pas donné" in words


# -- on paper --------------------------------------------------------------------------------


def test_application_that_was_sent_can_be_printed(client, application):
    application = sent(application)
    answer = client.get(f"/desk/cases/{application.case.reference}/application/file.pdf")
    said = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "001000000000047" in said


def test_draft_cannot_be_printed(client, application):
    assert client.get(f"/desk/cases/{application.case.reference}/application/file.pdf").status_code == 404


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
    with django_assert_num_queries(11):
        client.get(address)
    application.response.answers.filter(key__in=["certifications", "address", "function"]).delete()
    with django_assert_num_queries(11):
        client.get(address)
