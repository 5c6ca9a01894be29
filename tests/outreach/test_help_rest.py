"""Who asked for help is written to by nobody until the officer has called, but for the notice before closing."""

from companies.cases import actions as cases
from companies.cases.enums import InteractionKind, Outcome, TaskKind
from companies.cases.models import Task
from companies.common import clock
from companies.journal.actors import SYSTEM
from companies.outreach import answers
from companies.outreach.answers import Press, Said, questions
from companies.outreach.enums import AnswerKind
from companies.outreach.models import Reminder
from companies.registry.models import Contact
from tests.outreach.passing import at, drafting

PAGE = "https://export.example/r/x/"
MONDAY = 7


def ask_for_help(case, instant, days):
    row = Reminder.objects.get(case=case, rung=1)
    assert row.state == "posted"
    link = row.link
    link.contact = Contact.objects.select_related("company").get(pk=link.contact_id)
    question = questions.question_of(link, at=instant)
    answers.give(Press(question, Said(AnswerKind.HELP, until=clock.local_day(at(days))), PAGE))


def test_nothing_optional_leaves_before_the_call_and_the_ladder_goes_on_after_it(days):
    case = drafting()
    days.through(0, MONDAY)
    assert len(days.subjects) == 1
    ask_for_help(case, at(MONDAY, 15), MONDAY + 9)

    days.through(MONDAY + 1, MONDAY + 9)
    assert [subject.startswith("Je vous appelle") for subject in days.subjects] == [False, True]

    task = Task.objects.get(kind=TaskKind.HELP)
    cases.log_interaction(
        case,
        kind=InteractionKind.CALL,
        outcome=Outcome.SPOKEN,
        by=SYSTEM,
        at=at(MONDAY + 9, 16),
        then=cases.Next(done=task),
    )
    days.through(MONDAY + 10, MONDAY + 16)
    assert len(days.subjects) == 3
