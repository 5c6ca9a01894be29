"""The set-up behind `make`: what is missing is said in one line."""

import subprocess

import pytest

from tests.services.processes import BASE


def make_with(python, folder):
    """Standard error of the set-up with `python`, in a folder of its own, without make's own words."""
    (folder / "python").write_text(python)
    (folder / "python").chmod(0o755)
    done = subprocess.run(
        ["make", "-f", BASE / "Makefile", ".venv/made", f"PYTHON={folder}/python"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    return [line for line in done.stderr.splitlines() if not line.startswith("make")]


@pytest.mark.parametrize(
    ("python", "line"),
    [
        ("#!/bin/sh\nexit 1\n", "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"),
        (
            '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\n',
            "Python's venv module is missing (Debian: apt-get install python3-venv)",
        ),
    ],
)
def test_what_python_lacks_is_one_line(tmp_path, python, line):
    assert make_with(python, tmp_path) == [line]
    assert not (tmp_path / ".venv").exists()
