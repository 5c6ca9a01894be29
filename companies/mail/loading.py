"""The first version of every text, from `texts/<slot>.<language>.txt`: "S: subject", then the body."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from companies.mail.models import Relay, Wording

TEXTS: Final = Path(__file__).parent / "texts"


def load(at: datetime) -> None:
    """Add the texts of slots that have none in a language; what was edited since stays as it is."""
    known = set(Wording.objects.values_list("slot", "language"))
    Wording.objects.bulk_create([row for row in first_texts(at) if (row.slot, row.language) not in known])
    Relay.objects.get_or_create(pk=1)


def first_texts(at: datetime) -> Iterator[Wording]:
    for file in sorted(TEXTS.glob("*.txt")):
        slot, language = file.stem.rsplit(".", 1)
        subject, body = _parts(file.read_text(encoding="utf-8"))
        yield Wording(slot=slot, language=language, subject=subject, body=body, created_at=at)


def _parts(text: str) -> tuple[str, str]:
    """Subject and body; a script for a call has no subject."""
    if not text.startswith("S: "):
        return "", text.strip()
    subject, body = text.removeprefix("S: ").split("\n", 1)
    return subject.strip(), body.strip()
