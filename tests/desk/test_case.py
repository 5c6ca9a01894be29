"""The page of one case, and the box on it."""

import re
from datetime import time, timedelta

import pytest

from companies.accounts.enums import Role
from companies.accounts.models import Absence
from companies.cases import actions as cases
from companies.cases.enums import ClosedAs, InteractionKind, Outcome, Status, TaskKind
from companies.cases.models import Case, Interaction, Task
from companies.common import clock, words
from companies.desk.timeline import story
from companies.dialogue import actions as dialogue
from companies.dialogue.enums import ObstacleCode, Source
from companies.enrolment import actions as enrolment
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.mail import queries as mail
from companies.mail.models import Message
from companies.mail.wording import Content
from companies.outreach.models import Reminder
from companies.reference.models import Country, LegalForm
from companies.registry import actions as registry
from companies.registry.enums import FactSource, MarketKind
from tests.support import making

pytestmark = pytest.mark.django_db


def url(case, more=""):
    return f"/desk/cases/{case.reference}/{more}"


def page(client, case, **query):
    answer = client.get(url(case), query)
    assert answer.status_code == 200
    return answer


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def case(officer):
    return making.case(
        making.company("Conserves Doukkala SARL", name_ar="مصبرات دكالة", ice="001534867000042", town="El Jadida"),
        officer=officer,
    )


def test_page_shows_who_where_and_by_whom(client, officer, case):
    words = text(page(client, case))
    for expected in ("Conserves Doukkala SARL", "مصبرات دكالة", case.reference, "001534867000042", "Suivi par vous"):
        assert expected in words


def test_page_of_another_region_does_not_exist(client, officer):
    assert client.get(url(making.case(region=making.SOUSS))).status_code == 404


def test_page_names_the_deputy(client, officer):
    away = making.person(name="Youssef Tazrout")
    Absence.objects.create(
        user=away,
        deputy=making.person(name="Salma Idrissi"),
        begins_on=clock.today(),
        ends_on=clock.today(),
    )
    assert "Suivi par Youssef Tazrout, avec Salma Idrissi pour remplaçant" in text(
        page(client, making.case(officer=away))
    )


def test_national_manager_reads_and_is_offered_nothing(client, as_role, django_user_model):
    as_role(Role.NATIONAL)
    case = making.case()
    answer = page(client, case)
    assert "<textarea" not in answer.content.decode()
    assert client.post(url(case, "notes/"), {"kind": "note", "text": "Vu"}).status_code == 403
    assert not Interaction.objects.exists()


def test_page_says_what_is_known_of_the_company(client, officer):
    firm = making.company("Conserves Doukkala", legal_form=LegalForm.objects.get(code="SARL"), rc_number="11807")
    at, spain, ivory = making.AT, *Country.objects.filter(code__in=["ES", "CI"]).order_by("-code")
    registry.set_products(firm, [("160413", "Sardines"), ("2005", "")], by=SYSTEM, at=at)
    registry.set_markets(firm, MarketKind.WANTED, [spain, ivory], by=SYSTEM, at=at)
    for year, turnover in ((2024, 1), (2025, 4662000)):
        registry.set_year(firm, year, source=FactSource.LIST, turnover=turnover, headcount=41, by=SYSTEM, at=at)
    case = making.case(firm, reached=Status.DIAGNOSTIC)
    for code in (ObstacleCode.LOGISTICS, ObstacleCode.LOGISTICS, ObstacleCode.MISSING_DOCUMENT):
        dialogue.record_obstacle(case, code, source=Source.CALL, by=officer.actor, at=at)
        at += timedelta(hours=1)

    sheet = page(client, case).context["sheet"]

    assert {str(fact.label): fact.value for fact in sheet.facts} == {
        "Produits": "Sardines, 2005",
        "Chiffre d’affaires 2025": "4\N{NARROW NO-BREAK SPACE}662\N{NARROW NO-BREAK SPACE}000\N{NO-BREAK SPACE}MAD",
        "Effectif": "41",
        "Vise": "Espagne, Côte d’Ivoire",
        "Frein": "Document manquant, Logistique",
        "Forme juridique": "Société à responsabilité limitée",
        "Registre du commerce": "11807",
        "Origine": "Liste ciblée",
    }
    assert list(sheet.notes) == ["targeted", "application", "coaching"]


