"""What a year asks for from its beginning: the papers of the year before, or the first set."""

from datetime import datetime

from companies.cases.enums import YearState
from companies.cases.models import ProgrammeYear
from companies.enrolment import slots


def load(at: datetime) -> None:
    """Give each year that is not over the papers it asks for, unless it has some; safe to repeat."""
    for year in ProgrammeYear.objects.exclude(state=YearState.CLOSED).order_by("opens_on"):
        slots.prepare(year)
