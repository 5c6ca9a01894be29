"""After "I need help": the call is a task at the top of the officer's list, and its day is confirmed by mail."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from companies.accounts.enums import Role
from companies.accounts.models import User
from companies.cases import emails as cases
from companies.cases.enums import DayPart
from companies.cases.loads import is_followed
from companies.cases.models import Case
from companies.common import clock, words
from companies.mail import outbox, wording
from companies.mail import queries as mail
from companies.outreach import hours, reasons
from companies.outreach.enums import AnswerKind
from companies.outreach.kinds import KINDS
from companies.outreach.models import Answer
from companies.registry.models import Contact

COMING: Final = wording.Slot(
    "help.coming",
    frozenset(
        {"contact_greeting", "company", "officer_name", "officer_phone", "reference", "year", "link"}
        | {"call_day", "call_moment", "contact_phone"}
    ),
    label=_("Help is coming: the day of the call"),
)
_DAY: Final = {"fr": "{weekday} {day}", "ar": "يوم {weekday} {day}", "en": "on {weekday} {day}"}
_MOMENT: Final[dict[str, dict[str, str]]] = {
    "fr": {DayPart.ANY: "dans la journée", DayPart.MORNING: "le matin", DayPart.AFTERNOON: "l’après-midi"},
    "ar": {DayPart.ANY: "في أي وقت من اليوم", DayPart.MORNING: "صباحا", DayPart.AFTERNOON: "بعد الزوال"},
    "en": {DayPart.ANY: "during the day", DayPart.MORNING: "in the morning", DayPart.AFTERNOON: "in the afternoon"},
}


REASON: Final = "answer.help"


def reason_of(case: Case) -> str:
    """Why the call is a task, with the days of what was sent before: "answer.help;;20261201,20261208"."""
    purposes = ["invitation", *(step.slot for kind in KINDS.values() for step in kind.steps)]
    sent = [clock.local_day(each) for each in mail.left(case.stream, purposes)]
    return f"{REASON};;{','.join(f'{day:%Y%m%d}' for day in sent[-reasons.MOST_DAYS :])}"


def caller_of(case: Case) -> User | None:
    """Who calls where nobody in office follows the case: the region's manager. None for the case's own officer."""
    if is_followed(case):
        return None
    managers = User.objects.filter(role=Role.MANAGER, is_active=True, regions=case.region_id)
    return managers.order_by("pk").first()


def reason_in_words(reason: str) -> str:
    """The sentence for the officer, in the language of the page."""
    parts = (_("The company asked for help."), reasons.sent_in_words(reason.rpartition(";")[2]))
    return " ".join(str(part) for part in parts if part)


def call_day(day: date, language: str) -> str:
    """Inside a sentence: "mardi 4 mai", "يوم الثلاثاء 4 ماي", "on Tuesday 4 May"."""
    weekday = words.WEEKDAYS[language][day.weekday()]
    return _DAY[language].format(weekday=weekday, day=words.day(day, language))


def call_moment(part: str, language: str) -> str:
    """Inside a sentence: "le matin", "صباحا", "in the morning"."""
    return _MOMENT[language][part]


def confirm(case: Case, contact: Contact, day: date, part: str, *, page: str, at: datetime) -> UUID:
    """Tell the person when they are called, by whom, at which number; `page` is where another moment is chosen."""
    language = contact.language
    head = cases.letterhead(case, language, on=clock.local_day(at), site=hours.the_site())
    values = cases.values_for(case, contact, head, language) | {
        "call_day": call_day(day, language),
        "call_moment": call_moment(part, language),
        "contact_phone": words.phone(contact.phone),
        "link": page,
    }
    envelope = wording.Envelope(site_name=head.site_name, signature=head.signature)
    message = outbox.post(
        purpose=COMING.key,
        to=contact.email,
        language=language,
        content=wording.compose(COMING, language, values, envelope),
        stream=case.stream,
        essential=True,
        not_after=clock.end_of(day),
        from_email=head.from_email,
        reply_to=head.reply_to,
        at=at,
    )
    return message.pk


def still_coming(ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """No confirmation of a call that was called off, set for another moment, or made meanwhile."""
    asked = {stream.removeprefix("case:") for stream in mail.streams_of(ids).values()}
    open_calls = Answer.objects.standing().filter(
        kind=AnswerKind.HELP, task__done_at__isnull=True, reminder__case__in=[each for each in asked if each.isdigit()]
    )
    wanted = set(open_calls.values_list("before__mail", flat=True))
    return {pk: "called off" for pk in ids if str(pk) not in wanted}
