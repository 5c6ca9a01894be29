"""Why a page did not reach its aim: its slowest statements and its most expensive functions, on the largest size."""

import cProfile
import io
import pstats
from collections.abc import Mapping
from http.cookies import SimpleCookie

from django.conf import settings
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from tests.benchmarks import databases, report
from tests.benchmarks.client import HOST
from tests.benchmarks.measuring import Found
from tests.benchmarks.pages import Page, Site

REQUESTS = 20
LINES = 14
SLOWEST = 3


def explain(page: Page, site: Site, found: Mapping[int, Found]) -> str:
    """Reads only: a page that is sent is named with its problem, not profiled."""
    said = f"{page.name}: {', '.join(report.shortfalls(page, found))}"
    problems = sorted({each.problem for each in found.values() if each.problem})
    if problems:
        return "\n  ".join([said, *problems])
    with databases.using(databases.name(site.size)):
        method, path, *_ = page.request(site, getattr(site, page.visitor)).decode().split(" ", 2)
        return said if method != "GET" else "\n".join([said, *_profile(path, site, page)])


def _profile(path: str, site: Site, page: Page) -> list[str]:
    browser = Browser(headers={"host": HOST, "x-forwarded-proto": "https"})
    browser.cookies = SimpleCookie(getattr(site, page.visitor).cookies)
    browser.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        browser.get(path)
    statements = sorted(queries.captured_queries, key=lambda query: -float(query["time"]))[:SLOWEST]
    profile = cProfile.Profile()
    with profile:
        for _ in range(REQUESTS):
            browser.get(path)
    return [*(f"  {float(q['time']) * 1000:.0f} ms  {q['sql'][:400]}" for q in statements), _top(profile)]


def _top(profile: cProfile.Profile) -> str:
    out = io.StringIO()
    stats = pstats.Stats(profile, stream=out)
    stats.sort_stats("cumulative").print_stats(r"companies|templates|django/template/base|db/models/sql", LINES)
    lines = out.getvalue().replace(str(settings.BASE_DIR), "").splitlines()
    start = next((i for i, line in enumerate(lines) if "ncalls" in line), 0)
    return "\n".join(f"  {line}" for line in lines[start:] if line.strip())
