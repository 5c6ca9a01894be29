"""The buttons inside a page of the form: one product more, one less, a code looked for and chosen, more countries."""

import re
from decimal import Decimal

import pytest

from companies.common import clock
from companies.journal.actors import SYSTEM
from companies.questionnaires.models import Answer
from companies.reference.models import Country
from companies.registry import actions as registry
from companies.registry.enums import FactSource, MarketKind
from tests.enrolment.world import begun, contact_of
from tests.portal.test_filling import marks, posts, url_of, value_of

pytestmark = pytest.mark.django_db


def press(browser, case, page, button, **changes):
    return browser.post(url_of(case, page), posts(page, **changes) | marks(browser, case, page) | button)


def test_word_is_looked_for_and_what_was_typed_is_kept(working, case):
    typed = {"products-1-code": "sardines", "products-1-name": "", "certifications": ["halal"]}

    answer = press(working, case, "activity", {"find": "1"}, **typed)

    assert answer.url == f"{url_of(case, 'activity')}?find=1&for=sardines&as=code#goods"
    assert value_of(case, "certifications") == ["halal"]
    drawn = working.get(answer.url).content.decode()
    assert re.findall(r'name="pick" value="([^"]*)"', drawn)[0] == "1:1604"
    assert 'value="sardines"' in drawn


def test_word_that_was_searched_makes_way_for_the_next_and_is_no_name(working, case):
    """The draft holds the last word, so that nothing typed is lost, but the page does not call the product by it."""
    drawn = {}
    for word in ("tapis", "sardines"):
        typed = {"products-1-code": word, "products-1-name": drawn.get("name", "")}
        answer = press(working, case, "activity", {"find": "1"}, **typed)
        inputs = working.get(answer.url).content.decode()
        drawn = {part: _drawn_value(inputs, f"products-1-{part}") for part in ("code", "name")}
        assert (drawn, value_of(case, "products")) == ({"code": word, "name": ""}, [{"code": "", "name": word}])

    press(working, case, "activity", {"pick": "1:1604"}, **{f"products-1-{part}": drawn[part] for part in drawn})

    assert value_of(case, "products") == [{"code": "1604", "name": ""}]


def test_name_that_was_written_stays_a_name_when_its_code_is_looked_for(working, case):
    typed = {"products-1-code": "", "products-1-name": "Tapis"}
    answer = press(working, case, "activity", {"find": "1"}, **typed)

    inputs = working.get(answer.url).content.decode()

    assert [_drawn_value(inputs, f"products-1-{part}") for part in ("code", "name")] == ["", "Tapis"]


def _drawn_value(page, name):
    drawn = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)[0]
    found = re.search(r' value="([^"]*)"', drawn)
    return found[1] if found else ""


def test_code_found_is_put_in_its_place_and_the_name_stays(working, case):
    press(working, case, "activity", {"pick": "1:1604"}, **{"products-1-code": "", "products-1-name": "Sardines"})

    assert value_of(case, "products") == [{"code": "1604", "name": "Sardines"}]


def test_code_that_is_none_is_refused_kept_and_looked_for(working, case):
    typed = {"products-1-code": "sardines", "products-1-name": "amlou"}

    answer = press(working, case, "activity", {"then": "next"}, **typed)

    drawn = answer.content.decode()
    assert (answer.status_code, "n’est pas un code SH" in drawn) == (200, True)
    assert re.findall(r'name="pick" value="([^"]*)"', drawn)[0] == "1:1604"
    assert value_of(case, "products") == [{"code": "sardines", "name": "amlou"}]


def test_word_that_finds_no_code_is_refused_without_a_choice_that_is_not_there(working, case):
    typed = {"products-1-code": "zzzz", "products-1-name": "amlou"}

    drawn = press(working, case, "activity", {"then": "next"}, **typed).content.decode()

    assert ("Essayez un autre mot, ou videz cette case" in drawn, "Choisissez-en un" in drawn) == (True, False)


