"""What stops you? Each tap counts, each can be passed over; nobody counts twice, nobody is lost without a word."""

import pytest
from django.test import Client
from django.utils.translation import override

from companies.content.models import Alternative
from companies.dialogue.enums import ObstacleCode
from companies.dialogue.helps import HELPED_BY, IN_PUBLIC
from companies.dialogue.models import Obstacle
from companies.dialogue.reasons import COMPANY_WORDS
from companies.portal import landing, limits
from companies.portal.landing import SHORT

pytestmark = pytest.mark.django_db


def say(client, code="missing_document", **data):
    return client.post("/what-stops-you/", {"code": code, **data})


def told():
    return [
        (row.code, row.sector.code if row.sector else "", row.region.code if row.region else "")
        for row in Obstacle.objects.order_by("id")
    ]


def through(client, code="missing_document", sector="", region=""):
    say(client, code)
    client.post("/what-stops-you/sector/", {"sector": sector})
    return client.post("/what-stops-you/region/", {"region": region})


def test_short_reasons_are_among_all_and_the_last_asks_for_words():
    codes = [code for code, _said in SHORT]

    assert set(codes) <= set(IN_PUBLIC)
    assert (codes[-1], IN_PUBLIC[-1]) == (ObstacleCode.OTHER, ObstacleCode.OTHER)
    assert set(HELPED_BY) <= set(IN_PUBLIC)
    assert len(landing.short_reasons()) == 7


def test_three_taps_say_it_all(client):
    ways = [
        say(client).url,
        client.post("/what-stops-you/sector/", {"sector": "AGRO"}).url,
        client.post("/what-stops-you/region/", {"region": "06"}).url,
    ]

    assert ways == ["/what-stops-you/sector/", "/what-stops-you/region/", "/what-stops-you/thanks/"]
    assert told() == [("missing_document", "AGRO", "06")]


def test_what_is_told_before_somebody_leaves_counts(client):
    say(client)

    assert told() == [("missing_document", "", "")]


def test_each_step_can_be_passed_over(client):
    assert through(client).url == "/what-stops-you/thanks/"
    assert told() == [("missing_document", "", "")]


@pytest.mark.parametrize("value", ["ZZ", "06\0", "' OR 1=1", "x" * 100_000, "\u202e06"])
def test_odd_region_passes(client, value):
    say(client)

    assert client.post("/what-stops-you/region/", {"region": value}).url == "/what-stops-you/thanks/"
    assert told() == [("missing_document", "", "")]


@pytest.mark.parametrize("code", ["", "ceased_activity", "nothing", "\0", "x" * 100_000])
def test_odd_reason_is_asked_again(client, code):
    response = say(client, code)

    assert (response.status_code, "Choisissez une des raisons." in response.content.decode()) == (200, True)
    assert told() == []


def test_another_reason_is_told_in_its_own_words(client):
    assert say(client, "other").url == "/what-stops-you/words/"
    empty = client.post("/what-stops-you/words/", {"text": " \u202e\0 "})
    client.post("/what-stops-you/words/", {"text": "<b>Trop</b>\n loin" + "x" * 400})

    assert (empty.status_code, "error-message" in empty.content.decode()) == (200, True)
    row = Obstacle.objects.get()
    assert (row.code, row.text[:14], len(row.text)) == ("other", "<b>Trop</b> lo", 300)


def test_reason_changed_on_the_way_replaces_the_first(client):
    say(client)
    say(client, "logistics")

    assert told() == [("logistics", "", "")]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_reason_is_named_once_and_can_be_changed(client, language):
    client.cookies["django_language"] = language
    say(client, "form_too_complicated")
    pages = [client.get(f"/what-stops-you/{step}/").text.partition("<main")[2] for step in ("sector", "region")]

    with override(language):
        said = str(COMPANY_WORDS[ObstacleCode.FORM_TOO_COMPLICATED])
    assert [said in page for page in pages] == [True, False]
    assert ['href="/what-stops-you/"' in page for page in pages] == [True, False]
    assert ["strip-ok" in page for page in pages] == [True, False]


def test_sector_is_named_once_told_and_can_be_changed(client):
    say(client)
    client.post("/what-stops-you/sector/", {"sector": "AGRO"})
    page = client.get("/what-stops-you/region/").text.partition("<main")[2]
    client.post("/what-stops-you/sector/", {"sector": "TEXT"})

    assert ("Agro-alimentaire" in page, 'href="/what-stops-you/sector/"' in page) == (True, True)
    assert told() == [("missing_document", "TEXT", "")]


