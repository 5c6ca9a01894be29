"""Who gets what at the officers' door (tests/architecture/README.md)."""

from datetime import date, timedelta
from uuid import uuid4

from companies.cases import actions as cases
from companies.cases.enums import ClosedAs, Status, TaskKind
from companies.cases.importing import actions as importing
from companies.cases.models import Case
from companies.common import clock
from companies.enrolment import actions as enrolment
from companies.enrolment.models import Application, DocumentSlot
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.mail import queries as mail
from companies.mail.wording import Content
from companies.outreach.models import Reminder
from companies.registry.models import Contact
from tests.architecture.sweep import Row, Side, Thing
from tests.enrolment.arrivals import asked_in
from tests.portal.papers import ask, given

NOWHERE = 999_999_999
WORKING = {"workers": 200, "national": 403}
REFUSED = {"workers": 422, "national": 403}
DONE = {"workers": 302, "national": 403}


def message_of(side: Side) -> str:
    case = Case.objects.get(pk=side.case.pk)
    if case.status == Status.LISTED:
        enrolment.invite([case], by=SYSTEM, at=clock.now())
    return str(mail.of_stream(side.case.stream).first().pk)


def scan_of(side: Side) -> int:
    """A paper that an officer added."""
    slot = DocumentSlot.objects.filter(year=side.year, key="paper").first() or ask(side.year, "paper")
    return given(side.case, slot, staff=side.staff["officer"]).pk


def dead_message_of(side: Side) -> str:
    content = Content(side.canary, "b", "")
    message = outbox.post(
        purpose="t",
        to=f"{side.case.pk}@b.example",
        language="fr",
        content=content,
        stream=side.case.stream,
        at=clock.now(),
    )
    message.state = "dead"
    message.save(update_fields=["state"])
    return str(message.pk)


def reminder_of(side: Side) -> int:
    """A reminder that leaves tomorrow, of a case that was invited."""
    at = clock.now()
    case = Case.objects.get(pk=side.case.pk)
    if case.status == Status.LISTED:
        cases.move(case, Status.INVITED, by=SYSTEM, at=at)
    reminder, _made = Reminder.objects.get_or_create(
        kind="invited",
        case=case,
        subject=str(side.contact.pk),
        occurrence="1:1",
        defaults={
            "rung": 1,
            "contact": side.contact,
            "starts_at": at,
            "due_at": at + timedelta(days=1),
            "planned_at": at,
        },
    )
    return reminder.pk


def sent(side: Side) -> None:
    """An application that has been sent."""
    enrolment.start(side.case, side.contact, by=SYSTEM, at=clock.now())
    application = Application.objects.select_related("response").get(case=side.case)
    application.response.submitted_at = clock.now()
    application.response.save()


def begun(side: Side) -> None:
    enrolment.start(side.case, side.contact, by=SYSTEM, at=clock.now())


def closed(side: Side) -> None:
    case = Case.objects.get(pk=side.case.pk)
    if not case.is_closed:
        cases.close(case, closed_as=ClosedAs.CEASED, by=SYSTEM, at=clock.now())


def other_contact(side: Side) -> int:
    contact, _made = Contact.objects.get_or_create(company=side.company, name=f"{side.canary} 2")
    return contact.pk


def open_task(side: Side) -> int:
    return cases.add_task(side.case, kind=TaskKind.CALL, due_on=clock.today(), by=SYSTEM, at=clock.now()).pk


def batch_of(side: Side) -> int:
    """A list that the side's officer brought."""
    content = f"ICE;Raison sociale;Région\n002000041000054;{side.canary};{side.region.code}\n"
    return importing.receive(content.encode(), f"{side.canary}.csv", by=side.case.officer, at=clock.now()).pk


def tomorrow() -> str:
    return (date.today() + timedelta(days=2)).isoformat()  # noqa: DTZ011 - far enough ahead in any zone


def asks_in(side: Side) -> int:
    """Somebody waits for an answer."""
    asked_in(side.case, side.contact, at=clock.now())
    return Case.objects.get(pk=side.case.pk).joinings.latest("pk").pk


THINGS = {
    "reference": Thing(lambda side: side.case.reference, missing="EX27-ZZZZ-ZZ"),
}
CONTACT = {"pk": Thing(lambda side: side.contact.pk, missing=NOWHERE)}
TASK = {"pk": Thing(open_task, missing=NOWHERE)}
REMINDER = {"pk": Thing(reminder_of, missing=NOWHERE)}
SCAN = {"document": Thing(scan_of, missing=NOWHERE)}
BATCH = {"pk": Thing(batch_of, missing=NOWHERE)}
OWNERS = {"officer": 200, "admin": 200}  # a list is seen by who brought it and by the administrator
ANSWERED = {"officer": 302, "admin": 302}

