"""Who gets what at the companies' door (tests/architecture/README.md)."""

from django.db import transaction

from companies.cases import actions as cases
from companies.cases.enums import Act
from companies.common import clock
from companies.enrolment import actions as enrolment
from companies.enrolment.models import Document, DocumentSlot
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.outreach.answers import preferences
from tests.architecture.sweep import Row, Side, Thing
from tests.enrolment.arrivals import add_colleague, asked_in, leave_typed
from tests.outreach.asking import reminded
from tests.portal.papers import ask, given
from tests.questionnaires import toy

NO_TOKEN = "x" * 32
PAPER = "paper"


def link(side: Side, act: Act = Act.INVITATION) -> str:
    return cases.issue_link(side.case, side.contact, act=act, by=SYSTEM, at=clock.now())[1]


def asked(side: Side) -> str:
    """The token of a reminder's answers."""
    return reminded(side.case, side.contact, at=clock.now())[1]


def signed(side: Side) -> str:
    with transaction.atomic():
        return preferences.signed(outbox.standing(side.contact.email).pk)


def begin(side: Side) -> None:
    enrolment.start(side.case, side.contact, by=SYSTEM, at=clock.now())


def joining(side: Side) -> str:
    """The token of the main contact's page about somebody who asks in."""
    return asked_in(side.case, side.contact, at=clock.now())


def colleague(side: Side) -> int:
    return add_colleague(side.case, side.contact, at=clock.now()).pk


def typed(side: Side) -> None:
    """Answers wait beside those of the draft."""
    begin(side)
    leave_typed(side.case, side.contact, at=clock.now())


def follow_up(side: Side) -> None:
    """A form of another stage lies before the company."""
    toy.begin(side.case, side.contact, at=clock.now())


def paper(side: Side) -> Document:
    """A paper that is asked of both companies, given by this one."""
    begin(side)
    slot = DocumentSlot.objects.filter(year=side.year, key=PAPER).first() or ask(side.year, PAPER)
    return given(side.case, slot, contact=side.contact)


PAPERS = {
    "document": Thing(lambda side: paper(side).pk, missing=999_999_999),
    "slot": Thing(lambda side: paper(side).slot.key, missing="none"),
}
FORM = {"form": Thing(lambda side: toy.FOLLOW_UP.key, missing="no-form"), "key": Thing(lambda side: "sales", "no-page")}
THINGS = {
    "token": Thing(link, missing=NO_TOKEN),
    "reference": Thing(lambda side: side.case.reference, missing="EX27-ZZZZ-ZZ"),
    "signed": Thing(signed, missing="1-xxxx"),
    "key": Thing(lambda side: "company", missing="company"),
}
QUESTION = {"key": Thing(lambda side: "experience", missing="no-such-question")}
ANSWER = {"token": Thing(asked, missing=NO_TOKEN)}
JOINING = {"token": Thing(joining, missing=NO_TOKEN)}
COLLEAGUE = {"pk": Thing(colleague, missing=999_999_999)}
CONFIRM = {"token": Thing(lambda side: link(side, Act.CONFIRM), missing=NO_TOKEN)}
RESUME = {"token": Thing(lambda side: link(side, Act.RESUME), missing=NO_TOKEN)}

