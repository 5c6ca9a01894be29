"""What the bearer of a link can do, by where the file stands: one row per status, every door."""

import pytest
from django.test import Client

from companies.cases import actions as cases
from companies.cases.enums import ClosedAs, Status
from companies.cases.models import Case, ProgrammeYear
from companies.common import clock
from companies.dialogue.enums import ObstacleCode
from companies.enrolment import doors
from companies.enrolment.doors import Door, Way
from companies.enrolment.rules import BEFORE_START, SENT
from companies.journal.actors import SYSTEM
from companies.mail import queries as mail
from companies.portal.forms import later_days
from companies.registry.enums import Access
from tests.enrolment.world import ANSWERS, begun, contact_of, filled, posts, save, sent, status_of

pytestmark = pytest.mark.django_db
ALL_OPEN = {Door.START: Way.OPEN, Door.LATER: Way.OPEN, Door.DECLINE: Way.OPEN, Door.WRONG_PERSON: Way.OPEN}
NOTHING_LOST = dict.fromkeys(BEFORE_START, ALL_OPEN) | {Status.DRAFT: ALL_OPEN}


def expected(status, holds_answers):
    """Written out a second time, on purpose."""
    if (not holds_answers and status in NOTHING_LOST) or status in BEFORE_START:
        return ALL_OPEN
    return {
        Door.START: Way.BY_CODE,
        Door.LATER: Way.SHUT,
        Door.DECLINE: Way.BY_CODE if status in SENT | {Status.DRAFT} else _when_over(status),
        Door.WRONG_PERSON: Way.OPEN if status == Status.DRAFT else Way.SHUT,
    }


def _when_over(status):
    return Way.OPEN if status == Status.CLOSED else Way.SHUT


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("holds_answers", [True, False])
def test_table_says_how_each_door_opens(status, holds_answers):
    ways = {door: doors.way(door, status, holds_answers=holds_answers) for door in Door}

    assert ways == expected(status, holds_answers)


def press(token, door, case):
    day = later_days(clock.today(), case.closes_on)[0].isoformat()
    given = {"later": {"until": day}, "decline": {"code": ObstacleCode.NO_TIME_OR_STAFF}, "wrong-person": {}}
    return Client().post(f"/i/{token}/{door}/", given[door])


def standing(case):
    kept = Case.objects.get(pk=case.pk)
    return kept.status, kept.closed_as, kept.deferred_until, contact_of(case).access


@pytest.mark.parametrize("door", ["later", "decline", "wrong-person"])
def test_bearer_of_a_link_undoes_nothing_that_was_sent(case, token, door):
    sent(filled(begun(case, at=clock.now()), at=clock.now()), at=clock.now())
    before = standing(case)

    assert press(token, door, case).status_code == 302
    assert standing(case) == before


@pytest.mark.parametrize("door", ["later", "decline"])
def test_bearer_of_a_link_undoes_no_draft_with_answers(case, token, door):
    save(begun(case, at=clock.now()), "contact", at=clock.now())
    before = standing(case)

    assert press(token, door, case).status_code == 302
    assert standing(case) == before


def test_declining_what_was_sent_asks_for_a_code_to_the_address_on_file(case, token):
    sent(filled(begun(case, at=clock.now()), at=clock.now()), at=clock.now())

    assert press(token, "decline", case).url.startswith("/account/")
    assert mail.of_stream(case.stream).get(purpose="signin.code").to_email == ANSWERS["contact"]["email"]


def test_who_is_signed_in_declines_on_the_page_of_the_file(case, token, member):
    save(begun(case, at=clock.now()), "contact", at=clock.now())

    answer = member.post(f"/i/{token}/decline/", {"code": ObstacleCode.NO_TIME_OR_STAFF})

    assert answer.url == f"/file/{case.reference}/not-for-us/"


@pytest.mark.parametrize("begin", [False, True])
def test_bearer_of_a_link_declines_while_nothing_was_answered(case, token, begin):
    if begin:
        begun(case, at=clock.now())

    press(token, "decline", case)

    assert Case.objects.get(pk=case.pk).closed_as == ClosedAs.DECLINED


def test_wrong_person_ends_every_way_in(case, token, client):
    press(token, "wrong-person", case)
    address = contact_of(case).email
    client.post("/account/login/", {"email": address})

    assert contact_of(case).access == Access.WRONG
    assert client.get(f"/i/{token}/").status_code == 410
    assert not mail.of_stream(case.stream).filter(purpose="signin.code").exists()


def test_link_lives_on_when_the_year_is_put_off(case, token, client, time_machine):
    last = case.year.closes_on
    ProgrammeYear.objects.update(closes_on=last.replace(year=last.year + 1))
    time_machine.move_to(clock.end_of(last).replace(year=last.year + 1, day=1))

    assert client.get(f"/i/{token}/").status_code == 200


def test_letter_opens_until_the_day_granted_to_the_company(case, client, time_machine):
    now = clock.now()
    _link, code = cases.issue_code(case, contact_of(case), by=SYSTEM, at=now)
    application = begun(case, at=now)
    application.extended_to = case.year.closes_on.replace(year=case.year.closes_on.year + 1)
    application.save()
    time_machine.move_to(clock.end_of(application.extended_to))

    assert client.post("/letter/", {"code": code}).status_code == 302


def test_one_place_that_guesses_stops_nobody_else(case, client):
    _link, code = cases.issue_code(case, contact_of(case), by=SYSTEM, at=clock.now())
    for _try in range(15):
        client.post("/letter/", {"code": "ABCD-EFGH"}, REMOTE_ADDR="203.0.113.6")

    assert client.post("/letter/", {"code": code}, REMOTE_ADDR="203.0.113.6").status_code == 200
    assert client.post("/letter/", {"code": code}, REMOTE_ADDR="203.0.113.7").status_code == 302


def test_right_codes_use_up_no_limit(case, client):
    _link, code = cases.issue_code(case, contact_of(case), by=SYSTEM, at=clock.now())

    assert {client.post("/letter/", {"code": code}).status_code for _try in range(12)} == {302}


def test_place_of_a_subscriber_of_ipv6_is_the_network(case, client):
    _link, code = cases.issue_code(case, contact_of(case), by=SYSTEM, at=clock.now())
    for number in range(10):
        client.post("/letter/", {"code": "ABCD-EFGH"}, REMOTE_ADDR=f"2001:db8:0:1::{number}")

    assert client.post("/letter/", {"code": code}, REMOTE_ADDR="2001:db8:0:ff::1").status_code == 200
    assert client.post("/letter/", {"code": code}, REMOTE_ADDR="2001:db8:0:100::1").status_code == 302


def sends_everything_as(browser, case, token, email):
    browser.post(f"/i/{token}/start/")
    for key in ANSWERS:
        browser.post(
            f"/file/{case.reference}/form/{key}/", posts(key, **({"email": email} if key == "contact" else {}))
        )
    browser.post(f"/file/{case.reference}/form/send/")
    assert status_of(case) == Status.SUBMITTED


def test_link_takes_no_login_over_that_somebody_signed_in_with(case, token, member, client):
    login = contact_of(case).user

    sends_everything_as(client, case, token, "thief@evil.example")

    login.refresh_from_db()
    assert login.email == "direction@doukkala.example"
    assert contact_of(case).user == login
    told = mail.of_stream(case.stream).get(purpose="address.changed")
    assert (told.to_email, told.essential) == ("direction@doukkala.example", True)


def test_new_login_follows_the_address_that_the_application_names(case, token, client):
    sends_everything_as(client, case, token, "export@doukkala.example")

    assert contact_of(case).user.email == "export@doukkala.example"
