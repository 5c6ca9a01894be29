"""From a clean clone to a served page by `make run`, and the memory of all it started; with a warm package cache."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from exportprogram.services import paths
from tests.benchmarks.client import Client
from tests.benchmarks.results import Result
from tests.benchmarks.world import World, free_port

PATIENCE = 600.0
SETTLED = 20.0
CONFIGURED = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "STATIC_ROOT")


def results(world: World) -> list[Result]:
    clone = world.folder / "clone"
    subprocess.run(["git", "clone", "--quiet", str(paths.BASE), str(clone)], check=True)
    began = time.monotonic()
    port = free_port()
    with _running(clone, port):
        seconds = _served(port) - began
        time.sleep(SETTLED)
        processes = _of(clone)
        megabytes = sum(_pss(pid) for pid in processes) / 1024
    return [
        Result("clean clone to served page, demonstration loaded", seconds, "s", 180),
        Result("memory of the whole set-up (PSS)", megabytes, "MiB", 1536, note=f"{len(processes)} processes"),
    ]


@contextmanager
def _running(clone: Path, port: int) -> Iterator[None]:
    env = {key: value for key, value in os.environ.items() if key not in (*CONFIGURED, "DJANGO_SETTINGS_MODULE")}
    env |= {"PORT": str(port), "INBOX_PORT": str(free_port())}
    log = (clone.parent / "make-run.log").open("wb")
    process = subprocess.Popen(["make", "run"], cwd=clone, env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(60)
        log.close()


def _served(port: int) -> float:
    """When the first page was answered."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError, IndexError):
            if Client(port).get("/").status:
                return time.monotonic()
        time.sleep(0.2)
    raise RuntimeError("`make run` served nothing")


def _of(clone: Path) -> list[int]:
    """Everything that runs out of the clone or holds its folder: servers, workers, database."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and str(clone).encode() in _traces(entry):
                found.append(int(entry.name))
    return found


def _traces(process: Path) -> bytes:
    own = (process / "cmdline").read_bytes() + os.fsencode((process / "cwd").readlink())
    parent = int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
    if parent > 1:  # PostgreSQL's children rename themselves; their parent still tells
        own += (Path("/proc") / str(parent) / "cmdline").read_bytes()
    return own


def _pss(pid: int) -> float:
    """KiB, what is shared counted in parts; 0 for a process that has gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return float(line.split()[1])
    return 0.0
