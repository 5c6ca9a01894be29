"""Inviting companies: many at once, each in a transaction of its own."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.cases import actions as cases
from companies.cases.enums import Act, Channel, Status
from companies.cases.loads import is_followed
from companies.cases.models import Case, Link
from companies.common.refusals import Refusal
from companies.enrolment import emails, queries, rules
from companies.journal.actors import Actor
from companies.reference.models import Site
from companies.registry import actions as registry
from companies.registry.models import Contact

logger = logging.getLogger(__name__)

CHUNK: Final = 200


@dataclass(frozen=True, slots=True)
class Invited:
    """One invitation sent. `code` is the letter's short code: only this object knows it."""

    case: Case
    contact: Contact
    channel: Channel
    code: str = ""


def invite(chosen: Sequence[Case], *, by: Actor, at: datetime) -> list[Invited]:
    """Invite each case by mail, or by a letter with a short code where no mail can reach its main contact.

    Passed over: cases invited already, that cannot be, or that nobody follows yet (an invitation is signed).
    One that fails is logged and stops no other. Returns those invited, in the order of their companies.
    """
    done: list[Invited] = []
    site = emails.the_site()
    for at_once in range(0, len(chosen), CHUNK):
        part = queries.invitation_preview(chosen[at_once : at_once + CHUNK])
        for plan in (plan for plan in part if not plan.why_not and is_followed(plan.case)):
            invited = _try(plan, site, by=by, at=at)
            done += [invited] if invited else []
    return done


def _try(plan: queries.Preview, site: Site, *, by: Actor, at: datetime) -> Invited | None:
    try:
        return _invite(plan, site, by=by, at=at)
    except cases.CannotMove:
        return None  # somebody invited or closed it meanwhile
    except Exception:
        logger.exception("Case %s was not invited", plan.case.pk)
        return None


@transaction.atomic
def _invite(plan: queries.Preview, site: Site, *, by: Actor, at: datetime) -> Invited:
    _advance(plan.case, by=by, at=at)
    contact = plan.contact or _whoever_opens(plan.case, by=by, at=at)
    _set_channel(plan.case, plan.channel)
    return _send(plan.case, contact, plan.channel, site, by=by, at=at)


def _advance(case: Case, *, by: Actor, at: datetime) -> None:
    """From the list to "invited"; a company spoken to before its invitation stays "reached"."""
    if case.status == Status.LISTED:
        cases.move(case, Status.INVITED, by=by, at=at)
    elif not rules.may_be_invited(Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)):
        raise cases.CannotMove(_("This step is not possible from where the file stands now."))


def invite_again(case: Case, *, by: Actor, at: datetime) -> Invited:
    """Invite the main contact of a case that was invited before, for instance once the right person is known.

    Earlier links of that contact stop working. Raises Refusal where nothing is left to be invited to.
    """
    with transaction.atomic():
        fresh = Case.objects.select_for_update(of=("self",), no_key=True)
        case = fresh.select_related("company", "year", "region", "officer").get(pk=case.pk)
        if case.status not in rules.BEFORE_START or case.status == Status.LISTED:
            raise Refusal(_("Only a company that was invited and has not started can be invited again."))
        contacts: Collection[Contact] = queries.primary_contacts([case]).values()
        contact = next(iter(contacts), None) or _whoever_opens(case, by=by, at=at)
        cases.revoke_links(case, contact, by=by, at=at)
        channel = queries.channel_for(contact, queries.deaf_addresses([contact]))
        _set_channel(case, channel)
        return _send(case, contact, channel, emails.the_site(), by=by, at=at)


def _whoever_opens(case: Case, *, by: Actor, at: datetime) -> Contact:
    """A main contact of whom nothing is known yet: the letter goes to the company."""
    contact = registry.add_contact(case.company, by=by, at=at)
    return contact if contact.primary else registry.make_primary(contact, by=by, at=at)


def _set_channel(case: Case, channel: Channel) -> None:
    Case.objects.filter(pk=case.pk).update(channel=channel)
    case.channel = channel


def _send(case: Case, contact: Contact, channel: Channel, site: Site, *, by: Actor, at: datetime) -> Invited:
    if channel == Channel.LETTER:
        _link, code = cases.issue_code(case, contact, by=by, at=at)
        return Invited(case, contact, channel, code)
    _link, token = cases.issue_link(case, contact, act=Act.INVITATION, by=by, at=at)
    emails.invite(emails.Letter(case, contact, site, at), token)
    return Invited(case, contact, channel)


def exchange_code(letter: Link, *, at: datetime) -> str:
    """The long token of a page for whoever typed a letter's short code; it lives and ends with the letter's."""
    by = cases.use_link(letter, at=at)
    _link, token = cases.issue_link(letter.case, letter.contact, act=Act(letter.act), by=by, at=at)
    return token
