"""Names of files: as people gave them, made safe to show and to save; and the random ones they are kept under."""

import re
import secrets
import unicodedata
from datetime import datetime
from typing import Final

from companies.common.text import clean
from companies.files.enums import Sort

LONGEST: Final = 100
UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\\/;%]')
RUNS: Final = re.compile(
    r"exe|scr|bat|cmd|msi|dll|ps1|vb[se]|jse?|wsf|hta|jar|lnk|reg|sh|php|phtml|aspx?|jsp|cgi|pl|py|x?html?|svg|xml|swf"
    r"|do[ct]m|xl[st]m"
)
"""Endings of what runs or is drawn by a browser; before the last dot of a name they are there to deceive."""


def shown(name: str) -> str:
    """The last part of a path, without what could mislead or be misread."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return UNSAFE.sub("", clean(unicodedata.normalize("NFC", last))).strip()


def ending(name: str) -> str:
    """In small letters, with its dot."""
    return name[name.rfind(".") :].lower() if "." in name else ""


def deceives(name: str) -> bool:
    """Whether an ending of something that runs hides before the last one."""
    return any(RUNS.fullmatch(part.strip()) for part in name.lower().split(".")[1:-1])


def kept(name: str, sort: Sort) -> str:
    """The name a file is shown and downloaded under: its own, with the ending of what it is."""
    stem = name[: name.rfind(".")].strip(". ")[:LONGEST].strip()
    return (stem or "document") + sort.ending


def random_place(sort: Sort, at: datetime) -> str:
    """Where a file is kept: says nothing of whose it is or what it was called."""
    return f"{at:%Y/%m}/{secrets.token_hex(16)}{sort.ending}"
