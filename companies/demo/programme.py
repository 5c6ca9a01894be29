"""The demonstration programme, from its first day to today, made through the same actions as a real one."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Final

from django.db import connection

from companies.accounts.models import User
from companies.cases import actions as cases
from companies.cases.enums import Origin
from companies.cases.importing import actions as importing
from companies.cases.importing.answers import Answers
from companies.cases.importing.preview import look
from companies.cases.models import ProgrammeYear
from companies.common import clock
from companies.demo import staff as people
from companies.demo import visitors, walkins
from companies.demo.agenda import Agenda
from companies.demo.casting import cast
from companies.demo.history import History
from companies.enrolment import slots
from companies.reference.models import Site
from companies.registry.models import Company

DAYS: Final = 56
"""How long ago the demonstration's year began."""
LIST: Final = Path(__file__).parent / "data" / "targets.csv"
SEED: Final = 2027


def is_empty() -> bool:
    return not ProgrammeYear.objects.exists() and not User.objects.exists()


def load(*, today: datetime) -> Iterator[str]:
    """Make everything; yields a line for whoever waits after each part."""
    agenda = Agenda(clock.local_day(today) - timedelta(days=DAYS), DAYS)
    began = clock.instant(agenda.opened_on, time(8, 40))
    staff = people.hire(at=began)
    people.announce_absences(staff, today=today)
    _open_the_office()
    year = _open_year(agenda.opened_on, by=staff["admin"], at=began)
    yield f"{len(staff)} people; programme year {year.code}, applications until {year.closes_on:%Y-%m-%d}"
    yield f"{_import(year, by=staff['admin'], at=began)} companies imported from {LIST.name}, a file opened for each"
    _commit_lightly()
    history = History(agenda, cast(agenda, Random(SEED)))  # noqa: S311 - the same demonstration every time
    walkins.cast(agenda)
    _spare_the_mornings(history)
    yield visitors.come(year, days=DAYS, random=Random(SEED))  # noqa: S311 - as above
    yield f"{DAYS} days played; {history.sent} messages have left" + (
        "" if history.mail_leaves else ", the others leave once a mail server answers"
    )


def _spare_the_mornings(history: History) -> None:
    """The lists of mornings gone by are nothing to read: officers get theirs from today."""
    User.objects.update(digest=False)
    history.play()
    User.objects.update(digest=True)


def _commit_lightly() -> None:
    """For this session only: a power cut while the demonstration loads may cost it its last second."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")


def _open_the_office() -> None:
    """Whoever looks at night or on a Sunday sees reminders leave too; calls keep to working days, as in an office."""
    Site.objects.update_or_create(
        pk=1,
        defaults={
            "quiet_until": time(0),
            "quiet_from": time(23, 59, 59),
            "friday_from": time(12),
            "friday_until": time(12),
            "mail_days": "1,2,3,4,5,6,7",
            "phone": "+212537000000",
            "contact_email": "contact@export.example",
        },
    )


def _open_year(opens_on: date, *, by: User, at: datetime) -> ProgrammeYear:
    """A campaign that closes at the end of a month more than half a year later."""
    closes_on = _end_of_month(opens_on + timedelta(days=200))
    year = ProgrammeYear.objects.create(code=str(closes_on.year), opens_on=opens_on, closes_on=closes_on)
    slots.prepare(year)
    return cases.open_year(year, by=by.actor, at=at)


def _import(year: ProgrammeYear, *, by: User, at: datetime) -> int:
    """The list through the importer, looked at and confirmed; then the cases, handed out by region and load."""
    content = LIST.read_bytes()
    seen = look(content, Answers(), at=at)
    batch = importing.receive(content, LIST.name, by=by, at=at)
    importing.confirm(batch, by=by, at=at, seen=seen.counts)
    companies = list(Company.objects.order_by("id"))
    opened = cases.open_cases(year, companies, origin=Origin.LIST, by=by.actor, at=at)
    cases.hand_out(opened, by=by.actor, at=at)
    return len(companies)


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
