"""The words of an HTML mail: paragraphs as lines, citations behind ">", nothing of scripts, styles and pictures."""

import re
from html.parser import HTMLParser
from typing import Final

SILENT: Final = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe"})
BLOCKS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "header"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul"}
)
DEEPEST_QUOTE: Final = 5
_BLANKS: Final = re.compile(r"[ \t\r\f\v\u00a0]+")
_GAPS: Final = re.compile(r"\n{3,}")


def text_of(html: str) -> str:
    """Never raises: a mail that no browser could read either gives what could be read."""
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError, RecursionError):
        pass
    return _GAPS.sub("\n\n", "\n".join(reader.lines()).strip())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.silent = 0
        self.quoted = 0
        self.done: list[str] = []
        self.line: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag == "br":
            self._end_line()
        elif tag in BLOCKS:
            self._break()
        elif tag in ("td", "th"):
            self.line.append(" ")
        if tag == "blockquote":
            self.quoted += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in BLOCKS:
            self._break()
        if tag == "blockquote":
            self.quoted = max(0, self.quoted - 1)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.line.append(data)

    def lines(self) -> list[str]:
        self._break()
        return self.done

    def _break(self) -> None:
        """A block begins or ends: a new line, unless one has just begun. A hard space alone is an empty line."""
        if any(each.strip(" \t\r\n") for each in self.line):
            self._end_line()
        self.line = []

    def _end_line(self) -> None:
        """A line of the source is not a line of the text."""
        words = _BLANKS.sub(" ", "".join(self.line).replace("\n", " ")).strip()
        mark = ">" * min(self.quoted, DEEPEST_QUOTE)
        self.done.append(f"{mark} {words}" if mark else words)
        self.line = []
