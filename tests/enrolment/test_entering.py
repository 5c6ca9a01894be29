from datetime import timedelta

import pytest

from companies.cases.enums import Origin, Status, TaskKind
from companies.cases.models import Case
from companies.common.refusals import Refusal
from companies.enrolment import guards, mailboxes
from companies.enrolment.actions import arriving, colleagues, entering, joining, proving, sweeping
from companies.enrolment.entries import Entry, Joining, Proof
from companies.enrolment.enums import Checked, EntryState, Purpose, Through, Verdict, Why
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry as Line
from companies.mail.models import Message
from companies.questionnaires import queries
from companies.questionnaires.enums import Source
from companies.reference.models import Province, Region
from companies.registry import actions as registry
from companies.registry.enums import Access
from companies.registry.models import Company, Contact
from tests.enrolment.arrivals import (
    EMAIL,
    asks_in,
    code_sent_to,
    entered,
    leave_typed,
    proven,
    purposes_to,
    typed,
)
from tests.enrolment.world import AT, LATER, begun, contact_of, fresh, make_case, make_officer, make_year, save

pytestmark = pytest.mark.django_db


def answers_of(case):
    return queries.kept(Case.objects.get(pk=case.pk).application.response).values


def whole_page():
    """The first page, with all that it needs."""
    return typed(province=Province.objects.filter(region__code="09").order_by("code").first().code)


# -- somebody nobody knows


def test_an_unknown_company_gets_its_case_and_a_draft_with_all_that_was_typed():
    make_year()
    officer = make_officer(Region.objects.get(code="09"))

    arrival = entered(town="", name_ar="أركان سوس")

    case = arrival.case
    contact = case.company.contacts.get()
    assert (case.origin, case.region.code, case.officer, case.status) == (Origin.WALK_IN, "09", officer, Status.DRAFT)
    assert (case.company.name, case.company.ice) == ("Argane Souss SARL", "002233445566778")
    assert (contact.email, contact.primary, contact.access, contact.user) == (EMAIL, True, Access.MEMBER, arrival.user)
    kept = queries.kept(case.application.response)
    assert {key: kept.values[key] for key in ("name", "name_ar", "rc_number", "created_on", "address")} == {
        "name": "Argane Souss SARL",
        "name_ar": "أركان سوس",
        "rc_number": "4471",
        "created_on": 2018,
        "address": "3, rue des Arganiers",
    }
    assert not set(kept.prefilled) & {"name", "ice", "rc_number"}
    assert kept.prefilled["email"] == kept.prefilled["language"] == Source.ENTRY
    assert sorted(purposes_to(EMAIL)) == ["draft.saved", "entry.code"]


def test_what_the_eligibility_check_was_told_comes_along():
    make_year()
    entry = entering.begin(typed(), {"sector": "AGRO", "address": "not this one"}, language="fr", at=AT)
    entry = entering.note_proven(entry, EMAIL, at=AT)

    case = entering.enter(entry, at=AT).case

    assert answers_of(case)["sector"] == "AGRO"
    assert answers_of(case)["address"] == "3, rue des Arganiers"


def test_a_page_that_only_the_check_filled_in_is_neither_saved_nor_done():
    make_year()
    told = {"support_wanted": ["finance"], "sector": "AGRO"}
    entry = entering.begin(whole_page(), told, language="fr", at=AT)

    case = entering.enter(entering.note_proven(entry, EMAIL, at=AT), at=AT).case

    response = Case.objects.get(pk=case.pk).application.response
    kept = queries.kept(response)
    assert (kept.values["support_wanted"], kept.prefilled["support_wanted"]) == (["finance"], Source.CHECK)
    assert (response.pages_done, response.pages_saved, response.at_page) == (["company"], ["company"], "contact")


def test_coming_twice_makes_one_company_and_leads_to_the_same_file():
    make_year()
    entry = proven()
    first = entering.enter(entry, at=AT)

    again = entering.enter(entry, at=LATER)

    assert (again.case, again.user) == (first.case, first.user)
    assert Company.objects.count() == 1


def test_nobody_comes_after_the_closing_date():
    make_year(closes_on=(AT - timedelta(days=1)).date())

    with pytest.raises(Refusal):
        entered()
    assert not Company.objects.exists()


