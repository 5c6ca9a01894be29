"""A person with a keyboard: Tab to where one wants to be, then keys. What has the focus shows it, and is in sight."""

from playwright.sync_api import TimeoutError as Overheard

from tests.files.making import pdf
from tests.journeys.applying import typed

MOST_STOPS = 120
SHOWN = """e => {
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
    return e.matches(':focus-visible') && marked && box.bottom > 0 && box.top < innerHeight;
}"""


class Hands:
    """Keys for one window of `eyes`."""

    def __init__(self, eyes):
        self.eyes, self.keys = eyes, eyes.page.keyboard
        eyes.page.emulate_media(reduced_motion="reduce")  # what has the focus is in sight at once

    def reach(self, selector):
        """Press Tab until the wanted element has the focus; it must be one of those on the way."""
        wanted = self.eyes.page.locator(selector).locator("visible=true").first.element_handle()
        for _stop in range(MOST_STOPS):
            if wanted.evaluate("e => e === document.activeElement"):
                assert wanted.evaluate(SHOWN), f"{self.eyes.page.url}: the focus on {selector} does not show"
                return wanted
            self.keys.press("Tab")
        raise AssertionError(f"{self.eyes.page.url}: no Tab leads to {selector}")

    def follow(self, selector):
        """A link or button: Enter leads on."""
        self.reach(selector)
        with self.eyes.page.expect_navigation():
            self.keys.press("Enter")

    def write(self, selector, text):
        self.reach(selector)
        self.keys.press("Control+A")
        self.keys.insert_text(text)

    def choose(self, selector, value):
        """An option of a list, by the arrows."""
        wanted = self.reach(selector)
        self.keys.press("Home")
        for _option in range(wanted.evaluate("e => e.options.length")):
            chosen = wanted.evaluate("e => e.value")
            if chosen == value or (value is None and chosen):
                return
            self.keys.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {value} in {selector}")

    def tick(self, name, value):
        """A box; or one of a group of buttons, whose first has the focus, by the arrows."""
        box = self.eyes.page.locator(f'main [name="{name}"]').first
        if box.evaluate("e => e.type") == "checkbox":
            self.reach(f'main [name="{name}"]' + ("" if value == "on" else f'[value="{value}"]'))
            self.keys.press("Space")
            return
        self._reach_group(name)
        self.keys.press("Space")
        for _button in range(20):
            if self.eyes.page.evaluate("document.activeElement.value") == value:
                return
            self.keys.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {value} of {name}")

    def _reach_group(self, name):
        for _stop in range(MOST_STOPS):
            if self.eyes.page.evaluate("document.activeElement.name || ''") == name:
                return
            self.keys.press("Tab")
        raise AssertionError(f"{self.eyes.page.url}: no Tab leads to {name}")

    def fill(self, page):
        for name, value in typed(page).items():
            field = self.eyes.page.locator(f'main [name="{name}"]').first
            kind = field.evaluate("e => e.type")
            if kind in ("radio", "checkbox"):
                self.tick(name, value)
            elif kind == "select-one":
                self.choose(f'main [name="{name}"]', value)
            else:
                self.write(f'main [name="{name}"]', value)

    def answer_question(self):
        """The first answer to a question of the check."""
        if self.eyes.page.locator("select[name=answer]").count():
            self.choose("[name=answer]", None)
        else:
            self._reach_group("answer")
            self.keys.press("Space")
        self.follow("main form .btn-primary")

    def hand_in(self):
        self.reach(".paper-box [name=file]")
        self._chooser().set_files({"name": "Modèle J.pdf", "mimeType": "application/pdf", "buffer": pdf()})
        self.follow(".paper-box .btn-quiet")

    def _chooser(self):
        """A browser on a busy machine overhears a key now and then: a person presses again."""
        for last in (False, False, True):
            try:
                with self.eyes.page.expect_file_chooser(timeout=10_000) as chosen:
                    self.keys.press("Enter")
                return chosen.value
            except Overheard:
                if last:
                    raise
        raise AssertionError
