"""What the documents of an application share: words of its documents, texts in their own direction."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from companies.cases.models import Case
from companies.common import paper, words
from companies.enrolment.models import Document
from companies.files.enums import Scan
from companies.reference.models import Site


def the_site() -> Site:
    return Site.objects.filter(pk=1).first() or Site()


def isolated(text: str) -> str:
    """A name that keeps its own direction inside a sentence."""
    return f"\u2068{text}\u2069" if text else ""


def latin(text: str) -> str:
    """A number or code, left to right in any sentence."""
    return f"\u2066{text}\u2069" if text else ""


def ours(line: str) -> str:
    """A line of ours, in the direction of the document even where it begins with a Latin name."""
    return f"\u200f{line}" if get_language() == "ar" else line


def titled(
    title: str, case: Case, parts: Iterable[paper.Part], *, language: str, site: Site, at: datetime
) -> paper.Document:
    """A document about one file, with its number on every page."""
    return paper.Document(
        title=f"{title} {case.reference}",
        language=language,
        at=at,
        site_name=site.name_in(language),
        footer=f"{latin(case.reference)} · {title}",
        parts=(paper.Title(title, case.company.name_in(language)), *parts),
    )


def counted(pages: int, documents: int) -> str:
    """How much came in: "8 pages, 4 documents"."""
    papers = ngettext("%(n)s document", "%(n)s documents", documents) % {"n": documents}
    return f"{words.pages(pages)}{_(', ')}{papers}" if documents else words.pages(pages)


def document_lines(documents: Iterable[Document]) -> list[paper.Fact]:
    """Each document: what it is, the file, its length and the day it came."""
    return [paper.Fact(document.slot.name, (document.upload.name, _told(document))) for document in documents]


def _told(document: Document) -> str:
    told = [words.pages(document.upload.pages), words.moment(document.at)]
    if document.valid_until:
        told.append(_("valid until %(date)s") % {"date": words.day_year(document.valid_until)})
    if document.upload.scan == Scan.WAITING:
        told.append(_("being checked"))
    return " · ".join(told)


def given(case: Case, *, until: datetime | None = None) -> list[Document]:
    """The documents of a case, those that came up to an instant; one statement."""
    found = Document.objects.of(case).exclude(upload__scan=Scan.INFECTED)
    return list(found.filter(at__lte=until) if until else found)
