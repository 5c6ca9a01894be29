"""Asking a company for something back: shown, sent, given another day, withdrawn."""

import re
from datetime import timedelta

import pytest

from companies.accounts.enums import Role
from companies.accounts.models import Absence
from companies.cases import actions as cases
from companies.cases.enums import Status, TaskKind
from companies.cases.models import Case, Interaction, Move
from companies.common import clock, words
from companies.enrolment import actions as enrolment
from companies.enrolment.models import Application, CompletionRequest
from companies.journal.actors import SYSTEM
from companies.mail.models import Message
from tests.enrolment import world
from tests.portal.papers import ask as slot_of
from tests.support import making

pytestmark = pytest.mark.django_db

DUE = clock.today() + timedelta(days=15)
LAST = clock.today() + timedelta(days=60)
WANTED = {"items": "le code SH\nle bilan, avec la liasse", "due_on": DUE.isoformat()}


def url(case, act="ask-back"):
    return f"/desk/cases/{case.reference}/{act}/"


def post(client, case, button="send", **fields):
    return client.post(url(case), {"version": case.version, button: "1", **fields})


def status_of(case):
    return Case.objects.values_list("status", flat=True).get(pk=case.pk)


@pytest.fixture
def case(officer):
    """A company that sent its application by the form, now in review."""
    case = world.invited_case(year=world.current_year(), at=clock.now(), officer=officer)
    application = world.filled(world.begun(case, at=clock.now()), at=clock.now())
    sent = enrolment.submit(application, by=SYSTEM, at=clock.now())
    return cases.move(sent.case, Status.IN_REVIEW, by=SYSTEM, at=clock.now())


def asked(case, **changes):
    given = {"items": ["le bilan, avec la liasse"], "due_on": DUE, "by": SYSTEM, "at": clock.now()} | changes
    enrolment.request_completion(Case.objects.get(pk=case.pk), **given)
    return CompletionRequest.objects.get(case=case)


def test_request_is_shown_before_it_leaves_and_nothing_is_written(client, officer, case):
    page = post(client, case, "show", **WANTED).content.decode()

    assert (status_of(case), Message.objects.filter(purpose="completion.requested").count()) == ("in_review", 0)
    assert not CompletionRequest.objects.exists()
    assert "le bilan, avec la liasse" in page
    assert f"au plus tard jusqu’au {words.full_day(DUE, 'fr')}" in page
    assert page.count('type="hidden" name="items"') == 1


def test_address_keeps_its_direction_in_an_arabic_message(client, officer, case):
    case.company.contacts.update(language="ar")
    page = post(client, case, "show", **WANTED).content.decode()
    letter = page.partition('class="letter-text"')[2].partition("</div>")[0]
    assert re.findall(r"(.{15})https?://[^<]*/file/[^<]*(.{6})", letter) == [('<bdi dir="ltr">', "</bdi>")]


def test_request_is_sent_as_it_was_shown(client, officer, case):
    answer = post(client, case, **WANTED)

    message = Message.objects.get(purpose="completion.requested")
    row = Move.objects.get(to_status="information_requested")
    assert (answer.url, status_of(case)) == (f"/desk/cases/{case.reference}/", "information_requested")
    assert (row.note, row.due_on, row.by) == ("le code SH\nle bilan, avec la liasse", DUE, officer)
    assert "– le code SH\n– le bilan, avec la liasse\n" in message.text
    assert "le code SH<br>– le bilan, avec la liasse" in message.html


def test_request_shown_can_be_changed(client, officer, case):
    answer = post(client, case, "change", **WANTED)
    assert (answer.status_code, answer.context["form"]["items"].value()) == (200, WANTED["items"])
    assert status_of(case) == "in_review"


def test_questions_and_documents_are_asked_again_with_a_reason(client, officer, case):
    slot_of(case.year)
    page = client.get(url(case)).context["form"].fields
    answer = post(
        client, case, questions=["address", "products"], slots=["rc"], due_on=DUE.isoformat(), reason="Page illisible."
    )

    request, text = CompletionRequest.objects.get(case=case), Message.objects.get(purpose="completion.requested").text
    assert dict(next(iter(dict(page["questions"].choices).values())))["address"] == "Adresse"
    assert (answer.status_code, request.questions, request.slots) == (302, ["address", "products"], ["rc"])
    assert ("– Adresse\n" in text, "Page illisible." in text) == (True, True)


@pytest.mark.parametrize("wanted", [{"questions": ["no_such"]}, {"slots": ["no_such"]}, {"questions": ["\x00"]}])
def test_what_cannot_be_asked_comes_back(client, officer, case, wanted):
    slot_of(case.year)
    answer = post(client, case, due_on=DUE.isoformat(), items="le bilan", **wanted)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, list(wanted))
    assert status_of(case) == "in_review"


