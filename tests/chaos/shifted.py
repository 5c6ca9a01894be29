"""A process of the site with another business clock: `python -m tests.chaos.shifted celery|manage|deliver|sweeps ...`.

CHAOS_SHIFT is in seconds. Only `companies.common.clock` is moved, as a machine with a wrong clock would move it: leases
and back-off are on the database's clock. CHAOS_BEAT makes a beat tick every so many seconds instead of every minute.
CHAOS_POISON has the subject of a message do what it says while it is written for the wire, as a bug would.
CHAOS_FAULTS is a file that names the point at which each sender forked from now on is to die; each notes what it was
armed with in the file beside it.
"""

import os
import resource
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import django
from django.core.management import execute_from_command_line
from django.utils import timezone

from tests.chaos import identity

MOST_MEMORY = 2**31


def main() -> None:
    django.setup()
    _move_clock(timedelta(seconds=float(os.environ.get("CHAOS_SHIFT", "0"))))
    program, *arguments = sys.argv[1:]
    PROGRAMS[program](arguments)


def _manage(arguments: list[str]) -> None:
    execute_from_command_line(["manage.py", *arguments])


def _celery(arguments: list[str]) -> None:
    _hurry_beat()
    _arm_children()
    if "CHAOS_POISON" in os.environ:
        _poison()
    from celery.__main__ import main as celery  # not needed by the others

    sys.argv = ["celery", *arguments]
    celery()


def _deliver(_arguments: list[str]) -> None:
    from companies.common import clock  # needs Django set up, as what follows
    from companies.mail import outbox

    outbox.deliver_due(at=clock.now())


def _sweeps(arguments: list[str]) -> None:
    """At each instant what cron does; prints how many mails left."""
    from companies.common import clock
    from companies.mail import outbox
    from companies.outreach.sweep import sweep

    for at in map(datetime.fromisoformat, arguments):
        clock.timezone = SimpleNamespace(now=lambda at=at: at)
        sweep(at=at)
        print(outbox.deliver_due(at=at).done["sent"], flush=True)


PROGRAMS = {"manage": _manage, "celery": _celery, "deliver": _deliver, "sweeps": _sweeps}


def _move_clock(shift: timedelta) -> None:
    from companies.common import clock

    clock.timezone = SimpleNamespace(now=lambda: timezone.now() + shift)


def _hurry_beat() -> None:
    from exportprogram.celery import app  # as above

    seconds = os.environ.get("CHAOS_BEAT")
    if seconds:
        schedule = app.conf.beat_schedule
        app.conf.beat_schedule = {
            name: {**schedule[name], "schedule": float(seconds)} for name in ("outreach.tick", "mail.deliver")
        }


def _arm_children() -> None:
    from celery.signals import worker_process_init  # as above

    if "CHAOS_FAULTS" in os.environ:
        worker_process_init.connect(_arm, weak=False)


def _poison() -> None:
    """A bug that three kinds of messages meet, in a process that may have so much memory and no more."""
    from companies.mail import mime

    build = mime.build
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))

    def poisoned(message):
        if message.subject == "raise":
            raise RuntimeError("poison")
        if message.subject == "kill":
            print(f"{os.getpid()} dies of {message.pk}, attempt {message.attempts}", file=sys.stderr, flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
        if message.subject == "memory":
            return b"".join(bytes(2**26) for _n in range(2**10))
        return build(message)

    mime.build = poisoned


def _arm(**_: object) -> None:
    from companies.common import faults

    named = Path(os.environ["CHAOS_FAULTS"])
    faults._armed = named.read_text()
    with named.with_suffix(".armed").open("a") as log:
        log.write(f"{identity.of(os.getpid())} {faults._armed or '-'}\n")


if __name__ == "__main__":
    main()
