"""My day, and what is done with a task."""

from datetime import timedelta

import pytest

from companies.accounts.enums import Role
from companies.accounts.models import Absence
from companies.cases import actions as cases
from companies.cases.enums import InteractionKind, Outcome, TaskKind
from companies.cases.models import Case, Task
from companies.common import clock, words
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.mail.models import Message
from companies.mail.wording import Content
from tests.support import making

pytestmark = pytest.mark.django_db
DAY = "/desk/"


def task(owner, days=0, kind=TaskKind.CALL, **fields):
    case = fields.pop("case", None) or making.case(officer=owner)
    due = clock.today() + timedelta(days=days)
    return cases.add_task(
        case, kind=kind, due_on=due, by=SYSTEM, at=clock.now() + timedelta(days=min(days, 0)), **fields
    )


def groups(client, **query):
    found = client.get(DAY, query).context["groups"]
    return {group.title: [line.act for line in group.lines] for group in found}


def counts(client):
    return {str(count.label): count.number for count in client.get(DAY).context["counts"]}


def test_day_groups_what_presses(client, officer):
    task(officer, kind=TaskKind.LETTER)
    task(officer, reason="invited.3;;20261110")
    task(officer, kind=TaskKind.FIND_CONTACT, reason="answer.wrong_person")
    task(officer, days=-2)
    task(officer, days=1)
    assert groups(client) == {
        "En retard": ["Appeler"],
        "Attendent notre réponse": ["Trouver la bonne personne"],
        "Sans nouvelles": ["Appeler"],
        "Aussi aujourd’hui": ["Envoyer une lettre"],
    }


def test_late_tasks_stand_with_the_longest_waiting_first(client, officer):
    tasks = [task(officer, days=-days) for days in (1, 9, 4)]
    lines = client.get(DAY).context["groups"][0].lines
    assert [line.title for line in lines] == [tasks[n].case.company.name for n in (1, 2, 0)]
    assert lines[2].late == "C’était à faire hier."


def test_who_waits_for_us_stands_by_the_day_we_answer_by(client, officer):
    for days, kind in ((5, TaskKind.REVIEW), (1, TaskKind.JOIN), (3, TaskKind.CLOCK)):
        task(officer, days=days, kind=kind, reason="answer.sent" if kind == TaskKind.REVIEW else "")
    (group,) = client.get(DAY).context["groups"]
    days = [words.day(clock.today() + timedelta(days=days)) for days in (1, 3, 5)]
    assert [line.act.partition(", ")[2] for line in group.lines] == [f"avant le {day} au soir" for day in days]


def test_line_has_reason_and_telephone(client, officer):
    task(officer, reason="invited.3;;20261110,20261117")
    line = client.get(DAY).context["groups"][0].lines[0]
    assert "17\N{NO-BREAK SPACE}novembre" in line.reason
    assert line.phone == "+212661203142"
    assert line.main.url.endswith(f"?task={Task.objects.get().pk}#note")


def test_task_set_down_by_hand_says_what_was_noted_last(client, officer):
    by_hand = task(officer, kind=TaskKind.FOLLOW_UP)
    for number, text in enumerate(["Ancien", "Rappeler après la récolte", ""]):
        outcome = "" if text else "no_answer"
        at = clock.now() + timedelta(minutes=number)
        cases.log_interaction(
            by_hand.case, kind=InteractionKind.CALL, outcome=Outcome(outcome), text=text, by=SYSTEM, at=at
        )
    line = client.get(DAY).context["groups"][0].lines[0]
    assert line.reason == "Dernière note\N{NO-BREAK SPACE}: Rappeler après la récolte"


def test_closed_case_leaves_only_what_was_promised_in_words(client, officer):
    late = task(officer, days=-3)
    task(officer, days=-1, kind=TaskKind.OTHER, title="Envoyer le guide", case=late.case)
    cases.close(late.case, closed_as="ceased", by=SYSTEM, at=clock.now())
    assert groups(client) == {"En retard": ["Envoyer le guide"]}


