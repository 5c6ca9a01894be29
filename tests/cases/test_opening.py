from threading import Barrier, Thread

import pytest
from django.db import connection

from companies.accounts import actions as accounts
from companies.accounts.enums import Role
from companies.cases import actions as cases
from companies.cases import loads, references
from companies.cases.enums import Origin, TaskKind, YearState
from companies.cases.models import Case, ProgrammeYear
from companies.common.refusals import Refusal
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from tests.support import making

pytestmark = pytest.mark.django_db
AT, ON = making.AT, making.ON


def open_all(firms, year=None):
    return cases.open_cases(year or making.year(), firms, origin=Origin.LIST, by=SYSTEM, at=AT)


def test_open_cases_gives_each_company_a_listed_case():
    firms = [making.company(), making.company(region=making.SOUSS)]
    open_all(firms)
    rows = Case.objects.order_by("id").values_list("company", "region__code", "stage", "status", "origin", "officer")
    assert list(rows) == [
        (firms[0].pk, making.CASABLANCA, "targeted", "listed", "list", None),
        (firms[1].pk, making.SOUSS, "targeted", "listed", "list", None),
    ]


def test_open_cases_leaves_a_first_move_and_a_line_for_each():
    opened = open_all([making.company(), making.company()])
    assert [list(c.moves.values_list("from_status", "to_status")) for c in opened] == [[("", "listed")]] * 2
    assert Entry.objects.filter(verb="case.opened", data={"origin": "list"}).count() == 2


def test_open_cases_twice_opens_nothing_more():
    firms = [making.company(), making.company()]
    open_all(firms[:1])
    assert [case.company for case in open_all(firms)] == firms[1:]
    assert open_all(firms) == []


def test_open_cases_is_refused_in_a_closed_year():
    with pytest.raises(cases.CannotOpen):
        open_all([making.company()], making.year(code="2025", state=YearState.CLOSED))
    assert not Case.objects.exists()


def test_open_cases_costs_the_same_for_few_and_many(django_assert_num_queries):
    year = making.year()
    few, many = [making.company()], [making.company() for _ in range(20)]
    with django_assert_num_queries(8):
        open_all(few, year)
    with django_assert_num_queries(8):
        open_all(many, year)


@pytest.mark.django_db(transaction=True)
def test_two_people_opening_at_once_open_each_case_once():
    firms, year = [making.company() for _ in range(3)], making.year()
    together, opened = Barrier(2), []

    def run():
        together.wait()
        opened.append(len(open_all(firms, year)))
        connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(opened) == [0, 3]


def test_open_one_opens_the_case_with_its_officer():
    officer = making.person()
    case = cases.open_one(
        making.year(), making.company(), origin=Origin.WALK_IN, by=officer.actor, at=AT, officer=officer
    )
    assert (case.origin, case.officer) == ("walk_in", officer)


def test_open_one_is_refused_when_the_company_has_its_case():
    case = making.case()
    with pytest.raises(cases.CannotOpen) as refusal:
        cases.open_one(case.year, case.company, origin=Origin.LIST, by=SYSTEM, at=AT)
    assert refusal.value.field == "company"


def test_assign_gives_the_case_and_its_open_tasks():
    before, after = making.person(), making.person()
    case = making.case(officer=before)
    cases.add_task(case, kind=TaskKind.CALL, due_on=ON, by=SYSTEM, at=AT)
    done = cases.add_task(case, kind=TaskKind.CALL, due_on=ON, by=SYSTEM, at=AT)
    cases.complete_task(done, by=SYSTEM, at=AT)

    cases.assign(case, after, by=SYSTEM, at=AT)

    assert Case.objects.get(pk=case.pk).officer == after
    assert [task.owner for task in case.tasks.order_by("id")] == [after, before]
    assert Entry.objects.filter(verb="case.assigned").latest("id").data == {"officer": after.pk, "before": before.pk}


def test_assign_to_the_same_officer_writes_nothing():
    officer = making.person()
    case = making.case(officer=officer)
    lines = Entry.objects.count()
    cases.assign(case, officer, by=SYSTEM, at=AT)
    assert Entry.objects.count() == lines


@pytest.mark.parametrize("role", [Role.COMPANY, Role.COACH, Role.NATIONAL, Role.ADMIN])
def test_assign_refuses_who_does_not_follow_cases(role):
    case = making.case()
    with pytest.raises(Refusal) as refusal:
        cases.assign(case, making.person(role), by=SYSTEM, at=AT)
    assert refusal.value.field == "officer"
    assert Case.objects.get(pk=case.pk).officer is None


def test_assign_refuses_who_has_left():
    with pytest.raises(Refusal):
        cases.assign(making.case(), making.person(is_active=False), by=SYSTEM, at=AT)


