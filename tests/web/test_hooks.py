"""What a mail provider posts: believed with its secret only, noted once, and about mail of ours alone."""

import base64
import hashlib
import hmac
import json
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from companies.common import clock
from companies.mail import inbox
from companies.mail.enums import AddressState, MessageState, ReceivedKind
from companies.mail.inbound import begun, parsing
from companies.mail.models import Message, Received
from companies.web import hooks
from tests.mail.incoming import REFERENCE, TO, letter, sent, state_of

pytestmark = pytest.mark.django_db

SECRET = "crochet:un-long-mot-de-passe"


@pytest.fixture(autouse=True)
def postmark(settings):
    settings.ANYMAIL_PROVIDER, settings.ANYMAIL_WEBHOOK_SECRET = "postmark", [SECRET]
    settings.REPLY_ADDRESS = "reponses@export.example"


def post(client, event, *, secret=SECRET, name="web:mail_hook", provider="postmark", **more):
    headers = {"HTTP_AUTHORIZATION": f"Basic {base64.b64encode(secret.encode()).decode()}"} if secret else {}
    content = event if isinstance(event, str | bytes) else json.dumps(event)
    url = reverse(name, args=[provider])
    return client.post(url, content, content_type="application/json", **headers, **more).status_code


def bounce(message=None, **fields):
    about = {"Metadata": {"id": f"{message.pk}@testserver"}} if message else {}
    return {
        "RecordType": "Bounce",
        "ID": 42,
        "Type": "HardBounce",
        "Email": TO,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Details": "smtp;550 5.1.1 The email account does not exist",
        "BouncedAt": "2026-11-24T10:12:03Z",
        **about,
        **fields,
    }


def mine():
    return sent(at=clock.now())


def test_bounce_ends_the_message_and_flags_its_address_once(client):
    message = mine()

    assert [post(client, bounce(message)), post(client, bounce(message))] == [200, 200]

    row = Received.objects.get()
    assert (row.kind, row.answers_id, row.status) == (ReceivedKind.BOUNCE, message.pk, "5.1.1")
    assert (Message.objects.get().state, state_of()) == (MessageState.DEAD, AddressState.BOUNCED)


def test_provider_that_replaces_our_id_is_understood_by_the_receiver(client):
    old, message = sent(at=clock.now() - timedelta(days=2)), mine()

    post(client, bounce())

    assert Received.objects.get().answers_id == message.pk
    assert Message.objects.get(pk=old.pk).state == MessageState.SENT


@pytest.mark.parametrize(
    "fields", [{"Email": "personne@ailleurs.example"}, {"Type": "Nonsense", "RecordType": "Delivery"}]
)
def test_event_about_nobody_we_wrote_to_or_of_no_interest_changes_nothing(client, fields):
    mine()

    assert post(client, bounce(**fields)) == 200
    assert (Received.objects.count(), state_of()) == (0, AddressState.OK)


@pytest.mark.parametrize(
    ("fields", "kind", "message", "address"),
    [
        ({"RecordType": "SpamComplaint", "Type": "SpamComplaint"}, "complaint", "sent", "complained"),
        ({"Type": "Transient", "Details": "451 4.2.1 later"}, "delay", "sent", "ok"),
        ({"Type": "Blocked", "Details": "blocked"}, "bounce", "dead", "ok"),
        ({"Type": "SoftBounce", "Details": "552 5.2.2 full"}, "bounce", "dead", "bounced"),
        ({"Details": "550 5.7.1 by policy"}, "bounce", "dead", "ok"),
        ({"Type": "AutoResponder"}, "automatic", "sent", "ok"),
    ],
)
def test_event_is_taken_for_what_it_is(client, fields, kind, message, address):
    assert post(client, bounce(mine(), **fields)) == 200

    assert (Received.objects.get().kind, Message.objects.get().state, state_of()) == (kind, message, address)


@pytest.mark.parametrize(("email", "state"), [("tiers@ailleurs.example", "ok"), (TO, "complained"), ("", "complained")])
def test_complaint_counts_for_the_address_it_names(client, email, state):
    event = {
        "RecordType": "SpamComplaint",
        "ID": 43,
        "Type": "SpamComplaint",
        "TypeCode": 512,
        "Email": email,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "BouncedAt": "2026-11-24T10:12:03Z",
        "Metadata": {"id": f"{mine().pk}@testserver"},
    }

    assert post(client, event) == 200
    assert (Received.objects.get().kind, state_of()) == (ReceivedKind.COMPLAINT, state)


def test_mail_that_came_in_is_read_like_one_of_the_mailbox(client):
    raw = letter("reply_gmail_ar", mine()).decode()
    event = {"FromFull": {"Email": TO}, "RawEmail": raw, "Headers": []}

    assert post(client, event, name="web:mail_hook_inbound") == 200
    row = Received.objects.get()
    assert (row.kind, row.stream, row.text[:6]) == (ReceivedKind.REPLY, f"file:{REFERENCE}", "السلام")
    assert inbox.take(raw.encode(), at=clock.now()) is None


