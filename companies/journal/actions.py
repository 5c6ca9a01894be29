from datetime import datetime

from django.db.models import Model

from companies.journal.actors import Actor
from companies.journal.models import Entry

Scalar = str | int | bool | None


def entry(verb: str, obj: Model, *, by: Actor, at: datetime, stream: str = "", **data: Scalar) -> Entry:
    """An unsaved line about `obj`; for bulk acts that save many at once."""
    return Entry(
        at=at,
        actor_kind=by.kind,
        actor_id=by.id,
        behalf_id=by.behalf_id,
        stream=stream,
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        data=data,
    )


def record(verb: str, obj: Model, *, by: Actor, at: datetime, stream: str = "", **data: Scalar) -> Entry:
    """Write one line of the journal, inside the transaction of the act it tells of.

    `data` holds codes and ids only: no names, no free text (law 09-08: those must stay erasable).
    """
    line = entry(verb, obj, by=by, at=at, stream=stream, **data)
    line.save(force_insert=True)
    return line


def record_many(lines: list[Entry]) -> None:
    Entry.objects.bulk_create(lines, batch_size=1000)
