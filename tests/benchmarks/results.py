"""One line for each job that is not a page: what it did, what it aims at, whether it got there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """`value` aims at being at most `aim`, or at least where `more` is better."""

    name: str
    value: float
    unit: str
    aim: float | None = None
    more: bool = False
    note: str = ""

    @property
    def reached(self) -> bool:
        if self.aim is None:
            return True
        return self.value >= self.aim if self.more else self.value <= self.aim

    def __str__(self) -> str:
        aim = "" if self.aim is None else f"aim {'at least' if self.more else 'at most'} {self.aim:g} {self.unit}"
        verdict = "" if self.aim is None else "yes" if self.reached else "no"
        return f"{self.name:<52}{self.value:>9.2f} {self.unit:<22}{aim:<38}{verdict:<5}{self.note}".rstrip()
