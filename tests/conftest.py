"""Fixtures for every test. Nothing here replaces code of ours: services, mail server and browser are real."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest

from tests.support import services

hypothesis.settings.register_profile("house", deadline=None)  # no test asserts wall time: machines are busy
hypothesis.settings.load_profile("house")
services.prepare_environment()
SERVICES = services.Services()
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OWNS_THE_RUN = "PYTEST_XDIST_WORKER" not in os.environ


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings  # read only now: the environment had to be prepared first
    from django.test import TransactionTestCase

    from tests.support.strictness import Refusing

    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Refusing()
    # A flush would ask the journal to forget, which it refuses, and would take the reference data along.
    TransactionTestCase._fixture_teardown = lambda self: services.fresh_database()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    if OWNS_THE_RUN and session.config.getoption("numprocesses", None):
        SERVICES.start()
        # The parallel processes inherit this environment, and would read settings that lead to this one's database.
        del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure(config: pytest.Config) -> None:
    if OWNS_THE_RUN:
        SERVICES.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "page" in getattr(item, "fixturenames", ()) or "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not CHROMIUM:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("No Chromium, and REQUIRE_BROWSER asks for it")
        pytest.skip("needs Chromium: install the package `chromium` (apt-get install chromium)")


@pytest.fixture(scope="session")
def real_services() -> services.Services:
    """PostgreSQL and broker; with parallel processes the one that started them has them running already."""
    if OWNS_THE_RUN:
        SERVICES.start()
    return SERVICES


@pytest.fixture(scope="session")
def django_db_setup(
    real_services: services.Services, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """pytest-django's, by copying the template database."""
    with django_db_blocker.unblock():
        services.own_database()
    yield
    from django.db import connections

    connections.close_all()


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> None:
    """No test inherits the limits another one has used up."""
    if "django_db_setup" in request.fixturenames:
        from django.core.cache import cache

        cache.clear()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A page in Arabic leaves its language behind in the thread; the next test begins in the site's own."""
    from django.utils import translation  # as above

    yield
    translation.deactivate()


@pytest.fixture
def live_url(live_server: Any, settings: Any) -> str:
    """The address of a running site; links in its messages lead there."""
    settings.SITE_URL = live_server.url
    return str(live_server.url)


@pytest.fixture
def smtp_sink(settings: Any) -> Iterator[Any]:
    """A real SMTP server that mail of this test goes to."""
    from tests.support.smtp import SinkController, SmtpSink

    sink = SmtpSink()
    controller = SinkController(sink, hostname=sink.host, port=0)
    controller.start()
    sink.port = controller.port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = sink.host, sink.port
    yield sink
    controller.stop()


@pytest.fixture
def process_env(transactional_db: None) -> dict[str, str]:
    """The environment for a process of the site (a command, a worker) that works on this test's database."""
    return dict(os.environ)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; without a sandbox, which root may not have."""
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}
