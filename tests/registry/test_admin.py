import pytest
from django.urls import reverse

from companies.accounts.enums import Role
from companies.registry.models import Company
from tests.cases.importing.world import ICES, bring, row
from tests.support.making import person

pytestmark = pytest.mark.django_db
COMPANIES = "/admin/registry/company/"


@pytest.fixture
def admin(client):
    user = person(Role.ADMIN)
    client.force_login(user)
    return user


@pytest.fixture
def imported():
    bring(row(Dénomination_en_arabe="معلبات تيزران"), row(ICE=ICES[1], Raison_sociale="Oulmira Maille"))
    return Company.objects.get(ice=ICES[0])


@pytest.mark.parametrize(
    "words", ["tizarane", "TIZA", "معلبات", "002000041000054", "06 26 48 30 80", "contact@tizarane.example"]
)
def test_company_is_found_by_name_in_both_scripts_number_and_contact(client, admin, imported, words):
    assert imported in client.get(COMPANIES, {"q": words}).context["cl"].result_list


def test_two_letters_find_nothing_rather_than_everything(client, admin, imported):
    assert list(client.get(COMPANIES, {"q": "ti"}).context["cl"].result_list) == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_company_is_read_with_people_figures_products_and_markets(client, admin, imported, language):
    client.post(reverse("web:language"), {"language": language})
    page = client.get(reverse("admin:registry_company_change", args=[imported.pk]))
    text = page.content.decode()
    assert page.status_code == 200
    assert [word in text for word in ("contact@tizarane.example", "200570", "2025")] == [True] * 3


def test_company_and_contact_cannot_be_changed_here(client, admin, imported):
    contact = imported.contacts.get()
    addresses = [
        reverse("admin:registry_company_change", args=[imported.pk]),
        reverse("admin:registry_contact_change", args=[contact.pk]),
        reverse("admin:registry_company_add"),
        reverse("admin:registry_company_delete", args=[imported.pk]),
    ]
    assert [client.post(address, {"name": "X", "post": "yes"}).status_code for address in addresses] == [403] * 4


def test_contacts_are_listed_and_found(client, admin, imported):
    found = client.get("/admin/registry/contact/", {"q": "tizarane"}).context["cl"].result_list
    assert [contact.email for contact in found] == ["contact@tizarane.example"] * 2


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_statements_for_one_company_and_for_three(client, admin, django_assert_num_queries, count):
    bring(*(row(ICE=ice, Raison_sociale=f"A{n}") for n, ice in enumerate(ICES[:count])))
    client.get(COMPANIES)  # administrators are told how the reminders are, looked up once a minute
    with django_assert_num_queries(7):
        client.get(COMPANIES)
