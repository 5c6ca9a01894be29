"""The first rules of a site, and those that an upgrade brings."""

import pytest

from companies.outreach import loading
from companies.outreach.models import Policy, Reminder
from companies.outreach.policy.rungs import LADDERS
from companies.outreach.sweep import sweep
from tests.outreach.passing import at, drafting

pytestmark = pytest.mark.django_db


def test_first_rules_of_a_site_apply_to_every_case():
    Policy.objects.all().delete()
    loading.load(at(0))
    rungs = {(ladder.key, stand.rung) for ladder in LADDERS.values() for stand in ladder.stands}
    assert set(Policy.objects.values_list("kind", "rung")) == rungs
    assert set(Policy.objects.values_list("valid_from", flat=True)) == {loading.SINCE}


def test_rules_of_a_kind_that_came_with_an_upgrade_are_new_rules():
    Policy.objects.filter(kind="draft").delete()
    drafting(), drafting(), drafting()
    loading.load(at(2))
    assert set(Policy.objects.filter(kind="draft").values_list("valid_from", flat=True)) == {at(2).date()}
    Policy.objects.filter(kind="draft").update(first_day=2)
    sweep(at=at(3))
    assert Reminder.objects.filter(kind="draft", state="posted").count() == 2
