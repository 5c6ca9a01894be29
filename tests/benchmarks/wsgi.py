"""The site as gunicorn serves it, with a floor beside it in the same process and a count of statements on request.

The floor goes through session and authentication middleware only; /hello/ through all of the site's middleware.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import override_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")

site = get_wsgi_application()
with override_settings(
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
):
    floor = WSGIHandler()

TRANSACTION = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET")


class Meter:
    """Counts what Django sends while it is installed; savepoints apart."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.seen["savepoints" if str(sql).startswith(TRANSACTION) else "statements"] += 1
        return execute(sql, params, many, context)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/floor":
        return floor(environ | {"PATH_INFO": "/hello/"}, start_response)
    if "HTTP_X_COUNT" in environ:
        return _counted(environ, start_response)
    return site(environ, start_response)


def _counted(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    meter = Meter()

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        counts = [("X-Statements", str(meter.seen["statements"])), ("X-Savepoints", str(meter.seen["savepoints"]))]
        return start_response(status, headers + counts, *rest)

    with connection.execute_wrapper(meter):
        return site(environ, start)
