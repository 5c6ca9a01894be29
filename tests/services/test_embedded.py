"""The embedded database, started and stopped for real by commands and what becomes of them."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from exportprogram.services import embedded, paths
from tests.services.processes import eventually

pytestmark = pytest.mark.slow

ASK = """
import time
from django.db import connection
def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone() if cursor.description else None
"""


def said(process):
    output, _ = process.communicate(timeout=60)
    return process.returncode, output.splitlines()[-1:]


def started(process, word):
    for line in process.stdout:
        if word in line:
            return
    pytest.fail(f"{word} was not said")


def test_command_starts_the_database_and_stops_it(installation):
    assert said(installation.shell(ASK + "print(ask('SELECT 40 + 2')[0])")) == (0, ["42"])

    assert eventually(lambda: installation.processes() == [])


def test_data_are_there_for_the_next_command(installation):
    said(installation.shell(ASK + "ask('CREATE TABLE kept AS SELECT 7 AS n')"))

    assert said(installation.shell(ASK + "print(ask('SELECT n FROM kept')[0])")) == (0, ["7"])


def test_two_commands_at_once_share_one_server_until_the_last_ends(installation):
    short = "print(ask('SHOW data_directory')[0])"
    long = installation.shell(ASK + "print('up', flush=True); time.sleep(3); print(ask('SELECT 1')[0])")
    started(long, "up")

    others = [installation.shell(ASK + short) for _ in range(2)]

    assert [said(other) for other in others] == [(0, [str(installation.var / "pg18")])] * 2
    assert said(long) == (0, ["1"])
    assert eventually(lambda: installation.processes() == [])


def test_commands_started_at_the_same_moment_all_work(installation):
    commands = [installation.shell(ASK + "print(ask('SELECT 1')[0])") for _ in range(4)]

    assert [said(command) for command in commands] == [(0, ["1"])] * 4


def test_killed_command_leaves_nothing_behind(installation):
    command = installation.shell(ASK + "ask('SELECT 1'); print('up', flush=True); time.sleep(60)")
    started(command, "up")

    command.kill()

    assert eventually(lambda: installation.processes() == [])


def test_killed_keeper_takes_the_server_along(installation):
    command = installation.shell(ASK + "ask('SELECT 1'); print('up', flush=True); time.sleep(60)")
    started(command, "up")

    os.kill(_keeper(installation), signal.SIGKILL)

    assert eventually(lambda: not any("postgres" in line for line in installation.processes()))


def _keeper(installation):
    server = int((installation.var / "pg18" / "postmaster.pid").read_text().split()[0])
    return int(Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[1])


def test_deep_folder_works(installation):
    deep = replace(installation, var=installation.var / ("d" * 60) / ("e" * 60) / "var")
    deep.var.mkdir(parents=True)

    assert said(deep.shell(ASK + "print(ask('SELECT 1')[0])")) == (0, ["1"])
    assert eventually(lambda: deep.processes() == [])


def test_sockets_of_a_deep_folder_move_to_a_private_one(tmp_path):
    deep = tmp_path / ("d" * 100)

    assert paths.sockets_for(deep).parent == paths.Path("/tmp")
    assert paths.sockets_for(deep) == paths.sockets_for(deep)
    assert paths.sockets_for(deep) != paths.sockets_for(tmp_path / ("e" * 100))


def test_folder_of_somebody_else_is_refused(tmp_path):
    taken = Path("/usr")
    if os.geteuid() == 0:
        taken = tmp_path / "taken"
        taken.mkdir()
        os.chown(taken, 12345, -1)

    with pytest.raises(PermissionError, match="belongs to another user"):
        paths.private_folder(taken)


@pytest.mark.parametrize(
    ("given", "demo"),
    [
        ({}, "1"),
        ({"DEMO": "0"}, "0"),
        ({"SECRET_KEY": "x"}, None),
        ({"DATABASE_URL": "x"}, None),
        ({"DEBUG": "1"}, None),
    ],
)
def test_only_an_unconfigured_checkout_is_a_demonstration(monkeypatch, given, demo):
    for name in (*embedded.PRODUCTION, "DEMO", "DEBUG", "TESTING"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    embedded.demonstrate_unless_configured()

    assert os.environ.get("DEMO") == demo


@pytest.mark.parametrize(
    ("broker", "cache", "celery"),
    [
        ("redis://h:6379/0", "redis://h:6379/1", "redis://h:6379/0"),
        ("redis://h:6379", "redis://h:6379/1", "redis://h:6379"),
        ("rediss://h/?db=4", "rediss://h/?db=5", "rediss://h/?db=4"),
        ("unix:///run/b.sock?db=2", "unix:///run/b.sock?db=3", "redis+socket:///run/b.sock?virtual_host=2"),
    ],
)
def test_cache_has_its_own_database_beside_the_broker(broker, cache, celery):
    assert (paths.next_database(broker), paths.celery_url(broker)) == (cache, celery)
