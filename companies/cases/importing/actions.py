"""The acts on a file: keep it, answer about it, confirm or abandon it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from companies.accounts.models import User
from companies.cases.enums import ImportState
from companies.cases.importing import merging
from companies.cases.importing.answers import Answers
from companies.cases.importing.comparing import Compared
from companies.cases.importing.labels import Labels
from companies.cases.importing.lines import Verdict
from companies.cases.importing.preview import Prepared, Preview, prepare
from companies.cases.importing.reasons import Level
from companies.cases.models import ImportBatch
from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.journal.enums import ActorKind
from companies.reference.models import Alias
from companies.registry import actions as registry

ONE_AT_A_TIME = 0x1357  # advisory lock: two confirmations never compare with each other's half
_LONGEST_NAME = 200
_LONGEST_KEY = 120
MOST_HELD = 500  # rows left out that a confirmed batch remembers


class CannotImport(Refusal):
    """The batch is not to be confirmed, or no longer what the person saw."""


@transaction.atomic
def receive(content: bytes, name: str, *, by: User | None, at: datetime) -> ImportBatch:
    """Keep a file until it is confirmed or abandoned; reading it comes later. Pressed twice, it is the same batch."""
    sha256 = hashlib.sha256(content).hexdigest()
    waiting = ImportBatch.objects.filter(sha256=sha256, by=by, state=ImportState.PREVIEW)
    if by and (batch := waiting.first()):
        return batch
    batch = ImportBatch.objects.create(
        sha256=sha256,
        file_name=PurePath(name).name[-_LONGEST_NAME:] or "?",
        content=content,
        by=by,
        at=at,
    )
    journal.record("import.received", batch, by=_actor(by, batch), at=at)
    return batch


@transaction.atomic
def answer(batch: ImportBatch, answers: Answers) -> ImportBatch:
    """Add what a person answered; it counts at the next look and at confirmation."""
    fresh = _pending(batch)
    kept = Answers.read(fresh.answers)
    kept.add(answers)
    batch.answers = kept.write()
    batch.save(update_fields=["answers"])
    return batch


@transaction.atomic
def forget_answers(batch: ImportBatch) -> ImportBatch:
    """Take every answer back; a file dealt with stays as it is."""
    if _locked(batch).state == ImportState.PREVIEW:
        batch.answers = {}
        batch.save(update_fields=["answers"])
    return batch


@transaction.atomic
def abandon(batch: ImportBatch, *, by: User, at: datetime) -> ImportBatch:
    """Forget the file; nothing of it was written."""
    if _locked(batch).state == ImportState.PREVIEW:
        batch.state, batch.content, batch.answers = ImportState.ABANDONED, None, {}
        batch.save(update_fields=["state", "content", "answers"])
        journal.record("import.abandoned", batch, by=by.actor, at=at)
    return batch


def confirm(
    batch: ImportBatch,
    *,
    by: User | None,
    at: datetime,
    within: frozenset[str] | None = None,
    seen: Mapping[str, int] | None = None,
) -> ImportBatch:
    """Write all accepted rows, or none. A batch confirmed before is returned as it is.

    `within` are the codes of the regions `by` may write to, all if None. `seen` are the counts that the person
    confirmed: when they are no longer true, nothing is written. Raises CannotImport and Unreadable.
    """
    with _all_or_nothing():
        if _locked(batch).state == ImportState.CONFIRMED:
            batch.refresh_from_db()
        else:
            _write(_pending(batch), by, at, within, seen)
            batch.refresh_from_db()
    return batch


def bring_in(content: bytes, name: str, *, by: User | None, at: datetime) -> Preview:
    """Receive and confirm at once, for a person who has seen the file elsewhere; what was written.

    Raises CannotImport and Unreadable; then nothing was kept either.
    """
    with _all_or_nothing():
        return _write(receive(content, name, by=by, at=at), by, at, None, None)


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    """One import at a time; a company that the desk added in the very moment undoes it."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
            yield
    except IntegrityError as error:
        raise _changed_meanwhile() from error


def _write(
    batch: ImportBatch, by: User | None, at: datetime, within: frozenset[str] | None, seen: Mapping[str, int] | None
) -> Preview:
    prepared = prepare(bytes(batch.content or b""), Answers.read(batch.answers), at=at, within=within)
    actor = _actor(by, batch)
    for chunk in prepared.compared():
        _write_chunk(chunk, prepared.labels, actor, at, batch)
    preview = Preview(None, prepared.columns, prepared.labels, prepared.lines)
    if seen is not None and preview.counts != dict(seen):
        raise _changed_meanwhile()
    registry.settle_search()
    _remember(prepared, actor, at)
    _close(batch, preview, actor, at)
    return preview


def _changed_meanwhile() -> CannotImport:
    return CannotImport(_("The registry changed meanwhile. Look at the list again, then confirm."))


def _write_chunk(chunk: Sequence[Compared], labels: Labels, actor: Actor, at: datetime, batch: ImportBatch) -> None:
    new = [merging.draft(c.line.target, labels) for c in chunk if c.line.verdict is Verdict.NEW]
    changed = [c.merge.change for c in chunk if c.merge and c.line.verdict is Verdict.CHANGED]
    if new:
        registry.add_many(new, by=actor, at=at, batch=batch.pk)
    if changed:
        registry.change_many(changed, by=actor, at=at, batch=batch.pk)


def _remember(prepared: Prepared, actor: Actor, at: datetime) -> None:
    """The spellings answered on the page are known from now on."""
    known = set(Alias.objects.values_list("kind", "key"))
    answered = [
        Alias(kind=kind, key=key, label=prepared.labels.used[kind, key][:120], code=code)
        for kind, given in prepared.answers.labels.items()
        for key, code in given.items()
        if (kind, key) in prepared.labels.used and (kind, key) not in known and len(key) <= _LONGEST_KEY
    ]
    fresh = Alias.objects.bulk_create(answered)
    journal.record_many(
        [journal.entry("alias.remembered", row, by=actor, at=at, kind=row.kind, code=row.code) for row in fresh]
    )


def _close(batch: ImportBatch, preview: Preview, actor: Actor, at: datetime) -> None:
    """The file has done its work and holds names: it is dropped. Which rows were left out is kept, without names."""
    batch.state, batch.content, batch.answers = ImportState.CONFIRMED, None, {}
    batch.counts, batch.confirmed_at = {**preview.counts, "held": _held(preview)}, at
    batch.save(update_fields=["state", "content", "answers", "counts", "confirmed_at"])
    journal.record("import.confirmed", batch, by=actor, at=at, stream="", **preview.counts)


def _held(preview: Preview) -> list[dict[str, Any]]:
    findings = [*preview.findings(Level.REFUSE), *preview.findings(Level.ASK)]
    return [
        {"row": f.row, "column": f.column, "reason": f.reason, "params": {k: str(v) for k, v in f.params.items()}}
        for f in sorted(findings, key=lambda finding: finding.row)[:MOST_HELD]
    ]


def _locked(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)


def _pending(batch: ImportBatch) -> ImportBatch:
    fresh = _locked(batch)
    if fresh.state != ImportState.PREVIEW:
        raise CannotImport(_("This import was confirmed or abandoned already."))
    return fresh


def _actor(by: User | None, batch: ImportBatch) -> Actor:
    return by.actor if by else Actor(ActorKind.IMPORT, batch.pk)
