"""The pages that are measured, with what they aim at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from companies.cases.models import Case
from companies.web.keyset import Cursor
from tests.benchmarks import names
from tests.benchmarks.client import Answer, Client
from tests.benchmarks.forms import filled
from tests.benchmarks.generate import Landmarks

LIST: Final = "/desk/cases/"
FORM: Final = "/application/activity/"


@dataclass(frozen=True)
class Site:
    """One size's running site, seen by each of its visitors, and the addresses that depend on its data."""

    size: int
    landmarks: Landmarks
    officer: Client
    national: Client
    company: Client
    deep: str
    calm_id: int


@dataclass(frozen=True)
class Page:
    """`request` prepares what is sent, untimed; `ok` says whether the answer is the page that was meant.

    Aims: times of the floor, statements, and times of the same page's ratio at the smallest size; None where the row is
    only there to compare with.
    """

    name: str
    visitor: str
    request: Callable[[Site, Client], bytes]
    ok: Callable[[Answer], bool] = lambda answer: answer.status == 200
    times: float | None = None
    statements: int | None = None
    growth: float | None = None


def site(size: int, client: Client, landmarks: Landmarks, sign_in: Callable[[Client, int], Client]) -> Site:
    """In the database of that size."""
    officer, national, company = (
        sign_in(client, user) for user in (landmarks.officer, landmarks.national, landmarks.company)
    )
    calm = Case.objects.get(reference=landmarks.calm)
    return Site(size, landmarks, officer, national, company, deep=_deep_cursor(), calm_id=calm.pk)


def _deep_cursor() -> str:
    """A cursor of the default order, four fifths down the list."""
    ordered = Case.objects.order_by("quiet_since", "pk").values_list("quiet_since", "pk")
    return str(Cursor(*ordered[Case.objects.count() * 4 // 5]))


def _get(path: Callable[[Site], str]) -> Callable[[Site, Client], bytes]:
    return lambda site, client: client.request("GET", path(site))


def _at(path: str) -> Callable[[Site, Client], bytes]:
    return _get(lambda _site: path)


def _holds(text: str) -> Callable[[Answer], bool]:
    return lambda answer: answer.status == 200 and text.encode() in answer.body


def _case(busy: bool) -> Callable[[Site, Client], bytes]:
    return _get(lambda s: f"{LIST}{s.landmarks.busy if busy else s.landmarks.calm}/")


def _stock(path: Callable[[Site], str]) -> Callable[[Site, Client], bytes]:
    return _get(lambda s: f"/stock/cases/case/{path(s)}")


ROWS = _holds("EX27-")

PAGES: Final[tuple[Page, ...]] = (
    Page("list, first page", "officer", _at(LIST), ROWS, 8, 8, 1.3),
    Page("list, filtered", "officer", _at(f"{LIST}?stage=application&sector=AGRO"), ROWS, 8, 8, 1.3),
    Page("list, deep page", "officer", _get(lambda s: f"{LIST}?after={s.deep}"), ROWS, 8, 8, 1.3),
    Page("list by name", "officer", _at(f"{LIST}?sort=company"), ROWS, 8, 8, 1.3),
    Page("list, first page, whole country", "national", _at(LIST), ROWS, 8, 8, 1.3),
    Page("list, deep page, whole country", "national", _get(lambda s: f"{LIST}?after={s.deep}"), ROWS, 8, 8, 1.3),
    Page("search, at most 10 hits", "national", _at(f"{LIST}?q=ouzoud"), _holds(names.RARE), 6),
    Page("case page, 10 events", "officer", _case(busy=False), times=10, statements=12),
    Page("case page, 100 events", "officer", _case(busy=True), times=10, statements=12),
    Page("form page, read", "company", _at(FORM)),
    Page("form page, saved", "company", lambda s, c: filled(c, FORM), lambda a: a.status == 302, 6, 14),
    Page("hello through all of the site's middleware", "officer", _at("/hello/"), _holds("hello")),
    Page("stock admin: list", "national", _stock(lambda s: ""), ROWS),
    Page("stock admin: search", "national", _stock(lambda s: "?q=ouzoud"), _holds(names.RARE)),
    Page("stock admin: detail", "national", _stock(lambda s: f"{s.calm_id}/change/")),
)
