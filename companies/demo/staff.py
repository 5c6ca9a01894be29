"""The people of the demonstration, made by the same actions as real ones."""

from datetime import datetime, timedelta

from companies.accounts import actions as accounts
from companies.accounts.models import User
from companies.common import clock
from companies.demo.people import ABSENCES, PEOPLE, Away, Person
from companies.journal.actors import SYSTEM
from companies.reference.models import Region

Staff = dict[str, User]
"""People by the part of their address before the @."""


def hire(*, at: datetime) -> Staff:
    regions = {region.code: region for region in Region.objects.all()}
    return {person.login: _hire(person, regions, at) for person in PEOPLE}


def _hire(person: Person, regions: dict[str, Region], at: datetime) -> User:
    return accounts.create(
        person.email,
        name=person.name,
        role=person.role,
        regions=[regions[code] for code in person.regions],
        language=person.language,
        title=person.title,
        title_ar=person.title_ar,
        phone=person.phone,
        password=person.opens_with or None,
        by=SYSTEM,
        at=at,
    )


def announce_absences(staff: Staff, *, today: datetime) -> None:
    for away in ABSENCES:
        _announce(away, staff, today)


def _announce(away: Away, staff: Staff, today: datetime) -> None:
    user, day = staff[away.login], clock.local_day(today)
    accounts.announce_absence(
        user,
        deputy=staff[away.deputy],
        begins_on=day + timedelta(days=away.begins),
        ends_on=day + timedelta(days=away.ends),
        by=user.actor,
        at=today,
    )
