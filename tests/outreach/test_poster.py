"""When a due rung is handed over, moved, held back; and the last look before it leaves."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from companies.accounts import actions as accounts
from companies.cases import actions as cases
from companies.cases.actions.linking import hashed
from companies.cases.enums import Act
from companies.cases.models import Link
from companies.common import clock
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from companies.mail import outbox
from companies.mail.models import Message
from companies.outreach import actions
from companies.outreach import hours as office
from companies.outreach.kinds import INVITED
from companies.outreach.ledger import ladder, planner, poster
from companies.outreach.models import Policy, Reminder
from companies.outreach.sweep import sweep
from companies.registry import actions as registry
from companies.registry.models import Contact
from tests.outreach.passing import at, drafting, invited
from tests.support import making

FRIDAY, SATURDAY, MONDAY = 4, 5, 7


def reminder(case):
    return Reminder.objects.get(case=case, rung=1)


def test_rung_due_on_a_saturday_leaves_on_monday_morning(days):
    case = invited()
    days.sweep(at(3))
    assert reminder(case).due_at == at(MONDAY, 8, 30)
    days.sweep(at(MONDAY, 8, 29))
    assert reminder(case).state == "planned"
    days.sweep(at(MONDAY, 8, 30))
    assert reminder(case).state == "posted"


def test_late_sweep_in_the_friday_pause_moves_and_drops_nothing(days):
    case = drafting()
    days.sweep(at(FRIDAY, 13))
    assert (reminder(case).state, reminder(case).due_at) == ("planned", at(FRIDAY, 15))
    days.sweep(at(FRIDAY, 15))
    assert reminder(case).state == "posted"


def test_shared_address_gets_one_message_for_what_is_due_at_once(days):
    cases_ = []
    for _n in range(3):
        firm = making.company()
        making.contact(firm, email="comptable@cabinet.example")
        cases_.append(invited(firm=firm))
    days.sweep(at(MONDAY))
    assert [reminder(case).state for case in cases_] == ["posted", "posted", "posted"]
    assert len({reminder(case).message_id for case in cases_}) == 1
    (text,) = [each.message.get_body(("plain",)).get_content() for each in days.smtp.accepted]
    assert all(case.company.name in text for case in cases_)


def test_shared_address_gets_one_message_in_three_days(days):
    first, second = (invited(firm=firm_of("comptable@cabinet.example"), day=day) for day in (2, 4))
    days.through(2, 12)
    # Five days after the Wednesday and the Friday are the Monday and the Wednesday; the second waits until Thursday.
    assert [reminder(case).ended_at for case in (first, second)] == [at(MONDAY, 17), at(MONDAY + 3, 17)]


def firm_of(email):
    firm = making.company()
    making.contact(firm, email=email)
    return firm


def test_rung_that_the_cap_moved_past_the_next_one_gives_way_to_it(days):
    from companies.mail.wording import Content

    case = invited()
    email = Contact.objects.get(company=case.company).email
    for day in range(20):
        if day in (6, 8, 10, 12):
            outbox.post(purpose="other", to=email, language="fr", content=Content("a", "b", ""), at=at(day, 8))
        days.through(day, day)
    rungs = Reminder.objects.filter(case=case).order_by("rung").values_list("rung", "state", "reason")
    assert list(rungs)[:2] == [(1, "suppressed", "superseded"), (2, "posted", "")]


def test_cap_counts_optional_mail_of_every_kind(days):
    case = invited()
    contact = Contact.objects.get(company=case.company)
    from companies.mail.wording import Content

    outbox.post(purpose="other", to=contact.email, language="fr", content=Content("a", "b", ""), at=at(MONDAY - 1))
    days.sweep(at(MONDAY))
    assert (reminder(case).state, reminder(case).due_at) == ("planned", at(MONDAY + 2))


def test_essential_mail_does_not_count(days):
    case = invited()
    contact = Contact.objects.get(company=case.company)
    from companies.mail.wording import Content

    outbox.post(
        purpose="other",
        to=contact.email,
        language="fr",
        content=Content("a", "b", ""),
        essential=True,
        at=at(MONDAY - 1),
    )
    days.sweep(at(MONDAY))
    assert reminder(case).state == "posted"


def test_reminder_brings_a_link_of_its_own_in_the_contacts_language(days):
    firm = making.company("Textile Zerhoun")
    making.contact(firm, language="ar")
    case = invited(firm=firm, officer=None)
    days.sweep(at(MONDAY))
    (arrived,) = days.smtp.accepted
    links = set(Link.objects.filter(case=case).values_list("act", flat=True))
    text = arrived.message.get_body(("plain",)).get_content()
    assert (links, arrived.message["Content-Language"]) == ({Act.INVITATION, Act.ANSWER}, "ar")
    assert "http://testserver/" in text
    assert "\u2068Textile Zerhoun\u2069" in text


@pytest.mark.parametrize(
    ("standing", "answers"),
    [
        (invited, ["help", "later", "not-for-us", "done"]),
        (drafting, ["done", "help", "later", "not-for-us"]),
    ],
)
def test_every_reminder_has_its_answers_and_a_way_to_stop(days, standing, answers):
    case = standing()
    days.sweep(at(MONDAY))
    (arrived,) = days.smtp.accepted
    text = arrived.message.get_body(("plain",)).get_content()
    row = reminder(case)
    (token,) = set(re.findall(r"http://testserver/r/([\w-]+)/#", text))
    assert re.findall(r"/r/[\w-]+/#([\w-]+)", text) == answers
    assert row.link.token_hash == hashed(token)
    assert row.message.unsubscribe.removesuffix("stop/") in text


def test_reminder_answers_go_to_the_officer(days):
    officer = making.person(name="Hajar Alaoui")
    invited(officer=officer)
    days.sweep(at(MONDAY))
    (arrived,) = days.smtp.accepted
    assert str(arrived.message["Reply-To"]) == f"Hajar Alaoui <{officer.email}>"


def test_draft_with_every_page_filled_in_says_so(days):
    from companies.enrolment.models import Application
    from companies.enrolment.pages import APPLICATION
    from companies.questionnaires.models import Form, Response

    case = drafting()
    form, _made = Form.objects.get_or_create(key=APPLICATION.key, version=99, defaults={"published_at": at(0)})
    response = Response.objects.create(
        case=case, form=form, started_at=at(0), pages_done=[page.key for page in APPLICATION.pages]
    )
    Application.objects.create(case=case, response=response)
    days.sweep(at(3))
    (subject,) = days.subjects
    assert subject.startswith("Tout est rempli")


def test_cancelled_reminder_does_not_leave_and_does_not_come_back(days):
    case, officer = invited(), making.person()
    days.sweep(at(5))
    actions.cancel(reminder(case), by=officer.actor, at=at(6))
    days.through(7, 10)
    row = reminder(case)
    assert (row.state, row.reason, days.subjects) == ("cancelled", "by_hand", [])
    assert Entry.objects.filter(verb="reminder.cancelled", actor_id=officer.pk, stream=case.stream).count() == 1


def test_reminder_that_has_left_cannot_be_cancelled(days):
    case = invited()
    days.sweep(at(MONDAY))
    with pytest.raises(actions.AlreadyEnded):
        actions.cancel(reminder(case), by=making.person().actor, at=at(8))
    assert reminder(case).state == "posted"


def test_reminder_held_up_by_a_dead_relay_never_leaves_after_the_answer(days, settings):
    case = invited()
    settings.EMAIL_PORT, port = 1, settings.EMAIL_PORT
    days.sweep(at(MONDAY))
    assert Message.objects.get().state == "queued"
    cases.note_sign(case, at=at(MONDAY, 11))
    settings.EMAIL_PORT = port
    from companies.mail.models import Relay

    Relay.objects.update(paused_until=None)
    days.sweep(at(MONDAY, 12))
    message = Message.objects.get()
    assert (message.state, message.last_error, days.subjects) == ("withdrawn", "no longer needed", [])


def test_reminder_held_up_until_evening_leaves_the_next_morning(days, settings):
    invited()
    settings.EMAIL_PORT, port = 1, settings.EMAIL_PORT
    days.sweep(at(MONDAY))
    settings.EMAIL_PORT = port
    from companies.mail.models import Relay

    Relay.objects.update(paused_until=None)
    days.sweep(at(MONDAY, 19))
    assert (Message.objects.get().state, days.subjects) == ("queued", [])


def test_reminder_held_up_for_days_is_worthless(days, settings):
    invited()
    settings.EMAIL_PORT, port = 1, settings.EMAIL_PORT
    days.sweep(at(MONDAY))
    settings.EMAIL_PORT = port
    from companies.mail.models import Relay

    Relay.objects.update(paused_until=None)
    days.sweep(at(MONDAY + 3, 11))
    assert (Message.objects.get().state, days.subjects) == ("withdrawn", [])


def test_sweep_repeated_changes_nothing(days):
    case = invited()
    first = days.sweep(at(MONDAY))
    second = days.sweep(at(MONDAY))
    assert (first.posted, second.posted) == (1, 0)
    assert (Message.objects.count(), Reminder.objects.filter(case=case).count()) == (1, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_planning_takes_the_same_statements_for_any_number_of_cases(db, number):
    for _n in range(number):
        invited()
    now, open_hours = ladder.now(at(3)), office.current()
    with CaptureQueriesContext(connection) as queries:
        planner.plan(INVITED, now, open_hours)
    # The rules, those of the closing notice, the days, the courtesy; the sets, and the transaction around them.
    assert (len(queries), Reminder.objects.count()) == (15, number)


@pytest.mark.parametrize("number", [1, 3])
def test_handing_over_takes_the_same_statements_per_reminder(db, number):
    for _n in range(number):
        invited(officer=making.person())
    now = ladder.now(at(MONDAY))
    planner.plan(INVITED, now, office.current())
    site = office.the_site()
    with CaptureQueriesContext(connection) as queries:
        poster.post_due(now, site)
    # The hours, the rules of each kind and the list; then what each reminder takes.
    assert len(queries) == 10 + 17 * number
    assert Reminder.objects.filter(state="posted").count() == number


def test_not_after_is_three_days_or_the_closing_day(days):
    making.year(closes_on=at(MONDAY + 1).date())
    invited()
    days.sweep(at(MONDAY))
    assert Message.objects.get().not_after == clock.end_of(at(MONDAY + 1).date())
    assert at(MONDAY) + timedelta(hours=72) > Message.objects.get().not_after


def test_reminder_posted_before_the_address_was_corrected_does_not_leave(days):
    case = invited()
    with time_machine.travel(at(MONDAY), tick=False):
        sweep(at=at(MONDAY))
        contact = Contact.objects.get(company=case.company)
        registry.update_contact(contact, email="juste@doukkala.example", by=SYSTEM, at=at(MONDAY))
        outbox.deliver_due(at=at(MONDAY))
    assert (Message.objects.get().state, days.subjects) == ("withdrawn", [])


def test_reminder_posted_before_another_main_contact_was_named_does_not_leave(days):
    case = invited()
    with time_machine.travel(at(MONDAY), tick=False):
        sweep(at=at(MONDAY))
        other = registry.add_contact(case.company, name="Nadia", email="n@doukkala.example", by=SYSTEM, at=at(MONDAY))
        registry.make_primary(other, by=SYSTEM, at=at(MONDAY))
        outbox.deliver_due(at=at(MONDAY))
    assert (Message.objects.get().state, days.subjects) == ("withdrawn", [])


def test_reminder_posted_before_its_rule_was_switched_off_does_not_leave(days):
    invited()
    with time_machine.travel(at(MONDAY), tick=False):
        sweep(at=at(MONDAY))
        Policy.objects.create(kind="invited", rung=1, wait_days=5, active=False, valid_from=at(MONDAY).date())
        outbox.deliver_due(at=at(MONDAY))
    assert (Message.objects.get().state, days.subjects) == ("withdrawn", [])


def test_reminder_is_signed_by_the_site_once_the_officer_has_left(days):
    officer = making.person(name="Hajar Alaoui")
    invited(officer=officer)
    accounts.deactivate(officer, by=SYSTEM, at=at(1))
    days.sweep(at(MONDAY))
    (arrived,) = days.smtp.accepted
    assert "Hajar" not in arrived.message.as_string()


def test_message_the_mail_server_was_away_for_becomes_a_call(days, settings):
    case = invited()
    settings.EMAIL_PORT, port = 1, settings.EMAIL_PORT
    days.through(3, 10)
    settings.EMAIL_PORT = port
    outbox.end_pause()
    days.through(11, 11)
    row = reminder(case)
    assert (row.state, row.reason, row.message, days.subjects) == ("suppressed", "not_sent", None, [])
    (task,) = case.tasks.all()
    assert (task.kind, task.reason) == ("call", "invited.1;notsent;")


@pytest.mark.parametrize(
    ("standing", "language", "said"),
    [
        (invited, "fr", "J’ai déjà candidaté"),
        (invited, "ar", "سبق أن أرسلنا ترشيحنا"),
        (drafting, "fr", "C’est déjà envoyé"),
    ],
)
def test_answer_says_what_is_done_already(days, standing, language, said):
    case = standing()
    case.company.contacts.update(language=language)
    days.sweep(at(MONDAY))
    (arrived,) = days.smtp.accepted
    assert said in arrived.message.get_body(("plain",)).get_content()
