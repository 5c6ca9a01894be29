from datetime import timedelta

import pytest

from companies.accounts.enums import Role
from companies.common import clock
from companies.common.refusals import Refusal
from companies.journal.models import Entry
from companies.mail import delivery, guards, outbox, queries
from companies.mail.enums import AddressState, MessageState
from companies.mail.models import Address, Message
from companies.mail.wording import Content
from tests.support import making

pytestmark = pytest.mark.django_db

AT = clock.start_of(clock.today())


@pytest.fixture
def person():
    return making.person(Role.ADMIN).actor


def ended(state=MessageState.DEAD, **fields):
    content = Content("Objet", "Bonjour", "")
    message = outbox.post(
        **{"purpose": "test", "to": "a@b.example", "language": "fr", "content": content, "at": AT, **fields}
    )
    changes = {"state": state, "attempts": 6, "smtp_code": 451, "last_error": "451 later"}
    Message.objects.filter(pk=message.pk).update(**changes)
    return message


@pytest.mark.parametrize("state", [MessageState.DEAD, MessageState.UNCERTAIN])
def test_message_sent_again_leaves_with_its_message_id_and_a_line_in_the_journal(smtp_sink, person, state):
    message = ended(state, stream="case:17")
    outbox.resend(message, by=person, at=AT)
    delivery.deliver(at=AT)
    row = Message.objects.get()
    line = Entry.objects.get(verb="message.resent")
    assert (row.state, row.attempts, row.smtp_code, row.last_error) == ("sent", 1, 250, "")
    assert [str(each.message["Message-ID"]) for each in smtp_sink.accepted] == [f"<{message.pk}@testserver>"]
    assert (line.stream, line.data, line.actor_id) == ("case:17", {"state": state.value, "code": 451}, person.id)


def test_message_sent_again_counts_for_the_courtesy_of_its_address(person):
    message = ended()
    outbox.resend(message, by=person, at=AT + timedelta(days=9))
    assert Address.objects.get().last_sent_at == AT + timedelta(days=9)


@pytest.mark.parametrize("state", [MessageState.QUEUED, MessageState.SENT, MessageState.WITHDRAWN])
def test_message_that_waits_left_or_was_withdrawn_is_not_sent_again(person, state):
    message = ended()
    accepted = {"accepted_at": AT} if state == MessageState.SENT else {}
    Message.objects.update(state=state, **accepted)
    with pytest.raises(Refusal):
        outbox.resend(message, by=person, at=AT)
    assert (Message.objects.get().state, Entry.objects.filter(verb="message.resent").count()) == (state, 0)


def test_message_whose_code_was_erased_is_not_sent_again(person):
    message = ended(secret=True, essential=True)
    Message.objects.update(text="", html="")
    with pytest.raises(Refusal):
        outbox.resend(message, by=person, at=AT)


def test_message_past_its_time_is_not_sent_again(person):
    message = ended(not_after=AT)
    with pytest.raises(Refusal):
        outbox.resend(message, by=person, at=AT + timedelta(seconds=1))


@pytest.mark.parametrize("essential", [False, True])
def test_closed_address_stops_optional_mail_only(person, essential):
    message = ended(essential=essential)
    Address.objects.update_or_create(email="a@b.example", defaults={"state": AddressState.BOUNCED})
    if essential:
        assert outbox.resend(message, by=person, at=AT).state == MessageState.QUEUED
    else:
        with pytest.raises(Refusal):
            outbox.resend(message, by=person, at=AT)


def test_message_no_longer_needed_is_not_sent_again(person, monkeypatch):
    monkeypatch.setitem(guards._guards, "guarded", lambda ids: dict.fromkeys(ids, "answered"))
    message = ended(purpose="guarded")
    with pytest.raises(Refusal):
        outbox.resend(message, by=person, at=AT)
    assert Message.objects.get().state == MessageState.DEAD


def test_troubled_are_the_dead_and_the_uncertain_newest_first(person):
    dead, uncertain = ended(), ended(MessageState.UNCERTAIN, at=AT + timedelta(minutes=1))
    ended(MessageState.WITHDRAWN)
    assert [each.pk for each in queries.troubled()] == [uncertain.pk, dead.pk]


def test_counts_tell_purposes_states_and_the_oldest_due_in_one_statement(django_assert_num_queries):
    ended()
    ended()
    ended(purpose="other")
    waiting = ended(MessageState.QUEUED)
    Message.objects.filter(pk=waiting.pk).update(next_attempt_at=clock.now() - timedelta(hours=1))
    with django_assert_num_queries(1):
        counts = queries.counts()
    assert counts.by == {("test", "dead"): 2, ("other", "dead"): 1, ("test", "queued"): 1}
    assert (counts.of(MessageState.DEAD), counts.oldest > timedelta(minutes=59)) == (3, True)


def test_counts_of_an_empty_outbox_are_none():
    assert queries.counts() == queries.Counts({}, timedelta())
