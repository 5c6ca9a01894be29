"""The words of messages: which placeholders a text may hold, and how a text becomes a message.

A text is a row (`models.Wording`), edited in the admin. Its placeholders are names in braces out of the
list its slot declares; our own code replaces them, once, so neither a text nor a value can run anything.
The format of a body: paragraphs apart by blank lines, `**bold**`, and one line `[label]({link})`, the button.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from companies.mail import markup
from companies.mail.models import Wording
from companies.mail.slots import SLOTS, Slot, declare

__all__ = [
    "SLOTS",
    "Content",
    "Envelope",
    "NoWording",
    "Sample",
    "Slot",
    "compose",
    "declare",
    "draw",
    "load_texts",
    "newest",
    "pages",
    "sample",
    "script",
    "show_on",
    "subjects",
]

_INLINER: Final = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
_ARABIC: Final = re.compile("[\u0621-\u064a]")
RIGHT_TO_LEFT: Final = "\u200f"
_SPACE: Final = re.compile(r"\s*[\r\n]+\s*")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands around the text: who writes, why one gets this, the answers of one touch, how to stop.

    `answers` and `stop` are pairs of label and address, and so are `others`: what else waits for the same person.
    """

    site_name: str
    signature: tuple[str, ...]
    why: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    stop: tuple[str, str] | None = None
    others: tuple[tuple[str, str], ...] = ()
    others_title: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A message as it will be read."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Sample:
    """With what a text is shown before it is used: one case's values and envelope, and which case that is.

    `reference` is "" where the values are invented.
    """

    values: Mapping[str, str]
    envelope: Envelope
    reference: str = ""
    company: str = ""


Sampler = Callable[[str, str, datetime], Sample | None]
"""File number ("" for a recent case in the right state), language, instant; None where there is no such case."""

_samplers: Final[dict[str, Sampler]] = {}


def show_on(slot: "str | Slot", sampler: Sampler) -> None:
    """Have the texts of a slot shown on real cases; its owner does it when the apps are ready."""
    _samplers[slot if isinstance(slot, str) else slot.key] = sampler


def sample(slot: Slot, language: str, reference: str, at: datetime) -> Sample | None:
    """A real case of the slot's owner; None where there is none of that number, or the slot speaks of no case."""
    sampler = _samplers.get(slot.key)
    return sampler(reference, language, at) if sampler else None


class NoWording(LookupError):
    """There is no text for this slot in this language: `load_reference` was not run."""


def load_texts(folder: Path, at: datetime) -> None:
    """The first version of each text from `<slot>.<language>.txt` in `folder`: a line "S: subject", then the body.

    Texts that are there stay as they are: an administrator may have changed them.
    """
    known = set(Wording.objects.values_list("slot", "language"))
    rows = (_first(file, at) for file in sorted(folder.glob("*.txt")))
    Wording.objects.bulk_create([row for row in rows if (row.slot, row.language) not in known])


def _first(file: Path, at: datetime) -> Wording:
    slot, language = file.stem.rsplit(".", 1)
    subject, body = _parts(file.read_text(encoding="utf-8"))
    return Wording(slot=slot, language=language, subject=subject, body=body, created_at=at)


def _parts(text: str) -> tuple[str, str]:
    """Subject and body; a script for a call has no subject."""
    if not text.startswith("S: "):
        return "", text.strip()
    subject, body = text.removeprefix("S: ").split("\n", 1)
    return subject.strip(), body.strip()


def compose(slot: "str | Slot", language: str, values: Mapping[str, str], envelope: Envelope) -> Content:
    """The newest text of `slot` in `language`, filled and drawn as HTML and as plain text.

    Raises NoWording, and markup.MissingValue when the text names something that `values` does not hold.
    """
    words = newest(slot, language)
    return draw(words.subject, words.body, language, values, envelope)


def script(slot: "str | Slot", language: str, values: Mapping[str, str]) -> list[str]:
    """The paragraphs of a text that is spoken, not sent. Raises as `compose`."""
    words = newest(slot, language)
    return [block.text for block in markup.blocks(words.body, language, values)]


def newest(slot: "str | Slot", language: str) -> Wording:
    key = slot if isinstance(slot, str) else slot.key
    found = Wording.objects.filter(slot=key, language=language).order_by("-version").first()
    if found is None:
        raise NoWording(f"{key} has no text in {language}")
    return found


def pages() -> dict[str, int]:
    """Where the admin edits the texts of each slot: the number of one of them."""
    rows = Wording.objects.filter(language=settings.LANGUAGE_CODE).order_by("slot", "-version").distinct("slot")
    return dict(rows.values_list("slot", "pk"))


def subjects(language: str, values: Mapping[str, str]) -> dict[str, str]:
    """The newest subject of each slot, for readers; "…" where there is no value, nothing for what is spoken."""
    rows = Wording.objects.filter(language=language).exclude(subject="").order_by("slot", "-version").distinct("slot")
    found = dict(rows.values_list("slot", "subject"))
    return {
        slot: markup.fill(subject, dict.fromkeys(markup.names(subject), "…") | dict(values), language)
        for slot, subject in found.items()
    }


def draw(subject: str, body: str, language: str, values: Mapping[str, str], envelope: Envelope) -> Content:
    """A text that may not be saved yet (the admin's preview) as a message."""
    line = _SPACE.sub(" ", markup.fill(subject, values, language)).strip()
    signed_by_site = envelope.site_name in envelope.signature
    envelope = replace(envelope, signature=tuple(_facing(each, language) for each in envelope.signature))
    context = {
        "subject": line,
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "blocks": markup.blocks(body, language, values),
        "envelope": envelope,
        "signed_by_site": signed_by_site,
    }
    with translation.override(language):
        text = render_to_string("emails/layout.txt", context)
        html = render_to_string("emails/layout.html", context)
    return Content(subject=line, text=_tidy(text), html=_INLINER.inline(str(html)))


def _facing(line: str, language: str) -> str:
    """An Arabic line in its own direction though it begins with a Latin name; numbers keep theirs."""
    return f"{RIGHT_TO_LEFT}{line}" if language == "ar" and _ARABIC.search(line) else line


def _tidy(text: "str | SafeString") -> str:
    """No more than one empty line in a row, whatever parts the layout left out."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.splitlines())).strip() + "\n"
