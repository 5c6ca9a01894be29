"""The mail server out of reach: everybody pauses, one alarm, one sender tries."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from companies.common import clock
from companies.mail import delivery, outbox, relay
from companies.mail.models import Message, Relay
from companies.mail.wording import Content
from tests.mail.scripted import Scripted, hang_up

AT = clock.start_of(clock.today())
TRIAL = relay.Knock(failing=True, trial=True)


@pytest.fixture
def server(db, settings):
    opened = []

    def make(**answers):
        opened.append(Scripted(**answers))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", opened[-1].port
        settings.MAIL_SMTP_TIMEOUT, settings.MAIL_DEADLINE = 1, 2
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def post(number=1):
    content = Content("Objet", "Bonjour", "")
    return [
        outbox.post(purpose="test", to=f"{n}@b.example", language="fr", content=content, at=AT) for n in range(number)
    ]


def pause_is_over():
    Relay.objects.update(paused_until=Now())
    Message.objects.update(next_attempt_at=Now())


def attempts():
    return sorted(Message.objects.values_list("attempts", flat=True))


def alarms(caplog):
    return [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_alarm_is_given_once_per_outage(server, caplog):
    server(greeting="421 busy")
    post()
    for _n in range(3):
        delivery.deliver(at=AT)
        pause_is_over()
    assert (len(alarms(caplog)), Relay.objects.get().failures) == (1, 3)
    server()
    delivery.deliver(at=AT)
    assert Relay.objects.values_list("failures", "paused_until", "alarmed_at", "reason").get() == (0, None, None, "")
    server(greeting="421 busy")
    post()
    delivery.deliver(at=AT)
    assert len(alarms(caplog)) == 2


@pytest.mark.parametrize(("lasted", "shortest", "longest"), [(0, 0.5, 1.5), (6, 3, 9), (600, 7.5, 22.5)])
def test_pause_lasts_as_long_as_the_outage_has_within_bounds(server, lasted, shortest, longest):
    server(greeting="421 busy")
    post()
    ago = timedelta(minutes=lasted)
    Relay.objects.update_or_create(pk=1, defaults={"failures": 1, "alarmed_at": Now() - ago, "paused_until": Now()})
    delivery.deliver(at=AT)
    row = Relay.objects.annotate(now=Now()).get()
    assert shortest * 60 - 5 <= (row.paused_until - row.now).total_seconds() <= longest * 60 + 5


def test_of_several_senders_one_is_let_in_when_the_pause_is_over(db):
    relay.pause("refused", trial=False)
    assert relay.knock() == relay.Knock("refused", failing=True)
    pause_is_over()
    assert [relay.knock() for _n in range(3)] == [TRIAL] + [relay.Knock("refused", failing=True)] * 2


def test_of_senders_that_knock_at_once_one_is_let_in(transactional_db):
    def knock(_n):
        try:
            return relay.knock()
        finally:
            connection.close()

    relay.pause("refused", trial=False)
    pause_is_over()
    with ThreadPoolExecutor(8) as senders:
        found = list(senders.map(knock, range(8)))
    assert sorted(found.count(each) for each in set(found)) == [1, 7]
    assert TRIAL in found


def test_trial_is_of_one_message(server):
    server(greeting="421 busy")
    post(5)
    delivery.deliver(at=AT)
    broken = server(rcpt=hang_up)
    pause_is_over()
    assert delivery.deliver(at=AT).paused
    assert (broken.connections, attempts()) == (1, [0, 0, 0, 0, 1])


def test_trial_that_goes_well_lets_all_others_leave(server):
    server(greeting="421 busy")
    post(5)
    delivery.deliver(at=AT)
    relay_ = server()
    pause_is_over()
    assert delivery.deliver(at=AT).done == {"sent": 5}
    assert (relay_.connections, relay.knock()) == (1, relay.Knock())


def test_trial_goes_well_too_when_the_server_refuses_that_one_address(server):
    server(greeting="421 busy")
    post(3)
    delivery.deliver(at=AT)
    answers = iter(["550 5.1.1 no such user", "250 fine", "250 fine"])
    server(rcpt=lambda connection: next(answers))
    pause_is_over()
    assert delivery.deliver(at=AT).done == {"sent": 2, "dead": 1}
    assert relay.knock() == relay.Knock()


def test_sender_let_in_without_anything_to_send_leaves_the_door_to_the_next(server):
    server()
    relay.pause("refused", trial=False)
    pause_is_over()
    delivery.deliver(at=AT)
    post()
    assert delivery.deliver(at=AT).done == {"sent": 1}


def test_sender_that_dies_trying_keeps_the_others_waiting_for_as_long_as_a_sender_may_take(db, settings):
    relay.pause("refused", trial=False)
    pause_is_over()
    assert relay.knock() == TRIAL
    row = Relay.objects.annotate(now=Now()).get()
    longest = timedelta(seconds=settings.MAIL_DEADLINE + settings.MAIL_SMTP_TIMEOUT)
    assert timedelta() < row.paused_until - row.now <= longest


def test_lost_connections_of_several_senders_count_together(server):
    server(rcpt=hang_up)
    paused = []
    for _n in range(3):
        post()
        paused.append(bool(delivery.deliver(at=AT).paused))
    assert paused == [False, False, True]


def test_message_that_goes_well_forgives_lost_connections(server):
    server(rcpt=hang_up)
    post(2)
    delivery.deliver(at=AT)
    server()
    post()
    delivery.deliver(at=AT)
    assert Relay.objects.get().failures == 0


def test_each_sender_leaves_its_beat(db):
    delivery.deliver(at=AT)
    row = Relay.objects.annotate(now=Now()).get()
    assert row.now - row.beat_at < timedelta(seconds=5)
