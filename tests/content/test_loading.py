"""The first rows: complete in three languages, as their own forms would have them, never loaded over an edit."""

import pytest
from django.urls import resolve

from companies.content import loading, markup
from companies.content.models import LANGUAGES, Alternative, Example, Faq, Office, Text
from companies.content.slots import OBSTACLES, PLACEHOLDERS, SLOTS
from companies.dialogue.enums import ObstacleCode
from tests.support.making import AT
from tests.support.typography import flaws

ROWS = (Text, Faq, Example, Alternative)


def test_every_slot_has_its_words_and_no_other():
    assert sorted(loading.first_texts()) == sorted(SLOTS)


def test_every_obstacle_has_its_help():
    assert sorted(OBSTACLES) == sorted(ObstacleCode.values)


@pytest.mark.django_db
@pytest.mark.parametrize("model", ROWS)
def test_loaded_rows_are_as_their_form_would_have_them(model):
    rows = list(model.objects.all())

    for row in rows:
        row.full_clean()
    assert rows


@pytest.mark.django_db
def test_links_of_the_first_texts_lead_to_pages_of_ours():
    bodies = [getattr(row, f"body_{code}") for model in ROWS for row in model.objects.all() for code in LANGUAGES]
    targets = {found[2] for body in bodies for found in markup.LINK.finditer(body)}

    assert "/check/" in targets
    assert {target: resolve(target).view_name for target in targets}


@pytest.mark.django_db
def test_languages_name_the_same_values_and_pages():
    """A translation that lost a placeholder or a link says less than the others."""
    uneven = [
        str(row)
        for model in ROWS
        for row in model.objects.all()
        if len({_named(getattr(row, f"body_{code}")) for code in LANGUAGES}) > 1
    ]

    assert uneven == []


def _named(body):
    return (
        tuple(sorted(markup.PLACEHOLDER.findall(body))),
        tuple(sorted(found[2] for found in markup.LINK.finditer(body))),
        body.count("\n"),
    )


def test_placeholders_of_the_first_texts_exist():
    used = {name for words in loading.first_texts().values() for text in words.values() for name in markup.names(text)}

    assert used <= set(PLACEHOLDERS)


@pytest.mark.django_db
def test_loading_again_changes_and_brings_back_nothing():
    Faq.objects.filter(key="cost").update(title_fr="Est-ce gratuit ?")
    Alternative.objects.filter(key="bank").update(shown=False)
    before = {model: list(model.objects.order_by("pk").values()) for model in (*ROWS, Office)}

    loading.load(AT)

    assert {model: list(model.objects.order_by("pk").values()) for model in (*ROWS, Office)} == before


@pytest.mark.django_db
def test_every_region_has_its_office_and_sectors_their_alternatives():
    assert Office.objects.count() == 12
    assert sorted(Alternative.objects.get(key="craft_file").sectors.values_list("code", flat=True)) == ["ARTI"]


@pytest.mark.django_db
@pytest.mark.parametrize("model", ROWS)
def test_first_rows_are_printed_well(model):
    said = [
        (lang, text)
        for row in model.objects.all()
        for lang in LANGUAGES
        for text in (getattr(row, f"title_{lang}"), getattr(row, f"body_{lang}"))
        if text
    ]
    assert [(text, found) for lang, text in said if (found := flaws(text.strip(), lang if lang == "ar" else ""))] == []
    assert said
