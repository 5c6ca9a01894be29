"""The page on which a company confirms what an officer filled in: all of it, one press, or something is wrong."""

import re

import pytest
from django.conf import settings

from companies.cases import actions as cases
from companies.cases.enums import Act, ClosedAs, Status, TaskKind
from companies.cases.models import Case
from companies.common import clock
from companies.enrolment import assisted
from companies.enrolment.models import Confirmation
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from companies.mail.models import Message
from companies.portal.views import confirming
from companies.questionnaires.models import Answer
from tests.enrolment import assisting as helper
from tests.enrolment import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(case):
    return helper.waiting(case, at=clock.now())


@pytest.fixture
def address(application):
    """The address in the message."""
    text = Message.objects.get(purpose="confirmation.asked").text
    return re.search(r"https?://[^/\s]+(/confirm/[\w-]+/)", text)[1]


def answer(client, address, **changes):
    seen = client.get(address).context["seen"]
    return client.post(address, world.posts("declarations") | {"seen": seen} | changes)


def test_page_shows_every_answer_and_one_button(client, address, application):
    shown = client.get(address)
    said = shown.content.decode()

    assert (shown.status_code, "Rachid Amrani" in said, said.count("Confirmer et envoyer")) == (200, True, 1)
    assert [section.page.key for section in shown.context["sections"]][-1] != "declarations"
    assert application.case.officer.name in said


def test_all_who_typed_are_named_not_who_asked(client, address, application, case):
    yassine = world.make_officer(case.region, "Yassine Berrada")
    Answer.objects.filter(response=application.response, key="name").update(by=yassine)
    Confirmation.objects.update(asked_by=world.make_officer(case.region, "Salma Idrissi"))

    said = client.get(address).content.decode().partition("Saisi par")[2].partition("pour vous")[0]

    names = {name.strip("\u2068\u2069 ") for name in said.split(",")}
    assert names == {application.case.officer.name, "Yassine Berrada"}


def test_opening_it_changes_nothing(client, address, case):
    client.get(address)
    client.head(address)

    assert world.status_of(case) == Status.DRAFT
    assert cases.linking.Link.objects.get(act=Act.CONFIRM).used_at is None


def test_confirming_sends_and_shows_the_receipt_under_the_same_address(client, address, case):
    done = answer(client, address)

    assert (done.status_code, done.url) == (302, address)
    assert world.status_of(case) == Status.SUBMITTED
    receipt = client.get(address).content.decode()
    assert (case.reference in receipt, "Rachid Amrani" in receipt) == (True, False)
    assert Confirmation.objects.get().ended_as == "confirmed"


def test_second_press_leads_to_the_same_receipt(client, address, case):
    seen = client.get(address).context["seen"]
    for _press in range(2):
        client.post(address, world.posts("declarations") | {"seen": seen})

    assert case.moves.filter(to_status=Status.SUBMITTED).count() == 1


@pytest.mark.parametrize("name", ["true_and_complete", "data_notice_read", "signatory_name", "signatory_capacity"])
def test_missing_declaration_comes_back_and_sends_nothing(client, address, case, name):
    shown = answer(client, address, **{name: ""})

    assert (shown.status_code, list(shown.context["form"].errors)) == (200, [name])
    assert world.status_of(case) == Status.DRAFT


def test_ice_of_another_company_is_said_and_the_officer_told(client, address, application, case):
    world.make_case(ice="001000000000047", name="Autre", email="a@x.example")
    helper.typed(application, "company", at=clock.now(), company={"ice": "001000000000047"})

    shown = answer(client, address)

    assert (shown.status_code, "Nous ne pouvons pas retenir cet ICE" in shown.content.decode()) == (200, True)
    assert case.tasks.open().filter(reason="ice.of_another").count() == 1
    assert world.status_of(case) == Status.DRAFT


@pytest.mark.parametrize("seen", ["", "0-0-0", "9" * 10_000, "\x00", "‮1", "é"])
def test_what_was_not_shown_is_not_confirmed(client, address, case, seen):
    shown = answer(client, address, seen=seen)

    assert (shown.status_code, shown.context["refusal"] is None) == (200, False)
    assert world.status_of(case) == Status.DRAFT


def test_change_meanwhile_is_shown_and_asked_anew(client, address, application, case):
    seen = client.get(address).context["seen"]
    helper.typed(application, "contact", at=clock.now(), contact={"contact_name": "Nadia Amrani"})

    shown = client.post(address, world.posts("declarations") | {"seen": seen})
    said = shown.content.decode()
    assert ("Nadia Amrani" in said, "a changé depuis" in said, world.status_of(case)) == (True, True, Status.DRAFT)
    assert shown.context["asked"].stale is True

    answer(client, address)
    assert world.status_of(case) == Status.SUBMITTED


def test_answer_saved_while_the_page_is_drawn_is_read_before_it_is_confirmed(client, address, application, monkeypatch):
    draw = confirming.checking.sections

    def drawn_slowly(*args, **named):
        sections = draw(*args, **named)
        helper.typed(application, "figures", at=clock.now(), figures={"turnover": "9999999"})
        return sections

    monkeypatch.setattr(confirming.checking, "sections", drawn_slowly)
    shown = client.get(address)
    monkeypatch.undo()
    assert "9\u202f999\u202f999" not in shown.content.decode()

    again = client.post(address, world.posts("declarations") | {"seen": shown.context["seen"]})
    assert (again.status_code, "a changé depuis" in again.content.decode()) == (200, True)
    assert "9\u202f999\u202f999" in again.content.decode()
    assert world.status_of(application.case) == Status.DRAFT


