"""Coming in by oneself and the people of a file, in a real browser: every page fits, and is accessible."""

import pytest

from companies.common import clock
from companies.enrolment.enums import Why
from companies.mail.models import Message
from tests.enrolment.arrivals import EMAIL, asks_in, code_sent_to, leave_typed, posted, token_in
from tests.enrolment.world import begun, contact_of, current_year, filled, invited_case, save, sent

pytestmark = pytest.mark.django_db(transaction=True)
SCREENS = [("fr", 1280), ("ar", 360)]
OTHERS = "salma@yahoo.fr"


@pytest.fixture(autouse=True)
def unhurried(settings):
    settings.ENTRY_SECONDS = 0


def type_first(eyes, **changes):
    eyes.open("/apply/")
    for name, value in posted(**changes).items():
        field = eyes.page.locator(f'[name="{name}"]').first
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(str(value))
    eyes.press('.form-acts button[value="next"]')


def prove(eyes, email):
    eyes.page.fill('[name="email"]', email)
    eyes.press("main .btn-primary")
    eyes.page.fill('[name="code"]', "1111-1111")
    eyes.press("main .btn-primary")
    eyes.page.fill('[name="code"]', code_sent_to(email))
    eyes.press("main .btn-primary")


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_somebody_nobody_knows_comes_to_the_form(window, language, width):
    current_year()
    eyes = window(language, width)

    eyes.open("/apply/")
    eyes.press('.form-acts button[value="next"]')  # empty: what is missing
    type_first(eyes)
    prove(eyes, EMAIL)

    assert eyes.page.url.endswith("/form/")
    eyes.open("/profile/")
    eyes.open("/profile/address/")
    eyes.page.fill('[name="email"]', OTHERS)
    eyes.press("main .btn-primary")
    eyes.page.fill('[name="code"]', code_sent_to(OTHERS))
    eyes.press("main .btn-primary")
    assert OTHERS in eyes.page.content()


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_a_stranger_asks_and_the_main_contact_says_yes(window, language, width):
    case = invited_case(year=current_year(), at=clock.now(), name_ar="مصبرات دكالة", language=language)
    eyes = window(language, width)

    type_first(eyes, ice=case.company.ice)
    prove(eyes, EMAIL)
    eyes.press("main .btn-primary")  # without a name
    eyes.page.fill('[name="name"]', "Salma Idrissi")
    eyes.page.check('[name="why"][value="colleague"]')
    eyes.press("main .btn-primary")

    eyes.open(f"/j/{token_in(Message.objects.get(purpose='join.asked'), 'j')}/")
    eyes.press('button[value="allowed"]')
    assert "/j/" in eyes.page.url


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_who_has_a_file_chooses_and_takes_over(window, language, width):
    case = invited_case(year=current_year(), at=clock.now(), name_ar="مصبرات دكالة", language=language)
    save(begun(case, at=clock.now()), "company", at=clock.now())
    eyes = window(language, width)

    type_first(eyes)
    prove(eyes, contact_of(case).email)
    eyes.press(f'button[value="{case.reference}"]')
    eyes.page.check('[value="address"]')
    eyes.press("main .btn-primary")
    eyes.open(f"/file/{case.reference}/people/")
    eyes.press("main .btn-primary")  # nobody named
    eyes.page.fill('[name="email"]', "omar@doukkala.example")
    eyes.press("main .btn-primary")
    leave_typed(case, contact_of(case), at=clock.now())
    eyes.open(f"/file/{case.reference}/")
    eyes.open(f"/file/{case.reference}/not-for-us/")
    eyes.press('button[value="other"]')
    eyes.page.fill('[name="text"]', "Trop tôt")
    eyes.press("main .btn-primary")
    assert eyes.page.url.endswith(f"/file/{case.reference}/")


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_where_a_sent_file_stands_and_the_start_page(window, client, language, width):
    case = invited_case(year=current_year(), at=clock.now(), name_ar="مصبرات دكالة", language=language)
    sent(filled(begun(case, at=clock.now()), at=clock.now()), at=clock.now())
    user = contact_of(case).user
    asks_in(case, at=clock.now(), why=Why.MAILBOX)
    Message.objects.update(state="sent", accepted_at=clock.now())
    other = invited_case(year=current_year(), at=clock.now(), name="Huiles Zerhoun", email=user.email)
    save(begun(other, at=clock.now()), "company", at=clock.now())
    client.force_login(user)
    eyes = window(language, width)
    user.language = language
    user.save()
    eyes.sign_in(client.session.session_key)

    eyes.open(f"/file/{case.reference}/")
    eyes.page.evaluate("() => document.querySelectorAll('details').forEach(each => each.open = true)")
    eyes.look()
    eyes.open("/files/")
    assert "Huiles Zerhoun" in eyes.page.content()
