from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from companies.web.tasks import forget_sessions


@pytest.mark.django_db
def test_ended_sessions_are_forgotten():
    now = datetime.now(UTC)
    for key, days in (("ended", -1), ("lasts", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(days=days))

    forget_sessions()

    assert list(Session.objects.values_list("session_key", flat=True)) == ["lasts"]