def test_mail_whose_reader_died_is_asked_for_again_and_in_the_end_noted_as_unknown(client, monkeypatch):
    def die(_content):
        raise SystemExit

    monkeypatch.setattr(parsing, "parse", die)
    event = {"FromFull": {"Email": TO}, "RawEmail": letter("reply_gmail_ar", mine()).decode(), "Headers": []}
    for number in range(begun.TRIES):
        with time_machine.travel(clock.now() + number * begun.PATIENCE, tick=False):
            with pytest.raises(SystemExit):
                post(client, event, name="web:mail_hook_inbound")
            assert post(client, event, name="web:mail_hook_inbound") == 503

    with time_machine.travel(clock.now() + begun.TRIES * begun.PATIENCE):
        assert post(client, event, name="web:mail_hook_inbound") == 200
    assert [(row.kind, row.from_email) for row in Received.objects.all()] == [(ReceivedKind.UNKNOWN, TO)]


@pytest.mark.parametrize("secret", ["", "crochet:wrong", "crochet", ":", "un-long-mot-de-passe"])
def test_post_without_the_secret_is_refused_and_nothing_written(client, secret):
    message = mine()

    assert post(client, bounce(message), secret=secret) == 403
    assert (Received.objects.count(), state_of()) == (0, AddressState.OK)


@pytest.mark.parametrize(
    "content", ["", "no json", "[]", "{}", '{"RecordType": 3}', "null", b"\xff\xfe", '{"a": "\\u0000"}']
)
def test_post_that_is_no_event_is_refused_or_ignored_and_nothing_written(client, content):
    mine()

    assert post(client, content) in {200, 400}
    assert Received.objects.count() == 0


@pytest.mark.parametrize("provider", ["mailgun", "sendgrid", "nobody"])
def test_hook_of_another_provider_does_not_exist(client, provider):
    assert post(client, bounce(), provider=provider) == 404


def test_hooks_do_not_exist_where_none_is_configured(client, settings):
    settings.ANYMAIL_PROVIDER = ""

    assert [post(client, bounce()), post(client, bounce(), name="web:mail_hook_inbound")] == [404, 404]


def test_hook_is_only_posted_to(client):
    assert client.get(reverse("web:mail_hook", args=["postmark"])).status_code == 405


def test_old_and_new_secret_serve_while_one_takes_the_others_place(client, settings):
    settings.ANYMAIL_WEBHOOK_SECRET = ["crochet:nouveau", SECRET]

    assert [post(client, bounce()), post(client, bounce(), secret="crochet:nouveau")] == [200, 200]


# -- a provider that signs -------------------------------------------------------------------


def mailgun(message, key="cle", stamp=None):
    stamp, token = str(int(stamp or time.time())), "jeton"
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    data = {
        "event": "failed",
        "severity": "permanent",
        "reason": "bounce",
        "id": "evt-1",
        "timestamp": time.time(),
        "recipient": TO,
        "delivery-status": {"code": 550, "message": "5.1.1 no such user"},
        "message": {"headers": {"message-id": f"{message.pk}@testserver"}},
    }
    return {"signature": {"timestamp": stamp, "token": token, "signature": signature}, "event-data": data}


@pytest.fixture
def signed(settings):
    settings.ANYMAIL_PROVIDER, settings.ANYMAIL_SIGNING_KEY = "mailgun", "cle"


def test_signed_event_is_matched_by_our_message_id(client, signed):
    sent("autre@entreprise.example", at=clock.now())
    message = mine()

    assert post(client, mailgun(message), provider="mailgun") == 200
    assert (Received.objects.get().answers_id, state_of()) == (message.pk, AddressState.BOUNCED)


def test_event_with_a_wrong_signature_is_refused(client, signed):
    assert post(client, mailgun(mine(), key="autre"), provider="mailgun") == 403
    assert (Received.objects.count(), state_of()) == (0, AddressState.OK)


# -- what must be configured -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("provider", "secret", "key", "words"),
    [
        ("nobody", [SECRET], "", "not among"),
        ("postmark", [], "", "user:password"),
        ("postmark", ["password"], "", "user:password"),
        ("mailgun", [SECRET], "", "ANYMAIL_SIGNING_KEY"),
    ],
)
def test_hook_that_anybody_could_post_to_keeps_the_site_from_starting(settings, provider, secret, key, words):
    settings.ANYMAIL_PROVIDER, settings.ANYMAIL_WEBHOOK_SECRET, settings.ANYMAIL_SIGNING_KEY = provider, secret, key

    with pytest.raises(ImproperlyConfigured, match=words):
        hooks.check()


@pytest.mark.parametrize("provider", sorted(hooks.PROVIDERS))
def test_every_provider_is_one_that_anymail_knows(client, settings, provider):
    settings.ANYMAIL_PROVIDER, settings.ANYMAIL_SIGNING_KEY = provider, "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALRi"
    hooks.check()

    names = ["web:mail_hook", *(["web:mail_hook_inbound"] if hooks.PROVIDERS[provider].inbound else [])]
    assert {post(client, "{}", secret="x:y", provider=provider, name=name) for name in names} == {403}
