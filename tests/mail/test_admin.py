import re
from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse

from companies.accounts.enums import Role
from companies.accounts.models import User
from companies.cases.enums import Status
from companies.common import clock
from companies.journal.models import Entry
from companies.mail import checks, outbox, relay
from companies.mail.loading import TEXTS
from companies.mail.models import Address, Message, Relay, Wording
from companies.mail.slots import SLOTS
from companies.mail.wording import Content, _parts, newest
from tests.support import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(making.person(Role.ADMIN))
    return client


LANGUAGES = ("fr", "ar", "en")


def page_of(slot):
    return reverse("admin:mail_wording_change", args=[newest(slot, "fr").pk])


def look_at(slot):
    return reverse("admin:mail_wording_look", args=[newest(slot, "fr").pk])


def typed(slot, **changes):
    """What the page of a message sends when only `changes` ("fr_subject") were typed."""
    form = {}
    for language in LANGUAGES:
        words = newest(slot, language)
        for name, value in {"subject": words.subject, "body": words.body, "seen": words.version}.items():
            form[f"{language}-{name}"] = changes.get(f"{language}_{name}", value)
    return form | changes.get("more", {})


def versions(slot):
    return [newest(slot, language).version for language in LANGUAGES]


def test_saving_writes_the_next_version_of_the_text_that_changed_with_a_line(admin):
    before = newest("invited.rung1", "fr")
    admin.post(page_of("invited.rung1"), typed("invited.rung1", fr_subject="Autre objet jusqu’au {closing_day}"))
    fresh = newest("invited.rung1", "fr")
    assert versions("invited.rung1") == [2, 1, 1]
    assert (fresh.subject, fresh.made_by) == ("Autre objet jusqu’au {closing_day}", who(admin).pk)
    assert Wording.objects.get(pk=before.pk).subject == before.subject
    line = Entry.objects.get(verb="wording.written")
    assert (line.object_id, line.data) == (
        str(fresh.pk),
        {"slot": "invited.rung1", "language": "fr", "version": 2, "again": None},
    )


def who(client):
    return User.objects.get(pk=client.session["_auth_user_id"])


def test_saving_without_a_change_writes_nothing(admin):
    assert admin.post(page_of("receipt"), typed("receipt")).status_code == 302
    assert versions("receipt") == [1, 1, 1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fr_body": "Bonjour {salary}\n\n[Ouvrir]({link})"}, "{salary}"),
        ({"fr_body": "Bonjour"}, "{link}"),
        ({"fr_body": ""}, "obligatoire"),
        ({"fr_subject": ""}, "objet"),
        ({"fr_seen": "x"}, "entier"),
        ({"ar_subject": "{closing_day}"}, "arabe"),
        ({"fr_subject": "Diagnostic, coach, marché : à demander jusqu’au {closing_date}"}, "Invit"),
        ({"fr_subject": "x" * 201}, "200"),
    ],
)
def test_text_that_could_not_be_sent_is_refused_in_words_and_nothing_is_written(admin, change, said):
    page = admin.post(page_of("invited.rung1"), typed("invited.rung1", **change | {"en_subject": "Another {year}"}))
    assert (page.status_code, said in page.content.decode()) == (200, True)
    assert versions("invited.rung1") == [1, 1, 1]


def test_two_languages_given_one_subject_are_refused_together(admin):
    same = {f"{language}_subject": "Export {year}" for language in ("fr", "en")}
    page = admin.post(page_of("invited.rung1"), typed("invited.rung1", **same))
    assert (page.status_code, versions("invited.rung1")) == (200, [1, 1, 1])


def test_text_changed_by_somebody_else_meanwhile_is_not_overwritten(admin):
    mine = typed("invited.rung1", fr_subject="Le mien, {year}", en_subject="Mine, {year}")
    admin.post(page_of("invited.rung1"), typed("invited.rung1", fr_subject="Le sien, {year}"))
    page = admin.post(page_of("invited.rung1"), mine)
    assert (page.status_code, "Le mien" in page.content.decode()) == (200, True)
    assert [newest("invited.rung1", code).subject[:7] for code in ("fr", "en")] == ["Le sien", "Start y"]


def test_no_two_shipped_texts_share_a_subject():
    subjects = [checks.bare(_parts(file.read_text(encoding="utf-8"))[0]) for file in sorted(TEXTS.glob("*.txt"))]
    shared = [each for each, count in Counter(filter(None, subjects)).items() if count > 1]
    assert shared == []


# -- shown before it is used


def test_text_is_shown_on_the_case_that_was_asked_for(admin):
    firm = making.company("Sardines du Cap SARL")
    case = making.case(firm, reached=Status.INVITED)
    making.case(reached=Status.INVITED)
    page = admin.get(page_of("invited.rung1"), {"case": case.reference.lower()}).content.decode()
    assert ("Sardines du Cap SARL" in page, case.reference in page) == (True, True)
    for language in LANGUAGES:
        shown = admin.get(look_at("invited.rung1"), {"look": f"{language}.html", "case": case.reference})
        assert ("Sardines du Cap SARL" in shown.content.decode(), shown.status_code) == (True, 200)


