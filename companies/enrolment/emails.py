"""What the messages of an application say and to whom they go. Their texts are rows (`mail.Wording`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from companies.cases import emails as cases
from companies.cases.enums import ClosedAs, Status
from companies.cases.models import Case
from companies.common import clock, links, words
from companies.enrolment import completing, queries
from companies.enrolment.models import Application, CompletionRequest, Document
from companies.enrolment.queries import progress_in, progress_of
from companies.enrolment.wordings import (
    ADDRESS_CHANGED,
    ASSISTED,
    CHANGED,
    COMPLETED,
    CONFIRMATION,
    CORRECTED,
    DECLINED,
    DRAFT_SAVED,
    EXTENDED,
    INVITATION,
    RECEIPT,
    REQUESTED,
    REQUESTED_AGAIN,
    RETRACTED,
)
from companies.mail import outbox, wording
from companies.reference.models import Site
from companies.registry.models import Contact

WHY: Final = {
    "fr": "Vous recevez ce message parce que votre entreprise figure sur la liste ciblée de la campagne {year}.",
    "ar": "تتوصلون بهذه الرسالة لأن مقاولتكم مدرجة في لائحة المقاولات المستهدفة لدورة {year}.",
    "en": "You receive this message because your company is on the target list of the programme year {year}.",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One message about to be written: on which case, to whom, when. `language` is the contact's."""

    case: Case
    contact: Contact
    site: Site
    at: datetime

    @property
    def language(self) -> str:
        return self.contact.language

    def head(self) -> cases.Letterhead:
        return cases.letterhead(self.case, self.language, on=clock.local_day(self.at), site=self.site)


def the_site() -> Site:
    return Site.objects.get_or_create(pk=1)[0]


def invite(letter: Letter, token: str) -> None:
    """Optional, and worthless once the year has closed."""
    values = {
        "minutes_left": words.minutes(progress_of([]).minutes_left, letter.language),
        "link": links.absolute("portal:invitation", token=token),
    }
    values |= closing_values(letter.case, letter.language)
    why = WHY[letter.language].format(year=letter.case.year.code)
    post(INVITATION, letter, values, why=why, not_after=clock.end_of(letter.case.closes_on))


def tell_way_back(letter: Letter, application: Application) -> None:
    """After the first saved page: the draft is kept, and how to come back to it."""
    left = progress_in(application)
    values = {
        "pages_left": words.pages(left.pages_left, letter.language),
        "minutes_left": words.minutes(left.minutes_left, letter.language),
        "sent_at": words.moment(letter.at, letter.language),
        "link": links.absolute("portal:file", reference=letter.case.reference),
    }
    values |= closing_values(letter.case, letter.language)
    post(DRAFT_SAVED, letter, values, essential=True)


def confirm_receipt(letter: Letter, application: Application) -> None:
    post(RECEIPT, letter, _receipt_values(letter, application), essential=True)


def confirm_correction(letter: Letter, application: Application) -> None:
    post(CORRECTED, letter, _receipt_values(letter, application), essential=True)


def confirm_completion(letter: Letter, application: Application) -> None:
    """What was asked has come, item by item, and by when we answer now."""
    values = _receipt_values(letter, application) | request_values(letter.case, letter.language)
    post(COMPLETED, letter, values, essential=True)


def _receipt_values(letter: Letter, application: Application) -> dict[str, str]:
    owed = application.answer_by or clock.local_day(letter.at)
    return {
        "sent_at": words.moment(letter.at, letter.language),
        "answer_date": words.full_day(owed, letter.language),
        "answer_day": words.day(owed, letter.language),
        "link": links.absolute("portal:file", reference=letter.case.reference),
    }


def request_completion(letter: Letter, request: CompletionRequest) -> None:
    """What is missing and until when: part of the examination of the file, so it leaves whatever the address said."""
    post(_slot_of(request), letter, _asking(letter, request), essential=True)


def preview_of_request(letter: Letter, request: CompletionRequest) -> wording.Content:
    """The message that `request` would send; it need not be saved."""
    return _drawn(_slot_of(request), letter, letter.head(), _asking(letter, request))


def _slot_of(request: CompletionRequest) -> wording.Slot:
    """A second request says so; once saved, `request` has a move of its own."""
    moves = request.case.moves.filter(to_status=Status.INFORMATION_REQUESTED).count()
    return REQUESTED_AGAIN if moves > (request.pk is not None) else REQUESTED


def _asking(letter: Letter, request: CompletionRequest) -> dict[str, str]:
    values = values_of_request(completing.as_asked(request), letter.language, clock.local_day(request.asked_at))
    link = links.absolute("portal:file", reference=letter.case.reference)
    return values | {"link": link, "reason": request.reason}