def test_timeline_tells_all_in_order(client, officer, case):
    at = clock.now()
    enrolment.invite([case], by=officer.actor, at=at - timedelta(days=9))
    case.refresh_from_db()
    cases.log_interaction(
        case,
        kind=InteractionKind.CALL,
        outcome=Outcome.SPOKEN,
        text="Vise l’Espagne",
        by=officer.actor,
        at=at - timedelta(days=8),
    )
    dialogue.record_obstacle(
        case, ObstacleCode.LOGISTICS, source=Source.CALL, by=officer.actor, at=at - timedelta(days=7)
    )
    cases.move(case, Status.DRAFT, by=SYSTEM, at=at - timedelta(days=6))
    dialogue.close_case(
        case, closed_as=ClosedAs.CEASED, by=officer.actor, at=at - timedelta(days=5), note="Liquidation"
    )
    titles = [event.title for event in page(client, case).context["past"]]
    assert [title for title in titles if "Message" not in title and title != "Dossier ouvert"] == [
        "Dossier clos\N{NO-BREAK SPACE}: Activité cessée",
        "Candidature commencée",
        "Frein\N{NO-BREAK SPACE}: Logistique",
        "Appel\N{NO-BREAK SPACE}: Contact établi",
        "Invitée → Jointe",
        "Sur la liste → Invitée",
    ]
    assert sum("Message" in title for title in titles) == 1


def test_planned_reminder_stands_above_today_and_is_cancelled(client, officer, case):
    reminder = planned(case)
    event = page(client, case).context["planned"][0]
    assert event.title == "Rappel prévu\N{NO-BREAK SPACE}: Invitée, rien commencé"
    client.post(event.acts[0].url)
    reminder.refresh_from_db()
    assert (reminder.state, reminder.reason) == ("cancelled", "by_hand")
    told = page(client, case).context["past"][0]
    assert (told.title, told.who) == ("Rappel annulé\N{NO-BREAK SPACE}: Invitée, rien commencé", officer.name)
    assert page(client, case).context["planned"] == []


def planned(case, **fields):
    at = clock.now()
    person = case.company.contacts.order_by("id").first()
    if case.status == Status.LISTED:
        cases.move(case, Status.INVITED, by=SYSTEM, at=at)
    return Reminder.objects.create(
        **{
            "kind": "invited",
            "case": case,
            "subject": str(person.pk),
            "occurrence": "1:1",
            "rung": 1,
            "contact": person,
            "starts_at": at,
            "due_at": at + timedelta(hours=30),
            "planned_at": at,
            **fields,
        }
    )


def test_reminder_beyond_72_hours_is_not_shown(client, officer, case):
    planned(case, due_at=clock.now() + timedelta(hours=73))
    assert page(client, case).context["planned"] == []


def test_reminder_shows_what_it_would_say(client, officer, case):
    reminder = planned(case)
    words = text(client.get(url(case, f"reminders/{reminder.pk}/")))
    assert "Annuler ce rappel" in words


def test_reminder_of_who_wants_none_is_shown_as_not_leaving(client, officer, case):
    at = clock.now()
    reminder = planned(case)
    outbox.suppress(reminder.contact.email, reason="page", at=at)

    answer = page(client, case)

    event = answer.context["planned"][0]
    assert event.title.replace("\u00a0", " ") == "Rappel qui ne partira pas : Invitée, rien commencé"
    assert event.text.endswith("ne souhaite plus de rappels.")
    since = words.day_year(clock.local_day(at), "fr").replace("\u00a0", " ")
    assert f"ne souhaite plus de rappels depuis le {since}" in text(answer)
    assert "Ce rappel ne partira pas" in text(client.get(url(case, f"reminders/{reminder.pk}/")))


def test_call_of_who_wants_no_reminders_is_planned_all_the_same(client, officer, case):
    call = planned(case, rung=3)
    outbox.suppress(call.contact.email, reason="page", at=clock.now())

    assert page(client, case).context["planned"][0].title.replace("\u00a0", " ").startswith("Appel prévu : ")
    assert "Ce rappel ne partira pas" not in text(client.get(url(case, f"reminders/{call.pk}/")))


def test_reminder_that_left_leads_back(client, officer, case):
    reminder = planned(case, state="cancelled", reason="by_hand", ended_at=clock.now())
    assert client.get(url(case, f"reminders/{reminder.pk}/")).status_code == 302
    assert client.post(url(case, f"reminders/{reminder.pk}/cancel/")).status_code == 302


