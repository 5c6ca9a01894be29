"""The pages that are measured, with what they aim at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from companies.cases.models import Case
from companies.web.keyset import Cursor
from tests.benchmarks import names, whole
from tests.benchmarks.client import Answer, Client
from tests.benchmarks.forms import bare, filled
from tests.benchmarks.generate import Landmarks

LIST: Final = "/desk/cases/"


@dataclass(frozen=True)
class Site:
    """One size's running site, seen by each of its visitors, and the addresses that depend on its data."""

    size: int
    landmarks: Landmarks
    officer: Client
    national: Client
    admin: Client
    company: Client
    deep: str
    calm_id: int


@dataclass(frozen=True)
class Page:
    """`ok` says whether the answer is the page that was meant; one that `saves` is read anew, untimed, each time; what
    is done `before` one without fields is not timed either.

    Aims: times of the floor, statements, and times of the same page's ratio at the smallest size; None where the row is
    only there to compare with.
    """

    name: str
    visitor: str
    path: Callable[[Site], str]
    ok: Callable[[Answer], bool] = lambda answer: answer.status == 200
    times: float | None = None
    statements: int | None = None
    growth: float | None = None
    saves: bool = False
    before: Callable[[Site], None] | None = None

    def client(self, site: Site) -> Client:
        client: Client = getattr(site, self.visitor)
        return client

    def request(self, site: Site) -> bytes:
        """Ready to be sent; what has to stand before it, done."""
        path, client = self.path(site), self.client(site)
        if self.before:
            self.before(site)
        if self.before:
            return bare(client, path)
        return filled(client, path) if self.saves else client.request("GET", path)


def site(size: int, client: Client, landmarks: Landmarks, sign_in: Callable[[Client, int], Client]) -> Site:
    """In the database of that size."""
    people = (landmarks.officer, landmarks.national, landmarks.admin, landmarks.company)
    visitors = [sign_in(client, user) for user in people]
    calm = Case.objects.get(reference=landmarks.calm)
    return Site(size, landmarks, *visitors, deep=_deep_cursor(), calm_id=calm.pk)


def _deep_cursor() -> str:
    """A cursor of the default order, four fifths down the list."""
    ordered = Case.objects.order_by("quiet_since", "pk").values_list("quiet_since", "pk")
    return str(Cursor(*ordered[Case.objects.count() * 4 // 5]))


def _at(path: str) -> Callable[[Site], str]:
    return lambda _site: path


def _holds(text: str) -> Callable[[Answer], bool]:
    return lambda answer: answer.status == 200 and text.encode() in answer.body


def _file(site: Site) -> str:
    return f"/file/{site.landmarks.draft}"


def _form(site: Site) -> str:
    return f"{_file(site)}/form/activity/"


def _led_on(answer: Answer) -> bool:
    return answer.status == 302


def _received(answer: Answer) -> bool:
    return answer.status == 302 and answer.headers["location"].endswith("/receipt/")


def _stock(path: str) -> Callable[[Site], str]:
    return lambda site: f"/stock/cases/case/{path.format(site.calm_id)}"


ROWS = _holds("EX27-")

PAGES: Final[tuple[Page, ...]] = (
    Page("list, first page", "officer", _at(LIST), ROWS, 8, 8, 1.3),
    Page("list, filtered", "officer", _at(f"{LIST}?stage=application&stage=coaching"), ROWS, 8, 8, 1.3),
    Page("list, deep page", "officer", lambda site: f"{LIST}?after={site.deep}", ROWS, 8, 8, 1.3),
    Page("list by name", "officer", _at(f"{LIST}?sort=company"), ROWS, 8, 8, 1.3),
    Page("list, first page, whole country", "national", _at(LIST), ROWS, 8, 8, 1.3),
    Page("list, deep page, whole country", "national", lambda site: f"{LIST}?after={site.deep}", ROWS, 8, 8, 1.3),
    Page("search, at most 10 hits", "national", _at(f"{LIST}?q=ouzoud"), _holds(names.RARE), 6),
    Page("case page, 10 events", "officer", lambda site: f"{LIST}{site.landmarks.calm}/", times=10, statements=12),
    Page("case page, 100 events", "officer", lambda site: f"{LIST}{site.landmarks.busy}/", times=10, statements=12),
    Page("form page, read", "company", _form, times=8, growth=1.3),
    Page("form page, saved", "company", _form, _led_on, 6, 14, 1.3, saves=True),
    Page("application, read again", "company", lambda site: f"{_file(site)}/form/check/"),
    Page("application, sent", "company", lambda site: f"{_file(site)}/form/send/", _received, before=whole.unsent),
    Page("hello, all of the site's middleware", "officer", _at("/hello/"), _holds("hello")),
    Page("stock admin: list", "admin", _stock(""), ROWS),
    Page("stock admin: search", "admin", _stock("?q=ouzoud"), _holds(names.RARE)),
    Page("stock admin: detail", "admin", _stock("{}/change/")),
)
