"""What a company writes back: on its case, once, with a task, and no reminder after it."""

import pytest
from django.db import connection

from companies.cases import emails
from companies.cases.enums import Sign, Stage, Status, TaskKind
from companies.cases.models import Case, Interaction, Task
from companies.common import clock
from companies.journal.actors import SYSTEM
from companies.mail import inbox
from companies.mail.models import Message, Received
from companies.outreach.models import Reminder, Run
from companies.outreach.officers import facts
from companies.outreach.sweep import sweep
from companies.reference.models import Site
from companies.registry.enums import Access
from companies.registry.models import Contact
from tests.mail.incoming import REFERENCE, letter
from tests.outreach.passing import at, invited
from tests.support import making

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reply_address(settings):
    settings.REPLY_ADDRESS = "reponses@export.example"


@pytest.fixture
def case():
    return invited(officer=making.person(name="Hajar Alaoui"))


def contact_of(case):
    return Contact.objects.get(company=case.company, primary=True)


def written(case, name="reply_gmail_fr", sender="", **changes):
    """A letter to the case's own address, taken from the mailbox."""
    content = letter(name, to=sender or contact_of(case).email)
    own = inbox.reply_address(case.reference).encode()
    content = content.replace(inbox.reply_address(REFERENCE).encode(), own)
    for before, after in changes.items():
        content = content.replace(before.encode(), after.encode())
    return inbox.take(content, at=at(1))


def test_message_on_a_case_asks_for_answers_at_the_cases_own_address(case):
    head = emails.letterhead(case, "fr", on=clock.local_day(at(0)), site=Site.objects.get(pk=1))

    name, _space, address = head.reply_to.rpartition(" ")
    assert (name, address.partition("+")[0]) == ("Hajar Alaoui", "<reponses")
    assert case.reference in address


def test_reply_of_a_known_contact_is_filed_with_a_task_and_a_sign_of_life(case):
    written(case)

    sweep(at=at(1))

    row, task, fresh = Interaction.objects.get(), Task.objects.get(kind=TaskKind.REPLY), Case.objects.get(pk=case.pk)
    assert (row.contact, row.sender, row.attachments) == (
        contact_of(case),
        contact_of(case).email,
        ["bilan 2025.pdf", "dépliant.jpg"],
    )
    assert row.text.startswith("Bonjour Madame,\n\nNous déposons le dossier jeudi.")
    assert (task.owner, task.reason, task.due_on) == (case.officer, f"reply.{facts.KNOWN};;", clock.local_day(at(1)))
    assert (fresh.status, fresh.last_sign, fresh.last_sign_at) == (Status.REACHED, Sign.WROTE, at(1))


def test_words_leave_the_mailbox_for_the_case(case):
    written(case)
    sweep(at=at(1))

    row = Received.objects.get()
    assert (row.stream, row.text, row.attachments, row.filed_at) == (case.stream, "", [], at(1))


def test_reply_is_filed_once_however_often_it_is_looked_for(case):
    written(case)

    sweep(at=at(1))
    sweep(at=at(1))
    assert written(case) is None
    sweep(at=at(2))

    assert [rows.objects.count() for rows in (Interaction, Task, Reminder)] == [1, 1, 1]


def test_reply_from_an_unknown_address_is_filed_and_marked_but_is_no_sign_of_life(case):
    written(case, sender="comptable@cabinet.example")

    sweep(at=at(1))

    row, fresh = Interaction.objects.get(), Case.objects.get(pk=case.pk)
    assert (row.contact, row.sender) == (None, "comptable@cabinet.example")
    assert Task.objects.get().reason == f"reply.{facts.UNKNOWN};;"
    assert (fresh.status, fresh.last_sign) == (Status.INVITED, Sign.NONE)


def test_contact_of_another_company_is_unknown_here(case):
    stranger = making.contact(making.company())
    written(case, sender=stranger.email)

    sweep(at=at(1))

    assert Interaction.objects.get().contact is None


@pytest.mark.parametrize("access", [Access.ENDED, Access.WRONG])
def test_who_has_left_or_never_belonged_is_unknown(case, access):
    Contact.objects.filter(company=case.company).update(access=access)
    written(case)

    sweep(at=at(1))

    assert (Interaction.objects.get().contact, Task.objects.get().reason) == (None, f"reply.{facts.UNKNOWN};;")


def test_sender_is_known_however_the_address_is_spelled(case):
    written(case, sender=contact_of(case).email.upper())

    sweep(at=at(1))

    assert Interaction.objects.get().contact == contact_of(case)


