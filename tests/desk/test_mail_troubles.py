"""The page of messages that did not arrive, or perhaps did."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.utils import translation

from companies.accounts.enums import Role
from companies.common import clock
from companies.desk import troubles
from companies.journal.models import Entry
from companies.mail import outbox
from companies.mail.models import Address, Message
from companies.mail.queries import FATAL
from companies.mail.wording import Content
from tests.support import making

pytestmark = pytest.mark.django_db
PAGE = "/desk/mail/"


def message(case=None, state="dead", subject="Commencer", ago=0, **fields):
    at = clock.now() - timedelta(hours=ago)
    posted = outbox.post(
        purpose="t",
        to=fields.pop("to", "a@b.example"),
        language="fr",
        content=Content(subject, "b", ""),
        stream=case.stream if case else "",
        at=at,
    )
    Message.objects.filter(pk=posted.pk).update(state=state, **fields)
    posted.refresh_from_db()
    return posted


def listed(client, **query):
    page = client.get(PAGE, query)
    assert page.status_code == 200
    return [unescape(each) for each in re.findall(r"<bdi>(Message \d+)</bdi>", page.content.decode())]


def test_dead_and_uncertain_messages_are_listed_newest_first(client, officer):
    case = making.case()
    for number, state in enumerate(["dead", "uncertain", "withdrawn", "queued"], 1):
        message(case, state, f"Message {number}", ago=number)
    message(case, "sent", "Message 5", accepted_at=clock.now())
    assert listed(client) == ["Message 1", "Message 2"]
    assert listed(client, state="uncertain") == ["Message 2"]
    assert listed(client, state="sent") == []


def test_only_what_is_within_reach_is_listed(client, officer):
    message(making.case(), subject="Message 1", ago=1)
    message(making.case(region=making.SOUSS), subject="Message 2", ago=2)
    message(making.case(region=making.SOUSS, officer=officer), subject="Message 3", ago=3)
    message(None, subject="Message 4", ago=4)
    assert listed(client) == ["Message 1", "Message 3"]


@pytest.mark.parametrize("role", [Role.ADMIN, Role.NATIONAL])
def test_those_without_a_file_are_for_who_sees_everything(client, as_role, role):
    as_role(role)
    message(None, subject="Message 1", ago=1)
    message(making.case(), subject="Message 2", ago=2)
    message(None, subject="Message 3", ago=3, stream="user:7")
    assert listed(client) == ["Message 1", "Message 2", "Message 3"]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COACH])
def test_strange_streams_are_no_failure(client, as_role, role):
    as_role(role)
    message(None, stream="user:7")
    message(None, stream="case:x")
    assert listed(client) == []


REASONS = {
    "uncertain": ({"state": "uncertain"}, "", troubles.PERHAPS),
    "address refused": ({"smtp_code": 550}, "bounced", troubles.BAD_ADDRESS),
    "asked for no mail": ({}, "suppressed", troubles.UNWANTED),
    "reported": ({}, "complained", troubles.UNWANTED),
    "killer": ({"last_error": FATAL}, "", troubles.DEADLY),
    "content refused": ({"smtp_code": 554, "last_error": "5.6.0 content"}, "", troubles.BAD_MESSAGE),
    "given up": ({"smtp_code": 451, "last_error": "4.3.0 later"}, "", troubles.GIVEN_UP),
    "no answer": ({"last_error": "TimeoutError"}, "", troubles.GIVEN_UP),
}


@pytest.mark.parametrize("name", REASONS)
def test_reason_and_remedy_stand_in_plain_words(client, officer, name):
    fields, address, reason = REASONS[name]
    message(making.case(), **{"state": "dead", **fields})
    if address:
        Address.objects.update_or_create(email="a@b.example", defaults={"state": address})
    page = unescape(client.get(PAGE).content.decode())
    with translation.override("fr"):
        assert str(reason.why) in page
        assert str(reason.what) in page
    assert ("/again/" in page) == (reason not in troubles.HOPELESS)
    assert ("#people" in page) == (reason is troubles.BAD_ADDRESS)


def test_message_is_sent_again(client, officer):
    dead = message(making.case(), smtp_code=451, last_error="later", attempts=6)
    answer = client.post(f"{PAGE}{dead.pk}/again/", follow=True)
    assert "Le message attend de repartir." in answer.content.decode()
    dead.refresh_from_db()
    assert (dead.state, dead.attempts, dead.last_error) == ("queued", 0, "")
    assert listed(client) == []


def test_refusal_to_send_again_is_told(client, officer):
    dead = message(making.case())
    outbox.standing("a@b.example")
    Address.objects.update(state="bounced")
    answer = client.post(f"{PAGE}{dead.pk}/again/", follow=True)
    assert "Cette adresse ne reçoit pas de message." in unescape(answer.content.decode())
    dead.refresh_from_db()
    assert dead.state == "dead"


def test_seen_message_leaves_the_list_and_is_journalled_once(client, officer):
    dead = message(making.case(), subject="Message 1")
    for _n in range(2):
        assert client.post(f"{PAGE}{dead.pk}/seen/").status_code == 302
    assert (listed(client), listed(client, seen="yes")) == ([], ["Message 1"])
    (entry,) = Entry.objects.filter(verb="message.seen")
    assert (entry.actor_id, entry.stream, entry.object_id) == (officer.pk, dead.stream, str(dead.pk))


def test_all_that_was_shown_is_noted_as_seen_and_nothing_else(client, officer):
    shown = [message(making.case(), subject=f"Message {number}", ago=number) for number in (2, 3)]
    page = client.get(PAGE).content.decode()
    pks = re.findall(r'name="pk" value="([^"]+)"', page)
    assert sorted(pks) == sorted(str(each.pk) for each in shown)
    message(making.case(), subject="Message 1", ago=1)
    elsewhere = message(making.case(region=making.SOUSS))
    answer = client.post(f"{PAGE}seen/", {"pk": [*pks, str(elsewhere.pk), "x", str(uuid4())]}, follow=True)
    assert "2\u00a0messages notés comme vus." in answer.content.decode()
    assert (listed(client), Message.objects.get(pk=elsewhere.pk).seen_at) == (["Message 1"], None)
    assert Entry.objects.filter(verb="message.seen").count() == 2


def test_who_may_only_look_notes_nothing_as_seen(client, as_role):
    as_role(Role.NATIONAL)
    dead = [message(making.case()) for _n in range(2)]
    assert client.post(f"{PAGE}seen/", {"pk": [each.pk for each in dead]}).status_code == 403
    assert 'name="pk"' not in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}seen/").status_code == 405


def test_seen_message_that_dies_again_is_back(client, officer):
    dead = message(making.case(), subject="Message 1")
    client.post(f"{PAGE}{dead.pk}/seen/")
    client.post(f"{PAGE}{dead.pk}/again/")
    Message.objects.filter(pk=dead.pk).update(state="dead")
    assert listed(client) == ["Message 1"]


@pytest.mark.parametrize("act", ["again", "seen"])
def test_out_of_reach_or_not_troubled_or_missing_does_not_exist(client, officer, act):
    elsewhere, sent = message(making.case(region=making.SOUSS)), message(making.case(), "queued")
    for pk in (elsewhere.pk, sent.pk, uuid4()):
        assert client.post(f"{PAGE}{pk}/{act}/").status_code == 404
    assert Message.objects.get(pk=elsewhere.pk).state == "dead"


@pytest.mark.parametrize("act", ["again", "seen"])
def test_who_may_only_look_is_refused(client, as_role, act):
    as_role(Role.NATIONAL)
    dead = message(making.case())
    assert client.post(f"{PAGE}{dead.pk}/{act}/").status_code == 403
    assert f"/{act}/" not in client.get(PAGE).content.decode()


def test_pages_follow_one_another_without_a_gap(client, officer):
    case = making.case()
    for number in range(60):
        message(case, subject=f"Message {number}", ago=number // 3)
    found, address = [], PAGE
    while address:
        page = client.get(address).content.decode()
        found += re.findall(r"<bdi>(Message \d+)</bdi>", page)
        onward = re.search(r'href="([^"]+)" rel="next"', page)
        address = PAGE + unescape(onward[1]) if onward else ""
    assert (len(found), len(set(found))) == (60, 60)


@pytest.mark.parametrize("cursor", ["x", "WyIyMDI3IiwgMV0", "WyIyMDI2LTExLTI0VDA5OjAwOjAwKzAwOjAwIiwgIngiXQ"])
def test_mangled_cursor_shows_the_first_page(client, officer, cursor):
    message(making.case(), subject="Message 1")
    assert listed(client, after=cursor) == ["Message 1"]


@pytest.mark.parametrize("wrong", [("get", "again"), ("get", "seen")])
def test_other_methods_are_refused(client, officer, wrong):
    dead = message(making.case())
    assert client.get(f"{PAGE}{dead.pk}/{wrong[1]}/").status_code == 405
    assert client.post(PAGE).status_code == 405


def test_page_costs_the_same_for_one_and_three(client, officer, django_assert_num_queries):
    message(making.case(), smtp_code=550)
    with django_assert_num_queries(8):
        client.get(PAGE)
    message(making.case(), to="c@d.example"), message(making.case(), "uncertain")
    with django_assert_num_queries(8):
        client.get(PAGE)


def test_empty_page_says_so(client, officer):
    assert "Rien à regarder" in client.get(PAGE).content.decode()
