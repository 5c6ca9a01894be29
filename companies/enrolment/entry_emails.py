"""What is written to who comes by themselves, asks to join, is invited by a colleague, or no longer opens a file."""

from datetime import datetime
from typing import Final

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from companies.cases import emails as cases
from companies.cases.enums import Status
from companies.cases.models import Case
from companies.common import links, words
from companies.enrolment import emails, rules
from companies.enrolment.emails import Letter
from companies.enrolment.entries import Joining, Proof
from companies.enrolment.enums import Purpose, Why
from companies.enrolment.wordings import COMMON
from companies.mail import outbox, wording
from companies.registry.models import Contact

CODE: Final = frozenset({"contact_greeting", "code", "valid_until"})
ENTRY_CODE: Final = wording.Slot("entry.code", CODE, label=_("Code to begin an application"))
ADDRESS_CODE: Final = wording.Slot("address.code", CODE, label=_("Code to sign in with another address"))
ASKER: Final = frozenset({"asker_name", "asker_email", "why"})
JOIN_ASKED: Final = wording.Slot(
    "join.asked", COMMON | ASKER, required=frozenset({"asker_email"}), label=_("To the main contact: somebody asks in")
)
JOIN_ACCEPTED: Final = wording.Slot("join.accepted", COMMON, label=_("To who asked in: yes"))
ANSWERED: Final = frozenset({"contact_greeting", "company_typed", "officer_name", "officer_phone"})
JOIN_REFUSED: Final = wording.Slot("join.refused", ANSWERED, label=_("To who asked in: no"))
JOIN_LAPSED: Final = wording.Slot("join.lapsed", ANSWERED, label=_("To who asked in: nobody answered"))
JOINED: Final = wording.Slot(
    "join.notice",
    COMMON | {"asker_email", "sent_at"},
    required=frozenset({"asker_email"}),
    label=_("To the company: somebody came in by the company’s own mail domain"),
)
COLLEAGUE: Final = wording.Slot("colleague.invited", COMMON | {"inviter_name"}, label=_("Invited by a colleague"))
COLLEAGUE_AFTER: Final = wording.Slot(
    "colleague.invited.sent", COLLEAGUE.allowed, label=_("Invited by a colleague, once the application was sent")
)
ACCESS_ENDED: Final = wording.Slot("access.ended", COMMON - {"link"}, label=_("To who no longer opens the file"))
SLOTS: Final = (
    ENTRY_CODE,
    ADDRESS_CODE,
    JOIN_ASKED,
    JOIN_ACCEPTED,
    JOIN_REFUSED,
    JOIN_LAPSED,
    JOINED,
    COLLEAGUE,
    COLLEAGUE_AFTER,
    ACCESS_ENDED,
)
TO_SEND: Final = frozenset({Status.DRAFT, Status.INFORMATION_REQUESTED})
CODES: Final = {Purpose.ENTRY: ENTRY_CODE, Purpose.ADDRESS: ADDRESS_CODE}


def send_code(proof: Proof, code: str, *, language: str, until: datetime, at: datetime) -> None:
    """The same words whoever reads them: nothing is known yet of who asks."""
    slot, site = CODES[Purpose(proof.purpose)], emails.the_site()
    _named, _function, greeting = cases.GREETING[language]
    values = {"contact_greeting": greeting, "code": code, "valid_until": words.clock_time(until, language)}
    name = site.name_in(language)
    outbox.post(
        purpose=slot.key,
        to=proof.email,
        language=language,
        content=wording.compose(slot, language, values, wording.Envelope(site_name=name, signature=(name,))),
        essential=True,
        not_after=until,
        from_email=site.sender_email,
        secret=True,
        at=at,
    )


def ask_main_contact(joining: Joining, main: Contact, token: str, *, at: datetime) -> None:
    """May this person open the file? Yes and no are one press each, on the page behind the button."""
    letter = Letter(joining.case, main, emails.the_site(), at)
    values = asker_values(joining, letter.language) | {"link": links.absolute("portal:joining", token=token)}
    emails.post(JOIN_ASKED, letter, values, essential=True)


def asker_values(joining: Joining, language: str) -> dict[str, str]:
    with translation.override(language):
        why = str(Why(joining.why).label)
    return {"asker_name": joining.name, "asker_email": joining.email, "why": why}


def accept(joining: Joining, contact: Contact, *, at: datetime) -> None:
    letter = Letter(joining.case, contact, emails.the_site(), at)
    emails.post(JOIN_ACCEPTED, letter, _to_file(joining.case), essential=True)


def refuse(joining: Joining, *, at: datetime) -> None:
    emails.post(JOIN_REFUSED, _to_asker(joining, at), _typed(joining), essential=True)


def lapse(joining: Joining, *, at: datetime) -> None:
    emails.post(JOIN_LAPSED, _to_asker(joining, at), _typed(joining), essential=True)


def tell_joined(case: Case, reader: Contact, email: str, *, at: datetime) -> None:
    """To who is on file already: somebody of the same domain came in, and what to do if that is wrong."""
    letter = Letter(case, reader, emails.the_site(), at)
    values = _to_file(case) | {"asker_email": email, "sent_at": words.moment(at, letter.language)}
    emails.post(JOINED, letter, values, essential=True)


def invite_colleague(case: Case, colleague: Contact, inviter: str, *, at: datetime) -> None:
    """To fill in with the others while there is something to send; to read and follow the file after that."""
    letter = Letter(case, colleague, emails.the_site(), at)
    slot = COLLEAGUE if case.status in rules.BEFORE_START | TO_SEND else COLLEAGUE_AFTER
    emails.post(slot, letter, _to_file(case) | {"inviter_name": inviter}, essential=True)


def tell_access_ended(case: Case, former: Contact, *, at: datetime) -> None:
    emails.post(ACCESS_ENDED, Letter(case, former, emails.the_site(), at), {}, essential=True)


def _to_file(case: Case) -> dict[str, str]:
    return {"link": links.absolute("portal:file", reference=case.reference)}


def _to_asker(joining: Joining, at: datetime) -> Letter:
    """Somebody who is nobody's contact yet, and may never be."""
    asker = Contact(company=joining.case.company, name=joining.name, email=joining.email, language=joining.language)
    return Letter(joining.case, asker, emails.the_site(), at)


def _typed(joining: Joining) -> dict[str, str]:
    """The company as the asker called it: who is not let in learns nothing of how it stands with us."""
    entry = joining.entry
    return {"company_typed": (entry.said("name") or entry.said("name_ar")) if entry else ""}