@pytest.mark.parametrize("button", ["show", "send"])
@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"items": " "}, ["items"]),
        ({"items": "x"}, ["items"]),
        ({"items": "12/2025"}, ["items"]),
        ({"items": "bilan\n" + "x" * 301}, ["items"]),
        ({"items": "le bilan\n" * 11}, ["items"]),
        ({"due_on": ""}, ["due_on"]),
        ({"due_on": "demain"}, ["due_on"]),
        ({"due_on": clock.today().isoformat()}, ["due_on"]),
        ({"due_on": (LAST + timedelta(days=1)).isoformat()}, ["due_on"]),
        ({"due_on": "2999-01-01"}, ["due_on"]),
        ({"items": "", "due_on": ""}, ["due_on", "items"]),
        ({"items": "x" * 600, "due_on": "2999-01-01"}, ["due_on", "items"]),
    ],
)
def test_request_without_sense_or_term_comes_back(client, officer, case, button, fields, missing):
    answer = post(client, case, button, **WANTED | fields)
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, missing)
    assert (status_of(case), CompletionRequest.objects.count()) == ("in_review", 0)


def test_day_too_late_names_the_last_possible(client, officer, case):
    page = post(client, case, "show", **WANTED | {"due_on": "2999-01-01"}).content.decode()
    assert f"Au plus tard le {words.full_day(LAST, 'fr')}, " in page
    assert post(client, case, **WANTED | {"due_on": LAST.isoformat()}).status_code == 302


def test_page_says_who_is_written_to_and_who_signs(client, officer, case):
    deputy = making.person(name="Omar Tazi")
    Absence.objects.create(user=officer, deputy=deputy, begins_on=clock.today(), ends_on=clock.today())

    page = client.get(url(case)).content.decode()

    assert ("<bdi>Omar Tazi</bdi>" in page, "direction@doukkala.example" in page) == (True, True)


def test_request_without_an_address_is_a_letter(client, officer, case):
    case.company.contacts.update(email="")
    shown = post(client, case, "show", **WANTED).content.decode()
    post(client, case, **WANTED)
    assert "une lettre à envoyer vous est confiée" in shown
    assert case.tasks.open().filter(kind=TaskKind.LETTER).count() == 1


def test_request_of_a_file_that_somebody_changed_is_refused(client, officer, case):
    seen = case.version
    cases.move(Case.objects.get(pk=case.pk), Status.WAITING_LIST, by=SYSTEM, at=clock.now())
    cases.move(Case.objects.get(pk=case.pk), Status.IN_REVIEW, by=SYSTEM, at=clock.now())
    answer = client.post(url(case), {"version": seen, "send": "1", **WANTED})
    assert (answer.status_code, "a changé entre-temps" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("reached", [Status.INVITED, Status.UNDER_WAY])
def test_nothing_is_asked_outside_the_review(client, officer, reached):
    case = making.case(reached=reached)
    assert (client.get(url(case)).status_code, post(client, case, **WANTED).status_code) == (200, 422)
    assert not CompletionRequest.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_request_that_waits_is_named_with_the_ways_to_change_it(client, officer, case, method):
    asked(case)

    answer = getattr(client, method)(url(case))

    page = answer.content.decode()
    assert (answer.status_code, 'name="due_on"' in page) == (200 if method == "get" else 422, False)
    assert ("<bdi>le bilan, avec la liasse</bdi>" in page, words.full_day(DUE, "fr") in page) == (True, True)
    ways = [f'href="{url(case, act)}"' for act in ("ask-back/day", "ask-back/withdraw")]
    assert [page.count(way) for way in ways] == [1, 1]


def asked_once(case):
    asked(case)
    return cases.move(Case.objects.get(pk=case.pk), Status.IN_REVIEW, by=SYSTEM, at=clock.now())


def test_second_request_is_the_regional_managers(client, officer, case):
    answer = post(client, asked_once(case), **WANTED, reason="Illisible")
    assert (answer.status_code, status_of(case)) == (422, "in_review")
    assert 'name="due_on"' not in answer.content.decode()


@pytest.mark.parametrize("page", ["", "application/", "move/"])
@pytest.mark.parametrize(("role", "offered"), [(Role.OFFICER, False), (Role.MANAGER, True)])
def test_second_request_is_offered_to_who_may_make_it(client, as_role, case, page, role, offered):
    case = asked_once(case)
    as_role(role)
    shown = client.get(f"/desk/cases/{case.reference}/{page}").content.decode()
    assert (f'href="{url(case)}"' in shown) == offered


def test_second_request_of_a_manager_has_its_reason(client, as_role, case):
    case = asked_once(case)
    as_role(Role.MANAGER)
    refused = post(client, case, "show", **WANTED)
    shown = post(client, case, "show", **WANTED, reason="Le bilan était illisible.")
    post(client, case, **WANTED, reason="Le bilan était illisible.")
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    assert "Le bilan était illisible." in shown.content.decode()
    assert "Le bilan était illisible." in Message.objects.get(purpose="completion.requested.again").text


def test_another_day_is_told_to_the_company(client, officer, case):
    asked(case)
    day = DUE + timedelta(days=20)

    answer = client.post(url(case, "ask-back/day"), {"due_on": day.isoformat(), "reason": "Expert en congé."})

    message = Message.objects.get(purpose="completion.changed")
    move = Move.objects.get(case=case, to_status="information_requested")
    assert (answer.status_code, CompletionRequest.objects.get().due_on, move.due_on) == (302, day, day)
    assert (words.full_day(day, "fr") in message.text, "Expert en congé." in message.text) == (True, True)
    assert "Expert en congé." in Interaction.objects.get(case=case, kind="note").text


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"due_on": ""}, ["due_on"]),
        ({"due_on": DUE.isoformat()}, ["due_on"]),
        ({"due_on": clock.today().isoformat()}, ["due_on"]),
        ({"due_on": (LAST + timedelta(days=1)).isoformat()}, ["due_on"]),
        ({"reason": " "}, ["reason"]),
        ({"due_on": "", "reason": ""}, ["due_on", "reason"]),
        ({"due_on": "2999-01-01", "reason": ""}, ["due_on", "reason"]),
    ],
)
def test_another_day_that_cannot_be_comes_back(client, officer, case, fields, missing):
    asked(case)
    given = {"due_on": (DUE + timedelta(days=1)).isoformat(), "reason": "Expert en congé."} | fields
    answer = client.post(url(case, "ask-back/day"), given)
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, missing)
    assert (CompletionRequest.objects.get().due_on, Message.objects.filter(purpose="completion.changed").count()) == (
        DUE,
        0,
    )


