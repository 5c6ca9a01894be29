"""What was answered, and what of it counts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from companies.questionnaires.enums import Layer, Source
from companies.questionnaires.models import Answer, Response


@dataclass(frozen=True, slots=True)
class Kept:
    """The answers of a response as its company sees them: what counts, under what it has not sent yet."""

    answers: dict[str, Answer]

    @property
    def values(self) -> dict[str, Any]:
        return {key: answer.value for key, answer in self.answers.items()}

    @property
    def prefilled(self) -> dict[str, str]:
        """Where the answers come from that the company has not looked at yet, by question."""
        ahead = {key: answer for key, answer in self.answers.items() if answer.prefilled and answer.value is not None}
        return {key: answer.source or Source.FILES for key, answer in ahead.items()}

    @property
    def changed(self) -> bool:
        """Whether something was written that is not sent."""
        return any(answer.layer == Layer.UNSENT for answer in self.answers.values())


def kept(response: Response, keys: Iterable[str] | None = None, *, unsent_of: Collection[str] | None = None) -> Kept:
    """The answers of a response, of some questions or of all: unsent before counted.

    `unsent_of`: the only questions whose unsent answers are looked at; None: all.
    """
    rows = response.answers.exclude(layer=Layer.PROPOSED)
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    found: dict[str, Answer] = {}
    for answer in rows.order_by("id"):
        if answer.layer == Layer.UNSENT and unsent_of is not None and answer.key not in unsent_of:
            continue
        if answer.key not in found or answer.layer == Layer.UNSENT:
            found[answer.key] = answer
    return Kept(found)


def has_unsent(response: Response) -> bool:
    """Whether the company wrote something that it has not sent."""
    return response.answers.unsent().exists()
