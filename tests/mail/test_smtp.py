"""A mail server that misbehaves, in the ways they do."""

import socket
import threading
import time

import pytest
from django.db.models.functions import Now

from companies.common import clock
from companies.mail import delivery, outbox
from companies.mail.models import Message, Relay
from companies.mail.wording import Content

AT = clock.start_of(clock.today())


class Scripted:
    """Answers each command by a table: a text, or a function of the connection. Counts what it took."""

    def __init__(self, **answers):
        self.answers = answers
        self.taken = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _address = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=[connection], daemon=True).start()

    def _talk(self, connection):
        with connection, connection.makefile("rb") as lines:
            if not self._say(connection, "greeting", "220 here"):
                return
            for line in lines:
                verb = line.split(b" ")[0].strip().decode().lower()
                if not self._say(connection, verb, "354 go on" if verb == "data" else "250 fine"):
                    return
                if verb == "data" and "data" not in self.answers and not self._text(connection, lines):
                    return

    def _text(self, connection, lines):
        for line in lines:
            if line == b".\r\n":
                self.taken += 1
                return self._say(connection, "dot", "250 taken")
        return False

    def _say(self, connection, what, usual):
        answer = self.answers.get(what, usual)
        if callable(answer):
            answer = answer(connection)
        if answer is None:
            return False
        connection.sendall(f"{answer}\r\n".encode())
        return True

    def close(self):
        self.socket.close()


@pytest.fixture
def server(db, settings):
    """Make it with `server(dot=..., rcpt=...)`."""
    opened = []

    def make(**answers):
        made = Scripted(**answers)
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


def hang_up(connection):
    return


def silence(connection):
    time.sleep(5)


def state(message):
    row = Message.objects.get(pk=message.pk)
    return row.state, row.attempts


@pytest.mark.parametrize("misdeed", [hang_up, silence])
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
    def slow(connection):
        time.sleep(1.5)
        return "250 taken"

    server(dot=slow)
    message = post()
    delivery.deliver(at=AT)
    assert state(message) == ("sent", 1)


@pytest.mark.parametrize("command", ["mail", "rcpt", "data"])
@pytest.mark.parametrize("misdeed", [hang_up, silence])
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
    from companies.mail.models import Address

    server(**{command: answer})
    post()
    delivery.deliver(at=AT)
    assert (Address.objects.get().state == "bounced") == flagged


def test_server_that_drips_is_cut_at_the_deadline(server):
    def drip(connection):
        for _n in range(200):
            try:
                connection.sendall(b"2")
            except OSError:
                return
            time.sleep(0.05)

    server(mail=drip)
    message = post()
    began = time.monotonic()
    delivery.deliver(at=AT)
    assert time.monotonic() - began < 4
    assert state(message)[0] == "queued"


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
    assert tally.paused == "no code"
