"""Import a list of companies from the command line: the same steps as on the desk."""

import json
import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from companies.cases.importing import actions, report, unreadable
from companies.cases.importing.answers import Answers
from companies.cases.importing.limits import MAX_BYTES
from companies.cases.importing.preview import Preview, look
from companies.cases.importing.reasons import Level
from companies.common import clock
from companies.common.refusals import Refusal

UNREADABLE = 2


class Command(BaseCommand):
    help = "Shows what a list of companies would bring; with --confirm, writes all its accepted rows or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--confirm", action="store_true", help="write the accepted rows")
        parser.add_argument("--json", action="store_true", help="print one object for scripts")
        parser.add_argument("--lang", choices=[code for code, _name in settings.LANGUAGES], default="fr")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 0 when the file could be read, 2 when not."""
        with translation.override(options["lang"]):
            preview, written = _run(options["file"], confirm=options["confirm"], at=clock.now())
            self._tell(preview, written=written, as_json=options["json"])
        if preview.file_error:
            sys.exit(UNREADABLE)

    def _tell(self, preview: Preview, *, written: bool, as_json: bool) -> None:
        result = report.as_json(preview, written=written)
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=1))
        elif preview.file_error:
            self.stderr.write(result["file_error"])
        else:
            self.stdout.write("\n".join(_lines(preview, result)))


def _run(file: Path, *, confirm: bool, at: datetime) -> tuple[Preview, bool]:
    """The preview as it was before writing, and whether its accepted rows are in the registry now."""
    try:
        content = _read(file)
    except OSError as error:
        return Preview(unreadable.unopened(error.strerror or "")), False
    if not confirm:
        return look(content, Answers(), at=at), False
    try:
        return actions.bring_in(content, file.name, by=None, at=at), True
    except Refusal as error:
        return Preview(unreadable.Unreadable(error.message)), False


def _read(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _lines(preview: Preview, result: dict[str, Any]) -> list[str]:
    titles = {Level.WARN: _("To know"), Level.ASK: _("To decide"), Level.REFUSE: _("Refused")}
    counts = [
        (_("Rows"), result["rows"]),
        (_("To add"), result["new"]),
        (_("To update"), result["changed"]),
        (_("Without change"), result["unchanged"]),
    ]
    lines = [f"{number:>6}  {name}" for name, number in counts]
    for level, title in titles.items():
        findings = preview.findings(level)
        lines += ["", f"{title} ({len(findings)})"] if findings else []
        lines += [f"{f.row:>6}  {f.column}  [{f.value}]  {report.told(f)}" for f in findings]
    lines += ["", _("Written.") if result["written"] else _("Nothing was written; add --confirm to write.")]
    return lines
