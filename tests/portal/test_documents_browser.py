"""The page of papers on a telephone and on a desktop, without script: added, refused, replaced, removed."""

import os
from pathlib import Path

import pytest

from companies.common import clock
from companies.enrolment import slots
from companies.enrolment.models import Document
from tests.enrolment.world import current_year, invited_case, link_of
from tests.files.making import EICAR, pdf, photo_with_place

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture
def case(transactional_db, language):
    year = current_year()
    slots.prepare(year)
    return invited_case(year=year, at=clock.now(), language=language, name_ar="مصبرات دكالة")


def fits(window):
    assert window.evaluate("document.documentElement.scrollWidth") <= window.viewport_size["width"], window.url


def shot(window, name):
    fits(window)
    if SHOTS:
        window.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("language", "width", "touch"), [("fr", 360, True), ("ar", 360, True), ("fr", 1280, False), ("ar", 1280, False)]
)
def test_papers_are_added_refused_replaced_and_removed(live_url, browser, case, tmp_path, language, width, touch):
    good, photo, bad = tmp_path / "Extrait RC.pdf", tmp_path / "IMG_2041.jpg", tmp_path / "facture.pdf"
    good.write_bytes(pdf(2))
    photo.write_bytes(photo_with_place())
    bad.write_bytes(EICAR)
    context = browser.new_context(
        viewport={"width": width, "height": 800}, has_touch=touch, is_mobile=touch, java_script_enabled=True
    )
    window = context.new_page()
    told = []
    window.on("console", lambda message: told.append(message.text))
    window.goto(f"{live_url}/i/{link_of(case, at=clock.now())}/")
    window.click("form[action$='/start/'] button")
    window.goto(f"{live_url}/file/{case.reference}/form/documents/")
    name = f"{language}-{width}"
    shot(window, f"{name}-1-empty")

    window.set_input_files("#id_rc_extract_file", good)
    window.click("#rc_extract .btn-quiet")
    assert Document.objects.of(case).count() == 1
    coarse = window.evaluate("matchMedia('(any-pointer: coarse)').matches")
    assert window.locator("#id_statutes_photo").is_visible() == coarse

    window.set_input_files("#id_statutes_photo" if touch else "#id_statutes_file", photo)
    window.click("#statutes .btn-quiet")
    shot(window, f"{name}-2-added")

    window.set_input_files("#id_tax_certificate_file", bad)
    window.fill("#id_tax_certificate_valid_until", "2031-12-31")
    window.click("#tax_certificate .btn-quiet")
    assert window.locator("#tax_certificate .field-error, #tax_certificate .is-invalid").count() >= 1
    assert window.locator(".error-summary a[href='#id_tax_certificate_file']").count() == 1
    assert window.input_value("#id_tax_certificate_valid_until") == "2031-12-31"
    shot(window, f"{name}-3-refused")

    with window.expect_download() as saved:
        window.click("#rc_extract .paper-name a")
    assert (saved.value.suggested_filename, Path(saved.value.path()).read_bytes()) == ("Extrait RC.pdf", pdf(2))
    window.click("#rc_extract .paper-remove summary")
    shot(window, f"{name}-4-asked")
    window.click("#rc_extract .paper-remove button")
    shot(window, f"{name}-5-removed")
    assert Document.objects.of(case).count() == 1
    assert told == []
    context.close()
