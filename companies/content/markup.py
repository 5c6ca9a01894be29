"""From what administrators write to a page: paragraphs, headings, lists, bold, links. Everything else is escaped.

    ## A heading          - a point          1. a step          **bold**          [words](/about/privacy/)

An empty line begins a paragraph. `{name}` is replaced by its value of today; a paragraph, point or step that names one
without a value is left out.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import groupby
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from companies.common.directions import isolated_html

PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")
LINK: Final = re.compile(r"\[([^\[\]\n]+)\]\(([^()\s]+)\)")
BOLD: Final = re.compile(r"\*\*([^*\n]+)\*\*")
SAFE_TARGET: Final = re.compile(
    r"/(?!/)[\w./#?=&%-]*"  # a page of this site
    r"|https://[\w.-]+(?::\d+)?(?:[/?#][\w.~:/?#@!$&+,;=%-]*)?"
    r"|mailto:[\w.+-]+@[\w.-]+"
    r"|tel:\+?\d{3,15}"
)
_STARTS: Final = (("h2", re.compile(r"## +")), ("ul", re.compile(r"- +")), ("ol", re.compile(r"\d{1,2}\. +")))
_Line = tuple[str, str]


def names(text: str) -> set[str]:
    """The placeholders a text has."""
    return set(PLACEHOLDER.findall(text))


def unsafe_targets(text: str) -> list[str]:
    """Where its links lead that must not be followed; drawn, they stay words."""
    return [found[2] for found in LINK.finditer(text) if not SAFE_TARGET.fullmatch(found[2])]


def draw(text: str, language: str, values: Mapping[str, str]) -> SafeString:
    """The text as HTML. Nothing an author writes, and no value, becomes markup of its own."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    drawn = (piece for block in blocks for piece in _block(block, language, values))
    return mark_safe("".join(drawn))  # noqa: S308 - escaped line by line


def line(text: str, language: str, values: Mapping[str, str]) -> SafeString:
    """The text as one run of words, without paragraphs; "" where a value is missing."""
    return mark_safe(_inline(text.strip(), language, values))  # noqa: S308 - as above


def _block(block: str, language: str, values: Mapping[str, str]) -> Iterator[str]:
    for kind, lines in groupby(map(_sorted, block.split("\n")), key=lambda each: each[0]):
        inner = [shown for _kind, raw in lines if (shown := _inline(raw, language, values))]
        if inner:
            yield _wrapped(kind, inner)


def _sorted(raw: str) -> _Line:
    """What a line is, and the line without its mark."""
    bare = raw.strip()
    for kind, start in _STARTS:
        if mark := start.match(bare):
            return kind, bare[mark.end() :]
    return "p", bare


def _wrapped(kind: str, inner: list[str]) -> str:
    if kind == "h2":
        return "".join(f"<h2>{each}</h2>" for each in inner)
    if kind == "p":
        return f"<p>{'<br>'.join(inner)}</p>"
    return f"<{kind}>{''.join(f'<li>{each}</li>' for each in inner)}</{kind}>"


def _inline(raw: str, language: str, values: Mapping[str, str]) -> str:
    if not all(values.get(name) for name in names(raw)):
        return ""
    marked = BOLD.sub(r"<strong>\1</strong>", LINK.sub(_anchor, escape(raw)))
    return PLACEHOLDER.sub(lambda found: isolated_html(str(values[found[1]]), language), marked)


def _anchor(found: re.Match[str]) -> str:
    """A link of the escaped text; its words alone, as written, where it leads nowhere safe."""
    if not SAFE_TARGET.fullmatch(unescape(found[2])):
        return found[0]
    outside = ' rel="noopener noreferrer"' if found[2].startswith("https:") else ""
    return f'<a href="{found[2]}"{outside}>{found[1]}</a>'
