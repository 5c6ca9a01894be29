"""How a text is shown before it is used: on a real case where its owner offers one, else with invented values."""

import re
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from companies.common import words
from companies.common.refusals import Refusal
from companies.mail import markup, wording
from companies.mail.wording import Content, Envelope, Sample, Slot

DAY: Final = date(2027, 4, 30)
LATER: Final = frozenset({"requested_items", "requested_list", "due_date", "due_day", "contact_phone", "document"})
"""What a file has only at some time: invented until then."""
MOMENT: Final = {"fr": "le matin", "ar": "صباحا", "en": "in the morning"}
REASON: Final = {
    "fr": "la pièce envoyée n’est pas lisible.",
    "ar": "الوثيقة المرسلة غير مقروءة.",
    "en": "the document sent cannot be read.",
}
REQUESTED: Final = {
    "fr": "l’attestation fiscale, le modèle J",
    "ar": "الشهادة الجبائية، نموذج «ج»",
    "en": "the tax certificate, form J",
}


class NoSuchCase(Refusal):
    """No file has the number that was asked for, or it cannot show this message."""


def sample(slot: Slot, language: str, reference: str, at: datetime) -> Sample:
    """Values for every placeholder of the slot. Raises NoSuchCase."""
    found = wording.sample(slot, language, reference, at)
    if found is None and reference:
        raise NoSuchCase(_("This message cannot be shown on the file %(number)s.") % {"number": reference}, "case")
    invented = {name: _invented(language).get(name, f"[{name}]") for name in slot.allowed}
    if found is None:
        return Sample(invented, Envelope(site_name="…", signature=(invented.get("officer_name", "…"),)))
    known = {name: value for name, value in found.values.items() if value or name not in LATER}
    return Sample(invented | known, found.envelope, found.reference, found.company)


def drawn(slot: Slot, language: str, subject: str, body: str, shown_on: Sample) -> Content:
    """The message as it would be read; a script for a call has its text alone."""
    if slot.spoken:
        said = "\n\n".join(block.text for block in markup.blocks(body, language, shown_on.values))
        return Content(subject="", text=said, html="")
    return wording.draw(subject, body, language, shown_on.values, shown_on.envelope)


def _invented(language: str) -> dict[str, str]:
    """In the text's language; a placeholder without a value here shows its name."""
    day, full = words.day(DAY, language), words.full_day(DAY, language)
    return {
        **dict.fromkeys(("company", "company_typed"), "Conserves Atlas"),
        "officer_name": "هاجر العلوي" if language == "ar" else "Hajar Alaoui",
        "officer_phone": words.phone("+212522001427"),
        "contact_phone": words.phone("+212661203142"),
        "contact_greeting": {"fr": "Bonjour,", "ar": "تحية طيبة،"}.get(language, "Hello,"),
        "link": "https://…",
        "reference": "EX27-K4P7-M2",
        "code": "482 915",
        "requested_items": REQUESTED[language],
        "requested_list": "\n".join(f"– {each}" for each in re.split("[,،] ", REQUESTED[language])),
        "reason": REASON[language],
        "document": REQUESTED[language].split("،" if language == "ar" else ",")[0],
        "call_moment": MOMENT[language],
        "pages_left": words.pages(5, language),
        "minutes_left": words.minutes(6, language),
        "year": "2027",
        **dict.fromkeys(("closing_day", "due_day", "answer_day", "call_day"), day),
        **dict.fromkeys(("closing_date", "due_date", "answer_date"), full),
        "sent_at": f"{full}, 14:30",
        "valid_until": "14:45",
    }
