"""Reading the project's own sources."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """One module: its path within the project, its text, its tree."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def app(self) -> str:
        """The app of a module in `companies`, else nothing."""
        parts = Path(self.name).parts
        return parts[1] if parts[0] == "companies" and len(parts) > 2 else ""

    @property
    def stem(self) -> str:
        return Path(self.name).stem

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and full name of everything imported: `from a import b` gives a.b."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@cache
def modules(*packages: str) -> tuple[Source, ...]:
    """The modules of the packages, migrations excepted."""
    return tuple(
        Source(str(path.relative_to(BASE)), path.read_text(encoding="utf-8"))
        for package in packages
        for path in sorted((BASE / package).rglob("*.py"))
        if "migrations" not in path.parts
    )


@cache
def order() -> dict[str, int]:
    """The rank of each app, from the contract in pyproject.toml; higher may use lower, siblings share a rank."""
    project = tomllib.loads((BASE / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = [each for each in project["tool"]["importlinter"]["contracts"] if each["id"] == "order"]
    return {
        name.strip(" ()"): rank for rank, layer in enumerate(reversed(contract["layers"])) for name in layer.split("|")
    }