def test_text_is_shown_on_a_recent_case_in_its_state_when_none_is_named(admin):
    invited = making.case(making.company("Sardines du Cap SARL"), reached=Status.INVITED)
    making.case(making.company("Huiles du Rif SARL"), reached=Status.DRAFT)
    assert invited.reference in admin.get(page_of("invited.rung1")).content.decode()


@pytest.mark.parametrize("slot", ["invited.rung1", "signin.code_plain"])
def test_text_is_shown_with_invented_values_where_there_is_no_case(admin, slot):
    assert "Hajar Alaoui" in admin.get(look_at("invited.rung1"), {"look": "fr.text"}).content.decode()
    assert admin.get(look_at(slot), {"look": "ar.html"}).status_code == 200


@pytest.mark.parametrize("reached", [Status.INVITED, Status.DRAFT, Status.IN_REVIEW])
@pytest.mark.parametrize("slot", [key for key, slot in sorted(SLOTS.items()) if "company" in slot.allowed])
def test_every_text_can_be_shown_on_any_file(admin, slot, reached):
    """The one asked for may be in a state in which the message would never be sent."""
    case = making.case(making.company("Sardines du Cap SARL"), reached=reached)
    for language in LANGUAGES:
        shown = admin.get(look_at(slot), {"look": f"{language}.html", "case": case.reference})
        text = re.sub(r"<style.*?</style>", "", shown.content.decode(), flags=re.DOTALL)
        # A value nobody knows would stand there as "[name]"; so do the stage directions of a script.
        assert (shown.status_code, "[" in text) == (200, SLOTS[slot].spoken)
        assert "Sardines du Cap" in text or "{company}" not in newest(slot, language).body


@pytest.mark.parametrize("slot", [key for key, slot in sorted(SLOTS.items()) if "company" not in slot.allowed])
def test_text_about_no_file_is_shown_with_invented_values(admin, slot):
    for language in LANGUAGES:
        shown = admin.get(look_at(slot), {"look": f"{language}.html"})
        text = re.sub(r"<style.*?</style>", "", shown.content.decode(), flags=re.DOTALL)
        assert (shown.status_code, "[" in text) == (200, False)


def test_file_that_does_not_exist_is_said_in_the_page_and_in_the_frame(admin):
    for url in (page_of("invited.rung1"), look_at("invited.rung1")):
        page = admin.get(url, {"case": "EX27-ZZZZ-ZZ"})
        assert (page.status_code, "EX27-ZZZZ-ZZ" in page.content.decode()) == (200, True)


def test_frame_shows_what_stands_in_the_form_and_writes_nothing(admin):
    form = typed("invited.rung1", fr_body="Un essai pour {company}.\n\n[Ouvrir]({link})", more={"look": "fr.html"})
    shown = admin.post(look_at("invited.rung1"), form)
    assert "Un essai pour Conserves Atlas." in shown.content.decode()
    assert versions("invited.rung1") == [1, 1, 1]


def test_frame_says_what_is_wrong_with_what_stands_in_the_form(admin):
    shown = admin.post(look_at("invited.rung1"), typed("invited.rung1", fr_body="{salary}", more={"look": "fr.text"}))
    assert (shown.status_code, "{salary}" in shown.content.decode()) == (200, True)


def test_frame_lets_a_mail_have_its_styles_and_nothing_else(admin):
    policy = admin.get(look_at("invited.rung1"), {"look": "ar.html"})
    assert policy.headers["X-Frame-Options"] == "SAMEORIGIN"
    rules = {rule.strip() for rule in policy.headers["Content-Security-Policy"].split(";")}
    assert {"style-src 'unsafe-inline' 'self'", "script-src 'none'", "frame-ancestors 'self'", "sandbox"} <= rules
    page = admin.get(page_of("invited.rung1")).headers["Content-Security-Policy"]
    assert ("frame-src 'self'" in page, "unsafe-inline" in page) == (True, False)


@pytest.mark.parametrize("asked", ["xx.html", "xx", ""])
def test_language_nobody_speaks_has_no_frame(admin, asked):
    assert admin.get(look_at("invited.rung1"), {"look": asked}).status_code == 404


def test_script_for_a_call_is_shown_without_a_subject(admin):
    page = admin.get(page_of("invited.call")).content.decode()
    assert ('name="fr-subject"' in page, 'name="fr-body"' in page) == (False, True)
    assert "Hajar Alaoui" in admin.get(look_at("invited.call"), {"look": "fr.html"}).content.decode()


def test_text_of_nobody_can_be_read_only(admin):
    Wording.objects.bulk_create(
        [Wording(slot="of.nobody", language="fr", subject="S", body="B", created_at=clock.now())]
    )
    url = page_of("of.nobody")
    assert "<textarea" not in admin.get(url).content.decode()
    assert admin.post(url, {"fr-body": "C"}).status_code == 200
    assert newest("of.nobody", "fr").body == "B"
    assert admin.get(look_at("of.nobody"), {"look": "fr.html"}).status_code == 404


