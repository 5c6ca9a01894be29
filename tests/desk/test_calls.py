"""Calls that companies asked for: first in the day, with how a message would begin, and told in the story."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from companies.accounts.enums import Role
from companies.accounts.models import Absence
from companies.cases.enums import TaskKind
from companies.common import clock, words
from companies.outreach import answers
from companies.outreach.answers import Press, Said, questions
from companies.outreach.enums import AnswerKind
from tests.desk.test_day import DAY, groups, task
from tests.outreach.asking import reminded
from tests.support import making

pytestmark = pytest.mark.django_db


def test_who_asked_for_help_stands_first_with_day_hour_and_a_message_to_begin_with(client, officer):
    firm = making.company("Tapis & Atlas")
    making.contact(firm, phone="+212661203142", language="ar")
    task(officer, days=-2)
    case = making.case(firm=firm, officer=officer)
    due = clock.today() + timedelta(days=4)
    asked = task(officer, days=4, kind=TaskKind.HELP, reason="answer.help;;20261110", day_part="morning", case=case)

    group = client.get(DAY).context["groups"][0]
    page = client.get(DAY).content.decode()

    assert (group.title, [line.act for line in group.lines]) == (
        "Ont demandé de l’aide",
        [f"Appeler {words.WEEKDAYS['fr'][due.weekday()]} {words.day(due)}, le matin"],
    )
    assert "L’entreprise a demandé de l’aide. Message envoyé le 10" in group.lines[0].reason
    assert group.lines[0].main.url.endswith(f"?task={asked.pk}#note")
    said = parse_qs(urlsplit(re.search(r'href="(https://wa.me/212661203142\?[^"]+)"', page)[1]).query)["text"][0]
    assert said.startswith("السلام عليكم")
    assert "Tapis & Atlas" in said


def test_call_for_help_is_shown_to_who_stands_in(client, officer):
    away = making.person(Role.OFFICER)
    Absence.objects.create(user=away, deputy=officer, begins_on=clock.today(), ends_on=clock.today())
    task(away, days=3, kind=TaskKind.HELP, reason="answer.help;;")

    assert [count for _absence, count, _url in client.get(DAY).context["stands_in"]] == [1]
    assert list(groups(client, **{"for": away.pk})) == ["Ont demandé de l’aide"]


def pressed(case, contact, said):
    row, _token = reminded(case, contact, at=clock.now())
    question = questions.question_of(row.link, at=clock.now())
    return answers.give(Press(question, said, "https://export.example/r/x/"))


def told(client, case):
    return [each.title for each in client.get(f"/desk/cases/{case.reference}/").context["past"]]


def test_story_tells_answers_and_what_was_taken_back(client, officer):
    case = making.case(officer=officer)
    contact = making.contact(case.company) if not case.company.contacts.exists() else case.company.contacts.get()
    day = clock.today() + timedelta(days=9)

    pressed(case, contact, Said(AnswerKind.LATER, until=day))
    answers.undo(pressed(case, contact, Said(AnswerKind.DONE)), by=officer.actor, at=clock.now())

    titles = told(client, case)
    assert "Réponse annulée : Réponse : c’est fait" in [title.replace("\u00a0", " ") for title in titles]
    assert f"A demandé un nouveau message le {words.full_day(day)}" in titles


def test_page_of_the_file_names_the_call_and_opens_the_box_for_it(client, officer):
    asked = task(officer, days=4, kind=TaskKind.HELP, reason="answer.help;;", day_part="afternoon")

    response = client.get(f"/desk/cases/{asked.case.reference}/?task={asked.pk}")

    assert response.context["note_form"]["kind"].value() == "call"
    assert ", l’après-midi" in response.content.decode()
