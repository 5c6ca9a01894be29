"""Writing the next version of a form: a draft begun from what is asked now, reworded, then published or dropped."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from companies.cases.models import ProgrammeYear
from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.questionnaires import published
from companies.questionnaires.actions import WORDED, copy_rows
from companies.questionnaires.declared import declared
from companies.questionnaires.differing import Difference, as_declared, differences
from companies.questionnaires.models import Form, FormQuestion, Response


class Published(Refusal):
    """A published version never changes: the next one does."""

    def __init__(self) -> None:
        super().__init__(_("This version is published and stays as it is. Begin a new draft to change anything."))


def draft_of(key: str, year: ProgrammeYear | None) -> Form | None:
    return Form.objects.filter(key=key, year=year, published_at=None).first()


def begin_draft(key: str, year: ProgrammeYear, *, by: Actor, at: datetime) -> Form:
    """A draft worded as the year asks now, with a row for every question; the one begun already, if there is one."""
    try:
        return draft_of(key, year) or _begin(key, year, by=by, at=at)
    except IntegrityError:  # somebody began it at the same moment
        return Form.objects.get(key=key, year=year, published_at=None)


@transaction.atomic
def _begin(key: str, year: ProgrammeYear, *, by: Actor, at: datetime) -> Form:
    newest = Form.objects.filter(key=key).aggregate(version=Max("version"))["version"] or 0
    form = Form.objects.create(key=key, version=newest + 1, year=year)
    copy_rows(_asked_now(key, year), form)
    journal.record("form.draft_begun", form, by=by, at=at, key=key, version=form.version)
    return form


def _asked_now(key: str, year: ProgrammeYear) -> list[FormQuestion]:
    current = published.current(key, year)
    rows = published.rows_of(current) if current else {}
    return [rows.get(question.key) or as_declared(question) for question in declared(key).questions]


@transaction.atomic
def reword(form: Form, rows: Iterable[FormQuestion], *, by: Actor, at: datetime) -> None:
    """Keep how questions of a draft are asked. Raises Published."""
    _check_draft(form)
    kept = list(rows)
    FormQuestion.objects.bulk_update(kept, [name for name in WORDED if name != "key"])
    journal.record("form.worded", form, by=by, at=at, questions=",".join(row.key for row in kept))


def changes_of(form: Form) -> list[Difference]:
    """What a version changes in the one that its year asked before it."""
    before = predecessor(form)
    return differences(declared(form.key), published.rows_of(before) if before else {}, published.rows_of(form))


def predecessor(form: Form) -> Form | None:
    """The version in whose place this one came, or would come."""
    others = Form.objects.published().filter(key=form.key).asked_in(form.year).exclude(pk=form.pk)
    if form.published_at:
        others = others.filter(published_at__lt=form.published_at)
    return others.first()


def underway(form: Form | None) -> int:
    """How many unsent drafts were begun with a version, and keep it."""
    return Response.objects.unsent().filter(form=form).count() if form else 0


@transaction.atomic
def publish(form: Form, *, by: Actor, at: datetime) -> Form:
    """From now on, who begins is asked this. Whoever has begun keeps what they were asked. Raises Refusal."""
    _check_draft(form)
    found = changes_of(form)
    if not found:
        raise Refusal(_("This draft changes nothing yet."))
    form.published_at = at
    form.save(update_fields=["published_at"])
    journal.record("form.published", form, by=by, at=at, key=form.key, version=form.version, changes=len(found))
    transaction.on_commit(published.forget)
    return form


@transaction.atomic
def drop(form: Form, *, by: Actor, at: datetime) -> None:
    """Give a draft up. Raises Published."""
    _check_draft(form)
    journal.record("form.draft_dropped", form, by=by, at=at, key=form.key, version=form.version)
    form.delete()


def _check_draft(form: Form) -> None:
    """Behind a lock: two administrators may press at once."""
    locked = Form.objects.select_for_update(of=("self",)).filter(pk=form.pk).first()
    if locked is None or locked.is_published:
        raise Published
