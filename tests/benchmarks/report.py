"""The one table of the bench."""

from collections.abc import Mapping, Sequence

from tests.benchmarks.measuring import Found
from tests.benchmarks.pages import Page

Results = Mapping[Page, Mapping[int, Found]]


def table(results: Results, sizes: Sequence[int]) -> str:
    heads = ["page", *(f"{size:,}".replace(",", " ") for size in sizes), "statements", "aim", "reached?"]
    rows = [_row(page, found, sizes) for page, found in results.items()]
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    lines = [_line(heads, widths), _line(["-" * width for width in widths], widths)]
    return "\n".join([*lines, *(_line(row, widths) for row in rows)])


def in_short(found: Mapping[int, Found]) -> str:
    return ", ".join(_cell(each) for each in found.values())


def missed(results: Results) -> list[Page]:
    return [page for page, found in results.items() if shortfalls(page, found)]


def shortfalls(page: Page, found: Mapping[int, Found]) -> list[str]:
    """What the page aims at and does not reach, in words."""
    if any(each.problem for each in found.values()):
        return ["not measured"]
    said = []
    worst, first = max(each.ratio for each in found.values()), found[min(found)]
    if page.times and worst > page.times:
        said.append(f"{worst:.1f}x")
    if page.statements and max(each.statements for each in found.values()) > page.statements:
        said.append("statements")
    if page.growth and len(found) > 1 and found[max(found)].ratio > page.growth * first.ratio:
        said.append(f"grows {found[max(found)].ratio / first.ratio:.2f} times")
    return said


def _row(page: Page, found: Mapping[int, Found], sizes: Sequence[int]) -> list[str]:
    cells = [_cell(found[size]) for size in sizes]
    return [page.name, *cells, _statements(found), _aim(page), _verdict(page, found)]


def _cell(found: Found) -> str:
    return "-" if found.problem else f"{found.ratio:.1f}x {found.ms:.1f} ms"


def _statements(found: Mapping[int, Found]) -> str:
    counts = sorted({each.statements for each in found.values() if not each.problem})
    savepoints = max((each.savepoints for each in found.values()), default=0)
    return "-".join(map(str, counts)) + (f" (+{savepoints} for savepoints)" if savepoints else "")


def _aim(page: Page) -> str:
    aims = [f"{page.times:g}x"] if page.times else []
    aims += [f"{page.statements} statements"] if page.statements else []
    aims += [f"grows {page.growth:g}"] if page.growth else []
    return ", ".join(aims)


def _verdict(page: Page, found: Mapping[int, Found]) -> str:
    if not (page.times or page.statements):
        return ""
    return ", ".join(shortfalls(page, found)) or "yes"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