def test_application_sent_is_on_the_list_from_its_day(client, officer):
    sent = task(officer, days=5, kind=TaskKind.REVIEW, reason="answer.sent")
    line = client.get(DAY).context["groups"][0].lines[0]
    assert groups(client) == {
        "Attendent notre réponse": [f"Examiner la candidature, avant le {words.day(sent.due_on)} au soir"]
    }
    assert line.reason == "L’entreprise a envoyé sa candidature."
    assert (counts(client)["à faire"], counts(client)["en retard"]) == (1, 0)


def test_late_day_of_another_year_has_its_year(client, officer):
    task(officer, days=-400)
    late = client.get(DAY).context["groups"][0].lines[0].late
    assert str(clock.today().year) not in late
    assert str((clock.today() - timedelta(days=400)).year) in late


def test_closed_files_do_not_count(client, officer):
    making.case(officer=officer)
    cases.close(making.case(officer=officer), closed_as="ceased", by=SYSTEM, at=clock.now())
    count = next(each for each in client.get(DAY).context["counts"] if str(each.label) == "dossier")
    assert (count.number, client.get(count.url).context["page"].count.number) == (1, 1)


def test_counts_are_those_of_the_lists(client, officer):
    task(officer, days=-1), task(officer)
    cases.snooze_task(task(officer), clock.today() + timedelta(days=3), by=SYSTEM, at=clock.now())
    cases.complete_task(task(officer), by=officer.actor, at=clock.now())
    assert counts(client) == {"à faire": 2, "en retard": 1, "faite aujourd’hui": 1, "reportée": 1, "dossiers": 4}
    assert groups(client, show="later") == {"Aussi aujourd’hui": ["Appeler"]}


def test_task_put_off_until_today_is_due_and_not_late(client, officer):
    put_off = task(officer, days=-5)
    Task.objects.filter(pk=put_off.pk).update(snoozed_until=clock.today())
    assert groups(client) == {"Aussi aujourd’hui": ["Appeler"]}
    assert counts(client)["en retard"] == 0


def test_tasks_of_others_are_not_shown(client, officer):
    task(making.person())
    assert groups(client) == {}


def stand_in(away, deputy):
    return Absence.objects.create(user=away, deputy=deputy, begins_on=clock.today(), ends_on=clock.today())


def test_deputy_sees_the_list_of_who_is_away(client, officer):
    away = making.person(Role.OFFICER, making.SOUSS, name="Youssef Tazrout")
    task(away, case=making.case(officer=away, region=making.SOUSS))
    assert groups(client, **{"for": away.pk}) == {}
    stand_in(away, officer)
    words = client.get(DAY).content.decode()
    assert "Vous remplacez Youssef Tazrout" in words
    assert f"/desk/?for={away.pk}" in words
    assert groups(client, **{"for": away.pk}) == {"Aussi aujourd’hui": ["Appeler"]}


def test_empty_day_says_when_something_comes(client, officer):
    assert "Rien à faire aujourd’hui" in client.get(DAY).content.decode()
    cases.snooze_task(task(officer), clock.today() + timedelta(days=3), by=SYSTEM, at=clock.now())
    assert "Les tâches reportées reviennent" in client.get(DAY).content.decode()


def test_day_costs_the_same_for_one_and_three(client, officer, django_assert_num_queries):
    task(officer)
    stand_in(making.person(), officer)
    with django_assert_num_queries(12):
        client.get(DAY)
    task(officer, days=-1), task(officer, reason="invited.3;;")
    stand_in(making.person(), officer), stand_in(making.person(), officer)
    with django_assert_num_queries(12):
        client.get(DAY)


def undelivered(case, state="dead"):
    content = Content("Commencer votre candidature", "b", "")
    message = outbox.post(
        purpose="t", to="a@b.example", language="fr", content=content, stream=case.stream, at=clock.now()
    )
    Message.objects.filter(pk=message.pk).update(state=state)
    return message


def test_messages_that_did_not_arrive_are_told_only_if_there_are_any(client, officer):
    case = making.case()
    message = undelivered(case)
    undelivered(making.case(region=making.SOUSS))
    page = client.get(DAY).content.decode()
    assert "1\u00a0message n’est pas arrivé, ou peut-être pas." in page
    assert 'href="/desk/mail/"' in page
    outbox.mark_seen(message, by=officer.actor, at=clock.now())
    assert 'href="/desk/mail/"' not in client.get(DAY).content.decode()


