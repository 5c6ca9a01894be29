"""Asking a company to complete its application, and what its answer does."""

from datetime import date, timedelta

import pytest

from companies.cases import actions as cases
from companies.cases.enums import Status, TaskKind
from companies.cases.models import Interaction
from companies.common import clock
from companies.common.refusals import Refusal
from companies.enrolment import actions as enrolment
from companies.enrolment import queries
from companies.journal.actors import SYSTEM
from companies.mail.models import Message
from companies.registry.models import Contact
from tests.enrolment import world
from tests.enrolment.world import SENT

pytestmark = pytest.mark.django_db

AT = SENT + timedelta(days=3)
DUE = date(2027, 3, 19)
ITEMS = ["le code SH du deuxième produit", "  ", "le dernier bilan"]


@pytest.fixture
def application():
    application = world.sent(world.filled(world.begun(world.invited_case())))
    cases.move(application.case, Status.IN_REVIEW, by=SYSTEM, at=SENT)
    return application


def ask(application, **changes):
    given = {"items": ITEMS, "due_on": DUE, "by": SYSTEM, "at": AT} | changes
    return enrolment.request_completion(application.case, **given)


def test_request_moves_the_file_and_leaves_with_what_is_missing_and_until_when(application):
    ask(application)
    assert world.status_of(application.case) == Status.INFORMATION_REQUESTED
    assert queries.request_of(application.case) == queries.Request((ITEMS[0], ITEMS[2]), DUE)
    message = Message.objects.get(purpose="completion.requested")
    assert (message.essential, message.to_email) == (True, "direction@doukkala.example")
    assert f"– {ITEMS[0]}\n– {ITEMS[2]}" in message.text
    assert "19\u00a0mars" in message.subject


def test_note_for_the_file_is_kept_apart_from_what_the_company_reads(application):
    ask(application, note="Vu avec la direction régionale")
    assert Interaction.objects.get(case=application.case).text == "Vu avec la direction régionale"
    assert "direction régionale" not in Message.objects.get(purpose="completion.requested").text


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"items": []}, "items"), ({"items": [" ", ""]}, "items"), ({"due_on": date(2027, 3, 4)}, "due_on")],
)
def test_request_without_what_or_when_is_refused_and_nothing_is_written(application, changes, field):
    with pytest.raises(Refusal) as refused:
        ask(application, **changes)
    assert refused.value.field == field
    assert world.status_of(application.case) == Status.IN_REVIEW
    assert not Message.objects.filter(purpose="completion.requested").exists()


def test_request_from_where_the_table_does_not_lead_is_refused(application):
    cases.move(application.case, Status.WAITING_LIST, by=SYSTEM, at=AT)
    with pytest.raises(cases.CannotMove):
        ask(application)
    assert not Message.objects.filter(purpose="completion.requested").exists()


def test_second_request_needs_a_reason_and_gives_it_to_the_company(application):
    ask(application)
    cases.move(application.case, Status.IN_REVIEW, by=SYSTEM, at=AT)
    with pytest.raises(Refusal) as refused:
        ask(application)
    assert refused.value.field == "reason"
    ask(application, reason="La balance jointe était illisible.")
    message = Message.objects.get(purpose="completion.requested.again")
    assert "La balance jointe était illisible." in message.text


def test_company_without_address_is_written_a_letter(application):
    Contact.objects.filter(company=application.case.company).update(email="")
    ask(application)
    task = application.case.tasks.open().get(kind=TaskKind.LETTER)
    assert (task.reason, task.due_on) == ("completion.letter", clock.local_day(AT))
    assert not Message.objects.filter(purpose="completion.requested").exists()


def test_what_the_company_sends_brings_the_file_back_to_review(application):
    ask(application, items=[], questions=["address"])
    changed = world.save(application, "company", at=AT, **world.checked("company", address="14, rue du Port"))
    world.sent(changed, at=AT + timedelta(hours=1))
    assert world.status_of(application.case) == Status.IN_REVIEW
    assert application.case.tasks.open().filter(kind=TaskKind.REVIEW).count() == 1
