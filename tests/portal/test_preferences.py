"""Reminders or none, without a login: the page, and the one click of a mail programme."""

import random

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from companies.accounts.enums import Role
from companies.cases.enums import Status
from companies.common import clock
from companies.desk.events import events
from companies.desk.timeline import story
from companies.journal.models import Entry
from companies.mail import outbox
from companies.mail.models import Address, Message
from companies.outreach.answers import preferences as wishes
from companies.outreach.sweep import sweep
from companies.portal import limits
from companies.registry.models import Contact
from tests.architecture.sweep.walk import _everything as checksums
from tests.enrolment.world import contact_of, status_of
from tests.support import making

pytestmark = pytest.mark.django_db
CLICK = "List-Unsubscribe=One-Click"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def url(case):
    return f"/p/{wishes.signed(Address.objects.get(email=contact_of(case).email).pk)}/"


def address(case):
    return Address.objects.values_list("state", "reason").get(email=contact_of(case).email)


def test_page_shows_the_address_masked_and_what_still_comes(client, case, url):
    page = client.get(url).content.decode()

    assert "d•••@doukkala.example" in page
    assert contact_of(case).email not in page
    assert "Ne plus recevoir ces rappels" in page
    assert "Conserves" not in page


@pytest.mark.parametrize(("language", "words"), [("fr", "Vos rappels"), ("ar", "تذكيراتكم"), ("en", "Your reminders")])
def test_page_speaks_the_persons_language(client, case, url, language, words):
    Contact.objects.update(language=language)

    assert words in client.get(url).content.decode()


@pytest.mark.parametrize("page", ["", "stop/"])
def test_who_is_signed_in_at_the_desk_stops_nobodys_reminders(client, case, url, page):
    client.force_login(case.officer)
    before = address(case)

    pressed = client.post(f"{url}{page}", {"reminders": "off"})

    assert (pressed.status_code, pressed.url, address(case)) == (302, url, before)
    assert "rien ne se fait d’ici" in client.get(url).content.decode()


def test_reminders_are_stopped_and_asked_for_again(client, case, url):
    client.post(url, {"reminders": "off"})
    stopped = address(case), client.get(url).content.decode()
    client.post(url, {"reminders": "on"})

    assert stopped[0] == ("suppressed", "page")
    assert "Recevoir à nouveau les rappels" in stopped[1]
    assert address(case) == ("ok", "")
    verbs = Entry.objects.filter(verb__startswith="address.").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["address.wants_no_mail", "address.wants_mail"]


def test_history_of_the_file_tells_both(client, case, url):
    client.post(url, {"reminders": "off"})
    client.post(url, {"reminders": "off"})
    client.post(url, {"reminders": "on"})

    with translation.override("fr"):
        told = [(each.title, each.who) for each in events(story(case).happenings, case) if "rappels" in each.title]
    who = str(case.company.contacts.get(primary=True))
    assert told == [("A demandé à recevoir de nouveau les rappels", who), ("Ne souhaite plus de rappels", who)]


def test_refused_address_does_not_become_good_by_two_clicks(client, case, url):
    Address.objects.update(state="bounced", reason="550 5.1.1 nobody")
    client.post(f"{url}stop/", CLICK, content_type=FORM)
    stopped = address(case)
    client.force_login(making.person(Role.ADMIN))
    listed = client.get(reverse("admin:mail_address_changelist")).content.decode()
    Client().post(url, {"reminders": "on"})

    assert stopped == ("suppressed", "one_click\n550 5.1.1 nobody")
    assert "d’un clic dans la messagerie (550 5.1.1 nobody)" in listed
    assert address(case) == ("bounced", "550 5.1.1 nobody")


def test_stopping_withdraws_nothing(client, case, url):
    client.post(url, {"reminders": "off"})

    assert status_of(case) == Status.INVITED


def test_one_click_stops_without_cookies_or_redirect(case, url):
    mail_programme = Client(enforce_csrf_checks=True)

    response = mail_programme.post(f"{url}stop/", CLICK, content_type=FORM)

    assert (response.status_code, address(case)) == (200, ("suppressed", "one_click"))
    assert not response.cookies
    assert status_of(case) == Status.INVITED