def test_reason_changed_by_the_link_counts_once_and_keeps_its_place(client):
    say(client)
    client.post("/what-stops-you/sector/", {"sector": "AGRO"})
    page = client.get("/what-stops-you/").text
    say(client, "logistics")

    assert ("«\u202fIl nous manque un document\u202f»" in page, 'href="/what-stops-you/sector/"' in page) == (
        True,
        True,
    )
    assert told() == [("logistics", "AGRO", "")]


def test_reasons_name_none_to_a_stranger_nor_after_the_visit_of_another(client):
    before = client.get("/what-stops-you/").text
    through(client, region="06")
    after = client.get("/what-stops-you/").text

    assert ["Notée jusqu’ici" in page for page in (before, after)] == [False, False]


def test_own_words_are_not_shown_on_the_next_page(client):
    client.post("/what-stops-you/words/", {"text": "Chez nous, tout est lent"})
    page = client.get("/what-stops-you/sector/").text

    assert ("Une autre raison" in page, "tout est lent" in page) == (True, False)


@pytest.mark.parametrize(("step", "cost"), [("", 4), ("sector/", 4), ("region/", 4)])
def test_steps_cost_a_stated_number_of_statements(client, django_assert_num_queries, step, cost):
    say(client)
    client.post("/what-stops-you/sector/", {"sector": "AGRO"})
    client.get(f"/what-stops-you/{step}")
    with django_assert_num_queries(cost):
        client.get(f"/what-stops-you/{step}")


@pytest.mark.parametrize(("who", "kept"), [("same", 1), ("other", 2)])
def test_device_that_has_answered_is_asked_whose_answer_this_is(client, who, kept):
    through(client, sector="AGRO")

    asked = say(client, "logistics")
    page = asked.content.decode()
    before = told()
    say(client, "logistics", who=who)

    assert (asked.status_code, "Il nous manque un document" in page, before) == (
        200,
        True,
        [("missing_document", "AGRO", "")],
    )
    assert len(told()) == kept


def test_two_presses_at_once_make_one_answer():
    """The second leaves before the first has brought its session."""
    browser = Client()
    browser.get("/")
    say(browser)
    del browser.cookies["sessionid"]
    say(browser)

    assert told() == [("missing_document", "", "")]


def test_network_that_is_used_up_is_told_so_and_who_answered_may_still_change(monkeypatch):
    monkeypatch.setattr(limits, "OBSTACLES", limits.Limit("obstacles", most=2, seconds=3600))
    browsers = [Client() for _visitor in range(3)]
    answers = [say(each) for each in browsers]

    assert [each.status_code for each in answers] == [302, 302, 429]
    assert "la vôtre n’a pas été gardée" in answers[2].content.decode()
    assert say(browsers[0], "logistics").status_code == 302
    assert told() == [("logistics", "", ""), ("missing_document", "", "")]


def test_steps_without_a_reason_lead_to_the_beginning(client):
    steps = ("sector", "region", "thanks")

    assert [client.get(f"/what-stops-you/{step}/").url for step in steps] == ["/what-stops-you/"] * 3
    assert [client.post(f"/what-stops-you/{step}/").url for step in steps] == ["/what-stops-you/"] * 3


@pytest.mark.parametrize("code", [code for code in IN_PUBLIC if code != "other"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_thanks_say_what_helps(client, code, language):
    client.cookies["django_language"] = language
    through(client, code, region="06")
    page = client.get("/what-stops-you/thanks/").content.decode()

    needed = {need.value for need in HELPED_BY.get(code, ())}
    shown = [row for row in Alternative.objects.all() if needed & set(row.needs)]
    named = [getattr(row, f"title_{language}").split(":")[0].split("(")[0].strip() in page for row in shown]
    assert all(named)
    assert ("next-step" in page, 'class="bureau"' in page, "{" in page) == (True, True, False)


def test_thanks_cost_a_stated_number_of_statements(client, django_assert_num_queries):
    through(client, "logistics", "AGRO", "06")
    client.get("/what-stops-you/thanks/")
    with django_assert_num_queries(7):
        client.get("/what-stops-you/thanks/")


def test_answer_withdrawn_meanwhile_begins_anew(client):
    say(client)
    Obstacle.objects.all().delete()

    assert client.get("/what-stops-you/sector/").url == "/what-stops-you/"
