"""Word documents and Excel sheets: archives of parts, looked at part by part before anything is unpacked whole."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

from companies.files import limits
from companies.files.enums import Sort
from companies.files.refusals import Reason, Refused

CONTENTS: Final = "[Content_Types].xml"
MAIN: Final = {
    Sort.DOCX: b"openxmlformats-officedocument.wordprocessingml.document.main+xml",
    Sort.XLSX: b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
MACROS: Final = re.compile(rb"macroEnabled|vbaProject", re.I)
MACRO_PARTS: Final = re.compile(r"vbaproject|vbadata|macrosheets|activex|customui", re.I)
HELD_FILES: Final = re.compile(r"/embeddings/|\.(bin|exe|dll|js|vbs|zip|rar|7z|docx?|xlsx?|pptx?|pdf|html?|svg)$", re.I)
PRINTER: Final = re.compile(r"printerSettings\d*\.bin$", re.I)
"""The one binary part that Excel writes by itself."""
FETCHES: Final = re.compile(rb'relationships/(attachedTemplate|oleObject|frame|subDocument|package|control)"', re.I)
DECLARES: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.I)
LINKS: Final = re.compile(rb"<\w*:?(ddeLink|oleLink)\b|\bDDE(AUTO)?\s")
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
    except (BadZipFile, zlib.error, OSError, EOFError, ValueError, LookupError, NotImplementedError) as error:
        raise Refused(Reason.DAMAGED) from error  # all of these come out of zipfile for a broken archive


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
    if len(set(names)) != len(names) or any(_escapes(name) for name in names) or CONTENTS not in names:
        raise Refused(Reason.CONTENT)
    if any(MACRO_PARTS.search(name) for name in names):
        raise Refused(Reason.MACROS)
    if any(HELD_FILES.search(name) and not PRINTER.search(name) for name in names):
        raise Refused(Reason.HOLDS_FILES)


def _escapes(name: str) -> bool:
    return name.startswith("/") or "\\" in name or "\x00" in name or ".." in name.split("/")


def _check_contents(archive: ZipFile, parts: list[ZipInfo], sort: Sort) -> None:
    kinds = archive.read(CONTENTS)
    if MACROS.search(kinds):
        raise Refused(Reason.MACROS)
    if MAIN[sort] not in kinds:
        raise Refused(Reason.CONTENT)
    for part in parts:
        text = part.filename.lower().endswith((".xml", ".rels", ".vml"))
        for block in _blocks(archive, part):
            if text:
                _check_text(block, part.filename)


def _check_text(block: bytes, name: str) -> None:
    plain = block.replace(b"\x00", b"")  # UTF-16 hides from a search for letters
    if DECLARES.search(plain):
        raise Refused(Reason.UNPACKS)
    if LINKS.search(plain) or (name.endswith(".rels") and FETCHES.search(plain) and b"External" in plain):
        raise Refused(Reason.HOLDS_FILES)


def _blocks(archive: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    """The part in blocks that overlap a little, so that no word falls between two. Its checksum is verified."""
    before = b""
    with archive.open(part) as stream:
        while block := stream.read(BLOCK):
            yield before + block
            before = block[-OVERLAP:]
