"""Word documents and Excel sheets: archives of parts, looked at part by part before anything is unpacked whole."""

import re
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Final
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

from companies.files import limits, markup
from companies.files.enums import Sort
from companies.files.refusals import Reason, Refused

CONTENTS: Final = "[Content_Types].xml"
MAIN: Final = {
    Sort.DOCX: b"openxmlformats-officedocument.wordprocessingml.document.main+xml",
    Sort.XLSX: b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
MACROS: Final = re.compile(rb"macroEnabled|vbaProject", re.I)
MACRO_PARTS: Final = re.compile(r"vbaproject|vbadata|macrosheets|activex|customui", re.I)
EMBEDDED: Final = "/embeddings/"
XML: Final = (".xml", ".rels", ".psmdcp")
DRAWING: Final = ".vml"
PICTURES: Final = (".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".wdp")
OTHERS: Final = (".odttf", ".sigs")
"""Fonts, and the empty part that signatures hang on."""
ENDINGS: Final = (*XML, DRAWING, *PICTURES, *OTHERS)
"""What parts are called that Word, Excel, LibreOffice and the usual libraries write; nothing else is let in."""
PRINTER: Final = re.compile(r"(^|/)printerSettings\d*\.bin$", re.I)
"""The one binary part that Excel writes by itself."""
BLOCK: Final = 65_536
OVERLAP: Final = 64
LOCKED: Final = 0x1


def check(data: bytes, sort: Sort) -> None:
    """Raises Refused for anything but a sound document of this sort without programs, files or fetched parts."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_frame(data, archive, parts)
            _check_sizes(parts)
            _check_names(parts)
            _check_contents(archive, parts, sort)
    except (
        BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        ValueError,
        LookupError,
        NotImplementedError,
        ExpatError,
    ) as error:
        raise Refused(Reason.DAMAGED) from error  # all of these come out for a broken archive


def is_archive(data: bytes) -> bool:
    """Whether something reads this as an archive too, wherever in the file it begins."""
    return is_zipfile(BytesIO(data))


def _check_frame(data: bytes, archive: ZipFile, parts: list[ZipInfo]) -> None:
    """Nothing before the first part, nothing behind the last: the file is this archive and no other thing."""
    if archive.comment or not parts or min(part.header_offset for part in parts) != 0:
        raise Refused(Reason.CONTENT)
    if not data[-22:].startswith(b"PK\x05\x06"):
        raise Refused(Reason.CONTENT)


def _check_sizes(parts: list[ZipInfo]) -> None:
    """By what the archive says of itself; `ZipFile` unpacks no more than that."""
    if len(parts) > limits.OFFICE_PARTS or sum(part.file_size for part in parts) > limits.OFFICE_ALL:
        raise Refused(Reason.UNPACKS)
    if any(part.file_size > limits.MEGA and _ratio(part) > limits.OFFICE_RATIO for part in parts):
        raise Refused(Reason.UNPACKS)


def _ratio(part: ZipInfo) -> float:
    return part.file_size / max(1, part.compress_size)


def _check_names(parts: list[ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if any(part.flag_bits & LOCKED for part in parts):
        raise Refused(Reason.ENCRYPTED)
    if (
        len({name.lower() for name in names}) != len(names)
        or any(_escapes(name) for name in names)
        or CONTENTS not in names
    ):
        raise Refused(Reason.CONTENT)
    if any(MACRO_PARTS.search(name) for name in names):
        raise Refused(Reason.MACROS)
    if not all(_is_usual(part) for part in parts):
        raise Refused(Reason.HOLDS_FILES)


def _is_usual(part: ZipInfo) -> bool:
    """By its name, in which capitals do not count (ECMA-376, part 2, 6.2.2)."""
    name = part.filename.lower()
    if EMBEDDED in name:
        return False
    return name.endswith(ENDINGS) or bool(PRINTER.search(name)) or (part.is_dir() and not part.file_size)


def _escapes(name: str) -> bool:
    return name.startswith("/") or "\\" in name or "\x00" in name or ".." in name.split("/")


def _check_contents(archive: ZipFile, parts: list[ZipInfo], sort: Sort) -> None:
    kinds = archive.read(CONTENTS)
    if MACROS.search(kinds):
        raise Refused(Reason.MACROS)
    if MAIN[sort] not in kinds:
        raise Refused(Reason.CONTENT)
    for part in parts:
        _check_part(archive, part)


def _check_part(archive: ZipFile, part: ZipInfo) -> None:
    name, blocks = part.filename.lower(), _blocks(archive, part)
    if name.endswith(XML):
        markup.check(blocks)
    for block in _overlapping(blocks):  # what is no XML is read too, for its checksum
        if name.endswith(DRAWING):
            markup.check_drawing(block)


def _blocks(archive: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    """The part in blocks. Its checksum is verified."""
    with archive.open(part) as stream:
        while block := stream.read(BLOCK):
            yield block


def _overlapping(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Blocks that overlap a little, so that no word falls between two."""
    before = b""
    for block in blocks:
        yield before + block
        before = block[-OVERLAP:]
