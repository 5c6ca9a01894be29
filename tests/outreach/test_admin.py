"""Rules are added, never changed; nothing newly leaves before somebody has seen how much; a day can be tried out."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from companies.accounts.enums import Role
from companies.accounts.models import User
from companies.cases.models import Task
from companies.common import words
from companies.journal.models import Entry
from companies.mail import outbox
from companies.mail.models import Message
from companies.outreach.models import Policy, Reminder, Run
from companies.outreach.officers.facts import NEXT_STEP
from companies.outreach.policy.rungs import LADDERS
from companies.outreach.seen.reconciling import reconcile
from companies.outreach.sweep import sweep
from tests.outreach.passing import at, invited
from tests.support import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    with time_machine.travel(at(7), tick=False):
        client.force_login(making.person(Role.ADMIN))
        yield client


def ladder(key="invited"):
    return reverse("admin:outreach_policy_kind", args=[key])


def typed(key="invited", **changes):
    """What the page of a ladder sends when only `changes` were typed."""
    form = {"valid_from": at(7).date().isoformat(), "first_day": "50"}
    for stand in LADDERS[key].stands:
        rule = Policy.objects.filter(kind=key, rung=stand.rung).latest("valid_from", "id")
        form |= {f"number_{stand.rung}": rule.wait_days} | ({f"active_{stand.rung}": "on"} if rule.active else {})
    return {name: value for name, value in (form | changes).items() if value is not None}


def rules(key="invited"):
    return list(Policy.objects.filter(kind=key).order_by("id").values_list("rung", "wait_days", "active", "first_day"))


def words_of(page):
    """The page's own words, without the frame of the admin."""
    return page.partition('id="content"')[2]


# -- asking first


def test_nothing_is_written_before_somebody_says_yes_and_the_count_is_shown(admin):
    Policy.objects.filter(kind="invited").update(active=False)
    for _n in range(3):
        invited()
    nobody = invited()
    nobody.company.contacts.update(email="")
    before = rules()
    page = admin.post(ladder(), typed(active_2="on", number_2="7", first_day="2")).content.decode()
    assert ("3 messages" in page, "1 appel" in page, "Au plus 2" in page) == (True, True, True)
    assert (rules(), Reminder.objects.count(), Message.objects.count(), Task.objects.count()) == (before, 0, 0, 0)


def test_yes_adds_the_changed_rungs_only_with_who_when_and_a_line(admin):
    user = User.objects.get(pk=admin.session["_auth_user_id"])
    before = rules()
    admin.post(ladder(), typed(number_2="14", active_4=None, first_day="20", sure="yes"))
    assert rules() == [*before, (2, 14, True, 20), (4, 33, False, 20)]
    made = Policy.objects.latest("id")
    assert (made.made_by, made.made_at, made.valid_from) == (user, at(7), at(7).date())
    assert Entry.objects.filter(verb="rule.made").values_list("data", flat=True).last() == {
        "kind": "invited",
        "rung": 2,
        "wait_days": 14,
        "active": True,
        "valid_from": at(7).date().isoformat(),
        "first_day": 20,
    }


def test_rule_made_does_not_reach_back(admin):
    """Day 5 has passed when the wait is set to it: what was due then stays unsent."""
    Policy.objects.filter(kind="invited").update(wait_days=30, active=False)
    invited()
    page = admin.post(ladder(), typed(active_1="on", number_1="5")).content.decode()
    assert ('<p class="big">0 message</p>' in page, "appel" in words_of(page)) == (True, False)
    admin.post(ladder(), typed(active_1="on", number_1="5", sure="yes"))
    sweep(at=at(8))
    assert Reminder.objects.count() == 0


def test_rung_switched_off_says_whose_planned_lines_it_cancels(admin):
    Policy.objects.filter(kind="invited", rung=1).update(wait_days=9)
    planned, other = invited(), invited()
    Policy.objects.filter(kind="draft").update(active=False)
    sweep(at=at(7))
    Reminder.objects.filter(case=other).update(state="cancelled", reason="by_hand", ended_at=at(7))
    page = admin.post(ladder(), typed(active_1=None)).content.decode()
    assert ("Rien ne part" in page, "1 rappel prévu" in page) == (True, True)
    assert (planned.reference in page, str(planned.company.contacts.get()) in page) == (True, True)
    assert other.reference not in page
    admin.post(ladder(), typed(active_1=None, sure="yes"))
    sweep(at=at(7))
    assert list(Reminder.objects.filter(reason="off").values_list("case", flat=True)) == [planned.pk]


def test_rung_switched_off_later_lets_leave_what_is_due_before(admin):
    Policy.objects.filter(kind="invited", rung=1).update(wait_days=9)
    invited()
    sweep(at=at(7))
    due = Reminder.objects.get().due_at
    counts = [
        admin.post(ladder(), typed(active_1=None, valid_from=day.isoformat())).context["cuts"][0].lines
        for day in (due.date(), due.date() + timedelta(days=1))
    ]
    assert [len(lines) for lines in counts] == [1, 0]


