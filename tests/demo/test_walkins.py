"""The deeds of those who come by themselves, one by one; the whole demonstration is looked at beside."""

import pytest

from companies.cases.enums import Origin, Status
from companies.cases.models import Case
from companies.demo import walkins
from companies.enrolment.entries import Joining
from companies.registry.models import Company
from tests.enrolment.world import AT, begun, make_case, make_year

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", walkins.WALK_INS, ids=lambda who: who.typed["name"])
def test_each_walk_in_has_a_draft(who):
    make_year()

    walkins.come(who, AT)

    case = Case.objects.get()
    assert (case.origin, case.status, case.region.code) == (Origin.WALK_IN, Status.DRAFT, who.typed["region"])
    assert Company.objects.get().ice == who.typed["ice"]


def test_askers_wait_at_different_files():
    for number in range(2):
        begun(make_case(email=f"a{number}@a{number}.example"))

    for asker in walkins.ASKERS:
        walkins.ask(asker, AT)

    assert Joining.objects.open().values("case").distinct().count() == Joining.objects.count() == 2
