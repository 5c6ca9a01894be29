"""An officer fills in an application with a company; the company confirms it, exactly as it was shown."""

from datetime import date, timedelta

import pytest

from companies.accounts.enums import Role
from companies.cases import actions as cases
from companies.cases.enums import Act, Channel, ClosedAs, InteractionKind, Sign, Status, TaskKind
from companies.cases.models import Case, Interaction, Link
from companies.common.refusals import Refusal
from companies.enrolment import actions as enrolment
from companies.enrolment import assisted
from companies.enrolment.actions import assisting
from companies.enrolment.actions.assisting import Changed
from companies.enrolment.enums import Outcome
from companies.enrolment.guards import still_to_confirm
from companies.enrolment.models import Confirmation
from companies.journal.actors import SYSTEM, Actor
from companies.journal.enums import ActorKind
from companies.journal.models import Entry
from companies.mail import outbox
from companies.mail.models import Message
from companies.questionnaires.models import Answer
from companies.registry import actions as registry
from companies.registry.models import Contact
from tests.enrolment import assisting as helper
from tests.enrolment import world
from tests.enrolment.assisting import ASKED, DECLARED, TYPED, put_to_company, sat_down, typed, waiting
from tests.enrolment.world import AT, SENT, contact_of, fresh, status_of
from tests.portal import papers
from tests.support import making

pytestmark = pytest.mark.django_db

AFTER = ASKED + timedelta(hours=2)


@pytest.fixture
def case():
    return world.invited_case()


def bearer(case):
    link, _token = cases.issue_link(case, contact_of(case), act=Act.CONFIRM, by=SYSTEM, at=ASKED)
    return Actor(ActorKind.LINK, link.pk)


def confirm(application, *, seen=None, at=AFTER, **changes):
    application = fresh(application)
    return assisting.confirm(
        application,
        contact_of(application.case),
        DECLARED | changes,
        seen=assisted.edition(application) if seen is None else seen,
        by=bearer(application.case),
        at=at,
    )


def sent_texts(purpose):
    return Message.objects.filter(purpose=purpose).order_by("posted_at", "pk")


# -- sitting down


def test_sitting_down_begins_the_draft_and_is_told_to_the_company(case):
    application = sat_down(case, how=InteractionKind.FORUM)

    talk = Interaction.objects.get(case=case)
    assert (talk.kind, talk.outcome, talk.contact, talk.by, talk.shared) == (
        InteractionKind.FORUM,
        "spoken",
        contact_of(case),
        case.officer,
        True,
    )
    assert (talk.text, status_of(case)) == ("Nous remplissons la candidature ensemble.", Status.DRAFT)
    assert Case.objects.get(pk=case.pk).last_sign == Sign.MET
    begun = Entry.objects.get(verb="assistance.begun")
    assert (begun.actor_id, begun.behalf_id, begun.data) == (
        case.officer_id,
        contact_of(case).pk,
        {"how": "forum", "main": contact_of(case).pk},
    )
    assert application.case.moves.get(to_status=Status.DRAFT).behalf == contact_of(case)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_company_is_told_at_once_in_its_language_that_its_form_is_open(case, language):
    main = contact_of(case)
    Contact.objects.filter(pk=main.pk).update(language=language)
    other = Contact.objects.create(company=case.company, name="Nadia", email="nadia@doukkala.example", language="fr")
    assisting.begin(case, other, InteractionKind.CALL, officer=case.officer, at=AT)

    told = sent_texts("assistance.begun")
    assert {(each.to_email, each.language) for each in told} == {(main.email, language), (other.email, "fr")}
    assert all(case.reference in each.text and each.essential for each in told)


def test_company_is_told_once_by_officer_and_day(case):
    other = Contact.objects.create(company=case.company, name="Nadia", email="nadia@doukkala.example", language="fr")
    colleague = making.person(name="Salma Idrissi")

    def told(contact, officer, at):
        before = sent_texts("assistance.begun").count()
        assisting.begin(case, contact, InteractionKind.CALL, officer=officer, at=at)
        return sorted(each.to_email for each in sent_texts("assistance.begun")[before:])

    main, officer, later = contact_of(case), case.officer, AT + timedelta(hours=1)
    assert [
        told(main, officer, AT),
        told(main, officer, AT + timedelta(minutes=30)),
        told(other, officer, later),
        told(other, officer, later + timedelta(minutes=5)),
        told(main, colleague, later + timedelta(minutes=10)),
        told(other, officer, AT + timedelta(days=1)),
    ] == [[main.email], [], [other.email], [], [main.email], sorted([main.email, other.email])]


def test_main_contact_named_later_on_the_day_is_told_too(case):
    before, main = contact_of(case), making.contact(case.company, email="nadia@doukkala.example", primary=False)
    assisting.begin(case, before, InteractionKind.CALL, officer=case.officer, at=AT)
    registry.make_primary(main, by=SYSTEM, at=AT)

    for minutes in (10, 20):
        again = AT + timedelta(minutes=minutes)
        assisting.begin(case, before, InteractionKind.CALL, officer=case.officer, at=again)

    assert [each.to_email for each in sent_texts("assistance.begun")] == [before.email, main.email]


