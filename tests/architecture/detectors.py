"""One function per ban: a module in, complaints out."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import Source, order

LOCAL_LOOKUP = re.compile(
    r"__(date|time|hour|minute|second)(__\w+)?$"
    r"|(^|_)(at|since|until)__(year|iso_year|month|day|week|week_day|iso_week_day|quarter)(__\w+)?$"
)
LOCAL_FUNCTION = re.compile(r"django\.db\.models\.functions\.(Trunc|Extract)")
LOCAL_ATTRIBUTES = {"date_hierarchy"}
LOCAL_METHODS = {"datetimes"}
CLOCKS = {"now", "today", "utcnow", "localdate", "localtime"}
CLOCK_OWNERS = {"datetime", "date", "timezone", "dt"}
SIGNALS = re.compile(r"(^|\.)signals(\.|$)|^django\.dispatch")
HTTP = re.compile(r"^django\.(http|urls|shortcuts|views|contrib\.messages|template\.response)(\.|$)")
AT_TIME_ZONE = re.compile(r"\bAT\s+TIME\s+ZONE\b", re.IGNORECASE)


def local_dates_in_sql(source: Source) -> Iterator[str]:
    """Lookups and functions that make PostgreSQL work out a local date from an instant.

    By the naming of the house instants end in `at`, `since` or `until` and dates in `_on`, which ask for no zone.
    """
    for node in ast.walk(source.tree):
        for word in _asked_of_sql(node):
            yield f"{source.name}:{getattr(node, 'lineno', 0)} {word}"
    for line, name in source.imports():
        if LOCAL_FUNCTION.match(name):
            yield f"{source.name}:{line} {name}"


def _asked_of_sql(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.keyword(arg=str(word)) | ast.Constant(value=str(word)) if LOCAL_LOOKUP.search(word):
            yield word
        case ast.Assign(targets=[ast.Name(id=word)]) if word in LOCAL_ATTRIBUTES:
            yield word
        case ast.Call(func=ast.Attribute(attr=word)) if word in LOCAL_METHODS:
            yield f"{word}()"


def sql_zones(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.lines, start=1):
        if AT_TIME_ZONE.search(line):
            yield f"{source.name}:{number} AT TIME ZONE"


def clocks(source: Source) -> Iterator[str]:
    """Readings of the time anywhere but in the business clock."""
    if source.name == "companies/common/clock.py":
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS and _last_name(node.value) in CLOCK_OWNERS:
            yield f"{source.name}:{node.lineno} {_last_name(node.value)}.{node.attr}"
    for line, name in source.imports():
        if name.startswith("django.utils.timezone.") and name.rsplit(".", 1)[1] in CLOCKS:
            yield f"{source.name}:{line} {name}"


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def signals(source: Source) -> Iterator[str]:
    """Django's signals and those of its apps. Celery's boot hooks have one place."""
    if source.name == "exportprogram/celery.py":
        return
    for line, name in source.imports():
        if SIGNALS.search(name):
            yield f"{source.name}:{line} {name}"


def unexplained_local_imports(source: Source) -> Iterator[str]:
    """Imports inside functions whose line gives no reason; in `AppConfig.ready` it is always the same one."""
    for function in ast.walk(source.tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) or function.name == "ready":
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                comment = " ".join(_comments(source, node))
                if len(re.sub(r"noqa(:\s*[A-Z0-9, ]+)?", "", comment).split()) < 2:
                    yield f"{source.name}:{node.lineno} {ast.unparse(node)}"


def _comments(source: Source, node: ast.stmt) -> Iterator[str]:
    for line in source.lines[node.lineno - 1 : node.end_lineno]:
        yield line.partition("#")[2]


def http_below_the_audiences(source: Source) -> Iterator[str]:
    """Requests, addresses and flash messages in an app below `web`; admin modules and links.py may."""
    if not source.app or order()[source.app] >= order()["web"]:
        return
    if source.stem == "admin" or "/admin/" in source.name or source.name == "companies/common/links.py":
        return
    for line, name in source.imports():
        if HTTP.match(name):
            yield f"{source.name}:{line} {name}"


def celery_outside_tasks(source: Source) -> Iterator[str]:
    if source.app and source.stem != "tasks" and "/tasks/" not in source.name:
        for line, name in source.imports():
            if name.split(".")[0] in {"celery", "kombu"}:
                yield f"{source.name}:{line} {name}"
