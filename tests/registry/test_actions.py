from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from companies.accounts.models import User
from companies.common.refusals import Refusal
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from companies.reference.models import Country, Province
from companies.registry import actions as registry
from companies.registry.enums import Access, FactSource, MarketKind
from companies.registry.models import Company, CompanyMarket, CompanyProduct, CompanyYear, Contact

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
BY = {"by": SYSTEM, "at": AT}


def verbs():
    return list(Entry.objects.order_by("id").values_list("verb", "data"))


def found(words):
    return [c.name for c in Company.objects.matching(words)]


def test_create_company_stores_its_keys_and_a_line_in_the_journal(company):
    assert company.sort_key == "dades logiciels"
    assert found("logici") == ["Dadès Logiciels"]
    assert verbs() == [("company.created", {})]


def test_create_company_refuses_a_second_one_with_the_same_ice(company, souss):
    with pytest.raises(registry.DuplicateIce) as refusal:
        registry.create_company(name="Other", ice=company.ice, region=souss, **BY)
    assert (refusal.value.field, refusal.value.company, Company.objects.count()) == ("ice", company, 1)


def test_create_company_refuses_one_without_a_name(souss):
    with pytest.raises(Refusal) as refusal:
        registry.create_company(ice="001000037000018", region=souss, **BY)
    assert refusal.value.field == "name"


def test_create_company_doubts_an_ice_whose_key_fails(souss):
    assert registry.create_company(name="A", ice="002000240600048", region=souss, **BY).ice_doubted is True


def test_two_companies_without_ice_are_two_companies(souss):
    registry.create_company(name="A", region=souss, **BY)
    registry.create_company(name="B", region=souss, **BY)
    assert Company.objects.count() == 2


def test_update_company_changes_only_the_fields_given(company):
    registry.update_company(company, name="Dadès Numérique", province=Province.objects.get(code="MA-TIZ"), **BY)
    company.refresh_from_db()
    assert (company.name, company.province.code, company.town) == ("Dadès Numérique", "MA-TIZ", "Tiznit")
    assert (found("numérique"), found("logiciels")) == (["Dadès Numérique"], [])
    assert verbs()[1:] == [("company.changed", {"fields": "name,province"})]


def test_update_company_with_the_same_values_writes_nothing(company):
    registry.update_company(company, name="Dadès Logiciels", **BY)
    assert len(verbs()) == 1


def test_update_company_refuses_the_ice_of_another(company, souss):
    other = registry.create_company(name="Other", region=souss, **BY)
    with pytest.raises(registry.DuplicateIce):
        registry.update_company(other, ice=company.ice, **BY)
    other.refresh_from_db()
    assert other.ice == ""


def test_first_contact_is_the_main_one_and_is_found_by_number_and_address(company):
    first = registry.add_contact(company, email=" Contact@Dades.EXAMPLE ", phone="+212661203142", **BY)
    second = registry.add_contact(company, name="Second", **BY)
    assert (first.email, first.primary, second.primary) == ("contact@dades.example", True, False)
    assert [found(w) for w in ("contact@dades", "06 61 20 31 42", "+212 661 203 142", "second")] == [
        ["Dadès Logiciels"]
    ] * 4


def test_add_contact_refuses_an_address_that_the_company_has(company):
    registry.add_contact(company, email="a@b.example", **BY)
    with pytest.raises(registry.DuplicateAddress) as refusal:
        registry.add_contact(company, email="A@B.example", **BY)
    assert (refusal.value.field, Contact.objects.count()) == ("email", 1)


def test_update_contact_is_found_under_the_new_number_only(company):
    contact = registry.add_contact(company, phone="+212661203142", **BY)
    registry.update_contact(contact, phone="+212535203999", **BY)
    assert (found("0535203999"), found("0661203142")) == (["Dadès Logiciels"], [])
    assert verbs()[-1] == ("contact.changed", {"fields": "phone"})


def test_set_contact_makes_the_main_contact_then_changes_it(company):
    made = registry.set_contact(company, name="A", **BY)
    changed = registry.set_contact(company, name="B", **BY)
    assert (made.pk, changed.name, Contact.objects.count()) == (changed.pk, "B", 1)


def test_make_primary_leaves_one_main_contact(company):
    registry.add_contact(company, name="A", **BY)
    second = registry.add_contact(company, name="B", **BY)
    registry.make_primary(second, **BY)
    assert list(company.contacts.values_list("name", "primary")) == [("B", True), ("A", False)]


def test_access_is_given_to_a_person_and_ended(company):
    user = User.objects.create_user("a@b.example", name="A")
    contact = registry.add_contact(company, name="A", **BY)
    registry.give_access(contact, user, **BY)
    assert list(Company.objects.visible_to(user)) == [company]
    registry.end_access(contact, **BY)
    assert (list(Company.objects.visible_to(user)), contact.access) == ([], Access.ENDED)


def test_access_is_refused_to_a_person_who_is_another_contact(company):
    user = User.objects.create_user("a@b.example", name="A")
    registry.give_access(registry.add_contact(company, name="A", **BY), user, **BY)
    with pytest.raises(Refusal):
        registry.give_access(registry.add_contact(company, name="B", **BY), user, **BY)


