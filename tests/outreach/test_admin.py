import pytest
from django.urls import reverse

from companies.accounts.enums import Role
from companies.journal.models import Entry
from companies.outreach.models import Policy, Reminder, Run
from companies.outreach.sweep import sweep
from tests.outreach.passing import at, invited
from tests.support import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(making.person(Role.ADMIN))
    return client


RULE = {"kind": "invited", "rung": "1", "wait_days": "4", "active": "on", "valid_from": "2027-02-01"}


def test_rule_is_added_with_its_line(admin):
    admin.post(reverse("admin:outreach_policy_add"), RULE)
    assert Policy.objects.filter(kind="invited", rung=1, wait_days=4).count() == 1
    assert Entry.objects.filter(verb="config.added", object_type="outreach.policy").count() == 1


@pytest.mark.parametrize(
    "wrong", [{"rung": "5"}, {"rung": "0"}, {"kind": "other"}, {"wait_days": "-1"}, {"valid_from": ""}]
)
def test_rule_of_a_rung_that_does_not_exist_is_refused(admin, wrong):
    before = Policy.objects.count()
    page = admin.post(reverse("admin:outreach_policy_add"), RULE | wrong)
    assert (page.status_code, Policy.objects.count()) == (200, before)


def test_ledger_and_sweeps_are_read_only(admin):
    invited()
    sweep(at=at(7))
    reminder, run = Reminder.objects.get(), Run.objects.first()
    for model, row in [("reminder", reminder), ("run", run)]:
        url = reverse(f"admin:outreach_{model}_change", args=[row.pk])
        assert [admin.get(url).status_code, admin.post(url, {}).status_code] == [200, 403]
        assert admin.get(reverse(f"admin:outreach_{model}_changelist")).status_code == 200


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
