"""The questions of forms in the admin: a draft is reworded, previewed, compared and published."""

import re

import pytest
from django.urls import reverse

from companies.accounts.enums import Role
from companies.common import clock
from companies.enrolment.pages import APPLICATION
from companies.journal.models import Entry
from companies.questionnaires import published, versions
from companies.questionnaires.differing import Change
from companies.questionnaires.models import Form, FormQuestion
from tests.enrolment.world import begun, current_year, fresh, invited_case
from tests.support import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return making.person(Role.ADMIN)


@pytest.fixture
def admin(client, person):
    published.forget()
    client.force_login(person)
    return client


@pytest.fixture
def draft(person):
    return versions.begin_draft("application", current_year(), by=person.actor, at=clock.now())


def url(name, *args):
    return reverse(f"admin:questionnaires_form_{name}", args=args)


def typed(form, page, **changes):
    """A page of a draft as the browser sends it; `changes` by question and field: address__label_fr."""
    data = {"page": page}
    for row in form.questions.filter(key__in=[q.key for q in APPLICATION.page(page).questions]):
        for name in ("label_fr", "label_ar", "label_en", "help_fr", "help_ar", "help_en"):
            data[f"{row.key}-{name}"] = getattr(row, name)
        data |= {f"{row.key}-{name}": "on" for name in ("required", "shown") if getattr(row, name)}
    for key, value in changes.items():
        question, field = key.split("__")
        if value is None:
            data.pop(f"{question}-{field}", None)
        else:
            data[f"{question}-{field}"] = value
    return data


def row(form, key):
    return FormQuestion.objects.get(form=form, key=key)


def test_draft_has_a_row_for_each_question_in_three_languages(draft):
    address = row(draft, "address")

    assert draft.questions.count() == len(APPLICATION.questions)
    assert (address.label_fr, address.label_ar, address.label_en) == ("Adresse", "العنوان", "Address")
    assert (draft.is_published, versions.changes_of(draft)) == (False, [])


def test_form_is_listed_by_year_and_its_draft_begun_once(admin):
    year = current_year()
    assert url("begin", "application", year.code) in admin.get(url("changelist")).content.decode()

    answers = [admin.post(url("begin", "application", year.code)).url for _ in range(2)]

    assert answers == [url("change", Form.objects.get().pk)] * 2


def test_words_are_kept_in_the_draft_and_seen_by_nobody(admin, draft):
    answer = admin.post(url("page", draft.pk, "company"), typed(draft, "company", address__label_fr="Adresse du siège"))

    assert answer.status_code == 302
    assert row(draft, "address").label_fr == "Adresse du siège"
    asked = published.current_declaration("application", draft.year).page("company")
    assert str(asked.questions[-1].label) == "Adresse"
    assert Entry.objects.get(verb="form.worded").data["questions"] == "address"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"address__label_fr": ""}, "obligatoire"),
        ({"address__label_ar": "\u202e"}, "Écrivez la question."),
        ({"address__label_en": "x" * 301}, "300"),
        ({"address__help_fr": "x" * 501}, "500"),
        ({"address__label_fr": "a\x00b"}, "nul"),
    ],
)
def test_words_that_cannot_be_are_refused_and_nothing_is_written(admin, draft, changes, said):
    answer = admin.post(url("page", draft.pk, "company"), typed(draft, "company", name__label_fr="Nom", **changes))

    assert (answer.status_code, said in answer.content.decode()) == (200, True)
    assert row(draft, "name").label_fr != "Nom"


def test_year_in_a_question_stays_in_it(admin, draft):
    answer = admin.post(url("page", draft.pk, "figures"), typed(draft, "figures", turnover__label_fr="Chiffre"))

    assert "{year}" in answer.content.decode()
    assert "{year}" in row(draft, "turnover").label_fr


def test_what_the_site_relies_on_is_said_and_stays(admin, draft):
    page = admin.get(url("page", draft.pk, "company")).content.decode()
    assert "Le site compte sur cette réponse" in page
    assert ('name="name-shown"' in page, 'name="address-shown"' in page) == (False, True)

    admin.post(url("page", draft.pk, "company"), typed(draft, "company", name__required=None, name__shown=None))

    assert (row(draft, "name").required, row(draft, "name").shown) == (True, True)


