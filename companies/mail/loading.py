"""The first version of every text, and the one row of the mail server."""

from datetime import datetime
from pathlib import Path
from typing import Final

from companies.mail.models import Relay
from companies.mail.wording import load_texts

TEXTS: Final = Path(__file__).parent / "texts"


def load(at: datetime) -> None:
    load_texts(TEXTS, at)
    Relay.objects.get_or_create(pk=1)
