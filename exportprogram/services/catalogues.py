"""Compiles the message catalogues when they changed, so that nobody needs gettext to run the site."""

import os
from pathlib import Path

import polib

from . import paths

LOCALE = paths.BASE / "exportprogram" / "locale"


def sources() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def compile_stale() -> None:
    """Write each .mo that is missing or older than its .po. Raises OSError where the folder is read-only."""
    for source in sources():
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            fresh = compiled.with_suffix(f".{os.getpid()}.new")
            polib.pofile(str(source)).save_as_mofile(str(fresh))
            fresh.replace(compiled)
