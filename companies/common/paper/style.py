"""Sizes in points, lengths in millimetres, colours: those of the screen (static/css/tokens.css), on A4."""

from dataclasses import dataclass
from typing import Final

WIDTH: Final = 210.0
HEIGHT: Final = 297.0
MARGIN: Final = 20.0
TOP: Final = 35.0
"""Where text begins under the letterhead."""
BOTTOM: Final = HEIGHT - 19.0
INNER: Final = WIDTH - 2 * MARGIN
POINT: Final = 25.4 / 72

Colour = tuple[int, int, int]
INK: Final[Colour] = (27, 36, 34)
MUTED: Final[Colour] = (85, 96, 93)
ACCENT: Final[Colour] = (15, 91, 99)
TINT: Final[Colour] = (232, 242, 231)
OK: Final[Colour] = (42, 104, 57)
HAIRLINE: Final[Colour] = (222, 217, 207)
WHITE: Final[Colour] = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Face:
    """How a kind of text looks; `size` is for Latin, Arabic is set a little larger with wider lines."""

    size: float
    strong: bool = False
    colour: Colour = INK

    def points(self, *, arabic: bool) -> float:
        return self.size * 1.06 if arabic else self.size

    def leading(self, *, arabic: bool) -> float:
        """From one baseline to the next, in millimetres."""
        return self.points(arabic=arabic) * POINT * (1.5 if arabic else 1.4)


TITLE: Final = Face(20, strong=True)
HEADING: Final = Face(12.5, strong=True, colour=ACCENT)
BODY: Final = Face(10.5)
STRONG: Final = Face(10.5, strong=True)
QUIET: Final = Face(10.5, colour=MUTED)
SMALL: Final = Face(8.5, colour=MUTED)
NUMBER: Final = Face(25, strong=True)
