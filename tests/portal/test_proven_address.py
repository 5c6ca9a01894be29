"""A code proves the address it was sent to, a login moves by proof alone, sessions of before a change are over."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from companies.accounts import actions as accounts
from companies.accounts.enums import Role
from companies.cases.enums import Status
from companies.cases.models import Case
from companies.common import clock
from companies.enrolment.actions import entering, profile, proving
from companies.enrolment.enums import Purpose
from companies.journal.actors import SYSTEM
from companies.registry import actions as registry
from companies.registry.enums import Access
from tests.enrolment import world
from tests.enrolment.arrivals import code_sent_to, entered, posted
from tests.enrolment.world import contact_of, current_year, filled, fresh, invited_case, make_officer
from tests.portal.visits import login, member_of, write

pytestmark = pytest.mark.django_db
MINE = "intruder@gmail.com"


@pytest.fixture(autouse=True)
def year(db, settings):
    settings.ENTRY_SECONDS = 0
    return current_year()


def whole(case):
    return filled(fresh(Case.objects.get(pk=case.pk).application), at=clock.now(), company={"ice": case.company.ice})


def own_file():
    """A company of somebody's own, whom the list named and who has signed in; the draft is full."""
    own = invited_case(year=current_year(), at=clock.now(), email=MINE, name="Own SARL")
    browser = member_of(own)
    whole(own)
    write(browser, own, "contact", email=MINE)
    return own, browser


def asks_for_code(email):
    browser = Client()
    browser.post(reverse("account_login"), {"email": email})
    return browser, code_sent_to(email.lower())


def sends_as(browser, case, email):
    write(browser, case, "contact", email=email)
    answer = browser.post(f"/file/{case.reference}/form/send/", follow=True)
    assert world.status_of(case) == Status.SUBMITTED
    return answer


def types_code(browser, code):
    return browser.post(reverse("account_confirm_login_code"), {"code": code})


def is_signed_in(browser):
    return "_auth_user_id" in browser.session


def test_address_of_another_files_director_in_ones_form_opens_nothing(case):
    own, browser = own_file()
    second, code = asks_for_code(MINE)
    director = contact_of(case)

    sends_as(browser, own, director.email)
    types_code(second, code)

    assert second.get(f"/file/{case.reference}/").status_code == 404
    assert (contact_of(case).user, contact_of(case).access) == (None, Access.NONE)


def test_address_on_file_with_a_full_draft_in_a_newcomers_form_opens_nothing(case):
    registry.add_contact(case.company, email="accountant@elsewhere.example", name="A", by=SYSTEM, at=clock.now())
    member_of(case)
    whole(case)
    arrival = entered(MINE, at=clock.now(), ice="001122334455667", name="Own SARL")
    own, browser = arrival.case, login(arrival.user)
    whole(own)
    write(browser, own, "contact", email=MINE)
    second, code = asks_for_code(MINE)

    sends_as(browser, own, "accountant@elsewhere.example")
    types_code(second, code)

    assert second.get(f"/file/{case.reference}/form/figures/").status_code == 404


def test_login_stays_where_the_form_names_another_address_and_the_person_is_told_so():
    own, browser = own_file()

    answer = sends_as(browser, own, "unproven@somewhere.example")

    main = contact_of(own)
    assert (main.email, main.user.email) == ("unproven@somewhere.example", MINE)
    assert [MINE in str(each) for each in answer.context["messages"]] == [True]
    assert browser.get(f"/file/{own.reference}/").status_code == 200


def test_sending_with_the_same_address_says_nothing_of_signing_in():
    own, browser = own_file()

    answer = sends_as(browser, own, MINE)

    assert list(answer.context["messages"]) == []


def test_mailbox_that_a_form_names_does_not_come_in_as_the_login_behind_it():
    """Whoever changed the form may have held a forwarded link only: the login has a mailbox of its own."""
    own, browser = own_file()
    sends_as(browser, own, "unproven@somewhere.example")

    with pytest.raises(entering.Refusal):
        entered("unproven@somewhere.example", at=clock.now(), ice=own.company.ice)


def test_files_that_only_write_to_an_address_are_not_offered_to_it(case):
    own, browser = own_file()
    sends_as(browser, own, contact_of(case).email)

    arrival = entered(contact_of(case).email, at=clock.now(), ice="005566778899001")

    assert [each.pk for each in arrival.choices] == [case.pk]


def test_start_gives_the_director_a_login_of_their_own_whoever_named_their_address(case):
    own, browser = own_file()
    sends_as(browser, own, contact_of(case).email)

    Client().post(f"/i/{world.link_of(case, at=clock.now())}/start/")

    assert contact_of(case).user.email == contact_of(case).email
    assert contact_of(own).user.email == MINE


def test_code_sent_to_the_mailbox_before_ends_with_the_address(case):
    member_of(case)
    user = contact_of(case).user
    old, code = asks_for_code(user.email)
    proof = proving.ask(Purpose.ADDRESS, "new@doukkala.example", language="fr", mailed=True, at=clock.now())
    assert proving.prove(proof, code_sent_to("new@doukkala.example"), at=clock.now())
    profile.move_to(user, proof, by=user.actor, at=clock.now())

    answer = types_code(old, code)

    assert (answer.status_code, answer["Location"], is_signed_in(old)) == (302, reverse("account_login"), False)


def test_code_of_staff_ends_where_the_administrator_moves_the_address(case):
    officer = make_officer(case.region)
    old, code = asks_for_code(officer.email)
    accounts.change_address(officer, "safe@desk.example", by=SYSTEM, at=clock.now())

    types_code(old, code)

    assert not is_signed_in(old)


def test_code_works_while_the_address_stays(case):
    officer = make_officer(case.region)
    browser, code = asks_for_code(officer.email.upper())

    types_code(browser, code)

    assert is_signed_in(browser)


def test_session_written_anew_while_the_address_changes_is_over(case, monkeypatch):
    """`end_sessions` deletes rows; a request that runs meanwhile and cycles its key writes the session again."""
    browser = member_of(case)
    user = contact_of(case).user
    drawn = re.search(r'name="drawn" value="([^"]+)"', browser.get("/apply/").text)[1]
    begin = entering.begin

    def meanwhile(*args, **kwargs):
        accounts.change_address(user, "elsewhere@x.example", by=user.actor, at=clock.now())
        return begin(*args, **kwargs)

    monkeypatch.setattr(entering, "begin", meanwhile)
    browser.post("/apply/", {"drawn": drawn, "then": "later"} | posted(name=""))

    assert is_signed_in(browser)
    assert browser.get(f"/file/{case.reference}/").status_code == 302


@pytest.mark.parametrize("changed", [{"email": "x@y.example"}, {"role": Role.NATIONAL}, {"password": "!"}])
def test_session_is_held_to_what_lets_in(case, changed):
    officer = make_officer(case.region)
    before = officer.get_session_auth_hash()

    for field, value in changed.items():
        setattr(officer, field, value)

    assert officer.get_session_auth_hash() != before
