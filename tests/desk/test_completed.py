"""What a completion brought, as the officer reads it."""

from datetime import date, timedelta

import pytest
from django.db.models import F

from companies.accounts.models import Absence
from companies.cases import actions as cases
from companies.cases.enums import Status, TaskKind
from companies.common import clock
from companies.enrolment import actions as enrolment
from companies.enrolment.models import Application, CompletionRequest
from companies.journal.actors import SYSTEM
from companies.questionnaires.actions import Sheet
from companies.reference import calendar
from companies.reference.enums import HolidayKind
from companies.reference.models import Holiday
from tests.enrolment import world
from tests.portal.papers import ask as slot_of
from tests.portal.papers import given
from tests.support import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(officer):
    """Sent, asked for an address, for a paper and for an answer in words; all of it given and sent."""
    case = world.invited_case(year=world.current_year(), at=clock.now(), officer=officer)
    application = world.filled(world.begun(case, at=clock.now()), at=clock.now())
    enrolment.submit(application, by=SYSTEM, at=clock.now())
    cases.move(case, Status.IN_REVIEW, by=SYSTEM, at=clock.now())
    slot = slot_of(case.year)
    enrolment.request_completion(
        case,
        items=["le montant exporté"],
        questions=["address"],
        slots=["rc"],
        due_on=clock.today() + timedelta(days=9),
        by=officer.actor,
        at=clock.now(),
    )
    CompletionRequest.objects.update(asked_at=F("asked_at") - timedelta(minutes=1))
    given(case, slot)
    complete(case)
    return case


def complete(case):
    from companies.enrolment import completing
    from companies.questionnaires import published

    application, request = Application.objects.get(case=case), CompletionRequest.objects.get(case=case)
    form = completing.narrowed(published.declaration_of(application.response), request)
    said = {"address": "14, rue du Port", f"own_{request.pk}_1": "120 000 DH"}
    for page in form.pages:
        application = world.fresh(application)
        values = {question.key: said[question.key] for question in page.questions}
        sheet = Sheet(application.response.version, page.key)
        contact = world.contact_of(case)
        enrolment.save_page(
            application, page, values, complete=True, sheet=sheet, contact=contact, by=SYSTEM, at=clock.now()
        )
    enrolment.submit(world.fresh(application), by=SYSTEM, at=clock.now())


def test_application_page_shows_what_the_completion_brought(client, officer, case):
    page = client.get(f"/desk/cases/{case.reference}/application/").content.decode()

    brought = page.partition("Le complément du ")[2].partition("</section>")[0]
    assert all(each in brought for each in ("Adresse", "changé", "le montant exporté", "rc.pdf"))
    answer = page.partition("Questions sur votre dossier")[2] or page.partition("vous demande")[2]
    assert "120 000 DH" in answer


def test_application_page_leads_on_from_top_and_end(client, officer, case):
    page = client.get(f"/desk/cases/{case.reference}/application/").content.decode()
    assert [page.count(f'/desk/cases/{case.reference}/{act}/"') for act in ("move", "ask-back")] == [2, 0]


def test_story_and_task_say_that_the_completion_has_arrived(client, officer, case):
    page = client.get(f"/desk/cases/{case.reference}/").content.decode()

    task = case.tasks.open().get(kind=TaskKind.REVIEW)
    assert ("Complément envoyé" in page, "Le complément est arrivé." in page) == (True, True)
    assert (task.reason, task.due_on == calendar.working_day_from(task.due_on)) == ("completion.sent", True)


def test_task_of_a_review_opens_the_application(client, officer, case):
    step = client.get(f"/desk/cases/{case.reference}/").content.decode().partition("next-step")[2]
    assert f'class="btn btn-primary" href="/desk/cases/{case.reference}/application/"' in step


def test_who_stands_in_is_led_to_the_day_of_who_is_away(client, officer, case):
    deputy = making.person(name="Omar Tazi")
    Absence.objects.create(user=officer, deputy=deputy, begins_on=clock.today(), ends_on=clock.today())
    client.force_login(deputy)
    assert f"/desk/?for={officer.pk}" in client.get("/desk/").content.decode()
    assert case.company.display_name in client.get(f"/desk/?for={officer.pk}").content.decode()


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 27), date(2026, 11, 27)),
        (date(2026, 11, 28), date(2026, 11, 30)),
        (date(2026, 11, 29), date(2026, 11, 30)),
        (date(2026, 12, 4), date(2026, 12, 7)),
    ],
)
def test_task_falls_on_a_working_day(db, day, working):
    Holiday.objects.create(on=date(2026, 12, 4), kind=HolidayKind.EXCEPTIONAL, closed=True)
    assert calendar.working_day_from(day) == working
