"""The message catalogues held against the sources: what is missing, what nobody asks for any more.

A catalogue is complete when every message of the sources is in it, translated, in all its plural forms, none fuzzy.
Entries carry no locations and are sorted, so that two branches rarely touch the same line.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib
from django.core.management import call_command
from django.test import override_settings

from exportprogram.services.catalogues import LOCALE

LANGUAGES = {"fr": 3, "ar": 6}
"""Plural forms per language."""

# The real catalogues among them: makemessages writes into any folder named `locale` it walks past.
IGNORED = ["exportprogram/locale/*", "var/*", ".venv/*", "tests/*", "static/*", "docs/*"]
Key = tuple[str | None, str]


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def extract() -> dict[Key, polib.POEntry] | None:
    """The messages of the sources, or None without GNU gettext."""
    if not shutil.which("xgettext"):
        return None
    with tempfile.TemporaryDirectory() as folder, override_settings(LOCALE_PATHS=[folder]):
        Path(folder, "fr", "LC_MESSAGES").mkdir(parents=True)
        call_command(
            "makemessages", locale=["fr"], no_location=True, no_wrap=True, ignore_patterns=IGNORED, verbosity=0
        )
        found = polib.pofile(str(Path(folder, "fr", "LC_MESSAGES", "django.po")))
    return {key(entry): entry for entry in found if not entry.obsolete}


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"), wrapwidth=100)


def update(extracted: dict[Key, polib.POEntry]) -> Iterator[str]:
    """Add what is new, untranslated, and drop what is gone; one line is returned per change."""
    for language, forms in LANGUAGES.items():
        po = catalogue(language)
        present = {key(entry): entry for entry in po}
        for gone in sorted(present.keys() - extracted.keys(), key=str):
            po.remove(present[gone])
            yield f"{language}: gone: {gone[1]}"
        for new in sorted(extracted.keys() - present.keys(), key=str):
            po.append(_untranslated(extracted[new], forms))
            yield f"{language}: new: {new[1]}"
        for changing in ("POT-Creation-Date", "PO-Revision-Date", "Report-Msgid-Bugs-To"):
            po.metadata.pop(changing, None)
        po.sort(key=lambda entry: (entry.msgid.lower(), entry.msgctxt or ""))
        po.save()


def _untranslated(source: polib.POEntry, forms: int) -> polib.POEntry:
    entry = polib.POEntry(msgid=source.msgid, msgctxt=source.msgctxt, flags=list(source.flags))
    if source.msgid_plural:
        entry.msgid_plural = source.msgid_plural
        entry.msgstr_plural = dict.fromkeys(range(forms), "")
    return entry


def complaints(extracted: dict[Key, polib.POEntry] | None) -> list[str]:
    """What keeps the catalogues from being complete, one line each."""
    return [line for language in LANGUAGES for line in _complaints(language, extracted)]


def _complaints(language: str, extracted: dict[Key, polib.POEntry] | None) -> Iterator[str]:
    present = {key(entry): entry for entry in catalogue(language) if not entry.obsolete}
    for wanted, source in (extracted or present).items():
        entry = present.get(wanted)
        if entry is None:
            yield f"{language}: missing: {wanted[1]!r}"
        elif problem := _problem(entry, source, LANGUAGES[language]):
            yield f"{language}: {problem}: {wanted[1]!r}"
    for unused in present.keys() - extracted.keys() if extracted else ():
        yield f"{language}: no source asks for it: {unused[1]!r}"


def _problem(entry: polib.POEntry, source: polib.POEntry, forms: int) -> str:
    if "fuzzy" in entry.flags:
        return "fuzzy"
    if bool(source.msgid_plural) != bool(entry.msgid_plural):
        return "singular and plural do not agree with the source"
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(texts) or (entry.msgid_plural and len(texts) != forms):
        return "not translated"
    return ""
