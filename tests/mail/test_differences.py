"""What changed between two texts: complete both ways, in words, and not a patchwork."""

from hypothesis import given
from hypothesis import strategies as st

from companies.mail.differences import Run, difference

TEXTS = st.text(alphabet="ab {}_\n،عم.", max_size=40)


@given(before=TEXTS, after=TEXTS)
def test_both_texts_are_found_again(before, after):
    runs = difference(before, after)
    assert "".join(run.text for run in runs if run.change != "new") == before
    assert "".join(run.text for run in runs if run.change != "gone") == after


@given(text=TEXTS)
def test_same_text_has_no_difference(text):
    assert difference(text, text) == ([Run("same", text)] if text else [])


def test_replaced_words_stand_together():
    assert difference("Envoyer avant le 30 avril", "Envoyer jusqu’au 30 avril") == [
        Run("same", "Envoyer "),
        Run("gone", "avant le"),
        Run("new", "jusqu’au"),
        Run("same", " 30 avril"),
    ]


def test_placeholder_is_one_word():
    assert difference("Au {closing_day}", "Au {closing_date}") == [
        Run("same", "Au "),
        Run("gone", "{closing_day}"),
        Run("new", "{closing_date}"),
    ]


def test_arabic_words_are_whole():
    assert difference("آخر أجل", "آخر موعد") == [Run("same", "آخر "), Run("gone", "أجل"), Run("new", "موعد")]


def test_new_paragraph_is_one_change():
    runs = difference("Un.\n\nDeux.", "Un.\n\nEncore un mot.\n\nDeux.")
    assert [run.change for run in runs] == ["same", "new", "same"]
