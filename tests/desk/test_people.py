"""The company and its people, corrected on the desk."""

import pytest
from django.test import Client

from companies.cases import actions as cases
from companies.cases.enums import Act
from companies.common import clock
from companies.journal.actors import SYSTEM
from companies.reference.models import Region, Sector
from companies.reference.ordering import by_name
from companies.registry.enums import Access
from companies.registry.models import Company, Contact
from tests.support import making

pytestmark = pytest.mark.django_db


def url(case, more):
    return f"/desk/cases/{case.reference}/{more}"


def company_form(firm, **changes):
    return {"name": firm.name, "name_ar": firm.name_ar, "ice": firm.ice, "region": firm.region_id, **changes}


def test_company_is_corrected(client, officer):
    case = making.case()
    client.post(
        url(case, "company/"), company_form(case.company, name="Atlas Câblage", town="Nouaceur", founded="2014")
    )
    assert Company.objects.values_list("name", "town", "founded", "sort_key").get() == (
        "Atlas Câblage",
        "Nouaceur",
        2014,
        "atlas cablage",
    )


def test_company_form_shows_what_is_known(client, officer):
    case = making.case(making.company("Atlas", town="Nouaceur"))
    form = client.get(url(case, "company/")).context["form"]
    assert [form[name].value() for name in ("name", "town", "region")] == ["Atlas", "Nouaceur", case.region_id]


def test_company_form_offers_the_provinces_of_its_region_first(client, officer):
    case = making.case(making.company("Atlas"))
    fields = client.get(url(case, "company/")).context["form"].fields
    groups = [name for name, _provinces in list(fields["province"].choices)[1:]]
    named = [name for _key, name in list(fields["sector"].choices)[1:]]

    others = [region.name for region in by_name(Region.objects.exclude(pk=case.region_id))]
    assert groups == [case.region.name, *others]
    assert named == [sector.name for sector in by_name(Sector.objects.all())]


@pytest.mark.parametrize("odd", ["9" * 5000, "zz", "\0", "-1"])
def test_odd_region_of_the_company_comes_back(client, officer, odd):
    case = making.case(making.company("Atlas"))
    answer = client.post(url(case, "company/"), company_form(case.company, region=odd))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["region"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"ice": "1"}, "ice"),
        ({"ice": "001534867000042"}, "ice"),
        ({"region": ""}, "region"),
        ({"founded": "3000"}, "founded"),
        ({"province": "elsewhere"}, "province"),
    ],
)
def test_company_that_cannot_be_so_comes_back(client, officer, changes, field):
    making.company("Une autre", ice="001534867000042")
    case = making.case(making.company("Atlas"))
    answer = client.post(url(case, "company/"), company_form(case.company, **changes))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Company.objects.get(pk=case.company_id).name == "Atlas"


def test_province_of_another_region_is_refused(client, officer):
    case = making.case(making.company("Atlas"))
    province = making.region(making.SOUSS).provinces.first()
    answer = client.post(url(case, "company/"), company_form(case.company, province=province.pk))
    assert list(answer.context["form"].errors) == ["province"]


def test_company_is_not_moved_to_a_region_out_of_reach(client, officer):
    case = making.case()
    elsewhere = making.region(making.SOUSS).pk
    answer = client.post(url(case, "company/"), company_form(case.company, region=elsewhere))
    assert list(answer.context["form"].errors) == ["region"]


PERSON = {"contact_name": "Rachida T.", "function": "Directrice", "email": "", "phone": "", "language": "fr"}


def test_person_is_added(client, officer):
    case = making.case()
    client.post(url(case, "contacts/new/"), PERSON | {"email": "Rachida@Atlas.example", "phone": "0522 00 56 71"})
    assert Contact.objects.values_list("name", "email", "phone", "primary").get(name="Rachida T.") == (
        "Rachida T.",
        "rachida@atlas.example",
        "+212522005671",
        False,
    )


def test_person_is_corrected(client, officer):
    case = making.case()
    person = case.company.contacts.get()
    client.post(url(case, f"contacts/{person.pk}/"), PERSON | {"email": "neuf@atlas.example"})
    person.refresh_from_db()
    assert (person.name, person.email, person.phone) == ("Rachida T.", "neuf@atlas.example", "")


def test_person_becomes_the_main_contact(client, officer):
    case = making.case()
    other = making.contact(case.company, primary=False)
    client.post(url(case, f"contacts/{other.pk}/main/"))
    assert list(case.company.contacts.filter(primary=True)) == [other]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "pris@atlas.example"}, "email"),
        ({"phone": "12"}, "phone"),
        ({"language": "de"}, "language"),
        ({"contact_name": "", "function": ""}, "__all__"),
        ({"contact_name": "x" * 121}, "contact_name"),
    ],
)
def test_person_that_cannot_be_so_comes_back(client, officer, changes, field):
    case = making.case()
    making.contact(case.company, email="pris@atlas.example", primary=False)
    answer = client.post(url(case, "contacts/new/"), PERSON | changes)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert case.company.contacts.count() == 2


def test_person_of_another_company_does_not_exist(client, officer):
    case, other = making.case(), making.case()
    foreign = other.company.contacts.get()
    assert client.get(url(case, f"contacts/{foreign.pk}/")).status_code == 404
    assert client.post(url(case, f"contacts/{foreign.pk}/main/")).status_code == 404


def test_corrected_address_shuts_out_the_one_before(client, officer):
    case = making.case()
    person = case.company.contacts.get()
    _link, token = cases.issue_link(case, person, act=Act.INVITATION, by=SYSTEM, at=clock.now())
    given = {"contact_name": "Nouvelle", "email": "right@atlas.example", "language": "fr"}

    assert client.post(url(case, f"contacts/{person.pk}/"), given).status_code == 302
    assert Client().get(f"/i/{token}/").status_code == 410


def test_access_of_a_person_is_ended(client, officer):
    case = making.case()
    person = case.company.contacts.get()
    assert b"/end/" in client.get(url(case, f"contacts/{person.pk}/")).content

    client.post(url(case, f"contacts/{person.pk}/end/"))

    person.refresh_from_db()
    assert person.access == Access.ENDED
    assert b"/end/" not in client.get(url(case, f"contacts/{person.pk}/")).content
