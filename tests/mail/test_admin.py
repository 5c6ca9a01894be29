import pytest
from django.urls import reverse

from companies.accounts.enums import Role
from companies.common import clock
from companies.journal.models import Entry
from companies.mail import outbox
from companies.mail.models import Address, Message, Relay, Wording
from companies.mail.wording import Content, newest
from tests.support import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(making.person(Role.ADMIN))
    return client


def edit(admin, words, **fields):
    form = {"subject": words.subject, "body": words.body, **fields}
    return admin.post(reverse("admin:mail_wording_change", args=[words.pk]), form)


def test_saving_a_text_writes_its_next_version_with_a_line(admin):
    words = newest("invited.rung1", "fr")
    edit(admin, words, subject="Autre objet jusqu’au {closing_day}")
    fresh = newest("invited.rung1", "fr")
    assert (fresh.version, fresh.subject) == (words.version + 1, "Autre objet jusqu’au {closing_day}")
    assert Wording.objects.get(pk=words.pk).subject == words.subject
    assert Entry.objects.get(verb="config.changed").data == {"fields": "subject"}


def test_text_with_an_unknown_placeholder_is_refused_in_words(admin):
    words = newest("invited.rung1", "fr")
    page = edit(admin, words, body=words.body + " {salary}")
    assert page.status_code == 200
    assert "{salary}" in page.content.decode()
    assert newest("invited.rung1", "fr").version == words.version


def test_text_without_its_button_is_refused(admin):
    words = newest("invited.rung1", "fr")
    edit(admin, words, body="Bonjour")
    assert newest("invited.rung1", "fr").version == words.version


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_text_is_shown_as_it_would_read(admin, language):
    words = newest("invited.rung1", language)
    page = admin.get(reverse("admin:mail_wording_change", args=[words.pk])).content.decode()
    assert "Conserves Atlas" in page
    assert "{officer_phone}" in page


@pytest.mark.parametrize("slot", ["invited.call", "correction.call"])
def test_script_and_text_of_nobody_can_be_looked_at(admin, slot):
    words = newest(slot, "fr")
    assert admin.get(reverse("admin:mail_wording_change", args=[words.pk])).status_code == 200


def test_lists_take_the_same_statements_for_any_number_of_texts(admin, django_assert_num_queries):
    admin.get(reverse("admin:mail_wording_changelist"))
    with django_assert_num_queries(6):
        admin.get(reverse("admin:mail_wording_changelist"), {"language__exact": "fr"})
    with django_assert_num_queries(6):
        admin.get(reverse("admin:mail_wording_changelist"), {"language__exact": "fr", "q": "receipt"})


def test_message_is_read_only_and_a_working_code_is_not_shown(admin):
    content = Content("Votre code", "Le code 482915", "")
    message = outbox.post(
        purpose="signin", to="a@b.example", language="fr", content=content, secret=True, essential=True, at=clock.now()
    )
    url = reverse("admin:mail_message_change", args=[message.pk])
    page = admin.get(url)
    assert (page.status_code, "482915" in page.content.decode()) == (200, False)
    assert admin.post(url, {"to_email": "x@y.example"}).status_code == 403
    assert Message.objects.get().to_email == "a@b.example"


def test_address_is_set_right_by_an_action_with_its_line(admin):
    address = Address.objects.create(email="a@b.example", state="bounced", reason="550")
    admin.post(reverse("admin:mail_address_changelist"), {"action": "set_right", "_selected_action": [address.pk]})
    assert Address.objects.get().state == "ok"
    assert Entry.objects.filter(verb="address.set_right", object_id=str(address.pk)).count() == 1


def test_pause_is_ended_by_an_action(admin):
    Relay.objects.update(failures=3, paused_until=clock.now(), reason="refused")
    admin.post(reverse("admin:mail_relay_changelist"), {"action": "send_again", "_selected_action": [1]})
    assert Relay.objects.values_list("failures", "paused_until").get() == (0, None)


def test_links_that_work_are_not_shown(admin):
    token = "a" * 32
    content = Content("Objet", f"Ouvrir http://testserver/i/{token}/", "")
    message = outbox.post(purpose="t", to="a@b.example", language="fr", content=content, at=clock.now())
    page = admin.get(reverse("admin:mail_message_change", args=[message.pk])).content.decode()
    assert (token in page, "http://testserver/i/…/" in page) == (False, True)