def test_chapter_leads_to_its_headings_and_is_no_answer(working, case):
    typed = {"products-1-code": "57", "products-1-name": "Tapis"}

    refused = press(working, case, "activity", {"then": "next"}, **typed).content.decode()
    answer = press(working, case, "activity", {"into": "1:57"}, **typed)

    assert re.findall(r'name="(pick|into)" value="([^"]*)"', refused) == [
        ("pick", "1:5701"),
        ("pick", "1:5702"),
        ("into", "1:57"),
    ]
    assert answer.url == f"{url_of(case, 'activity')}?find=1&for=57#goods"


def test_code_says_what_it_stands_for(working, case):
    press(working, case, "activity", {"pick": "1:1604"}, **{"products-1-code": "", "products-1-name": "Sardines"})

    drawn = working.get(url_of(case, "activity")).content.decode()
    assert (
        "Conserves de poissons (sardines, thon, anchois)" in drawn.partition("product-meaning")[2].partition("</p>")[0]
    )


def test_name_is_looked_for_where_no_code_is_written(working, case):
    typed = {"products-1-code": "", "products-1-name": "Huile d’olive"}

    answer = press(working, case, "activity", {"find": "1"}, **typed)

    assert '"1:1509"' in working.get(answer.url).content.decode()


def test_search_of_a_row_behind_an_empty_one_stays_with_its_product(working, case):
    typed = {"products-1-code": "", "products-1-name": "", "products-2-code": "", "products-2-name": "Tapis"}

    answer = press(working, case, "activity", {"find": "2"}, **typed)

    assert answer.url == f"{url_of(case, 'activity')}?find=1&for=Tapis#goods"


def test_search_for_nothing_says_what_to_do(working, case):
    answer = press(working, case, "activity", {"find": "1"}, **{"products-1-code": "", "products-1-name": ""})

    assert "Écrivez d’abord un mot ou un nombre" in working.get(answer.url).content.decode()


def test_search_without_a_hit_says_so(working, case):
    drawn = working.get(f"{url_of(case, 'activity')}?find=1&for=xyzxyz").content.decode()

    assert "Aucun résultat pour «\u202fxyzxyz\u202f»" in drawn


@pytest.mark.parametrize("query", ["find=9&for=x", "find=a", "rows=0", "rows=99", "more=nothing", "for=" + "x" * 900])
def test_address_that_means_nothing_draws_the_page(working, case, query):
    assert working.get(f"{url_of(case, 'activity')}?{query}").status_code == 200


@pytest.mark.parametrize(
    "button", [{"pick": "9:1604"}, {"pick": "1604"}, {"pick": "1:"}, {"find": "9"}, {"remove": "x"}]
)
def test_button_that_does_not_exist_changes_nothing(working, case, button):
    answer = press(working, case, "activity", button)

    assert answer.status_code == 302
    assert value_of(case, "products") == [{"code": "160413", "name": "Conserves de sardines"}]


def test_looking_for_a_code_is_no_answer_yet(working, case):
    """A GET changes nothing."""
    before = list(Answer.objects.order_by("id").values())

    working.get(f"{url_of(case, 'activity')}?find=1&for=sardines")

    assert list(Answer.objects.order_by("id").values()) == before


def test_more_countries_can_be_named(working, case):
    answer = press(
        working, case, "markets", {"add": "current_markets"}, current_markets=["Espagne", "France", "Italie"]
    )

    assert answer.url == f"{url_of(case, 'markets')}?more=current_markets#div_id_current_markets"
    drawn = working.get(answer.url).content.decode()
    assert value_of(case, "current_markets") == ["ES", "FR", "IT"]
    assert len(re.findall('name="current_markets"', drawn)) == 6
    assert len(re.findall('name="wanted_markets"', drawn)) == 3


def test_country_that_is_not_known_is_chosen_by_a_press(working, case):
    typed = {"wanted_markets": ["France", "Espange", ""]}
    drawn = press(working, case, "markets", {"then": "next"}, **typed).content.decode()

    answer = press(working, case, "markets", {"meant": "wanted_markets:ES"}, **typed)

    assert "wanted_markets:ES" in re.findall(r'name="meant" value="([^"]*)"', drawn)
    assert answer.url == f"{url_of(case, 'markets')}#products"
    assert value_of(case, "wanted_markets") == ["FR", "ES"]


