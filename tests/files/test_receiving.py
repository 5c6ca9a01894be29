"""What is taken in, and what is left of it."""

import hashlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from PIL import Image

from companies.files import limits, naming, store
from companies.files.actions import receive
from companies.files.enums import Scan, Sort
from companies.files.models import Upload
from companies.files.refusals import MESSAGES, Reason, Refused
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from tests.files.making import EXCEL, office, pdf, photo_with_place, picture, printed, sent, workbook
from tests.files.world import AT

pytestmark = pytest.mark.django_db


def taken(name, data, mime="application/octet-stream"):
    return receive(sent(name, data, mime), by=SYSTEM, at=AT)


def bytes_of(upload):
    return store.read(upload.stored_as)


@pytest.mark.parametrize(
    ("name", "data", "sort", "pages"),
    [
        ("a.pdf", pdf(3), Sort.PDF, 3),
        ("A.PDF", pdf(), Sort.PDF, 1),
        ("a.pdf", printed(), Sort.PDF, 1),
        ("a.pdf", pdf(60), Sort.PDF, 60),
        ("a.jpg", picture(), Sort.JPEG, 1),
        ("a.jpeg", picture(mode="CMYK"), Sort.JPEG, 1),
        ("a.jpg", picture(progressive=True), Sort.JPEG, 1),
        ("a.png", picture("PNG"), Sort.PNG, 1),
        ("a.png", picture("PNG", mode="P"), Sort.PNG, 1),
        ("a.png", picture("PNG", mode="I;16"), Sort.PNG, 1),
        ("a.docx", office(), Sort.DOCX, 1),
        ("a.xlsx", office(EXCEL, parts={"xl/printerSettings/printerSettings1.bin": b"x"}), Sort.XLSX, 1),
        ("a.xlsx", workbook(), Sort.XLSX, 1),
    ],
)
def test_a_sound_file_is_taken(name, data, sort, pages):
    upload = taken(name, data)

    assert (upload.sort, upload.pages, upload.scan) == (sort, pages, Scan.UNSCANNED)
    assert (upload.size, upload.sha256) == (len(bytes_of(upload)), hashlib.sha256(bytes_of(upload)).hexdigest())


def test_a_document_that_is_no_picture_is_kept_as_it_came():
    assert bytes_of(taken("a.pdf", pdf())) == pdf()


@pytest.mark.parametrize("mime", ["text/html", "image/svg+xml", "", "x" * 300])
def test_what_the_browser_calls_it_counts_for_nothing(mime):
    assert taken("a.pdf", pdf(), mime).mime == "application/pdf"


@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "PNG"), ("a.png", "JPEG")])
def test_pictures_under_each_others_ending_get_their_own(name, kind):
    upload = taken(name, picture(kind))

    assert upload.name == ("a.png" if kind == "PNG" else "a.jpg")
    assert Image.open(BytesIO(bytes_of(upload))).format == kind


@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG")])
def test_a_photo_is_turned_upright_and_forgets_where_it_was_taken(name, kind):
    data = photo_with_place(kind)
    assert b"secret-note" in data

    kept = bytes_of(taken(name, data))

    found = Image.open(BytesIO(kept))
    assert (found.size, dict(found.getexif()), b"secret-note" in kept, b"Exif" in kept) == ((30, 40), {}, False, False)


def test_a_photo_that_is_also_an_archive_is_only_a_photo_afterwards():
    kept = bytes_of(taken("a.jpg", picture() + office()))

    assert b"PK\x03\x04" not in kept
    assert Image.open(BytesIO(kept)).size == (40, 30)


def test_notes_profile_and_comment_of_a_photo_go():
    data = picture(comment=b"secret-note", icc_profile=b"secret-profile")

    kept = bytes_of(taken("a.jpg", data))

    assert b"secret" in data
    assert b"secret" not in kept


def test_a_large_photo_is_kept_as_large_as_a_scan():
    kept = Image.open(BytesIO(bytes_of(taken("a.jpg", picture(size=(6000, 4000))))))

    assert kept.size == (4000, 2667)


