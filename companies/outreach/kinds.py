"""The kinds of reminder, one frozen declaration each: where a ladder starts, what stands on its rungs, what stops it.

Days are defaults; those in force are rows (`Policy`). A ladder starts when a case enters its status, and belongs to
that status and those in which it may `rest`: leaving them (sent, declined, closed) ends it. A sign of life after its
start stops it, or, where it `restarts`, starts it anew. Asked to wait, it starts with its first rung on that day.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.cases.enums import Act, Status
from companies.outreach.enums import Rung

ADDRESS: Final = "address"
"""The ledger's name for "the mail server refused an address": a fact, not a ladder."""


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: `wait_days` after the start, a message or a call. `slot` names its text."""

    form: Rung
    wait_days: int
    slot: str


@dataclass(frozen=True, slots=True)
class Kind:
    key: str
    label: Promise
    status: Status
    restarts: bool
    act: Act
    steps: tuple[Step, ...]
    rests_in: tuple[Status, ...] = ()  # having answered "not now", a company stands there until its day
    after_invitation: bool = False  # the invitation counts as an attempt to reach the company

    @property
    def statuses(self) -> tuple[Status, ...]:
        return (self.status, *self.rests_in)

    def step(self, rung: int) -> Step:
        """Rungs are numbered from 1."""
        return self.steps[rung - 1]


INVITED: Final = Kind(
    key="invited",
    label=_("Invited, not started"),
    status=Status.INVITED,
    restarts=False,
    act=Act.INVITATION,
    steps=(
        Step(Rung.MAIL, 5, "invited.rung1"),
        Step(Rung.MAIL, 12, "invited.rung2"),
        Step(Rung.CALL, 19, "invited.call"),
        Step(Rung.CLOSING, 33, "invited.closing_notice"),
    ),
    rests_in=(Status.REACHED,),
    after_invitation=True,
)
DRAFT: Final = Kind(
    key="draft",
    label=_("Draft idle"),
    status=Status.DRAFT,
    restarts=True,
    act=Act.RESUME,
    steps=(
        Step(Rung.MAIL, 3, "draft.rung1"),
        Step(Rung.MAIL, 10, "draft.rung2"),
        Step(Rung.CALL, 17, "draft.call"),
        Step(Rung.CLOSING, 30, "draft.closing_notice"),
    ),
)
KINDS: Final[dict[str, Kind]] = {kind.key: kind for kind in (INVITED, DRAFT)}
