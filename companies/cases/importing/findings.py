"""What there is to say about a cell, and what would settle it."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from enum import StrEnum
from typing import Any

from companies.cases.importing import reasons
from companies.cases.importing.columns import Column, Columns
from companies.cases.importing.fields import Field
from companies.cases.importing.reasons import Level


@dataclass(frozen=True, slots=True)
class Fix:
    """A proposal: put `value` in the cell `key` of the row. `words` says it, in the language of the moment."""

    key: str
    value: str
    words: object


class Question(StrEnum):
    """An asked cell is answered once for its label, wherever that stands, or for its own row."""

    LABEL = "label"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Finding:
    row: int
    field: Field
    key: str
    column: str
    value: str
    reason: str
    params: Mapping[str, Any] = default(default_factory=dict)
    fixes: tuple[Fix, ...] = ()
    question: Question = Question.CELL

    @property
    def level(self) -> Level:
        return reasons.REASONS[self.reason].level

    @property
    def sentence(self) -> str:
        """What is wrong, in the language of the moment."""
        return reasons.REASONS[self.reason].sentence(self.params)

    @property
    def remedy(self) -> str:
        return reasons.REASONS[self.reason].remedy(self.params)


class Findings(list[Finding]):
    """The findings of one row, filled while its cells are read."""

    def __init__(self, row: int, columns: Columns) -> None:
        super().__init__()
        self.row, self.columns = row, columns

    def note(
        self,
        of: Field | Column,
        value: str,
        reason: str,
        *fixes: Fix,
        question: Question = Question.CELL,
        **params: Any,
    ) -> None:
        column = of if isinstance(of, Column) else Column(-1, self.columns.label(of), of)
        self.append(Finding(self.row, column.field, column.key, column.label, value, reason, params, fixes, question))

    def at(self, level: Level) -> list[Finding]:
        return [finding for finding in self if finding.level is level]
