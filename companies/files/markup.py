"""The XML of Word documents and Excel sheets, read as their readers read it: no spelling hides what it leads to."""

import html
import re
from collections.abc import Iterable
from typing import Final
from xml.parsers import expat

from companies.files.refusals import Reason, Refused

INTERNAL: Final = "Internal"
HYPERLINK: Final = "hyperlink"
"""The one relation that may lead out: it is followed by a person's press only."""
HOLDS: Final = frozenset(
    {"attachedtemplate", "oleobject", "frame", "subdocument", "package", "control", "afchunk", "mailmergesource"}
)
RUNS: Final = frozenset({"vbaproject", "xlmacrosheet", "xlintlmacrosheet", "activexcontrolbinary"})
HELD_ELEMENTS: Final = frozenset({"altChunk", "ddeLink", "oleLink"})
INSTRUCTIONS: Final = frozenset({"instrText", "delInstrText"})
FETCHES: Final = re.compile(
    r"^[^\w\n]*(DDE|DDEAUTO|LINK|IMPORT|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|DATABASE)\b", re.I | re.M
)
"""Fields of Word, by their first word, that take something from outside."""
OUTSIDE: Final = re.compile(r"[\s\x00-\x20]*([a-z][a-z0-9+.-]*:|[\\/]{2})", re.I)
DECLARES: Final = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.I)
SOURCE: Final = re.compile(rf"\bsrc\s*=\s*[\"']?{OUTSIDE.pattern}", re.I)


def check(blocks: Iterable[bytes]) -> None:
    """One part, block by block. Raises Refused, and ExpatError for what is no XML."""
    reading = _Reading()
    for block in blocks:
        reading.parser.Parse(block)
    reading.parser.Parse(b"", True)
    if FETCHES.search("".join(reading.fields)):
        raise Refused(Reason.HOLDS_FILES)


def check_drawing(block: bytes) -> None:
    """A block of VML, which Office itself does not always write as XML. Raises Refused."""
    plain = html.unescape(block.replace(b"\x00", b"").decode("latin-1"))  # UTF-16 hides from a search for letters
    if DECLARES.search(plain):
        raise Refused(Reason.UNPACKS)
    if SOURCE.search(plain):
        raise Refused(Reason.HOLDS_FILES)


class _Reading:
    """`fields` are the instructions of fields, which Word may spread over runs: one field a line."""

    def __init__(self) -> None:
        self.fields: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _declared
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "Relationship":
            _check_relation(attributes)
        elif local in HELD_ELEMENTS:
            raise Refused(Reason.HOLDS_FILES)
        elif local in INSTRUCTIONS:
            self.parser.CharacterDataHandler = self.fields.append
        elif local == "fldChar":
            self.fields.append("\n")
        self._look_at(attributes)

    def _look_at(self, attributes: dict[str, str]) -> None:
        for name, value in attributes.items():
            local = _local(name)
            if local == "instr":
                self.fields.append(f"\n{value}\n")
            elif local == "src" and OUTSIDE.match(value):
                raise Refused(Reason.HOLDS_FILES)

    def _end(self, name: str) -> None:
        if _local(name) in INSTRUCTIONS:
            self.parser.CharacterDataHandler = None


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _declared(*_declaration: object) -> None:
    raise Refused(Reason.UNPACKS)


def _check_relation(attributes: dict[str, str]) -> None:
    """ECMA-376, part 2, 6.5.3: what a part leads to, and whether that lies outside."""
    kind = attributes.get("Type", "").strip().rpartition("/")[2].lower()
    if kind in RUNS:
        raise Refused(Reason.MACROS)
    leads_out = attributes.get("TargetMode", INTERNAL) != INTERNAL or OUTSIDE.match(attributes.get("Target", ""))
    if kind in HOLDS or (leads_out and kind != HYPERLINK):
        raise Refused(Reason.HOLDS_FILES)
