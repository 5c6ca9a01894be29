"""Calls that a company asked for: their day and hour in words, and how a message about one begins."""

from datetime import date
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from companies.accounts.models import User
from companies.cases.enums import TaskKind
from companies.cases.models import Task
from companies.common import words
from companies.desk import phrases
from companies.outreach.answers import helping

CALLS: Final = (TaskKind.CALL, TaskKind.HELP)
"""Tasks that are done by telephone."""


def in_words(task: Task, today: date) -> str:
    """ "Call tomorrow, in the morning"; "" for a task that nobody asked to be called for."""
    if task.kind != TaskKind.HELP:
        return ""
    language = words.language_or_page(None)
    near = 0 <= (task.due_on - today).days <= 1
    day = phrases.due(task.due_on, today) if near else helping.call_day(task.due_on, language)
    return _("Call %(day)s, %(moment)s") % {"day": day, "moment": helping.call_moment(task.day_part, language)}


def opening(task: Task, speaker: User, language: str) -> str:
    """The beginning of a WhatsApp message about a call for help, in the language of who reads it; else ""."""
    if task.kind != TaskKind.HELP:
        return ""
    given = {
        "officer": speaker.name,
        "company": task.case.company.name_in(language),
        "day": helping.call_day(task.due_on, language),
        "moment": helping.call_moment(task.day_part, language),
    }
    with translation.override(language):
        return (
            _(
                "Hello, this is %(officer)s, from the regional office for export support. You asked for help for "
                "%(company)s. Shall I call you %(day)s, %(moment)s?"
            )
            % given
        )
