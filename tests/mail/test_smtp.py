"""A mail server that misbehaves, in the ways they do."""

import time
from collections import Counter

import pytest
from django.db.models.functions import Now

from companies.common import clock
from companies.mail import delivery, outbox
from companies.mail.models import Address, Message, Relay
from companies.mail.wording import Content
from tests.mail.scripted import IN_GROUPS, Scripted, after, certificate, drip, hang_up, reset, silence


def _named(value):
    """A test's name, the same in every process: a function's own name, not its place in memory."""
    if not isinstance(value, dict):
        return str(value)
    return " ".join(f"{step}-{getattr(answer, '__name__', answer)}" for step, answer in value.items())


AT = clock.start_of(clock.today())


@pytest.fixture(params=["in step", "in groups"])
def server(request, db, settings):
    """Make it with `server(dot=..., rcpt=...)`: once taking command by command, once in groups (RFC 2920)."""
    opened = []
    welcome = {"ehlo": IN_GROUPS} if request.param == "in groups" else {}

    def make(**answers):
        made = Scripted(**welcome | answers)
        opened.append(made)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", made.port
        settings.MAIL_SMTP_TIMEOUT, settings.MAIL_DEADLINE = 1, 2
        return made

    yield make
    for each in opened:
        each.close()


def post(**fields):
    content = Content("Objet", "Bonjour", "")
    return outbox.post(
        **{"purpose": "test", "to": "a@b.example", "language": "fr", "content": content, "at": AT, **fields}
    )


def state(message):
    row = Message.objects.get(pk=message.pk)
    return row.state, row.attempts


@pytest.mark.parametrize("misdeed", [hang_up, reset, silence, drip])
def test_optional_message_without_answer_after_the_dot_is_uncertain_and_not_repeated(server, misdeed):
    relay = server(dot=misdeed)
    message = post()
    delivery.deliver(at=AT)
    Message.objects.update(next_attempt_at=Now())
    delivery.deliver(at=AT)
    assert (state(message), relay.taken) == (("uncertain", 1), 1)


def test_essential_message_without_answer_after_the_dot_is_repeated_with_its_message_id(server):
    answers = iter([None, "250 taken"])
    relay = server(dot=lambda connection: next(answers))
    message = post(essential=True)
    delivery.deliver(at=AT)
    assert state(message) == ("queued", 1)
    Message.objects.update(next_attempt_at=Now())
    delivery.deliver(at=AT)
    assert (state(message), relay.taken) == (("sent", 2), 2)


def test_answer_slower_than_the_time_out_is_waited_for_after_the_dot(server):
    server(dot=after(1.5, "250 taken"))
    message = post()
    delivery.deliver(at=AT)
    assert state(message) == ("sent", 1)


@pytest.mark.parametrize("command", ["mail", "rcpt", "data"])
@pytest.mark.parametrize("misdeed", [hang_up, reset, silence])
def test_connection_lost_before_the_dot_is_tried_again(server, command, misdeed):
    relay = server(**{command: misdeed})
    message = post()
    delivery.deliver(at=AT)
    assert (state(message), relay.taken) == (("queued", 1), 0)


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("greeting", "421 too many connections"),
        ("greeting", "554 not you"),
        ("greeting", hang_up),
        ("greeting", silence),
        ("mail", "421 closing"),
        ("mail", "530 5.7.0 authentication required"),
        ("mail", "550 sender unknown"),
        ("rcpt", "421 closing"),
        ("rcpt", "535 5.7.8 no"),
        ("dot", "421 closing"),
        ("dot", "454 4.7.0 temporary"),
    ],
)
def test_trouble_of_the_server_pauses_all_and_costs_no_attempt(server, command, answer):
    server(**{command: answer})
    message = post()
    tally = delivery.deliver(at=AT)
    assert state(message) == ("queued", 0)
    assert tally.paused
    assert Relay.objects.get().failures == 1


