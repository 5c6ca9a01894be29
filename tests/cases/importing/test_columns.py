from datetime import UTC, datetime

import pytest

from companies.cases.importing import columns, unreadable
from companies.cases.importing.answers import Answers
from companies.cases.importing.columns import key
from companies.cases.importing.fields import SYNONYMS, Field
from companies.cases.importing.preview import look
from companies.cases.importing.table import Row, Table
from companies.cases.importing.unreadable import Unreadable

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
BASE = ("ICE", "Raison sociale", "Région")


def found(*header, answers=None):
    table = Table("", (Row(1, header), Row(2, tuple("x" for _ in header))))
    return columns.find([table], answers or {})[1]


def fields(*header, **kwargs):
    return [(c.label, c.field.value, c.year) for c in found(*header, **kwargs).known]


@pytest.mark.parametrize(
    ("label", "plain"),
    [
        ("Raison sociale ", "raison sociale"),
        ("SECTEUR", "secteur"),
        ("Chiffre d’affaires 2025 (en MAD)", "chiffre d affaires en"),
        ("CA 2025 (MAD)", "ca"),
        ("E-mail", "e mail"),
        ("  N°  ICE ", "n ice"),
        ("رقم المعاملات 2025 (درهم)", "رقم المعاملات"),
    ],
)
def test_header_is_compared_without_case_accents_year_and_unit(label, plain):
    assert key(label) == plain


def test_no_spelling_names_two_columns():
    spellings = [key(name) for names in SYNONYMS.values() for name in names]
    assert sorted({s for s in spellings if spellings.count(s) > 1}) == []


def test_every_field_has_a_name_in_each_script():
    without = [f for f, names in SYNONYMS.items() if f != Field.ICE and not any(n[0] > "\u0600" for n in names)]
    assert (without, set(SYNONYMS)) == ([], set(Field))


def test_arabic_header_is_read():
    assert fields("التعريف الموحد للمقاولة", "اسم المقاولة", "الجهة", "رقم المعاملات 2024", "الهاتف") == [
        ("التعريف الموحد للمقاولة", "ice", 0),
        ("اسم المقاولة", "name", 0),
        ("الجهة", "region", 0),
        ("رقم المعاملات 2024", "turnover", 2024),
        ("الهاتف", "phone", 0),
    ]


def test_english_header_is_read():
    assert fields("ICE", "Company name", "Town", "Turnover 2025", "Staff")[3:] == [
        ("Turnover 2025", "turnover", 2025),
        ("Staff", "headcount", 0),
    ]


def test_several_years_stand_beside_each_other():
    assert fields(*BASE, "CA 2024", "CA 2025")[3:] == [("CA 2024", "turnover", 2024), ("CA 2025", "turnover", 2025)]


def test_second_column_of_the_same_name_is_not_known():
    columns = found(*BASE, "Téléphone", "Téléphone")
    assert ([c.index for c in columns.known], columns.unknown) == ([0, 1, 2, 3], ("Téléphone",))


def test_header_is_the_row_that_names_most_columns():
    rows = (Row(1, ("ICE", "Entreprise")), Row(4, (*BASE, "Ville")), Row(5, ("1", "A", "B", "C")))
    assert columns.find([Table("", rows)], {})[1].header.number == 4


def test_second_sheet_is_taken_when_the_first_names_no_column():
    sheets = [Table("Notes", (Row(1, ("x", "y")),)), Table("Liste", (Row(1, BASE), Row(2, ("1", "A", "B"))))]
    assert columns.find(sheets, {})[0].name == "Liste"


def test_answer_says_what_an_unknown_column_is():
    answers = {key("Firma"): "name", key("Bunt"): "-"}
    columns = found("ICE", "Région", "Firma", "Bunt", "Rest", answers=answers)
    assert ([c.field for c in columns.known], columns.unknown) == ([Field.ICE, Field.REGION, Field.NAME], ("Rest",))


def refused(content):
    return str(look(content.encode(), Answers(), at=AT).file_error.message)


def message(error):
    return str(error.message)


def test_file_without_header_is_refused(db):
    assert refused("un;deux\r\ntrois;quatre\r\n") == message(unreadable.no_header())


def test_header_far_down_is_not_looked_for(db):
    assert refused("x;y\r\n" * 60 + ";".join(BASE) + "\r\n1;A;B") == message(unreadable.no_header())


def test_header_without_rows_is_refused(db):
    assert refused(";".join(BASE)) == message(unreadable.no_rows())


def test_header_with_nothing_but_totals_is_refused(db):
    assert refused(";".join(BASE) + "\r\nTOTAL;3 entreprises;\r\n") == message(unreadable.no_rows())


def test_missing_columns_are_named_with_those_found(db):
    preview = look(b"ICE;Secteur\r\n1;x", Answers(), at=AT)
    assert isinstance(preview.file_error, Unreadable)
    assert str(preview.file_error.message) == (
        "Ces colonnes manquent\u00a0: Raison sociale, Région ou ville. Colonnes trouvées\u00a0: ICE, Secteur."
    )
    assert preview.columns.unknown == ()
