"""Templates, styles and scripts: none unused, nothing inline that the content policy would refuse."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.template.loaders.app_directories import get_app_template_dirs

from tests.architecture.source import BASE, modules

INLINE = re.compile(
    r"""\son[a-z]+\s*=\s*["']   # a handler
      | \sstyle\s*=             # a style attribute
      | <style[\s>]             # a style element
      | <script(?![^>]*\ssrc=)(?![^>]*application/(json|ld\+json))[^>]*>  # a script without an address
      | javascript:""",
    re.VERBOSE | re.IGNORECASE,
)
SCRIPT = re.compile(r"""\beval\(|new\s+Function\(|document\.write|setAttribute\(\s*["'](on|style)|insertAdjacentHTML""")
REMOTE = re.compile(r"""url\(\s*["']?(https?:)?//|@import""")
CALLED_BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
"""Error pages: Django's, and allauth's for those who try too often."""


def templates() -> dict[str, Path]:
    """Our templates by name."""
    roots = [BASE / "templates", *(BASE / "companies").glob("*/templates")]
    return {
        str(path.relative_to(root)): path
        for root in roots
        for path in sorted(root.rglob("*"))
        if path.suffix in {".html", ".txt", ".svg"}
    }


@cache
def quoted() -> frozenset[str]:
    """Every string that stands in quotes in a module or a template, and what an f-string may become, as it stands."""
    in_code = {
        node.value
        for source in modules("companies", "exportprogram")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    in_templates = {
        found
        for path in templates().values()
        for found in re.findall(r"""["']([\w./-]+)["']""", path.read_text(encoding="utf-8"))
    }
    return frozenset(in_code | in_templates)


def used(name: str) -> bool:
    return (
        name in CALLED_BY_NAME
        or name in quoted()
        or str(Path(name).with_suffix("")) in quoted()
        or Path(name).stem in quoted()
        or overrides(name)
    )


def overrides(name: str) -> bool:
    """Whether a dependency brings a template of that name, which ours replaces.

    The admin looks for its own under the name of an app or a model too: admin/<app>/<model>/change_list.html.
    """
    names = {name, f"admin/{Path(name).name}"} if name.startswith("admin/") else {name}
    folders = [each for each in get_app_template_dirs("templates") if BASE / "companies" not in each.parents]
    return any((folder / each).exists() for folder in folders for each in names)


def found(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return list(_found(pattern, paths))


def _found(pattern: re.Pattern[str], paths: list[Path]) -> Iterator[str]:
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if match := pattern.search(line):
                yield f"{path.relative_to(BASE)}:{number} {match[0].strip()}"


def pages() -> list[Path]:
    """What browsers see: messages are read elsewhere, and carry their styles with them."""
    return [path for name, path in templates().items() if not name.startswith("emails/")]


def own(suffix: str) -> list[Path]:
    return [path for path in sorted((BASE / "static").rglob(f"*{suffix}")) if "vendor" not in path.parts]


@pytest.mark.parametrize(
    "line", ["<p onclick='x'>", '<p style="a">', "<style>", "<script>", "<a href='javascript:x'>", '<p\tONLOAD="x">']
)
def test_inline_code_is_found(line):
    assert INLINE.search(line)


@pytest.mark.parametrize(
    "line", ["<script src='a.js' nonce='x'>", '<script type="application/json">', "<p data-on='x'>"]
)
def test_declared_behaviour_is_let_through(line):
    assert not INLINE.search(line)


def test_unused_template_is_found():
    assert not used("portal/nobody_asks_for_this_one.html")


def test_every_template_is_used():
    assert [name for name in templates() if not used(name)] == []


def test_no_page_holds_inline_code():
    assert found(INLINE, pages()) == []


def test_no_script_makes_code_from_text():
    assert found(SCRIPT, own(".js")) == []


def test_no_style_fetches_from_elsewhere():
    assert found(REMOTE, own(".css")) == []