@pytest.mark.parametrize(
    ("command", "answer", "expected"),
    [
        ("mail", "451 later", "queued"),
        ("rcpt", "450 4.2.0 greylisted", "queued"),
        ("rcpt", "452 too many", "queued"),
        ("rcpt", "550 no such user", "dead"),
        ("rcpt", "552 5.2.2 mailbox full", "dead"),
        ("rcpt", "550 5.7.1 relaying denied", "queued"),
        ("data", "451 later", "queued"),
        ("data", "554 no", "dead"),
        ("dot", "451 later", "queued"),
        ("dot", "552 too big", "dead"),
        ("dot", "554 5.7.1 spam", "dead"),
    ],
)
def test_answer_decides_about_this_message_only(server, command, answer, expected):
    server(**{command: answer})
    message = post()
    assert delivery.deliver(at=AT).paused == ""
    assert state(message) == (expected, 1)


@pytest.mark.parametrize(
    ("command", "answer", "flagged"),
    [
        ("rcpt", "550 no such user", True),
        ("dot", "550 5.1.1 no such user", True),
        ("dot", "554 5.6.0 content refused", False),
        ("data", "554 no", False),
    ],
)
def test_address_is_flagged_only_when_the_address_was_refused(server, command, answer, flagged):
    server(**{command: answer})
    post()
    delivery.deliver(at=AT)
    assert (Address.objects.get().state == "bounced") == flagged


@pytest.mark.parametrize("command", ["greeting", "ehlo", "mail", "rcpt", "data", "dot"])
def test_server_that_drips_is_cut_at_the_deadline(server, command):
    server(**{command: drip})
    post()
    began = time.monotonic()
    delivery.deliver(at=AT)
    assert time.monotonic() - began < 4


def test_three_lost_connections_in_a_row_pause_the_rest(server):
    server(rcpt=hang_up)
    messages = [post(to=f"{n}@b.example") for n in range(5)]
    tally = delivery.deliver(at=AT)
    assert [state(each) for each in messages] == [("queued", 1)] * 3 + [("queued", 0)] * 2
    assert tally.paused


@pytest.mark.parametrize("command", ["rcpt", "dot"])
def test_answer_without_a_code_is_trouble_of_the_server(server, command):
    server(**{command: "oops no code"})
    message = post()
    tally = delivery.deliver(at=AT)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.smtp_code) == ("queued", 0, None)
    assert tally.paused == "oops no code"


def test_slow_server_leaves_no_message_in_doubt(server):
    relay = server(dot=after(0.8, "250 taken"))
    messages = [post(to=f"{n}@b.example") for n in range(4)]
    delivery.deliver(at=AT)
    assert ([state(each) for each in messages], relay.taken) == ([("sent", 1)] * 4, 4)


def test_refused_recipient_whose_text_is_asked_for_all_the_same_gets_none(server):
    relay = server(careless=True, rcpt=lambda connection: next(answers))
    answers = iter(["550 5.1.1 no such user", "250 fine"])
    refused, good = post(), post(to="b@b.example")
    delivery.deliver(at=AT)
    assert (state(refused), state(good), relay.taken) == (("dead", 1), ("sent", 1), 1)


def test_only_the_refused_of_several_is_dead(server):
    answers = iter(["250 fine", "550 5.1.1 no such user", "250 fine"])
    relay = server(rcpt=lambda connection: next(answers))
    messages = [post(to=f"{n}@b.example") for n in range(3)]
    delivery.deliver(at=AT)
    assert sorted(state(each) for each in messages) == [("dead", 1), ("sent", 1), ("sent", 1)]
    assert (relay.taken, relay.connections) == (2, 1)


@pytest.mark.parametrize("half", ["250", "250 tak", "5"])
def test_half_an_answer_is_none(server, half):
    def break_off(connection):
        connection.sendall(half.encode())

    server(dot=break_off)
    message = post()
    delivery.deliver(at=AT)
    assert state(message) == ("uncertain", 1)