def test_set_year_keeps_what_another_source_says(company):
    registry.set_year(company, 2025, source=FactSource.LIST, turnover=Decimal(100), **BY)
    registry.set_year(company, 2025, source=FactSource.FORM, turnover=Decimal(90), **BY)
    registry.set_year(company, 2025, source=FactSource.LIST, headcount=3, **BY)
    rows = CompanyYear.objects.values_list("source", "turnover", "headcount").order_by("source")
    assert list(rows) == [("form", Decimal(90), None), ("list", Decimal(100), 3)]


def test_set_products_replaces_them_in_order(company):
    registry.set_products(company, [("420221", ""), ("640399", "Souliers")], **BY)
    registry.set_products(company, [("640399", "Souliers"), ("4202", "")], **BY)
    assert list(company.products.values_list("hs", "name")) == [("640399", "Souliers"), ("4202", "")]


def test_set_markets_replaces_those_of_one_kind(company):
    france, spain = Country.objects.get(code="FR"), Country.objects.get(code="ES")
    registry.set_markets(company, MarketKind.CURRENT, [france], **BY)
    registry.set_markets(company, MarketKind.WANTED, [spain, france], **BY)
    registry.set_markets(company, MarketKind.WANTED, [spain], **BY)
    assert list(company.markets.values_list("kind", "country__code")) == [("current", "FR"), ("wanted", "ES")]


def test_the_same_facts_again_write_nothing(company):
    france = Country.objects.get(code="FR")
    for _time in range(2):
        registry.set_products(company, [("420221", "")], **BY)
        registry.set_markets(company, MarketKind.CURRENT, [france], **BY)
    assert len(verbs()) == 3


def draft(souss, number):
    company = Company(name=f"Atelier {number}", ice=f"00100003700{number:04}", region=souss)
    return registry.Draft(
        company=company,
        contact=Contact(company=company, email=f"atelier{number}@b.example", phone="+212661203142", primary=True),
        years=[CompanyYear(company=company, year=2025, turnover=number, source=FactSource.LIST)],
        products=[CompanyProduct(company=company, hs="420221")],
        markets=[CompanyMarket(company=company, country=Country.objects.get(code="FR"), kind=MarketKind.CURRENT)],
    )


def test_add_many_saves_companies_with_all_that_hangs_on_them(souss):
    companies = registry.add_many([draft(souss, n) for n in (1, 2, 3)], batch=7, **BY)
    assert [c.sort_key for c in companies] == ["atelier 1", "atelier 2", "atelier 3"]
    assert (len(found("0661203142")), found("atelier2@b")) == (3, ["Atelier 2"])
    counts = [m.objects.count() for m in (Contact, CompanyYear, CompanyProduct, CompanyMarket)]
    assert (counts, verbs()) == ([3, 3, 3, 3], [("company.created", {"batch": 7})] * 3)


@pytest.mark.parametrize("number", [1, 3])
def test_add_many_takes_the_same_statements_for_one_and_for_three(souss, django_assert_num_queries, number):
    drafts = [draft(souss, n) for n in range(number)]
    with django_assert_num_queries(13):
        registry.add_many(drafts, batch=7, **BY)


def test_change_many_writes_the_fields_named_and_adds_facts(souss):
    company = registry.add_many([draft(souss, 1)], batch=7, **BY)[0]
    company.name, company.town = "Atelier Un", "Tiznit"
    contact = company.contacts.get()
    contact.phone = "+212535203999"
    change = registry.Change(
        company=company,
        contact=contact,
        years=[CompanyYear(company=company, year=2025, turnover=50, headcount=4, source=FactSource.LIST)],
        products=[CompanyProduct(company=company, hs="640399")],
        fields=("name",),
        contact_fields=("phone",),
    )
    registry.change_many([change], batch=8, **BY)
    company.refresh_from_db()
    assert (company.name, company.town, found("0535203999")) == ("Atelier Un", "", ["Atelier Un"])
    assert list(company.years.values_list("turnover", "headcount")) == [(Decimal(50), 4)]
    assert list(company.products.values_list("hs", flat=True)) == ["420221", "640399"]
    assert verbs()[-1] == ("company.changed", {"fields": "name,contact.phone", "batch": 8})


def test_database_refuses_a_company_without_a_name(souss):
    with pytest.raises(IntegrityError, match="company_named"), transaction.atomic():
        Company.objects.create(region=souss)


def test_database_refuses_an_ice_of_fourteen_digits(souss):
    with pytest.raises(IntegrityError, match="company_ice_digits"), transaction.atomic():
        Company.objects.create(name="A", region=souss, ice="00100003700001")


def test_database_refuses_a_second_main_contact(company):
    registry.add_contact(company, name="A", **BY)
    with pytest.raises(IntegrityError, match="contact_one_primary"), transaction.atomic():
        Contact.objects.create(company=company, name="B", primary=True)


def test_database_refuses_a_telephone_that_nobody_can_call(company):
    with pytest.raises(IntegrityError, match="contact_phone_e164"), transaction.atomic():
        Contact.objects.create(company=company, phone="0661203142")


def test_database_refuses_negative_figures(company):
    with pytest.raises(IntegrityError, match="company_year_not_negative"), transaction.atomic():
        CompanyYear.objects.create(company=company, year=2025, source="list", turnover=-1)
