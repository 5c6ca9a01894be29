"""What the first page of the form costs somebody on a telephone: everything it loads, as it goes over the wire.

Files go as WhiteNoise keeps them, compressed where that helps; the page itself as the application writes it, although a
web server in front may compress it too. With it come the headers, and nothing is in the browser's cache.
"""

import gzip

import pytest
from django.test import Client
from whitenoise.compress import Compressor

from companies.common import clock
from companies.enrolment.pages import APPLICATION
from tests.enrolment.world import begun, contact_of, current_year, invited_case
from tests.portal.test_filling import url_of

pytestmark = pytest.mark.django_db(transaction=True)

MOST = 150_000
HEADERS = 600
"""Bytes of an answer's headers, which a browser keeps for itself."""
SLOW_3G = 400_000 / 8
"""Bytes a second."""
PATIENT = 4.0
"""Seconds of transfer after which a page on such a line can be read and filled in."""


@pytest.fixture
def loaded(browser, live_url, transactional_db):
    """What a telephone without script and without a cache loads for a page: the body of each answer by its address."""

    def load(path, user):
        client = Client()
        client.force_login(user)
        context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
        context.add_cookies(
            [{"name": name, "value": each.value, "url": live_url} for name, each in client.cookies.items()]
        )
        window, answers = context.new_page(), []
        window.on("requestfinished", lambda request: answers.append(request.response()))
        window.goto(f"{live_url}{path}", wait_until="networkidle")
        assert window.locator("html").get_attribute("lang") == user.language
        found = {answer.url.removeprefix(live_url): answer.body() for answer in answers if answer.status == 200}
        context.close()
        return found

    return load


def on_the_wire(path, body):
    name = path.partition("?")[0].rpartition("/")[2]
    compressed = path.startswith("/static/") and Compressor().should_compress(name)
    return HEADERS + (min(len(gzip.compress(body, 9)), len(body)) if compressed else len(body))


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_first_load_of_any_page_of_the_form_is_light_enough_for_slow_3g(loaded, language):
    case = invited_case(year=current_year(), at=clock.now(), language=language)
    begun(case, at=clock.now())
    sizes = {page.key: _sizes(loaded(url_of(case, page.key), contact_of(case).user)) for page in APPLICATION.pages}
    weights = {key: sum(each.values()) for key, each in sizes.items()}

    assert max(weights.values()) < MOST, weights
    assert max(weights.values()) / SLOW_3G < PATIENT
    assert all(any(path.endswith(".woff2") for path in each) for each in sizes.values())
    assert not any(path.endswith(".js") for each in sizes.values() for path in each)


def _sizes(found):
    return {path: on_the_wire(path, body) for path, body in found.items()}
