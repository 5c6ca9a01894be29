"""A paper as a line: its name, which saves it, what it is, and what the virus check says: ``{% load papers %}``."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from companies.common import clock, words
from companies.enrolment.models import Document
from companies.files import limits, scanning
from companies.files.enums import Scan, Sort
from companies.files.models import Upload

register = template.Library()


@register.inclusion_tag("web/paper.html")
def paper(document: Document, url: str) -> dict[str, Any]:
    """``url`` saves the file; there is no link while the virus check holds it, nor once it was destroyed."""
    upload = document.upload
    return {
        "document": document,
        "url": url if scanning.may_be_seen(upload) else "",
        "facts": _facts(upload),
        "infected": upload.scan == Scan.INFECTED,
        "waiting": not upload.erased_at and not scanning.may_be_seen(upload),
    }


def _facts(upload: Upload) -> list[str]:
    kind = str(Sort(upload.sort).label)
    pages = [words.pages(upload.pages)] if upload.sort == Sort.PDF else []
    given = _("given on %(day)s") % {"day": words.day_year(clock.local_day(upload.at))}
    return [kind, *pages, limits.in_words(upload.size), given]
