"""Who sees which case: regions, assignments, deputies, coaches, companies."""

from datetime import timedelta

import pytest

from companies.accounts.enums import Role
from companies.accounts.models import Absence
from companies.cases.models import Case, Task
from companies.cases.querysets import reaches
from companies.common import clock
from tests.support import making

pytestmark = pytest.mark.django_db


def seen(user):
    cases = list(Case.objects.visible_to(user).order_by("id"))
    assert [case for case in Case.objects.order_by("id") if reaches(user, case, on=clock.today())] == cases
    return cases


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER])
def test_regional_staff_see_their_regions_only(role):
    here, _elsewhere = making.case(), making.case(region=making.SOUSS)
    assert seen(making.person(role)) == [here]


def test_person_of_two_regions_sees_both():
    both = [making.case(), making.case(region=making.SOUSS)]
    assert seen(making.person(Role.OFFICER, making.CASABLANCA, making.SOUSS)) == both


@pytest.mark.parametrize("role", [Role.NATIONAL, Role.ADMIN])
def test_national_staff_see_everything(role):
    everything = [making.case(), making.case(region=making.SOUSS)]
    assert seen(making.person(role)) == everything


def test_officer_sees_a_case_of_another_region_given_to_them():
    officer = making.person()
    assert seen(officer) == []
    given = making.case(region=making.SOUSS, officer=officer)
    assert seen(officer) == [given]


def test_deputy_sees_the_cases_of_who_is_away_as_long_as_it_lasts():
    away, deputy = making.person(Role.OFFICER, making.SOUSS), making.person()
    case = making.case(region=making.SOUSS, officer=away)
    today = clock.today()
    absence = Absence.objects.create(user=away, deputy=deputy, begins_on=today, ends_on=today)
    assert seen(deputy) == [case]
    absence.begins_on = absence.ends_on = today - timedelta(days=1)
    absence.save()
    assert seen(deputy) == []


def test_coach_sees_own_cases_only():
    coach = making.person(Role.COACH)
    coached = making.case()
    making.case()
    Case.objects.filter(pk=coached.pk).update(coach=coach)
    assert seen(coach) == [coached]


def test_company_member_sees_its_own_case_only():
    member, visitor = making.person(Role.COMPANY), making.person(Role.COMPANY)
    case = making.case()
    making.case()
    case.company.contacts.update(user=member, access="member")
    assert seen(member) == [case]
    assert seen(visitor) == []


def test_contact_whose_access_ended_sees_nothing():
    former, case = making.person(Role.COMPANY), making.case()
    case.company.contacts.update(user=former, access="ended")
    assert seen(former) == []


def test_rows_of_a_case_are_seen_with_it():
    case, other = making.case(), making.case(region=making.SOUSS)
    for each in (case, other):
        Task.objects.create(case=each, kind="call", due_on=making.ON, made_at=making.AT)
    assert [task.case for task in Task.objects.visible_to(making.person())] == [case]


def test_reach_is_asked_for_once(django_assert_num_queries):
    officer = making.person()
    making.case()
    with django_assert_num_queries(2):
        list(Case.objects.visible_to(officer))
