from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from companies.cases import actions as cases
from companies.cases import lifecycle
from companies.cases.enums import ClosedAs, Status, TaskKind
from companies.cases.models import Case, Move
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from tests.support import making

pytestmark = pytest.mark.django_db
AT, ON = making.AT, making.ON


def place(case):
    return Case.objects.values_list("stage", "status", "closed_as", "version").get(pk=case.pk)


def test_move_changes_the_case_and_leaves_a_row_and_a_line():
    officer = making.person()
    case = making.case()

    cases.move(case, Status.INVITED, by=officer.actor, at=AT, reason="", note=" par courrier ")

    assert place(case) == ("targeted", "invited", "", 2)
    row = case.moves.get(to_status="invited")
    assert (row.from_stage, row.from_status, row.to_stage, row.note, row.by, row.at) == (
        "targeted",
        "listed",
        "targeted",
        "par courrier",
        officer,
        AT,
    )
    line = Entry.objects.get(verb="case.moved")
    assert (line.stream, line.actor_id, line.data) == (
        case.stream,
        officer.pk,
        {"move": row.pk, "before": "listed", "after": "invited", "closed_as": "", "reason": ""},
    )


def test_move_brings_the_case_in_hand_up_to_date():
    case = making.case()
    later = AT + timedelta(days=1)
    cases.move(case, Status.INVITED, by=SYSTEM, at=later)
    assert (case.stage, case.status, case.status_since, case.version) == ("targeted", "invited", later, 2)


@pytest.mark.parametrize("reached", [Status.LISTED, *making.PATH])
def test_move_follows_the_table_and_nothing_else(reached):
    case = making.case(reached=reached)
    allowed = set()
    for status in Status:
        evidence = {"note": "DUM", "fact_on": ON} if status == Status.CONFIRMED else {}
        try:
            with transaction.atomic():
                cases.move(Case.objects.get(pk=case.pk), status, by=SYSTEM, at=AT, **evidence)
                allowed.add(status)
                transaction.set_rollback(True)
        except cases.CannotMove:
            pass
    assert allowed == lifecycle.MOVES[reached]


@pytest.mark.parametrize(
    ("note", "fact_on", "field"),
    [
        ("", ON, "note"),
        ("  ", ON, "note"),
        ("DUM 118", None, "fact_on"),
        ("DUM 118", ON + timedelta(days=1), "fact_on"),
    ],
)
def test_export_is_not_confirmed_without_evidence_and_day(note, fact_on, field):
    case = making.case(reached=Status.NEGOTIATING)
    with pytest.raises(cases.CannotMove) as refusal:
        cases.move(case, Status.CONFIRMED, by=SYSTEM, at=AT, note=note, fact_on=fact_on)
    assert refusal.value.field == field
    assert place(case)[1] == "negotiating"


def test_export_is_confirmed_with_evidence_and_day():
    case = making.case(reached=Status.NEGOTIATING)
    cases.move(case, Status.CONFIRMED, by=SYSTEM, at=AT, note="DUM 118", fact_on=ON)
    assert case.moves.values_list("note", "fact_on").get(to_status="confirmed") == ("DUM 118", ON)


@pytest.mark.parametrize("reached", [Status.LISTED, Status.IN_REVIEW, Status.PLAN, Status.PREPARING, Status.CONFIRMED])
@pytest.mark.parametrize("closed_as", ClosedAs)
def test_close_accepts_the_endings_of_the_stage(reached, closed_as):
    case = making.case(reached=reached)
    if closed_as in lifecycle.endings(reached):
        cases.close(case, closed_as=closed_as, by=SYSTEM, at=AT)
        assert place(case)[:3] == ("closed", "closed", closed_as)
    else:
        with pytest.raises(cases.CannotMove):
            cases.close(case, closed_as=closed_as, by=SYSTEM, at=AT)


@pytest.mark.parametrize("reached", [Status.SUBMITTED, Status.IN_REVIEW])
def test_sent_application_is_not_closed_as_unanswered(reached):
    case = making.case(reached=reached)
    with pytest.raises(cases.CannotMove):
        cases.close(case, closed_as=ClosedAs.UNRESPONSIVE, by=SYSTEM, at=AT)
    assert place(case)[1] == reached


def test_close_is_refused_on_a_closed_case():
    case = making.case()
    cases.close(case, closed_as=ClosedAs.DECLINED, by=SYSTEM, at=AT)
    with pytest.raises(cases.CannotMove):
        cases.close(case, closed_as=ClosedAs.CEASED, by=SYSTEM, at=AT)


def test_reopen_leads_back_to_the_status_that_was_left():
    case = making.case(reached=Status.PLAN)
    cases.close(case, closed_as=ClosedAs.WITHDRAWN, by=SYSTEM, at=AT)
    cases.reopen(case, by=SYSTEM, at=AT, note="a rappelé")
    assert place(case) == ("coaching", "plan", "", 9)


def test_reopen_after_two_closings_leads_to_the_later_status():
    case = making.case()
    cases.close(case, closed_as=ClosedAs.UNRESPONSIVE, by=SYSTEM, at=AT)
    cases.reopen(case, by=SYSTEM, at=AT)
    cases.move(case, Status.INVITED, by=SYSTEM, at=AT)
    cases.close(case, closed_as=ClosedAs.DECLINED, by=SYSTEM, at=AT)
    cases.reopen(case, by=SYSTEM, at=AT)
    assert place(case)[:3] == ("targeted", "invited", "")


def test_reopening_a_confirmed_export_asks_for_no_second_evidence():
    case = making.case(reached=Status.CONFIRMED)
    cases.close(case, closed_as=ClosedAs.GRADUATED, by=SYSTEM, at=AT)
    cases.reopen(case, by=SYSTEM, at=AT)
    assert place(case)[:2] == ("exporting", "confirmed")


