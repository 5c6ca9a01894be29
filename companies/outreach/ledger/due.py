"""One due line: what it comes to, and what is written for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from companies.cases import actions as cases
from companies.cases.enums import Act, Status, TaskKind
from companies.cases.models import Link, Task
from companies.common import clock, links
from companies.enrolment import queries as enrolment
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.outreach import emails, hours, reasons
from companies.outreach.answers import preferences
from companies.outreach.enums import Cause, End, ReminderState, Rung
from companies.outreach.hours import Hours
from companies.outreach.kinds import CLOSING_SOON, INVITED, KINDS, UNCONFIRMED, Kind, Step
from companies.outreach.ledger import attempts, deadlines, ladder, resting, rollout
from companies.outreach.ledger.ladder import Now
from companies.outreach.ledger.rollout import Young
from companies.outreach.models import Policy, Reminder
from companies.reference.models import Site
from companies.registry.models import Contact

ACTS: Final = {
    Status.INVITED: Act.INVITATION,
    Status.REACHED: Act.INVITATION,
    Status.DRAFT: Act.RESUME,
}
"""What the link of a message may do; once the application is sent it leads to the file, which asks for a sign-in."""
PAGES: Final = {Act.INVITATION: "portal:invitation", Act.RESUME: "portal:resume", Act.CONFIRM: "portal:confirm"}
DAYS_TO_REACT: Final = 7
"""Between the closing notice and the day on which the officer is asked to decide."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One sweep's handing over: its instant, whose site, the office hours, the rules in their first days, those of
    the closing notice."""

    now: Now
    site: Site
    hours: Hours
    young: Young
    closing: tuple[Policy, ...]

    @property
    def courtesy(self) -> timedelta:
        return timedelta(hours=self.site.courtesy_hours)


def shift(now: Now, site: Site) -> Shift:
    open_hours = hours.of(site)
    rules = {kind.key: deadlines.in_force(kind, now) for kind in KINDS.values()}
    young = rollout.young((rule for each in rules.values() for rule in each), now, open_hours)
    return Shift(now, site, open_hours, young, tuple(rules[CLOSING_SOON.key]))


def locked(lines: QuerySet[Reminder]) -> QuerySet[Reminder]:
    """Those of `lines` that nobody else is ending, ours until the transaction ends, with all that a letter needs."""
    free = lines.select_for_update(of=("self",), skip_locked=True)
    related = ("company", "year", "region", "officer", "application")
    return free.select_related(*(f"case__{name}" for name in related), "contact__company")


class Due:
    """One due line under its lock. `state` and `reason` are what it came to."""

    def __init__(self, reminder: Reminder, shift: Shift) -> None:
        self.reminder, self.case, self.shift = reminder, reminder.case, shift
        self.now, self.site = shift.now, shift.site
        self.kind: Kind = KINDS[reminder.kind]
        self.step: Step = self.kind.step(reminder.rung)
        self.state: str = ReminderState.PLANNED
        self.reason = ""

    def end(self) -> list["Due"]:
        """The lines that were ended or moved: this one, and those that share its message."""
        if self.is_late:
            return self._hold_back(End.TOO_LATE)
        if not self.is_wanted():
            return [self]  # the planner follows a new round, or cancels with the reason
        rule = self.shift.young.get((self.reminder.kind, self.reminder.rung))
        if rule and rollout.is_full(rule, self.now):
            return self._move(rollout.next_day(self.now, self.shift.hours))
        if self.step.form == Rung.CALL:
            return self._call(Cause.NONE)
        if self.step.form == Rung.CLOSING and not attempts.are_enough(self.reminder):
            return self._call(Cause.FEW)
        return self._mail()

    @property
    def is_late(self) -> bool:
        return bool(self.reminder.not_after and self.now.at > self.reminder.not_after)

    def is_wanted(self) -> bool:
        return bool(ladder.standing(self.kind, [self.reminder.pk], self.now))

    # -- a message ---------------------------------------------------------------------------

    def _mail(self) -> list["Due"]:
        contact = self.reminder.contact
        if contact is None:
            return self._without_mail(Cause.NOBODY)
        if not contact.email:
            return self._without_mail(Cause.NO_EMAIL)
        address = outbox.standing(contact.email)
        if not address.takes_mail:
            return self._closed_address(opted_out=address.state in ("suppressed", "complained"))
        waiting = self._waiting_at(contact.email)
        courtesy = self.shift.courtesy
        rested_at = resting.rested_at(contact.email, address.last_sent_at, at=self.now.at, courtesy=courtesy)
        free_at = self._free_at(rested_at, waiting)
        if free_at > self.now.at:
            return self._move_within_time(free_at)
        if self.step.form == Rung.CLOSING:
            self._propose_closing()
            return self._write([self], address.pk)
        return self._write([self, *self._joining(waiting)], address.pk)

    def _waiting_at(self, email: str) -> list[Reminder]:
        """Other planned lines for the same mail address, of whichever company."""
        shared = resting.sharing(email)
        planned = Reminder.objects.planned().filter(case__in=shared, contact__email=email, kind__in=KINDS)
        return list(planned.exclude(pk=self.reminder.pk).only("kind", "rung", "due_at").order_by("due_at", "id"))

    def _free_at(self, free_at: datetime, waiting: Iterable[Reminder]) -> datetime:
        """Once the person has rested; and not so shortly before a closing notice as to hold it up."""
        notices = [each.due_at for each in waiting if each.kind == CLOSING_SOON.key]
        soon = min((due for due in notices if due <= free_at + self.shift.courtesy), default=free_at)
        keeps = self.kind is CLOSING_SOON or soon > (self.reminder.not_after or soon)
        return free_at if keeps else max(free_at, soon)

    def _joining(self, waiting: Iterable[Reminder]) -> list["Due"]:
        """Lines due now that can be one line in a message to the same person; held while they are ours."""
        due = [each for each in waiting if each.due_at <= self.now.at and _can_join(each)]
        if not due or not self.kind.digestible:
            return []
        rows = locked(Reminder.objects.due(at=self.now.at).filter(pk__in=[each.pk for each in due]))
        lines = [Due(row, self.shift) for row in rows.order_by("due_at", "id")]
        return [line for line in lines if line._may_join()]

    def _may_join(self) -> bool:
        rule = self.shift.young.get((self.reminder.kind, self.reminder.rung))
        return not self.is_late and self.is_wanted() and not (rule and rollout.is_full(rule, self.now))

    def _write(self, lines: list["Due"], address: int) -> list["Due"]:
        """One message for all `lines`: the most pressing one's letter, the others by one line each under it."""
        first, *others = sorted(lines, key=lambda line: (line.kind.urgency, line.reminder.due_at, line.reminder.pk))
        letter = letter_for(first.reminder, self.site, self.now.at)
        head, signed = letter.head(), preferences.signed(address)
        answering, answer = first._link(Act.ANSWER)
        ways = emails.Ways(
            go_on=first._way(),
            answer=links.absolute("portal:answer", token=answer),
            stop=links.absolute("portal:preferences", signed=signed),
            others=tuple((emails.errand(line.kind, line.case, letter.language), line._way()) for line in others),
        )
        message = outbox.post(
            purpose=first.step.slot,
            to=letter.contact.email,
            language=letter.language,
            content=emails.write(letter, head, ways),
            stream=first.case.stream,
            not_after=min(line._worthless_after() for line in lines),
            from_email=head.from_email,
            reply_to=head.reply_to,
            unsubscribe=links.absolute("portal:unsubscribe", signed=signed),
            at=self.now.at,
        )
        for line in lines:
            line._end(ReminderState.POSTED, message_id=message.pk, link=answering if line is first else None)
        return lines

    def _worthless_after(self) -> datetime:
        """Days after it was written; at the latest when its day is over, or when the closing notice is due."""
        latest = [self.now.at + self.shift.courtesy, self.reminder.not_after]
        if self.kind.yields and self.reminder.not_after:
            closing = clock.local_day(self.reminder.not_after)
            quiet = deadlines.quiet_from(closing, self.shift.closing, self.shift.hours, self.shift.courtesy)
            latest.append(quiet if quiet and quiet > self.now.at else None)  # past: no notice stands to give way to
        return min(each for each in latest if each)

    def _way(self) -> str:
        """Where the button leads, for this line's company."""
        act = Act.CONFIRM if self.kind is UNCONFIRMED else ACTS.get(Status(self.case.status))
        if act is None:
            return links.absolute("portal:file", reference=self.case.reference)
        _link, token = self._link(act)
        return links.absolute(PAGES[act], token=token)

    def _link(self, act: Act) -> tuple[Link, str]:
        return cases.issue_link(self.case, _contact(self.reminder), act=act, by=SYSTEM, at=self.now.at)

    def _move_within_time(self, free_at: datetime) -> list["Due"]:
        due_at = self.shift.hours.next_open(free_at)
        if self.reminder.not_after and due_at > self.reminder.not_after:
            return self._hold_back(End.CAPPED)
        return self._move(due_at)

    def _move(self, due_at: datetime) -> list["Due"]:
        Reminder.objects.filter(pk=self.reminder.pk).update(due_at=due_at)
        return [self]

    # -- the officer instead -----------------------------------------------------------------

    def _call(self, cause: Cause) -> list["Due"]:
        if self._call_is_open():
            return self._hold_back(End.CALL_OPEN)
        return self._end(ReminderState.POSTED, task_id=self._task(TaskKind.CALL, cause).pk)

    def _without_mail(self, cause: Cause) -> list["Due"]:
        """Nobody can be written to: a closing notice becomes the proposal alone, a message becomes a call."""
        if self.step.form == Rung.CLOSING:
            return self._end(ReminderState.POSTED, task_id=self._propose_closing().pk)
        return self._call(cause)

    def _closed_address(self, *, opted_out: bool) -> list["Due"]:
        """Who asked for no mail is not called either; a refused address is the officer's to find out about."""
        if opted_out:
            return self._hold_back(End.OPTED_OUT)
        if self.step.form == Rung.CLOSING:
            self._propose_closing()
        else:
            self._call_once(Cause.REFUSED)
        return self._hold_back(End.ADDRESS)

    def give_up_message(self) -> None:
        """Posted, but it could not be sent: held back after all; the officer calls while it is still wanted."""
        if self.step.form == Rung.MAIL and self.is_wanted():
            self._call_once(Cause.NOT_SENT)
        self._end(ReminderState.SUPPRESSED, reason=End.NOT_SENT, message=None, link=None)

    def give_up(self) -> list["Due"]:
        """It could not be written, again and again: a dead letter, and the officer calls."""
        self._call_once(Cause.FAILED)
        return self._hold_back(End.FAILED)

    def _call_once(self, cause: Cause) -> None:
        if not self._call_is_open():
            self._task(TaskKind.CALL, cause)

    def _propose_closing(self) -> Task:
        return self._task(TaskKind.PROPOSE_CLOSING, Cause.NONE, DAYS_TO_REACT)

    def _task(self, kind: TaskKind, cause: Cause, days: int = 0) -> Task:
        return cases.add_task(
            self.case,
            kind=kind,
            due_on=clock.local_day(self.now.at) + timedelta(days=days),
            reason=reasons.code(self.kind.key, self.reminder.rung, cause, attempts.days_sent(self.reminder)),
            by=SYSTEM,
            at=self.now.at,
        )

    def _call_is_open(self) -> bool:
        return self.case.tasks.open().filter(kind=TaskKind.CALL).exists()

    # -- the line's end ----------------------------------------------------------------------

    def _hold_back(self, reason: End) -> list["Due"]:
        return self._end(ReminderState.SUPPRESSED, reason=reason)

    def _end(self, state: ReminderState, **changes: object) -> list["Due"]:
        Reminder.objects.filter(pk=self.reminder.pk).update(state=state, ended_at=self.now.at, **changes)
        self.state, self.reason = state, str(changes.get("reason", ""))
        return [self]


def _can_join(line: Reminder) -> bool:
    kind = KINDS[line.kind]
    return kind.digestible and kind.step(line.rung).form == Rung.MAIL


def _contact(reminder: Reminder) -> Contact:
    if reminder.contact is None:
        raise LookupError(f"reminder {reminder.pk} has no contact")
    return reminder.contact


def letter_for(reminder: Reminder, site: Site, at: datetime) -> emails.Letter:
    """Needs a reminder that has a contact."""
    kind = KINDS[reminder.kind]
    progress = enrolment.progress([reminder.case_id])[reminder.case_id]
    asked = kind is INVITED and reminder.subject != ""  # only an answer "not now" gives this ladder a second round
    return emails.Letter(kind, kind.step(reminder.rung), reminder.case, _contact(reminder), site, progress, at, asked)