def test_an_address_of_staff_makes_nothing():
    make_year()
    officer = make_officer(Region.objects.get(code="09"))

    with pytest.raises(Refusal):
        entered(officer.email)
    assert not Company.objects.exists()


# -- somebody on file


def test_an_address_on_file_opens_its_own_file_and_begins_it():
    case = make_case()
    email = contact_of(case).email

    arrival = entered(email, ice=case.company.ice, name="Doukkala, autrement")

    assert (arrival.case, arrival.pending) == (case, False)
    assert answers_of(case)["name"] == "Doukkala, autrement"
    assert Company.objects.get().name == "Conserves Doukkala SARL"


def test_a_draft_that_holds_answers_is_not_touched_and_what_was_typed_waits():
    case = make_case()
    save(begun(case), "company")
    before = answers_of(case)

    arrival = entered("direction@doukkala.example", ice=case.company.ice, name="Autre nom", address="Ailleurs")

    waiting = Entry.objects.get().answers
    assert arrival.pending
    assert answers_of(case) == before
    assert (waiting["name"], waiting["address"]) == ("Autre nom", "Ailleurs")


def test_only_the_answers_chosen_are_taken_over():
    case = make_case()
    application = save(begun(case), "company")
    contact = contact_of(case)
    entry = leave_typed(case, contact, at=AT)
    Entry.objects.filter(pk=entry.pk).update(answers={"address": "Ailleurs", "rc_number": "9"})

    arriving.take_over(entry, fresh(application), ["address", "name"], contact=contact, by=SYSTEM, at=LATER)

    assert answers_of(case)["address"] == "Ailleurs"
    assert answers_of(case)["rc_number"] == "103814"
    assert Entry.objects.get().answers == {}


def test_an_address_on_file_elsewhere_is_asked_which_company_it_is():
    case = make_case()

    arrival = entered(contact_of(case).email)

    assert arrival.choices == (case,)
    assert Company.objects.count() == 1


def test_choosing_the_own_file_opens_it():
    case = make_case()
    entry = proven(contact_of(case).email)

    arrival = entering.enter(entry, chosen=case, at=AT)

    assert arrival.case == case
    assert answers_of(case)["name"] == "Argane Souss SARL"


def test_choosing_another_company_makes_it_for_the_same_person():
    case = make_case()
    entry = proven(contact_of(case).email)

    arrival = entering.enter(entry, another=True, at=AT)

    assert arrival.case.company.name == "Argane Souss SARL"
    assert arrival.user.contacts.count() == 1  # the other one is theirs once they open it


def test_a_file_that_is_not_theirs_cannot_be_chosen():
    case, other = make_case(), make_case(email="autre@ailleurs.example")
    entry = proven(contact_of(case).email)

    arrival = entering.enter(entry, chosen=other, at=AT)

    assert arrival.choices == (case,)


def test_a_company_of_an_earlier_year_gets_its_case_of_this_year():
    case = make_case()
    Case.objects.filter(pk=case.pk).update(year=earlier_year())

    arrival = entered(contact_of(case).email, ice=case.company.ice)

    assert arrival.case != case
    assert arrival.case.origin == Origin.PREVIOUS_YEAR


def earlier_year():
    from companies.cases.models import ProgrammeYear

    given = {"opens_on": "2026-01-05", "closes_on": "2026-04-30", "state": "closed"}
    return ProgrammeYear.objects.create(code="2026", **given)


# -- a company that others are on file for


def test_a_stranger_to_a_known_company_only_may_ask():
    case = make_case()

    arrival = entered(ice=case.company.ice)

    assert (arrival.company, arrival.case, arrival.user) == (case.company, None, None)
    assert case.company.contacts.count() == 1


def test_asking_writes_to_the_main_contact_and_to_the_officer():
    case = make_case()

    request = asks_in(case, why=Why.MAILBOX)

    task = case.tasks.get()
    assert (request.case, request.email, request.why) == (case, EMAIL, Why.MAILBOX)
    assert (task.kind, task.owner, task.reason) == (TaskKind.JOIN, case.officer, "entry.join")
    assert purposes_to("direction@doukkala.example") == ["join.asked"]
    assert Entry.objects.get().state == EntryState.WAITING