def test_rung_of_tasks_switched_off_says_that_those_given_stay(admin):
    page = admin.post(ladder(NEXT_STEP.key), typed(NEXT_STEP.key, active_1=None)).content.decode()
    assert "les tâches déjà données restent" in page


def test_rung_of_calls_counts_calls_alone(admin):
    Policy.objects.filter(kind="invited").update(active=False)
    invited()
    page = admin.post(ladder(), typed(active_3="on", number_3="7")).content.decode()
    assert '<p class="big">1 appel</p>' in page


def test_cap_chosen_last_stands_in_the_form(admin):
    admin.post(ladder(), typed(number_2="14", first_day="3", sure="yes"))
    assert admin.get(ladder()).context["form"]["first_day"].value() == 3


def test_numbers_taken_again_bring_their_cap(admin):
    admin.post(ladder(), typed(number_2="14", first_day="3", sure="yes"))
    old = Policy.objects.latest("id")
    admin.post(ladder(), typed(number_2="15", first_day="20", sure="yes"))
    page = admin.get(reverse("admin:outreach_policy_change", args=[old.pk]))
    assert page.context["form"]["first_day"].value() == 3


def test_mistake_is_taken_back_on_the_same_day(admin):
    old = Policy.objects.get(kind="invited", rung=2)
    admin.post(ladder(), typed(number_2="7", sure="yes"))
    again = admin.get(reverse("admin:outreach_policy_change", args=[old.pk]))
    assert 'name="number_2" id="id_number_2" value="12"' in again.content.decode()
    admin.post(ladder(), typed(number_2="12", sure="yes"))
    assert Policy.objects.filter(kind="invited", rung=2).count() == 3
    invited()
    sweep(at=at(10))
    assert [row.due_at for row in Reminder.objects.filter(rung=2)] == [at(14, 8, 30)]


def test_rule_already_made_for_later_is_said(admin):
    later = (at(7) + timedelta(days=20)).date()
    Policy.objects.create(kind="invited", rung=1, wait_days=9, valid_from=later)
    page = admin.post(ladder(), typed(number_1="4")).content.decode()
    assert "une autre règle" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"valid_from": at(6).date().isoformat()}, "ne revient jamais en arrière"),
        ({"valid_from": ""}, "obligatoire"),
        ({"valid_from": "31/31/2027"}, "valide"),
        ({"first_day": "0"}, "supérieure ou égale"),
        ({"first_day": ""}, "obligatoire"),
        ({"number_1": "-1"}, "supérieure ou égale"),
        ({"number_1": "400"}, "inférieure ou égale"),
        ({"number_1": ""}, "obligatoire"),
        ({"number_2": "5"}, "plus tard que le précédent"),
        ({}, "Rien n’a changé"),
    ],
)
def test_rule_that_makes_no_sense_is_refused_in_words(admin, wrong, said):
    before = rules()
    page = admin.post(ladder(), typed(sure="yes", **wrong))
    assert (page.status_code, said in page.content.decode(), rules()) == (200, True, before)


def test_rules_of_facts_are_changed_the_same_way(admin):
    officer = making.person(Role.OFFICER)
    case = invited()
    case.officer = officer
    case.save(update_fields=["officer"])
    Policy.objects.filter(kind="invited").update(active=False)
    page = admin.post(ladder(NEXT_STEP.key), typed(NEXT_STEP.key, number_1="3", valid_from=at(9).date().isoformat()))
    assert ("1 tâche" in page.content.decode(), Task.objects.count()) == (True, 0)


@pytest.mark.parametrize("url", ["/admin/outreach/policy/kind/other/", "/admin/outreach/policy/x/change/"])
def test_ladder_that_does_not_exist_is_not_found(admin, url):
    assert admin.get(url).status_code == 404


def test_numbers_are_said_as_people_say_them(admin):
    overview = admin.get(reverse("admin:outreach_policy_changelist")).content.decode()
    assert ("1 jour après le début" in overview, "1 jours" in overview) == (True, False)
    assert "1 jours" not in words_of(admin.get(ladder("correction")).content.decode())
    page = admin.post(ladder("correction"), typed("correction", number_1="2", sure="yes"), follow=True)
    assert "1 nouvelle règle enregistrée." in page.content.decode()


