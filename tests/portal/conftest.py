import pytest


@pytest.fixture
def case(db):
    """A company invited today."""
    from companies.common import clock  # apps are ready only once the tests run
    from tests.enrolment.world import current_year, invited_case

    return invited_case(year=current_year(), at=clock.now())


@pytest.fixture
def token(case):
    from companies.common import clock
    from tests.enrolment.world import link_of

    return link_of(case, at=clock.now())


@pytest.fixture
def working(case, token, client):
    """A browser in which Start was pressed on the invitation."""
    client.post(f"/i/{token}/start/")
    client.token = token
    case.refresh_from_db()
    return client


@pytest.fixture
def member(case):
    """A browser signed in as the contact, whose draft is begun."""
    from django.test import Client

    from companies.cases.models import Case
    from companies.common import clock
    from tests.enrolment.world import begun, contact_of

    begun(Case.objects.get(pk=case.pk), at=clock.now())
    case.refresh_from_db()
    browser = Client()
    browser.force_login(contact_of(case).user)
    return browser