# -- the way in --------------------------------------------------------------------------------


def test_login_that_is_refused_pauses_all_and_costs_no_attempt(server, settings):
    server(ehlo="250-here\r\n250 AUTH PLAIN", auth="535 5.7.8 not you")
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "user", "password"
    message = post()
    assert "5.7.8 not you" in delivery.deliver(at=AT).paused
    assert state(message) == ("queued", 0)


@pytest.fixture
def encrypting(server, settings, tmp_path, monkeypatch):
    """A server with STARTTLS and a certificate of so many more days, whose issuer is trusted."""
    settings.EMAIL_USE_TLS = True

    def make(days):
        file = certificate(tmp_path, days=days)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        return server(certificate=file, ehlo="250-here\r\n250-PIPELINING\r\n250 STARTTLS", starttls="220 go on")

    return make


def test_mail_leaves_through_tls(encrypting):
    relay = encrypting(days=1)
    messages = [post(), post()]
    delivery.deliver(at=AT)
    assert ([state(each) for each in messages], relay.taken) == ([("sent", 1)] * 2, 2)


def test_expired_certificate_pauses_all_and_costs_no_attempt(encrypting):
    relay = encrypting(days=-1)
    message = post()
    assert "certificate has expired" in delivery.deliver(at=AT).paused
    assert (state(message), relay.taken) == (("queued", 0), 0)


def test_certificate_of_nobody_we_know_pauses_all(encrypting, monkeypatch):
    relay = encrypting(days=1)
    monkeypatch.delenv("SSL_CERT_FILE")
    message = post()
    assert "self-signed certificate" in delivery.deliver(at=AT).paused
    assert (state(message), relay.taken) == (("queued", 0), 0)


def test_server_that_answers_tls_with_plain_words_pauses_all(server, settings):
    settings.EMAIL_USE_TLS = True
    server(ehlo="250-here\r\n250 STARTTLS", starttls="220 go on\r\nwhat do you mean")
    message = post()
    assert delivery.deliver(at=AT).paused
    assert state(message) == ("queued", 0)


# -- how many failures it takes ----------------------------------------------------------------

TROUBLED = [
    {"greeting": "421 too busy"},
    {"greeting": hang_up},
    {"greeting": silence},
    {"greeting": "oops"},
    {"mail": "530 5.7.0 sign in first"},
    {"rcpt": hang_up},
    {"data": silence},
    {"dot": reset},
    {"dot": silence},
    {"rcpt": drip},
]


@pytest.mark.parametrize("answers", TROUBLED, ids=_named)
def test_breaker_opens_within_five_failures_of_any_number_of_senders(server, answers):
    server(**answers)
    for n in range(8):
        post(to=f"{n}@b.example")
    senders = 0
    while not delivery.deliver(at=AT, seconds=0.1).paused:
        senders += 1
        assert senders <= 5
    assert Message.objects.filter(attempts__gt=0).count() <= 5
    assert Relay.objects.get().failures <= 5


LEFT_TO_THE_MESSAGE = [
    ({"rcpt": "450 4.2.1 busy"}, "queued"),
    ({"dot": "451 4.3.0 later"}, "queued"),
    ({"rcpt": "452 4.3.1 no room"}, "queued"),
    ({"rcpt": "550 5.1.1 no such user"}, "dead"),
    ({"rcpt": "552 5.2.2 mailbox full"}, "dead"),
    ({"dot": "554 5.6.0 refused"}, "dead"),
    ({"dot": after(0.2, "250 taken")}, "sent"),
]


@pytest.mark.parametrize(("answers", "expected"), LEFT_TO_THE_MESSAGE, ids=_named)
def test_answers_about_messages_open_no_breaker(server, answers, expected):
    server(**answers)
    for n in range(8):
        post(to=f"{n}@b.example")
    assert delivery.deliver(at=AT).paused == ""
    assert Counter(Message.objects.values_list("state", "attempts")) == {(expected, 1): 8}
