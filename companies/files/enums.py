from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sort(TextChoices):
    """What is taken, by its content."""

    PDF = "pdf", "PDF"
    JPEG = "jpeg", "JPEG"
    PNG = "png", "PNG"
    DOCX = "docx", "Word (DOCX)"
    XLSX = "xlsx", "Excel (XLSX)"

    @property
    def mime(self) -> str:
        return MIME[self]

    @property
    def ending(self) -> str:
        return ".jpg" if self is Sort.JPEG else f".{self.value}"


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
MIME: Final = {
    Sort.PDF: "application/pdf",
    Sort.JPEG: "image/jpeg",
    Sort.PNG: "image/png",
    Sort.DOCX: f"{_OFFICE}.wordprocessingml.document",
    Sort.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
}


class Scan(TextChoices):
    """What the virus scanner said; `unscanned` was taken while none was configured."""

    WAITING = "waiting", _("being checked")
    CLEAN = "clean", _("clean")
    INFECTED = "infected", _("infected")
    UNSCANNED = "unscanned", _("not checked: no scanner")
