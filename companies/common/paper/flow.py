"""The content of a document placed on pages: marks with their coordinates, from the top left, in millimetres."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import singledispatchmethod
from typing import Final

from companies.common.paper import bidi, breaking, style
from companies.common.paper.bidi import Run
from companies.common.paper.breaking import Line
from companies.common.paper.content import Asked, Document, Fact, Facts, Heading, Number, Part, Steps, Text, Title
from companies.common.paper.style import Colour, Face

Measure = Callable[[str, float, bool], float]
"""The width of a text in a size (points), strong or not."""
LABELS: Final = 62.0
"""The width of the first column of facts."""
GAP: Final = 6.0
PADDING: Final = 5.0
BOX: Final = 3.4
STILL_TO_COME: Final = 16.0
"""Room a heading wants under itself, so that it never ends a page."""


@dataclass(frozen=True, slots=True)
class Words:
    """One run; `y` is the baseline."""

    x: float
    y: float
    run: Run
    points: float
    strong: bool
    colour: Colour


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle, filled or drawn with a thin line."""

    x: float
    y: float
    width: float
    height: float
    fill: Colour | None = None
    line: Colour | None = None


Mark = Words | Block


@dataclass(slots=True)
class Flow:
    """Where the next part goes. `rtl` mirrors everything: distances are from the side where reading begins."""

    measure: Measure
    rtl: bool
    pages: list[list[Mark]] = field(default_factory=lambda: [[]])
    y: float = style.TOP

    def room(self, height: float) -> None:
        """Begin a new page unless so much still fits on this one."""
        if self.y + height > style.BOTTOM and self.y > style.TOP:
            self.pages.append([])
            self.y = style.TOP

    def lines(self, text: str, width: float, face: Face, *, rtl: bool | None = None) -> list[Line]:
        points = face.points(arabic=self.rtl)
        direction = self.rtl if rtl is None else rtl
        return [
            line
            for paragraph in text.splitlines()
            for line in breaking.lines(
                paragraph, width, lambda piece: self.measure(piece, points, face.strong), rtl=direction
            )
        ]

    def leading(self, face: Face) -> float:
        return face.leading(arabic=self.rtl)

    def write(self, text: str, face: Face, *, start: float = 0, width: float = style.INNER) -> None:
        """A paragraph, line by line, over as many pages as it takes."""
        for line in self.lines(text, width, face):
            self.room(self.leading(face))
            self.put(line, face, start)
            self.y += self.leading(face)

    def put(self, line: Line, face: Face, start: float) -> None:
        """One line here, on the side where reading begins."""
        points = face.points(arabic=self.rtl)
        widths = [self.measure(run.text, points, face.strong) for run in line.runs]
        x = style.WIDTH - style.MARGIN - start - sum(widths) if self.rtl else style.MARGIN + start
        baseline = self.y + self.leading(face) * 0.72
        placed = []
        for run, width in zip(line.runs, widths, strict=True):
            placed.append(Words(x, baseline, run, points, face.strong, face.colour))
            x += width
        self.pages[-1] += reversed(placed) if line.rtl else placed

    def block(self, start: float, width: float, height: float, **look: Colour) -> None:
        x = style.WIDTH - style.MARGIN - start - width if self.rtl else style.MARGIN + start
        self.pages[-1].append(Block(x, self.y, width, height, **look))

    def rule(self) -> None:
        self.block(0, style.INNER, 0.2, fill=style.HAIRLINE)

    # -- the parts ---------------------------------------------------------------------------

    @singledispatchmethod
    def place(self, part: Part) -> None:
        raise TypeError(part)

    @place.register
    def _(self, part: Title) -> None:
        self.write(part.text, style.TITLE)
        if part.under:
            self.write(part.under, style.QUIET)
        self.y += 4

    @place.register
    def _(self, part: Heading) -> None:
        self.y += 4 if self.y > style.TOP else 0
        self.room(self.leading(style.HEADING) + STILL_TO_COME)
        self.write(part.text, style.HEADING)
        self.y += 1

    @place.register
    def _(self, part: Text) -> None:
        self.write(part.text, style.QUIET if part.muted else style.BODY)
        self.y += 1.5

    @place.register
    def _(self, part: Steps) -> None:
        for number, text in enumerate(part.texts, start=1):
            self.room(self.leading(style.BODY))
            self.put(self.lines(f"{number}.", GAP, style.STRONG)[0], style.STRONG, 0)
            self.write(text, style.BODY, start=GAP, width=style.INNER - GAP)
            self.y += 1

    @place.register
    def _(self, part: Number) -> None:
        inside = style.INNER - 2 * PADDING
        rows = ((part.label, style.BODY), (part.number, style.NUMBER), (part.spelled, style.SMALL))
        laid = [(line, face) for text, face in rows for line in self.lines(text, inside, face)]
        height = 2 * PADDING + sum(self.leading(face) for _line, face in laid)
        self.room(height)
        self.block(0, style.INNER, height, fill=style.TINT)
        self.block(0, style.INNER, 1.2, fill=style.OK)
        self.y += PADDING
        for line, face in laid:
            self.put(line, face, PADDING)
            self.y += self.leading(face)
        self.y += PADDING + 3

    @place.register
    def _(self, part: Facts) -> None:
        for fact in part.facts:
            self._fact(fact)
        self.y += 2

    def _fact(self, fact: Fact) -> None:
        """Label and lines side by side; a long one goes on over the page."""
        noted = bidi.starts_rtl(fact.note, otherwise=self.rtl)  # a question as it was asked may be of another language
        left = [(line, style.QUIET) for line in self.lines(fact.label, LABELS, style.QUIET)]
        left += [(line, style.SMALL) for line in self.lines(fact.note, LABELS, style.SMALL, rtl=noted)]
        right = [(line, style.BODY) for text in fact.lines for line in self._value(text, fact)]
        step = self.leading(style.BODY)
        self.room(min(max(len(left), len(right)), 12) * step)
        self.rule()
        self.y += 1
        for row in range(max(len(left), len(right))):
            self.room(step)
            self._put_row(left, row, 0)
            self._put_row(right, row, LABELS + GAP)
            self.y += step
        self.y += 1

    def _value(self, text: str, fact: Fact) -> list[Line]:
        rtl = False if fact.latin else bidi.starts_rtl(text, otherwise=self.rtl)
        return self.lines(text, style.INNER - LABELS - GAP, style.BODY, rtl=rtl)

    def _put_row(self, column: Sequence[tuple[Line, Face]], row: int, start: float) -> None:
        if row < len(column):
            line, face = column[row]
            self.put(line, face, start)

    @place.register
    def _(self, part: Asked) -> None:
        self.room(self.leading(style.STRONG) * 2 + 9)
        self.write(part.label, style.STRONG)
        if part.note:
            self.write(part.note, style.SMALL)
        for option in part.options:
            self._option(option)
        for _row in range(part.rows):
            self.room(9)
            self.y += 8
            self.rule()
        self.y += 4

    def _option(self, option: str) -> None:
        self.room(self.leading(style.BODY))
        self.y += 1
        self.block(0, BOX, BOX, line=style.MUTED)
        self.y -= 1
        self.write(option, style.BODY, start=BOX + 2.5, width=style.INNER - BOX - 2.5)


def pages_of(document: Document, measure: Measure) -> list[list[Mark]]:
    flow = Flow(measure, rtl=document.language == "ar")
    for part in document.parts:
        flow.place(part)
    return flow.pages
