"""What a person answered on the page, as kept with the batch."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from companies.cases.importing.fields import Field


@dataclass(slots=True)
class Answers:
    """`columns`: field by folded header. `labels`: code by kind and folded label. `rows`: text by row and cell."""

    columns: dict[str, str] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Answers":
        return cls(**{name: kept.get(name, {}) for name in cls.__slots__})

    def write(self) -> dict[str, Any]:
        return asdict(self)

    def add(self, more: "Answers") -> None:
        """Later answers replace earlier ones; an empty one takes the earlier one back."""
        self.columns = _merged(self.columns, more.columns)
        for kind, given in more.labels.items():
            self.labels[kind] = _merged(self.labels.get(kind, {}), given)
        for row, given in more.rows.items():
            cells = self.rows.get(row, {}) | given
            self.rows[row] = {key: value for key, value in cells.items() if value or _is_cell(key)}


def _is_cell(key: str) -> bool:
    """An empty cell is an answer ("the town is wrong"), an empty decision is none."""
    return key.partition(":")[0] in Field.values


def _merged(before: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in {**before, **more}.items() if value}
