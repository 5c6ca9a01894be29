"""Asking to open the file of a company that we know with other people; who says yes or no, and what follows."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.cases import actions as cases
from companies.cases.enums import Act, Origin, TaskKind
from companies.cases.models import Case, Link
from companies.common import clock, locks
from companies.common.refusals import Refusal
from companies.common.text import clean
from companies.enrolment import entry_emails, queries
from companies.enrolment.actions.admitting import admit
from companies.enrolment.actions.arriving import NOT_HERE, Arrival, let_in
from companies.enrolment.actions.people import end_access, name_main_contact
from companies.enrolment.entries import Entry, Joining
from companies.enrolment.enums import Checked, EntryState, Through, Verdict, Why
from companies.journal import actions as journal
from companies.journal.actors import SYSTEM, Actor
from companies.reference import calendar
from companies.registry import actions as registry
from companies.registry.enums import GONE, Access
from companies.registry.models import Contact

DAYS_TO_DECIDE: Final = 3
"""In how many days an officer looks at the request, where the main contact has not."""
LIFE: Final = timedelta(days=30)
"""How long a request waits, with what was typed."""
A_DAY: Final = timedelta(days=1)
MOST_A_DAY: Final = 3
"""Mails to a main contact about people who ask; a flood of them reaches the officer only."""
ASKED: Final = "entry.join"
DECIDED: Final = "joining decided"


class Decided(Refusal):
    """Somebody has answered the request already."""

    def __init__(self) -> None:
        super().__init__(_("This was answered already."))


class OtherMainContact(Refusal):
    """The main contact is not the one that the officer read any more."""

    def __init__(self) -> None:
        said = _("The main contact changed since you opened this page. Read it again, then decide.")
        super().__init__(said, field="main")


@transaction.atomic
def ask(entry: Entry, case: Case, *, name: str, why: Why, phone: str = "", at: datetime) -> Joining:
    """Ask to open `case`: the main contact gets a mail, the officer a task; either decides.

    Asking again makes no second request; what was typed last is what waits.
    """
    waiting = Joining.objects.open().filter(case=case, email=entry.email).first()
    joining = waiting or _make(entry, case, clean(name)[:120], why, phone, at)
    if joining.entry_id != entry.pk:
        _forget(joining)
        joining.entry = entry
        joining.save(update_fields=["entry"])
    entry.state, entry.case = EntryState.WAITING, case
    entry.save(update_fields=["state", "case"])
    return joining


def _make(entry: Entry, case: Case, name: str, why: Why, phone: str, at: datetime) -> Joining:
    joining = Joining.objects.create(
        case=case,
        entry=entry,
        name=name,
        email=entry.email,
        phone=phone,
        language=entry.language,
        why=why,
        asked_at=at,
    )
    journal.record("joining.asked", joining, by=SYSTEM, at=at, stream=case.stream, why=why.value)
    _ask_main_contact(joining, at)
    due_on = calendar.working_day_from(clock.local_day(at) + timedelta(days=DAYS_TO_DECIDE))
    cases.add_task(case, kind=TaskKind.JOIN, due_on=due_on, reason=ASKED, by=SYSTEM, at=at)
    return joining


def _ask_main_contact(joining: Joining, at: datetime) -> None:
    """By mail, unless several asked lately: then the officer alone is troubled."""
    lately = Joining.objects.filter(case=joining.case, asked_at__gt=at - A_DAY).exclude(pk=joining.pk)
    if lately.count() >= MOST_A_DAY:
        return
    main = queries.primary_contacts([joining.case]).get(joining.case.company_id)
    if main is None or not main.email:
        return
    joining.link, token = cases.issue_link(joining.case, main, act=Act.JOIN, by=SYSTEM, at=at)
    joining.save(update_fields=["link"])
    entry_emails.ask_main_contact(joining, main, token, at=at)


@transaction.atomic
def pass_by_domain(entry: Entry, case: Case, *, at: datetime) -> Arrival:
    """In at once, as a mailbox of the company's own domain; everybody on file is told at their address."""
    told = case.company.contacts.exclude(email="").exclude(access__in=GONE).select_related("company")
    readers = [each for each in told if each.primary or each.access == Access.MEMBER]
    joining = Joining.objects.create(
        case=case,
        entry=entry,
        name="",
        email=entry.email,
        language=entry.language,
        why=Why.COLLEAGUE,
        asked_at=at,
        decided_at=at,
        verdict=Verdict.ALLOWED,
        through=Through.DOMAIN,
    )
    journal.record("joining.allowed", joining, by=SYSTEM, at=at, stream=case.stream, through=Through.DOMAIN.value)
    contact = registry.add_contact(case.company, email=entry.email, language=entry.language, by=SYSTEM, at=at)
    for reader in readers:
        entry_emails.tell_joined(case, reader, entry.email, at=at)
    return let_in(entry, contact, case, at=at)