def test_differences_are_typed(admin, draft):
    changes = {"address__required": "on", "name_ar__shown": None, "name__help_ar": "كما هو في السجل."}
    admin.post(url("page", draft.pk, "company"), typed(draft, "company", **changes))

    found = [(each.key, each.change, each.language) for each in versions.changes_of(draft)]

    assert found == [
        ("name", Change.HELP, "ar"),
        ("name_ar", Change.DROPPED, ""),
        ("address", Change.REQUIRED, ""),
    ]


def test_publishing_says_first_what_changes_and_whom_it_leaves_alone(admin, draft):
    begun(invited_case(year=draft.year, at=clock.now()), at=clock.now())
    admin.post(url("page", draft.pk, "company"), typed(draft, "company", address__required="on"))

    page = admin.get(url("publish", draft.pk)).content.decode()

    assert ("une réponse est désormais nécessaire" in page, "1 candidature" in page) == (True, True)
    draft.refresh_from_db()
    assert not draft.is_published


def test_published_version_is_asked_of_who_begins_and_of_nobody_before(
    admin, draft, django_capture_on_commit_callbacks
):
    before = begun(invited_case(year=draft.year, at=clock.now()), at=clock.now())
    admin.post(url("page", draft.pk, "company"), typed(draft, "company", address__label_fr="Adresse du siège"))

    with django_capture_on_commit_callbacks(execute=True):
        admin.post(url("publish", draft.pk))
    after = begun(invited_case(year=draft.year, at=clock.now(), name="B", email="b@x.example"), at=clock.now())

    old, new = (published.declaration_of(fresh(each).response).page("company") for each in (before, after))
    assert [str(page.questions[-1].label) for page in (old, new)] == ["Adresse", "Adresse du siège"]
    assert Entry.objects.get(verb="form.published").data["changes"] == 1


def test_published_version_never_changes(admin, draft):
    data = typed(draft, "company", address__label_fr="Adresse du siège")
    admin.post(url("page", draft.pk, "company"), data)
    admin.post(url("publish", draft.pk))

    answers = [
        admin.post(url("page", draft.pk, "company"), data | {"address-label_fr": "Autre"}),
        admin.post(url("publish", draft.pk)),
        admin.post(url("drop", draft.pk)),
    ]

    assert [answer.status_code for answer in answers] == [302] * 3
    assert row(draft, "address").label_fr == "Adresse du siège"
    assert Entry.objects.filter(verb="form.published").count() == 1


def test_draft_that_changes_nothing_is_not_published(admin, draft):
    admin.post(url("publish", draft.pk))

    draft.refresh_from_db()
    assert not draft.is_published


def test_draft_is_given_up(admin, draft):
    admin.post(url("drop", draft.pk))

    assert not Form.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize(("language", "label", "direction"), [("fr", "Adresse", "ltr"), ("ar", "العنوان", "rtl")])
def test_form_is_drawn_whole_and_read_only(admin, draft, language, label, direction):
    page = admin.get(url("look", draft.pk, language)).content.decode()

    assert (f'dir="{direction}"' in page, label in page) == (True, True)
    assert page.count("<fieldset disabled>") == len([p for p in APPLICATION.pages if p.questions])
    assert "<form" not in page


def test_preview_draws_what_is_not_saved(admin, draft):
    data = typed(draft, "company", address__label_ar="عنوان المقر الرئيسي")

    page = admin.post(url("look", draft.pk, "ar"), data).content.decode()

    assert ("عنوان المقر الرئيسي" in page, page.count("<fieldset disabled>")) == (True, 1)
    assert row(draft, "address").label_ar == "العنوان"


@pytest.mark.parametrize("path", ["0/page/company/", "{pk}/page/nope/", "{pk}/page/documents/", "{pk}/look/de/"])
def test_what_does_not_exist_is_not_found(admin, draft, path):
    base = url("changelist")

    assert admin.get(base + path.format(pk=draft.pk)).status_code == 404


def test_next_draft_starts_from_the_version_in_use(admin, draft, person):
    admin.post(url("page", draft.pk, "company"), typed(draft, "company", address__label_fr="Adresse du siège"))
    admin.post(url("publish", draft.pk))

    following = versions.begin_draft("application", draft.year, by=person.actor, at=clock.now())

    assert (following.version, row(following, "address").label_fr) == (draft.version + 1, "Adresse du siège")
    assert re.search("Adresse du siège", admin.get(url("page", following.pk, "company")).content.decode())
