"""Several lines for one person in one message, and what becomes of them when one is not wanted any more."""

from datetime import timedelta

import pytest
import time_machine

from companies.cases import actions as cases
from companies.cases.enums import Status
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.mail.models import Address, Message
from companies.outreach.models import Reminder
from companies.outreach.sweep import sweep
from companies.registry import actions as registry
from tests.outreach.passing import at, drafting, invited
from tests.support import making

MONDAY = 7
SHARED = "comptable@cabinet.example"


def firm(name):
    made = making.company(name)
    making.contact(made, email=SHARED, language="fr")
    return made


@pytest.fixture
def both(db):
    """An invited company and an idle draft, of one accountant: both due on that Monday."""
    quiet, draft = invited(firm=firm("Conserves Atlas")), drafting(firm=firm("Textile Zerhoun"))
    cases.note_sign(draft, at=at(MONDAY - 3, 9))
    return quiet, draft


def states(*those):
    rows = Reminder.objects.filter(case__in=those).exclude(state="cancelled").order_by("case_id")
    return [(row.kind, row.rung, row.state, row.reason) for row in rows]


def test_most_pressing_line_is_the_letter_and_the_other_a_line_under_it(both, smtp_sink):
    with time_machine.travel(at(MONDAY), tick=False):
        sweep(at=at(MONDAY))
        outbox.deliver_due(at=at(MONDAY))
    (arrived,) = smtp_sink.accepted
    text = arrived.message.get_body(("plain",)).get_content()
    html = arrived.message.get_body(("html",)).get_content()
    assert str(arrived.message["Subject"]).startswith("Il reste")
    assert "Vous attendent aussi" in text
    assert "Conserves Atlas\u00a0: invitation ouverte jusqu’au" in text
    assert html.count("/i/") >= 1
    lines = Reminder.objects.filter(state="posted")
    assert (lines.count(), lines.values("message").distinct().count()) == (2, 1)
    assert lines.exclude(link=None).get().kind == "draft"


def test_shared_message_counts_once_for_the_cap(both):
    sweep(at=at(MONDAY))
    assert Message.objects.count() == 1
    assert Address.objects.get(email=SHARED).last_sent_at == at(MONDAY)


@pytest.mark.parametrize("which", [0, 1])
def test_message_of_which_one_line_is_not_wanted_is_withdrawn_and_the_other_posted_anew(both, smtp_sink, which):
    gone, kept = both[which], both[1 - which]
    with time_machine.travel(at(MONDAY), tick=False):
        sweep(at=at(MONDAY))
        cases.close(gone, closed_as="declined", by=SYSTEM, at=at(MONDAY))
        outbox.deliver_due(at=at(MONDAY))
    assert (Message.objects.get().state, smtp_sink.accepted) == ("withdrawn", [])
    later = at(MONDAY) + timedelta(minutes=1)
    with time_machine.travel(later, tick=False):
        sweep(at=later)
        sweep(at=later + timedelta(minutes=1))
        outbox.deliver_due(at=later)
    (arrived,) = smtp_sink.accepted
    text = arrived.message.get_body(("plain",)).get_content()
    assert (kept.company.name in text, gone.company.name in text) == (True, False)
    assert {(row.state, row.reason) for row in Reminder.objects.filter(case=kept)} == {("posted", "")}
    assert {(row.state, row.reason) for row in Reminder.objects.filter(case=gone)} == {("cancelled", "left")}


def test_message_whose_lines_are_all_unwanted_is_not_sent_again(both, smtp_sink):
    with time_machine.travel(at(MONDAY), tick=False):
        sweep(at=at(MONDAY))
        for case in both:
            cases.close(case, closed_as="declined", by=SYSTEM, at=at(MONDAY))
        outbox.deliver_due(at=at(MONDAY))
    for minute in (1, 2):
        sweep(at=at(MONDAY) + timedelta(minutes=minute))
    assert (Message.objects.get().state, states(*both)) == ("withdrawn", [])


def test_line_of_a_company_waits_for_the_closing_notice_of_another(db):
    """One person, two files: nothing is sent the day before a closing notice that the cap would then hold up."""
    year = making.year()
    year.closes_on = at(11).date()  # a Friday: the notice is due on the Tuesday
    year.save()
    draft, sent = drafting(firm=firm("Textile Zerhoun")), drafting(firm=firm("Conserves Atlas"))
    for status in (Status.SUBMITTED, Status.IN_REVIEW):
        cases.move(sent, status, by=SYSTEM, at=at(1))
    due_on = at(30).date()
    cases.move(sent, Status.INFORMATION_REQUESTED, note="le code SH", due_on=due_on, by=SYSTEM, at=at(2))
    for hour in (9, 16):
        sweep(at=at(MONDAY, hour))
    assert Reminder.objects.get(case=sent).due_at == Reminder.objects.get(case=draft, kind="closing_soon").due_at
    sweep(at=at(MONDAY + 1, 9))
    assert Message.objects.get().purpose == "closing_soon"
    assert ("completion", 1, "posted", "") in states(sent)


def waiting_then(case, change):
    """The Monday's message waits while `change` happens to the contact it is for; two sweeps later it leaves."""
    with time_machine.travel(at(MONDAY), tick=False):
        sweep(at=at(MONDAY))
        change(case.company.contacts.get(primary=True))
        outbox.deliver_due(at=at(MONDAY))
    for minute in (1, 2):
        later = at(MONDAY) + timedelta(minutes=minute)
        with time_machine.travel(later, tick=False):
            sweep(at=later)
            outbox.deliver_due(at=later)


def test_message_whose_address_is_corrected_while_it_waits_leaves_to_the_new_one(db, smtp_sink):
    case = invited(firm=firm("Conserves Atlas"))

    waiting_then(
        case, lambda contact: registry.update_contact(contact, email="new@firm.example", by=SYSTEM, at=at(MONDAY))
    )

    assert [each.message["To"] for each in smtp_sink.accepted] == ["new@firm.example"]
    assert states(case) == [("invited", 1, "posted", "")]


def test_message_whose_main_contact_is_replaced_while_it_waits_leaves_to_the_other(db, smtp_sink):
    case = invited(firm=firm("Conserves Atlas"))
    other = making.contact(case.company, email="other@firm.example", language="fr", primary=False)

    waiting_then(case, lambda contact: registry.make_primary(other, by=SYSTEM, at=at(MONDAY)))

    assert [each.message["To"] for each in smtp_sink.accepted] == ["other@firm.example"]
    assert states(case) == [("invited", 1, "posted", "")]
