"""Answers without a name: who sees them, and that nobody counts twice."""

import pytest
from django.db import IntegrityError

from companies.accounts.enums import Role
from companies.common.refusals import Refusal
from companies.dialogue import public
from companies.dialogue.enums import ObstacleCode, Source
from companies.dialogue.models import Obstacle
from companies.journal.models import Entry
from companies.reference.models import Region, Sector
from tests.support import making
from tests.support.making import AT

pytestmark = pytest.mark.django_db


def test_answer_is_kept_without_anybody_behind_it():
    row = public.say(ObstacleCode.MISSING_DOCUMENT, at=AT)

    row.refresh_from_db()
    said = (row.company, row.case, row.by, row.region, row.sector, row.source, row.primary, row.code, row.at)
    assert said == (None, None, None, None, None, Source.PUBLIC, True, "missing_document", AT)
    entry = Entry.objects.get(verb="obstacle.said")
    assert (entry.actor_kind, entry.actor_id, entry.data) == ("system", None, {"code": "missing_document"})


def test_second_answer_of_a_visitor_replaces_the_first():
    first = public.say(ObstacleCode.OTHER, at=AT, text="  Trop loin  ")
    assert first.text == "Trop loin"

    public.say(ObstacleCode.LOGISTICS, at=AT, text="Trop loin", instead_of=first)

    assert list(Obstacle.objects.values_list("code", "text")) == [("logistics", "")]


def test_other_needs_words():
    with pytest.raises(Refusal) as refused:
        public.say(ObstacleCode.OTHER, at=AT, text=" ")

    assert (refused.value.field, Obstacle.objects.exists()) == ("text", False)


def test_place_is_added_bit_by_bit():
    row = public.say(ObstacleCode.LOGISTICS, at=AT)
    public.place(row, at=AT, sector=Sector.objects.get(code="AGRO"))
    public.place(row, at=AT, region=Region.objects.get(code="09"))

    row.refresh_from_db()
    assert (row.sector.code, row.region.code) == ("AGRO", "09")
    assert list(Entry.objects.filter(verb="obstacle.placed").order_by("id").values_list("data", flat=True)) == [
        {"sector": "AGRO", "region": None},
        {"sector": None, "region": "09"},
    ]


@pytest.mark.parametrize(("source", "fields"), [("call", {}), ("public", {"text": "x"})])
def test_database_refuses_a_call_without_company_only(source, fields):
    row = Obstacle(code="logistics", source=source, at=AT, **fields)
    if source == "public":
        row.save()
        return
    with pytest.raises(IntegrityError, match="obstacle_of_a_company_or_without_name"):
        row.save()


def test_staff_see_the_answers_of_their_regions_and_companies_none():
    here = public.place(public.say(ObstacleCode.LOGISTICS, at=AT), at=AT, region=Region.objects.get(code="06"))
    nowhere = public.say(ObstacleCode.LOGISTICS, at=AT)
    seen = {
        role: set(Obstacle.objects.visible_to(making.person(role)))
        for role in (Role.OFFICER, Role.MANAGER, Role.COACH, Role.NATIONAL, Role.COMPANY)
    }
    elsewhere = set(Obstacle.objects.visible_to(making.person(Role.OFFICER, "09")))

    assert (seen, elsewhere) == (
        {
            Role.OFFICER: {here},
            Role.MANAGER: {here},
            Role.COACH: set(),
            Role.NATIONAL: {here, nowhere},
            Role.COMPANY: set(),
        },
        set(),
    )
