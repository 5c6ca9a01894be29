from datetime import UTC, datetime

import pytest


@pytest.fixture
def souss(db):
    from companies.reference.models import Region

    return Region.objects.get(code="09")


@pytest.fixture
def company(souss):
    from companies.journal.actors import SYSTEM
    from companies.registry import actions as registry

    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    return registry.create_company(
        name="Dadès Logiciels", ice="001000037000018", region=souss, town="Tiznit", by=SYSTEM, at=at
    )