def test_withdrawn_request_brings_the_file_back_and_is_told(client, officer, case):
    asked(case)

    answer = client.post(url(case, "ask-back/withdraw"), {"reason": "Nous avons trouvé le bilan."})

    request = CompletionRequest.objects.get()
    assert (answer.status_code, status_of(case)) == (302, "in_review")
    assert (request.withdrawn_at is not None, request.answered_at) == (True, None)
    assert "Nous avons trouvé le bilan." in Message.objects.get(purpose="completion.withdrawn").text
    assert case.tasks.open().get(kind=TaskKind.REVIEW).reason == "completion.withdrawn"


@pytest.mark.parametrize("act", ["ask-back/day", "ask-back/withdraw"])
def test_nothing_is_changed_where_nothing_is_asked(client, officer, case, act):
    given = {"due_on": DUE.isoformat(), "reason": "Expert en congé."}
    assert (client.get(url(case, act)).status_code, client.post(url(case, act), given).status_code) == (200, 422)
    assert status_of(case) == "in_review"


def test_change_without_an_address_is_a_call(client, officer, case):
    asked(case)
    case.company.contacts.update(email="")
    client.post(url(case, "ask-back/withdraw"), {"reason": "Nous avons trouvé le bilan."})
    assert case.tasks.open().get(kind=TaskKind.CALL).reason == "completion.call"


def test_time_limit_goes_on_by_the_days_it_stood_still(client, officer, case):
    asked(case)
    Case.objects.filter(pk=case.pk).update(status_since=clock.now() - timedelta(days=7))
    owed = Application.objects.get(case=case).answer_by

    client.post(url(case, "move"), {"to": "in_review", "version": Case.objects.get(pk=case.pk).version})

    after = Application.objects.get(case=case)
    assert (after.answer_by, after.paused_days) == (owed + timedelta(days=7), 7)


def test_case_page_says_what_is_asked_also_beside_another_task(client, officer, case):
    asked(case)
    cases.add_task(case, kind=TaskKind.CALL, due_on=clock.today(), by=SYSTEM, at=clock.now())

    page = client.get(f"/desk/cases/{case.reference}/").content.decode()

    panel = page.partition('id="asked"')[2].partition("</section>")[0]
    assert ("le bilan, avec la liasse" in panel, words.full_day(DUE, "fr") in panel) == (True, True)
    assert "Suspendu depuis" in page.partition('id="clock-label"')[2]
    assert f'{url(case, "ask-back/day")}"' in panel


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


@pytest.mark.parametrize(("again", "optional"), [(False, True), (True, False)])
def test_reason_is_optional_but_the_second_time(client, as_role, case, again, optional):
    case = asked_once(case) if again else case
    as_role(Role.MANAGER)
    page = client.get(url(case)).content.decode()
    label = page.partition('for="id_reason"')[2].partition("</label>")[0]
    assert ('class="optional"' in label) == optional


def test_page_proposes_fifteen_days(client, officer, case):
    assert client.get(url(case)).context["form"].initial["due_on"] == DUE


@pytest.mark.parametrize("act", ["ask-back", "ask-back/day", "ask-back/withdraw"])
def test_who_only_looks_is_refused_and_strangers_find_nothing(client, as_role, act):
    as_role(Role.NATIONAL)
    case = making.case()
    assert [client.get(url(case, act)).status_code, client.post(url(case, act)).status_code] == [403, 403]
    as_role(Role.OFFICER)
    elsewhere = making.case(region=making.SOUSS)
    assert [client.get(url(elsewhere, act)).status_code, client.post(url(elsewhere, act)).status_code] == [404, 404]
