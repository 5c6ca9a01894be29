"""Moving, closing and opening a case again."""

from datetime import timedelta

import pytest

from companies.accounts.enums import Role
from companies.cases import actions as cases
from companies.cases.enums import ClosedAs, Status
from companies.cases.models import Case, Move
from companies.common import clock
from companies.dialogue.models import Obstacle
from companies.journal.actors import SYSTEM
from tests.support import making

pytestmark = pytest.mark.django_db


def url(case, act):
    return f"/desk/cases/{case.reference}/{act}/"


def move(client, case, to, **fields):
    return client.post(url(case, "move"), {"to": to, "version": case.version, **fields})


def place(case):
    return Case.objects.values_list("stage", "status", "closed_as").get(pk=case.pk)


@pytest.mark.parametrize(
    ("reached", "offered"),
    [
        (Status.LISTED, ["invited", "reached"]),
        (Status.INVITED, ["reached"]),
        (Status.DRAFT, []),
        (Status.IN_REVIEW, ["waiting_list", "diagnostic"]),
        (Status.UNDER_WAY, ["plan", "preparing"]),
        (Status.NEGOTIATING, ["prospecting", "confirmed"]),
        (Status.CONFIRMED, []),
    ],
)
def test_page_offers_the_moves_of_the_table_but_the_companys_own(client, officer, reached, offered):
    case = making.case(reached=reached)
    form = client.get(url(case, "move")).context["form"]
    assert [code for code, _words in form.fields["to"].choices] == offered


def test_move_is_made_with_its_reason(client, officer):
    case = making.case(reached=Status.IN_REVIEW)
    answer = move(client, case, "waiting_list", note="Plus de place")
    assert answer.url == f"/desk/cases/{case.reference}/"
    assert place(case) == ("application", "waiting_list", "")
    assert Move.objects.values_list("note", "by").get(to_status="waiting_list") == ("Plus de place", officer.pk)


@pytest.mark.parametrize("to", ["draft", "submitted", "information_requested", "confirmed", "closed", "bored", ""])
def test_move_that_is_not_offered_is_refused(client, officer, to):
    case = making.case(reached=Status.INVITED)
    answer = move(client, case, to)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["to"])
    assert place(case)[1] == "invited"


def test_move_of_a_file_that_somebody_changed_is_refused(client, officer):
    case = making.case(reached=Status.IN_REVIEW)
    cases.move(Case.objects.get(pk=case.pk), Status.WAITING_LIST, by=SYSTEM, at=clock.now())
    answer = move(client, case, "diagnostic")
    assert answer.status_code == 422
    assert "a changé entre-temps" in answer.content.decode()
    assert place(case)[1] == "waiting_list"


def test_export_is_confirmed_with_day_and_evidence(client, officer):
    case = making.case(reached=Status.NEGOTIATING)
    day = clock.today() - timedelta(days=4)
    move(client, case, "confirmed", note="DUM 2027-118", fact_on=day.isoformat())
    assert place(case)[:2] == ("exporting", "confirmed")
    assert Move.objects.get(to_status="confirmed").fact_on == day


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({}, ["fact_on", "note"]),
        ({"note": "DUM 118"}, ["fact_on"]),
        ({"fact_on": "2026-11-01"}, ["note"]),
        ({"note": "DUM 118", "fact_on": "2999-01-01"}, ["fact_on"]),
        ({"note": "DUM 118", "fact_on": "hier"}, ["fact_on"]),
    ],
)
def test_export_without_evidence_comes_back(client, officer, fields, missing):
    case = making.case(reached=Status.NEGOTIATING)
    answer = move(client, case, "confirmed", **fields)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, missing)
    assert place(case)[1] == "negotiating"


@pytest.mark.parametrize(("reached", "said"), [(Status.NEGOTIATING, 0), (Status.IN_REVIEW, 1)])
def test_what_a_step_may_need_is_not_called_optional(client, officer, reached, said):
    case = making.case(reached=reached, officer=officer)
    page = client.get(f"/desk/cases/{case.reference}/move/").content.decode()
    assert page.count("(facultatif)") == said


def test_step_back_has_its_reason(client, officer):
    case = making.case(reached=Status.UNDER_WAY)
    answer = move(client, case, "plan", note=" ")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["note"])
    move(client, case, "plan", note="Le plan change de marché")
    assert place(case)[1] == "plan"


def close(client, case, closed_as, **fields):
    return client.post(url(case, "close"), {"closed_as": closed_as, "version": case.version, **fields})


def test_file_is_closed_with_what_held_the_company_back(client, officer):
    case = making.case(reached=Status.INVITED)
    close(client, case, "declined", reason="logistics", note="Trop loin du port")
    assert place(case) == ("closed", "closed", "declined")
    assert Move.objects.values_list("reason", "note").get(to_status="closed") == ("logistics", "Trop loin du port")
    assert Obstacle.objects.values_list("code", "text", "source", "by").get() == (
        "logistics",
        "Trop loin du port",
        "call",
        officer.pk,
    )


def test_file_is_closed_without_a_known_reason(client, officer):
    case = making.case(reached=Status.INVITED)
    close(client, case, "unresponsive")
    assert place(case)[2] == "unresponsive"
    assert not Obstacle.objects.exists()


@pytest.mark.parametrize(
    ("closed_as", "fields", "field"),
    [
        ("", {}, "closed_as"),
        ("graduated", {}, "closed_as"),
        ("declined", {"reason": "weather"}, "reason"),
        ("declined", {"reason": "other"}, "note"),
        ("declined", {"note": "x" * 301}, "note"),
        ("declined", {"version": ""}, "version"),
        ("declined", {"version": "7"}, "__all__"),
    ],
)
def test_closing_that_is_not_understood_comes_back(client, officer, closed_as, fields, field):
    case = making.case(reached=Status.INVITED)
    answer = close(client, case, closed_as, **fields)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert place(case)[1] == "invited"
    assert not Obstacle.objects.exists()


def test_closed_file_is_opened_again_where_it_was_left(client, officer):
    case = making.case(reached=Status.PLAN)
    cases.close(case, closed_as=ClosedAs.WITHDRAWN, by=SYSTEM, at=clock.now())
    client.post(url(case, "reopen"), {"note": "A rappelé", "version": case.version})
    assert place(case) == ("coaching", "plan", "")


def test_opening_again_asks_why(client, officer):
    case = making.case()
    cases.close(case, closed_as=ClosedAs.CEASED, by=SYSTEM, at=clock.now())
    answer = client.post(url(case, "reopen"), {"note": "", "version": case.version})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["note"])


def test_open_file_is_not_opened_again(client, officer):
    case = making.case()
    answer = client.post(url(case, "reopen"), {"note": "Encore", "version": case.version})
    assert (answer.status_code, place(case)[1]) == (422, "listed")


@pytest.mark.parametrize("act", ["move", "close", "reopen"])
def test_national_manager_may_look_not_change(client, as_role, act):
    as_role(Role.NATIONAL)
    case = making.case()
    assert client.get(url(case, act)).status_code == 403
    assert client.post(url(case, act)).status_code == 403


@pytest.mark.parametrize("act", ["move", "close", "reopen"])
def test_file_of_another_region_does_not_exist(client, officer, act):
    case = making.case(region=making.SOUSS)
    assert client.get(url(case, act)).status_code == 404
    assert client.post(url(case, act)).status_code == 404
