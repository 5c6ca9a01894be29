"""From the outbox to a real SMTP server and back into the row."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now

from companies.common import clock
from companies.journal.models import Entry
from companies.mail import attaching, claims, delivery, guards, notes, outbox, relay
from companies.mail.enums import AddressState, MessageState
from companies.mail.models import Address, Message, Relay
from companies.mail.verdicts import Fate, Outcome
from companies.mail.wording import Content

AT = clock.start_of(clock.today())
CONTENT = Content("Objet é", "Bonjour,\n\n.un point\n", "<p>Bonjour</p>")


def post(to="a@entreprise.example", **fields):
    return outbox.post(**{"purpose": "test", "to": to, "language": "fr", "content": CONTENT, "at": AT, **fields})


def fresh(message):
    return Message.objects.get(pk=message.pk)


def due_now():
    Message.objects.update(next_attempt_at=Now())


@pytest.fixture
def smtp(db, smtp_sink):
    return smtp_sink


def test_message_leaves_with_its_headers_and_is_noted_accepted(smtp):
    message = post(from_email="Hajar É <h@export.example>", reply_to="h@ministere.example")
    tally = delivery.deliver(at=AT)
    (arrived,) = smtp.accepted
    row = fresh(message)
    assert (row.state, row.attempts, row.smtp_code, row.lease_token) == (MessageState.SENT, 1, 250, None)
    assert dict(tally.done) == {MessageState.SENT: 1}
    assert arrived.recipients == ("a@entreprise.example",)
    assert arrived.sender == "h@export.example"
    names = ("Message-ID", "From", "Reply-To", "Subject", "Auto-Submitted", "Content-Language")
    assert [str(arrived.message[name]) for name in names] == [
        f"<{message.pk}@testserver>",
        "Hajar É <h@export.example>",
        "h@ministere.example",
        "Objet é",
        "auto-generated",
        "fr",
    ]
    assert arrived.message.get_body(("plain",)).get_content().replace("\r\n", "\n") == CONTENT.text
    assert arrived.message.get_body(("html",)).get_content().strip() == CONTENT.html


def test_arabic_text_arrives_as_it_was_written(smtp):
    text = "السلام عليكم، " * 40
    post(content=Content("دعوة إلى الترشيح", text, ""), language="ar")
    delivery.deliver(at=AT)
    (arrived,) = smtp.accepted
    assert str(arrived.message["Subject"]) == "دعوة إلى الترشيح"
    assert arrived.message.get_body(("plain",)).get_content() == text


def test_message_of_a_rolled_back_transaction_never_leaves(smtp):
    with pytest.raises(RuntimeError), transaction.atomic():
        post()
        raise RuntimeError
    delivery.deliver(at=AT)
    assert smtp.accepted == []


def test_temporary_refusal_is_tried_again_with_the_same_message_id(smtp):
    message = post()
    smtp.refusals["a@entreprise.example"] = "451 4.3.0 try later"
    delivery.deliver(at=AT)
    waiting = fresh(message)
    assert (waiting.state, waiting.attempts, waiting.smtp_code) == (MessageState.QUEUED, 1, 451)
    smtp.refusals.clear()
    due_now()
    delivery.deliver(at=AT)
    row = fresh(message)
    assert (row.state, row.attempts) == (MessageState.SENT, 2)
    assert [str(each.message["Message-ID"]) for each in smtp.accepted] == [f"<{message.pk}@testserver>"]


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 240)])
def test_back_off_follows_its_ladder_with_jitter(attempts, minutes):
    waits = [relay.backoff(attempts) for _ in range(50)]
    assert timedelta(minutes=minutes) * 0.5 <= min(waits) < max(waits) <= timedelta(minutes=minutes) * 1.5


def test_message_refused_for_a_while_too_often_is_dead_and_its_address_not_flagged(smtp):
    message = post()
    smtp.refusals["a@entreprise.example"] = "451 try later"
    for _ in range(6):
        due_now()
        delivery.deliver(at=AT)
    row = fresh(message)
    assert (row.state, row.attempts) == (MessageState.DEAD, 6)
    assert Address.objects.get().state == AddressState.OK


def test_refused_recipient_is_dead_and_its_address_flagged_while_others_leave(smtp):
    bad, good = post(), post("b@entreprise.example")
    smtp.refusals["a@entreprise.example"] = "550 5.1.1 no such user"
    delivery.deliver(at=AT)
    assert [fresh(bad).state, fresh(good).state] == [MessageState.DEAD, MessageState.SENT]
    flagged = Address.objects.get(email="a@entreprise.example")
    assert (flagged.state, flagged.reason) == (AddressState.BOUNCED, "5.1.1 no such user")
    line = Entry.objects.get()
    assert (line.verb, line.object_id, line.data) == ("address.refused", str(flagged.pk), {"message": str(bad.pk)})


def test_optional_message_to_a_flagged_address_is_withdrawn_essential_one_leaves(smtp):
    Address.objects.create(email="a@entreprise.example", state=AddressState.BOUNCED)
    optional, essential = post(), post(essential=True)
    delivery.deliver(at=AT)
    assert [fresh(optional).state, fresh(essential).state] == [MessageState.WITHDRAWN, MessageState.SENT]
    assert fresh(optional).last_error == "address"


def test_refusal_by_policy_flags_nobody(smtp):
    message = post()
    smtp.refusals["a@entreprise.example"] = "550 5.7.1 relaying denied"
    delivery.deliver(at=AT)
    assert fresh(message).state == MessageState.QUEUED
    assert Address.objects.get().state == AddressState.OK


def test_relay_out_of_reach_pauses_and_costs_no_attempt(smtp, settings):
    message = post()
    settings.EMAIL_PORT = 1
    tally = delivery.deliver(at=AT)
    row = fresh(message)
    assert (row.state, row.attempts, row.lease_token) == (MessageState.QUEUED, 0, None)
    assert "refused" in tally.paused.lower()
    settings.EMAIL_PORT = smtp.port
    assert delivery.deliver(at=AT).paused == tally.paused
    Relay.objects.update(paused_until=Now())
    delivery.deliver(at=AT)
    assert fresh(message).state == MessageState.SENT
    assert Relay.objects.values_list("failures", "paused_until", "reason").get() == (0, None, "")


def test_unknown_relay_name_pauses_and_costs_no_attempt(smtp, settings):
    message = post()
    settings.EMAIL_HOST = "no-such-host.invalid"
    assert "gaierror" in delivery.deliver(at=AT).paused
    assert (fresh(message).state, fresh(message).attempts) == (MessageState.QUEUED, 0)


def test_relay_without_tls_where_asked_pauses_and_costs_no_attempt(smtp, settings):
    message = post()
    settings.EMAIL_USE_TLS = True
    assert "STARTTLS" in delivery.deliver(at=AT).paused
    assert (fresh(message).state, fresh(message).attempts) == (MessageState.QUEUED, 0)


def test_relay_that_takes_no_login_pauses_and_costs_no_attempt(smtp, settings):
    message = post()
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "user", "password"
    assert "AUTH" in delivery.deliver(at=AT).paused
    assert (fresh(message).state, fresh(message).attempts) == (MessageState.QUEUED, 0)


def test_guard_asked_at_each_attempt_withdraws_what_is_no_longer_needed(smtp, monkeypatch):
    answers = {}
    monkeypatch.setitem(guards._guards, "guarded", lambda ids: {each: answers[each] for each in ids if each in answers})
    message, other = post(purpose="guarded"), post("b@entreprise.example", purpose="guarded")
    smtp.refusals["a@entreprise.example"] = "451 try later"
    delivery.deliver(at=AT)
    answers[message.pk] = "answered"
    smtp.refusals.clear()
    due_now()
    delivery.deliver(at=AT)
    row = fresh(message)
    assert (row.state, row.last_error, row.attempts) == (MessageState.WITHDRAWN, "answered", 1)
    assert [each.recipients for each in smtp.accepted] == [(other.to_email,)]


def test_message_its_guard_fails_on_waits_and_is_dead_in_the_end_while_all_others_leave(smtp, monkeypatch):
    def broken(ids):
        return {pk: 1 / 0 for pk in ids if pk == poison.pk}

    monkeypatch.setitem(guards._guards, "guarded", broken)
    poison, good, other = post(purpose="guarded"), post("b@entreprise.example", purpose="guarded"), post("c@e.example")
    delivery.deliver(at=AT)
    assert [fresh(each).state for each in (poison, good, other)] == ["queued", "sent", "sent"]
    assert (fresh(poison).attempts, fresh(poison).last_error) == (1, "its guard failed")
    for _n in range(5):
        due_now()
        delivery.deliver(at=AT)
    assert (fresh(poison).state, fresh(poison).attempts) == (MessageState.DEAD, 6)


def test_guard_and_hold_are_asked_once_for_all_their_purposes(smtp, monkeypatch):
    asked = []

    def guard(ids):
        asked.append(len(ids))
        return {}

    def hold(at):
        asked.append("hold")

    for purpose in ("one", "two"):
        monkeypatch.setitem(guards._guards, purpose, guard)
        monkeypatch.setitem(guards._holds, purpose, hold)
        post(f"{purpose}@b.example", purpose=purpose)
    delivery.deliver(at=AT)
    assert (asked, len(smtp.accepted)) == ([2, "hold"], 2)


def test_held_purpose_waits_until_its_hour(smtp, monkeypatch):
    monkeypatch.setitem(guards._holds, "held", lambda at: at + timedelta(hours=2))
    message = post(purpose="held")
    delivery.deliver(at=AT)
    row = Message.objects.annotate(now=Now()).get(pk=message.pk)
    assert (row.state, row.attempts, smtp.accepted) == (MessageState.QUEUED, 0, [])
    assert timedelta(minutes=119) < row.next_attempt_at - row.now <= timedelta(hours=2)


def test_hold_that_fails_holds(smtp, monkeypatch):
    monkeypatch.setitem(guards._holds, "held", lambda at: at + 1)
    held, other = post(purpose="held"), post("b@b.example")
    delivery.deliver(at=AT)
    assert [(fresh(each).state, fresh(each).attempts) for each in (held, other)] == [("queued", 0), ("sent", 1)]


def test_held_messages_keep_no_other_from_leaving(smtp, monkeypatch, settings):
    settings.MAIL_BATCH = 2
    monkeypatch.setitem(guards._holds, "held", lambda at: at + timedelta(hours=2))
    for _n in range(3):
        post(purpose="held")
    message = post("b@entreprise.example")
    delivery.deliver(at=AT)
    assert (fresh(message).state, len(smtp.accepted)) == (MessageState.SENT, 1)


def test_message_past_its_hour_is_withdrawn(smtp):
    message = post(not_after=AT - timedelta(seconds=1))
    delivery.deliver(at=AT)
    assert (fresh(message).state, fresh(message).last_error, smtp.accepted) == (MessageState.WITHDRAWN, "too late", [])


def test_secret_text_is_blanked_once_accepted_and_kept_until_then(smtp):
    message = post(secret=True, essential=True)
    smtp.refusals["a@entreprise.example"] = "451 try later"
    delivery.deliver(at=AT)
    assert fresh(message).text == CONTENT.text
    smtp.refusals.clear()
    due_now()
    delivery.deliver(at=AT)
    assert (fresh(message).text, fresh(message).html, len(smtp.accepted)) == ("", "", 1)


def test_second_sender_finds_nothing_of_what_the_first_holds(smtp):
    post()
    mine = claims.claim(at=AT)
    assert (len(mine.messages), claims.claim(at=AT).messages) == (1, [])


def test_orphan_of_a_dead_sender_goes_alone_and_counts_beforehand(smtp):
    first, second = post(), post("b@entreprise.example")
    claims.claim(at=AT)
    Message.objects.update(lease_until=Now() - timedelta(seconds=1))
    orphan = claims.claim(at=AT)
    assert (len(orphan.messages), orphan.counted) == (1, True)
    assert sorted([fresh(first).attempts, fresh(second).attempts]) == [0, 1]
    delivery.deliver(at=AT)
    claims.release(orphan, orphan.messages)
    delivery.deliver(at=AT)
    assert [fresh(first).state, fresh(second).state] == [MessageState.SENT, MessageState.SENT]
    assert [fresh(first).attempts, fresh(second).attempts] == [1, 1]


def test_message_that_kills_its_senders_is_dead_in_the_end(smtp):
    message = post()
    Message.objects.update(attempts=6)
    claims.claim(at=AT)
    Message.objects.update(lease_until=Now() - timedelta(seconds=1))
    delivery.deliver(at=AT)
    row = fresh(message)
    assert (row.state, row.last_error, smtp.accepted) == (MessageState.DEAD, "its sender died each time", [])


def test_result_of_a_sender_that_lost_its_lease_is_not_noted(smtp):
    message = post()
    claim = claims.claim(at=AT)
    Message.objects.update(lease_token=uuid.uuid4())
    with pytest.raises(notes.Overtaken):
        notes.note(claim.messages[0], claim, Outcome(Fate.REFUSED, 550, "no"))
    assert fresh(message).state == MessageState.LEASED
    assert Address.objects.get().state == AddressState.OK


def test_acceptance_after_a_lost_lease_is_not_noted_and_the_rest_is_left_to_who_took_over(smtp, monkeypatch):
    messages = [post(f"{n}@entreprise.example") for n in range(3)]
    noting, overtaken = notes.noting, uuid.uuid4()

    def late(*arguments):
        Message.objects.filter(state=MessageState.LEASED).update(lease_token=overtaken)
        return noting(*arguments)

    monkeypatch.setattr(delivery, "noting", late)
    delivery.deliver(at=AT)
    assert {(fresh(each).state, fresh(each).lease_token) for each in messages} == {(MessageState.LEASED, overtaken)}
    assert len(smtp.accepted) == 1


def test_note_that_fails_ends_the_delivery_before_the_next_message_leaves(smtp, monkeypatch):
    for n in range(3):
        post(f"{n}@entreprise.example")
    monkeypatch.setattr(notes, "_prepared", set())
    monkeypatch.setattr(notes, "_ACCEPT", "UPDATE mail_message SET no_such_column = $1")
    with pytest.raises(DatabaseError), transaction.atomic():
        delivery.deliver(at=AT)
    assert len(smtp.accepted) == 1


def test_behind_a_pooler_nothing_is_prepared(smtp, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    for n in range(3):
        post(f"{n}@entreprise.example")
    assert delivery.deliver(at=AT).done == {"sent": 3}


def test_file_made_from_the_database_goes_with_its_message_behind_another(smtp, monkeypatch):
    monkeypatch.setattr(attaching, "_makers", {})
    attaching.register("filed", lambda *_: attaching.Attachment("1.txt", "text/plain", b"%d" % Message.objects.count()))
    for purpose in ("test", "filed", "test", "filed"):
        post(purpose=purpose)

    assert dict(delivery.deliver(at=AT).done) == {MessageState.SENT: 4}
    files = [[part.get_content() for part in each.message.iter_attachments()] for each in smtp.accepted]
    assert sorted(map(len, files)) == [0, 0, 1, 1]


def test_address_that_no_server_takes_ends_alone(smtp):
    bad, good = post("é@entreprise.example"), post("b@entreprise.example")
    delivery.deliver(at=AT)
    assert [fresh(bad).state, fresh(good).state] == [MessageState.DEAD, MessageState.SENT]


def test_line_breaks_in_a_subject_add_no_header(smtp):
    post(content=Content("Objet\r\nBcc: x@autre.example", "Bonjour", ""))
    delivery.deliver(at=AT)
    (arrived,) = smtp.accepted
    assert (arrived.message["Bcc"], arrived.recipients) == (None, ("a@entreprise.example",))


@pytest.mark.parametrize("number", [1, 3])
def test_statements_are_one_per_message_and_one_per_claim(smtp, number):
    for each in range(number):
        post(f"c{each}@entreprise.example")
    knock, claim, empty_claim = 1, 1, 1
    statements = []

    def counting(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting):
        delivery.deliver(at=AT)
    assert len(statements) == knock + claim + number + empty_claim