@pytest.mark.parametrize("meant", ["wanted_markets:XX", "nothing:ES", "wanted_markets", ":"])
def test_country_that_cannot_be_meant_changes_nothing(working, case, meant):
    press(working, case, "markets", {"meant": meant}, wanted_markets=["Espange"])

    assert value_of(case, "wanted_markets") == ["Espange"]


def test_country_like_no_other_is_told_how_to_write(working, case):
    drawn = press(working, case, "markets", {"then": "next"}, wanted_markets=["Atlantide"]).content.decode()

    assert "Écrivez son nom, par exemple Espagne, en français, en arabe ou en anglais." in drawn


def test_countries_are_offered_once_and_without_ours(working, case):
    drawn = working.get(url_of(case, "markets")).content.decode()

    assert drawn.count("<datalist") == 1
    assert ('<option value="Espagne">' in drawn, '<option value="Maroc">' in drawn) == (True, False)


def test_known_figures_and_markets_are_filled_in_and_say_where_they_come_from(case, client):
    year = clock.today().year - 1
    given = {"turnover": Decimal(4662000), "export_turnover": Decimal(0), "headcount": 24}
    registry.set_year(case.company, year, source=FactSource.LIST, by=SYSTEM, at=clock.now(), **given)
    spain = [Country.objects.get(code="ES")]
    registry.set_markets(case.company, MarketKind.CURRENT, spain, by=SYSTEM, at=clock.now())
    begun(case, at=clock.now())
    client.force_login(contact_of(case).user)

    figures = client.get(url_of(case, "figures")).content.decode()
    markets = client.get(url_of(case, "markets")).content.decode()

    assert ("4\u202f662\u202f000" in figures, 'value="0"' in figures, 'value="24"' in figures) == (True, True, True)
    assert figures.count("Repris de nos fichiers") == 3
    assert ('value="Espagne"' in markets, markets.count("Repris de nos fichiers")) == (True, 1)


def test_year_asked_about_is_the_last_that_was_over(working, case):
    drawn = working.get(url_of(case, "figures")).content.decode()

    assert f"Chiffre d’affaires {clock.today().year - 1}" in drawn
    assert "{year}" not in drawn


def test_wrong_page_is_kept_and_its_errors_lead_to_their_fields(working, case):
    answer = press(working, case, "support", {}, support_wanted=[], **{"held_back_by-main": ""})

    drawn = answer.content.decode()
    links = re.findall(r'<li><a href="#([^"]*)"', drawn)
    assert links == ["id_support_wanted_0", "id_held_back_by_0"]
    assert all(f'id="{link}"' in drawn for link in links)
    assert value_of(case, "held_back_by") == [{"code": "cofinancing_or_cash"}, {"code": "logistics"}]


def test_unknown_country_is_marked_on_its_own_line(working, case):
    answer = press(working, case, "markets", {}, wanted_markets=["Espagne", "Xyzistan", ""])

    wrong = re.findall(r'<input[^>]*name="wanted_markets"[^>]*>', answer.content.decode())
    assert ["is-invalid" in line for line in wrong] == [False, True, False]


def test_colleague_s_version_of_an_answer_of_several_inputs_can_be_kept(working, case):
    drawn = marks(working, case, "support")
    theirs = {"held_back_by": ["other"], "held_back_by-main": "other", "held_back_by-words": "La crue"}
    press(working, case, "support", {}, **theirs)

    mine = posts("support") | drawn | {"sheet": "an-older-window"}
    clash = working.post(url_of(case, "support"), mine)
    assert "La crue" in clash.content.decode()
    working.post(url_of(case, "support"), mine | marks(working, case, "support") | {"keep-held_back_by": "saved"})

    assert value_of(case, "held_back_by") == [{"code": "other", "text": "La crue", "primary": True}]
