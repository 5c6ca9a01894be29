"""Documents on paper: what is read out of them, in which order, and that the same content makes the same bytes."""

import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from companies.common import paper
from companies.common.paper import bidi, breaking
from companies.common.paper.bidi import Run

AT = datetime(2027, 4, 13, 13, 58, tzinfo=UTC)


def document(*parts: paper.Part, language: str = "en", title: str = "Récépissé") -> paper.Document:
    return paper.Document(title, language, AT, "Programme d’appui à l’export", "EX27-K4P7-M2", parts)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf), strict=True)


def text_of(*parts: paper.Part, language: str = "en") -> str:
    pages = read(paper.render(document(*parts, language=language))).pages
    return "\n".join(page.extract_text() for page in pages)


def visual(text: str, *, rtl: bool) -> list[Run]:
    return bidi.visual(text, bidi.levels(text, rtl=rtl), rtl=rtl)


def test_document_says_its_title_language_and_date():
    found = read(paper.render(document(paper.Title("Récépissé"), language="fr")))

    root = found.trailer["/Root"]
    assert found.metadata.title == "Récépissé"
    assert found.metadata.author == "Programme d’appui à l’export"
    assert found.metadata.creation_date == AT
    assert (root["/Lang"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == ("fr", True)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_same_content_makes_same_bytes(language):
    made = document(paper.Title("وصل الإيداع", "Conserves"), paper.Text("à 14 h 58"), language=language)

    assert paper.render(made) == paper.render(made)


def test_every_part_is_read_again():
    said = text_of(
        paper.Title("Récépissé de dépôt", "Conserves Doukkala SARL"),
        paper.Number("Numéro de dossier", "EX27-K4P7-M2", "E Eugène"),
        paper.Heading("Nous avons reçu"),
        paper.Facts((paper.Fact("Délai", ("60 jours", "jusqu’au 12 juin 2027"), note="Loi n° 55-19"),)),
        paper.Text("Œuvre « été », l’œil : 41\u202f500\u202f000\u00a0MAD"),
        paper.Steps(("D’abord", "Ensuite")),
        paper.Asked("Secteur", "Un seul", ("Pêche", "Mines")),
        paper.Asked("Nom", rows=2),
    )

    assert said.splitlines() == [
        "Programme d’appui à l’export",
        "Récépissé de dépôt",
        "Conserves Doukkala SARL",
        "Numéro de dossier",
        "EX27-K4P7-M2",
        "E Eugène",
        "Nous avons reçu",
        "Délai 60 jours",
        "Loi n° 55-19 jusqu’au 12 juin 2027",
        "Œuvre « été », l’œil : 41\u202f500\u202f000\u00a0MAD",
        "1. D’abord",
        "2. Ensuite",
        "Secteur",
        "Un seul",
        "Pêche",
        "Mines",
        "Nom",
        "Page 1 of 1EX27-K4P7-M2",
    ]


def test_arabic_letters_are_joined_and_read_back_as_they_were_written():
    said = text_of(paper.Text("توصلنا بترشيحكم وأُرسلت نسخة"), language="ar")

    assert "توصلنا بترشيحكم" in said
    assert "نسخة" in said


def test_letters_of_all_names_here_are_in_the_fonts():
    names = ("Électro œuvre d’Ifrane – Ÿ", "مصبرات دكالة", "ڭ ڤ پ", "ⵜⴰⵎⵓⵔⵜ", "٠١٢٣٤٥٦٧٨٩")

    said = text_of(paper.Facts((paper.Fact("Nom", names),)))

    assert "?" not in said
    assert "Électro œuvre d’Ifrane – Ÿ" in said
    assert "ⵜⴰⵎⵓⵔⵜ" in said


def test_letter_that_no_font_has_leaves_a_mark():
    assert "Société ??" in text_of(paper.Text("Société 中文"))


def test_long_content_goes_on_over_pages_which_are_counted():
    facts = tuple(paper.Fact(f"Question {n}", (f"Réponse {n} " * 12,)) for n in range(60))

    found = read(paper.render(document(paper.Facts(facts))))

    count = len(found.pages)
    assert count > 3
    assert [page.extract_text().splitlines()[-1] for page in found.pages] == [
        f"Page {number} of {count}EX27-K4P7-M2" for number in range(1, count + 1)
    ]
    said = "".join(page.extract_text() for page in found.pages)
    assert all(f"Question {n} " in said or f"Question {n}\n" in said for n in range(60))


def test_answer_longer_than_a_page_loses_no_word():
    words = [f"mot{n}" for n in range(3000)]

    said = text_of(paper.Facts((paper.Fact("Texte", (" ".join(words),)),)))

    assert [word for word in said.split() if word.startswith("mot")] == words


@pytest.mark.parametrize("text", ["." * 3000, "أ" + "." * 3000, "x" * 3000, "(" * 500, "\u202e" * 300 + "abc", ""])
def test_odd_text_is_set_somehow(text):
    assert read(paper.render(document(paper.Text(text), language="ar"))).pages


# -- in which order runs stand ---------------------------------------------------------------


def test_runs_of_french_stay_one():
    assert visual("le 13 avril 2027", rtl=False) == [Run("le 13 avril 2027", rtl=False)]


def test_number_inside_arabic_inside_french_keeps_its_place():
    assert visual("de مصبرات 2027 دكالة, ici", rtl=False) == [
        Run("de ", rtl=False),
        Run(" دكالة", rtl=True),
        Run("2027", rtl=False),
        Run("مصبرات ", rtl=True),
        Run(", ici", rtl=False),
    ]


def test_latin_name_and_date_inside_arabic_stand_from_the_right():
    assert visual("ترشيح ABC يوم 13", rtl=True) == [
        Run("13", rtl=False),
        Run(" يوم ", rtl=True),
        Run("ABC", rtl=False),
        Run("ترشيح ", rtl=True),
    ]


def test_isolated_telephone_keeps_its_plus_in_front():
    assert visual("هاتف \u2066+212 661\u2069.", rtl=True) == [
        Run(".", rtl=True),
        Run("+212 661", rtl=False),
        Run("هاتف ", rtl=True),
    ]


# -- lines -----------------------------------------------------------------------------------


def lines(text: str, width: int) -> list[str]:
    return ["".join(run.text for run in line.runs) for line in breaking.lines(text, width, len, rtl=False)]


def test_lines_break_at_spaces_and_not_at_no_break_spaces():
    assert lines("à 14\u00a0h\u00a030 précises", 10) == ["à 14\u00a0h\u00a030", "précises"]


def test_word_longer_than_a_line_is_cut():
    assert lines("abcdefghijkl mn", 5) == ["abcde", "fghij", "kl mn"]


def test_a_process_that_makes_no_document_never_loads_the_library():
    """Its import is the slowest of all: it waits for the first document."""
    code = "import sys; from companies.common import paper; sys.exit('fpdf' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False)

    assert done.returncode == 0


def test_fonts_weigh_less_than_a_megabyte_and_bring_their_licence():
    folder = Path(paper.__file__).parent / "fonts"
    files = {path.name: path.stat().st_size for path in folder.iterdir()}

    assert sorted(files) == ["OFL.txt", "dossier-sans-400.ttf", "dossier-sans-600.ttf"]
    assert sum(files.values()) < 1_000_000
