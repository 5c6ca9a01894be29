"""An administrator's pages for words and rules in a real browser, and the page on which everybody reads them."""

import pytest
from django.urls import reverse

from companies.accounts.enums import Role
from companies.common import clock
from companies.mail.models import Message
from companies.mail.wording import newest
from companies.outreach.models import Policy
from tests.enrolment.world import current_year, invited_case
from tests.journeys.test_pages import enter
from tests.support import making

pytestmark = pytest.mark.django_db(transaction=True)

PAIRS = [("fr", 1280), ("ar", 360)]
pairs = pytest.mark.parametrize(("language", "width"), PAIRS)
SHOWN = {"fr": "Conserves Sirène SARL", "ar": "مصبرات السيرين", "en": "Conserves Sirène SARL"}


@pytest.fixture
def case(transactional_db):
    return invited_case(year=current_year(), at=clock.now(), name="Conserves Sirène SARL", name_ar="مصبرات السيرين")


@pytest.fixture
def eyes(window, language, width, case):
    eyes = window(language, width)
    enter(eyes, making.person(Role.ADMIN))
    return eyes


def frame(eyes, language):
    return eyes.page.frame_locator(f"iframe[name=look-{language}]")


@pairs
def test_texts_are_shown_side_by_side_on_a_case_changed_tried_and_taken_back(eyes, case):
    slot = "invited.rung1"
    page = reverse("admin:mail_wording_change", args=[newest(slot, "fr").pk])
    eyes.open(f"{page}?case={case.reference}")
    for language, name in SHOWN.items():
        assert name in frame(eyes, language).locator("body").inner_text()
        assert frame(eyes, language).locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert frame(eyes, "fr").locator(".button").evaluate("e => getComputedStyle(e).color") == "rgb(255, 255, 255)"

    eyes.page.fill("[name=ar-subject]", "موضوع آخر إلى غاية {closing_day}")
    eyes.page.click("button[value='ar.html']")
    frame(eyes, "ar").get_by_role("heading", name="موضوع آخر").wait_for()
    eyes.page.click("button[value='fr.text']")
    frame(eyes, "fr").locator("pre").wait_for()
    eyes.press("button[name=send][value=ar]")
    assert Message.objects.filter(purpose="wording.test", subject__contains="موضوع آخر").count() == 1
    eyes.press(".submit-row input")
    eyes.press("section[lang=ar] > p > a")
    assert eyes.page.locator("ins").first.inner_text().endswith("موضوع")
    eyes.press("form[action$='/again/'] button")
    assert [newest(slot, language).version for language in SHOWN] == [1, 3, 1]


def test_what_was_said_goes_with_the_next_press_and_all_previews_are_of_one_file(window, case):
    eyes = window("fr", 1280)
    enter(eyes, making.person(Role.ADMIN))
    eyes.open(f"{reverse('admin:mail_wording_change', args=[newest('invited.rung1', 'fr').pk])}?case={case.reference}")
    old = eyes.page.input_value("[name=fr-body]")
    eyes.page.fill("[name=fr-body]", "Rien.")
    eyes.press(".submit-row input")
    assert eyes.page.locator("section[lang=fr] .errorlist").count() == 1
    eyes.page.fill("[name=fr-body]", old)
    eyes.page.click("button[value='fr.html']")
    frame(eyes, "fr").locator(".button").wait_for()
    assert eyes.page.locator(".errorlist").count() == 0
    eyes.press("button[name=send][value=fr]")
    assert eyes.page.locator(".messagelist").count() == 1
    eyes.page.fill("[name=case]", "EX27-XXXX-XX")
    eyes.page.click("button[value='ar.html']")
    for language in SHOWN:
        frame(eyes, language).get_by_text("À corriger").wait_for()
    assert eyes.page.locator(".messagelist").count() == 0
    assert eyes.page.locator("[data-of-file] >> visible=true").count() == 0
    eyes.page.fill("[name=case]", case.reference.lower())
    eyes.page.click("button[value='fr.html']")
    for language, name in SHOWN.items():
        frame(eyes, language).get_by_text(name).first.wait_for()


@pairs
def test_rule_is_changed_after_its_count_is_seen(eyes):
    eyes.open(reverse("admin:outreach_policy_changelist"))
    eyes.press("a[href$='/kind/invited/']")
    eyes.page.fill("[name=number_2]", "9")
    eyes.press(".submit-row input")
    assert Policy.objects.filter(kind="invited", rung=2).count() == 1
    eyes.press("button[name=sure]")
    assert Policy.objects.filter(kind="invited", rung=2).latest("id").wait_days == 9
    eyes.open(reverse("admin:outreach_policy_day"))


@pairs
def test_everybody_reads_who_gets_what(window, language, width, transactional_db):
    current_year()
    eyes = window(language, width)
    eyes.open("/reminders/")
    assert eyes.page.locator(".policy-steps li").count() > 10