TABLE = {
    "portal:home": Row(get={"everyone": 200, "company": 302}),
    "portal:programme": Row(get="everyone"),
    "portal:text": Row(get="everyone", capability=True, things={"slug": Thing(lambda side: "privacy", missing="xx")}),
    "portal:questions": Row(get="everyone"),
    "portal:examples": Row(get="everyone"),
    "portal:offices": Row(get="everyone"),
    "portal:eligibility": Row(get="everyone"),
    "portal:check_question": Row(get="everyone", post={"everyone": 200}, capability=True, things=QUESTION),
    "portal:check_result": Row(get={"everyone": 302}),  # to the first question: nothing is answered yet
    "portal:check_again": Row(post="everyone"),
    "portal:stops_you": Row(get="everyone", post={"everyone": 200}),
    "portal:stops_you_words": Row(get="everyone", post={"everyone": 200}),
    "portal:stops_you_sector": Row(get={"everyone": 302}, post="everyone"),  # to the reasons: none is told yet
    "portal:stops_you_region": Row(get={"everyone": 302}, post="everyone"),
    "portal:stops_you_thanks": Row(get={"everyone": 302}, post="everyone"),
    "portal:robots": Row(get="everyone"),
    "portal:sitemap": Row(get="everyone"),
    "portal:code": Row(get="everyone", post={"everyone": 200}),
    "portal:invitation": Row(get="everyone", capability=True),
    "portal:start": Row(post="everyone", capability=True),
    "portal:later": Row(post={"everyone": 200, "desk": 302}, capability=True),
    "portal:decline": Row(post={"everyone": 200, "desk": 302}, capability=True),
    "portal:wrong_person": Row(post="everyone", capability=True),
    "portal:come_back": Row(post="everyone", capability=True),
    "portal:resume": Row(get="everyone", post="everyone", capability=True, things=RESUME),
    "portal:answer": Row(get="everyone", post={"everyone": 200, "desk": 302}, capability=True, things=ANSWER),
    "portal:answered": Row(get={"everyone": 302}, capability=True, things=ANSWER),
    "portal:answer_undo": Row(post="everyone", capability=True, things=ANSWER),
    "portal:answer_moment": Row(post="everyone", capability=True, things=ANSWER),
    "portal:confirm": Row(
        get="everyone", post={"everyone": 200, "desk": 302}, capability=True, things=CONFIRM, prepare=begin
    ),
    "portal:confirm_wrong": Row(post="everyone", capability=True, things=CONFIRM, prepare=begin),
    "portal:preferences": Row(get="everyone", post="everyone", capability=True),
    "portal:unsubscribe": Row(get="everyone", post={"everyone": 200, "desk": 302}, capability=True),
    "portal:reminders": Row(get="everyone"),
    "portal:files": Row(get={"company": 302}),
    "portal:file": Row(get="company"),
    "portal:begin": Row(post="company"),
    "portal:receipt": Row(get={"company": 302}),
    "portal:receipt_pdf": Row(get={"company": 302}),
    "portal:file_pdf": Row(get="company", prepare=begin),
    "portal:blank_pdf": Row(get="everyone"),
    "portal:file_decline": Row(get="company", post={"company": 200}),
    "portal:file_come_back": Row(post="company"),
    "portal:leave": Row(post="company"),
    "portal:tasks": Row(get="company", prepare=begin),
    "portal:check": Row(get="company", prepare=begin),
    "portal:send": Row(post={"company": 200}, prepare=begin),
    "portal:page": Row(get="company", post={"company": 200}, prepare=begin),
    "portal:documents": Row(get="company", post="company", prepare=begin),
    "portal:document": Row(get="company", things=THINGS | PAPERS),
    "portal:document_remove": Row(post="company", things=THINGS | PAPERS),
    "portal:document_add": Row(post={"company": 200}, things=THINGS | PAPERS),
    "portal:document_again": Row(post={"company": 404}, things=THINGS | PAPERS),  # nothing of another year
    "portal:form_tasks": Row(get="company", things=FORM, prepare=follow_up),
    "portal:form_check": Row(get="company", things=FORM, prepare=follow_up),
    "portal:form_send": Row(post={"company": 200}, things=FORM, prepare=follow_up),
    "portal:form_page": Row(get="company", post={"company": 200}, things=FORM, prepare=follow_up),
    "portal:apply": Row(get="everyone", post={"everyone": 200}),
    "portal:apply_address": Row(get={"everyone": 302}, post="everyone"),
    "portal:apply_code": Row(get={"everyone": 302}, post="everyone"),
    "portal:apply_choose": Row(get={"everyone": 302}, post="everyone"),
    "portal:apply_join": Row(get={"everyone": 302}, post="everyone"),
    "portal:joining": Row(get="everyone", post="everyone", capability=True, things=JOINING),
    "portal:profile": Row(get="company", post={"company": 200}),
    "portal:profile_address": Row(get="company", post={"company": 200}),
    "portal:profile_code": Row(get={"company": 302}, post="company"),
    "portal:typed": Row(get="company", post="company", prepare=typed),
    "portal:people": Row(get="company", post={"company": 200}),
    "portal:person": Row(post="company", things=COLLEAGUE),
    "portal:people_leave": Row(post="company"),
    "portal:main_left": Row(post="company"),
}
