"""What administrators write becomes a page, and never more than that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companies.content import markup

VALUES = {"minutes": "10 minutes", "phone": "05 37 00 00 00", "programme": "<b>P</b>", "year": ""}


def draw(text, language="fr"):
    return markup.draw(text, language, VALUES)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Un.\n\nDeux.", "<p>Un.</p><p>Deux.</p>"),
        ("Un,\r\ndeux.", "<p>Un,<br>deux.</p>"),
        ("## Titre\nSuite", "<h2>Titre</h2><p>Suite</p>"),
        ("- un\n- deux", "<ul><li>un</li><li>deux</li></ul>"),
        ("Voici :\n1. un\n2. deux", "<p>Voici :</p><ol><li>un</li><li>deux</li></ol>"),
        ("**fort** et * seul", "<p><strong>fort</strong> et * seul</p>"),
        ("[ici](/check/?a=1&b=2)", '<p><a href="/check/?a=1&amp;b=2">ici</a></p>'),
        ("[là](https://a.example/x)", '<p><a href="https://a.example/x" rel="noopener noreferrer">là</a></p>'),
        ("[écrire](mailto:a@b.example)", '<p><a href="mailto:a@b.example">écrire</a></p>'),
        ("[**fort**](/a/)", '<p><a href="/a/"><strong>fort</strong></a></p>'),
        ("{minutes} environ", "<p>10 minutes environ</p>"),
        ("", ""),
    ],
)
def test_text_is_drawn(text, drawn):
    assert draw(text) == drawn


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg/onload=x>'])
def test_markup_of_an_author_stays_words(text):
    assert "<" not in draw(text).removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert",
        "JaVaScRiPt:alert",
        "data:text/html,x",
        "//evil.example",
        "/\\evil.example",
        "http://plain.example",
        'https://a"onclick="x',
        "/a'onclick='x",
        "https://user@evil.example",
        "vbscript:x",
        "/{phone}",
    ],
)
def test_unsafe_target_is_named_and_never_a_link(target):
    text = f"[ici]({target})"

    assert markup.unsafe_targets(text) == [target]
    assert "<a" not in draw(text)


def test_target_with_brackets_of_its_own_stays_words():
    assert draw("[ici](javascript:alert(1))") == "<p>[ici](javascript:alert(1))</p>"


def test_value_is_escaped_and_turned_in_its_own_direction():
    assert draw("{programme}") == "<p>&lt;b&gt;P&lt;/b&gt;</p>"
    assert draw("{phone}", "ar") == '<p><bdi dir="ltr">05 37 00 00 00</bdi></p>'


def test_what_names_nothing_known_today_is_left_out():
    assert draw("Campagne {year}.\n\n- {year}\n- {minutes}\n\n- {year}") == "<ul><li>10 minutes</li></ul>"
    assert markup.line("En {year}", "fr", VALUES) == ""


@given(st.text(alphabet=st.sampled_from(list("<>\"'&[](){}*#-1. \n/:ajs\u202e\0")), max_size=60))
def test_no_text_becomes_a_tag_of_its_own(text):
    import re

    tags = re.findall(r"<[^>]*>", draw(text))
    allowed = re.compile(r'</?(p|h2|ul|ol|li|strong|bdi)>|<br>|</a>|<a href="[^"<>]*"( rel="noopener noreferrer")?>')
    assert [tag for tag in tags if not allowed.fullmatch(tag)] == []
    assert re.sub(r"<[^>]*>", "", draw(text)).count("<") == 0
