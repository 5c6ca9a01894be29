"""Why a file is not taken, and what its sender can do about it. Every refusal names the next step."""

from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.common.refusals import Refusal


class Reason(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NAME = "name"
    KIND = "kind"
    OLD_OFFICE = "old_office"
    MACROS = "macros"
    HEIC = "heic"
    ARCHIVE = "archive"
    CONTENT = "content"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    ACTIVE = "active"
    HOLDS_FILES = "holds_files"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_POINTS = "too_many_points"
    UNPACKS = "unpacks"
    NOT_KEPT = "not_kept"


MESSAGES: Final[dict[Reason, Promise]] = {
    Reason.EMPTY: _("This file is empty. Choose it again, or photograph the document."),
    Reason.TOO_LARGE: _("This file is larger than %(limit)s. Send a smaller one: a photo of each page is enough."),
    Reason.NAME: _("The name of this file has two endings. Give it a plain name, then send it again."),
    Reason.KIND: _(
        "This kind of file is not taken. Send a PDF, a photo (JPEG or PNG), a Word document (DOCX) or an Excel sheet "
        "(XLSX)."
    ),
    Reason.OLD_OFFICE: _("This is an old Word or Excel format. Save it as DOCX, XLSX or PDF, then send it again."),
    Reason.MACROS: _("This document holds macros. Save it as PDF, or as DOCX or XLSX without macros, then send it."),
    Reason.HEIC: _("This photo is in a format that is not read here (HEIC). Save it as JPEG, then send it again."),
    Reason.ARCHIVE: _("This is an archive. Send the documents in it one by one."),
    Reason.CONTENT: _("This file is not what its name says. Open it, save it as PDF, then send it again."),
    Reason.DAMAGED: _("This file cannot be read: it is damaged or incomplete. Open it to check, then send it again."),
    Reason.ENCRYPTED: _("This file is locked by a password. Print it to PDF without one, or photograph it."),
    Reason.ACTIVE: _("This PDF holds a program. Print it to a new PDF, or photograph its pages, then send that."),
    Reason.HOLDS_FILES: _("Another file is hidden in this one. Print it to a new PDF, or photograph its pages."),
    Reason.TOO_MANY_PAGES: _("This document has more than %(limit)s pages. Send only the pages that are asked for."),
    Reason.TOO_MANY_POINTS: _("This picture is too large to be read. Take it again in a smaller size."),
    Reason.UNPACKS: _("This file is far larger inside than it seems. Print it to a new PDF, or photograph its pages."),
    Reason.NOT_KEPT: _("The file could not be kept; the fault is ours. Send it again in a few minutes."),
}


class Refused(Refusal):
    """A file that is not taken; nothing was kept."""

    def __init__(self, reason: Reason, limit: str = "") -> None:
        words = MESSAGES[reason]
        super().__init__(words % {"limit": limit} if limit else words, field="file")
        self.reason = reason
