"""PostgreSQL and broker of one test run: private, in a temporary folder, shared by its parallel processes.

Each process works in its own copy of one template database, and in its own pair of broker databases.
"""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from exportprogram.services.broker import Broker
from exportprogram.services.postgres import UNSAFE_OPTIONS, Postgres

TEMPLATE = "template_exportprogram"
FOLDER = "TEST_RUN_FOLDER"
DOCUMENTS = ("DOCUMENTS_URL", "UPLOAD_MAX_BYTES", "CLAMD_URL", "CLAMD_SECONDS")
MAILBOX = ("MAILBOX_URL", "REPLY_ADDRESS", "BOUNCE_ADDRESS", "ANYMAIL_PROVIDER")

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
DATABASE = f"test_{WORKER}"
NUMBER = int(WORKER.removeprefix("gw"))


def prepare_environment() -> None:
    """Point the settings of this process, and of those it starts, at services that need not run yet.

    Raises pytest.UsageError when the settings were read before: they would lead to another process's database.
    """
    if settings.configured:
        raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: the tests choose their settings themselves.")
    if FOLDER not in os.environ:
        # A short folder of our own: the sockets of a deep checkout would have too long a path.
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="xp-", dir="/tmp")
    for name in (
        "DEMO",
        "DEBUG",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "SITE_URL",
        "EMAIL_URL",
        "CACHE_URL",
        *DOCUMENTS,
        *MAILBOX,
    ):
        os.environ.pop(name, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "exportprogram.settings",
        "TESTING": "1",
        "SITE_URL": "http://testserver",
        "DATABASE_URL": _postgres().url(DATABASE),
        "REDIS_URL": _broker().url(2 * NUMBER),
        "DOCUMENTS_ROOT": str(Path(os.environ[FOLDER]) / "documents"),
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # Playwright runs an event loop in the tests' thread
    }


def _postgres() -> Postgres:
    return Postgres(Path(os.environ[FOLDER]), options=UNSAFE_OPTIONS)


def _broker() -> Broker:
    return Broker(Path(os.environ[FOLDER]), durable=False)


class Services:
    """Started by the process that owns the run; they die with it."""

    def __init__(self) -> None:
        self.postgres, self.broker = _postgres(), _broker()
        self.running = False

    def start(self) -> None:
        if not self.running:
            self.postgres.start()
            self.broker.start()
            self.running = True

    def stop(self) -> None:
        self.broker.stop()
        self.postgres.stop()
        shutil.rmtree(os.environ[FOLDER], ignore_errors=True)


def own_database() -> None:
    """Give this process its database; the first process of the run makes the template."""
    with (Path(os.environ[FOLDER]) / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = Path(os.environ[FOLDER]) / "template.done"
        if not done.exists():
            _make_template()
            done.touch()
    fresh_database()


def fresh_database() -> None:
    """Copy the template over the database of this process: what a flush would do, without asking the journal."""
    connection.close()
    _postgres().clone(TEMPLATE, DATABASE)


def _make_template() -> None:
    _postgres().ensure(TEMPLATE)
    connection.close()
    connection.settings_dict["NAME"] = TEMPLATE
    try:
        call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = DATABASE
