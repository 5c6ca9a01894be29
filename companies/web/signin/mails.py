"""The message that carries a code, in the words of the programme."""

from datetime import datetime, timedelta

from allauth.account import app_settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.accounts.models import User
from companies.cases import emails as cases
from companies.cases.models import Case
from companies.common import clock, words
from companies.mail import outbox, wording
from companies.reference.models import Site
from companies.registry.enums import Access
from companies.registry.models import Contact

PURPOSE = "signin.code"
OF_A_CASE = wording.Slot(
    "signin.code",
    allowed=frozenset(
        {"contact_greeting", "company", "officer_name", "officer_phone", "reference", "code", "valid_until"}
    ),
    label=_("Sign-in code, to a company"),
)
PLAIN = wording.Slot(
    "signin.code_plain",
    allowed=frozenset({"contact_greeting", "code", "valid_until"}),
    label=_("Sign-in code, to staff"),
)


@transaction.atomic
def post_code(user: User, code: str, *, at: datetime) -> None:
    """Put the code in the outbox. Its text is blanked once accepted, and it does not leave once it is worthless."""
    until = at + timedelta(seconds=app_settings.LOGIN_BY_CODE_TIMEOUT)
    values = {"code": code, "valid_until": words.clock_time(until, user.language)}
    case = _case_of(user)
    content, sender, stream = _to_company(user, case, values, at) if case else _to_staff(user, values)
    outbox.post(
        purpose=PURPOSE,
        to=user.email,
        language=user.language,
        content=content,
        stream=stream,
        essential=True,
        not_after=until,
        from_email=sender,
        secret=True,
        at=at,
    )


def _case_of(user: User) -> Case | None:
    """The newest file that the person can open as a member of a company, if any."""
    if not user.grant.portal:
        return None
    return Case.objects.visible_to(user).select_related("company", "region", "year", "officer").order_by("-id").first()


def _to_company(user: User, case: Case, values: dict[str, str], at: datetime) -> tuple[wording.Content, str, str]:
    site, language = Site.objects.get(pk=1), user.language
    contact = Contact.objects.get(company=case.company_id, user=user, access=Access.MEMBER)
    contact.company = case.company
    head = cases.letterhead(case, language, on=clock.local_day(at), site=site)
    envelope = wording.Envelope(site_name=head.site_name, signature=head.signature)
    content = wording.compose(OF_A_CASE, language, values | cases.values_for(case, contact, head, language), envelope)
    return content, head.from_email, case.stream


def _to_staff(user: User, values: dict[str, str]) -> tuple[wording.Content, str, str]:
    site, language = Site.objects.get(pk=1), user.language
    named, _function, neither = cases.GREETING[language]
    greeting = named.format(name=user.name) if user.name else neither
    envelope = wording.Envelope(site_name=site.name_in(language), signature=(site.name_in(language),))
    content = wording.compose(PLAIN, language, values | {"contact_greeting": greeting}, envelope)
    return content, site.sender_email, ""
