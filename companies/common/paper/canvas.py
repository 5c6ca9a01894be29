"""Drawing the pages of a document as PDF. Imported when the first document is asked for, never before."""

import logging
import unicodedata
from collections.abc import Sequence
from contextlib import closing
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from fpdf import FPDF, ViewerPreferences
from fpdf.line_break import Fragment

from companies.common.paper import flow, style
from companies.common.paper.content import Document
from companies.common.paper.flow import Block, Flow, Mark, Words

FONTS: Final = Path(__file__).parent / "fonts"
FAMILY: Final = "dossier"
logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every table of every font it cuts down
MARK: Final = 9.0
"""The side of the programme's mark in the letterhead."""


class Canvas(FPDF):
    """The library's page, for runs that are in order already: it shapes letters and orders nothing."""

    def __init__(self) -> None:
        super().__init__(unit="mm", format="A4")
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.c_margin = 0
        self.add_font(FAMILY, "", FONTS / "dossier-sans-400.ttf")
        self.add_font(FAMILY, "B", FONTS / "dossier-sans-600.ttf")
        self.set_text_shaping(True)
        self._widths: dict[tuple[str, bool], float] = {}

    def _preload_bidirectional_text(self, text: str, markdown: bool) -> Sequence[Fragment]:
        """A run has one direction, which was given with it. Shaped whole: cut at a vowel mark, the mark would slip."""
        shaping: Any = self.text_shaping
        shaping["paragraph_direction"] = shaping["fragment_direction"] = shaping["direction"]
        return (Fragment(text, self._get_current_graphics_state(), self.k),)

    def close(self) -> None:
        """Let go of the font files, which it reads piece by piece."""
        files: Any = self.fonts.values()
        for font in files:
            font.ttfont.close()

    def measure(self, text: str, points: float, strong: bool) -> float:
        """Words are measured once, at one point."""
        if (text, strong) not in self._widths:
            self.set_text_shaping(True)
            self.set_font(FAMILY, "B" if strong else "", 100)
            self._widths[text, strong] = self.get_string_width(text) / 100
        return self._widths[text, strong] * points

    def mark(self, mark: Mark) -> None:
        if isinstance(mark, Words):
            self.words(mark)
        else:
            self.rectangle(mark)

    def words(self, words: Words) -> None:
        self.set_text_shaping(True, direction="rtl" if words.run.rtl else "ltr")
        self.set_font(FAMILY, "B" if words.strong else "", words.points)
        self.set_text_color(*words.colour)
        height = words.points * style.POINT
        self.set_xy(words.x, words.y - 0.8 * height)  # where a cell of that height has its baseline
        self.cell(w=style.WIDTH, h=height, text=words.run.text, align="L")

    def rectangle(self, block: Block) -> None:
        if block.fill:
            self.set_fill_color(*block.fill)
        if block.line:
            self.set_draw_color(*block.line)
            self.set_line_width(0.25)
        self.rect(block.x, block.y, block.width, block.height, style="F" if block.fill else "D")


def draw(document: Document) -> bytes:
    with closing(Canvas()) as paper:
        return _drawn(paper, _writable(document))


def _drawn(paper: Canvas, clean: Document) -> bytes:
    pages = flow.pages_of(clean, paper.measure)
    _describe(paper, clean)
    for number, marks in enumerate(pages, start=1):
        paper.add_page()
        for mark in (*_letterhead(paper, clean), *marks, *_foot(paper, clean, number, len(pages))):
            paper.mark(mark)
        _draw_mark(paper, rtl=clean.language == "ar")
    return bytes(paper.output())


def _describe(paper: Canvas, document: Document) -> None:
    """What a reader's program and voice are told of the document."""
    paper.set_title(document.title)
    paper.set_author(document.site_name)
    paper.set_lang(document.language)
    paper.set_creation_date(document.at)
    paper.viewer_preferences = ViewerPreferences(display_doc_title=True)


def _letterhead(paper: Canvas, document: Document) -> list[Mark]:
    head = Flow(paper.measure, rtl=document.language == "ar", y=16.5)
    head.write(document.site_name, style.STRONG, start=MARK + 3)
    head.y = 28
    head.rule()
    return head.pages[0]


def _foot(paper: Canvas, document: Document, number: int, of: int) -> list[Mark]:
    rtl = document.language == "ar"
    with translation.override(document.language):
        counted = _("Page %(number)s of %(pages)s") % {"number": number, "pages": of}
    foot = Flow(paper.measure, rtl=rtl, y=style.HEIGHT - 17)
    foot.rule()
    foot.y = style.HEIGHT - 15
    line = foot.lines(counted, style.INNER, style.SMALL)[0]
    taken = sum(paper.measure(run.text, style.SMALL.points(arabic=rtl), False) for run in line.runs)
    foot.put(line, style.SMALL, style.INNER - taken)
    for first in foot.lines(document.footer, style.INNER - taken - flow.GAP, style.SMALL)[:1]:
        foot.put(first, style.SMALL, 0)
    return foot.pages[0]


def _draw_mark(paper: Canvas, *, rtl: bool) -> None:
    """The programme's mark: a line through a ring, as in the head of the site (static/img/shapes.svg)."""
    x, y, unit = (style.WIDTH - style.MARGIN - MARK if rtl else style.MARGIN), 14.5, MARK / 34
    paper.set_fill_color(*style.ACCENT)
    paper.rect(x, y, MARK, MARK, style="F", round_corners=True, corner_radius=1.4)
    paper.set_draw_color(*style.WHITE)
    paper.set_line_width(2.4 * unit)
    for begins, ends in ((7, 12.4), (21.6, 27)):
        paper.line(x + begins * unit, y + 17 * unit, x + ends * unit, y + 17 * unit)
    paper.ellipse(x + 12.8 * unit, y + 12.8 * unit, 8.4 * unit, 8.4 * unit)


# -- letters the fonts have ------------------------------------------------------------------


@lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    with closing(Canvas()) as paper:
        font: Any = paper.fonts[FAMILY]
        return frozenset(font.cmap)


def _letters(text: str) -> str:
    """The text with a question mark for what no font here can write, so that nothing goes missing unseen."""
    composed = unicodedata.normalize("NFC", text.replace("\t", " "))
    return "".join(letter if _is_written(letter) else "?" for letter in composed)


def _is_written(letter: str) -> bool:
    return letter == "\n" or ord(letter) in _known() or unicodedata.category(letter) in ("Cf", "Mn")


def _writable(content: Any) -> Any:
    """Content with only letters that can be written."""
    if isinstance(content, str):
        return _letters(content)
    if isinstance(content, tuple):
        return tuple(_writable(each) for each in content)
    if is_dataclass(content) and not isinstance(content, type):
        return replace(content, **{each.name: _writable(getattr(content, each.name)) for each in fields(content)})
    return content
