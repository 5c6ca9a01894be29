"""The page of papers at the companies' door."""

from datetime import timedelta

import pytest
from django.test import Client

from companies.common import clock
from companies.enrolment.models import Application, Document
from companies.files.enums import Scan
from companies.files.models import Upload
from companies.files.store import storage
from tests.enrolment.world import contact_of
from tests.files.making import pdf, picture, sent
from tests.portal.papers import ask, given

pytestmark = pytest.mark.django_db
TOMORROW = clock.today() + timedelta(days=1)


@pytest.fixture
def slot(case):
    return ask(case.year, required=True)


def page_of(case):
    return f"/file/{case.reference}/form/documents/"


def add_url(case, slot):
    return f"/file/{case.reference}/documents/{slot.key}/add/"


def post(client, case, slot, file=None, **fields):
    data = fields | ({"file": file} if file else {})
    return client.post(add_url(case, slot), data)


def text(response):
    return response.content.decode()


def done(case):
    return Application.objects.get(case=case).response.pages_done


def test_the_page_shows_what_is_asked_and_takes_it(member, case, slot):
    shown = text(member.get(page_of(case)))
    answer = post(member, case, slot, sent("Modèle J.pdf", pdf(2)))

    assert "Extrait du registre" in shown
    assert 'enctype="multipart/form-data"' in shown
    assert 'capture="environment"' in shown
    assert (answer.status_code, answer.url) == (302, f"{page_of(case)}#rc")
    document = Document.objects.get()
    assert (document.case, document.slot, document.contact) == (case, slot, contact_of(case))
    assert (document.by, document.upload.name, document.upload.pages) == (contact_of(case).user, "Modèle J.pdf", 2)
    assert "Modèle J.pdf" in text(member.get(page_of(case)))
    assert "documents" in done(case)


def test_it_works_with_the_link_alone(working, case, slot):
    answer = post(working, case, slot, sent("rc.pdf", pdf()))

    assert answer.status_code == 302
    assert (Document.objects.get().by, Document.objects.get().contact) == (None, contact_of(case))


def test_a_photo_from_the_camera_counts_as_the_file(member, case, slot):
    answer = member.post(add_url(case, slot), {"photo": sent("image.jpg", picture())})

    assert answer.status_code == 302
    assert Document.objects.get().upload.sort == "jpeg"


def test_nothing_chosen_is_said_next_to_the_paper(member, case, slot):
    other = ask(case.year, "statutes")
    answer = post(member, case, slot)

    shown = text(answer)
    assert answer.status_code == 200
    assert 'href="#id_rc_file"' in shown
    assert "Choisissez un fichier, ou prenez une photo." in shown
    assert shown.index("Choisissez un fichier", shown.index('id="rc"')) < shown.index(f'id="{other.key}"')
    assert not Document.objects.exists()


def test_a_refused_file_keeps_the_day_that_was_typed(member, case):
    slot = ask(case.year, "tax", expires=True)
    shown = text(post(member, case, slot, sent("x.exe", b"MZ"), valid_until=f"{TOMORROW:%d/%m/%Y}"))

    assert "Ce type de fichier n’est pas accepté." in shown
    assert f"{TOMORROW:%d/%m/%Y}" in shown
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Écrivez jusqu’à quel jour il est valable."),
        ("31/02/2031", "Écrivez un jour, par exemple 31/12/2027."),
        ("x" * 100_000, "Écrivez un jour, par exemple 31/12/2027."),
        ("01/01/2020", "Ce document n’est plus valable"),
    ],
)
def test_a_day_that_is_no_day_is_said_next_to_the_paper(member, case, typed, words):
    slot = ask(case.year, "tax", expires=True)
    answer = post(member, case, slot, sent("a.pdf", pdf()), valid_until=typed)

    assert answer.status_code == 200
    assert words in text(answer)
    assert "Choisissez ensuite de nouveau «\u202fa.pdf\u202f»" in text(answer)
    assert not Document.objects.exists()


def test_what_is_wrong_with_the_day_and_with_the_file_is_said_at_once(member, case):
    slot = ask(case.year, "tax", expires=True)
    shown = text(post(member, case, slot, sent("x.exe", b"MZ"), valid_until="01/01/2020"))

    assert "2\u00a0réponses à corriger" in shown
    assert "Ce document n’est plus valable" in shown
    assert "Ce type de fichier n’est pas accepté." in shown


def test_a_day_that_is_needed_is_said_from_the_beginning(member, case):
    ask(case.year, "tax", expires=True)

    assert "Obligatoire\u00a0: le dernier jour indiqué sur le document." in text(member.get(page_of(case)))


def test_removing_asks_first(member, case, slot):
    post(member, case, slot, sent("a.pdf", pdf()))

    asked = text(member.get(page_of(case))).partition("paper-remove")[2].partition("</details>")[0]
    assert "vous devriez l’ajouter de nouveau" in asked
    assert asked.index("</summary>") < asked.index("<form")


@pytest.mark.parametrize("typed", [f"{TOMORROW:%Y-%m-%d}", f"{TOMORROW:%d/%m/%Y}", f"{TOMORROW:%d.%m.%y}"])
def test_a_day_is_read_as_people_write_it(member, case, typed):
    slot = ask(case.year, "tax", expires=True)
    post(member, case, slot, sent("a.pdf", pdf()), valid_until=typed)

    assert Document.objects.get().valid_until == TOMORROW


