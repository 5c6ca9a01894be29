"""Texts of the public pages in the admin: looked at before they are saved, kept in versions, never more than words."""

import pytest
from django.urls import reverse

from companies.accounts.enums import Role
from companies.common.refusals import Refusal
from companies.content import actions
from companies.content.models import Alternative, Example, Faq, PublicPerson, Text
from companies.content.slots import SLOTS
from companies.journal.models import Entry
from tests.support import making
from tests.support.making import AT

pytestmark = pytest.mark.django_db
ATTACK = '<script>alert(1)</script> **gras** [ici](javascript:alert) "><img src=x onerror=alert(1)>'


@pytest.fixture
def admin(client):
    client.user = making.person(Role.ADMIN)
    client.force_login(client.user)
    return client


def text(slot="landing.title"):
    return Text.objects.filter(slot=slot).latest("version")


def words(row, **changes):
    return {name: getattr(row, name) for name in actions.WORDS} | changes


def change(row):
    return reverse(f"admin:content_{row._meta.model_name}_change", args=[row.pk])


def look(row, language="fr"):
    return f"{reverse(f'admin:content_{row._meta.model_name}_look')}?pk={row.pk}&language={language}"


def test_saved_text_is_the_next_version_and_on_the_page_at_once(admin):
    before = text()

    answer = admin.post(change(before), words(before, title_fr="Vendre ailleurs"))

    after = text()
    assert (answer.status_code, after.version, after.title_fr, after.made_by) == (
        302,
        2,
        "Vendre ailleurs",
        admin.user.pk,
    )
    assert Text.objects.get(pk=before.pk).title_fr == before.title_fr
    entry = Entry.objects.get(verb="text.written")
    assert entry.data == {"slot": "landing.title", "version": 2, "again": None}
    admin.logout()
    assert "Vendre ailleurs" in admin.get("/").content.decode()


def test_text_saved_unchanged_stays_as_it_is(admin):
    admin.post(change(text()), words(text()))

    assert (text().version, Entry.objects.filter(verb="text.written").exists()) == (1, False)


def test_overtaken_author_keeps_what_was_typed_and_writes_nothing(admin):
    seen = text()
    actions.write(seen, words(seen, title_fr="Plus vite"), by=admin.user.actor, at=AT)

    answer = admin.post(change(seen), words(seen, title_fr="Trop tard"))

    assert (answer.status_code, "Trop tard" in answer.content.decode(), text().version) == (200, True, 2)


def test_action_refuses_an_overtaken_author():
    seen = text()
    by = making.person(Role.ADMIN).actor
    actions.write(seen, words(seen, title_fr="Plus vite"), by=by, at=AT)

    with pytest.raises(Refusal):
        actions.write(seen, words(seen, title_fr="Trop tard"), by=by, at=AT)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"body_fr": "Chez {nobody}"}, "nobody"),
        ({"body_ar": "[هنا](javascript:alert)"}, "javascript:alert"),
        ({"body_en": " "}, "body_en"),
        ({"title_ar": ""}, "title_ar"),
        ({"title_fr": "a\0b"}, "title_fr"),
    ],
)
def test_text_the_page_could_not_show_is_refused_with_the_reason(admin, changes, problem):
    answer = admin.post(change(text()), words(text(), **changes))

    errors = str(answer.context["adminform"].form.errors)
    assert (answer.status_code, problem in errors, text().version) == (200, True, 1)


def test_old_words_become_the_newest_again(admin):
    first = text()
    actions.write(first, words(first, title_fr="Essai"), by=admin.user.actor, at=AT)

    admin.post(reverse("admin:content_text_again", args=[first.pk]))

    assert (text().version, text().title_fr) == (3, first.title_fr)
    page = admin.get(reverse("admin:content_text_versions", args=[first.pk])).content.decode()
    assert [f"Version {n}" in page for n in (1, 2, 3)] == [True, True, True]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("model", [Text, Faq, Example, Alternative])
def test_saved_row_is_looked_at_in_each_language(admin, model, language):
    row = model.objects.first()

    answer = admin.get(look(row, language))

    page = answer.content.decode()
    assert (answer.status_code, f'lang="{language}"' in page, answer["X-Frame-Options"]) == (200, True, "SAMEORIGIN")
    assert "script-src 'none'" in answer["Content-Security-Policy"]
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("model", [Text, Faq, Example, Alternative])
def test_form_has_a_look_in_each_language_below_it(admin, model):
    row = model.objects.first()
    page = admin.get(change(row)).content.decode()

    assert [f'name="look" value="{code}"' in page for code in ("fr", "ar", "en")] == [True, True, True]
    assert f'src="{look(row).replace("&", "&amp;")}"' in page


def test_looking_shows_what_stands_in_the_form_and_saves_nothing(admin):
    row = text()

    page = admin.post(look(row), words(row, title_fr="Pas encore", body_fr="Sous **peu**", look="fr")).content.decode()

    assert ("Pas encore" in page, "<strong>peu</strong>" in page, text().version) == (True, True, 1)


def test_looking_at_what_is_wrong_says_why(admin):
    row = text()

    page = admin.post(look(row), words(row, body_fr="{nobody}")).content.decode()

    assert "nobody" in page


@pytest.mark.parametrize("model", [Faq, Example, Alternative])
def test_markup_in_a_row_stays_words_on_its_page_and_in_its_preview(client, model):
    row = model.objects.first()
    model.objects.filter(pk=row.pk).update(title_fr=ATTACK, body_fr=ATTACK)
    pages = {Faq: "/questions/", Example: "/examples/", Alternative: None}

    client.force_login(making.person(Role.ADMIN))
    shown = [client.get(look(row)).content.decode()]
    client.logout()
    shown += [client.get(pages[model]).content.decode()] if pages[model] else []

    for page in shown:
        assert [bad in page for bad in ("<script>alert", "<img src=x", 'href="javascript')] == [False, False, False]
        assert "&lt;script&gt;" in page


def test_row_of_ours_is_hidden_not_deleted(admin):
    ours = Faq.objects.get(key="cost")
    own = Faq.objects.create(**words(ours))

    delete = [admin.get(reverse("admin:content_faq_delete", args=[row.pk])).status_code for row in (ours, own)]
    Faq.objects.filter(pk=ours.pk).update(shown=False)

    assert delete == [403, 200]
    assert ours.title_fr not in admin.get("/questions/").content.decode().replace(own.title_fr, "", 1)


def test_nobody_is_named_in_public_without_a_row(client):
    officer = making.person(name="Hajar Bennani")

    before = "Hajar Bennani" in client.get("/people/").content.decode()
    PublicPerson.objects.create(user=officer, phone_shown=False)
    after = client.get("/people/").content.decode()
    officer.is_active = False
    officer.save()

    assert (before, "Hajar Bennani" in after, "0522000001" in after.replace(" ", "")) == (False, True, False)
    assert "Hajar Bennani" not in client.get("/people/").content.decode()


def test_company_is_never_named_in_public(admin):
    company = making.person(Role.COMPANY)

    answer = admin.post(reverse("admin:content_publicperson_add"), {"user": company.pk})

    assert (answer.status_code, PublicPerson.objects.exists()) == (200, False)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("text/", "Textes des pages publiques"),
        ("example/", "Exemples"),
        ("example/add/", "Ajouter\u00a0: exemple"),
    ],
)
def test_pages_of_the_administration_are_called_by_what_they_hold(admin, path, title):
    assert admin.get(f"/admin/content/{path}").context["title"] == title


def test_the_two_texts_that_say_yes_are_told_apart():
    assert len({str(SLOTS[key].where) for key in ("check.open", "check.notes")}) == 2
