"""Was every message accepted exactly once? A second copy is excused only by a death, and one death excuses one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Accepted:
    """One message the mail server accepted: its Message-ID, its recipient, the process that sent it, and when.

    `pid` is its identity (identity.py).
    """

    message: str
    to: str
    pid: str | None
    at: float = 0.0


@dataclass(frozen=True)
class Verdict:
    """`lost` and `unexcused` must be empty. `excused` pairs a second copy's message with the sender that died."""

    lost: list[str]
    unexcused: list[str]
    excused: list[tuple[str, str]]

    @property
    def extra(self) -> int:
        return len(self.excused) + len(self.unexcused)


def judge(wanted: Iterable[str], accepted: Sequence[Accepted], killed: Iterable[str]) -> Verdict:
    """`wanted` are Message-IDs; `killed` the processes that were killed.

    An earlier copy is excused when it was the last message accepted from a process that was killed: the sender died
    before it could note the answer. Exact, and needs no clock.
    """
    dead = set(killed)
    last = {each.pid: number for number, each in enumerate(accepted) if each.pid is not None}
    excuses = {number: pid for pid, number in last.items() if pid in dead}
    final = {each.message: number for number, each in enumerate(accepted)}
    earlier = [(number, each.message) for number, each in enumerate(accepted) if final[each.message] != number]
    counted = Counter(each.message for each in accepted)
    return Verdict(
        lost=sorted(set(wanted) - set(counted)),
        unexcused=[message for number, message in earlier if number not in excuses],
        excused=[(message, excuses[number]) for number, message in earlier if number in excuses],
    )