def test_nobody_is_told_where_no_address_is_on_file(case):
    Contact.objects.update(email="")
    sat_down(case)

    assert not sent_texts("assistance.begun").exists()


def test_sitting_down_again_goes_on_with_the_same_draft(case):
    assert sat_down(case).pk == sat_down(case, at=TYPED).pk


@pytest.mark.parametrize("ending", ["sent", "closed", "late"])
def test_nothing_is_filled_in_once_it_cannot_be_sent(case, ending):
    application = world.begun(case)
    if ending == "sent":
        world.sent(world.filled(application))
    elif ending == "closed":
        cases.close(case, closed_as=ClosedAs.CEASED, by=SYSTEM, at=AT)
    at = AT + timedelta(days=90) if ending == "late" else SENT
    before = Entry.objects.count()

    with pytest.raises(enrolment.CannotWrite):
        sat_down(Case.objects.get(pk=case.pk), at=at)
    assert Entry.objects.count() == before


# -- typing


def test_answer_is_recorded_as_typed_by_the_officer_for_the_person(case):
    typed(sat_down(case), "contact")

    answer = Answer.objects.get(key="contact_name", layer="unsent")
    assert (answer.by, answer.contact, answer.value) == (case.officer, contact_of(case), "Rachid Amrani")
    line = Entry.objects.get(verb="application.saved")
    assert (line.actor_kind, line.actor_id, line.behalf_id) == ("user", case.officer_id, contact_of(case).pk)


def test_nobody_is_told_the_way_back_of_what_they_did_not_type(case):
    typed(sat_down(case))

    assert not sent_texts("draft.saved").exists()


def test_officer_sends_nothing(case):
    application = world.filled(typed(sat_down(case)))

    with pytest.raises(enrolment.CannotWrite):
        enrolment.submit(application, by=assisting.behalf_of(contact_of(case), case.officer), at=SENT)
    assert status_of(case) == Status.DRAFT


# -- asking


def test_asking_posts_a_link_to_the_person(case):
    asked = put_to_company(typed(sat_down(case)))

    assert (asked.channel, asked.code, asked.confirmation.asked_at) == (Channel.MAIL, "", ASKED)
    message = sent_texts("confirmation.asked").get()
    assert (message.to_email, message.essential) == (contact_of(case).email, True)
    assert "/confirm/" in message.text
    assert status_of(case) == Status.DRAFT
    line = Entry.objects.get(verb="confirmation.asked")
    assert (line.actor_id, line.data) == (case.officer_id, {"channel": "mail", "contact": contact_of(case).pk})


def test_asking_again_ends_the_earlier_link_and_message(case):
    application = typed(sat_down(case))
    put_to_company(application)
    put_to_company(application, at=AFTER)

    states = Confirmation.objects.order_by("id").values_list("ended_as", "ended_at")
    assert list(states) == [(Outcome.REPLACED, AFTER), ("", None)]
    assert Link.objects.filter(act=Act.CONFIRM, revoked_at=None).count() == 1
    first, second = sent_texts("confirmation.asked")
    assert still_to_confirm([first.pk, second.pk]) == {first.pk: "nothing to confirm"}


def test_request_is_held_back_once_the_file_was_declined(case):
    put_to_company(typed(sat_down(case)))
    message = sent_texts("confirmation.asked").get()
    assert still_to_confirm([message.pk]) == {}

    cases.close(case, closed_as=ClosedAs.DECLINED, by=SYSTEM, at=AFTER)
    assert still_to_confirm([message.pk]) == {message.pk: "nothing to confirm"}


def test_whom_no_mail_reaches_gets_a_letter_with_a_code(case):
    application = typed(sat_down(case))
    outbox.standing(contact_of(case).email)
    _refuse_mail_to(contact_of(case).email)

    asked = put_to_company(application)

    assert (asked.channel, len(asked.code)) == (Channel.LETTER, 9)
    assert not sent_texts("confirmation.asked").exists()
    assert Link.objects.get(act=Act.CONFIRM).contact == contact_of(case)


def _refuse_mail_to(email):
    from companies.mail.models import Address

    Address.objects.update_or_create(email=email, defaults={"state": "bounced"})


def test_incomplete_form_is_put_to_nobody(case):
    application = typed(sat_down(case), "company")

    with pytest.raises(enrolment.Incomplete) as refused:
        put_to_company(application)
    assert "contact" in refused.value.pages
    assert not Confirmation.objects.exists()


def test_what_the_company_typed_itself_is_not_put_to_it(case):
    application = world.filled(world.begun(case))

    with pytest.raises(enrolment.CannotWrite):
        put_to_company(application)


# -- confirming


