"""The rules every programme year begins with. What an administrator changed, or replaced from a day on, stays."""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from companies.eligibility.models import Reply, Rule

FIRST: Final = Path(__file__).parent / "first" / "rules.toml"
BEGINNING: Final = date(2025, 1, 1)
"""Before any programme year: in force from the first day of each."""


def load(at: datetime) -> None:
    """Add the rules whose key is not there yet; safe to repeat."""
    known = set(Rule.objects.values_list("key", flat=True))
    rows = tomllib.loads(FIRST.read_text(encoding="utf-8"))
    for key, words in rows.items():
        if key not in known:
            _add(key, words.pop("replies", {}), words)


def _add(key: str, replies: dict[str, dict[str, Any]], words: dict[str, Any]) -> None:
    rule = Rule.objects.create(key=key, valid_from=BEGINNING, **words)
    Reply.objects.bulk_create(
        Reply(rule=rule, code=code, position=10 * number, **said)
        for number, (code, said) in enumerate(replies.items(), start=1)
    )