# -- tried out


def test_test_goes_to_the_administrator_alone_marked_and_at_once(admin):
    user = who(admin)
    form = typed("invited.rung1", ar_subject="جديد إلى غاية {closing_day}", more={"send": "ar"})
    assert admin.post(page_of("invited.rung1"), form).status_code == 200
    message = Message.objects.get()
    assert (message.to_email, message.language, message.essential, message.purpose) == (
        user.email,
        "ar",
        True,
        "wording.test",
    )
    assert message.subject.startswith("تجربة: جديد إلى غاية")
    assert Entry.objects.get(verb="wording.tested").data == {"slot": "invited.rung1", "language": "ar"}
    assert versions("invited.rung1") == [1, 1, 1]


@pytest.mark.parametrize("more", [{"send": "xx"}, {"send": "fr", "fr-body": "{salary}"}, {"send": "fr", "case": "EX0"}])
def test_test_of_what_cannot_be_shown_is_refused(admin, more):
    assert admin.post(page_of("invited.rung1"), typed("invited.rung1", more=more)).status_code == 200
    assert Message.objects.count() == 0


def test_script_is_not_mailed(admin):
    form = {"send": "fr"} | {f"{code}-seen": "1" for code in LANGUAGES}
    form |= {f"{code}-body": newest("invited.call", code).body for code in LANGUAGES}
    admin.post(page_of("invited.call"), form)
    assert Message.objects.count() == 0


def test_tests_are_limited(admin):
    for _n in range(11):
        admin.post(page_of("receipt"), typed("receipt", more={"send": "fr"}))
    assert Message.objects.count() == 10


# -- versions


def test_versions_show_word_by_word_what_changed_by_whom_and_when(admin):
    User.objects.filter(pk=who(admin).pk).update(name="Hajar Alaoui")
    first = newest("invited.rung1", "fr")
    admin.post(
        page_of("invited.rung1"), typed("invited.rung1", fr_body=first.body.replace("quelques jours", "une semaine"))
    )
    page = admin.get(reverse("admin:mail_wording_versions", args=[first.pk])).content.decode()
    assert re.search(r"<del>.*?</span>quelques jours</del><ins>.*?</span>une semaine</ins>", page)
    assert page.count("<bdi>Hajar Alaoui</bdi>") == 1


def test_old_words_are_used_again_as_a_new_version(admin):
    first = newest("invited.rung1", "fr")
    admin.post(page_of("invited.rung1"), typed("invited.rung1", fr_subject="Autre, {year}"))
    admin.post(reverse("admin:mail_wording_again", args=[first.pk]))
    fresh = newest("invited.rung1", "fr")
    assert (fresh.version, fresh.subject, fresh.body) == (3, first.subject, first.body)
    assert Entry.objects.get(verb="wording.restored").data["again"] == 1


def test_old_words_that_are_no_longer_allowed_stay_old(admin):
    Wording.objects.bulk_create(
        [Wording(slot="receipt", language="fr", version=9, subject="S", body="{gone}", created_at=clock.now())]
    )
    old = newest("receipt", "fr")
    page = admin.post(reverse("admin:mail_wording_again", args=[old.pk]), follow=True)
    assert ("{gone}" in page.content.decode(), newest("receipt", "fr").version) == (True, 9)


def test_words_are_used_again_by_a_post_only_and_only_where_there_are_any(admin):
    first = newest("receipt", "fr")
    assert admin.get(reverse("admin:mail_wording_again", args=[first.pk])).status_code == 405
    assert admin.post(reverse("admin:mail_wording_again", args=[999_999])).status_code == 404
    assert admin.get("/admin/mail/wording/x/change/").status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICER, Role.NATIONAL, Role.COMPANY])
def test_nobody_else_learns_of_these_pages(client, role):
    client.force_login(making.person(role))
    pk = newest("receipt", "fr").pk
    for name in ("change", "look", "versions", "again"):
        assert client.post(reverse(f"admin:mail_wording_{name}", args=[pk])).status_code == 404


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


def test_pause_is_ended_by_an_action_so_that_the_next_sender_tries_with_one_message(admin):
    later = clock.now() + timedelta(hours=1)
    Relay.objects.update(failures=3, paused_until=later, alarmed_at=clock.now(), reason="refused")
    admin.post(reverse("admin:mail_relay_changelist"), {"action": "send_again", "_selected_action": [1]})
    assert relay.knock() == relay.Knock(failing=True, trial=True)


def test_links_that_work_are_not_shown(admin):
    token = "a" * 32
    content = Content("Objet", f"Ouvrir http://testserver/i/{token}/", "")
    message = outbox.post(purpose="t", to="a@b.example", language="fr", content=content, at=clock.now())
    page = admin.get(reverse("admin:mail_message_change", args=[message.pk])).content.decode()
    assert (token in page, "http://testserver/i/…/" in page) == (False, True)
