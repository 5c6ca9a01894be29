"""From what somebody typed, once their mailbox is proven, to a file: their own, a new one, or one to ask for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.cases.models import Case
from companies.common import locks, parse
from companies.common.refusals import Refusal
from companies.enrolment import mailboxes
from companies.enrolment.actions import joining
from companies.enrolment.actions.arriving import Arrival, case_of, let_in
from companies.enrolment.entries import Entry, Joining, Proof
from companies.enrolment.enums import EntryState, Why
from companies.journal.actors import SYSTEM
from companies.reference.models import Region
from companies.registry import actions as registry
from companies.registry.enums import GONE
from companies.registry.models import Company, Contact


def begin(answers: Mapping[str, Any], carried: Mapping[str, Any], *, language: str, at: datetime) -> Entry:
    """Keep what was typed, for nobody yet."""
    return Entry.objects.create(answers=dict(answers), carried=dict(carried), language=language, begun_at=at)


def keep(entry: Entry, answers: Mapping[str, Any], *, at: datetime) -> Entry:
    """The first page typed again, while nothing has come of it."""
    still = Entry.objects.filter(pk=entry.pk, state__in=(EntryState.TYPED, EntryState.PROVEN))
    still.update(answers=dict(answers), begun_at=at)
    entry.refresh_from_db()
    return entry


def ask_proof(entry: Entry, proof: Proof) -> Entry:
    """The entry waits for the code of `proof`, which was sent to the address typed."""
    Entry.objects.filter(pk=entry.pk, state=EntryState.TYPED).update(email=proof.email, proof=proof)
    entry.refresh_from_db()
    return entry


def note_proven(entry: Entry, email: str, *, at: datetime) -> Entry:
    """Whoever typed reads mail at `email`: by a code just entered, or because they are signed in with it."""
    still = Entry.objects.filter(pk=entry.pk, state=EntryState.TYPED)
    still.update(state=EntryState.PROVEN, email=email.strip().lower(), proven_at=at)
    entry.refresh_from_db()
    return entry


@transaction.atomic
def enter(entry: Entry, *, at: datetime, chosen: Case | None = None, another: bool = False) -> Arrival:
    """Go where the proven address and the ICE lead; asked twice, the same way.

    `chosen` is one of the files the address opens already; `another` says that it is about none of them. Two people
    with one ICE, or one person in two windows, take turns: there is one company, and one person.
    Raises Refusal where the year takes nobody, or the address cannot come in by this door.
    """
    locks.hold("mailbox", entry.email)
    fresh = Entry.objects.select_for_update(of=("self",)).select_related("case", "contact__user").get(pk=entry.pk)
    if fresh.state != EntryState.PROVEN:
        return _again(fresh)
    ice = ice_of(fresh)
    locks.hold("ice", ice)
    own = _own_contacts(fresh.email)
    mine = [each for each in own if (each.company == chosen.company if chosen else each.company.ice == ice)]
    if mine:
        return let_in(fresh, mine[0], case_of(mine[0].company, at), at=at)
    choices = () if another else _files_of(own)
    return Arrival(choices=choices) if choices else _found_or_known(fresh, ice, at)


@transaction.atomic
def ask_to_join(entry: Entry, *, name: str, why: Why, phone: str = "", at: datetime) -> Joining | None:
    """Ask to open the file that `entry` leads to; None where there is nothing to ask: see `enter`."""
    arrival = enter(entry, at=at, another=True)
    if arrival.company is None:
        return None
    fresh = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    return joining.ask(fresh, case_of(arrival.company, at), name=name, why=why, phone=phone, at=at)


def own_files(entry: Entry) -> tuple[Case, ...]:
    """The files that the proven address opens already, one a company; for the page that lets choose."""
    return _files_of(_own_contacts(entry.email)) if entry.state == EntryState.PROVEN else ()


def leads_to_known(entry: Entry) -> bool:
    """Whether the ICE is that of a company on file. For who has proven a mailbox only: it is an answer."""
    return entry.state == EntryState.PROVEN and Company.objects.filter(ice=ice_of(entry)).exists()


def ice_of(entry: Entry) -> str:
    """The 15 digits that the first page has asked for. Raises Refusal where they are not there."""
    try:
        return parse.ice(entry.said("ice"))
    except ValueError:
        words = _("Write the ICE: it tells us whose file this is. It is printed on your invoices.")
        raise Refusal(words, "ice") from None


def _again(entry: Entry) -> Arrival:
    """Where it led before: a second press, the other of two windows."""
    if entry.state == EntryState.ENTERED and entry.contact and _signs_in_with_it(entry.contact, entry.email):
        return Arrival(case=entry.case, user=entry.contact.user, pending=bool(entry.answers))
    return Arrival()


def _own_contacts(email: str) -> list[Contact]:
    """As whom the address is on file, and still welcome."""
    known = Contact.objects.filter(email=email, company__merged_into=None).exclude(access__in=GONE)
    return list(known.select_related("company", "user").order_by("id"))


def _signs_in_with_it(contact: Contact, email: str) -> bool:
    """Whether the address opens the contact's file, or would: not where it is only written to, and another signs in."""
    return contact.user is None or contact.user.email == email


def _files_of(contacts: list[Contact]) -> tuple[Case, ...]:
    """The newest file of each company that the address of its contact opens."""
    companies = [each.company_id for each in contacts if _signs_in_with_it(each, each.email)]
    rows = Case.objects.filter(company__in=companies).select_related("company", "year")
    return tuple(rows.order_by("company_id", "-year__opens_on").distinct("company_id"))


def _found_or_known(entry: Entry, ice: str, at: datetime) -> Arrival:
    known = Company.objects.filter(ice=ice).first()
    if known:
        return _to_known(entry, known, at)
    try:
        return _found(entry, ice, at)
    except registry.DuplicateIce as duplicate:  # an officer or an import was faster
        return _to_known(entry, duplicate.company, at)


def _found(entry: Entry, ice: str, at: datetime) -> Arrival:
    """A company nobody told us of: made with its first contact and its case, by region."""
    region = Region.objects.filter(code=entry.said("region")).first()
    if region is None or not (entry.said("name") or entry.said("name_ar")):
        raise Refusal(_("Write the name of the company, and choose its region."), "name")
    name, name_ar = entry.said("name")[:200], entry.said("name_ar")[:200]
    company = registry.create_company(ice=ice, region=region, name=name, name_ar=name_ar, by=SYSTEM, at=at)
    contact = registry.add_contact(company, email=entry.email, language=entry.language, by=SYSTEM, at=at)
    return let_in(entry, contact, case_of(company, at), at=at)


def _to_known(entry: Entry, company: Company, at: datetime) -> Arrival:
    """A company that others are on file for: in at once by its own mail domain, else by asking.

    Where somebody of that domain was shut out, or said to be the wrong person, all of it ask like strangers: one
    mailbox goes by many names. Who asked before still waits.
    """
    waiting = Joining.objects.open().filter(case__company=company, email=entry.email).select_related("case").first()
    if waiting:
        joining.ask(entry, waiting.case, name=waiting.name, why=Why(waiting.why), at=at)
        return Arrival(company=company)
    domain = mailboxes.domain_of(entry.email)
    shut_out = company.contacts.filter(email__endswith=f"@{domain}", access__in=GONE).exists()
    if shut_out or not mailboxes.shares_own_domain(company, entry.email):
        return Arrival(company=company)
    return joining.pass_by_domain(entry, case_of(company, at), at=at)
