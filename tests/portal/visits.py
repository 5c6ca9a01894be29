"""Browsers that are signed in, and what people do in them."""

from django.test import Client

from companies.cases.models import Case
from companies.common import clock
from tests.enrolment import world


def login(user):
    browser = Client()
    browser.force_login(user)
    return browser


def member_of(case):
    """A browser signed in as the main contact, whose draft is begun."""
    world.begun(Case.objects.get(pk=case.pk), at=clock.now())
    case.refresh_from_db()
    return login(world.contact_of(case).user)


def write(browser, case, page, **changes):
    """Save a page as it was just drawn."""
    url = f"/file/{case.reference}/form/{page}/"
    drawn = browser.get(url).context["sheet"]
    answer = browser.post(
        url, world.posts(page, **changes) | {"seen": str(drawn.seen), "sheet": drawn.mark, "then": "next"}
    )
    assert answer.status_code == 302
    return answer
