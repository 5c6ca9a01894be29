"""Windows that close behind each test."""

import pytest


@pytest.fixture
def window(browser, live_url):
    """Open a window: `window("fr", 360)`."""
    from tests.journeys.eyes import Eyes  # asks the settings, which pytest prepares after reading this file

    opened = []

    def open_one(language, width, **options):
        opened.append(Eyes(browser, live_url, language, width, **options))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()
