"""Moving, closing and opening a case again."""

from datetime import timedelta

import pytest

from companies.accounts.enums import Role
from companies.cases import actions as cases
from companies.cases.enums import ClosedAs, Status
from companies.cases.models import Case, Move
from companies.common import clock, words
from companies.dialogue.models import Obstacle
from companies.enrolment import actions as enrolment
from companies.enrolment.models import CompletionRequest
from companies.journal.actors import SYSTEM
from companies.mail.models import Message
from tests.enrolment import world
from tests.portal.papers import ask
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
        (Status.IN_REVIEW, ["information_requested", "waiting_list", "diagnostic"]),
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


DUE = clock.today() + timedelta(days=15)
WANTED = {"items": "le code SH\nle bilan", "due_on": DUE.isoformat()}


def test_completion_is_requested_in_writing(client, officer):
    case = making.case(reached=Status.IN_REVIEW, officer=officer)
    move(client, case, "information_requested", **WANTED)
    assert place(case)[1] == "information_requested"
    row = Move.objects.get(to_status="information_requested")
    assert (row.note, row.due_on, row.by) == ("le code SH\nle bilan", DUE, officer)
    assert Message.objects.values_list("purpose", flat=True).get() == "completion.requested"


def applied(officer):
    """A company that sent its application by the form, now in review."""
    case = world.invited_case(year=world.current_year(), at=clock.now(), officer=officer)
    application = world.filled(world.begun(case, at=clock.now()), at=clock.now())
    sent = enrolment.submit(application, by=SYSTEM, at=clock.now())
    return cases.move(sent.case, Status.IN_REVIEW, by=SYSTEM, at=clock.now())


def test_questions_and_documents_are_offered_to_be_asked_again(client, officer):
    case = applied(officer)
    ask(case.year)

    fields = client.get(url(case, "move")).context["form"].fields

    pages = dict(fields["questions"].choices)
    assert list(map(str, pages))[:2] == ["Entreprise", "Contact"]
    assert dict(next(iter(pages.values())))["address"] == "Adresse"
    assert fields["slots"].choices == [("rc", "Extrait du registre")]


def test_questions_and_documents_are_asked_again_with_a_day(client, officer):
    case = applied(officer)
    ask(case.year)

    answer = move(
        client, case, "information_requested", questions=["address", "products"], slots=["rc"], due_on=DUE.isoformat()
    )

    request = CompletionRequest.objects.get(case=case)
    assert (answer.status_code, place(case)[1]) == (302, "information_requested")
    assert (request.questions, request.slots, request.items) == (["address", "products"], ["rc"], [])
    assert "Adresse, Produits que vous vendez" in Message.objects.get(purpose="completion.requested").text
    assert "Adresse" in Move.objects.get(case=case, to_status="information_requested").note


@pytest.mark.parametrize("wanted", [{"questions": ["no_such"]}, {"slots": ["no_such"]}, {"questions": ["\x00"]}])
def test_what_cannot_be_asked_comes_back(client, officer, wanted):
    case = applied(officer)
    ask(case.year)

    answer = move(client, case, "information_requested", due_on=DUE.isoformat(), items="x", **wanted)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, list(wanted))
    assert place(case)[1] == "in_review"


def test_request_says_before_and_after_to_whom_it_leaves(client, officer):
    case = making.case(reached=Status.IN_REVIEW, officer=officer)
    person = case.company.contacts.get()

    hint = client.get(url(case, "move")).context["form"].fields["items"].help_text
    move(client, case, "information_requested", **WANTED)
    page = client.get(f"/desk/cases/{case.reference}/").content.decode()

    assert f"Un message part aussitôt à \u2068{person}\u2069, au nom du chargé de programme" in hint
    assert f"La demande part par e-mail à \u2068{person}\u2069, \u2068{person.email}\u2069." in page


def test_request_without_an_address_is_a_letter(client, officer):
    case = making.case(reached=Status.IN_REVIEW, officer=officer)
    case.company.contacts.update(email="")

    hint = client.get(url(case, "move")).context["form"].fields["items"].help_text
    move(client, case, "information_requested", **WANTED)
    page = client.get(f"/desk/cases/{case.reference}/").content.decode()

    assert "une lettre à envoyer vous est confiée" in hint
    assert "la lettre à envoyer est une tâche de ce dossier" in page


@pytest.mark.parametrize(
    ("due_on", "title"),
    [
        (clock.today(), "En attente de l’entreprise jusqu’au "),
        (clock.today() - timedelta(days=1), "L’entreprise pouvait compléter sa candidature jusqu’au "),
    ],
)
def test_next_step_of_a_request_is_the_companys(client, officer, due_on, title):
    case = making.case(reached=Status.IN_REVIEW, officer=officer)
    cases.move(case, Status.INFORMATION_REQUESTED, note="le bilan", due_on=due_on, by=SYSTEM, at=clock.now())

    step = client.get(f"/desk/cases/{case.reference}/").context["next_step"]

    assert step.title == title + words.full_day(due_on, "fr")


def test_completion_proposes_fifteen_days(client, officer):
    case = making.case(reached=Status.IN_REVIEW)
    assert client.get(url(case, "move")).context["form"].initial["due_on"] == DUE


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"items": " "}, ["items"]),
        ({"due_on": ""}, ["due_on"]),
        ({"due_on": "demain"}, ["due_on"]),
        ({"due_on": clock.today().isoformat()}, ["due_on"]),
        ({"items": "", "due_on": ""}, ["items", "due_on"]),
        ({"items": "x" * 1001}, ["items"]),
    ],
)
def test_completion_without_what_or_when_comes_back(client, officer, fields, missing):
    case = making.case(reached=Status.IN_REVIEW)
    answer = move(client, case, "information_requested", **WANTED | fields)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, missing)
    assert (place(case)[1], Message.objects.count()) == ("in_review", 0)


def asked_once():
    case = making.case(reached=Status.IN_REVIEW)
    cases.move(case, Status.INFORMATION_REQUESTED, note="le code SH", due_on=DUE, by=SYSTEM, at=clock.now())
    return cases.move(case, Status.IN_REVIEW, by=SYSTEM, at=clock.now())


def test_second_request_is_the_regional_managers(client, officer):
    case = asked_once()
    answer = move(client, case, "information_requested", **WANTED, reason="Illisible")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["to"])
    assert place(case)[1] == "in_review"


def test_second_request_of_a_manager_has_its_reason(client, as_role):
    as_role(Role.MANAGER)
    case = asked_once()
    answer = move(client, case, "information_requested", **WANTED)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    move(client, case, "information_requested", **WANTED, reason="Le bilan était illisible.")
    assert place(case)[1] == "information_requested"
    assert "Le bilan était illisible." in Message.objects.get(purpose="completion.requested.again").text


@pytest.mark.parametrize("to", ["draft", "submitted", "confirmed", "closed", "bored", ""])
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
