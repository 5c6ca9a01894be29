"""From the ledger to the outbox or to the officer: each due line in a transaction of its own.

The line is locked, asked once more whether it is still wanted, held against the cap per person, then ended:
message, link and "posted" are written together or not at all. One that fails is put off and stops no other.
"""

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from companies.cases import actions as cases
from companies.cases.enums import Act, Channel, TaskKind
from companies.cases.models import Link, Task
from companies.common import clock, links
from companies.common.faults import fault
from companies.enrolment import queries as enrolment
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.mail import queries as mail
from companies.outreach import emails, hours, ladder, preferences, reasons
from companies.outreach.enums import Cause, End, ReminderState, Rung
from companies.outreach.kinds import INVITED, KINDS, Kind, Step
from companies.outreach.ladder import Now
from companies.outreach.models import Reminder
from companies.reference.models import Site
from companies.registry.models import Contact

logger = logging.getLogger(__name__)

PAGES: Final = {Act.INVITATION: "portal:invitation", Act.RESUME: "portal:resume"}
MOST_AT_ONCE: Final = 1000
AFTER_A_FAILURE: Final = timedelta(minutes=15)
DAYS_TO_REACT: Final = 7
"""Between the closing notice and the day on which the officer is asked to decide."""
ATTEMPTS_BEFORE_CLOSING: Final = 3
CHANNELS_BEFORE_CLOSING: Final = 2


@dataclass
class Posted:
    """What became of due lines, by kind and state; what failed, by kind."""

    done: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: dict[str, str] = field(default_factory=dict)


def post_due(now: Now, site: Site) -> Posted:
    """Hand over what is due. Outside office hours everything moves to the next opening instead."""
    result = Posted()
    opening = hours.of(site).held_until(now.at)
    if opening:
        Reminder.objects.due(at=now.at).update(due_at=opening)
        return result
    due = Reminder.objects.due(at=now.at).filter(kind__in=KINDS).order_by("due_at", "id")
    for pk, kind in due.values_list("pk", "kind")[:MOST_AT_ONCE]:
        try:
            ended = post(pk, now, site)
        except Exception as error:  # one failing case never stops the others
            logger.exception("Reminder %s could not be handed over", pk)
            result.errors[kind] = f"{pk}: {type(error).__name__}: {error}"[:500]
            Reminder.objects.planned().filter(pk=pk).update(due_at=now.at + AFTER_A_FAILURE)
        else:
            result.done[kind, ended] += 1
    return result


def post(pk: int, now: Now, site: Site) -> str:
    """End one due line; the state it came to, "planned" when it was moved or somebody else has it."""
    with transaction.atomic():
        found = (
            Reminder.objects.due(at=now.at)
            .select_for_update(of=("self",), skip_locked=True)
            .select_related("case__company", "case__year", "case__region", "case__officer", "contact__company")
            .filter(pk=pk)
            .first()
        )
        if found is None:
            return ReminderState.PLANNED
        ended = Due(found, now, site).end()
        fault("post_before_commit")
    fault("post_after_commit")
    return ended


