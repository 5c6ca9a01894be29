"""A sender killed at each named point, twice; then one that lives. Leases are ended by hand instead of waited for."""

import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from companies.common import clock
from companies.mail import delivery, outbox
from companies.mail.models import Message
from companies.mail.wording import Content

KILLED = -9
SEND = (
    "import django; django.setup()\n"
    "from companies.common import clock\n"
    "from companies.mail import delivery\n"
    "delivery.deliver(at=clock.now())"
)
# Point, and whether the mail server may have taken the message when the sender dies there.
POINTS = [
    ("claim_before_commit", False),
    ("claim_after_commit", False),
    ("before_connect", False),
    ("after_rcpt", False),
    ("before_dot", False),
    ("after_dot", True),
    ("after_250", True),
    ("after_note", False),
]


@pytest.mark.slow
@pytest.mark.parametrize(("point", "taken"), POINTS)
def test_killed_sender_loses_nothing_and_repeats_one_message_at_most(process_env, smtp_sink, point, taken):
    at = clock.now()
    wanted = {
        f"<{outbox.post(purpose='test', to=f'{n}@a.example', language='fr', content=Content('a', 'b', ''), at=at).pk}"
        "@testserver>"
        for n in range(3)
    }
    env = process_env | {"EMAIL_URL": smtp_sink.url, "FAULT": point}
    for _n in range(2):
        assert subprocess.run([sys.executable, "-c", SEND], env=env, check=False).returncode == KILLED
        Message.objects.filter(state="leased").update(lease_until=Now() - timedelta(seconds=1))
    delivery.deliver(at=at)
    copies = Counter(str(each.message["Message-ID"]) for each in smtp_sink.accepted)
    assert set(copies) == wanted
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert copies.total() - 3 <= (2 if taken else 0)
