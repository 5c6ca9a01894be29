"""The people of a file, one's profile, the start page, and the yes or no about who asks to join."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from companies.accounts.models import User
from companies.cases.enums import Origin, Status, TaskKind
from companies.cases.models import Case
from companies.common import clock
from companies.common.refusals import Refusal
from companies.desk import reasons
from companies.enrolment import actions as enrolment
from companies.enrolment import inviters
from companies.enrolment.actions import colleagues, joining
from companies.enrolment.actions import people as people_of
from companies.enrolment.entries import Joining, Proof
from companies.enrolment.enums import Verdict, Why
from companies.enrolment.models import Application
from companies.journal.actors import SYSTEM
from companies.mail.models import Address, Message
from companies.portal import history, limits
from companies.portal.views import people as people_view
from companies.registry.enums import Access
from companies.registry.models import Contact
from tests.enrolment.arrivals import (
    EMAIL,
    add_colleague,
    asked_in,
    asks_in,
    code_sent_to,
    leave_typed,
    purposes_to,
    token_in,
)
from tests.enrolment.world import (
    begun,
    checked,
    contact_of,
    current_year,
    filled,
    fresh,
    invited_case,
    make_officer,
    save,
    sent,
)

pytestmark = pytest.mark.django_db
OMAR = "omar@ailleurs.example"


@pytest.fixture
def people(case):
    return f"/file/{case.reference}/people/"


@pytest.fixture
def colleague(case, member):
    return add_colleague(case, contact_of(case), at=clock.now())


@pytest.fixture
def theirs(colleague):
    browser = Client()
    browser.force_login(colleague.user)
    return browser


def invite(browser, people, email=OMAR, **changes):
    return browser.post(people, {"name": "Omar Tazi", "email": email, "language": "ar"} | changes)


# -- colleagues


def test_colleague_invited_after_sending_is_not_asked_to_fill_in(member, case, people):
    sent(filled(fresh(Application.objects.get(case=case)), at=clock.now()), at=clock.now())

    invite(member, people, language="fr")

    mailed = Message.objects.get(to_email=OMAR)
    assert (mailed.purpose, "remplir" in mailed.subject + mailed.text) == ("colleague.invited.sent", False)
    assert "suivre le dossier" in mailed.text


def test_list_of_one_says_that_nobody_else_opens_the_file(member, case, people):
    alone = member.get(people).content.decode()
    listed = member.get(f"/file/{case.reference}/").content.decode()
    invite(member, people)

    assert ("Pour l’instant, vous ouvrez ce dossier en solo" in alone, "Mes collègues (" in listed) == (True, False)
    assert "Ces personnes ouvrent ce dossier avec vous" in member.get(people).content.decode()
    assert "Mes collègues (1)" in member.get(f"/file/{case.reference}/").content.decode()


def test_who_is_invited_opens_the_file_by_a_code_of_their_own(member, case, people):
    assert invite(member, people).status_code == 302

    omar = case.company.contacts.get(email=OMAR)
    assert (omar.access, omar.primary, omar.language) == (Access.MEMBER, False, "ar")
    assert purposes_to(OMAR) == ["colleague.invited"]
    browser = Client()
    browser.force_login(omar.user)
    assert browser.get(f"/file/{case.reference}/").status_code == 200


def test_who_opens_the_file_already_is_not_invited_again(member, people, case):
    assert "ouvre déjà" in invite(member, people, contact_of(case).email).content.decode()


def test_who_was_removed_is_brought_back_by_no_other_member_under_another_name(member, case, people, colleague, theirs):
    omar = colleagues.invite(case, contact_of(case), OMAR, name="Omar", language="fr", by=SYSTEM, at=clock.now())
    colleagues.remove(case, contact_of(case), omar, by=SYSTEM, at=clock.now())
    other = OMAR.replace("@", "+2@")

    invite(theirs, people, other)
    assert not case.company.contacts.filter(email=other).exists()

    invite(member, people, other)
    assert case.company.contacts.get(email=other).access == Access.MEMBER


def test_a_mailbox_gets_three_invitations_whatever_it_is_called(member, people):
    for name in ("v.ictim", "vi.ctim", "vic.tim", "victim+4", "v.i.c.tim"):
        invite(member, people, f"{name}@googlemail.com")

    assert Message.objects.filter(purpose="colleague.invited").count() == people_view.MAILED.most


def test_a_refused_invitation_counts_for_no_mailbox(member, people, case):
    own = contact_of(case).email
    for _n in range(people_view.MAILED.most + 1):
        invite(member, people, own)

    assert not limits.used_up(people_view.MAILED, own)


def test_staff_are_nobodys_colleagues(member, people, case):
    officer = make_officer(case.region)

    invite(member, people, officer.email)

    assert case.company.contacts.get(email=officer.email).user is None
    assert purposes_to(officer.email) == []


def test_whose_address_is_of_the_staff_does_not_show(member, people, case):
    said = []
    for email in (make_officer(case.region).email, OMAR):
        invite(member, people, email)
        said.append(member.get(people).content.decode().replace(email, "@"))
        member.post(f"{people}{case.company.contacts.get(email=email).pk}/", {"act": "main"})
        said.append(member.get(people).content.decode().replace(email, "@"))
        assert "ouvre déjà" in invite(member, people, email).content.decode()
        member.post(f"{people}{case.company.contacts.get(email=email).pk}/", {"act": "remove"})
        said.append(member.get(people).content.decode().replace(email, "@"))

    staff, omar = (
        [re.sub(r"people/\d+/|value=\"[\w-]{64}\"", "", page) for page in part] for part in (said[:3], said[3:])
    )
    assert staff == omar


def test_inviting_and_removing_floods_no_mailbox(member, people, case):
    for number in range(6):
        email = OMAR.replace("@", f"+{number}@") if number % 2 else OMAR
        assert invite(member, people, email).status_code == 302
        member.post(f"{people}{case.company.contacts.get(email=email).pk}/", {"act": "remove"})

    sent_there = Message.objects.filter(to_email__startswith="omar").values_list("purpose", flat=True)
    assert list(sent_there) == ["colleague.invited"] * 3


def test_who_is_invited_beyond_the_messages_of_a_day_opens_the_file(member, people, case):
    for _time in range(4):
        invite(member, people)
        omar = case.company.contacts.get(email=OMAR)
        access = omar.access
        member.post(f"{people}{omar.pk}/", {"act": "remove"})

    assert access == Access.MEMBER


def test_a_file_sends_so_many_invitations_a_day(member, people, case):
    answers = [invite(member, people, "x").status_code for _time in range(2)]
    for number in range(25):
        answers.append(invite(member, people, f"n{number}@ailleurs.example").status_code)
        case.company.contacts.filter(primary=False).delete()

    assert answers == [200] * 2 + [302] * 24 + [429]


@pytest.mark.parametrize(
    ("field", "value"), [("email", ""), ("email", "x"), ("language", "de"), ("name", "http://a.b")]
)
def test_an_invitation_that_cannot_be_read_is_asked_again(member, people, case, field, value):
    response = invite(member, people, **{field: value}) if field != "email" else invite(member, people, value)

    assert response.status_code == 200
    assert case.company.contacts.count() == 1


def test_so_many_open_a_file_and_no_more(member, people, case):
    for number in range(colleagues.MOST_MEMBERS - 1):
        invite(member, people, f"n{number}@ailleurs.example")

    assert invite(member, people).status_code == 200
    assert case.company.contacts.filter(access=Access.MEMBER).count() == colleagues.MOST_MEMBERS


def test_who_is_removed_no_longer_opens_the_file_and_is_told(member, theirs, people, case, colleague):
    member.post(f"{people}{colleague.pk}/", {"act": "remove"})

    assert theirs.get(f"/file/{case.reference}/").status_code == 404
    assert purposes_to(colleague.email)[-1] == "access.ended"


def brings(case, inviter, name):
    """A colleague let in by another, who has come in themselves."""
    address = f"{name}@ailleurs.example"
    by = inviter.user.actor
    return colleagues.invite(case, inviter, address, name=name, language="fr", by=by, at=clock.now())


@pytest.fixture
def guests(case, colleague):
    """One invited by the colleague, one by that one; and one by the main contact."""
    nadia = brings(case, colleague, "nadia")
    return nadia, brings(case, nadia, "rachid"), brings(case, contact_of(case), "salma")


def test_guests_of_a_removed_colleague_stay_unless_their_removal_is_ticked(member, people, case, colleague, guests):
    boxes = re.findall(r'<input[^>]*name="with_guests"[^>]*>', member.get(people).text)
    assert [("checkbox" in box, "checked" in box) for box in boxes] == [(True, False)] * 2

    member.post(f"{people}{colleague.pk}/", {"act": "remove"})

    assert {each.name for each in inviters.members_of(case.company)} >= {"nadia", "rachid", "salma"}


def test_ticked_the_guests_go_with_the_colleague_and_the_others_stay(member, people, case, colleague, guests):
    told = member.post(f"{people}{colleague.pk}/", {"act": "remove", "with_guests": "on"}, follow=True).text

    assert inviters.members_of(case.company) == [contact_of(case), guests[2]]
    assert "Ces personnes n’ont plus accès au dossier" in told


def test_the_last_invitation_counts_and_the_main_contact_is_nobodys_guest(member, people, case, colleague, guests):
    nadia, rachid, _salma = guests
    colleagues.remove(case, contact_of(case), nadia, by=SYSTEM, at=clock.now())
    brings(case, contact_of(case), "nadia")
    colleagues.hand_over(contact_of(case), _come(colleague), by=SYSTEM, at=clock.now())

    found = inviters.brought_in(case.company, inviters.members_of(case.company))

    assert found[nadia.pk] == [rachid]
    assert colleague.pk not in found


def _come(contact):
    User.objects.filter(pk=contact.user_id).update(last_login=clock.now())
    return Contact.objects.get(pk=contact.pk)


def test_a_member_removes_no_guests_either(theirs, people, case, colleague, guests):
    theirs.post(f"{people}{guests[2].pk}/", {"act": "remove", "with_guests": "on"})

    assert guests[2] in inviters.members_of(case.company)
    assert "with_guests" not in theirs.get(people).text


def test_only_the_main_contact_brings_back_who_was_removed(member, theirs, people, case, colleague):
    invite(member, people)
    omar = case.company.contacts.get(email=OMAR)
    member.post(f"{people}{omar.pk}/", {"act": "remove"})

    assert invite(theirs, people).status_code == 200
    omar.refresh_from_db()
    assert omar.access == Access.ENDED

    assert invite(member, people).status_code == 302
    omar.refresh_from_db()
    assert omar.access == Access.MEMBER


def test_a_member_removes_nobody(theirs, people, case):
    theirs.post(f"{people}{contact_of(case).pk}/", {"act": "remove"})

    assert contact_of(case).access == Access.MEMBER


def test_who_has_not_come_in_yet_is_not_made_the_main_contact(member, people, case, colleague):
    member.post(f"{people}{colleague.pk}/", {"act": "main"})

    assert contact_of(case) != colleague


def test_the_main_contact_hands_over(member, theirs, people, case, colleague):
    member.post(f"{people}{colleague.pk}/", {"act": "main"})

    assert contact_of(case) == colleague


def test_a_member_does_not_make_themselves_the_main_contact(theirs, people, case, colleague):
    theirs.post(f"{people}{colleague.pk}/", {"act": "main"})

    assert contact_of(case) != colleague


def test_a_member_leaves_and_the_main_contact_first_hands_over(member, theirs, people, case, colleague):
    assert member.post(f"{people}leave/").headers["Location"] == people
    theirs.post(f"{people}leave/")

    assert theirs.get(f"/file/{case.reference}/").status_code == 404
    assert contact_of(case).access == Access.MEMBER


def test_a_member_tells_once_that_the_main_contact_has_left(theirs, people, case):
    for _press in range(2):
        theirs.post(f"{people}main-left/")

    task = case.tasks.get(kind=TaskKind.FIND_CONTACT)
    assert (task.reason, task.owner) == ("entry.left", case.officer)


def test_a_colleague_of_another_company_is_nobody_here(member, people):
    other = invited_case(year=current_year(), at=clock.now(), email="a@autre.example")
    foreign = add_colleague(other, contact_of(other), at=clock.now())

    assert member.post(f"{people}{foreign.pk}/", {"act": "remove"}).status_code == 404
    assert Contact.objects.get(pk=foreign.pk).access == Access.MEMBER


def test_the_session_of_a_link_sees_no_colleagues(working, case):
    response = working.get(f"/file/{case.reference}/people/")

    assert response.status_code == 302
    assert "/file/" in response.headers["Location"]
    assert response.headers["Location"].startswith("/")
    assert "people" in response.headers["Location"]
    assert working.post(f"/file/{case.reference}/people/", {"email": OMAR, "language": "fr"}).status_code == 302
    assert case.company.contacts.count() == 1


def test_statements_of_the_people_do_not_grow(member, people, case, django_assert_num_queries):
    contact = contact_of(case)
    member.get(people)
    with django_assert_num_queries(PEOPLE):
        member.get(people)
    for number in range(3):
        colleagues.invite(case, contact, f"n{number}@a.example", name="", language="fr", by=SYSTEM, at=clock.now())
    with django_assert_num_queries(PEOPLE):
        member.get(people)


PEOPLE = 9

# -- yes or no, by the link


def test_the_page_of_a_request_shows_who_asks_and_nothing_of_the_file(client, case):
    token = asked_in(case, contact_of(case), at=clock.now())

    page = client.get(f"/j/{token}/").content.decode()

    assert EMAIL in page
    assert case.reference not in page
    assert Joining.objects.get().decided_at is None


@pytest.mark.parametrize(("answer", "verdict"), [("allowed", Verdict.ALLOWED), ("refused", Verdict.REFUSED)])
def test_one_press_decides(client, case, answer, verdict):
    asks_in(case, at=clock.now())
    token = token_in(Message.objects.get(purpose="join.asked"), "j")

    client.post(f"/j/{token}/", {"answer": answer})

    assert Joining.objects.get().verdict == verdict
    assert case.company.contacts.filter(email=EMAIL).exists() == (answer == "allowed")
    assert client.get(f"/j/{token}/").status_code == 200


@pytest.mark.parametrize("why", [Why.LEFT, Why.MAILBOX])
def test_the_no_of_a_mailbox_in_doubt_is_noted_and_the_officer_decides(client, case, why):
    asks_in(case, at=clock.now(), why=why)
    token = token_in(Message.objects.get(purpose="join.asked"), "j")

    for answer in ("refused", "refused", "allowed"):
        client.post(f"/j/{token}/", {"answer": answer})

    request = Joining.objects.get()
    assert (request.decided_at, request.objected_at is None) == (None, False)
    assert "join.refused" not in purposes_to(EMAIL)
    assert case.tasks.open().filter(kind=TaskKind.JOIN).exists()
    assert "Votre réponse est notée" in client.get(f"/j/{token}/").content.decode()
    client.force_login(case.officer)
    assert "a dit non" in client.get(f"/desk/cases/{case.reference}/joining/{request.pk}/").content.decode()


def test_who_came_by_themselves_does_not_shut_the_company_out(client, case):
    """Nobody has checked that whoever typed the ICE first is of the company."""
    Case.objects.filter(pk=case.pk).update(origin=Origin.WALK_IN)
    asks_in(Case.objects.get(pk=case.pk), at=clock.now())
    token = token_in(Message.objects.get(purpose="join.asked"), "j")

    client.post(f"/j/{token}/", {"answer": "refused"})

    assert Joining.objects.get().decided_at is None
    assert case.tasks.open().filter(kind=TaskKind.JOIN).exists()


def test_a_second_press_changes_nothing(client, case):
    asks_in(case, at=clock.now())
    token = token_in(Message.objects.get(purpose="join.asked"), "j")
    client.post(f"/j/{token}/", {"answer": "refused"})

    client.post(f"/j/{token}/", {"answer": "allowed"})

    assert Joining.objects.get().verdict == Verdict.REFUSED
    assert not case.company.contacts.filter(email=EMAIL).exists()


@pytest.mark.parametrize("answer", ["", "x", "lapsed"])
def test_an_answer_that_is_none_decides_nothing(client, case, answer):
    token = asked_in(case, contact_of(case), at=clock.now())

    assert client.post(f"/j/{token}/", {"answer": answer}).status_code == 302
    assert Joining.objects.get().decided_at is None


def test_nothing_is_decided_for_a_company_from_the_desk(client, case):
    token = asked_in(case, contact_of(case), at=clock.now())
    client.force_login(case.officer)

    assert client.post(f"/j/{token}/", {"answer": "allowed"}).status_code == 302
    assert Joining.objects.get().decided_at is None


def test_a_tampered_or_other_link_decides_nothing(client, case):
    token = asked_in(case, contact_of(case), at=clock.now())
    invitation = re.search(r"/i/([\w-]+)/", Message.objects.get(purpose="invitation").text)[1]
    for other in (token[:-1] + ("a" if token[-1] != "a" else "b"), token.swapcase(), invitation):
        assert client.post(f"/j/{other}/", {"answer": "allowed"}).status_code == 404
    assert client.post(f"/i/{token}/start/").status_code == 404

    assert Joining.objects.get().decided_at is None


def test_who_is_no_longer_the_main_contact_does_not_decide(client, case):
    token = asked_in(case, contact_of(case), at=clock.now())
    Contact.objects.filter(pk=contact_of(case).pk).update(primary=False)

    assert client.post(f"/j/{token}/", {"answer": "allowed"}).status_code == 410
    assert Joining.objects.get().decided_at is None


def test_the_link_of_a_corrected_address_decides_nothing(client, case):
    """The director left, the officer put the address right: the mailbox before still holds the link."""
    asks_in(case, at=clock.now())
    token = token_in(Message.objects.get(purpose="join.asked"), "j")
    people_of.change_contact(case, contact_of(case), by=SYSTEM, at=clock.now(), email="new@doukkala.example")

    assert client.get(f"/j/{token}/").status_code == 410
    assert client.post(f"/j/{token}/", {"answer": "allowed"}).status_code == 410
    assert Joining.objects.get().decided_at is None


def test_a_link_decides_as_long_as_the_request_lives(client, case):
    token = asked_in(case, contact_of(case), at=clock.now() - joining.LIFE)

    assert client.post(f"/j/{token}/", {"answer": "allowed"}).status_code == 410
    assert Joining.objects.get().decided_at is None


# -- profile


def test_name_telephone_and_language_are_changed_everywhere(member, case):
    member.post("/profile/", {"name": "Rachid Amrani", "phone": "06 00 00 00 01", "language": "ar"})

    contact = contact_of(case)
    assert (contact.name, contact.phone, contact.language) == ("Rachid Amrani", "+212600000001", "ar")
    assert (contact.user.name, contact.user.language) == ("Rachid Amrani", "ar")


def test_profile_knows_the_name_and_telephone_of_the_draft(member, case):
    application = Application.objects.get(case=case)
    save(fresh(application), "contact", at=clock.now(), **checked("contact"))

    page = member.get("/profile/").content.decode()

    filled_in = re.findall(r'name="(?:name|phone)"[^>]*value="([^"]+)"', page)
    assert filled_in == [
        "Rachid Amrani",
        "06\xa061\xa020\xa031\xa042",
    ]


def test_reminders_are_stopped_from_the_profile_before_anything_was_sent(member, case):
    Address.objects.all().delete()
    page = member.get("/profile/").content.decode()
    assert 'name="reminders"' in page

    chosen = member.post("/profile/", {"reminders": "choose"})

    assert chosen.url.startswith("/p/")
    assert member.get(chosen.url).status_code == 200
    assert Address.objects.get().email == contact_of(case).user.email


@pytest.mark.parametrize(("field", "value"), [("phone", "12"), ("language", "de"), ("name", "x\u202ehttp://y")])
def test_a_profile_that_cannot_be_read_is_asked_again(member, case, field, value):
    data = {"name": "R", "phone": "", "language": "fr"} | {field: value}

    assert member.post("/profile/", data).status_code == 200
    assert contact_of(case).name == ""


def test_another_address_counts_once_its_code_is_typed(member, case):
    before = contact_of(case).email
    member.post("/profile/address/", {"email": EMAIL})
    assert contact_of(case).email == before

    member.post("/profile/code/", {"code": code_sent_to(EMAIL)})

    assert (contact_of(case).email, contact_of(case).user.email) == (EMAIL, EMAIL)
    assert purposes_to(before)[-1] == "address.changed"
    assert member.get("/profile/").status_code == 200


def test_an_address_that_got_enough_codes_gets_none_and_the_page_says_so(member):
    for _asking in range(limits.PROOFS_FROM_HERE_TO_ADDRESS.most):
        member.post("/profile/address/", {"email": EMAIL})
    came, mailed = code_sent_to(EMAIL), len(purposes_to(EMAIL))

    page = member.post("/profile/address/", {"email": EMAIL}, follow=True).content.decode()

    assert "Aucun nouveau code n’a été envoyé" in page
    assert (len(purposes_to(EMAIL)), mailed) == (mailed, limits.PROOFS_FROM_HERE_TO_ADDRESS.most)
    assert member.post("/profile/code/", {"code": came}).status_code == 200


def test_a_wrong_code_changes_no_address(member, case):
    member.post("/profile/address/", {"email": EMAIL})

    assert member.post("/profile/code/", {"code": "0000-0000"}).status_code == 200
    assert contact_of(case).email != EMAIL


def test_whether_an_address_is_known_shows_to_its_reader_only(member, case):
    other = invited_case(year=current_year(), at=clock.now(), email="a@autre.example")
    begun(other, at=clock.now())
    known = member.post("/profile/address/", {"email": "a@autre.example"})
    unknown = Client()
    unknown.force_login(contact_of(case).user)
    assert unknown.post("/profile/address/", {"email": EMAIL}).headers["Location"] == known.headers["Location"]

    response = member.post("/profile/code/", {"code": code_sent_to("a@autre.example")})

    assert response.headers["Location"] == "/profile/address/"
    assert contact_of(case).user.email != "a@autre.example"


def test_the_proof_of_somebody_else_moves_no_address(member, case):
    """A code that another session asked for is not looked at, however right."""
    other = invited_case(year=current_year(), at=clock.now(), email="a@autre.example")
    begun(other, at=clock.now())
    thief = Client()
    thief.force_login(contact_of(other).user)
    thief.post("/profile/address/", {"email": EMAIL})

    response = member.post("/profile/code/", {"code": code_sent_to(EMAIL)})

    assert response.headers["Location"] == "/profile/address/"
    assert Proof.objects.get().proved_at is None


def test_staff_have_no_profile_here(client, case):
    client.force_login(case.officer)

    assert client.get("/profile/").status_code == 404


# -- the start page, and what happened


def test_the_start_page_lists_drafts_first_with_how_far_they_are(member, case):
    user = contact_of(case).user
    other = invited_case(year=current_year(), at=clock.now(), name="Huiles Zerhoun", email=user.email)
    save(begun(other, at=clock.now()), "company", at=clock.now())
    save(fresh(Case.objects.get(pk=case.pk).application), "company", at=clock.now())

    page = member.get("/files/").content.decode()

    assert page.count("Continuer ma candidature") == 2
    assert "1 sur 8" in page


def test_files_of_other_years_stand_apart(member, case):
    from companies.cases.models import ProgrammeYear

    old = ProgrammeYear.objects.create(code="2025", opens_on="2025-01-05", closes_on="2025-04-30", state="closed")
    before = invited_case(year=current_year(), at=clock.now(), email=contact_of(case).email)
    begun(before, at=clock.now())
    Case.objects.filter(pk=before.pk).update(year=old)

    page = member.get("/files/").content.decode()

    assert before.reference in page.partition("Autres années")[2]
    assert case.reference in page.partition("Autres années")[0]


def test_messages_are_shown_with_their_words_and_without_links(member, case):
    sent(filled(begun(case, at=clock.now()), at=clock.now()), at=clock.now())
    Message.objects.update(state="sent", accepted_at=clock.now())

    page = member.get(f"/file/{case.reference}/").content.decode()

    assert "Nous avons bien reçu la candidature" in page
    text = Message.objects.get(purpose="receipt").text
    assert "http" in text
    assert "http" not in history.readable(text)


def test_codes_and_who_asks_in_are_in_nobodys_history(member, case):
    asks_in(case, at=clock.now())
    member.post("/profile/address/", {"email": contact_of(case).email})
    Message.objects.update(state="sent", accepted_at=clock.now())

    page = member.get(f"/file/{case.reference}/").content.decode()

    assert Message.objects.filter(purpose="join.asked", stream=case.stream).exists()
    assert "Salma" not in page
    assert "4821" not in page


def test_what_waits_to_be_taken_over_is_said(member, case):
    leave_typed(case, contact_of(case), at=clock.now())

    assert f"/file/{case.reference}/typed/" in member.get(f"/file/{case.reference}/").content.decode()


def test_who_signs_in_opens_all_that_their_address_is_invited_to(case):
    """A second company invited under an address that signs in already."""
    begun(case, at=clock.now())
    other = invited_case(year=current_year(), at=clock.now(), email=contact_of(case).email)
    browser, email = Client(), contact_of(case).email
    browser.post(reverse("account_login"), {"email": email})

    browser.post(reverse("account_confirm_login_code"), {"code": code_sent_to(email)})

    opened = Contact.objects.filter(user__email=email, access=Access.MEMBER)
    assert {each.company_id for each in opened} == {case.company_id, other.company_id}


# -- the contact that the form names


def sends(case, colleague, **contact):
    """A colleague fills in the form, names a contact in it, and sends it."""
    application = filled(fresh(Case.objects.get(pk=case.pk).application), at=clock.now(), contact=contact)
    return enrolment.submit(application, by=colleague.user.actor, at=clock.now())


def test_colleague_does_not_take_the_main_contact_s_login_and_role_by_the_form(case, colleague):
    main = contact_of(case)
    before = (main.email, main.phone, main.user.email)
    sends(case, colleague, email="autre@ailleurs.example", phone="0661999999")

    now = contact_of(case)
    assert (now, (now.email, now.phone, now.user.email)) == (main, before)
    assert not User.objects.filter(email="autre@ailleurs.example").exists()
    task = case.tasks.get(kind=TaskKind.FIND_CONTACT)
    assert task.reason in reasons.ANSWERS
    assert purposes_to(main.email)[-1] == "receipt"


def test_colleague_does_not_become_main_contact_by_their_own_address(case, colleague):
    main = contact_of(case)
    sends(case, colleague, email=colleague.email)

    assert contact_of(case) == main


def test_main_contact_s_own_address_in_the_form_asks_nothing_of_the_officer(case, colleague):
    main = contact_of(case)
    sends(case, colleague, email=main.email, phone=main.phone)

    assert not case.tasks.filter(kind=TaskKind.FIND_CONTACT).exists()


def test_no_login_is_moved_by_a_colleague(case, colleague):
    main = contact_of(case)
    before = main.user.email
    main.email = "autre@ailleurs.example"
    main.save()

    assert enrolment.admit(main, by=colleague.user.actor, at=clock.now()).email == before


@pytest.mark.parametrize("access", [Access.ENDED, Access.WRONG])
def test_who_no_longer_opens_the_file_is_not_made_main_contact_by_the_form(case, member, colleague, access):
    main = contact_of(case)
    Contact.objects.filter(pk=colleague.pk).update(access=access)
    application = filled(Case.objects.get(pk=case.pk).application, at=clock.now(), contact={"email": colleague.email})

    with pytest.raises(Refusal) as refused:
        enrolment.submit(application, by=main.user.actor, at=clock.now())
    assert refused.value.field == "email"
    assert (contact_of(case), Case.objects.get(pk=case.pk).status) == (main, Status.DRAFT)
    assert "receipt" not in purposes_to(colleague.email)


def test_successor_of_a_main_contact_whose_access_ended_opens_the_file(case, colleague):
    people_of.end_access(contact_of(case), by=SYSTEM, at=clock.now())
    sends(case, colleague, email="relais@doukkala.example")

    now = contact_of(case)
    assert (now.email, now.access, now.user.email) == ("relais@doukkala.example", Access.MEMBER, now.email)
