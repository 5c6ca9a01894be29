"""One's own name, telephone and language; and another address, once a code to it has proven it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.accounts import actions as accounts
from companies.accounts.models import User
from companies.cases.models import Case
from companies.common import locks
from companies.common.refusals import Refusal
from companies.enrolment.actions.people import revoke_all_links, tell_former_address
from companies.enrolment.entries import Proof
from companies.enrolment.enums import Purpose
from companies.journal.actors import Actor
from companies.registry import actions as registry
from companies.registry.enums import Access
from companies.registry.models import Contact


@transaction.atomic
def change_profile(user: User, *, name: str, phone: str, language: str, by: Actor, at: datetime) -> User:
    """How the person is called, reached and written to, in every company they act for."""
    for contact in _as_whom(user):
        registry.update_contact(contact, name=name, phone=phone, language=language, by=by, at=at)
    accounts.describe(user, name=name, phone=phone, by=by, at=at)
    return accounts.choose_language(user, language, by=by, at=at)


@transaction.atomic
def move_to(user: User, proof: Proof, *, by: Actor, at: datetime) -> User:
    """Sign in, and be written to, at the address that `proof` has proven; the address before is told.

    Raises Refusal for an address of somebody else's; every session ends, so the caller opens a new one.
    """
    if proof.purpose != Purpose.ADDRESS or proof.proved_at is None:
        raise Refusal(_("This code is no longer valid. Ask for a new one."))
    locks.hold("mailbox", proof.email)
    if proof.email == user.email:
        return user
    before = list(_as_whom(user))
    accounts.change_address(user, proof.email, by=by, at=at)
    for contact in before:
        _move(contact, proof.email, by=by, at=at)
    return user


def _move(contact: Contact, email: str, *, by: Actor, at: datetime) -> None:
    former = Contact.objects.select_related("company").get(pk=contact.pk)
    revoke_all_links(contact, by=by, at=at)
    registry.update_contact(contact, email=email, by=by, at=at)
    case = Case.objects.filter(company=contact.company_id).select_related("company", "year", "region", "officer")
    newest = case.order_by("-year__opens_on").first()
    if newest and former.email:
        tell_former_address(newest, former, at=at)


def _as_whom(user: User) -> list[Contact]:
    mine = Contact.objects.filter(user=user, access=Access.MEMBER).select_related("company")
    return list(mine.select_for_update(of=("self",), no_key=True).order_by("pk"))
