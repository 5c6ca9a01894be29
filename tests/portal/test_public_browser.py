"""The public pages in a real browser: read, checked, answered, in two languages, wide and narrow, by keyboard alone."""

import pytest

from companies.content.models import PublicPerson
from companies.content.slots import PAGES
from companies.dialogue.models import Obstacle
from companies.eligibility.models import Tally
from companies.reference.models import Site
from tests.journeys.eyes import Eyes
from tests.support import making

pytestmark = pytest.mark.django_db(transaction=True)
SCREENS = [("fr", 360), ("ar", 360), ("fr", 1280), ("ar", 1280)]
READ = ("/", "/questions/", "/examples/", "/examples/?sector=AGRO", "/people/", *(f"/about/{slug}/" for slug in PAGES))


@pytest.fixture
def year(transactional_db):
    officer = making.person(name="Hajar Bennani", title="chargée de programme", title_ar="مكلفة بالبرنامج")
    PublicPerson.objects.create(user=officer)
    Site.objects.update_or_create(pk=1, defaults={"phone": "+212537000000", "contact_email": "appui@export.example"})
    return making.year()


@pytest.fixture(params=SCREENS, ids=lambda screen: f"{screen[0]}-{screen[1]}")
def eyes(request, browser, live_url, year):
    seen = Eyes(browser, live_url, *request.param)
    yield seen
    seen.close()


def test_every_page_reads_well(eyes):
    for path in READ:
        eyes.open(path)


def test_visitor_checks_and_goes_on_to_apply(eyes):
    eyes.open("/")
    eyes.press("a.door-filled")
    eyes.press("main form .btn-primary")  # an error: nothing chosen
    assert eyes.page.locator(".error-message").count() == 1
    eyes.page.check("[name=answer][value='06']")
    eyes.press("main form .btn-primary")
    eyes.page.select_option("[name=answer]", "ARTI")
    eyes.press("main form .btn-primary")
    eyes.page.check("[name=answer][value=not_yet]")
    eyes.press("main form .btn-primary")
    eyes.press("button[name=skip]")
    eyes.page.check("[name=answer][value=finance]")
    eyes.press("main form .btn-primary")

    assert eyes.page.url.endswith("/check/result/")
    assert eyes.page.locator(".reason-against").count() == 1
    assert eyes.page.locator(".alternative").count() > 1
    assert "Hajar Bennani" in eyes.page.inner_text(".bureau")
    assert Tally.objects.get(rule="").n == 1
    eyes.press(".next-step .btn-primary")
    assert eyes.page.url.endswith("/apply/")


def test_visitor_says_what_stops_them_in_three_taps(eyes):
    eyes.open("/")
    eyes.press(".pill[value=missing_document]")
    eyes.press(".pill[value=AGRO]")
    eyes.press(".pill[value='06']")

    assert eyes.page.url.endswith("/thanks/")
    told = Obstacle.objects.get()
    assert (told.code, told.sector.code, told.region.code) == ("missing_document", "AGRO", "06")
    eyes.open("/what-stops-you/")
    eyes.press(".pill[value=logistics]")
    eyes.press("button[value=other]")
    eyes.press(".start-over button")
    eyes.press(".start-over button")
    assert Obstacle.objects.count() == 2


def test_own_words_and_their_errors(eyes):
    eyes.open("/what-stops-you/")
    eyes.press(".pill[value=other]")
    eyes.press("main form .btn-primary")
    eyes.page.fill("[name=text]", "Notre atelier est en travaux")
    eyes.press("main form .btn-primary")

    assert Obstacle.objects.get().text == "Notre atelier est en travaux"


def test_check_goes_by_keyboard_alone(browser, live_url, year):
    eyes = Eyes(browser, live_url, "fr", 360, script=False)
    keys = eyes.page.keyboard
    eyes.page.goto("/check/q/experience/")
    eyes.page.focus("#content")
    for _stop in range(9):
        keys.press("Tab")
        if eyes.page.evaluate("document.activeElement.type") == "radio":
            break
    keys.press("Space")
    keys.press("Tab")
    keys.press("Enter")
    eyes.page.wait_for_url("**/check/q/need/")
    eyes.page.go_back()

    assert eyes.page.is_checked("[name=answer][value=never]")
    eyes.close()
