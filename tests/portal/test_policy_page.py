"""The page on which everybody reads who gets what, when and why it stops: it says what the kinds and rules say."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from companies.common import words
from companies.outreach.kinds import KINDS
from companies.outreach.models import Policy
from companies.outreach.officers.facts import FACTS
from companies.reference.models import Site
from tests.outreach.passing import at
from tests.support import making

pytestmark = pytest.mark.django_db


def page(client, language="fr"):
    client.cookies["django_language"] = language
    return client.get(reverse("portal:reminders")).content.decode()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_kind_says_when_it_starts_and_why_it_stops(client, language):
    making.year()
    said = page(client, language)
    with override(language):
        for kind in (*KINDS.values(), *FACTS.values()):
            assert [escape(str(each)) in said for each in (kind.label, kind.starts, kind.stops)] == [True, True, True]


def test_days_are_those_of_the_rules_in_force_today(client):
    Policy.objects.create(kind="invited", rung=1, wait_days=6, valid_from=date(2026, 11, 1))
    Policy.objects.create(kind="invited", rung=2, wait_days=11, valid_from=date(2027, 6, 1))
    with time_machine.travel(at(0), tick=False):
        said = page(client).partition('id="invited"')[2].partition("</section>")[0]
    assert [f"au bout de {words.days(n, 'fr')}" in said for n in (5, 6, 11, 12)] == [False, True, False, True]


def test_kind_switched_off_says_so(client):
    Policy.objects.filter(kind="invited").update(active=False)
    assert page(client).count("Désactivé actuellement.") == 1


def test_subject_is_shown_with_today_s_closing_day(client):
    making.year(closes_on=date(2027, 4, 30))
    with time_machine.travel(at(0), tick=False):
        assert "jusqu’au 30\u00a0avril" in page(client)


def test_hours_and_limits_are_those_of_the_site(client):
    Site.objects.update_or_create(
        pk=1, defaults={"workdays": "1,2,4", "courtesy_hours": 30, "friday_from": "12:00", "friday_until": "12:00"}
    )
    said = page(client)
    assert ("lundi, mardi, jeudi, de 8\u00a0h\u00a030" in said, "30 heures" in said, "Le vendredi" in said) == (
        True,
        True,
        False,
    )


def test_what_always_comes_is_no_reminder(client):
    said = page(client)
    always = said[said.index('id="always"') : said.index('id="officers"')]
    with override("fr"):
        reminders = [escape(str(KINDS[key].label)) for key in ("invited", "draft", "closing_soon")]
    assert "Récépissé" in always
    assert [label for label in reminders if f">{label}<" in always] == []


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_page_is_read_only(client, method):
    assert getattr(client, method)(reverse("portal:reminders")).status_code == 405


def test_page_is_linked_from_where_one_asks_oneself(client):
    assert reverse("portal:reminders") in client.get(reverse("portal:home")).content.decode()


def test_page_takes_the_same_statements_for_any_number_of_rules(client, django_assert_num_queries):
    page(client)
    with django_assert_num_queries(7):
        page(client)
    for days in (6, 7, 8):
        Policy.objects.create(kind="invited", rung=1, wait_days=days, valid_from=date(2026, 11, days))
    with django_assert_num_queries(7):
        page(client)
