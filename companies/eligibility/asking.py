"""A question of the check with its answers in hand: asks the database nothing of its own but reference rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from companies.eligibility.enums import Kind
from companies.eligibility.models import Reply, Rule
from companies.questionnaires import choices


@dataclass(frozen=True, slots=True)
class Asked:
    """`replies` in their order; of a region or sector only those about which there is something to say."""

    rule: Rule
    replies: tuple[Reply, ...]

    @property
    def key(self) -> str:
        return self.rule.key

    @property
    def is_place(self) -> bool:
        return self.rule.kind in (Kind.REGION, Kind.SECTOR)

    def options(self) -> list[tuple[str, str]]:
        """What can be answered: codes, and their names in the language of the page."""
        if self.is_place:
            return [(row.code, row.name) for row in choices.listed(self.rule.kind)]
        return [(reply.code, reply.label) for reply in self.replies]

    def given(self, codes: Sequence[str]) -> list[Reply]:
        return [reply for reply in self.replies if reply.code in codes]

    def carried(self, codes: Sequence[str]) -> str | list[str]:
        """As the application's question takes it; a region or a sector is its own code."""
        if self.is_place:
            return codes[0] if codes else ""
        values = [reply.form_value for reply in self.given(codes) if reply.form_value]
        return values if self.rule.kind == Kind.SEVERAL else "".join(values[:1])
