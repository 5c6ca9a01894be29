"""What every message on a case can say: greeting, officer, dates, signature."""

from dataclasses import dataclass
from datetime import date
from email.utils import formataddr
from typing import Final

from companies.accounts.models import Absence, User
from companies.cases.loads import may_follow
from companies.cases.models import Case
from companies.common import elision, words
from companies.mail import inbox
from companies.reference.models import Site
from companies.registry.models import Contact

GREETING: Final[dict[str, tuple[str, str, str]]] = {
    # with a name; with a function only; with neither (voice.md, "Greeting")
    "fr": ("Bonjour {name},", "À la direction {of_company}, bonjour,", "Bonjour,"),
    "ar": ("إلى عناية {name}، تحية طيبة،", "إلى إدارة {company}، تحية طيبة،", "تحية طيبة،"),
    "en": ("Hello {name},", "To the management of {company}, hello,", "Hello,"),
}
OFFICE: Final[dict[str, str]] = {
    "fr": "Bureau régional, {region}",
    "ar": "المكتب الجهوي، {region}",
    "en": "Regional office, {region}",
}
STANDS_IN: Final[dict[str, str]] = {
    "fr": "Pour {officer}, qui suit votre dossier et reprend après le {until}.",
    "ar": "نيابة عن {officer} إلى غاية {until}.",
    "en": "For {officer}, who follows your file and is back after {until}.",
}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: the sender's header, where answers go, the signature's lines, a number to call."""

    site_name: str
    from_email: str
    signature: tuple[str, ...]
    officer_name: str
    officer_phone: str
    reply_to: str = ""


def greeting(contact: Contact, language: str) -> str:
    named, function, neither = GREETING[language]
    if contact.name:
        return named.format(name=contact.name)
    company = contact.company.name_in(language)
    return function.format(company=company, of_company=elision.of(company)) if contact.function else neither


def signer(case: Case, on: date) -> User | None:
    """The officer, or the deputy on days of absence (ruling 10); nobody who has left signs."""
    away = absence_of(case, on)
    return _in_office(away.deputy if away else case.officer)


def _in_office(user: User | None) -> User | None:
    return user if user and may_follow(user) else None


def absence_of(case: Case, on: date) -> Absence | None:
    """The absence of the case's officer on that day, with who stands in."""
    if case.officer_id is None:
        return None
    return Absence.objects.on(on).filter(user=case.officer_id).select_related("deputy").order_by("-ends_on").first()


def letterhead(case: Case, language: str, *, on: date, site: Site) -> Letterhead:
    """The letterhead in `language`; the site itself signs where a case has no officer yet."""
    away = absence_of(case, on)
    officer = _in_office(away.deputy if away else case.officer)
    phone = words.phone((officer.phone if officer else "") or site.phone)
    name = officer.name if officer else site.name_in(language)
    return Letterhead(
        site_name=site.name_in(language),
        from_email=formataddr((name, site.sender_email)),
        signature=_signature(case, language, officer, phone, away, site),
        officer_name=name,
        officer_phone=phone,
        reply_to=_reply_to(case, officer, name, site),
    )


def _reply_to(case: Case, officer: User | None, name: str, site: Site) -> str:
    """The case's own address, where answers are filed on it; else the officer's, who files them by hand."""
    own = inbox.reply_address(case.reference, name)
    return own or (formataddr((name, officer.email)) if officer else site.contact_email)


def _signature(
    case: Case, language: str, officer: User | None, phone: str, away: Absence | None, site: Site
) -> tuple[str, ...]:
    """Name and title, office, telephone; and for whom the one who signs stands in."""
    comma = "، " if language == "ar" else ", "
    parts = (officer.name, officer.title_in(language)) if officer else (site.name_in(language),)
    office = OFFICE[language].format(region=case.region.name_in(language))
    lines = [comma.join(part for part in parts if part), office, phone]
    if away and officer and case.officer:
        until = words.day(away.ends_on, language)
        lines.append(STANDS_IN[language].format(officer=case.officer.name, until=until))
    return tuple(line for line in lines if line)


def values_for(case: Case, contact: Contact, head: Letterhead, language: str) -> dict[str, str]:
    """The placeholders every wording may use; a slot's own are added by its owner."""
    closes = case.year.closes_on
    return {
        "contact_greeting": greeting(contact, language),
        "company": case.company.name_in(language),
        "officer_name": head.officer_name,
        "officer_phone": head.officer_phone,
        "reference": case.reference,
        "closing_date": words.full_day(closes, language),
        "closing_day": words.day(closes, language),
        "year": case.year.code,
    }
