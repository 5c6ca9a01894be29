"""From bytes to tables. What a file is, is told by its content: its name may be wrong."""

from collections.abc import Iterator

from companies.cases.importing import unreadable
from companies.cases.importing.limits import MAX_BYTES, MAX_ROWS
from companies.cases.importing.readers import text, workbook
from companies.cases.importing.table import Table

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x7fELF", b"MZ\x90")


def read(content: bytes) -> Iterator[Table]:
    """The tables of a file, one per sheet, each read when asked for. Raises Unreadable."""
    if len(content) > MAX_BYTES:
        raise unreadable.too_many_rows() if content.count(b"\n") > MAX_ROWS else unreadable.too_large()
    if not content.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise unreadable.empty()
    if content.startswith(_OLE):
        raise unreadable.old_or_locked()
    if content.startswith(_BINARY):
        raise unreadable.not_a_list()
    yield from workbook.read(content) if content.startswith(_ZIP) else text.read(content)
