"""The words of an HTML mail: paragraphs as lines, citations behind ">", nothing of scripts, styles and pictures.

Python's own parser takes quadratic time over comments and tags that do not end. Here each alternative takes all that
it has looked at, whether it ends or not: no letter is looked at twice.
"""

import re
from html import unescape
from typing import Final

SILENT: Final = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe"})
BLOCKS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "header"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul"}
)
DEEPEST_QUOTE: Final = 5
_BLANKS: Final = re.compile(r"[ \t\r\f\v\u00a0]+")
_GAPS: Final = re.compile(r"\n{3,}")


_TOKEN: Final = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<(?:script|style)(?=[\s/>]).*?(?:</(?:script|style)[^<>]*+>?|\Z)"
    r"|<(?P<end>/?)(?P<name>[a-z][^\s<>/]*+)"
    r"(?P<rest>(?:[^<>=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))?+)*+)(?P<closed>>?)"
    r"|<[!?/][^<>]*+>?",
    re.IGNORECASE | re.DOTALL,
)


def text_of(html: str) -> str:
    """Never raises: a mail that no browser could read either gives what could be read."""
    reader = _Reader()
    at = 0
    for found in _TOKEN.finditer(html):
        reader.say(html[at : found.start()])
        _take(reader, found)
        at = found.end()
    reader.say(html[at:])
    return _GAPS.sub("\n\n", "\n".join(reader.lines()).strip())


def _take(reader: "_Reader", found: re.Match[str]) -> None:
    """One tag, or what looked like one and never ended; comments and declarations say nothing."""
    name = (found["name"] or "").lower()
    if name and not found["closed"]:
        reader.say(found[0])
    elif found["end"]:
        reader.end(name)
    elif name:
        reader.begin(name)
        if found["rest"].endswith("/"):
            reader.end(name)


class _Reader:
    def __init__(self) -> None:
        self.silent = 0
        self.quoted = 0
        self.done: list[str] = []
        self.line: list[str] = []

    def begin(self, tag: str) -> None:
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

    def end(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in BLOCKS:
            self._break()
        if tag == "blockquote":
            self.quoted = max(0, self.quoted - 1)

    def say(self, words: str) -> None:
        if words and not self.silent:
            self.line.append(unescape(words))

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