def test_empty_reply_is_filed_too(case):
    written(case, name="reply_forwarded", **{"TR: Attestation": "Re: Votre dossier"})

    sweep(at=at(1))

    assert (Interaction.objects.get().text, Task.objects.count()) == ("", 1)


def test_reply_about_a_closed_case_is_still_read_by_somebody(case):
    Case.objects.filter(pk=case.pk).update(stage=Stage.CLOSED, status=Status.CLOSED, closed_as="declined")
    written(case)

    sweep(at=at(1))

    assert (Task.objects.get().done_at, Case.objects.get().status) == (None, Status.CLOSED)


def test_reply_to_a_reference_that_is_gone_is_put_away(case):
    written(case)
    Received.objects.update(stream="file:EX27-ZZZZ-ZZ")

    sweep(at=at(1))
    assert Received.objects.get().filed_at == at(1)


def test_reply_that_cannot_be_filed_stops_no_other(case):
    other = invited(officer=case.officer)
    written(case)
    written(other, **{"CAF=1": "CAF=2"})
    broken = f"ALTER TABLE cases_interaction ADD CONSTRAINT broken CHECK (case_id <> {case.pk}) NOT VALID"
    connection.cursor().execute(broken)

    run = next(run for run in sweep(at=at(1)).runs if run.kind == "reply")

    assert (run.planned, run.failed, "IntegrityError" in run.error) == (1, 1, True)
    assert [row.case for row in Interaction.objects.all()] == [other]
    (waiting,) = Received.objects.filter(filed_at__isnull=True)
    assert waiting.text != ""


def test_sweep_files_before_it_reminds(days):
    case, silent = invited(officer=making.person()), invited()
    days.through(1, 4)
    written(case)

    days.through(5, 10)

    to_companies = [each.recipients for each in days.smtp.accepted if "@entreprise." in each.recipients[0]]
    assert to_companies == [(contact_of(silent).email,)]
    assert Run.objects.filter(kind="reply", posted=1).count() == 1


def test_reply_to_a_reminder_is_matched_by_its_thread(days):
    case = invited(officer=making.person())
    days.through(1, 9)
    message = Message.objects.get(stream=case.stream)
    sent = days.smtp.accepted[-1].message
    content = letter("reply_gmail_fr", message, to=contact_of(case).email)

    inbox.take(content.replace(inbox.reply_address(REFERENCE).encode(), b"h@ministere.example"), at=at(10))
    sweep(at=at(10))

    assert f"+{case.reference}." in str(sent["Reply-To"])
    assert Interaction.objects.get().case == case


def test_who_calls_a_reminder_unwanted_gets_no_other_and_no_call_in_its_place(days):
    case = invited(officer=making.person())
    days.through(1, 9)
    inbox.take(letter("complaint_arf", Message.objects.get(stream=case.stream)), at=at(10))

    days.through(11, 16)

    lines = Reminder.objects.filter(case=case, due_at__lte=at(16)).order_by("rung")
    assert list(lines.values_list("rung", "state", "reason")) == [(1, "posted", ""), (2, "suppressed", "opted_out")]
    assert not Task.objects.exists()


def test_message_that_comes_back_is_the_officers_to_put_right(days):
    case = invited(officer=making.person())
    days.through(1, 9)
    message = Message.objects.get(stream=case.stream)
    inbox.take(letter("bounce_exim", message, to=message.to_email), at=at(10))

    sweep(at=at(10))

    assert list(Task.objects.values_list("kind", "case")) == [("fix_address", case.pk)]


def test_message_that_comes_back_for_no_fault_of_the_address_becomes_a_call(days):
    case = invited(officer=making.person())
    days.through(1, 9)
    message = Message.objects.get(stream=case.stream)
    inbox.take(letter("bounce_expired", message, to=message.to_email), at=at(10))

    sweep(at=at(10))

    assert list(Task.objects.values_list("kind", "case")) == [("call", case.pk)]
    assert list(Reminder.objects.filter(rung=1).values_list("state", "reason")) == [("suppressed", "not_sent")]


def test_action_is_recorded_without_words_or_addresses(case):
    from companies.journal.models import Entry

    written(case)
    sweep(at=at(1))

    line = Entry.objects.get(verb="mail.filed")
    assert (line.stream, line.actor_kind, line.data) == (case.stream, SYSTEM.kind, {"known": True})
