"""Why a task was made, as a code that fits a column, and back into words: kind and rung, cause, days of mails sent."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.common import words
from companies.outreach.enums import Cause
from companies.outreach.kinds import CLOSING_SOON, COMPLETION, CORRECTION, DOCUMENT, DRAFT, INVITED, UNCONFIRMED
from companies.outreach.officers.facts import FACTS

MOST_DAYS: Final = 4


def code(kind: str, rung: int, cause: Cause = Cause.NONE, sent: Sequence[date] = ()) -> str:
    """For instance "invited.3;;20261201,20261208"."""
    days = ",".join(f"{day:%Y%m%d}" for day in sent[-MOST_DAYS:])
    return f"{kind}.{rung};{cause.value};{days}"


def kind_of(reason: str) -> str:
    return reason.partition(".")[0]


def in_words(reason: str) -> str:
    """The sentence for the officer, in the language of the page; "" for a task that no reminder made."""
    head, _semicolon, rest = reason.partition(";")
    cause, _semicolon, days = rest.partition(";")
    fact = FACTS.get(kind_of(head))
    if fact:
        return fact.words(int(head.rpartition(".")[2]))
    opening = {
        INVITED.key: _("Invited, no sign of life since."),
        DRAFT.key: _("Application begun, not sent."),
        CLOSING_SOON.key: _("Application not sent, closing soon."),
        UNCONFIRMED.key: _("Filled in together; the company has not confirmed it."),
        CORRECTION.key: _("Application changed after it was sent; the change was not sent."),
        COMPLETION.key: _("Completion requested, no answer yet."),
        DOCUMENT.key: _("A document of the application is about to expire."),
    }.get(kind_of(head), "")
    if not opening:
        return ""
    parts = (opening, str(Cause(cause).label) if cause in Cause.values else "", sent_in_words(days))
    return " ".join(part for part in parts if part)


def sent_in_words(days: str) -> str:
    """When messages left, from the last part of a code; "" when none did."""
    dates = [date.fromisoformat(f"{each[:4]}-{each[4:6]}-{each[6:]}") for each in days.split(",") if each]
    if not dates:
        return ""
    values = {"days": words.several_days(dates)}
    return ngettext("Message sent on %(days)s.", "Messages sent on %(days)s.", len(dates)) % values
