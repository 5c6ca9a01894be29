"""From a text with placeholders to paragraphs: our own replacing, escaping and isolating, nothing else runs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from companies.common import elision
from companies.common.directions import isolated, isolated_html

PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")
BUTTON: Final = re.compile(r"\[([^\[\]]+)\]\(\{link\}\)")
BOLD: Final = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
PARAGRAPH: Final = re.compile(r"\n\s*\n")
ELIDED: Final = re.compile(r"\b([Dd]|[Qq]u)e ((?:<strong>)?)(?=\{([a-z_]+)\})")
"""Where a French text may lose an e before what will stand there: "de {company}", "ce que {company} demande"."""


class MissingValue(LookupError):
    """A text names a placeholder for which there is no value."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or the button when `url` is set (`text` is then its label)."""

    text: str
    html: SafeString
    url: str = ""


def names(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def fill(text: str, values: Mapping[str, str], language: str) -> str:
    """`text` with its placeholders replaced, once: what a value contains is never looked at again."""
    ready = _elided(text, values, language)
    return PLACEHOLDER.sub(lambda found: isolated(_value(found[1], values), language), ready)


def _elided(text: str, values: Mapping[str, str], language: str) -> str:
    """The text as French writes it before these values: "d’{company}"."""
    if language != "fr":
        return text
    return ELIDED.sub(lambda found: _before(found, _value(found[3], values)), text)


def _before(found: re.Match[str], value: str) -> str:
    return f"{found[1]}’{found[2]}" if elision.is_elided(value) else found[0]


def blocks(body: str, language: str, values: Mapping[str, str]) -> list[Block]:
    """The paragraphs of `body`, those left out whose only placeholder has nothing to say."""
    drawn = (_block(part.strip(), language, values) for part in PARAGRAPH.split(body.replace("\r\n", "\n")))
    return [block for block in drawn if block.text]


def _block(part: str, language: str, values: Mapping[str, str]) -> Block:
    button = BUTTON.fullmatch(part)
    if button:
        label = fill(button[1], values, language)
        return Block(label, escape(label), url=_value("link", values))
    text = fill(BOLD.sub(r"\1", part), values, language)
    return Block(text.strip(), _html(part, language, values))


def _html(part: str, language: str, values: Mapping[str, str]) -> SafeString:
    """Bold is found in the text before the values come in: a value's own asterisks stay asterisks."""
    marked = _elided(BOLD.sub(r"<strong>\1</strong>", escape(part)), values, language)
    filled = PLACEHOLDER.sub(lambda found: isolated_html(_value(found[1], values), language), marked)
    return mark_safe(filled.strip().replace("\n", "<br>"))  # noqa: S308 - text and values were escaped above


def _value(name: str, values: Mapping[str, str]) -> str:
    try:
        return str(values[name])
    except KeyError:
        raise MissingValue(f"no value for {{{name}}}") from None