def test_hand_out_levels_the_loads_of_the_region():
    busy, idle, elsewhere = making.person(), making.person(), making.person(Role.OFFICER, making.SOUSS)
    for _ in range(3):
        making.case(officer=busy)
    waiting = [making.case() for _ in range(5)]
    assert cases.hand_out(waiting, by=SYSTEM, at=AT) == {busy.pk: 1, idle.pk: 4}
    assert [officer.cases.count() for officer in (busy, idle, elsewhere)] == [4, 4, 0]


def test_hand_out_counts_the_load_of_an_officer_of_two_regions_once():
    both = making.person(Role.OFFICER, making.CASABLANCA, making.SOUSS)
    one = making.person()
    waiting = [making.case(region=making.SOUSS), making.case(), making.case(), making.case()]
    assert cases.hand_out(waiting, by=SYSTEM, at=AT) == {both.pk: 2, one.pk: 2}


def test_hand_out_ignores_closed_cases_in_the_load():
    once_busy, other = making.person(), making.person()
    for _ in range(2):
        cases.close(making.case(officer=once_busy), closed_as="ceased", by=SYSTEM, at=AT)
    making.case(officer=other)
    assert cases.hand_out([making.case()], by=SYSTEM, at=AT) == {once_busy.pk: 1}


def test_hand_out_leaves_regions_without_officer_and_assigned_cases():
    officer = making.person()
    elsewhere, assigned = making.case(region=making.SOUSS), making.case(officer=making.person())
    assert cases.hand_out([elsewhere, assigned], by=SYSTEM, at=AT) == {}
    assert officer.cases.count() == 0


def test_hand_out_gives_tasks_without_owner_to_the_new_officer():
    officer, case = making.person(), making.case()
    task = cases.add_task(case, kind=TaskKind.CALL, due_on=ON, by=SYSTEM, at=AT)
    cases.hand_out([case], by=SYSTEM, at=AT)
    task.refresh_from_db()
    assert task.owner == officer


def test_hand_out_gives_files_and_tasks_of_who_has_left_to_the_new_officer():
    gone, officer = making.person(), making.person()
    case = making.case(officer=gone)
    task = cases.add_task(case, kind=TaskKind.CALL, due_on=ON, by=SYSTEM, at=AT)
    accounts.deactivate(gone, by=SYSTEM, at=AT)
    assert cases.hand_out([case], by=SYSTEM, at=AT) == {officer.pk: 1}
    case.refresh_from_db()
    task.refresh_from_db()
    assert (case.officer, task.owner) == (officer, officer)


def test_share_is_what_hand_out_does():
    for _ in range(2):
        making.person()
    waiting = [making.case() for _ in range(5)]
    foreseen = {officer: len(given) for officer, given in loads.share(waiting).items()}
    assert foreseen == cases.hand_out(Case.objects.order_by("id"), by=SYSTEM, at=AT)


def test_opening_a_year_while_another_is_open_is_refused():
    making.year()
    next_year = making.year(code="2028", state=YearState.PREPARED)
    with pytest.raises(Refusal):
        cases.open_year(next_year, by=SYSTEM, at=AT)
    assert ProgrammeYear.objects.get(code="2028").state == "prepared"


def test_year_is_opened_and_closed_with_a_line_each():
    year = making.year(code="2028", state=YearState.PREPARED)
    cases.open_year(year, by=SYSTEM, at=AT)
    cases.open_year(year, by=SYSTEM, at=AT)
    cases.close_year(year, by=SYSTEM, at=AT)
    lines = Entry.objects.filter(verb__startswith="year.").order_by("id").values_list("verb", "data")
    assert list(lines) == [("year.open", {"before": "prepared"}), ("year.closed", {"before": "open"})]


def test_current_year_is_the_open_one_before_the_prepared_one():
    making.year(code="2026", state=YearState.CLOSED)
    prepared = making.year(code="2028", state=YearState.PREPARED)
    assert ProgrammeYear.objects.current() == prepared
    assert making.year() == ProgrammeYear.objects.current()


@pytest.mark.parametrize(
    ("typed", "beginning"),
    [
        ("EX27-K4P7-M2", "EX27-K4P7-M2"),
        ("ex27k4p7m2", "EX27-K4P7-M2"),
        (" ex27 k4p ", "EX27-K4P"),
        ("EX27", "EX27"),
        ("EXPORT", ""),
        ("EX27-K4P7-M2X", ""),
        ("Atlas", ""),
        ("001534867000042", ""),
    ],
)
def test_beginning_reads_a_file_number_as_people_type_it(typed, beginning):
    assert references.beginning(typed) == beginning


def test_several_numbers_avoid_those_that_are_taken():
    asked = []

    def taken(drawn):
        asked.append(set(drawn))
        return drawn if len(asked) == 1 else []

    numbers = references.several("2027", 3, taken)
    assert len(set(numbers)) == 3
    assert not set(numbers) & asked[0]