def test_asking_again_makes_no_second_request_and_keeps_what_was_typed_last():
    case = make_case()
    asks_in(case)

    arrival = entered(ice=case.company.ice, name="Écrit plus tard", at=LATER)

    request = Joining.objects.get()
    assert arrival.company == case.company
    assert request.entry.answers["name"] == "Écrit plus tard"
    assert purposes_to("direction@doukkala.example") == ["join.asked"]


def test_a_question_that_was_answered_does_not_leave():
    case = make_case()
    request = asks_in(case)
    message = Message.objects.get(purpose="join.asked")
    assert guards.still_asked([message.pk]) == {}

    joining.refuse(request, by=SYSTEM, through=Through.OFFICER, at=LATER)

    assert guards.still_asked([message.pk]) == {message.pk: "answered already"}


def test_a_flood_of_requests_reaches_the_officer_only():
    case = make_case()

    for number in range(5):
        asks_in(case, f"stranger{number}@gmail.com")

    assert purposes_to("direction@doukkala.example") == ["join.asked"] * 3
    assert case.tasks.filter(kind=TaskKind.JOIN).count() == 5


def test_a_yes_lets_in_with_what_was_typed():
    case = make_case()
    request = asks_in(case)

    contact = joining.allow(request, by=SYSTEM, through=Through.CONTACT, at=LATER)

    assert (contact.name, contact.access, contact.primary) == ("Salma Idrissi", Access.MEMBER, False)
    assert answers_of(case)["name"] == "Argane Souss SARL"
    assert not case.tasks.open().exists()
    assert purposes_to(EMAIL)[-1] == "join.accepted"


def test_a_yes_changes_nothing_in_answers_that_colleagues_gave():
    case = make_case()
    save(begun(case), "company")
    before = answers_of(case)

    joining.allow(asks_in(case), by=SYSTEM, through=Through.CONTACT, at=LATER)

    assert answers_of(case) == before
    assert Entry.objects.get().answers["name"] == "Argane Souss SARL"


def test_a_no_forgets_what_was_typed_and_says_so():
    case = make_case()
    request = asks_in(case)

    joining.refuse(request, by=SYSTEM, through=Through.CONTACT, at=LATER)

    entry = Entry.objects.get()
    assert (entry.state, entry.answers) == (EntryState.ENDED, {})
    assert not Contact.objects.filter(email=EMAIL).exists()
    assert purposes_to(EMAIL)[-1] == "join.refused"


def test_a_request_is_decided_once():
    case = make_case()
    request = asks_in(case)
    joining.refuse(request, by=SYSTEM, through=Through.CONTACT, at=LATER)

    with pytest.raises(joining.Decided):
        joining.allow(Joining.objects.get(), by=SYSTEM, through=Through.CONTACT, at=LATER)
    assert not Contact.objects.filter(email=EMAIL).exists()


def test_an_officer_says_how_the_identity_was_checked():
    case = make_case()
    request = asks_in(case, why=Why.LEFT)

    joining.allow(
        request,
        by=case.officer.actor,
        through=Through.OFFICER,
        checked=Checked.CALLED,
        note="Rappelé au standard",
        main=True,
        shown=contact_of(case).pk,
        at=LATER,
    )

    former, new = case.company.contacts.get(email="direction@doukkala.example"), case.company.contacts.get(email=EMAIL)
    assert (former.access, former.primary, new.primary) == (Access.ENDED, False, True)
    line = Line.objects.get(verb="joining.allowed")
    assert line.data == {"through": "officer", "checked": "called"}
    assert line.actor_id == case.officer_id


def test_an_officer_without_a_check_lets_nobody_in():
    from django.db import IntegrityError, transaction

    case = make_case()
    request = asks_in(case)

    with pytest.raises(IntegrityError), transaction.atomic():
        joining.allow(request, by=case.officer.actor, through=Through.OFFICER, at=LATER)
    assert not Contact.objects.filter(email=EMAIL).exists()


def test_the_own_domain_of_a_company_passes_at_once_and_the_old_address_is_told():
    case = make_case()

    arrival = entered("export@doukkala.example", ice=case.company.ice)

    request = Joining.objects.get()
    assert arrival.case == case
    assert case.company.contacts.get(email="export@doukkala.example").access == Access.MEMBER
    assert (request.through, request.verdict) == (Through.DOMAIN, Verdict.ALLOWED)
    assert purposes_to("direction@doukkala.example") == ["join.notice"]


