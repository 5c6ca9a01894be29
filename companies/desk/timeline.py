"""Everything that happened on a case, as one list: moves, calls and notes, obstacles, messages.

Two statements whatever its length, one for the tables of the case and one for its mail; pages by keyset. In SQL,
because building the same union through the query sets took three times as long as asking it.
"""

import base64
import binascii
import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from operator import attrgetter
from typing import Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat

from companies.cases.models import Case
from companies.mail import queries as mail
from companies.outreach.models import Reminder

SIZE: Final = 20
FIRST_OF_ALL: Final = (datetime.max.replace(tzinfo=UTC), "~")


class Happening(NamedTuple):
    """One row of the union. `mark` is the kind's letter and the row's id, which also breaks ties of `when`.

    | kind | one | two | three | words | who | whom | day |
    |---|---|---|---|---|---|---|---|
    | move | status before | status after | closed as | note | by | on behalf of | day of the fact |
    | talk | kind | result | - | text | by | with | happened on |
    | wrote (mail in) | sender | attachments, a line each | - | text | by | from | happened on |
    | obstacle | code | source | - | text | by | - | - |
    | act | verb | kind of reminder | - | - | by | - | - |
    | answer, taken back | kind | part of the day | - | text | - | from whom | day named |
    | wish | verb | - | - | - | - | whose | - |
    | decided (on a request to join) | verdict | through | how it was checked | note | by | who asked | - |
    | withheld | kind of reminder | rung | reason | - | - | - | - |
    | sent (mail) | state | purpose | last error | subject | line in another file's message | address | - |

    `then` is when the mail server took a message, on the database's clock.
    """

    when: datetime
    mark: str
    one: str
    two: str
    three: str
    words: str
    who: str
    whom: str
    day: date | None
    then: datetime | None = None

    @property
    def kind(self) -> str:
        return self.mark[0]

    @property
    def pk(self) -> str:
        return self.mark[1:].lstrip("0") if self.kind != SENT else self.mark[1:]

    @property
    def cursor(self) -> str:
        return base64.urlsafe_b64encode(f"{self.when.isoformat()}|{self.mark}".encode()).decode().rstrip("=")


MOVE, TALK, WROTE, OBSTACLE, ACT, SENT, DECIDED = "m", "t", "r", "o", "j", "s", "d"
ANSWER, TAKEN, WITHHELD, WISH = "a", "b", "h", "w"
SHOWN: Final[dict[str, tuple[str, ...]]] = {
    "": (MOVE, TALK, WROTE, OBSTACLE, ACT, SENT, DECIDED, ANSWER, TAKEN, WITHHELD, WISH),
    "messages": (WROTE, ACT, SENT, ANSWER, TAKEN, WITHHELD, WISH),
    "talks": (TALK, WROTE, OBSTACLE),
    "moves": (MOVE,),
}


@dataclass(frozen=True, slots=True)
class Story:
    """One page of the timeline, newest first; `before` is the cursor of the next one, "" at the end."""

    happenings: list[Happening]
    before: str = ""


_TOLD: Final = {
    MOVE: """
        SELECT m.at, 'm' || lpad(m.id::text, 20, '0') AS mark, m.from_status, m.to_status,
            CASE m.reason WHEN 'completion.sent' THEN 'completed' ELSE m.closed_as END, m.note,
            COALESCE(u.name, ''), COALESCE(c.name, ''), m.fact_on
        FROM cases_move m LEFT JOIN accounts_user u ON u.id = m.by_id LEFT JOIN registry_contact c ON c.id = m.behalf_id
        WHERE m.case_id = %(case)s""",
    TALK: """
        SELECT i.at, 't' || lpad(i.id::text, 20, '0') AS mark, i.kind, i.outcome, '', i.text,
            COALESCE(u.name, ''), COALESCE(c.name, ''), i.happened_on
        FROM cases_interaction i LEFT JOIN accounts_user u ON u.id = i.by_id
            LEFT JOIN registry_contact c ON c.id = i.contact_id
        WHERE i.case_id = %(case)s AND i.kind <> 'mail'""",
    WROTE: """
        SELECT i.at, 'r' || lpad(i.id::text, 20, '0') AS mark, i.sender,
            COALESCE((SELECT string_agg(file, chr(10)) FROM jsonb_array_elements_text(i.attachments) AS file), ''), '',
            i.text, COALESCE(u.name, ''), COALESCE(NULLIF(c.name, ''), NULLIF(c.function, ''), c.email, ''),
            i.happened_on
        FROM cases_interaction i LEFT JOIN accounts_user u ON u.id = i.by_id
            LEFT JOIN registry_contact c ON c.id = i.contact_id
        WHERE i.case_id = %(case)s AND i.kind = 'mail'""",
    OBSTACLE: """
        SELECT o.at, 'o' || lpad(o.id::text, 20, '0') AS mark, o.code, o.source, '', o.text,
            COALESCE(u.name, ''), '', NULL::date
        FROM dialogue_obstacle o LEFT JOIN accounts_user u ON u.id = o.by_id
        WHERE o.case_id = %(case)s""",
    # "Not for us" that stands is told by its obstacle and by the closing of the file.
    ANSWER: """
        SELECT w.at, 'a' || lpad(w.id::text, 20, '0') AS mark, w.kind, w.day_part, '', w.text, '', COALESCE(c.name, ''),
            w.until
        FROM outreach_answer w JOIN outreach_reminder r ON r.id = w.reminder_id
            LEFT JOIN registry_contact c ON c.id = r.contact_id
        WHERE r.case_id = %(case)s AND NOT (w.kind = 'declined' AND w.undone_at IS NULL)""",
    TAKEN: """
        SELECT w.undone_at, 'b' || lpad(w.id::text, 20, '0') AS mark, w.kind, w.day_part, '', '', '',
            COALESCE(c.name, ''), w.until
        FROM outreach_answer w JOIN outreach_reminder r ON r.id = w.reminder_id
            LEFT JOIN registry_contact c ON c.id = r.contact_id
        WHERE r.case_id = %(case)s AND w.undone_at IS NOT NULL""",
    DECIDED: """
        SELECT d.decided_at, 'd' || lpad(d.id::text, 20, '0') AS mark, d.verdict, d.through, d.checked, d.note,
            COALESCE(u.name, ''), COALESCE(NULLIF(d.name, ''), d.email), NULL::date
        FROM enrolment_joining d LEFT JOIN accounts_user u ON u.id = d.decided_by_id
        WHERE d.case_id = %(case)s AND d.decided_at IS NOT NULL""",
    # Those cancelled by a person are told by the journal, with their name.
    WITHHELD: """
        SELECT h.ended_at, 'h' || lpad(h.id::text, 20, '0') AS mark, h.kind, h.rung::text, h.reason, '', '', '',
            NULL::date
        FROM outreach_reminder h
        WHERE h.case_id = %(case)s AND h.state IN ('suppressed', 'cancelled') AND h.reason <> 'by_hand'
            AND h.ended_at IS NOT NULL""",
    WISH: """
        SELECT s.at, 'w' || lpad(s.id::text, 20, '0') AS mark, s.verb, '', '', '', '',
            COALESCE(NULLIF(c.name, ''), NULLIF(c.function, ''), c.email, ''), NULL::date
        FROM journal_entry s LEFT JOIN registry_contact c ON c.id::text = s.object_id
        WHERE s.stream = %(stream)s AND s.verb IN ('reminders.stopped', 'reminders.resumed')""",
    # What staff did about messages that did not go by mail leaves its line in the journal alone. The codes that
    # companies type in issue links of their own: those are not letters.
    ACT: """
        SELECT j.at, 'j' || lpad(j.id::text, 20, '0') AS mark, j.verb, COALESCE(j.data->>'kind', ''), '', '',
            COALESCE(u.name, ''), '', NULL::date
        FROM journal_entry j LEFT JOIN accounts_user u ON u.id = j.actor_id
        WHERE j.stream = %(stream)s AND j.actor_kind = 'user'
            AND (j.verb = 'reminder.cancelled' OR j.verb = 'link.issued' AND j.data->>'act' = 'letter')""",
}


