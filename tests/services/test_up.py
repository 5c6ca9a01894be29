"""The supervisor behind `make run`, for real: everything up, seen, stopped, killed."""

import os
import signal
import socket
import urllib.request

import pytest

from tests.services import processes
from tests.services.processes import eventually

pytestmark = pytest.mark.slow

UP = ("-m", "exportprogram.services.up")


def read_until(process, word):
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip())
        if word in line:
            return lines
    pytest.fail("\n".join(lines))


def get(port, path="/"):
    with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=20) as answer:
        return answer.status


def test_site_and_inbox_answer_and_all_is_stopped_in_order(installation):
    site = installation.start(*UP)
    read_until(site, "Its mail:")
    second = installation.start(*UP)
    reset = installation.start("-m", "exportprogram.services.reset")

    assert (get(installation.port, "/health/"), get(installation.inbox_port)) == (200, 200)
    running = f"The site is already running (process {site.pid}): http://localhost:{installation.port}\n"
    assert (second.communicate()[0], second.returncode) == (running, 1)
    assert (reset.communicate()[0], reset.returncode) == (running, 1)

    site.send_signal(signal.SIGINT)
    stopped = [line.split()[0] for line in site.communicate(timeout=60)[0].splitlines() if line.endswith("| stopped")]
    assert (site.returncode, stopped) == (0, ["web", "beat", "worker", "inbox", "broker", "database"])
    assert eventually(lambda: installation.processes() == [])


def test_killed_supervisor_leaves_no_process(installation):
    site = installation.start(*UP)
    read_until(site, "Its mail:")
    assert len(installation.processes()) > 8

    os.kill(site.pid, signal.SIGKILL)

    assert eventually(lambda: installation.processes() == [], seconds=30)


def test_busy_port_is_one_clear_line(installation):
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", installation.port))
        taken.listen()

        site = installation.start(*UP)

        assert site.communicate(timeout=60)[0] == (
            f"Port {installation.port} cannot be used (Address already in use): "
            f"choose another, `PORT={installation.port + 1} make run`.\n"
        )
        assert site.returncode == 1


def test_reset_leaves_a_configured_database_alone(installation, monkeypatch):
    monkeypatch.setattr(processes, "OURS", ())
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example.org/site")

    reset = installation.start("-m", "exportprogram.services.reset")

    assert reset.communicate(timeout=60)[0] == (
        "DATABASE_URL is set: only the local demonstration is ever thrown away.\n"
    )
    assert reset.returncode == 1