def test_webmail_never_passes_by_its_domain():
    case = make_case(email="doukkala@gmail.com")

    assert entered(ice=case.company.ice).company == case.company


def test_a_domain_that_other_companies_are_on_file_with_passes_nobody():
    case = make_case()
    make_case(email="compta@doukkala.example")

    assert not mailboxes.shares_own_domain(case.company, "export@doukkala.example")


@pytest.mark.parametrize(
    "domain",
    [
        "hotmail.es",
        "yahoo.it",
        "outlook.de",
        "live.be",
        "gmx.at",
        "hotmail.co.uk",
        "tutamail.com",
        "yopmail.com",
        "web.de",
    ],
)
def test_a_brand_of_webmail_passes_nobody_under_any_ending(domain):
    case = make_case(email=f"direction@{domain}")

    assert entered(f"anybody@{domain}", ice=case.company.ice).user is None


def test_a_domain_that_is_not_called_like_the_company_passes_nobody():
    case = make_case(email="direction@unlisted.example")

    assert entered("anybody@unlisted.example", ice=case.company.ice).user is None


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("Casa Textile SARL", "casanet.ma"),
        ("Europe Conserves SARL", "europe.com"),
        ("Poste Logistique SARL", "poste.it"),
        ("Africa Argane SARL", "africamail.com"),
        ("Atlas Consult SARL", "consultant.com"),
        ("Swiss Maroc Montres", "swissmail.org"),
        ("Conserves Agadir SARL", "fiduciaire-agadir.ma"),
        ("Conserves Agadir SARL", "agadir.ma"),
        ("Conserves Doukkala SARL", "conserves-du-nord.ma"),
        ("Conserves Doukkala SARL", "groupe-doukkala.ma"),
        ("Maroc Export SARL", "marocexport.ma"),
    ],
)
def test_a_provider_a_place_a_trade_or_an_office_passes_nobody(name, domain):
    case = make_case(email=f"direction@{domain}", name=name)

    assert entered(f"anybody@{domain}", ice=case.company.ice).user is None


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("Conserves Doukkala SARL", "doukkala-conserves.ma"),
        ("Société Doukkala SARL", "doukkala.co.ma"),
        ("Conserves Agadir SARL", "conserves-agadir.ma"),
        ("L’Électro Textile SARL", "electrotextile.ma"),
    ],
)
def test_a_domain_called_like_the_company_passes(name, domain):
    case = make_case(email=f"direction@{domain}", name=name)

    assert entered(f"ventes@{domain}", ice=case.company.ice).user is not None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Omar+2@doukkala.example", "omar@Doukkala.example", True),
        ("o.m.ar+x@googlemail.com", "omar@gmail.com", True),
        ("o.mar@doukkala.example", "omar@doukkala.example", False),
        ("omar@gmail.com", "omar@hotmail.com", False),
    ],
)
def test_one_mailbox_goes_by_many_names(one, other, same):
    assert (mailboxes.mailbox_of(one) == mailboxes.mailbox_of(other)) is same


def test_whom_another_company_invites_takes_no_domain_away():
    case, other = make_case(), make_case(email="autre@ailleurs.example")
    colleagues.invite(other, contact_of(other), "nobody@doukkala.example", name="", language="fr", by=SYSTEM, at=AT)

    assert entered("ventes@doukkala.example", ice=case.company.ice).user is not None


def test_who_was_shut_out_asks_like_a_stranger_even_at_the_own_domain():
    case = make_case()
    former = registry.add_contact(case.company, email="ancien@doukkala.example", by=SYSTEM, at=AT)
    registry.end_access(former, by=SYSTEM, at=AT)

    assert entered("ancien@doukkala.example", ice=case.company.ice).company == case.company


def test_who_was_shut_out_does_not_pass_under_another_name_of_the_mailbox():
    case = make_case()
    former = registry.add_contact(case.company, email="ancien@doukkala.example", by=SYSTEM, at=AT)
    registry.end_access(former, by=SYSTEM, at=AT)

    for email in ("ancien+2@doukkala.example", "a.ncien@doukkala.example"):
        arrival = entered(email, ice=case.company.ice)
        assert (arrival.company, arrival.user) == (case.company, None)


