from datetime import date, timedelta

import pytest

from companies.cases.enums import ClosedAs, Sign, Status, TaskKind
from companies.cases.models import Case, Link
from companies.common.refusals import Refusal
from companies.dialogue.enums import ObstacleCode
from companies.dialogue.models import Obstacle
from companies.enrolment import actions as enrolment
from companies.journal.actors import SYSTEM
from companies.mail import queries as mail
from companies.registry.enums import Access
from tests.enrolment.world import AT, begun, contact_of, filled, invited_case, sent, status_of

pytestmark = pytest.mark.django_db


def decline(case, code=ObstacleCode.NO_TIME_OR_STAFF, **given):
    return enrolment.decline(case, contact_of(case), code, by=SYSTEM, at=AT, **given)


def test_not_now_rests_until_the_day_and_is_a_sign_of_life():
    case = enrolment.postpone(invited_case(), date(2027, 3, 8), by=SYSTEM, at=AT)

    kept = Case.objects.get(pk=case.pk)
    assert (kept.status, kept.deferred_until, kept.last_sign) == (Status.REACHED, date(2027, 3, 8), Sign.ANSWERED)


@pytest.mark.parametrize("until", [date(2027, 3, 1), date(2027, 2, 1), date(2027, 5, 1)])
def test_not_now_needs_a_day_before_the_end(until):
    case = invited_case()

    with pytest.raises(Refusal) as refused:
        enrolment.postpone(case, until, by=SYSTEM, at=AT)

    assert refused.value.field == "until"
    assert Case.objects.get(pk=case.pk).last_sign_at is None


def test_not_for_us_keeps_the_reason_and_thanks():
    case = decline(invited_case(), text="Inventaire en cours")

    kept, reason = Case.objects.get(pk=case.pk), Obstacle.objects.get(case=case)
    assert (kept.closed_as, kept.last_sign) == (ClosedAs.DECLINED, Sign.ANSWERED)
    assert (reason.code, reason.source, reason.primary, reason.text) == (
        "no_time_or_staff",
        "answer",
        True,
        "Inventaire en cours",
    )
    thanks = mail.of_stream(case.stream).get(purpose="decline.thanks")
    assert (thanks.essential, "/i/" in thanks.text) == (True, True)


def test_declining_twice_thanks_once():
    case = invited_case()
    decline(case)
    decline(Case.objects.get(pk=case.pk))

    assert mail.of_stream(case.stream).filter(purpose="decline.thanks").count() == 1
    assert Obstacle.objects.filter(case=case).count() == 1


def test_another_reason_needs_words():
    case = invited_case()

    with pytest.raises(Refusal) as refused:
        decline(case, ObstacleCode.OTHER)

    assert refused.value.field == "text"
    assert status_of(case) == Status.INVITED


def test_turning_back_after_sending_is_a_withdrawal():
    case = sent(filled(begun(invited_case()))).case

    decline(case)

    assert Case.objects.get(pk=case.pk).closed_as == ClosedAs.WITHDRAWN


def test_wrong_person_ends_the_links_and_makes_one_task():
    case = invited_case()
    contact = contact_of(case)

    task = enrolment.wrong_person(case, contact, hint="Voir la  comptabilité\x00", by=SYSTEM, at=AT)
    again = enrolment.wrong_person(case, contact, by=SYSTEM, at=AT)

    assert (task.kind, task.title, task.owner, task.due_on) == (
        TaskKind.FIND_CONTACT,
        "Voir la comptabilité",
        case.officer,
        date(2027, 3, 4),
    )
    assert again == task
    assert not Link.objects.usable(at=AT).filter(contact=contact).exists()
    assert [o.code for o in Obstacle.objects.filter(case=case)] == ["wrong_contact"]
    assert status_of(case) == Status.INVITED


def test_coming_back_leads_to_where_it_was():
    case = begun(invited_case()).case
    decline(case)

    enrolment.come_back(Case.objects.get(pk=case.pk), by=SYSTEM, at=AT + timedelta(days=1))

    assert status_of(case) == Status.DRAFT


def test_coming_back_to_an_open_file_changes_nothing():
    case = invited_case()

    assert enrolment.come_back(case, by=SYSTEM, at=AT).status == Status.INVITED


def test_nobody_comes_back_after_the_closing_date():
    case = decline(invited_case())

    with pytest.raises(Refusal):
        enrolment.come_back(case, by=SYSTEM, at=AT + timedelta(days=90))


def test_lost_link_is_made_good_by_the_address_on_file():
    case = invited_case()

    user = enrolment.admit_by_address(" Direction@Doukkala.example ", at=AT)

    contact = contact_of(case)
    assert (contact.user, contact.access, user.role) == (user, "member", "company")
    assert enrolment.admit_by_address("direction@doukkala.example", at=AT) is None


@pytest.mark.parametrize("email", ["", "nobody@x.example"])
def test_unknown_address_admits_nobody(email):
    invited_case()

    assert enrolment.admit_by_address(email, at=AT) is None


def test_not_now_is_refused_once_the_application_was_sent():
    case = invited_case()
    sent(filled(begun(case)))

    with pytest.raises(Refusal):
        enrolment.postpone(case, date(2027, 3, 8), by=SYSTEM, at=AT)

    assert Case.objects.get(pk=case.pk).deferred_until is None


def test_wrong_person_does_not_come_in_by_their_address():
    case = invited_case()
    contact = contact_of(case)
    enrolment.wrong_person(case, contact, by=SYSTEM, at=AT)

    assert contact_of(case).access == Access.WRONG
    assert enrolment.admit_by_address(contact.email, at=AT) is None
    assert enrolment.admit(contact_of(case), by=SYSTEM, at=AT) is None
