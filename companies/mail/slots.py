"""Which messages have a text, and what each text may say. Owners declare theirs when the apps are ready."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Slot:
    """A message that has a text, and what the text may say.

    A text without one of `required` cannot be saved; a link or a code that may stand there must.
    `spoken` marks a script for a call: no subject, no button.
    """

    key: str
    allowed: frozenset[str]
    required: frozenset[str] = frozenset()
    label: "str | Promise" = ""
    spoken: bool = False

    @property
    def needed(self) -> frozenset[str]:
        return self.required | (self.allowed & {"link", "code"})


SLOTS: Final[dict[str, Slot]] = {}


def declare(slot: Slot) -> Slot:
    """Make a slot known; its owner does it when the apps are ready. Twice the same is once."""
    if SLOTS.setdefault(slot.key, slot) != slot:
        raise ValueError(f"{slot.key} is declared twice, differently")
    return slot
