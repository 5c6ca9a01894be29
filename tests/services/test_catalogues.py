"""Catalogues: compiled without gettext, complete, held against the sources."""

import gettext
import os

import polib
import pytest

from exportprogram.quality import messages
from exportprogram.services import catalogues


@pytest.fixture
def locale(tmp_path, monkeypatch):
    """Two catalogues of one message each, in a folder of their own."""
    for module in (catalogues, messages):
        monkeypatch.setattr(module, "LOCALE", tmp_path)
    for language, text in {"fr": "Enregistrer", "ar": "حفظ"}.items():
        (tmp_path / language / "LC_MESSAGES").mkdir(parents=True)
        po = polib.POFile()
        po.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
        po.append(polib.POEntry(msgid="Save", msgstr=text))
        po.save(str(tmp_path / language / "LC_MESSAGES" / "django.po"))
    return tmp_path


def entry(msgid, **kwargs):
    return {(None, msgid): polib.POEntry(msgid=msgid, **kwargs)}


def test_stale_catalogue_is_compiled(locale):
    catalogues.compile_stale()

    with (locale / "ar" / "LC_MESSAGES" / "django.mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Save") == "حفظ"


def test_complete_catalogue_has_no_complaint(locale):
    assert messages.complaints(entry("Save")) == []


def test_missing_and_unused_messages_are_named(locale):
    assert messages.complaints(entry("Send")) == [
        "fr: missing: 'Send'",
        "fr: no source asks for it: 'Save'",
        "ar: missing: 'Send'",
        "ar: no source asks for it: 'Save'",
    ]


def test_update_brings_catalogues_in_line_but_untranslated(locale):
    assert list(messages.update(entry("Send"))) == [
        "fr: gone: Save",
        "fr: new: Send",
        "ar: gone: Save",
        "ar: new: Send",
    ]
    assert messages.complaints(entry("Send")) == ["fr: not translated: 'Send'", "ar: not translated: 'Send'"]


def test_plural_needs_all_its_forms(locale):
    po = messages.catalogue("ar")
    po.append(polib.POEntry(msgid="%d day", msgid_plural="%d days", msgstr_plural={0: "أ", 1: "ب"}))
    po.save()

    plural = entry("%d day", msgid_plural="%d days")
    assert "ar: not translated: '%d day'" in messages.complaints(entry("Save") | plural)


def test_extraction_finds_messages_of_code_and_templates():
    found = messages.extract()
    if found is None and not os.environ.get("REQUIRE_GETTEXT"):
        pytest.skip("needs GNU gettext: install the package `gettext` (apt-get install gettext)")

    assert found
    assert {(None, "French"), (None, "Arabic")} <= found.keys()
