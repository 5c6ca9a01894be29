"""What a file is: by its first bytes and the end of its name, which have to agree."""

from typing import Final

import filetype

from companies.files import naming
from companies.files.enums import Sort
from companies.files.refusals import Reason, Refused

HEAD: Final = 8192
TAKEN: Final = {
    ".pdf": Sort.PDF,
    ".jpg": Sort.JPEG,
    ".jpeg": Sort.JPEG,
    ".png": Sort.PNG,
    ".docx": Sort.DOCX,
    ".xlsx": Sort.XLSX,
}
PICTURES: Final = frozenset({Sort.JPEG, Sort.PNG})
OFFICE: Final = frozenset({Sort.DOCX, Sort.XLSX})
NOT_TAKEN: Final = {
    ".doc": Reason.OLD_OFFICE,
    ".xls": Reason.OLD_OFFICE,
    ".docm": Reason.MACROS,
    ".xlsm": Reason.MACROS,
    ".dotm": Reason.MACROS,
    ".xltm": Reason.MACROS,
    ".heic": Reason.HEIC,
    ".heif": Reason.HEIC,
    ".zip": Reason.ARCHIVE,
    ".rar": Reason.ARCHIVE,
    ".7z": Reason.ARCHIVE,
}
SEEN: Final = {
    "application/pdf": Sort.PDF,
    "image/jpeg": Sort.JPEG,
    "image/png": Sort.PNG,
}
ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Old Word and Excel; also DOCX and XLSX that a password locks."""


def recognise(data: bytes, name: str) -> Sort:
    """The kind of a file called `name`; whether it is sound is for its own checker. Raises Refused."""
    named = _by_name(name)
    return _agreed(named, data[:HEAD])


def _by_name(name: str) -> Sort:
    ending = naming.ending(name)
    if ending not in TAKEN:
        raise Refused(NOT_TAKEN.get(ending, Reason.KIND))
    if naming.deceives(name):
        raise Refused(Reason.NAME)
    return TAKEN[ending]


def _agreed(named: Sort, head: bytes) -> Sort:
    """A JPEG called .png and the reverse are taken for what they are: telephones mix them up."""
    if named in OFFICE:
        return _packed(named, head)
    guessed = filetype.guess(head)
    seen = SEEN.get(guessed.mime) if guessed else None
    if seen is None and guessed and guessed.extension in ("heic", "heif"):
        raise Refused(Reason.HEIC)
    if seen and (seen == named or {seen, named} <= PICTURES):
        return seen
    raise Refused(Reason.CONTENT)


def _packed(named: Sort, head: bytes) -> Sort:
    """An archive to look into, by `office`; what is locked or old looks alike from outside."""
    if head.startswith(OLE):
        raise Refused(Reason.ENCRYPTED)
    if not head.startswith(ZIP):
        raise Refused(Reason.CONTENT)
    return named
