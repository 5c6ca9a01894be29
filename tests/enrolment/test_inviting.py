import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from companies.accounts import actions as accounts
from companies.cases import actions as cases
from companies.cases.enums import Channel, InteractionKind, Outcome, Status
from companies.cases.models import Case, Link
from companies.common.refusals import Refusal
from companies.enrolment import actions as enrolment
from companies.enrolment import guards, queries
from companies.journal.actors import SYSTEM
from companies.mail import claims, outbox
from companies.mail import queries as mail
from companies.registry import actions as registry
from tests.enrolment.world import AT, contact_of, invited_case, make_case, status_of

pytestmark = pytest.mark.django_db
A_CASE = 15
"""Statements for one case: savepoint, move (6), channel, link (2), absence, text, message, address, release."""


def test_invitation_leaves_in_the_contacts_language_by_the_named_officer():
    case = make_case(language="ar", name_ar="مصبرات دكالة")

    (invited,) = enrolment.invite([case], by=case.officer.actor, at=AT)

    (message,) = mail.of_stream(case.stream)
    assert (invited.case, invited.channel, invited.code) == (case, Channel.MAIL, "")
    assert (message.purpose, message.to_email, message.language) == ("invitation", "direction@doukkala.example", "ar")
    assert message.subject == "دعوة إلى الترشيح، آخر أجل 30\u00a0أبريل: مصبرات دكالة"
    assert "Hajar Benlamine" in message.from_email
    assert "/i/" in message.text
    assert (status_of(case), Case.objects.get(pk=case.pk).channel) == (Status.INVITED, "mail")


def test_who_has_no_address_gets_a_letter_with_a_short_code():
    case = make_case(email="")

    (invited,) = enrolment.invite([case], by=case.officer.actor, at=AT)

    assert invited.channel == Channel.LETTER
    assert len(invited.code) == 9
    assert list(mail.of_stream(case.stream)) == []


def test_refused_address_gets_a_letter():
    case = make_case()
    outbox.suppress("direction@doukkala.example", at=AT)

    (invited,) = enrolment.invite([case], by=case.officer.actor, at=AT)

    assert invited.channel == Channel.LETTER


def test_company_without_any_contact_gets_a_letter():
    case = make_case()
    contact_of(case).delete()

    (invited,) = enrolment.invite([case], by=case.officer.actor, at=AT)

    assert (invited.channel, invited.contact.company) == (Channel.LETTER, case.company)


def test_inviting_again_passes_over_the_invited():
    case = make_case()
    enrolment.invite([case], by=case.officer.actor, at=AT)

    assert enrolment.invite([case], by=case.officer.actor, at=AT) == []
    assert mail.of_stream(case.stream).count() == 1


def test_nobody_is_invited_without_an_officer_who_signs():
    case = make_case()
    Case.objects.filter(pk=case.pk).update(officer=None)

    assert enrolment.invite([case], by=SYSTEM, at=AT) == []
    assert status_of(case) == Status.LISTED


def test_failing_case_stops_no_other(caplog):
    cases = [make_case(email=f"c{n}@x.example", name=f"Company {n}") for n in range(3)]
    contact = contact_of(cases[1])
    type(contact).objects.filter(pk=contact.pk).update(language="xx")

    with caplog.at_level(logging.CRITICAL):
        done = enrolment.invite(cases, by=SYSTEM, at=AT)

    assert [invited.case for invited in done] == [cases[0], cases[2]]
    assert [status_of(case) for case in cases] == [Status.INVITED, Status.LISTED, Status.INVITED]
    assert list(Link.objects.values_list("case", flat=True).order_by("id")) == [cases[0].pk, cases[2].pk]


def test_each_invitation_takes_the_same_statements():
    chosen = [make_case(email=f"c{n}@x.example", name=f"Company {n}") for n in range(4)]

    def statements(some):
        with CaptureQueriesContext(connection) as counted:
            enrolment.invite(some, by=SYSTEM, at=AT)
        return len(counted)

    one = statements(chosen[:1])

    assert statements(chosen[1:]) - one == 2 * A_CASE


