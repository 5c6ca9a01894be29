"""A person's window, and what every page in it is held to."""

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, and not run unless it is asked for
}
DIRECTIONS = {"fr": "ltr", "ar": "rtl", "en": "ltr"}
WATCH = """
document.addEventListener("securitypolicyviolation", e => console.error(`CSP ${e.violatedDirective} ${e.blockedURI}`))
"""


class Eyes:
    """One browser window in one language at one width. `complaints` is what the browser said since the last look."""

    def __init__(self, browser, site, language, width, *, script=True):
        self.site, self.language, self.width = site, language, width
        self.context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=script, base_url=site
        )
        self.context.add_init_script(WATCH)
        self.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site}])
        self.page = self.context.new_page()
        self.complaints, self.seen = [], []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", self._note_failure)

    def _note_failure(self, failed):
        """What the next page cut short did not fail: a test goes on faster than a browser fetches its icon."""
        if failed.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed {failed.url}")

    def sign_in(self, session_key):
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_key, "url": self.site}])

    def open(self, path):
        answer = self.page.goto(path)
        assert answer.status == 200, f"{path} answered {answer.status}"
        self.look()

    def press(self, selector):
        """Press what there must be exactly one of, and look at where it leads."""
        with self.page.expect_navigation():
            self.page.click(f"{selector} >> visible=true", strict=True)
        self.look()

    def step(self, selector):
        """Press without looking: a page like others that were judged."""
        with self.page.expect_navigation():
            self.page.click(f"{selector} >> visible=true", strict=True)

    def press_in_vain(self, selector):
        """Press what comes back with its errors, and look at them; the browser calls such a status an error."""
        self.step(selector)
        self.complaints[:] = [each for each in self.complaints if "status of 4" not in each]
        assert self.page.locator(".error-summary, .error-message, .invalid-feedback").count()
        self.look()

    def look(self):
        """Judge the page: it fits, says its language and direction, breaks no policy, and is accessible."""
        complaints, self.complaints[:] = list(self.complaints), []
        faults = [*complaints, *self._shape(), *self._axe()]
        assert faults == [], "\n".join([f"{self.page.url} ({self.language}, {self.width} px)", *faults])
        self.complaints.clear()  # what axe itself caused
        self.seen.append(self.page.url.removeprefix(self.site))

    def _shape(self):
        found = self.page.evaluate(
            "() => [document.documentElement.lang, document.documentElement.dir || 'ltr',"
            " document.documentElement.scrollWidth > window.innerWidth]"
        )
        wanted = [self.language, DIRECTIONS[self.language], False]
        return [] if found == wanted else [f"lang, dir, scrolls sideways: {found}, not {wanted}"]

    def _axe(self):
        found = Axe().run(self.page, options=RULES).response["violations"]
        return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]

    def close(self):
        self.context.close()
