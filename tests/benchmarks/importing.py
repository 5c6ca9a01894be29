"""A list of 10 000 companies through `manage.py import_targets --confirm`, in a process of its own."""

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from exportprogram.services import paths
from tests.benchmarks import names
from tests.benchmarks.databases import clone_of_base
from tests.benchmarks.results import Result
from tests.benchmarks.world import World

ROWS = 10_000
HEAD = ["ICE", "Raison sociale", "Dénomination en arabe", "Forme juridique", "RC", "Ville", "Région", "Secteur"]
HEAD += ["Codes SH", "CA 2025 (MAD)", "CA export 2025 (MAD)", "Effectif", "Marchés actuels", "Marchés visés"]
HEAD += ["Fonction du contact", "E-mail", "Téléphone", "Langue"]


def results(world: World) -> list[Result]:
    file = world.folder / "targets.csv"
    _write(file)
    with clone_of_base(world, "bench_import") as database:
        seconds, megabytes, said = _import(world, database, file)
        again, _megabytes, told = _import(world, database, file)
    note = f"{said['new']} new, {len(said['refused'])} refused; again: {told['unchanged']} unchanged"
    return [
        Result(f"import of {ROWS} rows, start of the command included", seconds, "s", 10, note=note),
        Result("the same list again, nothing to change", again, "s"),
        Result("memory of the import", megabytes, "MiB", 256),
    ]


def _import(world: World, database: str, file: Path) -> tuple[float, float, dict]:
    """Seconds, the largest resident memory in MiB, and what the command said."""
    command = [sys.executable, "manage.py", "import_targets", str(file), "--confirm", "--json"]
    env = os.environ | {"DATABASE_URL": world.postgres.url(database)}
    out = world.folder / "import.json"
    began = time.monotonic()
    with out.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, env=env, cwd=paths.BASE)
        _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"import_targets ended with {process.returncode}")
    return time.monotonic() - began, usage.ru_maxrss / 1024, json.loads(out.read_text())


def _write(file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEAD)
        writer.writerows(_row(i) for i in range(ROWS))


def _row(i: int) -> list[str]:
    name = names.name(i, ROWS)
    row = [_ice(i), name, names.arabic(i), "SARL", str(100_000 + i), "Casablanca", "Casablanca-Settat"]
    row += ["Agroalimentaire", "200570 151590", str(1_000_000 + i), str(i * 10), str(i % 300), "FR ES", "DE SN"]
    return [*row, "Gérante", f"contact{i}@bench.example", f"+2126{10_000_000 + i}", "fr" if i % 4 else "ar"]


def _ice(i: int) -> str:
    """Fifteen digits whose check key holds: the whole number is a multiple of 97."""
    stem = (1_000_000 + i) * 100
    return f"{stem + (-stem) % 97:015d}"