def test_preview_tells_who_how_and_why_not():
    officer = make_case().officer
    by_mail = make_case(email="a@x.example", name="A", officer=officer)
    by_letter = make_case(email="", name="B", officer=officer)
    nowhere = make_case(email="", name="C", officer=officer, town="", address="")
    already = make_case(email="d@x.example", name="D", officer=officer)
    enrolment.invite([already], by=SYSTEM, at=AT)

    found = queries.invitation_preview([by_mail, by_letter, nowhere, already])

    assert [(p.case, p.channel, p.to, str(p.why_not)) for p in found] == [
        (by_mail, Channel.MAIL, "a@x.example", ""),
        (by_letter, Channel.LETTER, "12, rue du Port, El Jadida", ""),
        (nowhere, Channel.LETTER, "", "Ni adresse e-mail valable, ni adresse postale"),
        (already, Channel.MAIL, "d@x.example", "Déjà invitée, ou plus loin"),
    ]


def test_second_invitation_ends_the_first_link():
    case = invited_case()
    first = Link.objects.get(case=case)

    enrolment.invite_again(case, by=SYSTEM, at=AT)

    first.refresh_from_db()
    assert first.revoked_at == AT
    assert Link.objects.usable(at=AT).filter(case=case).count() == 1
    assert mail.of_stream(case.stream).count() == 2


def test_second_invitation_needs_a_first():
    with pytest.raises(Refusal):
        enrolment.invite_again(make_case(), by=SYSTEM, at=AT)


def test_guard_withdraws_invitations_no_longer_needed():
    waiting, answered = invited_case(email="a@x.example", name="A"), invited_case(email="b@x.example", name="B")
    enrolment.start(answered, contact_of(answered), by=SYSTEM, at=AT)
    messages = {case: mail.of_stream(case.stream).get(purpose="invitation").pk for case in (waiting, answered)}

    assert guards.still_invited(list(messages.values())) == {messages[answered]: "no longer invited"}


def test_company_spoken_to_before_its_invitation_is_invited_and_stays_reached():
    case = make_case()
    spoken = {"kind": InteractionKind.CALL, "outcome": Outcome.SPOKEN}
    cases.log_interaction(case, by=case.officer.actor, at=AT, **spoken)

    assert len(enrolment.invite([Case.objects.get(pk=case.pk)], by=case.officer.actor, at=AT)) == 1
    assert status_of(case) == Status.REACHED
    assert enrolment.invite([Case.objects.get(pk=case.pk)], by=case.officer.actor, at=AT) == []


def waiting():
    return [message.to_email for message in claims.claim(at=AT).messages if message.purpose == "invitation"]


def test_only_the_last_of_two_waiting_invitations_leaves():
    case = invited_case()
    enrolment.invite_again(case, by=case.officer.actor, at=AT)

    assert len(waiting()) == 1


def test_waiting_invitation_does_not_leave_for_an_address_given_up():
    case = invited_case()
    registry.update_contact(contact_of(case), email="right@doukkala.example", by=SYSTEM, at=AT)

    assert waiting() == []


def test_who_is_not_the_right_person_is_not_invited_again():
    case = invited_case()
    enrolment.wrong_person(case, contact_of(case), by=SYSTEM, at=AT)

    invited = enrolment.invite_again(case, by=case.officer.actor, at=AT)

    assert (invited.channel, invited.contact.email, invited.contact.primary) == (Channel.LETTER, "", True)


def test_invitation_is_not_sent_in_the_name_of_an_officer_who_has_left():
    case = make_case()
    accounts.anonymise(case.officer, by=SYSTEM, at=AT)
    assert enrolment.invite([Case.objects.get(pk=case.pk)], by=SYSTEM, at=AT) == []


def test_invitation_is_answered_to_the_officer():
    case = make_case()
    enrolment.invite([case], by=SYSTEM, at=AT)
    assert case.officer.email in mail.of_stream(case.stream).get().reply_to
