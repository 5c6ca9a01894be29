"""Posting, hinting, and what is known of addresses."""

import subprocess
import sys
from datetime import timedelta

from django.db import connection, transaction

from companies.common import clock
from companies.mail import outbox, queries
from companies.mail.enums import AddressState
from companies.mail.models import Address, Message
from companies.mail.tasks import hint
from companies.mail.wording import Content

AT = clock.start_of(clock.today())


def post(to="A@Entreprise.example", **fields):
    return outbox.post(
        **{"purpose": "test", "to": to, "language": "fr", "content": Content("a", "b", ""), "at": AT, **fields}
    )


def test_posted_message_waits_under_its_stream(db):
    message = post(stream="case:17")
    assert list(queries.of_stream("case:17")) == [message]
    assert (message.to_email, message.state, message.posted_at) == ("a@entreprise.example", "queued", AT)


def test_optional_message_counts_for_the_cap_essential_one_does_not(db):
    post(essential=True)
    assert Address.objects.count() == 0
    post()
    assert Address.objects.get().last_sent_at == AT


def test_posting_does_not_forgive_a_refused_address(db):
    Address.objects.create(email="a@entreprise.example", state=AddressState.BOUNCED)
    post()
    assert Address.objects.get().state == AddressState.BOUNCED


def test_transaction_gives_one_hint_for_many_messages(transactional_db):
    with transaction.atomic():
        for _n in range(3):
            post()
        assert [each[1] for each in connection.run_on_commit] == [hint]


POST = (
    "import django; django.setup()\n"
    "from companies.common import clock\n"
    "from companies.mail import outbox\n"
    "from companies.mail.wording import Content\n"
    "for _n in range(3):\n"
    "    outbox.post(purpose='test', to='a@b.example', language='fr', content=Content('a', 'b', ''), at=clock.now())\n"
    "print('posted')"
)


def test_broker_out_of_reach_hinders_nobody(process_env):
    env = process_env | {"REDIS_URL": "redis://127.0.0.1:1/0"}
    done = subprocess.run([sys.executable, "-c", POST], env=env, capture_output=True, text=True, timeout=30, check=True)
    assert (done.stdout, Message.objects.count()) == ("posted\n", 3)
    assert done.stderr.count("did not take mail.deliver") == 1


def test_standing_is_made_where_nothing_is_known(db):
    with transaction.atomic():
        assert outbox.standing("New@b.example").state == AddressState.OK


def test_address_set_right_takes_mail_again(db):
    Address.objects.create(email="a@b.example", state=AddressState.BOUNCED, reason="550")
    outbox.set_right("A@b.example", at=AT)
    assert Address.objects.values_list("state", "reason").get() == ("ok", "")


def test_refused_address_stays_refused_after_a_wish_for_silence_is_taken_back(db):
    later = AT + timedelta(hours=1)
    rows = Address.objects.values_list("state", "reason", "changed_at")
    Address.objects.create(email="a@b.example", state=AddressState.BOUNCED, reason="550 5.1.1 nobody")

    assert outbox.suppress("A@b.example", reason="one_click", at=AT)
    assert not outbox.suppress("a@b.example", reason="page", at=AT)
    assert rows.get() == ("suppressed", "one_click\n550 5.1.1 nobody", AT)
    outbox.allow("A@b.example", at=later)
    assert rows.get() == ("bounced", "550 5.1.1 nobody", later)
    outbox.set_right("a@b.example", at=AT)
    assert rows.get() == ("ok", "", AT)


def test_address_that_was_in_use_is_so_again(db):
    outbox.suppress("a@b.example", reason="page", at=AT)
    outbox.allow("a@b.example", at=AT)
    outbox.allow("nobody@b.example", at=AT)

    assert Address.objects.values_list("email", "state", "reason").get() == ("a@b.example", "ok", "")


def test_health_tells_what_waits_and_since_when(db):
    assert queries.health() == queries.Health(0, queries.health().late * 0, "")
    post()
    health = queries.health()
    assert (health.waiting, health.paused) == (1, "")