def test_confirming_sends_with_the_company_s_own_declarations_and_a_receipt(case):
    application = waiting(case)

    confirm(application)

    assert status_of(case) == Status.SUBMITTED
    signed = Answer.objects.get(key="signatory_name")
    assert (signed.by, signed.contact, signed.layer) == (None, contact_of(case), "counted")
    assert Answer.objects.get(key="contact_name").by == case.officer
    assert Confirmation.objects.values_list("ended_as", "ended_at").get() == (Outcome.CONFIRMED, AFTER)
    assert sent_texts("receipt").get().to_email == contact_of(case).email
    move = case.moves.get(to_status=Status.SUBMITTED)
    assert (move.by, move.behalf) == (None, None)
    assert Entry.objects.get(verb="confirmation.given").actor_kind == "link"


def test_second_press_changes_nothing(case):
    application = waiting(case)
    confirm(application)
    lines = Entry.objects.count()

    confirm(application, at=AFTER + timedelta(minutes=1))

    assert (case.moves.filter(to_status=Status.SUBMITTED).count(), sent_texts("receipt").count()) == (1, 1)
    assert (
        Entry.objects.exclude(verb="link.issued").count()
        == lines - Entry.objects.filter(verb="link.issued").count() + 1
    )


def test_only_what_was_read_is_confirmed(case):
    application = waiting(case)
    seen = assisted.edition(application)
    typed(application, "contact", at=AFTER, contact={"contact_name": "Nadia Amrani"})

    with pytest.raises(Changed):
        confirm(application, seen=seen)
    assert (status_of(case), Confirmation.objects.get().ended_at) == (Status.DRAFT, None)
    assert not Answer.objects.filter(key="signatory_name").exists()


def test_change_after_the_asking_makes_it_stale_whoever_made_it(case):
    application = waiting(case)
    assert assisted.asked_of(case).stale is False

    world.save(application, "contact", at=AFTER, function="Direction commerciale")
    assert assisted.asked_of(case).stale is True

    put_to_company(application, at=AFTER)
    assert assisted.asked_of(case).stale is False


def test_another_last_day_of_a_document_makes_it_stale(case):
    slot = papers.ask(case.year, expires=True)
    application = typed(sat_down(case))
    papers.given(case, slot, valid_until=date(2027, 12, 1), at=TYPED)
    put_to_company(application)
    assert assisted.asked_of(case).stale is False

    papers.given(case, slot, valid_until=date(2028, 1, 1), at=AFTER)
    assert assisted.asked_of(case).stale is True


def test_saving_the_same_again_changes_nothing_of_what_was_asked(case):
    application = waiting(case)
    typed(application, "contact", at=AFTER)

    assert assisted.asked_of(case).stale is False


def test_missing_declaration_sends_nothing(case):
    application = waiting(case)

    with pytest.raises(enrolment.Incomplete):
        confirm(application, true_and_complete=False)
    assert status_of(case) == Status.DRAFT
    assert not Answer.objects.filter(key="signatory_name").exists()


def test_closed_file_is_not_confirmed(case):
    application = waiting(case)
    cases.close(Case.objects.get(pk=case.pk), closed_as=ClosedAs.DECLINED, by=SYSTEM, at=AFTER)

    with pytest.raises(Refusal):
        confirm(application)
    assert status_of(case) == Status.CLOSED


# -- saying that something is wrong


def test_something_wrong_is_a_call_for_today_once(case):
    waiting(case)
    by = bearer(case)

    assisting.dispute(case, contact_of(case), hint="Le chiffre d’affaires", by=by, at=AFTER)
    assisting.dispute(case, contact_of(case), hint="encore", by=by, at=AFTER)

    task = case.tasks.open().get(kind=TaskKind.HELP)
    assert (task.title, task.reason, task.due_on) == ("Le chiffre d’affaires", assisting.WRONG, AFTER.date())
    assert Case.objects.get(pk=case.pk).last_sign == Sign.ANSWERED
    assert Confirmation.objects.get().ended_at is None


# -- who


def test_speakers_are_those_who_are_still_there_the_main_contact_first(case):
    other = Contact.objects.create(company=case.company, name="Autre")
    Contact.objects.create(company=case.company, name="Parti", access="ended")

    assert list(assisted.speakers(case)) == [contact_of(case), other]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.OFFICER, True),
        (Role.MANAGER, True),
        (Role.ADMIN, True),
        (Role.COACH, False),
        (Role.NATIONAL, False),
        (Role.COMPANY, False),
    ],
)
def test_role_that_assists(role, may):
    assert making.person(role).grant.assists is may


def test_confirmations_are_seen_within_reach(case):
    waiting(case)
    near, far = making.person(Role.OFFICER), making.person(Role.OFFICER, making.SOUSS)

    assert Confirmation.objects.visible_to(near).count() == 1
    assert Confirmation.objects.visible_to(far).count() == 0
    assert helper.pages_of(fresh(Confirmation.objects.get().application))[-1].key != "declarations"
