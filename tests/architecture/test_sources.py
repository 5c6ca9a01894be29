"""What no module may do."""

from collections.abc import Callable, Iterator

import pytest

from tests.architecture import detectors
from tests.architecture.source import Source, modules

BREACHES = [
    (detectors.local_dates_in_sql, "moves.filter(at__date=day)"),
    (detectors.local_dates_in_sql, "moves.filter(Q(case__created_at__month__gte=3))"),
    (detectors.local_dates_in_sql, "moves.values('at__year')"),
    (detectors.local_dates_in_sql, "from django.db.models.functions import TruncMonth"),
    (detectors.local_dates_in_sql, "class A:\n    date_hierarchy = 'at'"),
    (detectors.local_dates_in_sql, "moves.datetimes('at', 'month')"),
    (detectors.sql_zones, "'SELECT at at time zone %s'"),
    (detectors.clocks, "at = timezone.now()"),
    (detectors.clocks, "at = datetime.datetime.now(UTC)"),
    (detectors.clocks, "at = models.DateTimeField(default=timezone.now)"),
    (detectors.clocks, "on = date.today()"),
    (detectors.clocks, "from django.utils.timezone import now"),
    (detectors.signals, "from django.db.models.signals import post_save"),
    (detectors.signals, "from django.db.models import signals"),
    (detectors.signals, "from django.dispatch import receiver"),
    (detectors.signals, "from allauth.account.signals import user_logged_in"),
    (detectors.unexplained_local_imports, "def f():\n    from a import b"),
    (detectors.unexplained_local_imports, "def f():\n    from a import b  # noqa: PLC0415"),
    (detectors.http_below_the_audiences, "from django.shortcuts import render"),
    (detectors.http_below_the_audiences, "from django.urls import reverse"),
    (detectors.http_below_the_audiences, "from django.contrib import messages"),
    (detectors.celery_outside_tasks, "from celery import shared_task"),
]

FINE = [
    (detectors.local_dates_in_sql, "years.filter(opens_on__year=2026)"),
    (detectors.local_dates_in_sql, "answers.filter(case__year=year)"),
    (detectors.clocks, "at = clock.now()"),
    (detectors.unexplained_local_imports, "def ready(self):\n    from a import b"),
    (detectors.unexplained_local_imports, "def f():\n    from a import b  # b imports this module"),
]

BANS = {detector for detector, _ in BREACHES}
Detector = Callable[[Source], Iterator[str]]


@pytest.mark.parametrize(("detector", "text"), BREACHES)
def test_breach_is_found(detector: Detector, text: str):
    assert list(detector(Source("companies/cases/rules.py", text)))


@pytest.mark.parametrize(("detector", "text"), FINE)
def test_what_is_allowed_is_let_through(detector: Detector, text: str):
    assert list(detector(Source("companies/cases/rules.py", text))) == []


@pytest.mark.parametrize("detector", sorted(BANS, key=lambda each: each.__name__))
def test_no_module_breaks_the_ban(detector: Detector):
    assert [line for source in modules("companies", "exportprogram") for line in detector(source)] == []