# -- proofs


def ask(email=EMAIL, at=AT, mailed=True):
    return proving.ask(Purpose.ENTRY, email, language="fr", mailed=mailed, at=at)


def test_a_code_works_once():
    proof = ask()
    code = code_sent_to(EMAIL)

    assert proving.prove(proof, code, at=AT)
    assert not proving.prove(proof, code, at=AT)


@pytest.mark.parametrize("written", ["{}", " {} ", "{}".replace("-", " ")])
def test_a_code_is_read_as_people_copy_it(written):
    proof = ask()
    code = code_sent_to(EMAIL).translate({ord(str(n)): chr(0x660 + n) for n in range(10)})

    assert proving.prove(proof, written.format(code), at=AT)


def test_a_code_is_over_after_a_quarter_of_an_hour():
    proof = ask()

    assert not proving.prove(proof, code_sent_to(EMAIL), at=AT + proving.LIFE)


def test_five_wrong_codes_end_it_for_this_asking_only():
    proof = ask()
    other = ask(at=LATER)
    for _try in range(proving.MOST_TRIES):
        assert not proving.prove(proof, "00000000", at=AT)

    assert not proving.is_alive(proof, at=AT)
    assert proving.prove(other, code_sent_to(EMAIL), at=LATER)


def test_another_code_takes_the_place_of_the_one_before_four_times():
    proof = ask()
    first = code_sent_to(EMAIL)

    assert [proving.ask_again(proof, language="fr", mailed=True, at=LATER) for _ in range(4)] == [True] * 3 + [False]
    assert not proving.prove(proof, first, at=LATER)


def test_a_code_for_one_purpose_proves_no_other():
    entry = ask()
    code = code_sent_to(EMAIL)
    other = proving.ask(Purpose.ADDRESS, EMAIL, language="fr", mailed=False, at=AT)

    assert not proving.prove(other, code, at=AT)
    assert proving.prove(entry, code, at=AT)


def test_codes_are_kept_hashed_and_their_mail_is_marked_secret():
    proof = ask()

    assert code_sent_to(EMAIL) not in str(Proof.objects.values().get(pk=proof.pk))


def test_a_code_held_back_is_none_that_could_be_guessed():
    proof = ask(mailed=False)

    assert (proof.sendings, proof.code_hash) == (1, "")
    assert not proving.prove(proof, "", at=AT)
    assert purposes_to(EMAIL) == []


def test_another_code_held_back_leaves_the_one_before_as_it_was():
    proof = ask()
    before = Proof.objects.values().get(pk=proof.pk)

    assert proving.ask_again(proof, language="fr", mailed=False, at=LATER)

    assert Proof.objects.values().get(pk=proof.pk) == before
    assert proving.prove(proof, code_sent_to(EMAIL), at=AT)
    assert not proving.ask_again(proof, language="fr", mailed=False, at=LATER)


# -- sweeping


def test_what_came_to_nothing_is_swept():
    make_year()
    entering.begin(typed(), {}, language="fr", at=AT)
    proven(at=AT + timedelta(days=2))

    swept = sweeping.sweep(AT + timedelta(days=2, minutes=1))

    assert swept == sweeping.Swept(entries=1, emptied=0, proofs=0, lapsed=0)
    assert Entry.objects.get().state == EntryState.PROVEN


def test_a_request_nobody_answers_lapses_and_its_asker_is_told():
    case = make_case()
    asks_in(case)

    swept = sweeping.sweep(AT + joining.LIFE + timedelta(days=1))

    assert swept.lapsed == 1
    assert Joining.objects.get().verdict == Verdict.LAPSED
    assert purposes_to(EMAIL)[-1] == "join.lapsed"
    assert not case.tasks.open().exists()


def test_answers_left_to_be_taken_over_are_emptied_after_a_season():
    case = make_case()
    leave_typed(case, contact_of(case), at=AT)

    assert sweeping.sweep(AT + sweeping.LEFT_OVER + timedelta(days=1)).emptied == 1
    assert Entry.objects.get().answers == {}
