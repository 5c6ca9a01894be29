import pytest
from django.urls import reverse

from companies.accounts.enums import Role
from companies.cases.enums import Status, YearState
from companies.cases.models import Case, ProgrammeYear
from companies.journal.models import Entry
from tests.support import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(making.person(Role.ADMIN))
    return client


def run(admin, action, *years):
    return admin.post(
        reverse("admin:cases_programmeyear_changelist"),
        {"action": action, "_selected_action": [year.pk for year in years]},
        follow=True,
    )


def test_year_is_opened_by_an_action_with_its_line(admin):
    year = making.year(code="2028", state=YearState.PREPARED)
    run(admin, "open_year", year)
    assert ProgrammeYear.objects.get().state == "open"
    assert Entry.objects.get(verb="year.open").data == {"before": "prepared"}


def test_second_open_year_is_refused_in_words(admin):
    making.year()
    page = run(admin, "open_year", making.year(code="2028", state=YearState.PREPARED))
    assert ProgrammeYear.objects.get(code="2028").state == "prepared"
    assert "campagne" in page.content.decode()


def test_year_is_closed_by_an_action(admin):
    run(admin, "close_year", making.year())
    assert ProgrammeYear.objects.get().state == "closed"


def test_year_is_edited_with_its_line(admin):
    year = making.year()
    form = {"code": "2027", "opens_on": "2026-11-01", "closes_on": "2027-05-15", "places": 400, "answer_days": 60}
    admin.post(reverse("admin:cases_programmeyear_change", args=[year.pk]), form)
    year.refresh_from_db()
    assert str(year.closes_on) == "2027-05-15"
    assert Entry.objects.get(verb="config.changed").data == {"fields": "closes_on"}


def test_year_with_dates_the_wrong_way_round_is_refused(admin):
    form = {"code": "2029", "opens_on": "2028-11-01", "closes_on": "2028-05-15", "places": 400, "answer_days": 60}
    page = admin.post(reverse("admin:cases_programmeyear_add"), form)
    assert page.status_code == 200
    assert not ProgrammeYear.objects.exists()


def test_year_with_files_is_not_deleted(admin):
    case = making.case()
    assert admin.post(reverse("admin:cases_programmeyear_delete", args=[case.year_id])).status_code == 403


@pytest.mark.parametrize("model", ["case", "move", "interaction", "task", "link", "importbatch"])
def test_what_happened_is_read_only(admin, model):
    assert admin.get(reverse(f"admin:cases_{model}_changelist")).status_code == 200
    assert admin.get(reverse(f"admin:cases_{model}_add")).status_code == 403


def test_case_is_shown_with_its_moves_and_not_changed(admin):
    case = making.case(reached=Status.INVITED)
    address = reverse("admin:cases_case_change", args=[case.pk])
    page = admin.get(address).content.decode()
    assert reverse("desk:case", args=[case.reference]) in page
    assert admin.post(address, {"status": "draft"}).status_code == 403
    assert Case.objects.get().status == "invited"


@pytest.mark.parametrize("words", ["Doukkala", "دكالة", "001534867000042", "REFERENCE"])
def test_cases_are_searched_as_on_the_desk(admin, words):
    wanted = making.case(making.company("Conserves Doukkala", name_ar="مصبرات دكالة", ice="001534867000042"))
    other = making.case(making.company("Marbre Ziaida"))
    page = admin.get(
        reverse("admin:cases_case_changelist"), {"q": wanted.reference[:9] if words == "REFERENCE" else words}
    ).content.decode()
    assert wanted.reference in page
    assert other.reference not in page


def test_list_of_cases_costs_the_same_for_one_and_three(admin, django_assert_num_queries):
    making.case()
    address = reverse("admin:cases_case_changelist")
    admin.get(address)
    with django_assert_num_queries(6):
        admin.get(address)
    making.case(), making.case()
    with django_assert_num_queries(6):
        admin.get(address)
