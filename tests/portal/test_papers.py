"""The receipt on screen, and the files a company can keep."""

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from companies.cases.models import Case
from companies.common import clock
from companies.enrolment import actions as enrolment
from companies.enrolment.models import Application
from companies.journal.actors import SYSTEM
from companies.portal.views import papers
from tests.enrolment.world import contact_of, current_year, filled, fresh, invited_case, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(member, case):
    return filled(fresh(Application.objects.get(case=case)))


@pytest.fixture
def receipt(application):
    return fresh(sent(application, at=clock.now()))


def read(response) -> str:
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)


def url(case: Case, name: str = "") -> str:
    return f"/file/{case.reference}/{name}"


def test_receipt_shows_what_the_law_asks(member, receipt):
    page = member.get(url(receipt.case, "receipt/")).content.decode()

    assert receipt.case.reference in page
    assert "E\u00a0Eugène, X\u00a0Xavier, 2, 7 – " in page
    assert "Hajar Benlamine" in page
    assert "05\u00a022\u00a000\u00a014\u00a027" in page
    assert f'href="/file/{receipt.case.reference}/receipt.pdf"' in page
    assert f'href="/file/{receipt.case.reference}/receipt.pdf?language=ar" lang="ar"' in page
    assert "Aucun document n’a été donné." in page


def test_receipt_takes_the_same_statements_however_much_was_sent(member, receipt, django_assert_num_queries):
    member.get(url(receipt.case, "receipt/"))

    with django_assert_num_queries(9):
        member.get(url(receipt.case, "receipt/"))


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Récépissé de dépôt"), ("ar", "وصل الإيداع"), ("en", "Receipt for your application")]
)
def test_receipt_comes_as_pdf_in_each_language(member, receipt, language, said):
    response = member.get(url(receipt.case, f"receipt.pdf?language={language}"))

    assert said in read(response)
    name = f"{receipt.case.reference}-{language}.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("language", ["", "de", "\x00", "../fr", "ar\u202e"])
def test_language_nobody_speaks_here_is_the_page_s_own(member, receipt, language):
    assert "Récépissé de dépôt" in read(member.get(url(receipt.case, "receipt.pdf"), {"language": language}))


@pytest.mark.parametrize("name", ["receipt/", "receipt.pdf"])
def test_before_sending_there_is_no_receipt(member, application, name):
    response = member.get(url(application.case, name))

    assert (response.status_code, response["Location"]) == (302, url(application.case))


def test_whole_file_is_there_at_any_time_and_says_it_is_not_sent(member, application):
    said = read(member.get(url(application.case, "file.pdf")))

    assert "Pas encore envoyé" in said
    assert "Conserves Doukkala SARL" in said
    assert "12, rue du Port" in said


def test_file_without_answers_leads_back_to_where_it_stands(case):
    browser = Client()
    browser.force_login(enrolment.admit(contact_of(case), by=SYSTEM, at=clock.now()))

    response = browser.get(url(case, "file.pdf"))

    assert (response.status_code, response["Location"]) == (302, url(case))


@pytest.mark.parametrize("name", ["receipt/", "receipt.pdf", "file.pdf"])
def test_stranger_finds_no_paper_of_others(receipt, name):
    other = invited_case(year=current_year(), email="autre@entreprise.example", name="Autre SARL", at=clock.now())
    enrolment.start(other, contact_of(other), by=SYSTEM, at=clock.now())
    stranger = Client()
    stranger.force_login(contact_of(other).user)

    assert stranger.get(url(receipt.case, name)).status_code == 404
    assert Client().get(url(receipt.case, name)).status_code == 302


@pytest.mark.parametrize("name", ["receipt/", "receipt.pdf", "file.pdf"])
def test_papers_are_only_read(member, receipt, name):
    assert member.post(url(receipt.case, name)).status_code == 405


def test_papers_of_one_file_are_limited(member, receipt, monkeypatch):
    monkeypatch.setattr(papers, "OWN_PAPERS", papers.Limit("own-papers", most=1, seconds=60))

    asked = [member.get(url(receipt.case, "receipt.pdf")).status_code for _time in range(2)]

    assert asked == [200, 429]
    assert member.get(url(receipt.case, "file.pdf")).status_code == 429
    assert member.get(url(receipt.case, "receipt/")).status_code == 200


def test_whole_file_takes_few_statements(member, receipt, django_assert_num_queries):
    member.get(url(receipt.case, "file.pdf"))

    with django_assert_num_queries(9):
        member.get(url(receipt.case, "file.pdf"))


# -- the questions, for anybody --------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Raison sociale"), ("ar", "اسم المقاولة"), ("en", "Company name")]
)
def test_questions_are_there_for_anybody_in_each_language(client, language, said):
    current_year()

    response = client.get(f"/questions.pdf?language={language}")

    assert said in read(response)
    assert response["Content-Disposition"] == f'attachment; filename="questions-{language}.pdf"'


def test_questions_are_there_before_any_year_is(client):
    assert "Raison sociale" in read(client.get("/questions.pdf"))


def test_questions_are_made_once_and_then_taken_from_the_cache(client, django_assert_num_queries):
    current_year()
    first = client.get("/questions.pdf").content

    with django_assert_num_queries(1):  # which year
        assert client.get("/questions.pdf").content == first


def test_questions_from_one_place_are_limited_only_where_they_are_made(client, monkeypatch):
    monkeypatch.setattr(papers, "BLANK_PAPERS", papers.Limit("blank-papers", most=1, seconds=60))

    languages = ("fr", "ar", "fr")
    assert [client.get(f"/questions.pdf?language={each}").status_code for each in languages] == [200, 429, 200]


def test_questions_are_only_read(client):
    assert client.post("/questions.pdf").status_code == 405