def test_rules_are_neither_added_one_by_one_nor_deleted(admin):
    rule = Policy.objects.first()
    assert admin.get(reverse("admin:outreach_policy_add")).status_code == 403
    assert admin.post(reverse("admin:outreach_policy_delete", args=[rule.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("role", [Role.OFFICER, Role.NATIONAL, Role.COMPANY])
def test_nobody_else_learns_of_these_pages(client, role):
    client.force_login(making.person(role))
    urls = [ladder(), reverse("admin:outreach_policy_day"), reverse("admin:outreach_policy_changelist")]
    assert [client.get(url).status_code for url in urls] == [404] * 3


def test_ladders_take_the_same_statements_for_any_number_of_rules(admin, django_assert_num_queries):
    admin.get(ladder())
    with django_assert_num_queries(4):
        admin.get(ladder())
    for _n in range(2):
        admin.post(ladder(), typed(number_2=str(13 + _n), sure="yes"))
    admin.get(ladder())
    with django_assert_num_queries(4):
        admin.get(ladder())


def test_all_ladders_are_on_one_page_with_what_is_to_come(admin):
    Policy.objects.create(kind="draft", rung=1, wait_days=4, valid_from=at(20).date())
    page = admin.get(reverse("admin:outreach_policy_changelist")).content.decode()
    assert all(str(each.label) in page for each in LADDERS.values())
    assert words.full_day(at(20).date(), "fr") in page


# -- who would receive what


def day(admin, **asked):
    return admin.get(reverse("admin:outreach_policy_day"), asked)


def test_tomorrow_is_tried_out_and_nothing_of_it_stays(admin):
    case = invited()
    Policy.objects.filter(kind="invited", rung=1).update(wait_days=8)
    page = day(admin).content.decode()
    assert (case.reference in page, "1 message" in page, "jusqu’au" in page) == (True, True, True)
    assert (Reminder.objects.count(), Message.objects.count(), Run.objects.count()) == (0, 0, 0)


def test_hour_shown_is_the_one_at_which_it_would_leave(admin):
    case = invited()
    Policy.objects.filter(kind="invited", rung=1).update(wait_days=8)
    sweep(at=at(7))
    Reminder.objects.filter(case=case).update(due_at=at(8, 11, 20))
    assert [line.at for line, _text in day(admin).context["rows"]] == [at(8, 11, 20)]


def test_what_would_be_held_back_is_shown_with_its_reason(admin):
    case = invited()
    Policy.objects.filter(kind="invited", rung=1).update(wait_days=8)
    contact = case.company.contacts.get()
    outbox.suppress(contact.email, at=at(7))
    page = day(admin).content.decode()
    assert ("retenu" in page, "ne veut pas" in page or "demandé" in page) == (True, True)


def test_day_on_which_nothing_leaves_says_so(admin):
    assert "Rien ne part ce jour-là" in day(admin, on=at(8).date().isoformat()).content.decode()


@pytest.mark.parametrize("on", [at(6).date().isoformat(), at(60).date().isoformat(), "tomorrow", ""])
def test_day_that_cannot_be_tried_out_is_refused_in_words(admin, on):
    page = day(admin, on=on)
    assert (page.status_code, "errorlist" in page.content.decode()) == (200, True)


# -- the ledger


def test_ledger_and_sweeps_are_read_only(admin):
    invited()
    sweep(at=at(7))
    reminder, run = Reminder.objects.get(), Run.objects.first()
    for model, row in [("reminder", reminder), ("run", run)]:
        url = reverse(f"admin:outreach_{model}_change", args=[row.pk])
        assert [admin.get(url).status_code, admin.post(url, {}).status_code] == [200, 403]
        assert admin.get(reverse(f"admin:outreach_{model}_changelist")).status_code == 200


def test_rows_are_named_in_words(admin):
    invited()
    sweep(at=at(7))
    assert str(Reminder.objects.get()) == "Invitée, rien commencé, échelon 1"
    assert str(Policy.objects.get(kind="invited", rung=2)) == "Invitée, rien commencé, échelon 2 · 12\u00a0jours"


def test_ledger_takes_the_same_statements_for_one_line_and_three(admin, django_assert_num_queries):
    invited()
    sweep(at=at(7))
    admin.get(reverse("admin:outreach_reminder_changelist"))
    with django_assert_num_queries(5):
        admin.get(reverse("admin:outreach_reminder_changelist"))
    for _n in range(2):
        invited()
    sweep(at=at(7))
    with django_assert_num_queries(5):
        admin.get(reverse("admin:outreach_reminder_changelist"))


def test_sweeps_that_found_nothing_to_do_can_be_left_out(admin):
    for fields in ({}, {"planned": 1}, {"cancelled": 1, "reasons": {"sign": 1}}, {"failed": 1, "error": "17: x"}):
        Run.objects.create(at=at(7), kind="invited", **fields)
    url = reverse("admin:outreach_run_changelist")
    shown = {
        happened: [
            (run.planned, run.cancelled, run.failed)
            for run in admin.get(url, {"happened": happened}).context["cl"].queryset
        ]
        for happened in ("something", "failed")
    }
    assert shown == {"something": [(0, 1, 0), (1, 0, 0)], "failed": [(0, 0, 1)]}
    assert "1 l’entreprise a donné signe de vie" in admin.get(url).content.decode()


def test_days_are_listed_with_their_counts(admin):
    invited()
    sweep(at=at(7))
    row = reconcile(at=at(7))
    page = admin.get(reverse("admin:outreach_reconciliation_changelist")).content.decode()
    assert re.findall(r'<td class="field-column[^"]*">(\d+)</td>', page) or "field-difference" in page
    detail = admin.get(reverse("admin:outreach_reconciliation_change", args=[row.pk])).content.decode()
    assert "<th>Invitée, rien commencé</th>" + "<td>1</td>" + "<td>0</td>" * 7 + "<td>1</td>" in detail
    assert admin.post(reverse("admin:outreach_reconciliation_change", args=[row.pk]), {}).status_code == 403
