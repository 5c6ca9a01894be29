"""Times of the floor: page and floor in turn, the ratio formed within each round, the median of the rounds."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.benchmarks.client import Answer
from tests.benchmarks.pages import Page, Site

SECONDS = 4.0
"""About how long one page may take in one round and on one size; a slow one is asked for less often."""
FEWEST = 3
WARM = 8
"""Requests before the first counted one: each of the two workers has loaded the page's templates by then."""


@dataclass
class Found:
    """What one page did on one size: a ratio and milliseconds (medians) per round, its statements."""

    ratios: list[float] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    statements: int = 0
    savepoints: int = 0
    problem: str = ""
    first: float = 0.0

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios) if self.ratios else float("nan")

    @property
    def ms(self) -> float:
        return statistics.median(self.milliseconds) if self.milliseconds else float("nan")


def measure(page: Page, sites: Sequence[Site], *, rounds: int, repeats: int) -> dict[int, Found]:
    """The sizes take turns within each round, so that a slow minute of the machine falls on all of them."""
    found = {site.size: _first(page, site) for site in sites}
    for _ in range(rounds):
        for site in sites:
            if not found[site.size].problem:
                _round(page, site, found[site.size], repeats)
    return found


def _first(page: Page, site: Site) -> Found:
    client = page.client(site)
    try:
        answers = [client.send(page.request(site)) for _ in range(WARM)]
        counted = client.send(_counting(page.request(site)))
    except (OSError, LookupError) as error:
        return Found(problem=f"{type(error).__name__}: {error}"[:200])
    wrong = next((answer for answer in [*answers, counted] if not page.ok(answer)), None)
    if wrong:
        return Found(problem=_what(wrong))
    headers = counted.headers
    return Found(
        statements=int(headers["x-statements"]), savepoints=int(headers["x-savepoints"]), first=counted.seconds
    )


def _counting(request: bytes) -> bytes:
    return request.replace(b"\r\n\r\n", b"\r\nX-Count: 1\r\n\r\n", 1)


def _what(answer: Answer) -> str:
    where = answer.headers.get("location", "")
    return f"answered {answer.status} {where}".strip() + f", {len(answer.body)} bytes, not the page that was meant"


def _round(page: Page, site: Site, found: Found, repeats: int) -> None:
    client = page.client(site)
    floor = client.request("GET", "/floor")
    if client.send(floor).body in (b"", b"hello None"):
        raise RuntimeError("The floor is not behind a sign-in")
    floors, pages = [], []
    for _ in range(max(FEWEST, min(repeats, int(SECONDS / found.first)))):
        floors.append(client.send(floor).seconds)
        pages.append(client.send(page.request(site)).seconds)
    found.ratios.append(statistics.median(pages) / statistics.median(floors))
    found.milliseconds.append(statistics.median(pages) * 1000)