def test_task_is_done_and_leads_back(client, officer):
    open_task = task(officer)
    answer = client.post(f"/desk/tasks/{open_task.pk}/done/", {"next": DAY})
    assert answer.url == DAY
    open_task.refresh_from_db()
    assert open_task.done_by == officer


def test_way_back_leads_nowhere_else(client, officer):
    open_task = task(officer)
    answer = client.post(f"/desk/tasks/{open_task.pk}/done/", {"next": "https://elsewhere.example/"})
    assert answer.url == f"/desk/cases/{open_task.case.reference}/"


def test_task_is_put_off(client, officer):
    open_task, day = task(officer), clock.today() + timedelta(days=5)
    answer = client.post(f"/desk/tasks/{open_task.pk}/later/", {"until": day.isoformat(), "next": DAY})
    assert answer.url == DAY
    open_task.refresh_from_db()
    assert open_task.snoozed_until == day


@pytest.mark.parametrize("until", ["", "demain", "2026-01-01", "0000-00-00"])
def test_task_put_off_to_no_later_day_comes_back(client, officer, until):
    answer = client.post(f"/desk/tasks/{task(officer).pk}/later/", {"until": until})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["until"])
    assert Task.objects.get().snoozed_until is None


def test_task_is_handed_over(client, officer):
    open_task, colleague = task(officer), making.person()
    client.post(f"/desk/tasks/{open_task.pk}/hand-over/", {"person": colleague.pk})
    open_task.refresh_from_db()
    assert open_task.owner == colleague


@pytest.mark.parametrize("who", ["", "nobody", "999999"])
def test_task_handed_to_nobody_comes_back(client, officer, who):
    answer = client.post(f"/desk/tasks/{task(officer).pk}/hand-over/", {"person": who})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["person"])


def test_task_is_not_handed_to_a_colleague_of_another_region(client, officer):
    elsewhere = making.person(Role.OFFICER, making.SOUSS)
    answer = client.post(f"/desk/tasks/{task(officer).pk}/hand-over/", {"person": elsewhere.pk})
    assert answer.status_code == 422
    assert Task.objects.get().owner == officer


def test_task_of_another_region_does_not_exist(client, officer):
    elsewhere = task(None, case=making.case(region=making.SOUSS))
    for act in ("done", "later", "hand-over"):
        assert client.post(f"/desk/tasks/{elsewhere.pk}/{act}/").status_code == 404


def new_task(client, case, **fields):
    return client.post(f"/desk/cases/{case.reference}/tasks/new/", fields)


def test_task_is_set_down_by_hand(client, officer):
    case = making.case(officer=officer)
    day = clock.today() + timedelta(days=2)
    new_task(client, case, kind="other", title="Relire le plan", due_on=day.isoformat())
    assert Task.objects.values_list("title", "owner", "due_on").get() == ("Relire le plan", officer.pk, day)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "other", "due_on": "2999-01-01"}, "title"),
        ({"kind": "call"}, "due_on"),
        ({"kind": "call", "due_on": "31/31/31"}, "due_on"),
        ({"kind": "review", "due_on": "2999-01-01"}, "kind"),
        ({"kind": "call", "due_on": "2999-01-01", "title": "x" * 201}, "title"),
    ],
)
def test_task_that_is_not_understood_comes_back(client, officer, fields, field):
    answer = new_task(client, making.case(), **fields)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Task.objects.exists()


def test_coach_without_a_file_has_no_tasks_and_no_error(client, as_role):
    as_role(Role.COACH)
    assert groups(client) == {}
    assert Case.objects.count() == 0


def test_arabic_day_has_the_town_by_its_arabic_name_and_isolates_an_unknown_one(client, officer):
    officer.language = "ar"
    officer.save(update_fields=["language"])
    for town in ("Casablanca", "Douar Oufella"):
        task(officer, case=making.case(making.company(town, town=town), officer=officer))
    places = [line.place.split(" · ")[0] for line in client.get(DAY).context["groups"][0].lines]
    assert places == ["الدار البيضاء", "\u2068Douar Oufella\u2069"]