def test_reminder_of_another_case_does_not_exist(client, officer, case):
    reminder = planned(making.case())
    assert client.get(url(case, f"reminders/{reminder.pk}/")).status_code == 404
    assert client.post(url(case, f"reminders/{reminder.pk}/cancel/")).status_code == 404


def messaged(case, state, at, purpose="draft.rung1", **fields):
    content = Content("Commencer", "b", "")
    message = outbox.post(purpose=purpose, to="a@b.example", language="fr", content=content, stream=case.stream, at=at)
    Message.objects.filter(pk=message.pk).update(state=state, **fields)


def morning():
    """Today at ten in Casablanca, or yesterday if that is still to come."""
    at = clock.instant(clock.today(), time(10))
    return at if at < clock.now() else at - timedelta(days=1)


DELIVERED = [
    ("queued", {}, "en attente de départ", ""),
    (
        "queued",
        {"last_error": "451 later"},
        "en attente de départ",
        "Le serveur de messagerie ne l’a pas encore pris\u202f; un nouvel essai suivra.",
    ),
    ("sent", {"accepted_at": timedelta(minutes=2)}, "Accepté à 10\u00a0h\u00a002", ""),
    ("sent", {"accepted_at": timedelta(hours=15)}, None, ""),
    (
        "uncertain",
        {},
        "peut-être remis",
        "La liaison s’est coupée après la remise du message\u00a0: personne ne sait s’il est arrivé.",
    ),
    (
        "withdrawn",
        {"last_error": "too late"},
        "retiré, devenu inutile",
        "Son délai était passé avant qu’il puisse partir.",
    ),
    (
        "withdrawn",
        {"last_error": "no longer needed"},
        "retiré, devenu inutile",
        "Il n’était plus utile\u00a0: le dossier avait avancé.",
    ),
    (
        "dead",
        {"last_error": "550 5.1.1 unknown"},
        "refusé",
        "Le serveur de messagerie a dit\u00a0: \u2068550 5.1.1 unknown\u2069",
    ),
]


@pytest.mark.parametrize(("state", "fields", "word", "why"), DELIVERED)
def test_message_says_in_words_how_far_it_came(client, officer, case, state, fields, word, why):
    at = morning()
    moments = {name: at + value if name == "accepted_at" else value for name, value in fields.items()}
    messaged(case, state, at, **moments)
    (told,) = [event for event in page(client, case).context["past"] if event.deliveries]
    (delivery,) = told.deliveries
    if word is None:
        word = f"Accepté le {words.day(clock.local_day(at + timedelta(days=1)))}"
    assert (delivery.word, told.text, bool(delivery.link)) == (word, why, state == "dead")


def test_message_of_a_ladder_is_a_reminder_and_others_are_messages(client, officer, case):
    at = morning()
    messaged(case, "queued", at)
    messaged(case, "queued", at - timedelta(minutes=1), purpose="receipt")
    titles = [event.title for event in page(client, case).context["past"] if event.deliveries]
    assert [title.split("\N{NO-BREAK SPACE}")[0] for title in titles] == ["Rappel", "Message"]


def test_what_did_not_leave_is_folded_with_its_reasons(client, officer, case):
    at = morning()
    for number, (state, reason) in enumerate([("suppressed", "opted_out"), ("cancelled", "sign")], 1):
        planned(
            case,
            state=state,
            reason=reason,
            rung=number,
            occurrence=f"1:{number}",
            ended_at=at + timedelta(minutes=number),
        )
    past = page(client, case).context["past"]
    (told,) = [event for event in past if event.folded]
    assert told.title == "2\N{NO-BREAK SPACE}rappels ne sont pas partis"
    assert [line.split("\N{NO-BREAK SPACE}: ")[1] for line in told.folded] == [
        "l’entreprise a donné signe de vie",
        "la personne a demandé à ne plus recevoir de rappels",
    ]
    assert "<summary>2\N{NO-BREAK SPACE}rappels ne sont pas partis</summary>" in page(client, case).content.decode()


def test_reminder_that_left_in_another_files_message_is_told_without_its_words(client, officer, case):
    at = morning()
    messaged(making.case(), "sent", at, accepted_at=at)
    planned(case, state="posted", message=Message.objects.get(), ended_at=at)
    (told,) = [event for event in page(client, case).context["past"] if event.deliveries]
    assert told.title == (
        "Rappel, dans un même message que celui d’un autre dossier\N{NO-BREAK SPACE}: Invitée, rien commencé, Message 1"
    )
    assert ("Commencer" in told.title, told.links, told.deliveries[0].address) == (False, [], "a@b.example")