def tell_request_changed(letter: Letter, slot: wording.Slot, reason: str) -> None:
    """Another last day, or nothing asked any more; with the officer's `reason`."""
    values = request_values(letter.case, letter.language) if slot is CHANGED else {}
    values |= {"reason": reason, "link": links.absolute("portal:file", reference=letter.case.reference)}
    post(slot, letter, values, essential=True)


def request_values(case: Case, language: str) -> dict[str, str]:
    """What the newest request for completion asks for, and until when; as placeholders."""
    return values_of_request(queries.request_of(case), language, clock.local_day(case.status_since))


def values_of_request(asked: completing.Request, language: str, asked_on: date) -> dict[str, str]:
    """A last day in another year than it was asked in has its year."""
    short = words.day if asked.due_on and asked.due_on.year == asked_on.year else words.day_year
    return {
        "requested_items": asked.listed(language),
        "requested_list": asked.stacked(language),
        "due_date": words.full_day(asked.due_on, language) if asked.due_on else "",
        "due_day": short(asked.due_on, language) if asked.due_on else "",
    }


def document_values(case: Case, language: str) -> dict[str, str]:
    """The paper of a case that ends first, and when; as placeholders, empty where none ends."""
    paper = Document.objects.of(case).exclude(valid_until=None).order_by("valid_until", "id").first()
    ends = paper.valid_until if paper else None
    return {
        "document": paper.slot.name_in(language) if paper else "",
        "due_date": words.full_day(ends, language) if ends else "",
        "due_day": words.day(ends, language) if ends else "",
    }


def thank_for_answer(letter: Letter, token: str) -> None:
    """After "not for us", and after the withdrawal of what was sent: noted, and the way back."""
    slot = RETRACTED if letter.case.closed_as == ClosedAs.WITHDRAWN else DECLINED
    values = {"link": links.absolute("portal:invitation", token=token)} | closing_values(letter.case, letter.language)
    post(slot, letter, values, essential=True)


def ask_to_confirm(letter: Letter, token: str) -> None:
    """What an officer filled in with the company, for it to confirm; worthless once nothing can be sent."""
    values = {"link": links.absolute("portal:confirm", token=token)} | closing_values(letter.case, letter.language)
    post(CONFIRMATION, letter, values, essential=True, not_after=clock.end_of(letter.case.closes_on))


def tell_assisted(letter: Letter) -> None:
    """An officer has the form open with the company, and so sees its draft: who does not know of it can say so."""
    values = {
        "sent_at": words.moment(letter.at, letter.language),
        "link": links.absolute("portal:file", reference=letter.case.reference),
    }
    post(ASSISTED, letter, values | closing_values(letter.case, letter.language), essential=True)


def tell_extended(letter: Letter, token: str = "") -> None:
    """A day of its own for one company. `token` opens the personal page: the way in of who has not begun."""
    to_page = links.absolute("portal:invitation", token=token) if token else ""
    values = {"link": to_page or links.absolute("portal:file", reference=letter.case.reference)}
    values |= closing_values(letter.case, letter.language)
    post(EXTENDED, letter, values, essential=True, not_after=clock.end_of(letter.case.closes_on))


def closing_values(case: Case, language: str) -> dict[str, str]:
    """The company's own last day, where one was granted to it."""
    return {
        "closing_date": words.full_day(case.closes_on, language),
        "closing_day": words.day(case.closes_on, language),
    }


def tell_address_changed(letter: Letter) -> None:
    """To the address that was on file, so that nobody takes a file over unseen; it names no other person."""
    values = {"sent_at": words.moment(letter.at, letter.language)}
    post(ADDRESS_CHANGED, letter, values, essential=True)


def post(
    slot: wording.Slot,
    letter: Letter,
    values: Mapping[str, str],
    *,
    why: str = "",
    essential: bool = False,
    not_after: datetime | None = None,
) -> None:
    head = letter.head()
    outbox.post(
        purpose=slot.key,
        to=letter.contact.email,
        language=letter.language,
        content=_drawn(slot, letter, head, values, why=why),
        stream=letter.case.stream,
        essential=essential,
        not_after=not_after,
        from_email=head.from_email,
        reply_to=head.reply_to,
        at=letter.at,
    )


def _drawn(
    slot: wording.Slot, letter: Letter, head: cases.Letterhead, values: Mapping[str, str], *, why: str = ""
) -> wording.Content:
    """The message as it would be read, signed by who follows the file today."""
    common = cases.values_for(letter.case, letter.contact, head, letter.language)
    envelope = wording.Envelope(site_name=head.site_name, signature=head.signature, why=why)
    return wording.compose(slot, letter.language, common | dict(values), envelope)
