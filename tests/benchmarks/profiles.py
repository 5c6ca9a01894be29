"""Why a page did not reach its aim: its slowest statements and its most expensive functions, on the largest size."""

import cProfile
import io
import pstats
from collections.abc import Mapping
from contextlib import nullcontext
from http.cookies import SimpleCookie

from django.conf import settings
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from tests.benchmarks import databases, report
from tests.benchmarks.client import HOST
from tests.benchmarks.forms import fields_in
from tests.benchmarks.measuring import Found
from tests.benchmarks.pages import Page, Site

REQUESTS = 20
LINES = 8
SLOWEST = 3
OURS = r"companies/(?!web/(middleware|access))|templatetags|django/template/base.*render\b|sql/compiler.*execute_sql"


def explain(page: Page, site: Site, found: Mapping[int, Found]) -> str:
    """What the page missed, and where its time goes: in this process, on the data of `site`."""
    said = f"{page.name}: {', '.join(report.shortfalls(page, found))}"
    problems = sorted({each.problem for each in found.values() if each.problem})
    if problems:
        return "\n  ".join([said, *problems])
    with databases.using(databases.name(site.size)):
        return "\n".join([said, *_profile(page, site)])


def _profile(page: Page, site: Site) -> list[str]:
    browser = Browser(headers={"host": HOST, "x-forwarded-proto": "https"})
    browser.cookies = SimpleCookie(page.client(site).cookies)
    _ask(browser, page, site)
    with CaptureQueriesContext(connection) as queries:
        _ask(browser, page, site)
    slow = sorted(queries.captured_queries, key=lambda query: -float(query["time"]))[:SLOWEST]
    profile = cProfile.Profile()
    for _ in range(REQUESTS):
        _ask(browser, page, site, profile)
    return [*(f"  {float(query['time']) * 1000:.0f} ms  {query['sql'][:160]}" for query in slow), _top(profile)]


def _ask(browser: Browser, page: Page, site: Site, profile: cProfile.Profile | None = None) -> None:
    """A form is read before it is saved, which the profile leaves out."""
    path = page.path(site)
    fields = dict(fields_in(browser.get(path).content)) if page.saves else {}
    with profile or nullcontext():
        if page.saves:
            browser.post(path, fields)
        else:
            browser.get(path)


def _top(profile: cProfile.Profile) -> str:
    out = io.StringIO()
    pstats.Stats(profile, stream=out).sort_stats("cumulative").print_stats(OURS, LINES)
    lines = out.getvalue().replace(f"{settings.BASE_DIR}/", "").splitlines()
    start = next((i for i, line in enumerate(lines) if "ncalls" in line), 0)
    return "\n".join(f"  {line[:150]}" for line in lines[start:] if line.strip())
