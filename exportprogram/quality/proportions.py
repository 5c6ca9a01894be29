"""Sizes in lines, against those of docs/architecture: think at one, split at the other."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from django.conf import settings

PACKAGES = ("companies", "exportprogram")
SHOWN = 8
Sizes = dict[str, int]


def report() -> Iterator[str]:
    """Median, nine tenths, and the largest above the size that asks for a thought."""
    yield from _section("modules", _modules(), think=200)
    yield from _section("functions", _functions(PACKAGES), think=25)
    yield from _section("test functions", _functions(("tests",)), think=25)
    yield from _section("templates", _templates(), think=120)


def _section(name: str, sizes: Sizes, *, think: int) -> Iterator[str]:
    if len(sizes) < 2:
        return
    tenths = quantiles(sizes.values(), n=10)
    large = sorted((name for name in sizes if sizes[name] >= think), key=sizes.__getitem__, reverse=True)
    yield f"{name}: {len(sizes)}, median {median(sizes.values()):.0f}, nine tenths under {tenths[-1]:.0f} lines"
    for found in large[:SHOWN]:
        yield f"    {sizes[found]:>5}  {found}"
    if len(large) > SHOWN:
        yield f"    and {len(large) - SHOWN} more of {think} lines or more"


def _sources(packages: tuple[str, ...]) -> Iterator[Path]:
    for package in packages:
        for path in sorted((settings.BASE_DIR / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def _name(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


def _modules() -> Sizes:
    sizes = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in _sources(PACKAGES)}
    return {name: size for name, size in sizes.items() if size > 3}


def _functions(packages: tuple[str, ...]) -> Sizes:
    return {
        f"{_name(path)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in _sources(packages)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _templates() -> Sizes:
    found = [*(settings.BASE_DIR / "templates").rglob("*.html"), *(settings.BASE_DIR / "companies").rglob("*.html")]
    return {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in found}
