import pytest
from django.urls import reverse

from companies.accounts.enums import Role
from companies.journal.models import Entry
from companies.reference.models import Agreement, Alias, Region, Site
from tests.support.making import person

pytestmark = pytest.mark.django_db
MODELS = ("region", "province", "legalform", "sector", "country", "hschapter", "agreement", "sizeclass", "alias")


@pytest.fixture
def admin(client):
    user = person(Role.ADMIN)
    client.force_login(user)
    return user


def listed(model):
    return reverse(f"admin:reference_{model}_changelist")


def change(obj):
    return reverse(f"admin:reference_{obj._meta.model_name}_change", args=[obj.pk])


def journal():
    return list(Entry.objects.order_by("id").values_list("verb", "object_type", "data"))


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("model", MODELS)
def test_list_and_form_are_drawn(client, admin, model, language):
    client.post(reverse("web:language"), {"language": language})
    page = client.get(listed(model), {"q": "a"})
    obj = page.context["cl"].result_list[0]
    assert (page.status_code, client.get(change(obj)).status_code) == (200, 200)


@pytest.mark.parametrize(
    ("model", "words", "codes"),
    [
        ("region", "souss", ["09"]),
        ("region", "سوس", ["09"]),
        ("country", "NA", ["NA"]),
        ("sector", "argan", ["COSM"]),
        ("agreement", "أكادير", ["AGADIR"]),
    ],
)
def test_rows_are_found_by_code_and_by_name_in_any_language(client, admin, model, words, codes):
    found = [row.code for row in client.get(listed(model), {"q": words}).context["cl"].result_list]
    assert set(codes) <= set(found)


def test_corrected_name_is_a_line_of_the_journal(client, admin):
    region = Region.objects.get(code="02")
    fields = {name: getattr(region, name) for name in ("name_fr", "name_ar", "name_en", "seat_fr", "seat_ar")}
    response = client.post(change(region), fields | {"name_fr": "Oriental"})
    region.refresh_from_db()
    assert (response.status_code, region.name_fr, region.code) == (302, "Oriental", "02")
    assert journal() == [("config.changed", "reference.region", {"fields": "name_fr"})]


def test_code_in_use_cannot_be_changed_and_no_row_is_deleted(client, admin):
    agreement = Agreement.objects.get(code="TR")
    assert b'name="code"' not in client.get(change(agreement)).content
    assert (
        client.post(reverse("admin:reference_agreement_delete", args=[agreement.pk]), {"post": "yes"}).status_code
        == 403
    )


def add_alias(client, **fields):
    values = {"kind": "sector", "label": "Huiles  d’argan bio", "code": "COSM"} | fields
    return client.post(reverse("admin:reference_alias_add"), values)


def test_spelling_is_added_under_its_folded_form(client, admin):
    assert add_alias(client).status_code == 302
    alias = Alias.objects.get(label="Huiles d’argan bio")
    assert alias.key == "huiles d'argan bio"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"code": "NOWHERE"}, "code"),
        ({"code": "MA-TAR"}, "code"),
        ({"code": "town"}, "code"),
        ({"kind": "region", "code": "-"}, "code"),
        ({"label": ""}, "label"),
        ({"label": "INDUSTRIE automobile"}, "label"),
        ({"kind": "planet"}, "kind"),
    ],
)
def test_spelling_that_leads_nowhere_or_is_known_is_refused(client, admin, fields, field):
    before = Alias.objects.count()
    response = add_alias(client, **fields)
    assert (response.status_code, list(response.context["errors"]) != [], Alias.objects.count()) == (200, True, before)
    assert field in response.context["adminform"].form.errors


def test_answers_of_an_import_can_be_corrected(client, admin):
    assert add_alias(client, kind="region", label="Chaouia-Ouardigha", code="town").status_code == 302
    assert add_alias(client, kind="town", label="Imzilen", code="-").status_code == 302


def test_remembered_spelling_can_be_deleted_ours_cannot(client, admin):
    add_alias(client)
    remembered = Alias.objects.get(label="Huiles d’argan bio")
    ours = Alias.objects.filter(kind="sector").exclude(pk=remembered.pk).first()
    statuses = [
        client.post(reverse("admin:reference_alias_delete", args=[alias.pk]), {"post": "yes"}).status_code
        for alias in (remembered, ours)
    ]
    assert statuses == [302, 403]


def test_site_is_one_row_for_ever(client, admin):
    assert client.get(reverse("admin:reference_site_add")).status_code == 403
    assert [client.get(page).status_code for page in (listed("site"), change(Site.objects.get()))] == [200, 200]