def test_half_changed_application_has_no_button(client, address, application):
    world.save(application, "contact", at=clock.now(), complete=False, phone="")

    shown = client.get(address)
    assert (shown.context["incomplete"], "Confirmer et envoyer" in shown.content.decode()) == (True, False)


def test_link_of_an_earlier_asking_is_over(client, address, application):
    helper.put_to_company(application, at=clock.now())

    assert client.get(address).status_code == 410


def test_link_ends_with_the_file(client, address, case):
    cases.close(Case.objects.get(pk=case.pk), closed_as=ClosedAs.CEASED, by=SYSTEM, at=clock.now())

    assert client.get(address).status_code == 410
    assert client.post(address, world.posts("declarations")).status_code == 410


def test_link_ends_with_the_year(client, address, case):
    case.year.closes_on = case.year.opens_on
    case.year.save()

    assert client.get(address).status_code == 410


def test_link_of_another_act_does_not_confirm(client, case, application):
    assert client.get(f"/confirm/{world.link_of(case, at=clock.now())}/").status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_page_and_receipt_are_in_the_reader_s_language(client, address, case, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert f'lang="{language}"' in client.get(address).content.decode()
    answer(client, address)
    assert f'lang="{language}"' in client.get(address).content.decode()


def test_staff_do_not_confirm_with_the_code_of_the_letter_they_printed(client, case, application):
    officer = case.officer
    _link, code = cases.issue_code(case, world.contact_of(case), act=Act.CONFIRM, by=officer.actor, at=clock.now())
    client.force_login(officer)

    refused = client.post("/letter/", {"code": code})
    assert (refused.status_code, "rien ne se fait d’ici" in refused.content.decode()) == (200, True)

    address = f"/confirm/{world.link_of(application.case, Act.CONFIRM, at=clock.now())}/"
    refused = client.post(address, world.posts("declarations") | {"seen": client.get(address).context["seen"]})
    assert (refused.status_code, refused.url) == (302, address)
    assert "rien ne se fait d’ici" in client.get(address).content.decode()
    wrong(client, address, "call")
    assert (world.status_of(case), case.tasks.filter(kind=TaskKind.HELP).exists()) == (Status.DRAFT, False)


def test_journal_says_who_printed_the_letter_and_when(case):
    application = helper.typed(helper.sat_down(case, at=clock.now()), at=clock.now())
    contact = world.contact_of(case)
    contact.email = ""
    contact.save()
    asked = helper.put_to_company(application, at=clock.now())

    line = Entry.objects.get(verb="confirmation.asked")
    assert (line.actor_id, line.data["channel"], line.at) == (case.officer_id, "letter", asked.confirmation.asked_at)


# -- something is wrong


def wrong(client, address, then, **more):
    return client.post(f"{address}wrong/", {"then": then} | more)


def test_call_is_asked_for_and_nothing_is_sent(client, address, case):
    shown = wrong(client, address, "call", hint="Le téléphone")

    assert shown.url == address
    assert case.tasks.get(kind=TaskKind.HELP).title == "Le téléphone"
    assert world.status_of(case) == Status.DRAFT


def test_correcting_it_asks_for_a_code(client, address, case):
    shown = wrong(client, address, "change")

    assert shown.url.startswith("/account/login/code/")
    assert Message.objects.filter(purpose="signin.code", to_email=world.contact_of(case).email).exists()


def test_turning_back_asks_for_a_code(client, address, case):
    assert wrong(client, address, "decline").url.startswith("/account/login/code/")
    assert world.status_of(case) == Status.DRAFT


@pytest.mark.parametrize("then", ["", "send", "\x00"])
def test_nothing_known_changes_nothing(client, address, case, then):
    assert wrong(client, address, then).url == address
    assert not case.tasks.filter(kind=TaskKind.HELP).exists()


def test_who_came_by_letter_without_an_address_corrects_at_once(client, case):
    application = helper.typed(helper.sat_down(case, at=clock.now()), at=clock.now())
    contact = world.contact_of(case)
    contact.email = ""
    contact.save()
    asked = helper.put_to_company(application, at=clock.now())

    address = client.post("/letter/", {"code": asked.code}).url
    assert client.get(address).status_code == 200
    assert wrong(client, address, "change").url == f"/file/{case.reference}/form/"
    assert client.get(f"/file/{case.reference}/form/").status_code == 200


def test_company_may_send_it_itself_behind_its_code(member, case):
    application = helper.waiting(case, at=clock.now())
    world.save(application, "declarations", at=clock.now())
    member.post(f"/file/{case.reference}/form/send/")

    assert world.status_of(case) == Status.SUBMITTED
    assert assisted.asked_of(case) is None
    assert Answer.objects.get(key="contact_name").by == case.officer


def test_page_costs_the_same_whatever_was_asked_before(client, address, application, django_assert_num_queries):
    client.get(address)  # the words of the form are kept for a minute
    with django_assert_num_queries(14):
        client.get(address)
    for _time in range(2):
        helper.put_to_company(application, at=clock.now())
    address = f"/confirm/{world.link_of(application.case, Act.CONFIRM, at=clock.now())}/"

    with django_assert_num_queries(14):
        client.get(address)