def test_what_shone_through_is_white_paper():
    kept = Image.open(BytesIO(bytes_of(taken("a.png", picture("PNG", mode="RGBA", colour=(255, 0, 0, 0))))))

    assert (kept.mode, kept.getpixel((0, 0))) == ("RGB", (255, 255, 255))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Extrait RC (Modèle J).pdf", "Extrait RC (Modèle J).pdf"),
        ("مستخرج السجل.pdf", "مستخرج السجل.pdf"),
        ("..\\..\\Bureau\\rc.pdf", "rc.pdf"),
        ("../../etc/rc.pdf", "rc.pdf"),
        ("rc\u202e.pdf", "rc.pdf"),
        ("rc\x00.pdf", "rc.pdf"),
        ("rc\r\nSet-Cookie: a.pdf", "rc Set-Cookie a.pdf"),
        ('"rc";.pdf', "rc.pdf"),
        ("S.A.R.L. rc.jpg.pdf", "S.A.R.L. rc.jpg.pdf"),
        ("???.pdf", "document.pdf"),
        (".pdf", "document.pdf"),
        ("x" * 3000 + ".pdf", "x" * 100 + ".pdf"),
        ("é" * 250 + ".pdf", "é" * 100 + ".pdf"),
    ],
)
def test_a_name_is_made_safe_and_stays_recognisable(given, kept):
    upload = receive(_called(given), by=SYSTEM, at=AT)

    assert upload.name == kept


def _called(name):
    given = sent("x", pdf())
    given._name = name
    return given


def test_the_place_says_nothing_of_the_file():
    first, second = taken("bilan.pdf", pdf()), taken("bilan.pdf", pdf())

    assert first.stored_as.startswith("2031/05/")
    assert first.stored_as != second.stored_as
    assert "bilan" not in first.stored_as


def test_taking_in_is_journalled_without_the_name():
    upload = taken("secret.pdf", pdf())

    line = Entry.objects.get(verb="upload.received")
    assert (line.object_id, line.data) == (str(upload.pk), {"sort": "pdf", "size": len(pdf())})


def test_the_largest_size_is_a_setting(settings):
    settings.UPLOAD_MAX_BYTES = len(pdf())
    taken("a.pdf", pdf())
    settings.UPLOAD_MAX_BYTES -= 1

    with pytest.raises(Refused) as refused:
        taken("a.pdf", pdf())

    assert refused.value.reason == Reason.TOO_LARGE
    assert Upload.objects.count() == 1


def test_a_file_that_lies_about_its_size_is_refused_too(settings):
    settings.UPLOAD_MAX_BYTES = 300
    given = sent("a.pdf", pdf())
    given.size = 10

    with pytest.raises(Refused) as refused:
        receive(given, by=SYSTEM, at=AT)

    assert refused.value.reason == Reason.TOO_LARGE


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_reason_is_told_in_the_persons_language(language):
    from django.utils import translation

    with translation.override("en"):
        english = {str(text) for text in MESSAGES.values()}
    with translation.override(language):
        told = {str(text) for text in MESSAGES.values()}
    assert set(MESSAGES) == set(Reason)
    assert len(told) == len(Reason)
    assert (told & english == set()) == (language != "en")


def test_sizes_are_said_as_people_say_them():
    assert [limits.in_words(size) for size in (1, 340_000, 10_000_000)] == [
        "1\u00a0ko",
        "340\u00a0ko",
        "10\u00a0Mo",
    ]


def test_parts_of_a_workbook_are_those_we_allow():
    with ZipFile(BytesIO(workbook())) as archive:
        assert naming.ending(archive.namelist()[0]) in (".xml", ".rels")


def test_a_store_that_takes_nothing_is_our_fault_and_said_so(settings, tmp_path, caplog):
    blocked = tmp_path / "a-file"
    blocked.write_text("no folder")
    where = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": blocked / "x"}}
    settings.STORAGES = settings.STORAGES | {"documents": where}

    with pytest.raises(Refused) as refused:
        taken("a.pdf", pdf())

    assert refused.value.reason == Reason.NOT_KEPT
    assert Upload.objects.count() == 0
    assert "could not be kept" in caplog.text
