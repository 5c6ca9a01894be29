"""People who come by themselves: what they type, their proven entries, and those who ask to join."""

import re
from datetime import datetime
from typing import Any

from companies.cases import actions as cases
from companies.cases.enums import Act
from companies.cases.models import Case
from companies.enrolment.actions import arriving, colleagues, entering, proving
from companies.enrolment.entries import Entry, Joining
from companies.enrolment.enums import EntryState, Purpose, Why
from companies.journal.actors import SYSTEM
from companies.mail.models import Message
from companies.reference.models import Province
from companies.registry.models import Contact
from tests.enrolment.world import AT

TYPED: dict[str, Any] = {
    "name": "Argane Souss SARL",
    "ice": "002233445566778",
    "legal_form": "SARL",
    "rc_number": "4471",
    "rc_court": "Agadir",
    "created_on": "2018",
    "region": "09",
    "address": "3, rue des Arganiers",
}
EMAIL = "salma@gmail.com"


def typed(**changes: Any) -> dict[str, Any]:
    """The first page as the form reads it."""
    return TYPED | {"created_on": 2018} | changes


def posted(**changes: Any) -> dict[str, Any]:
    """The first page as a browser would send it."""
    data = TYPED | changes
    province = Province.objects.filter(region__code=data["region"]).order_by("code").first()
    return data | {"province": province.code if province else ""}


def proven(email: str = EMAIL, *, at: datetime = AT, **changes: Any) -> Entry:
    """An entry whose mailbox is proven, by the code that was mailed."""
    entry = entering.begin(typed(**changes), {}, language="fr", at=at)
    proof = proving.ask(Purpose.ENTRY, email, language="fr", mailed=True, at=at)
    entering.ask_proof(entry, proof)
    assert proving.prove(proof, code_sent_to(email), at=at)
    return entering.note_proven(entry, email, at=at)


def code_sent_to(email: str) -> str:
    """The code of the newest message to an address."""
    message = Message.objects.filter(to_email=email, purpose__endswith=".code").order_by("-posted_at", "-pk").first()
    return re.search(r"\d{4}-\d{4}", message.text)[0]


def purposes_to(email: str) -> list[str]:
    return list(Message.objects.filter(to_email=email).order_by("posted_at", "pk").values_list("purpose", flat=True))


def entered(email: str = EMAIL, *, at: datetime = AT, **changes: Any) -> arriving.Arrival:
    return entering.enter(proven(email, at=at, **changes), at=at)


def asks_in(case: Case, email: str = EMAIL, *, at: datetime = AT, why: Why = Why.COLLEAGUE) -> Joining:
    """Somebody with a proven mailbox asks to join the company of `case`."""
    entry = proven(email, at=at, ice=case.company.ice)
    return entering.ask_to_join(entry, name="Salma Idrissi", why=why, at=at)


def asked_in(case: Case, contact: Contact, *, at: datetime) -> str:
    """The token that the main contact got to decide; made anew, since only the message has the first one."""
    request = Joining.objects.create(
        case=case, name="Salma Idrissi", email=EMAIL, why=Why.COLLEAGUE, asked_at=at, entry=None
    )
    request.link, token = cases.issue_link(case, contact, act=Act.JOIN, by=SYSTEM, at=at)
    request.save(update_fields=["link"])
    return token


def add_colleague(case: Case, contact: Contact, *, at: datetime) -> Contact:
    email = f"colleague-{case.pk}@company.example"
    return colleagues.invite(case, contact, email, name="Omar Tazi", language="fr", by=SYSTEM, at=at)


def leave_typed(case: Case, contact: Contact, *, at: datetime) -> Entry:
    """Answers that wait to be taken over."""
    return Entry.objects.create(
        state=EntryState.ENTERED,
        case=case,
        contact=contact,
        email=contact.email,
        answers={"address": "3, rue des Arganiers"},
        begun_at=at,
        proven_at=at,
    )


def token_in(message: Message, path: str) -> str:
    return re.search(rf"/{path}/([\w-]+)/", message.text)[1]
