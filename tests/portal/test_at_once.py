"""Two people, two windows, two presses at the same time, on the real database."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from companies.accounts.models import User
from companies.cases.enums import InteractionKind, Status
from companies.cases.models import Case, Move
from companies.common import clock
from companies.common.refusals import Refusal
from companies.enrolment import actions as enrolment
from companies.enrolment import assisted
from companies.enrolment.actions import assisting, colleagues
from companies.enrolment.models import Application
from companies.journal.actors import SYSTEM
from companies.mail import queries as mail
from companies.mail.models import Message
from companies.portal import limits
from companies.questionnaires.models import Answer, Response
from companies.registry.enums import Access
from tests.enrolment import assisting as helper
from tests.enrolment.arrivals import add_colleague
from tests.enrolment.world import (
    begun,
    checked,
    contact_of,
    current_year,
    filled,
    fresh,
    invited_case,
    link_of,
    make_case,
)
from tests.portal import papers
from tests.portal.test_filling import marks, posts, url_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(transactional_db):
    return invited_case(year=current_year(), at=clock.now())


def together(*acts: Callable[[], object]) -> list[object]:
    """What each act gave, all begun at the same moment in threads of their own."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int) -> None:
        barrier.wait()
        try:
            results[number] = acts[number]()
        except Exception as error:  # noqa: BLE001 - told by the assertion
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def signed_in(case):
    browser = Client()
    browser.force_login(contact_of(case).user)
    return browser


def test_start_pressed_twice_begins_one_draft(case):
    url = f"/i/{link_of(case, at=clock.now())}/start/"

    answers = together(*[lambda: Client().post(url).status_code] * 4)

    assert answers == [302] * 4
    assert Application.objects.count() == Response.objects.count() == 1
    assert Move.objects.filter(case=case, to_status=Status.DRAFT).count() == 1


def test_application_sent_twice_at_once_has_one_receipt(case):
    filled(begun(case, at=clock.now()), at=clock.now())
    browsers = [signed_in(case) for _ in range(4)]

    answers = together(*[lambda b=b: b.post(url_of(case, "send")).url for b in browsers])

    assert answers == [f"/file/{case.reference}/receipt/"] * 4
    assert Move.objects.filter(case=case, to_status=Status.SUBMITTED).count() == 1
    assert mail.of_stream(case.stream).filter(purpose="receipt").count() == 1


def test_page_saved_twice_at_once_is_one(case):
    begun(case, at=clock.now())
    browsers = [signed_in(case) for _ in range(4)]
    given = marks(browsers[0], case, "contact")

    answers = together(
        *[lambda b=b: b.post(url_of(case, "contact"), posts("contact") | given).status_code for b in browsers]
    )

    assert answers == [302] * 4
    assert Answer.objects.filter(response__case=case, key="contact_name").count() == 1


def test_two_colleagues_on_one_page_lose_nothing(case):
    begun(case, at=clock.now())
    colleague, browsers = add_colleague(case, contact_of(case), at=clock.now()), [signed_in(case), Client()]
    browsers[1].force_login(colleague.user)
    forms = [
        posts("contact", contact_name=name) | marks(browser, case, "contact")
        for browser, name in zip(browsers, ("Rachid", "Samira"), strict=True)
    ]

    answers = together(
        *[lambda b=b, f=f: b.post(url_of(case, "contact"), f) for b, f in zip(browsers, forms, strict=True)]
    )

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    (told,) = [answer.content.decode() for answer in answers if answer.status_code == 200]
    assert "a modifié cette réponse à" in told


def test_colleagues_on_different_pages_both_finish_theirs(case):
    begun(case, at=clock.now())
    pages = ("company", "contact", "activity", "declarations")
    browsers = [signed_in(case) for _ in pages]
    forms = [posts(page) | marks(browser, case, page) for browser, page in zip(browsers, pages, strict=True)]

    answers = together(
        *[
            lambda b=b, p=p, f=f: b.post(url_of(case, p), f).status_code
            for b, p, f in zip(browsers, pages, forms, strict=True)
        ]
    )

    assert answers == [302] * 4
    assert sorted(Response.objects.get(case=case).pages_done) == sorted(pages)


def test_two_officers_inviting_at_once_send_one_invitation_each_company(transactional_db):
    year = current_year()
    chosen = [make_case(year=year, email=f"c{n}@x.example", name=f"N{n}", at=clock.now()) for n in range(6)]
    at = clock.now()

    together(*[lambda: enrolment.invite(chosen, by=SYSTEM, at=at)] * 2)

    assert [mail.of_stream(case.stream).count() for case in chosen] == [1] * 6
    assert set(Case.objects.values_list("status", flat=True)) == {Status.INVITED}


