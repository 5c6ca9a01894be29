"""Who signs a message on a case, and how its reader is greeted."""

from datetime import date, timedelta

import pytest

from companies.accounts.models import Absence
from companies.cases import emails
from companies.reference.models import Site
from tests.support import making

ON = date(2026, 11, 24)


@pytest.fixture
def site(db):
    Site.objects.filter(pk=1).update(phone="+212522001400", contact_email="contact@export.example")
    return Site.objects.get(pk=1)


def head(case, site, language="fr"):
    return emails.letterhead(case, language, on=ON, site=site)


def test_officer_signs_with_office_and_telephone(site):
    officer = making.person(name="Hajar Alaoui", title="chargée de programme", phone="+212522001427")
    found = head(making.case(officer=officer), site)
    assert found.signature == (
        "Hajar Alaoui, chargée de programme",
        "Bureau régional, Casablanca-Settat",
        "05\u00a022\u00a000\u00a014\u00a027",
    )
    assert (found.officer_name, found.reply_to) == ("Hajar Alaoui", f"Hajar Alaoui <{officer.email}>")
    assert found.from_email == f"Hajar Alaoui <{site.sender_email}>"


@pytest.mark.parametrize(
    ("title_ar", "line"),
    [("مكلفة بالبرنامج", "Hajar Alaoui، مكلفة بالبرنامج"), ("", "Hajar Alaoui، مكلف بالبرنامج")],
)
def test_arabic_signature_has_the_arabic_title(site, title_ar, line):
    officer = making.person(name="Hajar Alaoui", title="chargée de programme", title_ar=title_ar)
    assert head(making.case(officer=officer), site, "ar").signature[0] == line


def test_site_signs_where_there_is_no_officer(site):
    found = head(making.case(), site)
    assert found.signature[0] == site.name_fr
    assert (found.officer_phone, found.reply_to) == ("05\u00a022\u00a000\u00a014\u00a000", "contact@export.example")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "Pour Hajar Alaoui, qui suit votre dossier et reprend après le 27\u00a0novembre."),
        ("ar", "نيابة عن Hajar Alaoui إلى غاية 27\u00a0نونبر."),
        ("en", "For Hajar Alaoui, who follows your file and is back after 27\u00a0November."),
    ],
)
def test_deputy_signs_on_days_of_absence_and_says_so(site, language, line):
    officer, deputy = making.person(name="Hajar Alaoui"), making.person(name="Omar Tazi")
    Absence.objects.create(user=officer, deputy=deputy, begins_on=ON, ends_on=ON + timedelta(days=3))
    found = head(making.case(officer=officer), site, language)
    assert (found.officer_name, found.signature[-1]) == ("Omar Tazi", line)


def test_officer_signs_again_after_the_absence(site):
    officer, deputy = making.person(name="Hajar Alaoui"), making.person(name="Omar Tazi")
    Absence.objects.create(
        user=officer, deputy=deputy, begins_on=ON - timedelta(days=5), ends_on=ON - timedelta(days=1)
    )
    assert head(making.case(officer=officer), site).officer_name == "Hajar Alaoui"


@pytest.mark.parametrize(
    ("fields", "language", "greeting"),
    [
        ({"name": "Salma Bennis"}, "fr", "Bonjour Salma Bennis,"),
        ({"name": "سلمى بنيس"}, "ar", "إلى عناية سلمى بنيس، تحية طيبة،"),
        ({"function": "Gérante"}, "fr", "À la direction d’Atlas, bonjour,"),
        ({}, "en", "Hello,"),
        ({"name": "{0.__class__}"}, "fr", "Bonjour {0.__class__},"),
    ],
)
def test_greeting_uses_what_is_known(db, fields, language, greeting):
    person = making.contact(making.company("Atlas"), **fields)
    assert emails.greeting(person, language) == greeting
