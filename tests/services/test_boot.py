"""Nobody starts on zone data that put Morocco an hour ahead."""

import os
import subprocess
import sys
from importlib.resources import files

import pytest

from companies.common import boot
from tests.services.processes import BASE

BOOTS = [
    ("manage.py", "check"),
    ("manage.py", "migrate"),
    ("-c", "import exportprogram.wsgi"),
    ("-m", "celery", "-A", "exportprogram", "worker"),
    ("-m", "celery", "-A", "exportprogram", "beat"),
]


@pytest.fixture
def old_zone_data(tmp_path):
    """A folder whose `tzdata` has Casablanca on UTC+1, as before 20 September 2026."""
    africa = tmp_path / "tzdata" / "zoneinfo" / "Africa"
    africa.mkdir(parents=True)
    for package in (africa, africa.parent, africa.parent.parent):
        (package / "__init__.py").touch()
    (africa / "Casablanca").write_bytes((files("tzdata.zoneinfo.Etc") / "GMT-1").read_bytes())
    return tmp_path


@pytest.mark.parametrize("command", BOOTS, ids=" ".join)
def test_boot_refuses_old_zone_data(old_zone_data, command):
    done = subprocess.run(
        [sys.executable, *command],
        cwd=BASE,
        env=os.environ | {"PYTHONPATH": str(old_zone_data)},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode != 0
    assert "Python reads 13:00 in Casablanca at 2026-12-01 12:00 UTC, where 12:00 is right" in done.stderr


def test_machines_own_zone_data_are_not_read():
    done = subprocess.run(
        [sys.executable, "-c", "import companies.common.boot, zoneinfo; print(zoneinfo.TZPATH)"],
        cwd=BASE,
        env=os.environ | {"PYTHONTZPATH": "/usr/share/zoneinfo"},
        capture_output=True,
        text=True,
    )

    assert done.stdout == "()\n"


def test_python_knows_the_time_in_morocco():
    boot.check_python_time()


@pytest.mark.django_db
@pytest.mark.parametrize(("embedded", "levels"), [(False, ["WARNING"]), (True, [])])
def test_old_zone_data_of_the_server_are_a_warning_where_someone_looks_after_it(settings, caplog, embedded, levels):
    settings.EMBEDDED_DATABASE = embedded

    boot.check_server_time()

    assert [record.levelname for record in caplog.records if record.name == boot.logger.name] == levels