_PAGE: Final = """
    SELECT * FROM ({told}) AS told WHERE (at, mark COLLATE "C") < (%(when)s, %(mark)s)
    ORDER BY at DESC, mark COLLATE "C" DESC LIMIT %(limit)s
"""


def story(case: Case, *, shown: str = "", before: str = "") -> Story:
    """The page of what happened earlier than `before`; a mangled cursor gives the newest page."""
    kinds = SHOWN.get(shown, SHOWN[""])
    when, mark = _read(before)
    told = _told(case, [_TOLD[kind] for kind in kinds if kind in _TOLD], when, mark)
    written = _written(case, when, mark) if SENT in kinds else []
    rows = list(islice(heapq.merge(told, written, key=attrgetter("when", "mark"), reverse=True), SIZE + 1))
    page = rows[:SIZE]
    return Story(page, page[-1].cursor if len(rows) > SIZE else "")


def _read(cursor: str) -> tuple[datetime, str]:
    try:
        when, mark = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split("|")
        instant = datetime.fromisoformat(when)
    except (ValueError, binascii.Error):
        return FIRST_OF_ALL
    return (instant, mark) if instant.tzinfo and mark.isascii() and mark.isprintable() else FIRST_OF_ALL


def _told(case: Case, parts: list[str], when: datetime, mark: str) -> list[Happening]:
    if not parts:
        return []
    values: dict[str, str | int | datetime] = {"case": case.pk, "stream": case.stream, "when": when, "mark": mark}
    values["limit"] = SIZE + 1
    with connection.cursor() as cursor:
        cursor.execute(_PAGE.format(told=" UNION ALL ".join(parts)), values)
        return [Happening(*row) for row in cursor.fetchall()]


FIELDS: Final = ("posted_at", "id", "state", "purpose", "last_error", "subject", "to_email", "accepted_at")


def _written(case: Case, when: datetime, mark: str) -> Iterable[Happening]:
    """Messages of the case, and reminders that left in one message with another file's: that one's words stay there."""
    own = mail.of_stream(case.stream).filter(_posted_before(when, mark)).order_by()
    lines = Reminder.objects.filter(_posted_before(when, mark, "message__"), case=case, message__isnull=False)
    shared = lines.exclude(message__stream=case.stream).order_by()
    line = Concat("kind", Value("."), Cast("rung", CharField()))
    others = [Value("") if name == "subject" else F(f"message__{name}") for name in FIELDS]
    found = own.values_list(*FIELDS, Value("")).union(shared.values_list(*others, line), all=True)
    rows = found.order_by("-posted_at", "-id")[: SIZE + 1]
    for posted_at, pk, state, purpose, error, subject, to, taken_at, shared_line in rows:
        yield Happening(posted_at, f"{SENT}{pk}", state, purpose, error, subject, shared_line, to, None, taken_at)


def _posted_before(when: datetime, mark: str, prefix: str = "") -> Q:
    """Of one instant, a message stands after moves and obstacles, before calls and notes: by its letter."""
    if mark[:1] > SENT:
        return Q(**{f"{prefix}posted_at__lte": when})
    earlier = Q(**{f"{prefix}posted_at__lt": when})
    last = _uuid(mark[1:]) if mark.startswith(SENT) else None
    return earlier | Q(**{f"{prefix}posted_at": when, f"{prefix}id__lt": last}) if last else earlier


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