@transaction.atomic
def allow(
    joining: Joining,
    *,
    by: Actor,
    through: Through,
    at: datetime,
    checked: Checked | None = None,
    note: str = "",
    main: bool = False,
    shown: int | None = None,
) -> Contact:
    """Let the person in, and tell them. Deciding what is decided changes nothing, and raises Decided.

    An officer says how the identity was `checked`. With `main` we write to this person from now on, and the main
    contact before, the one that was `shown`, no longer opens the file (a director who has left). Raises
    OtherMainContact where it is another one meanwhile.
    """
    locks.hold("mailbox", joining.email)
    _decide(joining, Verdict.ALLOWED, by=by, through=through, checked=checked, note=note, at=at)
    former = _main_contact(joining, shown) if main else None
    contact = _contact_of(joining, by=by, at=at)
    _enter(joining, contact, at)
    if main:
        name_main_contact(contact, by=by, at=at)
        if former and former.pk != contact.pk:
            end_access(former, by=by, at=at)
    entry_emails.accept(joining, contact, at=at)
    return contact


def _main_contact(joining: Joining, shown: int | None) -> Contact | None:
    """The one to end, held so that nobody hands over meanwhile."""
    found = joining.case.company.contacts.filter(primary=True).select_for_update().first()
    if (found.pk if found else None) != shown:
        raise OtherMainContact
    return found


@transaction.atomic
def refuse(joining: Joining, *, by: Actor, through: Through, at: datetime, note: str = "") -> None:
    """Not let in: told so, with whom to call; what was typed is forgotten.

    A contact's no is noted only, and the officer decides, where it is the contact who is in doubt.
    """
    if through == Through.CONTACT and _doubts_contact(joining):
        _object(joining, by=by, at=at)
        return
    _decide(joining, Verdict.REFUSED, by=by, through=through, note=note, at=at)
    entry_emails.refuse(joining, at=at)
    _forget(joining)


def _doubts_contact(joining: Joining) -> bool:
    """The asker says that the mailbox on file is not the company's any more, or nobody ever checked that it was."""
    return joining.why in (Why.LEFT, Why.MAILBOX) or joining.case.origin == Origin.WALK_IN


def _object(joining: Joining, *, by: Actor, at: datetime) -> None:
    """Note the contact's no, once; the officer's task stays."""
    if not Joining.objects.open().filter(pk=joining.pk, objected_at=None).update(objected_at=at):
        raise Decided
    joining.objected_at = at
    journal.record("joining.objected", joining, by=by, at=at, stream=joining.case.stream)


@transaction.atomic
def lapse(joining: Joining, *, at: datetime) -> None:
    """Nobody answered in time: told so, with whom to call."""
    _decide(joining, Verdict.LAPSED, by=SYSTEM, through=None, at=at)
    entry_emails.lapse(joining, at=at)
    _forget(joining)


def _decide(
    joining: Joining,
    verdict: Verdict,
    *,
    by: Actor,
    through: Through | None,
    at: datetime,
    checked: Checked | None = None,
    note: str = "",
) -> None:
    """Write the verdict, once; end the contact's link and the officer's task."""
    values = {
        "decided_at": at,
        "verdict": verdict,
        "through": through or "",
        "decided_by_id": by.user_id,
        "checked": checked or "",
        "note": clean(note)[:300],
    }
    if not Joining.objects.open().filter(pk=joining.pk).update(**values):
        raise Decided
    for field, value in values.items():
        setattr(joining, field, value)
    if joining.link_id:
        Link.objects.filter(pk=joining.link_id, revoked_at=None).update(revoked_at=at)
    case = joining.case
    if not Joining.objects.open().filter(case=case).exists():
        cases.finish_tasks(case.tasks.filter(kind=TaskKind.JOIN), outcome=DECIDED, by=by, at=at)
    how = {"through": through.value if through else "", "checked": checked.value if checked else ""}
    journal.record(f"joining.{verdict.value}", joining, by=by, at=at, stream=case.stream, **how)


def _contact_of(joining: Joining, *, by: Actor, at: datetime) -> Contact:
    """The company's contact with this address, new or back again."""
    company = joining.case.company
    known = company.contacts.filter(email=joining.email).first()
    if known is None:
        return registry.add_contact(
            company,
            name=joining.name,
            email=joining.email,
            phone=joining.phone,
            language=joining.language,
            by=by,
            at=at,
        )
    return registry.detach(known, by=by, at=at) if known.access in GONE else known


def _enter(joining: Joining, contact: Contact, at: datetime) -> None:
    entry = joining.entry
    if entry is not None:
        let_in(entry, contact, joining.case, at=at, way_back=False)
    elif admit(contact, by=SYSTEM, at=at) is None:
        raise Refusal(NOT_HERE)


def _forget(joining: Joining) -> None:
    if joining.entry_id:
        Entry.objects.filter(pk=joining.entry_id).update(state=EntryState.ENDED, answers={}, carried={})