@pytest.mark.parametrize("body", [CLICK, "", "List-Unsubscribe=One-Click&x=1"])
def test_one_click_again_changes_nothing(client, case, url, body):
    client.post(f"{url}stop/", CLICK, content_type=FORM)
    before = checksums()

    assert client.post(f"{url}stop/", body, content_type=FORM).status_code == 200
    assert checksums() == before


@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize("path", ["", "stop/"])
def test_looking_changes_nothing(client, url, method, path):
    before = checksums()

    assert getattr(client, method)(f"{url}{path}").status_code in {200, 405}
    assert checksums() == before


def test_who_looks_at_the_one_click_address_gets_the_page_with_its_button(client, case, url):
    page = client.get(f"{url}stop/").content.decode()

    assert f'action="{url}"' in page
    assert address(case)[0] == "ok"


def test_complaint_is_not_forgotten_by_stopping(client, case, url):
    Address.objects.update(state="complained", reason="")

    client.post(url, {"reminders": "off"})
    assert address(case) == ("complained", "")
    client.post(url, {"reminders": "on"})
    assert address(case) == ("ok", "")


def test_address_that_is_refused_is_not_made_good_by_a_wish(client, case, url):
    Address.objects.update(state="bounced", reason="550")

    client.post(url, {"reminders": "on"})

    assert address(case) == ("bounced", "550")


def test_tampered_addresses_open_nothing(client, url):
    chance, signed, before = random.Random(4), url.split("/")[2], checksums()
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
    for _n in range(200):
        place = chance.randrange(len(signed))
        wrong = chance.choice(letters.replace(signed[place], ""))
        path = f"/p/{signed[:place]}{wrong}{signed[place + 1 :]}/"
        assert client.get(path).status_code == 404
        assert client.post(f"{path}stop/", CLICK, content_type=FORM).status_code == 404
    assert checksums() == before


@pytest.mark.parametrize("signed", ["1", "1-", "-x", "x", "999999-abc", "0-0"])
def test_address_that_never_was_leads_to_a_page_that_helps(client, signed, case):
    assert client.get(f"/p/{signed}/").status_code == 404


def test_page_outlives_a_change_of_the_sites_key(client, case, url, settings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key of the site, long enough"

    assert client.get(url).status_code == 200


def test_signature_of_another_purpose_opens_nothing(client, case, url):
    from django.core.signing import Signer

    number = url.split("/")[2].partition("-")[0]
    other = Signer(salt="something.else").sign(number).replace(":", "-", 1)

    assert client.get(f"/p/{other}/").status_code == 404


def test_choices_are_limited_for_each_address(client, url):
    for _n in range(limits.PRESSES.most):
        client.post(url, {"reminders": "on"})

    assert client.post(url, {"reminders": "off"}).status_code == 429


def test_who_wants_none_is_sent_none_but_what_is_essential(client, case, url):
    client.post(url, {"reminders": "off"})
    assert sweep(at=clock.now()).posted == 0
    assert outbox.standing(contact_of(case).email).takes_mail is False


def test_administrators_see_who_wants_none_by_which_way_since_when(client, case, url):
    client.post(f"{url}stop/", CLICK, content_type=FORM)
    client.force_login(making.person(Role.ADMIN))

    page = client.get(reverse("admin:mail_address_changelist"), {"state__exact": "suppressed"}).content.decode()

    assert contact_of(case).email in page
    assert "d’un clic dans la messagerie" in page


def test_who_says_it_on_the_telephone_is_sent_none_either(client, case, url):
    administrator = making.person(Role.ADMIN)
    client.force_login(administrator)
    chosen = Address.objects.get(email=contact_of(case).email).pk

    client.post(reverse("admin:mail_address_changelist"), {"action": "silence", "_selected_action": [chosen]})

    assert address(case) == ("suppressed", "told")
    assert Entry.objects.filter(verb="address.wants_no_mail", actor_id=administrator.pk).count() == 1


def test_address_that_stops_mail_is_shown_to_nobody_else(client, case, url):
    message = Message.objects.get()
    Message.objects.filter(pk=message.pk).update(unsubscribe=f"https://export.example{url}stop/", text=f"Fin {url}")
    client.force_login(making.person(Role.ADMIN))

    page = client.get(reverse("admin:mail_message_change", args=[message.pk])).content.decode()

    assert wishes.signed(int(url.split("/")[2].partition("-")[0])) not in page
