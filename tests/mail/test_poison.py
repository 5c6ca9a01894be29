"""Messages that raise, kill their sender, or are too large for it: the others leave, each of these ends alone."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from companies.common import clock
from companies.mail import delivery, guards, outbox
from companies.mail.models import Message
from companies.mail.wording import Content

AT = clock.start_of(clock.today())
KILLED = -9
# A process of its own, of bounded memory, for messages whose subject says what they do to it.
SENDER = """
import os, resource, signal
import django; django.setup()
from companies.common import clock
from companies.mail import delivery, mime

build = mime.build
def deadly(message):
    if message.subject == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if message.subject == "exhaust":
        return b"x" * 2**30
    return build(message)

mime.build = deadly
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
delivery.deliver(at=clock.now())
"""
RAISING = [
    {"reply_to": "=?no-such-charset?q?x?= <a@b.example>"},
    {"from_email": "=?utf-8?b?x?= <a@b.example>"},
    {"to": "é@b.example"},
    {"unsubscribe": "pas une adresse"},
]


def post(to="a@b.example", subject="Objet", **fields):
    usual = {"purpose": "test", "language": "fr", "content": Content(subject, "Bonjour", ""), "at": AT}
    return outbox.post(**{**usual, "to": to, **fields})


def states(messages):
    return [Message.objects.values_list("state", flat=True).get(pk=message.pk) for message in messages]


@pytest.mark.parametrize("number", [20])
def test_messages_that_raise_end_alone_and_keep_nobody(db, smtp_sink, settings, number):
    settings.MAIL_BACKOFF = [1, 1]
    poison = [post(**RAISING[n % len(RAISING)]) for n in range(number)]
    good = [post(f"{n}@b.example") for n in range(number)]
    assert delivery.deliver(at=AT).done["sent"] == number
    for _n in range(2):
        Message.objects.update(next_attempt_at=Now())
        delivery.deliver(at=AT)
    assert (states(poison), states(good)) == (["dead"] * number, ["sent"] * number)
    assert set(Message.objects.filter(state="dead").values_list("attempts", flat=True)) <= {1, 3}


def test_guard_that_raises_for_one_language_holds_up_those_messages_alone(db, smtp_sink, monkeypatch):
    def guard(ids):
        return {pk: 1 / 0 for pk in ids if Message.objects.get(pk=pk).language == "ar"}

    monkeypatch.setitem(guards._guards, "test", guard)
    held, same, other = post(language="ar"), post(), post(purpose="other", language="ar")
    delivery.deliver(at=AT)
    assert states([held, same, other]) == ["queued", "sent", "sent"]


def test_message_too_large_for_a_sender_cannot_be_posted(db):
    with pytest.raises(IntegrityError, match="mail_message_size"), transaction.atomic():
        post(content=Content("Objet", "é" * 600_000, ""))


@pytest.mark.slow
def test_messages_that_kill_or_exhaust_their_sender_are_dead_in_the_end_and_the_others_leave(process_env, smtp_sink):
    poison = [post(subject="kill"), post(subject="exhaust")]
    good = [post(f"{n}@b.example") for n in range(5)]
    env = process_env | {"EMAIL_URL": smtp_sink.url, "MAIL_BACKOFF": "1,1"}
    codes = []
    while Message.objects.filter(state__in=["queued", "leased"]).exists():
        codes.append(subprocess.run([sys.executable, "-c", SENDER], env=env, check=False).returncode)
        assert len(codes) < 12
        Message.objects.filter(state="leased").update(lease_until=Now() - timedelta(seconds=1))
        Message.objects.filter(state="queued").update(next_attempt_at=Now())
    assert (states(poison), states(good)) == (["dead", "dead"], ["sent"] * 5)
    assert set(Message.objects.filter(state="dead").values_list("attempts", flat=True)) == {3}
    assert (codes.count(KILLED), len(smtp_sink.accepted)) == (4, 5)
