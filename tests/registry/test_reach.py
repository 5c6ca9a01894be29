import pytest

from companies.accounts.enums import Role
from companies.reference.models import LegalForm, Sector
from companies.registry import rules
from companies.registry.models import Company, Contact
from tests.support.making import company, contact, person

pytestmark = pytest.mark.django_db


def test_officer_sees_companies_of_their_regions_and_the_country_sees_all():
    here, there = company("Ici"), company("Là", region="09")
    seen = {role: set(Company.objects.visible_to(person(role))) for role in (Role.OFFICER, Role.NATIONAL, Role.COACH)}
    assert seen == {Role.OFFICER: {here}, Role.NATIONAL: {here, there}, Role.COACH: set()}


def test_company_sees_itself_and_its_own_people_only():
    user = person(Role.COMPANY)
    mine, other = company("A"), company("B")
    me = contact(mine, user=user, access="member")
    contact(other)
    assert (list(Company.objects.visible_to(user)), list(Contact.objects.visible_to(user))) == ([mine], [me])


@pytest.mark.parametrize("access", ["none", "pending", "ended"])
def test_who_is_no_member_sees_no_company(access):
    user = person(Role.COMPANY)
    contact(company("A"), user=user, access=access)
    assert list(Company.objects.visible_to(user)) == []


def test_contacts_without_address_are_not_reachable_by_mail():
    firm = company("A")
    contact(firm, email="", primary=False)
    reachable = contact(firm)
    assert list(Contact.objects.reachable_by_mail()) == [reachable]


@pytest.mark.parametrize(
    ("form", "sector", "ceiling"),
    [
        ("AE", "ARTI", 500_000),
        ("AE", "OFFS", 200_000),
        ("AE", None, 500_000),
        ("SARL", "OFFS", None),
        (None, None, None),
    ],
)
def test_only_self_employed_people_have_a_ceiling(form, sector, ceiling):
    found = LegalForm.objects.filter(code=form).first(), Sector.objects.filter(code=sector).first()
    assert rules.turnover_ceiling(*found) == ceiling


def test_name_follows_the_language_of_the_page():
    both, latin, arabic = Company(name="A", name_ar="ا"), Company(name="A"), Company(name_ar="ا")
    assert [c.name_in("ar") for c in (both, latin, arabic)] == ["ا", "A", "ا"]
    assert [c.name_in("fr") for c in (both, latin, arabic)] == ["A", "A", "ا"]
