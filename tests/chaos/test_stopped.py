"""A sender that sleeps past its lease: somebody else takes over, and what it wakes up to is no longer its own."""

import os
import signal
import subprocess
from collections import Counter
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from companies.common import clock
from companies.mail import delivery, outbox
from companies.mail.models import Message
from companies.mail.wording import Content
from tests.chaos import arena
from tests.chaos.test_faults import SEND


@pytest.mark.slow
def test_sender_that_sleeps_past_its_lease_repeats_one_message_at_most(process_env, tmp_path, settings):
    at = clock.now()
    for n in range(6):
        outbox.post(purpose="t", to=f"{n}@a.example", language="fr", content=Content("a", "b", ""), at=at)
    with arena.sink(tmp_path, pause=0.1) as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        sleeper = subprocess.Popen([arena.PYTHON, "-c", SEND], env=process_env | {"EMAIL_URL": sink.url})
        arena.wait_until(lambda: len(sink.accepted()) >= 2, 60, lambda: None)
        os.kill(sleeper.pid, signal.SIGSTOP)
        Message.objects.filter(state="leased").update(lease_until=Now() - timedelta(seconds=1))
        delivery.deliver(at=at)
        os.kill(sleeper.pid, signal.SIGCONT)
        assert sleeper.wait(timeout=60) == 0
        copies = Counter(each.message for each in sink.accepted())
    assert set(copies) == {f"<{pk}@testserver>" for pk in Message.objects.values_list("pk", flat=True)}
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert copies.total() - 6 <= 1
