"""More time in the demonstration: a deed that touches one draft, and nothing where there is none."""

import pytest

from companies.demo import extending
from companies.enrolment.models import Application
from tests.enrolment.world import AT, begun, invited_case

pytestmark = pytest.mark.django_db


def test_office_gives_one_draft_more_time():
    cases = [begun(invited_case(name=name, email=f"{name}@b.example")).case for name in ("a", "b")]

    extending.give_more_time([case.pk for case in cases], AT)

    given = Application.objects.exclude(extended_to=None)
    assert [(each.case_id, each.extended_to) for each in given] == [
        (cases[1].pk, cases[1].year.closes_on + extending.MORE)
    ]


def test_region_without_drafts_gives_nobody_more_time():
    extending.give_more_time([invited_case().pk], AT)

    assert not Application.objects.exists()
