"""How long an application takes: a script types it on a phone and counts; docs/ten-minutes.md says what it counted.

`UPDATE_DOCS=1` writes the file anew.
"""

import math
import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from companies.accounts.enums import Role
from companies.cases.enums import Status
from companies.cases.models import Case
from companies.common import clock
from tests.enrolment.world import current_year, invited_case, link_of
from tests.files.making import pdf
from tests.journeys.applying import EMAIL, MAIN, NEXT, TYPED, code_in_mail, typed
from tests.portal.papers import ask
from tests.support import making

pytestmark = pytest.mark.django_db(transaction=True)

DOCS = Path(__file__).resolve().parents[2] / "docs" / "ten-minutes.md"
BEGINS, ENDS = "<!-- counted -->\n", "<!-- /counted -->\n"
READS, TYPES, TAPS, LOOKS_UP, MAILBOX = 4.0, 3.0, 1.5, 5.0, 30.0
"""Words and characters a second; seconds for a tap, for finding an answer, for a code to come by mail."""
VISIBLE = """() => {
    const found = [], walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const around = walker.currentNode.parentElement;
        if (around.checkVisibility() && !around.closest("select, datalist, .visually-hidden"))
            found.push(walker.currentNode.data.trim());
    }
    return found;
}"""


@dataclass
class Count:
    """What a person did; `words` are those of every page but what stood on one before, like the list of pages."""

    pages: int = 0
    fields: int = 0
    taps: int = 0
    characters: int = 0
    words: int = 0
    mails: int = 0

    @property
    def seconds(self) -> float:
        typing = self.characters / TYPES + self.taps * TAPS + self.fields * LOOKS_UP
        return self.words / READS + typing + self.mails * MAILBOX


class Applicant:
    """A phone in somebody's hand, and what is counted of it."""

    def __init__(self, eyes):
        self.page, self.count, self.known = eyes.page, Count(), set()

    def open(self, path):
        self.page.goto(path)
        self._arrived()

    def press(self, selector):
        with self.page.expect_navigation():
            self.page.click(f"{selector} >> visible=true", strict=True)
        self.count.taps += 1
        self._arrived()

    def _arrived(self):
        assert self.page.locator("main [role=alert]").all_inner_texts() == [], self.page.url
        self.count.pages += 1
        new = set(self.page.evaluate(VISIBLE)) - self.known
        self.known |= new
        self.count.words += sum(len(each.split()) for each in new)

    def write(self, field, text):
        field.press_sequentially(text)
        self._answered(len(text))

    def choose(self, name, value):
        self.page.select_option(f'main [name="{name}"]', value)
        self._answered(taps=2)

    def tick(self, selector):
        self.page.check(selector)
        self._answered()

    def hand_in(self):
        paper = {"name": "Modèle J.pdf", "mimeType": "application/pdf", "buffer": pdf()}
        self.page.set_input_files(".paper-box [name=file]", paper)
        self._answered(taps=2)
        self.press(".paper-box .btn-quiet")

    def _answered(self, characters=0, taps=1):
        self.count.fields += 1
        self.count.taps += taps
        self.count.characters += characters

    def answer(self, page):
        """What is not known yet of a page."""
        for name, value in typed(page).items():
            field = self.page.locator(f'main [name="{name}"]').first
            kind = field.evaluate("e => e.type")
            if kind in ("radio", "checkbox"):
                if not self.page.locator(f'main [name="{name}"]:checked').count():
                    self.tick(f'main [name="{name}"]' + ("" if value == "on" else f'[value="{value}"]'))
            elif kind == "select-one" and not field.input_value():
                self.choose(name, value)
            elif kind != "select-one" and not field.input_value():
                self.write(field, value)

    def code(self, sink):
        self.count.mails += 1
        self.write(self.page.locator("[name=code]"), code_in_mail(sink))
        self.press(MAIN)

    def fill_in_and_send(self):
        while not self.page.url.endswith("/form/check/"):
            page = re.search(r"/form/(\w+)/$", self.page.url)[1]
            if page == "documents":
                self.hand_in()
            else:
                self.answer(page)
            self.press(NEXT)
        self.press("form[action$='/send/'] button")
        assert self.page.url.endswith("/receipt/")


@pytest.fixture
def year(transactional_db, settings):
    settings.ENTRY_SECONDS = 0
    year = current_year()
    making.person(Role.OFFICER, making.SOUSS)
    ask(year, required=True)
    return year


def checks(phone):
    """From the landing page to the result."""
    phone.open("/")
    phone.press("a.door-filled")
    while not phone.page.url.endswith("/check/result/"):
        _answer(phone)
        phone.press("main form .btn-primary")


def comes_by_itself(phone, sink):
    """From the result of the check, unknown to everybody."""
    phone.press(".next-step .btn-primary")
    phone.answer("company")
    phone.press(NEXT)
    phone.write(phone.page.locator("[name=email]"), EMAIL)
    phone.press(MAIN)
    phone.code(sink)
    phone.press("main a.btn-primary")


def _answer(phone):
    """To a question of the check: what the company says in the form too, else the first there is."""
    said = [value for page in TYPED.values() for value in page.values()]
    offers = phone.page.locator("main option, main input[name=answer]").evaluate_all("all => all.map(e => e.value)")
    own = next((value for value in said if value in offers), next(each for each in offers if each))
    if phone.page.locator("select[name=answer]").count():
        phone.choose("answer", own)
    else:
        phone.tick(f'main [name=answer][value="{own}"]')


def is_invited(phone, year):
    """From the link in the invitation, with what the files know."""
    case = invited_case(year=year, at=clock.now(), region=making.region(making.SOUSS))
    phone.open(f"/i/{link_of(case, at=clock.now())}/")
    phone.press("form[action$='/start/'] button")
    phone.press("a.btn-primary")


def test_an_application_takes_less_than_ten_minutes(window, smtp_sink, year):
    stranger, known = Applicant(window("fr", 360)), Applicant(window("fr", 360))
    checks(stranger)
    check, stranger.count = stranger.count, Count()
    comes_by_itself(stranger, smtp_sink)
    stranger.fill_in_and_send()
    is_invited(known, year)
    known.fill_in_and_send()

    assert list(Case.objects.values_list("status", flat=True)) == [Status.SUBMITTED] * 2
    counts = {
        "Application of a company that was invited": known.count,
        "The check of who comes by itself": check,
        "Its application": stranger.count,
    }
    assert [who for who, count in counts.items() if count.seconds >= 600] == [], counts
    assert _counted(counts) == _written(counts)


def _counted(counts):
    lines = ["| who | pages | answers | taps | characters | minutes |", "|---|---|---|---|---|---|"]
    for who, each in counts.items():
        minutes = math.ceil(each.seconds / 60)
        lines.append(f"| {who} | {each.pages} | {each.fields} | {each.taps} | {each.characters} | under {minutes} |")
    return "\n".join([*lines, ""])


def _written(counts):
    head, _, rest = DOCS.read_text().partition(BEGINS)
    said, _, tail = rest.partition(ENDS)
    if os.environ.get("UPDATE_DOCS"):
        DOCS.write_text(f"{head}{BEGINS}{_counted(counts)}{ENDS}{tail}")
        return _counted(counts)
    return said
