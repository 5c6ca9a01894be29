"""The questions on paper, to prepare the answers away from a screen. Drawn from the declaration that the form uses."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from companies.cases.models import ProgrammeYear
from companies.common import clock, links, paper, words
from companies.enrolment.exports.common import latin, the_site
from companies.enrolment.models import DocumentSlot
from companies.enrolment.pages import APPLICATION
from companies.questionnaires import choices, published, sparing
from companies.questionnaires.declarations import MOST_PRODUCTS, FormDeclaration, Page, Question
from companies.questionnaires.enums import Kind

LONGEST_LIST: Final = 20
"""Lists up to so long are printed; a longer one is chosen from on the screen."""
LONG_TEXT: Final = 250
"""From so many letters on an answer gets two lines."""
FEW_ROWS: Final = 3


def blank_form(year: ProgrammeYear | None, language: str, *, at: datetime) -> paper.Document:
    """The questions of a year, or of the form as it is declared while there is none."""
    form = published.current_declaration(APPLICATION.key, year).about(clock.local_day(at).year - 1)
    slots = list(_slots(year)) if year else []
    site = the_site()
    with override(language):
        title = _("The questions of the application, to prepare your answers")
        parts: list[paper.Part] = [paper.Title(title), *_introduction(form, year, at)]
        for number, page in enumerate(form.pages, start=1):
            parts += _page(page, number, slots)
        return paper.Document(title, language, at, site.name_in(language), _footer(year), tuple(parts))


def _introduction(form: FormDeclaration, year: ProgrammeYear | None, at: datetime) -> list[paper.Part]:
    needed = words.minutes(sum(page.minutes for page in form.pages))
    told: list[paper.Part] = [
        paper.Text(
            _("This sheet is for you alone: it is not sent. You apply on %(link)s, in about %(minutes)s.")
            % {"link": latin(links.absolute("portal:home")), "minutes": needed}
        ),
        paper.Text(_("What we already know of your company is filled in there, and everything is saved page by page.")),
    ]
    if year and clock.local_day(at) <= year.closes_on:
        until = words.full_day(year.closes_on)
        told.append(paper.Text(_("Applications are received up to and including %(date)s.") % {"date": until}))
    return told


def _footer(year: ProgrammeYear | None) -> str:
    return f"{_('Questions of the application')} · {latin(year.code)}" if year else _("Questions of the application")


def _page(page: Page, number: int, slots: list[DocumentSlot]) -> list[paper.Part]:
    heading = paper.Heading(f"{number}. {page.title}")
    if page.documents:
        return [heading, _papers(slots)]
    return [heading, *map(_asked, page.questions)]


def _asked(question: Question) -> paper.Asked:
    options = _options(question)
    return paper.Asked(
        label=str(question.label) if question.required else f"{question.label} {_('(optional)')}",
        note=sparing.help_of(question),
        options=options,
        rows=_rows(question, options),
    )


def _options(question: Question) -> tuple[str, ...]:
    if question.kind == Kind.YES_WHICH:
        return (_("Yes"), _("No"))
    if question.kind == Kind.YES:
        return (_("Yes"),)
    if question.source and not question.within:
        rows = choices.listed(question.source)
        return tuple(row.name for row in rows) if len(rows) <= LONGEST_LIST else ()
    return tuple(str(option.words) for option in question.options)


def _rows(question: Question, options: tuple[str, ...]) -> int:
    """Lines to write on; beside boxes only where a few words are asked too."""
    if options:
        in_words = question.kind == Kind.YES_WHICH or any(option.in_words for option in question.options)
        return int(in_words)
    if question.kind == Kind.PRODUCTS:
        return MOST_PRODUCTS
    if question.kind == Kind.COUNTRIES:
        return min(question.most, FEW_ROWS)
    return 2 if question.longest >= LONG_TEXT else 1


# -- the documents ---------------------------------------------------------------------------


def _slots(year: ProgrammeYear) -> list[DocumentSlot]:
    rows = DocumentSlot.objects.filter(year=year, active=True)
    return list(rows.prefetch_related("legal_forms").order_by("position", "id"))


def _papers(slots: list[DocumentSlot]) -> paper.Part:
    if not slots:
        return paper.Text(_("No document is asked for."), muted=True)
    return paper.Facts(tuple(paper.Fact(slot.name, _told(slot), note=slot.help) for slot in slots))


def _told(slot: DocumentSlot) -> tuple[str, ...]:
    """Whether it must be given, and by companies of which legal form."""
    forms = [form.name for form in slot.legal_forms.all()]
    comma = _(", ")
    needed = _("Must be given") if slot.required else _("If you have it")
    told = [needed, _("Only for: %(forms)s") % {"forms": comma.join(forms)} if forms else ""]
    told.append(_("Still valid on the day you send it") if slot.expires else "")
    return tuple(line for line in told if line)
