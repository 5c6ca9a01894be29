"""The papers of a file at the officers' door."""

import pytest

from companies.accounts.enums import Role
from companies.common import clock
from companies.enrolment.models import Document
from companies.files.enums import Scan
from companies.files.models import Upload
from companies.questionnaires.models import Response
from tests.enrolment.world import begun, contact_of, current_year, invited_case
from tests.files.making import pdf, sent
from tests.portal.papers import ask, given
from tests.support import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    made = invited_case(year=current_year(), at=clock.now())
    begun(made, at=clock.now())
    made.refresh_from_db()
    return made


@pytest.fixture
def slot(case):
    return ask(case.year, required=True)


@pytest.fixture
def officer(client, case):
    client.force_login(case.officer)
    return client


def page_of(case):
    return f"/desk/cases/{case.reference}/documents/"


def file_of(case, document):
    return f"{page_of(case)}{document.pk}/"


def text(response):
    return response.content.decode()


def send(case):
    Response.objects.filter(case=case).update(submitted_at=clock.now())


def test_a_draft_s_papers_stay_the_company_s_until_it_is_sent(officer, case, slot):
    document = given(case, slot, name="secret.pdf")
    before = text(officer.get(page_of(case)))
    hidden = officer.get(file_of(case, document)).status_code
    send(case)
    after = text(officer.get(page_of(case)))
    answer = officer.get(file_of(case, document))

    assert ("secret.pdf" in before, "1 fichier est dans le brouillon" in before, hidden) == (False, True, 404)
    assert ("secret.pdf" in after, answer.content) == (True, pdf())
    assert answer.headers["Content-Disposition"] == 'attachment; filename="secret.pdf"'


def test_who_asks_for_help_lets_its_papers_be_read(officer, case, slot):
    from companies.cases import actions as cases
    from companies.cases.enums import TaskKind
    from companies.journal.actors import SYSTEM

    given(case, slot, name="secret.pdf")
    cases.add_task(case, kind=TaskKind.HELP, due_on=clock.today(), by=SYSTEM, at=clock.now())

    assert "secret.pdf" in text(officer.get(page_of(case)))


def test_what_an_officer_handed_in_with_the_company_is_read(officer, case, slot):
    from companies.enrolment import actions as enrolment
    from companies.enrolment.actions.assisting import behalf_of

    contact = contact_of(case)
    file, by = sent("together.pdf", pdf()), behalf_of(contact, case.officer)
    enrolment.give(case, slot, file, valid_until=None, contact=contact, by=by, at=clock.now())

    assert "together.pdf" in text(officer.get(page_of(case)))


def test_what_is_missing_is_marked(officer, case, slot):
    assert "manquant" in text(officer.get(page_of(case)))


def test_an_officer_adds_a_scan_and_takes_it_back(officer, case, slot):
    answer = officer.post(page_of(case), {"slot": slot.key, "file": sent("scan.pdf", pdf())})
    document = Document.objects.get()
    shown = text(officer.get(page_of(case)))
    removed = officer.post(f"{file_of(case, document)}remove/")

    assert (answer.status_code, document.by, document.contact) == (302, case.officer, None)
    assert ("scan.pdf" in shown, "ajouté par nous" in shown) == (True, True)
    assert (removed.status_code, Document.objects.of(case).count()) == (302, 0)


def test_what_the_company_gave_is_not_the_officer_s_to_take_back(officer, case, slot):
    document = given(case, slot)
    send(case)

    assert officer.post(f"{file_of(case, document)}remove/").status_code == 404
    assert Document.objects.of(case).count() == 1


@pytest.mark.parametrize(
    ("post", "words"),
    [
        ({}, "Choisissez un fichier."),
        ({"slot": "rc"}, "Choisissez un fichier."),
        ({"slot": "none", "file": ("a.pdf", pdf())}, "Sélectionnez un choix valide"),
        ({"slot": "rc", "file": ("a.exe", b"MZ")}, "Ce type de fichier n’est pas accepté."),
        ({"slot": "rc", "file": ("a.pdf", b"")}, "Ce fichier est vide."),
        ({"slot": "rc", "file": "no file"}, "Choisissez un fichier."),
        ({"slot": "rc", "file": ("a.pdf", pdf()), "valid_until": "2020-01-01"}, "n’est plus valable"),
    ],
)
def test_what_is_not_taken_is_said(officer, case, slot, post, words):
    data = {name: sent(*value) if isinstance(value, tuple) else value for name, value in post.items()}
    answer = officer.post(page_of(case), data)

    assert answer.status_code == 422
    assert words in text(answer)
    assert Upload.objects.count() == 0


def test_the_day_of_a_scan_is_asked_from_the_beginning_and_missed_together_with_the_file(officer, case):
    ask(case.year, "tax", name_fr="Attestation fiscale", expires=True)
    answer = officer.post(page_of(case), {"slot": "tax", "file": sent("a.exe", b"MZ")})

    assert "Attestation fiscale – avec son dernier jour" in text(officer.get(page_of(case)))
    assert ("Écrivez jusqu’à quel jour" in text(answer), "Ce type de fichier" in text(answer)) == (True, True)


def test_a_scan_that_waits_for_the_scanner_is_not_given_out(officer, case, slot):
    document = given(case, slot, staff=case.officer)
    Upload.objects.update(scan=Scan.WAITING)
    answer = officer.get(file_of(case, document))

    assert (answer.status_code, answer.url) == (302, page_of(case))
    assert "en cours de vérification" in text(officer.get(page_of(case)))


def test_who_may_only_read_sees_no_form(client, case, slot):
    given(case, slot, staff=case.officer)
    client.force_login(making.person(Role.NATIONAL))
    shown = text(client.get(page_of(case)))

    assert ("rc.pdf" in shown, "multipart/form-data" in shown) == (True, False)
    assert client.post(page_of(case), {}).status_code == 403


def test_a_paper_of_another_file_does_not_exist(officer, case, slot):
    other = invited_case(year=case.year, at=clock.now(), email="autre@autre.example", officer=case.officer)
    document = given(other, slot, staff=case.officer)

    assert officer.get(file_of(case, document)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions(officer, case, count, django_assert_num_queries):
    slot = ask(case.year, "statutes", most=5)
    for n in range(count):
        ask(case.year, f"other{n}")
        given(case, slot, data=pdf(n + 1), contact=contact_of(case))
    send(case)

    with django_assert_num_queries(QUERIES):
        officer.get(page_of(case))


QUERIES = 8
