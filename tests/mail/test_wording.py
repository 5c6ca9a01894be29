"""What a text may hold, and how it becomes a message."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from companies.mail import checks, markup, wording
from companies.mail.loading import TEXTS, load
from companies.mail.models import Wording
from tests.support.typography import flaws

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
SLOT = wording.Slot("test.slot", frozenset({"company", "link", "closing_day"}), required=frozenset({"closing_day"}))
BODY = "Bonjour {company},\n\nÀ envoyer le {closing_day}.\n\n[Ouvrir]({link})"
ENVELOPE = wording.Envelope("Programme", ("Hajar Alaoui, chargée de programme", "05 22 00 14 27"))


@pytest.fixture
def slot(monkeypatch):
    monkeypatch.setitem(wording.SLOTS, SLOT.key, SLOT)
    return SLOT


def drawn(body, language="fr", **values):
    return wording.draw("Objet", body, language, {"link": "https://site.example/i/abc", **values}, ENVELOPE)


def test_value_is_escaped_in_html_and_left_alone_in_text():
    content = drawn("Pour {company}.", company="Atlas & <b>Fils</b>")
    assert "Pour Atlas &amp; &lt;b&gt;Fils&lt;/b&gt;." in content.html
    assert "Pour Atlas & <b>Fils</b>." in content.text


def test_value_is_never_read_as_text():
    content = drawn("Pour {company}.", company="{closing_day} **gras** {link.__class__}")
    assert "Pour {closing_day} **gras** {link.__class__}." in content.text
    assert "<strong" not in content.html


def test_text_is_never_run():
    content = drawn("{{ settings.SECRET_KEY }} {% now 'Y' %} {company.__class__}", company="A")
    assert content.text.startswith("{{ settings.SECRET_KEY }} {% now 'Y' %} {company.__class__}")


def test_bold_and_button_are_drawn():
    content = drawn("Un mot **en gras**.\n\n[Ouvrir]({link})")
    assert re.search(r"<strong[^>]*>en gras</strong>", content.html)
    assert re.search(r'<a [^>]*href="https://site.example/i/abc"[^>]*>Ouvrir</a>', content.html)
    assert "Ouvrir\nhttps://site.example/i/abc" in content.text.replace(" :", "").replace("\u00a0:", "")


def test_paragraph_of_an_empty_placeholder_is_left_out():
    assert [block.text for block in markup.blocks("Un\n\n{company}\n\nDeux", "fr", {"company": ""})] == ["Un", "Deux"]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_message_signed_by_the_site_names_it_once_under_its_text(language):
    envelope = wording.Envelope("برنامج دعم التصدير", ("برنامج دعم التصدير",))
    content = wording.draw("Objet", "Bonjour", language, {}, envelope)
    assert content.text.count(envelope.site_name) == 1


def test_arabic_message_reads_from_the_right_and_isolates_latin_names_and_numbers():
    body = "مقاولتكم {company}، الهاتف {closing_day}"
    content = drawn(body, "ar", company="Atlas SARL", closing_day="05 22 00 14 27")
    assert 'dir="rtl"' in content.html
    assert '<bdi>Atlas SARL</bdi>، الهاتف <bdi dir="ltr">05 22 00 14 27</bdi>' in content.html
    assert "\u2068Atlas SARL\u2069، الهاتف \u206805 22 00 14 27\u2069" in content.text


def test_arabic_name_is_isolated_in_a_french_message():
    assert "\u2068مقاولة الأطلس\u2069" in drawn("Pour {company}.", company="مقاولة الأطلس").text


def test_subject_is_one_line():
    content = wording.draw("Pour {company}", "x", "fr", {"company": "A\r\nBcc: b@c.example"}, ENVELOPE)
    assert content.subject == "Pour A Bcc: b@c.example"


def test_missing_value_is_an_error_and_no_half_message(slot, db):
    Wording(slot=SLOT.key, language="fr", subject="S", body=BODY, created_at=AT).save()
    with pytest.raises(markup.MissingValue, match="closing_day"):
        wording.compose(SLOT, "fr", {"company": "A", "link": "l"}, ENVELOPE)


def test_text_that_does_not_exist_is_an_error(db):
    with pytest.raises(wording.NoWording):
        wording.compose("no.such", "fr", {}, ENVELOPE)


def test_newest_version_is_used(slot, db):
    for version, subject in [(1, "Un"), (2, "Deux")]:
        Wording(slot=SLOT.key, language="fr", version=version, subject=subject, body=BODY, created_at=AT).save()
    values = {"company": "A", "closing_day": "30 avril", "link": "https://a.example"}
    assert wording.compose(SLOT.key, "fr", values, ENVELOPE).subject == "Deux"


@pytest.mark.parametrize(
    ("field", "subject", "body"),
    [
        ("subject", "", BODY),
        ("subject", "{unknown}", BODY),
        ("subject", "{link}", BODY),
        ("body", "Objet", BODY + " {unknown}"),
        ("body", "Objet", BODY.replace("{closing_day}", "demain")),
        ("body", "Objet", BODY.replace("[Ouvrir]({link})", "")),
        ("body", "Objet", BODY.replace("[Ouvrir]({link})", "Voir {link}")),
        ("body", "Objet", BODY + "\n\n[Encore]({link})"),
        ("body", "Objet", BODY + "\n\n[Ailleurs](https://autre.example)"),
        ("body", "Objet", BODY + " {"),
        ("body", "Objet", BODY + " {company.name}"),
        ("body", "Objet", BODY + " {0}"),
    ],
)
def test_text_that_could_not_be_sent_as_meant_cannot_be_saved(slot, db, field, subject, body):
    with pytest.raises(ValidationError) as refused:
        Wording(slot=SLOT.key, language="fr", subject=subject, body=body, created_at=AT).save()
    assert list(refused.value.message_dict) == [field]
    assert not Wording.objects.filter(slot=SLOT.key).exists()


def test_arabic_subject_does_not_begin_with_a_placeholder(slot):
    with pytest.raises(ValidationError):
        checks.check(SLOT, "ar", "{company}: دعوة", BODY)


def test_text_of_an_unknown_message_cannot_be_saved(db):
    with pytest.raises(ValidationError):
        Wording(slot="no.such", language="fr", subject="S", body="x", created_at=AT).save()


def test_slot_declared_twice_differently_is_refused(slot):
    assert wording.declare(SLOT) is SLOT
    with pytest.raises(ValueError, match="twice"):
        wording.declare(wording.Slot(SLOT.key, frozenset()))


def test_loading_again_changes_nothing_and_keeps_what_was_edited(db):
    Wording.objects.filter(slot="receipt", language="fr").update(subject="Autre")
    before = Wording.objects.count()
    load(AT)
    assert Wording.objects.count() == before
    assert wording.newest("receipt", "fr").subject == "Autre"


# -- the first texts themselves --------------------------------------------------------------

FILES = sorted(TEXTS.glob("*.txt"))


def parts(file):
    slot, language = file.stem.rsplit(".", 1)
    subject, body = wording._parts(file.read_text(encoding="utf-8"))
    return slot, language, subject, body


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_first_text_fits_its_slot(file):
    slot, language, subject, body = parts(file)
    if slot in wording.SLOTS:
        checks.check(wording.SLOTS[slot], language, subject, body)


def test_every_text_exists_in_three_languages():
    languages = Counter(parts(file)[0] for file in FILES)
    assert {slot: count for slot, count in languages.items() if count != 3} == {}


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_no_two_messages_share_a_subject(language):
    subjects = Counter(
        markup.PLACEHOLDER.sub("", subject) for _slot, lang, subject, _body in map(parts, FILES) if lang == language
    )
    assert [subject for subject, count in subjects.items() if subject and count > 1] == []


def test_every_reminder_has_a_text_in_three_languages(db):
    from companies.outreach.emails import slots

    wanted = {(slot.key, language) for slot in slots() for language in ("fr", "ar", "en")}
    assert wanted - set(Wording.objects.values_list("slot", "language")) == set()


# -- French before a name ----------------------------------------------------------------------------------------------


def test_french_text_elides_before_a_name_in_letter_subject_and_bold():
    named = {"link": "l", "company": "Atlas Maille"}
    content = wording.draw("Le dossier de {company}", "Ce que **{company}** reçoit.", "fr", named, ENVELOPE)
    assert content.subject == "Le dossier d’Atlas Maille"
    assert "Ce qu’Atlas Maille reçoit." in content.text
    assert re.search(r"Ce qu’<strong[^>]*>Atlas Maille</strong> reçoit", content.html)


def test_french_text_keeps_its_e_before_other_names():
    for name in ("Settat Tannerie", "3M", "مقاولة الأطلس"):
        assert f"de {name}" in drawn("La candidature de {company}.", company=name).text.translate(
            {0x2068: "", 0x2069: ""}
        )


def test_other_languages_are_left_alone():
    assert "de Atlas" in drawn("de {company}", "en", company="Atlas").text


def test_first_texts_are_printed_well(db):
    said = [(row, text) for row in Wording.objects.all() for text in (row.subject, row.body) if text]
    assert [(str(row), found) for row, text in said if (found := flaws(text))] == []
    assert said
