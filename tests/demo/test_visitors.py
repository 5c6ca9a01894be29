"""Visitors of the demonstration: counted through the same actions, without a name."""

from random import Random

import pytest

from companies.content.models import PublicPerson
from companies.demo import visitors
from companies.dialogue.models import Obstacle
from companies.eligibility.models import Tally
from tests.support import making

pytestmark = pytest.mark.django_db


def test_visitors_are_counted_and_officers_named():
    officer, year = making.person(), making.year()

    said = visitors.come(year, days=20, random=Random(1))

    assert said == "70 checks and 45 answers without a name on the public pages"
    assert sum(Tally.objects.filter(rule="").values_list("n", flat=True)) == 70
    assert (Obstacle.objects.without_name().count(), Obstacle.objects.count()) == (45, 45)
    assert Obstacle.objects.exclude(region=None).count() > 20
    assert [row.user for row in PublicPerson.objects.all()] == [officer]
