"""When a person may be written to again: the courtesy counts from the leaving, which can be long after the posting."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from companies.cases.models import Case
from companies.mail import queries as mail

LOOK_AGAIN: Final = timedelta(hours=1)
"""While another message to the person has yet to leave."""


def sharing(email: str) -> QuerySet[Case]:
    """Cases of companies that have a contact with this address."""
    return Case.objects.filter(company__contacts__email=email)


def rested_at(email: str, posted_at: datetime | None, *, at: datetime, courtesy: timedelta) -> datetime:
    """`posted_at` is the last optional message's (`mail.outbox.standing`), None for a person never written to.

    Counted in whole minutes: the sending itself takes seconds, and must not cost a day.
    """
    rested = posted_at + courtesy if posted_at else at
    if not posted_at or rested > at:
        return rested
    last = mail.before(email, _streams(sharing(email)), at=at)
    if last.waits:
        return at + LOOK_AGAIN
    return max(rested, last.left.replace(second=0, microsecond=0) + courtesy) if last.left else rested


def _streams(cases: QuerySet[Case]) -> QuerySet[Case, str]:
    return cases.values_list(Concat(Value("case:"), Cast("pk", CharField())), flat=True)