def test_sent_while_a_page_is_saved_counts_one_or_the_other(case):
    application = filled(begun(case, at=clock.now()), at=clock.now())
    browsers = [signed_in(case) for _ in range(2)]
    form = posts("contact", contact_name="Samira") | marks(browsers[0], case, "contact")

    together(lambda: browsers[0].post(url_of(case, "contact"), form), lambda: browsers[1].post(url_of(case, "send")))

    counted = fresh(application).response.answers.get(key="contact_name", layer="counted").value
    unsent = [a.value for a in fresh(application).response.answers.filter(key="contact_name", layer="unsent")]
    assert (counted, unsent) in [("Samira", []), ("Rachid Amrani", ["Samira"])]


def test_letter_codes_tried_at_once_are_counted_before_they_are_looked_at(transactional_db):
    answers = together(*[lambda: Client(REMOTE_ADDR="105.1.1.1").post("/letter/", {"code": "ABCD-EFGH"})] * 24)

    refused = [answer for answer in answers if "Trop d’essais" in answer.text]
    assert len(answers) - len(refused) == limits.LETTER_CODES.most


def test_one_mailbox_invited_by_eight_companies_at_once_gets_three_messages(case):
    cases = [case, *(invited_case(year=case.year, at=clock.now(), email=f"m{n}@x.example") for n in range(7))]
    for each in cases:
        begun(each, at=clock.now())
    browsers = [(signed_in(each), f"/file/{each.reference}/people/") for each in cases]
    given = {"email": "omar@y.example", "name": "", "language": "fr"}

    answers = together(*[lambda b=b, url=url: b.post(url, given).status_code for b, url in browsers])

    assert answers == [302] * 8
    assert Message.objects.filter(to_email="omar@y.example").count() == 3


def test_members_invited_at_once_stay_within_the_most_of_a_company(case):
    begun(case, at=clock.now())
    main = contact_of(case)

    def invite(number):
        email, at = f"c{number}@x.example", clock.now()
        return colleagues.invite(case, main, email, name="", language="fr", by=SYSTEM, at=at)

    answers = together(*[lambda n=n: invite(n) for n in range(16)])

    assert case.company.contacts.filter(access=Access.MEMBER).count() == colleagues.MOST_MEMBERS
    assert sum(isinstance(answer, Refusal) for answer in answers) == 16 - (colleagues.MOST_MEMBERS - 1)


def test_form_opened_with_the_company_thrice_at_once_is_told_once(case):
    contact = contact_of(case)

    def sit_down():
        mine = Case.objects.select_related("company", "year", "region", "officer").get(pk=case.pk)
        return assisting.begin(mine, contact, InteractionKind.CALL, officer=case.officer, at=clock.now())

    answers = together(sit_down, sit_down, sit_down)

    assert [type(answer) for answer in answers] == [Application] * 3
    assert Message.objects.filter(purpose="assistance.begun").count() == 1


def test_paper_given_while_the_company_confirms_comes_after_what_it_read(case, monkeypatch):
    application, order = helper.waiting(case, at=clock.now()), []
    slot, contact, seen = papers.ask(case.year, required=False), contact_of(case), assisted.edition(fresh(application))

    def give():
        try:
            papers.given(Case.objects.get(pk=case.pk), slot)
        except Refusal:
            order.append("refused")
        finally:
            connection.close()

    giving, save_page = threading.Thread(target=give), assisting.save_page

    def save_meanwhile(*args, **kwargs):
        giving.start()
        giving.join(1)
        order.append("waits" if giving.is_alive() else "given")
        return save_page(*args, **kwargs)

    monkeypatch.setattr(assisting, "save_page", save_meanwhile)
    assisting.confirm(fresh(application), contact, checked("declarations"), seen=seen, by=SYSTEM, at=clock.now())
    giving.join()

    assert order[0] == "waits"
    assert Case.objects.get(pk=case.pk).status == Status.SUBMITTED


def test_two_companies_of_one_address_started_at_once_make_one_login(case):
    other = invited_case(year=case.year, at=clock.now(), email=contact_of(case).email)
    tokens = [link_of(each, at=clock.now()) for each in (case, other)]

    answers = together(*[lambda t=t: Client().post(f"/i/{t}/start/").status_code for t in tokens])

    assert answers == [302, 302]
    assert User.objects.filter(email=contact_of(case).email).count() == 1


def test_sign_in_pressed_four_times_at_once_makes_one_login(case):
    email = contact_of(case).email

    answers = together(*[lambda: enrolment.admit_by_address(email, at=clock.now())] * 4)

    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert User.objects.filter(email=email).count() == 1