def test_one_file_takes_the_place_of_the_other(member, case, slot):
    post(member, case, slot, sent("old.pdf", pdf()))
    post(member, case, slot, sent("new.pdf", pdf(2)))

    assert [each.upload.name for each in Document.objects.of(case)] == ["new.pdf"]
    assert Upload.objects.get(name="old.pdf").dropped_at is not None


def test_the_same_file_twice_is_one(member, case):
    slot = ask(case.year, "statutes", most=3)
    post(member, case, slot, sent("a.pdf", pdf()))
    post(member, case, slot, sent("a.pdf", pdf()))

    assert Document.objects.count() == 1


def test_several_files_where_several_may_be_until_it_is_full(member, case):
    slot = ask(case.year, "statutes", most=2)
    for pages in (1, 2):
        post(member, case, slot, sent("a.pdf", pdf(pages)))
    full = post(member, case, slot, sent("a.pdf", pdf(3)))

    assert "a déjà ses 2 fichiers" in text(full)
    assert Document.objects.of(case).count() == 2
    assert "Rien de plus ne tient ici." in text(member.get(page_of(case)))
    assert storage().exists(Upload.objects.order_by("id").first().stored_as)


def test_removing_takes_it_out_once(member, case, slot):
    document = given(case, slot)
    url = f"/file/{case.reference}/documents/{document.pk}/remove/"
    first, second = member.post(url), member.post(url)

    assert (first.status_code, first.url, second.status_code) == (302, f"{page_of(case)}#rc", 404)
    assert not Document.objects.of(case).exists()
    assert "documents" not in done(case)


def test_ones_own_file_can_be_saved_again(member, case, slot):
    document = given(case, slot, name="مستخرج; السجل.pdf")
    answer = member.get(f"/file/{case.reference}/documents/{document.pk}/")

    assert answer.content == pdf()
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%D9%85")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"].startswith("private, no-store")


@pytest.mark.parametrize("scan", [Scan.WAITING, Scan.INFECTED])
def test_what_the_scanner_holds_is_not_given_out(member, case, slot, scan):
    document = given(case, slot)
    Upload.objects.update(scan=scan, scanned_at=clock.now())
    answer = member.get(f"/file/{case.reference}/documents/{document.pk}/")
    shown = text(member.get(page_of(case)))

    assert answer.status_code == 302
    assert f'/documents/{document.pk}/"' not in shown
    assert ("en cours de vérification" in shown, "virus trouvé" in shown) == (
        scan == Scan.WAITING,
        scan == Scan.INFECTED,
    )


def test_a_file_that_is_gone_from_the_store_is_no_failure(member, case, slot):
    document = given(case, slot)
    storage().delete(document.upload.stored_as)

    assert member.get(f"/file/{case.reference}/documents/{document.pk}/").status_code == 302


def test_another_companys_file_does_not_exist(member, case, slot):
    from tests.enrolment.world import begun, invited_case

    other = invited_case(year=case.year, at=clock.now(), email="autre@autre.example")
    begun(other, at=clock.now())
    document = given(other, slot)

    assert member.get(f"/file/{case.reference}/documents/{document.pk}/").status_code == 404
    assert member.post(f"/file/{case.reference}/documents/{document.pk}/remove/").status_code == 404
    assert member.get(f"/file/{other.reference}/documents/{document.pk}/").status_code == 404
    assert Client().get(f"/file/{other.reference}/documents/{document.pk}/").status_code == 302


def test_a_paper_that_is_not_asked_of_this_company_does_not_exist(member, case):
    slot = ask(case.year, "coop", forms=["COOP"])

    assert post(member, case, slot, sent("a.pdf", pdf())).status_code == 404
    assert member.post(f"/file/{case.reference}/documents/none/add/", {}).status_code == 404


def test_going_on_is_never_blocked_and_marks_the_page(member, case, slot):
    lacking = member.post(page_of(case), {"then": "next"})
    missing = done(case)
    post(member, case, slot, sent("a.pdf", pdf()))
    answer = member.post(page_of(case), {"then": "next"})

    assert (lacking.status_code, answer.status_code) == (302, 302)
    assert ("documents" in missing, "documents" in done(case)) == (False, True)


def test_a_closed_file_takes_nothing(member, case, slot):
    from companies.cases import actions as cases
    from companies.cases.enums import ClosedAs
    from companies.journal.actors import SYSTEM

    cases.close(case, closed_as=ClosedAs.DECLINED, by=SYSTEM, at=clock.now())
    answer = post(member, case, slot, sent("a.pdf", pdf()))

    assert (answer.status_code, answer.url) == (302, f"/file/{case.reference}/")
    assert not Upload.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions(member, case, count, django_assert_num_queries):
    slot = ask(case.year, "statutes", most=5)
    for n in range(count):
        ask(case.year, f"other{n}")
        given(case, slot, data=pdf(n + 1))

    with django_assert_num_queries(QUERIES):
        member.get(page_of(case))


QUERIES = 12


def test_papers_are_at_one_address_only(member, case, slot):
    elsewhere = f"/file/{case.reference}/forms/application/documents/"

    assert [member.get(elsewhere).status_code, member.post(elsewhere).status_code] == [404, 404]
    assert done(case) == []
