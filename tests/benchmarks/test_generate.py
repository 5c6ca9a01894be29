"""The data that the bench measures on: whole, and of the announced size."""

import pytest
from django.apps import apps
from django.db import connection

from companies.cases.models import Case
from companies.mail import queries as mail
from tests.benchmarks.generate import EVENTS, EVENTS_OF_THE_BUSY, fill

pytestmark = pytest.mark.django_db(transaction=True)


def test_generated_programme_is_whole_and_has_its_events():
    landmarks = fill(400)

    busy = _events(Case.objects.get(reference=landmarks.busy))
    others = [_events(case) for case in Case.objects.exclude(reference=landmarks.busy)]
    assert (len(others) + 1, min(others), busy) == (400, EVENTS, EVENTS_OF_THE_BUSY)
    assert _dangling() == []


def _events(case):
    return case.moves.count() + case.interactions.count() + case.tasks.count() + mail.of_stream(case.stream).count()


def _dangling():
    """Foreign keys that lead nowhere: their triggers were off while the data was filled in."""
    keys = [
        (field.model._meta.db_table, field.column, field.related_model._meta.db_table, field.target_field.column)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if field.many_to_one or field.one_to_one
    ]
    found = []
    with connection.cursor() as cursor:
        for table, column, other, target in keys:
            cursor.execute(
                f'SELECT count(*) FROM "{table}" a WHERE "{column}" IS NOT NULL'
                f' AND NOT EXISTS (SELECT 1 FROM "{other}" b WHERE b."{target}" = a."{column}")'
            )
            found += [(table, column)] if cursor.fetchone()[0] else []
    return found