def test_reopen_is_refused_on_an_open_case():
    with pytest.raises(cases.CannotMove):
        cases.reopen(making.case(), by=SYSTEM, at=AT)


@pytest.mark.parametrize(
    "act",
    [
        lambda case, seen: cases.move(case, Status.INVITED, by=SYSTEM, at=AT, seen_version=seen),
        lambda case, seen: cases.close(case, closed_as=ClosedAs.DECLINED, by=SYSTEM, at=AT, seen_version=seen),
    ],
)
def test_decision_on_an_older_version_is_refused(act):
    case = making.case()
    cases.move(case, Status.REACHED, by=SYSTEM, at=AT)
    with pytest.raises(cases.CannotMove):
        act(case, 1)
    assert place(case)[1] == "reached"


@pytest.mark.django_db(transaction=True)
def test_two_contradictory_decisions_cannot_both_pass():
    case = making.case(reached=Status.IN_REVIEW)
    together, outcomes = Barrier(2), []

    def decide(act):
        together.wait()
        try:
            act(Case.objects.get(pk=case.pk))
            outcomes.append("passed")
        except cases.CannotMove:
            outcomes.append("refused")
        finally:
            connection.close()

    decisions = [
        lambda seen: cases.move(seen, Status.DIAGNOSTIC, by=SYSTEM, at=AT, seen_version=case.version),
        lambda seen: cases.close(seen, closed_as=ClosedAs.REFUSED, by=SYSTEM, at=AT, seen_version=case.version),
    ]
    threads = [Thread(target=decide, args=[act]) for act in decisions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["passed", "refused"]
    assert case.moves.filter(from_status="in_review").count() == 1


def refused(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()
    return True


@pytest.mark.parametrize(
    ("stage", "status", "closed_as"),
    [
        ("targeted", "draft", ""),
        ("closed", "closed", ""),
        ("targeted", "listed", "declined"),
        ("closed", "closed", "bored"),
        ("closed", "listed", "declined"),
    ],
)
def test_database_refuses_a_place_outside_the_table(stage, status, closed_as):
    case = making.case()
    assert refused(lambda: Case.objects.filter(pk=case.pk).update(stage=stage, status=status, closed_as=closed_as))


@pytest.mark.parametrize(
    "step",
    [
        {"from_stage": "targeted", "from_status": "listed", "to_stage": "application", "to_status": "submitted"},
        {"from_stage": "", "from_status": "", "to_stage": "targeted", "to_status": "invited"},
        {"from_stage": "coaching", "from_status": "listed", "to_stage": "targeted", "to_status": "invited"},
        {"from_stage": "targeted", "from_status": "listed", "to_stage": "coaching", "to_status": "invited"},
        {"from_stage": "targeted", "from_status": "listed", "to_stage": "closed", "to_status": "closed"},
        {
            "from_stage": "targeted",
            "from_status": "listed",
            "to_stage": "closed",
            "to_status": "closed",
            "closed_as": "graduated",
        },
        {
            "from_stage": "market_entry",
            "from_status": "negotiating",
            "to_stage": "exporting",
            "to_status": "confirmed",
            "note": "DUM 118",
        },
        {
            "from_stage": "market_entry",
            "from_status": "negotiating",
            "to_stage": "exporting",
            "to_status": "confirmed",
            "fact_on": ON,
        },
    ],
)
def test_database_refuses_a_move_outside_the_table(step):
    case = making.case()
    assert refused(lambda: Move.objects.create(case=case, at=AT, **step))


def test_database_refuses_a_second_case_of_a_company_in_a_year():
    case = making.case()
    twin = Case(
        reference="EX27-AAAA-AA",
        company=case.company,
        year=case.year,
        region=case.region,
        origin="list",
        stage="targeted",
        status="listed",
        opened_at=AT,
        status_since=AT,
    )
    assert refused(twin.save)


def open_kinds(case):
    return sorted(case.tasks.open().values_list("kind", flat=True))


def test_closing_ends_the_tasks_of_the_file_with_the_reason():
    officer, case = making.person(), making.case()
    kinds = [TaskKind.CALL, TaskKind.FOLLOW_UP, TaskKind.LETTER, TaskKind.PROPOSE_CLOSING]
    for days, kind in enumerate(kinds):
        cases.add_task(case, kind=kind, due_on=ON + timedelta(days=days), by=SYSTEM, at=AT)
    cases.add_task(case, kind=TaskKind.OTHER, title="Envoyer le guide", due_on=ON, by=SYSTEM, at=AT)
    later = AT + timedelta(days=2)

    cases.close(case, closed_as=ClosedAs.CEASED, by=officer.actor, at=later)

    assert open_kinds(case) == ["other"]
    ended = case.tasks.exclude(done_at=None).values_list("outcome", "done_by", "done_at")
    assert list(ended) == [("file_closed", officer.pk, later)] * 4
    assert (
        list(Entry.objects.filter(verb="task.done").values_list("data", "stream"))
        == [({"outcome": "file_closed"}, case.stream)] * 4
    )


@pytest.mark.parametrize(
    ("to", "left"),
    [
        (Status.INFORMATION_REQUESTED, []),
        (Status.WAITING_LIST, []),
        (Status.DIAGNOSTIC, []),
        (None, ["review"]),
    ],
)
def test_review_ends_when_the_application_leaves_it(to, left):
    case = making.case(reached=Status.SUBMITTED)
    cases.add_task(case, kind=TaskKind.REVIEW, due_on=ON, by=SYSTEM, at=AT)
    cases.move(case, Status.IN_REVIEW, by=SYSTEM, at=AT)
    if to:
        cases.move(case, to, by=SYSTEM, at=AT)
    assert open_kinds(case) == left
