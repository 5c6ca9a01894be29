"""The kinds of reminder to companies, one frozen declaration each: whom, since when, what stands on its rungs, what
stops it.

Days are defaults; those in force are rows (`Policy`). A ladder belongs to its statuses: leaving them (sent, declined,
closed) ends it. A sign of life after its start stops it, or, where it `restarts`, starts it anew; a notice before a
deadline comes all the same. Asked to wait, a ladder starts with its first rung on that day.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.cases.enums import Status
from companies.enrolment.rules import BEFORE_START, SENT
from companies.outreach.enums import Audience, Deadline, Rung
from companies.outreach.ledger import selectors

ADDRESS: Final = "address"
"""The ledger's name for "the mail server refused an address": a fact, not a ladder."""


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: a message or a call, `wait_days` after the start or `before` the deadline. `slot` names its text."""

    form: Rung
    wait_days: int
    slot: str
    before: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """`starts` and `stops` are sentences for everybody to read, `errand` the one line it has in a shared message,
    `done` the answer of who has done it already.

    Optional kinds count for the cap per person and can be stopped by the person. Of several `digestible` ones due for
    one person the smallest `urgency` is the letter. `yields`: nothing of it leaves shortly before closing.
    """

    key: str
    label: Promise
    selector: str
    statuses: tuple[Status, ...]
    restarts: bool
    deadline: Deadline
    steps: tuple[Step, ...]
    starts: Promise
    stops: Promise
    errand: Promise
    done: Promise
    urgency: int
    audience: Audience = Audience.COMPANY
    essential: bool = False
    digestible: bool = True
    yields: bool = False
    after_invitation: bool = False  # the invitation counts as an attempt to reach the company

    @property
    def status(self) -> Status:
        """Entering it starts the ladder."""
        return self.statuses[0]

    def step(self, rung: int) -> Step:
        """Rungs are numbered from 1."""
        return self.steps[rung - 1]


CLOSING_SOON: Final = Kind(
    key="closing_soon",
    label=_("Closing soon"),
    selector=selectors.CLOSING,
    statuses=(Status.INVITED, Status.REACHED, Status.DRAFT),
    restarts=False,
    deadline=Deadline.CLOSING,
    steps=(Step(Rung.MAIL, 3, "closing_soon", before=True),),
    starts=_("A company is invited, or has a draft, and the closing date is near."),
    stops=_("It has left, once; or the company sends its application or declines, or the closing date has passed."),
    errand=_("%(company)s: application not sent yet, closing on %(day)s"),
    done=_("Already sent"),
    urgency=1,
)
COMPLETION: Final = Kind(
    key="completion",
    label=_("Completion requested"),
    selector=selectors.REQUESTED,
    statuses=(Status.INFORMATION_REQUESTED,),
    restarts=True,
    deadline=Deadline.REQUEST,
    steps=(
        Step(Rung.MAIL, 5, "completion.rung1"),
        Step(Rung.CALL, 10, "completion.call"),
        Step(Rung.MAIL, 3, "completion.deadline", before=True),
    ),
    starts=_("The officer asks for what is missing in an application; a sign of life starts the days anew."),
    stops=_("The company sends what was asked for, the file moves on, or the day named in the request has passed."),
    errand=_("%(company)s: file to complete by %(day)s"),
    done=_("Already completed"),
    urgency=2,
)
UNCONFIRMED: Final = Kind(
    key="unconfirmed",
    label=_("Filled in together, not confirmed"),
    selector=selectors.UNCONFIRMED,
    statuses=(Status.DRAFT,),
    restarts=True,
    deadline=Deadline.CLOSING,
    steps=(
        Step(Rung.MAIL, 2, "unconfirmed.rung1"),
        Step(Rung.MAIL, 5, "unconfirmed.rung2"),
        Step(Rung.CALL, 8, "unconfirmed.call"),
    ),
    starts=_("An officer has filled in an application with the company, and has sent it to be confirmed."),
    stops=_("The company confirms or declines, an answer is changed, or the closing date has passed."),
    errand=_("%(company)s: application to confirm by %(day)s"),
    done=_("Already confirmed"),
    urgency=3,
)
CORRECTION: Final = Kind(
    key="correction",
    label=_("Correction begun, not sent"),
    selector=selectors.CHANGED,
    statuses=tuple(sorted(SENT)),
    restarts=False,
    deadline=Deadline.NONE,
    steps=(Step(Rung.MAIL, 1, "correction.rung1"), Step(Rung.CALL, 3, "correction.call")),
    starts=_("The company changes an application that it has sent, and does not send the change."),
    stops=_("The change is sent or taken back, the application is withdrawn, or the company gives a sign of life."),
    errand=_("%(company)s: change not sent yet"),
    done=_("Already sent"),
    urgency=4,
)
DRAFT: Final = Kind(
    key="draft",
    label=_("Draft idle"),
    selector=selectors.IDLE,
    statuses=(Status.DRAFT,),
    restarts=True,
    deadline=Deadline.CLOSING,
    steps=(
        Step(Rung.MAIL, 3, "draft.rung1"),
        Step(Rung.MAIL, 10, "draft.rung2"),
        Step(Rung.CALL, 17, "draft.call"),
        Step(Rung.CLOSING, 30, "draft.closing_notice"),
    ),
    starts=_("The company has begun its application; each sign of life starts the days anew."),
    stops=_("The company sends its application or declines, or the closing date has passed."),
    errand=_("%(company)s: application to finish and send by %(day)s"),
    done=_("Already sent"),
    urgency=5,
    yields=True,
)
INVITED: Final = Kind(
    key="invited",
    label=_("Invited, not started"),
    selector=selectors.BEFORE_SENDING,
    statuses=(Status.INVITED, Status.REACHED),  # having answered "not now", a company stands there until its day
    restarts=False,
    deadline=Deadline.CLOSING,
    steps=(
        Step(Rung.MAIL, 5, "invited.rung1"),
        Step(Rung.MAIL, 12, "invited.rung2"),
        Step(Rung.CALL, 19, "invited.call"),
        Step(Rung.CLOSING, 33, "invited.closing_notice"),
    ),
    starts=_("The company is invited."),
    stops=_("The company gives a sign of life: it starts, answers or declines, is spoken to; or the year closes."),
    errand=_("%(company)s: invitation open until %(day)s"),
    done=_("Already sent"),
    urgency=6,
    yields=True,
    after_invitation=True,
)
DOCUMENT: Final = Kind(
    key="document",
    label=_("Document about to expire"),
    selector=selectors.EXPIRING,
    statuses=tuple(sorted(SENT)),
    restarts=False,
    deadline=Deadline.DOCUMENT,
    steps=(
        Step(Rung.MAIL, 30, "document.rung1", before=True),
        Step(Rung.MAIL, 7, "document.rung2", before=True),
    ),
    starts=_("A document of an application that was sent has its last day of validity within a month."),
    stops=_("A newer document is given in its place, the file is decided, or the last day has passed."),
    errand=_("%(company)s: document valid until %(day)s"),
    done=_("Already replaced"),
    urgency=7,
)
_ALL: Final = (INVITED, DRAFT, CLOSING_SOON, UNCONFIRMED, CORRECTION, COMPLETION, DOCUMENT)
KINDS: Final[dict[str, Kind]] = {kind.key: kind for kind in _ALL}
IN_TURN: Final = tuple(sorted(KINDS.values(), key=lambda kind: kind.yields))
"""As they are planned: the notice first, so that those that yield find it."""


def done_in_words(kind: Kind | None, status: Status) -> Promise:
    """The answer of who has done already what a reminder is about; of who has not begun here: by another way."""
    if kind is None or status in BEFORE_START:
        return _("I have applied already")
    return kind.done
