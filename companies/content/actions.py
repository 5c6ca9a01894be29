"""Writing the next version of a public text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.common.refusals import Refusal
from companies.content.models import LANGUAGES, Text
from companies.journal import actions as journal
from companies.journal.actors import Actor

WORDS: Final = tuple(f"{field}_{code}" for field in ("title", "body") for code in LANGUAGES)


class Overtaken(Refusal):
    """Somebody else wrote a version meanwhile."""


@transaction.atomic
def write(before: Text, words: Mapping[str, str], *, by: Actor, at: datetime, again: int = 0) -> Text:
    """Write the version after `before`, the newest its author has seen; `again` is the old version it repeats.

    Raises Overtaken, and ValidationError for words the page could not show. Nothing is overwritten.
    """
    newest = Text.objects.select_for_update().filter(slot=before.slot).order_by("-version").first()
    if newest is None or newest.version != before.version:
        raise Overtaken(_("Somebody else has changed this text meanwhile. Look at it, then write again."))
    row = Text(slot=before.slot, version=before.version + 1, **{name: words[name] for name in WORDS})
    row.written_at, row.made_by = at, by.user_id
    row.full_clean()
    row.save(force_insert=True)
    verb = "text.restored" if again else "text.written"
    journal.record(verb, row, by=by, at=at, slot=row.slot, version=row.version, again=again or None)
    return row


def restore(old: Text, *, by: Actor, at: datetime) -> Text:
    """The words of an earlier version as the next one. Raises as `write`."""
    newest = Text.objects.filter(slot=old.slot).latest("version")
    words = {name: getattr(old, name) for name in WORDS}
    return write(newest, words, by=by, at=at, again=old.version)
