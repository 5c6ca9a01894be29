from datetime import date

import pytest
from django.urls import reverse

from companies.accounts.enums import Role
from companies.journal.models import Entry
from companies.reference.models import Agreement, Alias, Holiday, Region, Site, SpecialHours
from tests.support.making import person

pytestmark = pytest.mark.django_db
MODELS = (
    "region",
    "province",
    "legalform",
    "sector",
    "country",
    "hschapter",
    "agreement",
    "sizeclass",
    "alias",
    "holiday",
    "specialhours",
)


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


# -- the working calendar ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("model", ["holiday", "specialhours"])
def test_calendar_is_listed_by_day_and_shows_what_is_estimated(client, admin, model, language):
    client.post(reverse("web:language"), {"language": language})
    page = client.get(listed(model), {"year": "2027", "estimated__exact": "1"})
    rows = page.context["cl"].result_list
    days = [getattr(row, "on", None) or row.begins_on for row in rows]
    assert days == sorted(days)
    assert {day.year for day in days} == {2027}
    assert all(row.estimated for row in rows)


@pytest.mark.parametrize("year", ["", "x", "0", "99999", "٢٠٢٧"])
def test_year_that_is_none_shows_all(client, admin, year):
    assert client.get(listed("holiday"), {"year": year}).status_code in (200, 302)


def feast():
    return Holiday.objects.filter(kind="religious", on__year=2027).first()


def test_moved_feast_is_corrected_and_journalled(client, admin):
    row = feast()
    fields = {"name_fr": row.name_fr, "name_ar": row.name_ar, "name_en": row.name_en, "kind": row.kind}
    response = client.post(change(row), fields | {"on": "2027-03-10", "closed": "on"})
    row.refresh_from_db()
    assert (response.status_code, row.on, row.estimated) == (302, date(2027, 3, 10), False)
    assert journal() == [("config.changed", "reference.holiday", {"fields": "on,estimated"})]


def test_announced_dates_are_confirmed_together(client, admin):
    rows = list(Holiday.objects.filter(on__year=2027).order_by("on")[:4])
    response = client.post(listed("holiday"), {"action": "confirm", "_selected_action": [row.pk for row in rows]})
    assert response.status_code == 302
    assert not Holiday.objects.filter(pk__in=[row.pk for row in rows], estimated=True).exists()
    assert journal() == [("config.changed", "reference.holiday", {"fields": "estimated"})]


def test_day_off_can_be_made_a_day_of_work_in_the_list(client, admin):
    form = client.get(listed("holiday"), {"year": "2026"}).context["cl"].formset
    values = {f"{f.prefix}-{name}": f.initial.get(name, f.instance.pk) for f in form for name in ("id", "estimated")}
    values |= {f"{form.prefix}-{k}": v for k, v in form.management_form.initial.items()}
    ticked = {k: v for k, v in values.items() if v is not False}
    assert client.post(f"{listed('holiday')}?year=2026", ticked | {"_save": "1"}).status_code == 302
    assert not Holiday.objects.filter(on__year=2026, closed=True).exists()
    assert {entry[2]["fields"] for entry in journal()} == {"closed"}


def test_day_of_our_own_files_is_not_deleted_one_added_by_hand_is(client, admin):
    values = {"on": "2027-03-12", "name_fr": "Pont", "name_ar": "عطلة", "kind": "once", "closed": "on"}
    assert client.post(reverse("admin:reference_holiday_add"), values).status_code == 302
    rows = (Holiday.objects.get(name_fr="Pont"), feast())
    pages = [reverse("admin:reference_holiday_delete", args=[row.pk]) for row in rows]
    assert [client.post(page, {"post": "yes"}).status_code for page in pages] == [302, 403]


SPECIAL = {
    "begins_on": "2027-12-01",
    "ends_on": "2027-12-02",
    "name_fr": "Salon",
    "name_ar": "معرض",
    "opens": "09:00",
    "closes": "15:00",
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"begins_on": "2027-12-03"},
        {"opens": "16:00"},
        {"friday_from": "12:00"},
        {"friday_from": "14:00", "friday_until": "12:00"},
        {"closes": "25:00"},
        {"name_fr": ""},
    ],
)
def test_special_hours_that_make_no_sense_are_refused(client, admin, wrong):
    before = SpecialHours.objects.count()
    response = client.post(reverse("admin:reference_specialhours_add"), SPECIAL | wrong)
    assert (response.status_code, bool(response.context["errors"])) == (200, True)
    assert SpecialHours.objects.count() == before


def test_special_hours_are_added(client, admin):
    assert client.post(reverse("admin:reference_specialhours_add"), SPECIAL).status_code == 302
    assert SpecialHours.objects.get(name_fr="Salon").friday_pause is None
