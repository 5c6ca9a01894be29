"""A workbook is an archive: look at it before anything unpacks it, and unpack it only within bounds.

The sizes in an archive's own list can lie. What is handed on is therefore a new archive made of the parts that were
unpacked here, byte by counted byte, and of nothing else.
"""

import io
import zipfile
import zlib

from companies.cases.importing import unreadable
from companies.cases.importing.limits import MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED

_RATIO_MATTERS_FROM = 4 * 1024 * 1024
_RATIO_OF_LISTS = 30  # below, a large workbook is a long list rather than a bomb
_NEEDED = (
    "[content_types].xml",
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/_rels/",
    "xl/worksheets/",
    "xl/sharedstrings",
    "xl/styles",
)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def unpack(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook that hold its cells. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check(entries, len(content))
            return _read(archive, [e for e in entries if e.filename.lower().startswith(_NEEDED)])
    except _BROKEN as error:
        raise unreadable.damaged() from error


def pack(parts: dict[str, bytes]) -> bytes:
    """The parts as an archive that needs no unpacking."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def _check(entries: list[zipfile.ZipInfo], packed: int) -> None:
    if len(entries) > MAX_ENTRIES:
        raise unreadable.swollen()
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise unreadable.old_or_locked()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > _RATIO_MATTERS_FROM and unpacked > MAX_RATIO * packed:
        raise unreadable.swollen()
    if unpacked > MAX_UNPACKED:
        raise unreadable.too_many_rows() if unpacked < _RATIO_OF_LISTS * packed else unreadable.swollen()


def _read(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED
    for entry in entries:
        with archive.open(entry) as file:
            parts[entry.filename] = file.read(left + 1)
        left -= len(parts[entry.filename])
        if left < 0:
            raise unreadable.swollen()
    return parts
