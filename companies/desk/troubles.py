"""Messages that did not arrive, or perhaps did: why, in plain words, and what a person can do about each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import BigIntegerField, CharField, Exists, Func, OuterRef, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.accounts.models import User
from companies.cases.models import Case
from companies.common import words
from companies.common.components import Act, Link, Shape, Tab
from companies.desk.mailed import DELIVERIES
from companies.desk.rows import name_on_page
from companies.mail import queries as mail
from companies.mail.queries import AddressState, MessageState
from companies.web.listing import Choice, Column, Listing, Order

REFUSES: Final = 500
"""From this answer on a mail server says no for good."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, and what to do."""

    why: Promise
    what: Promise


PERHAPS: Final = Reason(
    _("The line broke after the message was handed over: nobody knows whether it arrived."),
    _("See whether the company has reacted. Sent again, it may arrive twice."),
)
BAD_ADDRESS: Final = Reason(
    _("The mail server refuses this address."),
    _("Correct the address in the file: what is still to come goes to the new one. Or telephone."),
)
UNWANTED: Final = Reason(
    _("This address has asked for no more optional mail."),
    _("Telephone if it matters; nothing is sent against a wish."),
)
BAD_MESSAGE: Final = Reason(
    _("The mail server refuses the message itself, not the address."),
    _("Tell an administrator: the words or our server may be at fault."),
)
DEADLY: Final = Reason(
    _("Sending this message stopped the sender each time."), _("Tell an administrator before sending it again.")
)
GIVEN_UP: Final = Reason(
    _("It was tried several times over some hours; the mail server did not take it."), _("Send again, or telephone.")
)
HOPELESS: Final = (BAD_ADDRESS, UNWANTED)
CLOSED: Final = (AddressState.SUPPRESSED, AddressState.COMPLAINED)
FIELDS: Final = ("subject", "to_email", "state", "smtp_code", "last_error", "stream", "secret", "seen_at")
STATES: Final = [(state.value, state.label) for state in mail.TROUBLED]

COLUMNS: Final = (
    Column("day", pgettext_lazy("message", "Written on"), Order("posted_at")),
    Column("message", pgettext_lazy("heading", "Message")),
    Column("why", _("What happened")),
    Column("do", _("What to do")),
)
STATE: Final = Choice("state", _("State"), STATES, "state", several=False)
SEEN: Final = Choice("seen", _("Seen"), [("yes", _("seen"))], narrow=lambda rows, _chosen: rows, several=False)


def listing(seen: bool) -> Listing:
    """Those still to be looked at, or those that were seen (`seen` then stays in the address)."""
    return Listing(columns=COLUMNS, filters=(STATE, SEEN) if seen else (STATE,), fields=FIELDS, sort="-day")


def within_reach(user: User) -> QuerySet[Any]:
    """Troubled messages of the cases `user` reaches; those that belong to none, of who sees everything."""
    rows = mail.troubled()
    if user.grant.everywhere:
        return rows
    number = Func(OuterRef("stream"), Value(r"^case:(\d+)$"), function="substring", output_field=CharField())
    return rows.filter(Exists(Case.objects.visible_to(user).filter(pk=Cast(number, BigIntegerField()))))


def unseen(user: User) -> int:
    """How many wait to be looked at; one statement."""
    return within_reach(user).filter(seen_at__isnull=True).count()


def tabs(seen: bool) -> list[Tab]:
    here = reverse("desk:mail_troubles")
    return [
        Tab(str(_("To look at")), here, current=not seen),
        Tab(str(_("Seen")), f"{here}?seen=yes", current=seen),
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """One message; `case` leads to its file, "" without one or where it is out of reach."""

    pk: UUID
    day: str
    subject: str
    address: str
    text: str
    company: str
    shape: Shape
    word: Promise
    why: Promise
    what: Promise
    said: str
    links: list[Link]
    acts: list[Act]


def lines_of(rows: Iterable[dict[str, Any]], user: User) -> list[Line]:
    """The lines of one page; two statements more, for the files and for what is known of the addresses."""
    shown = list(rows)
    numbers = [int(row["stream"][5:]) for row in shown if row["stream"].startswith("case:")]
    found = Case.objects.visible_to(user).filter(pk__in=numbers).select_related("company")
    cases = {case.stream: case for case in found}
    states = mail.states_of(row["to_email"] for row in shown)
    return [_line(row, cases.get(row["stream"]), states, user) for row in shown]


def _line(row: dict[str, Any], case: Case | None, states: Mapping[str, AddressState], user: User) -> Line:
    reason = reason_of(row, states.get(row["to_email"]))
    return Line(
        pk=row["pk"],
        day=words.moment(row["posted_at"]),
        subject=row["subject"],
        address=row["to_email"],
        text=reverse("desk:case_message", args=[case.reference, row["pk"]]) if case else "",
        company=name_on_page(case.company.name, case.company.name_ar) if case else "",
        shape=DELIVERIES[row["state"]],
        word=MessageState(row["state"]).label,
        why=reason.why,
        what=reason.what,
        said=row["last_error"],
        links=_links(case, reason),
        acts=_acts(row, reason) if user.grant.works_cases else [],
    )


def reason_of(row: Mapping[str, Any], address: AddressState | None) -> Reason:
    if row["state"] == MessageState.UNCERTAIN:
        return PERHAPS
    if address == AddressState.BOUNCED:
        return BAD_ADDRESS
    if address in CLOSED:
        return UNWANTED
    if row["last_error"] == mail.FATAL:
        return DEADLY
    return BAD_MESSAGE if (row["smtp_code"] or 0) >= REFUSES else GIVEN_UP


def _links(case: Case | None, reason: Reason) -> list[Link]:
    if case is None:
        return []
    url = reverse("desk:case", args=[case.reference])
    correct = [Link(str(_("Correct the address")), f"{url}#people")] if reason is BAD_ADDRESS else []
    return [*correct, Link(str(_("Open the file")), url)]


def _acts(row: Mapping[str, Any], reason: Reason) -> list[Act]:
    """To a closed address nothing is sent again."""
    again = Act(str(_("Send again")), reverse("desk:mail_again", args=[row["pk"]]))
    seen = Act(str(_("Seen, nothing to do")), reverse("desk:mail_seen", args=[row["pk"]]))
    return [*([] if reason in HOPELESS else [again]), *([] if row["seen_at"] else [seen])]
