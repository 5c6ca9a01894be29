"""What the desk shows of reminders: what is planned, why a task is there, how to call."""

from datetime import date

import pytest
from django.utils import translation

from companies.cases.enums import TaskKind
from companies.cases.models import Case
from companies.outreach import queries, reasons
from companies.outreach.enums import Cause, Rung
from companies.outreach.models import Reminder
from tests.outreach.passing import at, drafting, invited
from tests.support import making


def test_planned_mail_is_shown_with_what_it_will_say(days):
    firm = making.company("Conserves Atlas")
    making.contact(firm)
    case = invited(firm=firm, officer=making.person(name="Hajar Alaoui"))
    days.sweep(at(5))
    (planned,) = queries.planned(case, at=at(5))
    assert (planned.form, planned.reminder.due_at) == (Rung.MAIL, at(7, 8, 30))
    assert planned.subject.startswith("Commencer votre candidature")
    assert "Conserves Atlas" in planned.text
    assert "Hajar Alaoui" in planned.text


def test_what_the_file_has_left_behind_is_no_plan_before_the_next_sweep(days):
    case = invited()
    days.sweep(at(5))
    Case.objects.filter(pk=case.pk).update(stage="application", status="submitted")
    case.refresh_from_db()
    assert Reminder.objects.planned().filter(case=case).exists()
    assert (queries.planned(case, at=at(5)), queries.coming(case, at=at(5))) == ([], [])


def test_nothing_further_than_three_days_is_shown(days):
    case = invited()
    days.sweep(at(1))
    assert queries.planned(case, at=at(1)) == []


def test_planned_call_is_shown_with_its_script_in_the_officers_language(days):
    case = drafting()
    days.through(0, 16)
    (planned,) = queries.planned(case, at=at(16), language="ar")
    assert (planned.form, planned.subject) == (Rung.CALL, "")
    assert planned.text.startswith("السلام عليكم")


def test_script_of_a_call_task_names_the_company_and_what_is_left(days):
    firm = making.company("Conserves Atlas")
    making.contact(firm)
    case = drafting(firm=firm, officer=making.person(name="Hajar Alaoui"))
    days.through(0, 17)
    task = case.tasks.get(kind=TaskKind.CALL)
    (paragraph,) = queries.script_of(task, language="fr", at=at(17))
    assert paragraph.startswith("Bonjour, ici Hajar Alaoui")
    assert "Conserves Atlas" in paragraph


def test_task_made_by_hand_has_no_script(db):
    from companies.cases import actions as cases
    from companies.journal.actors import SYSTEM

    task = cases.add_task(making.case(), kind=TaskKind.CALL, due_on=at(0).date(), by=SYSTEM, at=at(0))
    assert queries.script_of(task, language="fr", at=at(0)) == []


DAYS = [date(2027, 1, 4), date(2027, 1, 11)]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Invited, no sign of life since. Messages sent on 4 and 11\u00a0January."),
        ("fr", "Invitation restée sans signe de vie. Messages envoyés les 4 et 11\u00a0janvier."),
        ("ar", "دعوة بقيت دون أي تفاعل. أُرسلت رسالتان يومي 4 و11\u00a0يناير."),
    ],
)
def test_reason_is_told_in_the_language_of_the_page(language, words):
    with translation.override(language):
        assert queries.words_of(reasons.code("invited", 3, sent=DAYS)) == words


def test_reason_names_why_a_call_takes_the_place_of_a_message():
    with translation.override("en"):
        assert queries.words_of(reasons.code("invited", 1, Cause.NO_EMAIL)) == (
            "Invited, no sign of life since. No e-mail address is known."
        )


@pytest.mark.parametrize("reason", ["", "by hand", "unknown.3;;", "invited"])
def test_reason_of_another_hand_is_never_an_error(reason):
    with translation.override("en"):
        assert queries.words_of(reason) in ("", "Invited, no sign of life since.")