class Due:
    """One due line under its lock."""

    def __init__(self, reminder: Reminder, now: Now, site: Site) -> None:
        self.reminder, self.case, self.now, self.site = reminder, reminder.case, now, site
        self.kind: Kind = KINDS[reminder.kind]
        self.step: Step = self.kind.step(reminder.rung)

    def end(self) -> str:
        """The state it came to."""
        if self.reminder.not_after and self.now.at > self.reminder.not_after:
            return self._hold_back(End.TOO_LATE)
        if not ladder.standing(self.kind, [self.reminder.pk], self.now):
            return ReminderState.PLANNED  # the planner follows a new round, or cancels with the reason
        if self.step.form == Rung.CALL:
            return self._call(Cause.NONE)
        if self.step.form == Rung.CLOSING and not self._enough_attempts():
            return self._call(Cause.FEW)
        return self._mail()

    # -- a message ---------------------------------------------------------------------------

    def _mail(self) -> str:
        contact = self.reminder.contact
        if contact is None:
            return self._without_mail(Cause.NOBODY)
        if not contact.email:
            return self._without_mail(Cause.NO_EMAIL)
        address = outbox.standing(contact.email)
        if not address.takes_mail:
            return self._closed_address(opted_out=address.state == "suppressed")
        free_at = address.last_sent_at and address.last_sent_at + timedelta(hours=self.site.courtesy_hours)
        if free_at and free_at > self.now.at:
            return self._move(free_at)
        if self.step.form == Rung.CLOSING:
            self._propose_closing()
        return self._write(preferences.signed(address.pk))

    def _write(self, signed: str) -> str:
        """`signed` is the person's own page of preferences."""
        letter = letter_for(self.reminder, self.site, self.now.at)
        head = letter.head()
        _link, token = self._link(letter.contact, self.kind.act)
        answering, answer = self._link(letter.contact, Act.ANSWER)
        ways = emails.Ways(
            go_on=links.absolute(PAGES[self.kind.act], token=token),
            answer=links.absolute("portal:answer", token=answer),
            stop=links.absolute("portal:preferences", signed=signed),
        )
        worthless = self.now.at + timedelta(hours=self.site.courtesy_hours)
        message = outbox.post(
            purpose=self.step.slot,
            to=letter.contact.email,
            language=letter.language,
            content=emails.write(letter, head, ways),
            stream=self.case.stream,
            not_after=min(worthless, self.reminder.not_after or worthless),
            from_email=head.from_email,
            reply_to=head.reply_to,
            unsubscribe=links.absolute("portal:unsubscribe", signed=signed),
            at=self.now.at,
        )
        return self._end(ReminderState.POSTED, message_id=message.pk, link=answering)

    def _link(self, contact: Contact, act: Act) -> tuple[Link, str]:
        return cases.issue_link(self.case, contact, act=act, by=SYSTEM, at=self.now.at)

    def _move(self, free_at: datetime) -> str:
        due_at = hours.of(self.site).next_open(free_at)
        Reminder.objects.filter(pk=self.reminder.pk).update(due_at=due_at)
        return ReminderState.PLANNED

    # -- the officer instead -----------------------------------------------------------------

    def _call(self, cause: Cause) -> str:
        if self._call_is_open():
            return self._hold_back(End.CALL_OPEN)
        return self._end(ReminderState.POSTED, task_id=self._task(TaskKind.CALL, cause).pk)

    def _without_mail(self, cause: Cause) -> str:
        """Nobody can be written to: a closing notice becomes the proposal alone, a message becomes a call."""
        if self.step.form == Rung.CLOSING:
            return self._end(ReminderState.POSTED, task_id=self._propose_closing().pk)
        return self._call(cause)

    def _closed_address(self, *, opted_out: bool) -> str:
        """Who asked for no mail is not called either; a refused address is the officer's to find out about."""
        if opted_out:
            return self._hold_back(End.OPTED_OUT)
        if self.step.form == Rung.CLOSING:
            self._propose_closing()
        elif not self._call_is_open():
            self._task(TaskKind.CALL, Cause.REFUSED)
        return self._hold_back(End.ADDRESS)

    def give_up_message(self) -> None:
        """Posted, but it could not be sent: held back after all; the officer calls while it is still wanted."""
        wanted = ladder.standing(self.kind, [self.reminder.pk], self.now)
        if wanted and self.step.form == Rung.MAIL and not self._call_is_open():
            self._task(TaskKind.CALL, Cause.NOT_SENT)
        self._end(ReminderState.SUPPRESSED, reason=End.NOT_SENT, message=None)

    def _propose_closing(self) -> Task:
        return self._task(TaskKind.PROPOSE_CLOSING, Cause.NONE, DAYS_TO_REACT)

    def _task(self, kind: TaskKind, cause: Cause, days: int = 0) -> Task:
        return cases.add_task(
            self.case,
            kind=kind,
            due_on=clock.local_day(self.now.at) + timedelta(days=days),
            reason=reasons.code(self.kind.key, self.reminder.rung, cause, self._days_sent()),
            by=SYSTEM,
            at=self.now.at,
        )

    def _call_is_open(self) -> bool:
        return self.case.tasks.open().filter(kind=TaskKind.CALL).exists()

    # -- what was tried ----------------------------------------------------------------------

    def _days_sent(self) -> list[date]:
        """Local days of the messages of this ladder that left, the invitation included."""
        purposes = [step.slot for step in self.kind.steps] + (["invitation"] if self.kind.after_invitation else [])
        return [clock.local_day(each) for each in mail.left(self.case.stream, purposes)]

    def _enough_attempts(self) -> bool:
        """Three attempts on two channels: messages that left, calls that were given to somebody, the invitation."""
        lines = Reminder.objects.of_round(self.reminder).filter(state=ReminderState.POSTED)
        pairs = list(lines.values_list("message_id", "task_id"))
        left = mail.accepted(message for message, _task in pairs if message)
        channels = Counter({"mail": len(left), "call": sum(1 for _message, task in pairs if task)})
        if self.kind.after_invitation and self.case.channel != Channel.NONE:
            channels[self.case.channel] += 1
        used = [channel for channel, count in channels.items() if count]
        return channels.total() >= ATTEMPTS_BEFORE_CLOSING and len(used) >= CHANNELS_BEFORE_CLOSING

    # -- the line's end ----------------------------------------------------------------------

    def _hold_back(self, reason: End) -> str:
        return self._end(ReminderState.SUPPRESSED, reason=reason)

    def _end(self, state: ReminderState, **changes: object) -> str:
        Reminder.objects.filter(pk=self.reminder.pk).update(state=state, ended_at=self.now.at, **changes)
        return state


def letter_for(reminder: Reminder, site: Site, at: datetime) -> emails.Letter:
    """Needs a reminder that has a contact."""
    kind = KINDS[reminder.kind]
    contact = reminder.contact
    if contact is None:
        raise LookupError(f"reminder {reminder.pk} has no contact")
    progress = enrolment.progress([reminder.case_id])[reminder.case_id]
    asked = kind is INVITED and reminder.subject != ""  # only an answer "not now" gives this ladder a second round
    return emails.Letter(kind, kind.step(reminder.rung), reminder.case, contact, site, progress, at, asked)
