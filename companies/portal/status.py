"""Where a file stands, as its company reads it: what is owed, by whom, by when, and what happened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from companies.cases.enums import Stage, Status
from companies.cases.models import Case
from companies.common import clock, words
from companies.enrolment import pausing, rules
from companies.enrolment.pausing import LegalTime
from companies.enrolment.queries import holds_answers, progress_in, request_of
from companies.portal.access import Visit
from companies.questionnaires.queries import has_unsent


@dataclass(frozen=True, slots=True)
class Owed:
    """One act that somebody owes. `url` is a page, or what the button posts to when `posts`."""

    title: str
    reason: str
    label: str = ""
    url: str = ""
    posts: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    sentence: str
    by_company: Owed | None
    by_us: Owed | None
    may_come_back: bool
    may_decline: bool
    correcting: bool


def standing(visit: Visit, today: date) -> Standing:
    case = visit.case
    correcting = _is_correcting(visit)
    return Standing(
        sentence=str(case.status_words.company),
        by_company=_owed_by_company(visit, today, correcting),
        by_us=_owed_by_us(visit, today),
        may_come_back=rules.may_come_back(case, on=today, application=visit.application),
        may_decline=rules.may_decline(case),
        correcting=correcting,
    )


def welcome_back(case: Case) -> str:
    """Nothing is said of what was filled in where nobody filled in anything."""
    return _("Welcome back. What was filled in is kept.") if holds_answers(case) else _("Welcome back.")


def is_over(visit: Visit, today: date) -> bool:
    """Whether the year took its last application before this one was sent."""
    application = visit.application
    unsent = application is None or application.response.submitted_at is None
    return unsent and not rules.takes_applications(visit.case, on=today, application=application)


def _is_correcting(visit: Visit) -> bool:
    """Something was changed after sending, and not sent (model.md, settled 14)."""
    application = visit.application
    sent = application is not None and application.response.submitted_at is not None
    return sent and rules.may_write(visit.case) and has_unsent(visit.application.response)  # type: ignore[union-attr]


def _owed_by_company(visit: Visit, today: date, correcting: bool) -> Owed | None:
    if correcting:
        return _correction(visit)
    if not rules.takes_applications(visit.case, on=today, application=visit.application):
        return _completion(visit) if visit.case.status == Status.INFORMATION_REQUESTED else None
    find = OWED.get(Status(visit.case.status))
    return find(visit) if find else None


def _to(name: str, visit: Visit) -> str:
    return reverse(f"portal:{name}", args=[visit.case.reference])


def _beginning(visit: Visit) -> Owed:
    until = words.full_day(rules.closes_on(visit.case, visit.application))
    return Owed(
        title=_("Start your application"),
        reason=_("Up to and including %(date)s. What we already know is filled in.") % {"date": until},
        label=_("Start my application"),
        url=_to("begin", visit),
        posts=True,
    )


def _sending(visit: Visit) -> Owed:
    application = visit.application
    left = progress_in(application)
    until = words.full_day(rules.closes_on(visit.case, application))
    if not left.pages_left:
        reason = _("All pages are filled in; it remains to check and send, up to and including %(date)s.")
        return Owed(_("Send your application"), reason % {"date": until}, _("Check my answers"), _to("check", visit))
    given = {"pages": words.pages(left.pages_left), "minutes": words.minutes(left.minutes_left), "date": until}
    reason = _("What is left: %(pages)s, about %(minutes)s. Up to and including %(date)s.") % given
    return Owed(_("Send your application"), reason, _("Go on with my application"), _to("tasks", visit))


def _completion(visit: Visit) -> Owed:
    asked = request_of(visit.case)
    reason = _("Your officer told you by message what is missing. The time limit for our answer is stopped meanwhile.")
    if (asked.items or asked.named) and asked.due_on:
        given = {"items": asked.listed(get_language() or "fr"), "date": words.full_day(asked.due_on)}
        reason = _("We are missing: %(items)s. You can send it up to and including %(date)s.") % given
    return Owed(_("Complete your file"), reason, _("Complete my answers"), _to("tasks", visit))


def _correction(visit: Visit) -> Owed:
    reason = _("Changed, not sent: we still have your earlier version")
    return Owed(_("Send your correction"), reason, _("Check my answers"), _to("check", visit))


OWED: Final[dict[Status, Callable[[Visit], Owed]]] = {
    Status.LISTED: _beginning,
    Status.INVITED: _beginning,
    Status.REACHED: _beginning,
    Status.DRAFT: _sending,
    Status.INFORMATION_REQUESTED: _completion,
}


def _owed_by_us(visit: Visit, today: date) -> Owed | None:
    """Our answer and its legal time limit: which day it is, and since when it waits for the company."""
    application = visit.application
    if application is None or application.answer_by is None or visit.case.status not in rules.SENT:
        return None
    asked = request_of(visit.case) if visit.case.status == Status.INFORMATION_REQUESTED else None
    time = pausing.legal_time(visit.case, application, asked.due_on if asked else None, today)
    if time is None or time.still_since:
        return Owed(_("A written answer"), " ".join(_clock(visit.case, time)))
    title = _("A written answer by %(date)s") % {"date": words.full_day(time.owed_on)}
    return Owed(title, " ".join(_clock(visit.case, time)))


def _clock(case: Case, time: LegalTime | None) -> list[str]:
    limit = words.days(case.year.answer_days)
    said = [_("With our reasons. Legal time limit: %(days)s from the day it was sent.") % {"days": limit}]
    if time and time.day > 0 and not time.still_since:
        said += [_("Today is day %(day)s.") % {"day": time.day}]
    if case.status == Status.INFORMATION_REQUESTED:
        since = words.day_year(clock.local_day(case.status_since))
        said.append(_("The count has stood still since %(date)s, until you answer.") % {"date": since})
    return said


def notes(visit: Visit) -> dict[str, str]:
    """One short line under a stop of the stage strip."""
    application = visit.application
    if application is None or application.response.submitted_at is None:
        closes = words.day_year(rules.closes_on(visit.case, application))
        return {Stage.APPLICATION: _("To send by %(date)s") % {"date": closes}} if visit.case.status == "draft" else {}
    sent = words.day_year(clock.local_day(application.response.submitted_at))
    found = {Stage.APPLICATION.value: _("Sent on %(date)s") % {"date": sent}}
    if application.answer_by and visit.case.status in rules.SENT:
        answer = words.day_year(application.answer_by)
        found["review"] = _("A written answer, with our reasons, by %(date)s") % {"date": answer}
    return found
