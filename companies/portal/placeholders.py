"""What the placeholders of the public texts stand for, told to `content` when the site starts."""

from collections.abc import Callable
from datetime import date
from functools import cached_property

from django.utils.translation import ngettext

from companies.cases.models import ProgrammeYear
from companies.common import words
from companies.content.values import Told
from companies.eligibility.queries import how_many
from companies.enrolment.queries import progress_of
from companies.questionnaires import choices
from companies.reference.models import Site


class Today:
    """The facts of a day, each asked for once and only when a text names one of them."""

    def __init__(self, on: date, language: str) -> None:
        self.on, self.language = on, language

    @cached_property
    def year(self) -> ProgrammeYear | None:
        return ProgrammeYear.objects.current()

    @cached_property
    def site(self) -> Site:
        return Site.objects.filter(pk=1).first() or Site()


def today(on: date, language: str) -> Told:
    """Counts hold number and noun; what depends on a programme year is "" where there is none."""
    known, whole = Today(on, language), progress_of([])

    def of_year(said: Callable[[ProgrammeYear], str]) -> Callable[[], str]:
        return lambda: said(known.year) if known.year else ""

    return {
        "programme": lambda: known.site.name_in(language),
        "phone": lambda: words.phone(known.site.phone),
        "email": lambda: known.site.contact_email or known.site.sender_email,
        "year": of_year(lambda year: year.code),
        "last_year": lambda: str(on.year - 1),
        "places": of_year(lambda year: companies(year.places)),
        "closing_date": of_year(lambda year: words.full_day(year.closes_on, language)),
        "answer_days": of_year(lambda year: words.days(year.answer_days, language)),
        "questions": of_year(lambda year: questions(how_many(year, on=on))),
        "offices": lambda: offices(len(choices.rows("region"))),
        "minutes": lambda: words.minutes(whole.minutes_left, language),
        "pages": lambda: words.pages(whole.pages, language),
    }


def companies(n: int) -> str:
    return ngettext("%(n)s company", "%(n)s companies", n) % {"n": words.grouped(n)}


def questions(n: int) -> str:
    return ngettext("%(n)s question", "%(n)s questions", n) % {"n": n} if n else ""


def offices(n: int) -> str:
    return ngettext("%(n)s regional office", "%(n)s regional offices", n) % {"n": n}
