"""PDFs: read object by object, without drawing anything; what would run or hide in one is refused."""

import re
import time
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from companies.common import words
from companies.files import limits, office
from companies.files.refusals import Reason, Refused

BEGINS: Final = b"%PDF-"
ENDS: Final = b"%%EOF"
TAIL: Final = 1024
"""Bytes a writer may leave behind the end; more is another file."""
PAGE_CODE: Final = re.compile(rb"<\s*(!doctype|html|script|svg|\?php|body|iframe)", re.I)
LONG_NAMES: Final = re.compile(rb"/(JavaScript|EmbeddedFiles?|Launch|RichMedia)\b")
RUNS: Final = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMedia", "/RichMediaContent"})
HOLDS: Final = frozenset({"/EmbeddedFiles", "/EmbeddedFile", "/EF"})
ACTS: Final = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound"}
)
MOVES: Final = "/GoTo"
"""The one action that needs no press: to another page of the same document."""
FLATE: Final = frozenset({"/FlateDecode", "/Fl"})
PACKERS: Final = FLATE | {"/LZWDecode", "/LZW", "/RunLengthDecode", "/RL", "/BrotliDecode"}
FILTERS: Final = 2
BLOCK: Final = 262_144
DEEPEST: Final = 40


def check(data: bytes) -> int:
    """The number of pages. Raises Refused for a PDF that is broken, locked, too much, or more than a document."""
    _check_frame(data)
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise Refused(Reason.ENCRYPTED)
        _Walk(reader).check()
        return _pages(reader)
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise Refused(Reason.DAMAGED) from error  # a broken PDF can make its reader stumble anywhere


def _check_frame(data: bytes) -> None:
    """A PDF from its first byte to its last: not also a page, a picture, an archive."""
    end = data.rfind(ENDS)
    if end < 0 or b"startxref" not in data:
        raise Refused(Reason.DAMAGED)
    if not data.startswith(BEGINS) or PAGE_CODE.search(data[:TAIL]) or len(data) - end > TAIL:
        raise Refused(Reason.CONTENT)
    if PAGE_CODE.search(data[end:]) or office.is_archive(data):
        raise Refused(Reason.CONTENT)
    if found := LONG_NAMES.search(data):
        raise Refused(Reason.HOLDS_FILES if found[1].startswith(b"Embedded") else Reason.ACTIVE)


def _pages(reader: PdfReader) -> int:
    count = len(reader.pages)
    if count == 0:
        raise Refused(Reason.DAMAGED)
    if count > limits.PDF_PAGES:
        raise Refused(Reason.TOO_MANY_PAGES, words.grouped(limits.PDF_PAGES))
    return count


class _Walk:
    """Every object the file lists, each looked at once; what it unpacks to is counted and thrown away."""

    def __init__(self, reader: PdfReader) -> None:
        self.reader = reader
        self.unpacked = 0
        self.until = time.monotonic() + limits.PDF_SECONDS

    def check(self) -> None:
        self._look(self.reader.trailer, 0)
        for reference in self._listed():
            if time.monotonic() > self.until:
                raise Refused(Reason.UNPACKS)
            self._look(self.reader.get_object(reference), 0)

    def _listed(self) -> Iterator[IndirectObject]:
        """All objects, so none is overlooked because nothing leads to it yet."""
        plain = [(number, gen) for gen, found in self.reader.xref.items() for number in found]
        listed = dict.fromkeys([*plain, *((number, 0) for number in self.reader.xref_objStm)])
        if len(listed) > limits.PDF_OBJECTS:
            raise Refused(Reason.UNPACKS)
        for number, gen in listed:
            yield IndirectObject(number, gen, self.reader)

    def _look(self, found: Any, depth: int) -> None:
        if depth > DEEPEST:
            raise Refused(Reason.UNPACKS)
        if isinstance(found, DictionaryObject):
            self._check_keys(found)
            for value in dict.values(found):
                self._look(value, depth + 1)
        elif isinstance(found, ArrayObject):
            for value in list.__iter__(found):
                self._look(value, depth + 1)
        if isinstance(found, StreamObject):
            self._check_stream(found)

    def _check_keys(self, found: DictionaryObject) -> None:
        keys = found.keys()
        if not HOLDS.isdisjoint(keys):
            raise Refused(Reason.HOLDS_FILES)
        if not RUNS.isdisjoint(keys) or str(_resolved(found.get("/S"))) in ACTS:
            raise Refused(Reason.ACTIVE)
        _check_unasked(_resolved(found.get("/OpenAction")), 0)
        moments = _resolved(found.get("/AA"))
        for action in dict.values(moments) if isinstance(moments, DictionaryObject) else ():
            _check_unasked(_resolved(action), 0)

    def _check_stream(self, stream: StreamObject) -> None:
        filters = _filters(stream)
        packed = [name for name in filters if name in PACKERS]
        if len(filters) > FILTERS or len(packed) > 1:
            raise Refused(Reason.UNPACKS)
        if _number(stream.get("/Width")) * _number(stream.get("/Height")) > limits.PICTURE_POINTS:
            raise Refused(Reason.TOO_MANY_POINTS)
        if filters and filters[0] in FLATE:
            self._inflate(stream._data)

    def _inflate(self, data: bytes) -> None:
        """Block by block up to the limits; a stream that cannot be unpacked does no harm."""
        unpacker, size = zlib.decompressobj(), 0
        try:
            while data and not unpacker.eof:
                size += len(unpacker.decompress(data, BLOCK))
                data = unpacker.unconsumed_tail
                if size > limits.PDF_STREAM or self.unpacked + size > limits.PDF_ALL:
                    raise Refused(Reason.UNPACKS)
        except zlib.error:
            return
        finally:
            self.unpacked += size


def _check_unasked(action: Any, depth: int) -> None:
    """What happens when a PDF is opened, a page shown, a field left (ISO 32000-1, 12.6.3), and what follows that."""
    if depth > DEEPEST:
        raise Refused(Reason.UNPACKS)
    if not isinstance(action, DictionaryObject):
        return  # a place in the document
    if "/S" in action and str(_resolved(action.get("/S"))) != MOVES:
        raise Refused(Reason.ACTIVE)
    following = _resolved(action.get("/Next"))
    for each in list.__iter__(following) if isinstance(following, ArrayObject) else [following]:
        _check_unasked(_resolved(each), depth + 1)


def _resolved(found: Any) -> Any:
    return found.get_object() if isinstance(found, IndirectObject) else found


def _filters(stream: StreamObject) -> list[str]:
    found: Any = stream.get("/Filter")
    found = found.get_object() if found is not None else None
    if found is None:
        return []
    return [str(each.get_object()) for each in found] if isinstance(found, ArrayObject) else [str(found)]


def _number(found: Any) -> int:
    value = found.get_object() if found is not None else 0
    return int(value) if isinstance(value, int | float) else 0
