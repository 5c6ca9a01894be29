"""What the pages of a reminder's answers say: the company's name and the question, nothing of the file beyond it."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from companies.cases.actions.linking import is_usable
from companies.cases.enums import Status
from companies.cases.models import Case
from companies.common import words
from companies.enrolment import rules
from companies.enrolment.doors import Door, Way, way
from companies.enrolment.queries import holds_answers
from companies.outreach import answers
from companies.outreach.answers import helping, questions
from companies.outreach.answers.questions import Question, State
from companies.outreach.enums import AnswerKind
from companies.outreach.kinds import KINDS, done_in_words
from companies.outreach.models import Answer
from companies.portal.answer_forms import AnswerForm
from companies.portal.officers import officer_of
from companies.questionnaires.queries import has_unsent
from companies.registry.enums import GONE

HEADS: Final[dict[str, tuple[Promise, Promise]]] = {
    # title, and what follows from the press; that of "done" says what, where the question is known
    "help": (gettext_lazy("I need help"), gettext_lazy("Your officer calls you on the day you choose.")),
    "done": (gettext_lazy("Done"), gettext_lazy("We look whether it has reached us, and tell you.")),
    "later": (gettext_lazy("Not now, later"), gettext_lazy("We ask you again on the day you choose.")),
    "declined": (
        gettext_lazy("Not for us"),
        gettext_lazy("No reminder follows, and you can come back until the closing date."),
    ),
}
ANCHORS: Final = {"declined": "not-for-us"}
"""Where the links of a message lead on the page; else the answer's own name."""


@dataclass(frozen=True, slots=True)
class Card:
    """One answer on the page. `by_code`: its fields come after the code."""

    answer: str
    ident: str
    title: Promise
    promise: Promise
    form: AnswerForm
    by_code: bool


def question_page(question: Question, forms: dict[str, AnswerForm]) -> dict[str, Any]:
    ways, case = questions.ways(question), question.case
    cards = [
        Card(each, ANCHORS.get(each, each), *_head(each, question), forms[each], ways[AnswerKind(each)] == Way.BY_CODE)
        for each in _in_order(question)
        if ways[AnswerKind(each)] != Way.SHUT
    ]
    wrong = way(Door.WRONG_PERSON, Status(case.status), holds_answers=holds_answers(case))
    return _common(question) | {
        "cards": cards,
        "asks_who": wrong == Way.OPEN and is_usable(question.link, at=question.at),
        "may_come_back": rules.may_come_back(case, on=question.today, application=getattr(case, "application", None)),
    }


def _in_order(question: Question) -> list[str]:
    """Who has not begun is asked last whether it is done."""
    begun = question.case.status not in rules.BEFORE_START
    return sorted(HEADS, key=lambda answer: answer == "done" and not begun)


def _head(answer: str, question: Question) -> tuple[Promise, Promise]:
    title, promise = HEADS[answer]
    if answer != "done":
        return title, promise
    return done_in_words(KINDS.get(question.reminder.kind), Status(question.case.status)), promise


def receipt_page(question: Question, answer: Answer) -> dict[str, Any]:
    undo_until = answers.until_when(answer)
    return _common(question) | {
        "answer": answer,
        "title": _title(answer),
        "moment_words": helping.call_moment(answer.day_part, _language()),
        "ending": question.link.contact.phone[-2:],
        "still_to_call": bool(answer.task and not answer.task.done_at),
        "undo_until": words.clock_time(undo_until) if question.at <= undo_until else "",
        "truth": _truth(question) if answer.kind == AnswerKind.DONE else "",
    }


def over_page(question: Question, state: State) -> dict[str, Any]:
    known = question.link.contact.access not in GONE
    return {
        "superseded": state == State.SUPERSEDED,
        "officer": officer_of(question.case, question.today) if known else None,
    }


def _common(question: Question) -> dict[str, Any]:
    case = question.case
    return {
        "case": case,
        "company": case.company.display_name,
        "officer": officer_of(case, question.today),
        "closes_on": case.closes_on,
        "not_started": case.status in rules.BEFORE_START,
        "in_time": case.status not in questions.BEFORE_SENDING or question.today <= case.closes_on,
        "goes_on": is_usable(question.link, at=question.at),
        "by_code": holds_answers(case) or case.status not in questions.BEFORE_SENDING,
    }


def _title(answer: Answer) -> str:
    day = words.full_day(answer.until) if answer.until else ""
    if answer.kind == AnswerKind.HELP and answer.until:
        return _("We call you %(day)s") % {"day": helping.call_day(answer.until, _language())}
    titles = {
        AnswerKind.DONE: _("Thank you, it is noted"),
        AnswerKind.LATER: _("Noted: we write again on %(day)s") % {"day": day},
        AnswerKind.DECLINED: _("Thank you for your answer"),
    }
    return titles[AnswerKind(answer.kind)]


def _truth(question: Question) -> str:
    """Where the file really stands, for who says "done": which strip is shown."""
    case = question.case
    if case.status in rules.BEFORE_START:
        return "not_started"
    if case.status == Status.DRAFT:
        return "not_sent"
    if case.status == Status.INFORMATION_REQUESTED:
        return "not_added"
    return "changed" if _is_changing(case) else "received"


def _is_changing(case: Case) -> bool:
    application = getattr(case, "application", None)
    return bool(application and case.status in rules.SENT and has_unsent(application.response))


def _language() -> str:
    return words.language_or_page(get_language())
