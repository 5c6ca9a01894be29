import pytest


@pytest.fixture
def days(db, smtp_sink):
    from tests.outreach.passing import Days  # Django is set up only now

    return Days(smtp_sink)
