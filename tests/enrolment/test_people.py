"""Who speaks for a company changes: the one before is shut out."""

from datetime import timedelta

import pytest

from companies.cases.models import Link, ProgrammeYear
from companies.enrolment import actions as enrolment
from companies.journal.actors import SYSTEM
from companies.mail import queries as mail
from companies.registry import actions as registry
from companies.registry.enums import Access
from tests.enrolment.world import AT, SENT, begun, contact_of, filled, invited_case

pytestmark = pytest.mark.django_db


def usable(contact):
    return Link.objects.usable(at=AT).filter(contact=contact).count()


def test_corrected_address_ends_links_and_login_of_the_one_before_and_tells_it():
    case = invited_case()
    begun(case)
    contact = contact_of(case)
    assert (usable(contact), contact.access) == (1, Access.MEMBER)

    enrolment.change_contact(case, contact, email="right@doukkala.example", by=SYSTEM, at=AT)

    kept = contact_of(case)
    assert (usable(contact), kept.user, kept.access, kept.email) == (0, None, Access.NONE, "right@doukkala.example")
    told = mail.of_stream(case.stream).get(purpose="address.changed")
    assert (told.to_email, told.essential, "right@" in told.text) == ("direction@doukkala.example", True, False)


def test_new_address_comes_in_by_a_code():
    case = invited_case()
    begun(case)
    enrolment.change_contact(case, contact_of(case), email="right@doukkala.example", by=SYSTEM, at=AT)

    assert enrolment.admit_by_address("right@doukkala.example", at=AT).email == "right@doukkala.example"


def test_first_address_and_other_corrections_end_nothing():
    case = invited_case(email="")
    contact = contact_of(case)
    enrolment.invite_again(case, by=case.officer.actor, at=AT)
    enrolment.change_contact(case, contact, email="first@doukkala.example", by=SYSTEM, at=AT)
    enrolment.change_contact(case, contact, name="Rachid Amrani", by=SYSTEM, at=AT)

    assert usable(contact) == 1
    assert not mail.of_stream(case.stream).filter(purpose="address.changed").exists()


def test_another_main_contact_ends_the_links_of_the_one_before():
    case = invited_case()
    former = contact_of(case)
    other = registry.add_contact(case.company, email="right@doukkala.example", by=SYSTEM, at=AT)

    enrolment.name_main_contact(other, by=SYSTEM, at=AT)

    assert (usable(former), contact_of(case)) == (0, other)


def test_main_contact_by_an_officers_word_is_no_wrong_person():
    case = invited_case()
    enrolment.wrong_person(case, contact_of(case), by=SYSTEM, at=AT)

    enrolment.name_main_contact(contact_of(case), by=SYSTEM, at=AT)

    assert contact_of(case).access == Access.NONE


def test_who_left_has_neither_login_nor_link_even_when_the_year_is_put_off():
    case = invited_case()
    begun(case)
    contact = contact_of(case)

    enrolment.end_access(contact, by=SYSTEM, at=AT)
    ProgrammeYear.objects.update(closes_on=case.year.closes_on + timedelta(days=30))

    assert (usable(contact), contact_of(case).access) == (0, Access.ENDED)


def test_receipt_of_another_address_is_told_to_the_one_before():
    case = invited_case()
    application = filled(begun(case), contact={"email": "export@doukkala.example"})
    enrolment.submit(application, by=SYSTEM, at=SENT)

    posted = mail.of_stream(case.stream).filter(posted_at=SENT).order_by("purpose")
    assert list(posted.values_list("purpose", "to_email")) == [
        ("address.changed", "direction@doukkala.example"),
        ("receipt", "export@doukkala.example"),
    ]
