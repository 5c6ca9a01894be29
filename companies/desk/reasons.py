"""Why a task is there, in the words of whoever made it."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.cases.enums import TaskKind
from companies.cases.models import Task
from companies.desk import phrases
from companies.enrolment.actions import assisting, changing, colleagues, extending, joining, sending
from companies.outreach import queries as outreach
from companies.outreach.answers import helping

# Reasons that no reminder gave.
ANSWERS: Final[dict[str, Promise]] = {
    sending.NAMED_BY_ANOTHER: _("A colleague sent the application, and names somebody else as the contact."),
    sending.ICE_OF_ANOTHER: _("The ICE it typed is on file for another company: the application could not be sent."),
    sending.SENT: _("The company has sent its application."),
    sending.COMPLETED: _("The completion has arrived."),
    changing.WITHDRAWN: _("What was asked of the company is withdrawn."),
    changing.TELL: _("There is nobody to write to: tell the company what changed in what was asked of it."),
    "completion.letter": _("There is nobody to write to: the request for completion goes by letter."),
    extending.NO_MAIL: _("There is nobody to write to: tell the company that it has more time."),
    joining.ASKED: _("Somebody who is not on file asks to open the company’s file."),
    colleagues.LEFT: _("A colleague says that the main contact has left the company."),
    "answer.wrong_person": _("Our message did not reach the right person."),
    assisting.WRONG: _("Something is not right in what was typed for the company."),
}


def reason_words(task: Task) -> str:
    """What led to the task; nothing where a person set it down by hand."""
    if task.reason in ANSWERS:
        said = str(ANSWERS[task.reason])
        return f"{said} {phrases.isolated(task.title)}" if task.reason == assisting.WRONG and task.title else said
    if task.kind == TaskKind.HELP:
        return helping.reason_in_words(task.reason)
    return outreach.words_of(task.reason) if task.reason else ""
