"""What no version of the form may hide is what the facts of an application take for granted, no less."""

import pytest

from companies.enrolment import facts
from companies.enrolment.pages import APPLICATION
from tests.enrolment.world import whole_answers

pytestmark = pytest.mark.django_db
FREE = sorted({question.key for question in APPLICATION.questions} - APPLICATION.relied_on)


def test_questions_relied_on_are_questions_of_the_form():
    assert {question.key for question in APPLICATION.questions} >= APPLICATION.relied_on


@pytest.mark.parametrize("hidden", FREE)
def test_facts_are_stated_without_what_can_be_hidden(hidden):
    answers = whole_answers()
    answers.pop(hidden, None)

    assert facts.stated(answers).company["name"] == "Conserves Doukkala SARL"
