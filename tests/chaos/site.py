"""The site as gunicorn serves it, in processes of its own, and somebody who asks it for a code to sign in."""

import re
import signal
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar

from exportprogram.services.processes import launch, stop
from tests.chaos import arena
from tests.chaos.stage import Stage, until
from tests.support import making

HIDDEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SIGN_IN = "/account/login/"
LONGEST = 60.0


@dataclass
class Site:
    url: str
    email: str

    def answers(self, path: str = "/") -> bool:
        """Whether the page comes without an error of the server."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=LONGEST) as page:
                return bool(page.status < 500)
        except OSError:
            return False

    def ask_for_code(self) -> float:
        """Post the form that sends a code by mail; the seconds until its answer."""
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with browser.open(self.url + SIGN_IN, timeout=LONGEST) as page:
            token = HIDDEN.search(page.read().decode())
        assert token
        form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "email": self.email}).encode()
        begun = time.monotonic()
        with browser.open(self.url + SIGN_IN, data=form, timeout=LONGEST) as page:
            page.read()
        return time.monotonic() - begun


@contextmanager
def serving(stage: Stage, sink: arena.Sink, **more: str) -> Iterator[Site]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [arena.PYTHON, "-m", "gunicorn", "exportprogram.wsgi", "--worker-class", "gthread", "--threads", "4"]
    command += ["--no-control-socket", "--log-level", "warning", "--bind", f"127.0.0.1:{port}"]
    env = stage.environment(EMAIL_URL=sink.url, **more)
    with (stage.folder / "site.log").open("ab") as log:
        process = launch(command, output=log, death_signal=signal.SIGKILL, env=env)
    site = Site(f"http://127.0.0.1:{port}", making.person().email)
    try:
        until(site.answers, 60)
        yield site
    finally:
        stop(process, signal.SIGTERM, patience=10)
