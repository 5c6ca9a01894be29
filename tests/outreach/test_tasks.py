"""A reminder leaves through Celery: a worker process is told to tick, plans, hands over and sends."""

from datetime import time, timedelta

import pytest

from companies.cases import actions as cases
from companies.cases.enums import Status
from companies.common import clock
from companies.journal.actors import SYSTEM
from companies.outreach.tasks import tick
from companies.reference.models import Holiday, Site, SpecialHours
from tests.chaos import arena
from tests.chaos.stage import Stage, until
from tests.support import making


@pytest.mark.slow
def test_due_reminder_leaves_through_a_worker(process_env, tmp_path):
    # Whenever this runs, it is office hours.
    Site.objects.update_or_create(
        pk=1,
        defaults={
            "quiet_until": time(0),
            "quiet_from": time(23, 59, 59),
            "friday_from": time(12),
            "friday_until": time(12),
            "workdays": "1,2,3,4,5,6,7",
        },
    )
    Holiday.objects.update(closed=False)
    SpecialHours.objects.all().delete()
    today = clock.today()
    making.year(opens_on=today - timedelta(days=30), closes_on=today + timedelta(days=90))
    case = making.case(officer=making.person())
    cases.move(case, Status.INVITED, by=SYSTEM, at=clock.now() - timedelta(days=6))
    with arena.sink(tmp_path) as sink:
        with arena.node(Stage(tmp_path, process_env, quick=True, shift=0), sink):
            tick.delay()
            until(lambda: bool(sink.accepted()), 60)
        (arrived,) = sink.accepted()
    reminder = case.reminders.get()
    assert (reminder.state, arrived.message) == ("posted", f"<{reminder.message_id}@testserver>")