def test_what_happened_between_parts_the_folds(client, officer, case):
    at = morning()
    for number, minutes in enumerate((5, 1), 1):
        planned(
            case,
            state="cancelled",
            reason="sign",
            rung=number,
            occurrence=f"1:{number}",
            ended_at=at + timedelta(minutes=minutes),
        )
    messaged(case, "queued", at + timedelta(minutes=3))
    shown = [bool(event.folded) for event in page(client, case).context["past"] if event.folded or event.deliveries]
    assert shown == [True, False, True]


def test_line_of_a_kind_that_is_no_more_is_no_failure(client, officer, case):
    planned(case, kind="old", state="suppressed", reason="off", rung=9, ended_at=morning())
    (told,) = [event for event in page(client, case).context["past"] if event.folded]
    assert "old, 9" in told.folded[0]


def fill(case, count):
    at = clock.now()
    for number in range(count):
        cases.log_interaction(
            case, kind=InteractionKind.NOTE, text=f"Note {number}", by=SYSTEM, at=at - timedelta(minutes=number)
        )


@pytest.mark.parametrize("events", [10, 100])
def test_page_costs_the_same_with_ten_and_a_hundred_events(client, officer, case, events, django_assert_num_queries):
    fill(case, events)
    with django_assert_num_queries(10):
        page(client, case)


def test_page_costs_the_same_with_one_person_and_task_and_with_three(client, officer, case, django_assert_num_queries):
    def add():
        making.contact(case.company, primary=False)
        cases.add_task(case, kind=TaskKind.CALL, due_on=clock.today(), by=SYSTEM, at=clock.now())

    add()
    planned(case)
    with django_assert_num_queries(11):
        page(client, case)
    add(), add()
    planned(case, occurrence="1:2", rung=2), planned(case, occurrence="1:3", rung=3)
    with django_assert_num_queries(11):
        page(client, case)


def test_many_tasks_show_the_first_ones_and_a_way_to_all(client, officer, case):
    days = [clock.today() + timedelta(days=n) for n in (9, 2, 5, 1, 8, 3, 7, 4)]
    for day in days:
        cases.add_task(case, kind=TaskKind.CALL, due_on=day, by=SYSTEM, at=clock.now())
    context = page(client, case).context
    assert ([day for _task, day in context["tasks"]], context["tasks_count"]) == (sorted(days)[:6], 8)
    assert len(page(client, case, tasks="all").context["tasks"]) == 8


def test_timeline_pages_show_every_event_once(client, officer, case):
    fill(case, 57)
    seen, older = [], ""
    for _turn in range(5):
        context = page(client, case, before=older).context
        seen += [event.text for event in context["past"] if event.text]
        older = context["older"]
        if not older:
            break
    assert seen == [f"Note {number}" for number in range(57)]


def test_events_of_one_instant_are_neither_lost_nor_repeated(case):
    at = clock.now()
    for number in range(45):
        cases.log_interaction(case, kind=InteractionKind.NOTE, text=str(number), by=SYSTEM, at=at)
    marks, before = [], ""
    for _turn in range(5):
        found = story(case, before=before)
        marks += [happening.mark for happening in found.happenings]
        before = found.before
        if not before:
            break
    assert len(marks) == len(set(marks)) == 46


@pytest.mark.parametrize("cursor", ["x", "!!!", "bm90IGEgY3Vyc29y", "MjAyNi0xMS0yNHx0", "%00"])
def test_mangled_cursor_shows_the_newest_page(client, officer, case, cursor):
    fill(case, 3)
    assert len(page(client, case, before=cursor).context["past"]) == 4


@pytest.mark.parametrize(
    ("shown", "titles"),
    [("talks", ["Note"]), ("moves", ["Dossier ouvert"]), ("messages", []), ("nonsense", ["Note", "Dossier ouvert"])],
)
def test_timeline_is_narrowed(client, officer, case, shown, titles):
    fill(case, 1)
    assert [event.title for event in page(client, case, show=shown).context["past"]] == titles


def test_message_is_read_without_its_link(client, officer, case):
    enrolment.invite([case], by=officer.actor, at=clock.now())
    message = mail.of_stream(case.stream).get()
    token = re.search(r"/i/([\w-]+)/", message.text)[1]
    words = client.get(url(case, f"messages/{message.pk}/")).content.decode()
    assert message.subject.split(":")[0].strip()[:12] in words
    assert token not in words


