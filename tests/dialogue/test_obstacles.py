import pytest
from django.db import IntegrityError

from companies.cases.models import Case
from companies.common.refusals import Refusal
from companies.dialogue import actions as dialogue
from companies.dialogue.enums import Hypothesis, ObstacleCode, Source
from companies.dialogue.models import Obstacle
from companies.dialogue.reasons import COMPANY_WORDS, HYPOTHESIS, WHEN_DECLINING
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from tests.enrolment.world import AT, make_case

pytestmark = pytest.mark.django_db


def record(case, code, **given):
    return dialogue.record_obstacle(case, code, source=Source.CALL, by=SYSTEM, at=AT, **given)


def test_every_code_has_its_hypothesis_and_its_words():
    assert set(HYPOTHESIS) == set(COMPANY_WORDS) == set(ObstacleCode)
    assert set(WHEN_DECLINING) <= set(ObstacleCode)


def test_obstacle_is_filed_with_company_and_case():
    case = make_case()

    row = record(case, ObstacleCode.LOGISTICS, text="  Pas de froid  ")

    assert (row.case, row.company, row.text, row.hypothesis) == (
        case,
        case.company,
        "Pas de froid",
        Hypothesis.OPERATIONAL,
    )
    entry = Entry.objects.get(verb="obstacle.recorded")
    assert (entry.stream, entry.data) == (case.stream, {"code": "logistics", "source": "call"})


def test_other_needs_words():
    with pytest.raises(Refusal) as refused:
        record(make_case(), ObstacleCode.OTHER, text=" ")

    assert refused.value.field == "text"


def test_database_refuses_other_without_words():
    case = make_case()

    with pytest.raises(IntegrityError, match="obstacle_other_in_words"):
        Obstacle.objects.create(company=case.company, case=case, code="other", source="call", at=AT)


def test_long_words_are_cut_to_what_is_kept():
    assert len(record(make_case(), ObstacleCode.OTHER, text="x" * 999).text) == 300


def test_officer_elsewhere_sees_nothing():
    from companies.reference.models import Region
    from tests.enrolment.world import make_officer

    case = make_case()
    row = record(case, ObstacleCode.LOGISTICS)
    elsewhere = make_officer(Region.objects.get(code="01"))

    assert list(Obstacle.objects.visible_to(Case.objects.get(pk=case.pk).officer)) == [row]
    assert list(Obstacle.objects.visible_to(elsewhere)) == []