TABLE = {
    "desk:day": Row(get={"workers": 200, "national": 302}),
    "desk:cases": Row(get="desk"),
    "desk:case_new": Row(get={"inviters": 200, "desk": 403}, post={"inviters": 422, "desk": 403}),
    "desk:case_open": Row(post={"inviters": 404, "desk": 403}),
    "desk:cases_open": Row(get={"inviters": 200, "desk": 403}, post={"inviters": 302, "desk": 403}),
    "desk:cases_hand_out": Row(get={"supervisors": 200, "desk": 403}, post={"supervisors": 302, "desk": 403}),
    "desk:case": Row(get="desk"),
    "desk:case_documents": Row(get="desk", post=REFUSED),
    "desk:case_document": Row(get="desk", things=SCAN),
    "desk:case_document_remove": Row(post=DONE, things=SCAN),
    "desk:case_note": Row(post=DONE, form={"kind": "note", "text": "Vu"}),
    "desk:case_move": Row(get=WORKING, post=REFUSED),
    "desk:case_close": Row(get=WORKING, post=REFUSED),
    "desk:case_reopen": Row(get=WORKING, post=REFUSED, prepare=closed),
    "desk:case_assign": Row(
        get={"supervisors": 200, "desk": 403}, post={"supervisors": 422, "desk": 403}, form={"person": NOWHERE}
    ),
    "desk:case_task": Row(get=WORKING, post=DONE, form={"kind": "call", "due_on": tomorrow()}),
    "desk:case_company": Row(get=WORKING, post=REFUSED),
    "desk:case_contact_new": Row(get=WORKING, post=REFUSED),
    "desk:case_contact": Row(get=WORKING, post=REFUSED, things=CONTACT),
    "desk:case_contact_main": Row(post=DONE, things={"pk": Thing(other_contact, missing=NOWHERE)}),
    "desk:case_contact_end": Row(post=DONE, things={"pk": Thing(other_contact, missing=NOWHERE)}),
    "desk:case_message": Row(get="desk", things={"pk": Thing(message_of, missing=str(uuid4()))}),
    "desk:case_reminder": Row(get="desk", things=REMINDER),
    "desk:case_reminder_cancel": Row(post=DONE, things=REMINDER),
    "desk:case_application": Row(get="desk", prepare=sent),
    "desk:case_application_pdf": Row(get="desk", prepare=sent),
    "desk:case_ask": Row(get=WORKING, post=REFUSED),
    "desk:case_ask_day": Row(get=WORKING, post=REFUSED),
    "desk:case_ask_withdraw": Row(get=WORKING, post=REFUSED),
    "desk:case_extend": Row(get=WORKING, post=REFUSED),
    "desk:case_join": Row(get=DONE),
    "desk:case_joining": Row(get=WORKING, post=REFUSED, things={"pk": Thing(asks_in, missing=NOWHERE)}),
    "desk:case_letter": Row(post={"inviters": 302, "desk": 403}),
    "desk:case_assist": Row(get={"assistants": 200, "desk": 403}, post={"assistants": 422, "desk": 403}),
    "desk:case_assist_end": Row(post={"assistants": 302, "desk": 403}),
    "desk:case_confirm": Row(
        get={"assistants": 200, "desk": 403}, post={"assistants": 422, "desk": 403}, prepare=begun
    ),
    "desk:task_done": Row(post=DONE, things=TASK),
    "desk:task_later": Row(get=WORKING, post=REFUSED, things=TASK),
    "desk:task_hand_over": Row(get=WORKING, post=REFUSED, things=TASK),
    "desk:mail_troubles": Row(get="desk"),
    "desk:mail_seen_shown": Row(post=DONE),
    "desk:mail_again": Row(post=DONE, things={"pk": Thing(dead_message_of, missing=str(uuid4()))}),
    "desk:mail_seen": Row(post=DONE, things={"pk": Thing(dead_message_of, missing=str(uuid4()))}),
    "desk:figures": Row(get="desk"),
    "desk:figure_files": Row(get="desk"),
    "desk:drop_off": Row(get="desk"),
    "desk:drop_off_files": Row(get="desk"),
    "desk:interest": Row(get="desk"),
    "desk:effect": Row(get="desk"),
    "desk:effect_files": Row(get="desk"),
    "desk:invitations": Row(get={"inviters": 200, "desk": 403}),
    "desk:invitations_send": Row(post={"inviters": 302, "desk": 403}),
    "desk:invitations_letters": Row(post={"inviters": 302, "desk": 403}),
    "desk:imports": Row(get={"inviters": 200, "desk": 403}, post={"inviters": 422, "desk": 403}),
    "desk:import": Row(get=OWNERS, things=BATCH),
    "desk:import_answers": Row(post=ANSWERED, things=BATCH),
    "desk:import_confirm": Row(post=ANSWERED, things=BATCH),
    "desk:import_abandon": Row(post=ANSWERED, things=BATCH),
}