def test_message_with_a_code_is_read_by_nobody_here(client, officer, case):
    content = Content(subject="Code", text="Voici 48291537.", html="")
    outbox.post(
        purpose="signin.code",
        to="a@b.example",
        language="fr",
        content=content,
        stream=case.stream,
        secret=True,
        essential=True,
        at=clock.now(),
    )
    message = mail.of_stream(case.stream).get()
    assert "48291537" not in client.get(url(case, f"messages/{message.pk}/")).content.decode()


def test_message_of_another_case_does_not_exist(client, officer, case):
    other = making.case(officer=officer)
    enrolment.invite([other], by=officer.actor, at=clock.now())
    message = mail.of_stream(other.stream).get()
    assert client.get(url(case, f"messages/{message.pk}/")).status_code == 404


def test_draft_shows_how_far_it_is_and_not_what_it_says(client, officer, case):
    enrolment.start(case, case.company.contacts.get(), by=SYSTEM, at=clock.now())
    words = text(page(client, case))
    assert "Brouillon, 0 sur 8" in words
    assert "Un brouillon appartient à l’entreprise" in client.get(url(case, "application/")).content.decode()
    assert client.get(url(case, "application/file.pdf")).status_code == 404


def note(client, case, **said):
    return client.post(url(case, "notes/"), {"kind": "note", **said})


def test_note_is_kept(client, officer, case):
    answer = note(client, case, text="À rappeler")
    assert "Noté." in client.get(answer.url).content.decode()
    row = Interaction.objects.get()
    assert (row.kind, row.text, row.by) == ("note", "À rappeler", officer)


def test_call_with_result_and_next_step(client, officer, case):
    day = clock.today() + timedelta(days=3)
    answer = note(client, case, kind="call", outcome="spoken", next_on=day.isoformat())
    assert f"Noté. Prochaine étape le {words.full_day(day)}." in client.get(answer.url).content.decode()
    assert Case.objects.get().status == "reached"
    assert list(Task.objects.values_list("kind", "due_on")) == [("follow_up", day)]


def test_call_ends_the_task_it_was_for(client, officer, case):
    task = cases.add_task(case, kind=TaskKind.CALL, due_on=clock.today(), by=SYSTEM, at=clock.now())
    form = page(client, case, task=task.pk).context["note_form"]
    assert form.initial == {"task": task.pk, "kind": "call"}
    note(client, case, kind="call", outcome="no_answer", task=task.pk)
    task.refresh_from_db()
    assert (task.done_by, task.outcome) == (officer, "no_answer")


@pytest.mark.parametrize("task", ["x", "²", "99999999999999999999999", "-1", "0"])
def test_box_of_no_task_is_an_empty_box(client, officer, case, task):
    assert page(client, case, task=task).context["note_form"].initial == {}


def test_task_of_another_case_is_not_ended(client, officer, case):
    task = cases.add_task(making.case(), kind=TaskKind.CALL, due_on=clock.today(), by=SYSTEM, at=clock.now())
    note(client, case, text="Vu", task=task.pk)
    task.refresh_from_db()
    assert task.done_at is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": ""}, "text"),
        ({"kind": "dance", "text": "Vu"}, "kind"),
        ({"kind": "call", "outcome": "maybe"}, "outcome"),
        ({"text": "Vu", "outcome": "spoken"}, "outcome"),
        ({"text": "Vu", "happened_on": "2999-01-01"}, "happened_on"),
        ({"text": "Vu", "happened_on": "hier"}, "happened_on"),
        ({"text": "Vu", "next_on": "demain"}, "next_on"),
        ({"text": "x" * 5001}, "text"),
        ({"text": "Vu", "task": "douze"}, "task"),
    ],
)
def test_note_that_cannot_be_kept_comes_back(client, officer, case, said, field):
    answer = note(client, case, **said)
    assert answer.status_code == 422
    assert list(answer.context["note_form"].errors) == [field]
    assert not Interaction.objects.exists()


def test_note_is_not_got(client, officer, case):
    assert client.get(url(case, "notes/")).status_code == 405


def test_page_in_arabic_shows_the_arabic_name_first(client, officer, case):
    officer.language = "ar"
    officer.save()
    html = page(client, case).content.decode()
    assert 'dir="rtl"' in html
    assert "<h1><bdi>مصبرات دكالة</bdi>" in html
