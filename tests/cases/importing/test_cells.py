from decimal import Decimal

import pytest

from tests.cases.importing.world import one, said

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "ice", "reasons"),
    [
        ("002000041000054", "002000041000054", []),
        (" 002 000 041\u00a00000 54 ", "002000041000054", []),
        ("٠٠٢٠٠٠٠٤١٠٠٠٠٥٤", "002000041000054", []),
        ("2000041000054", "002000041000054", ["ice_padded"]),
        ("002000041000055", "002000041000055", ["ice_doubtful"]),
        ("0020000410000545", "", ["ice_length"]),
        ("54", "", ["ice_length"]),
        ("2.00004E+12", "", ["ice_rounded"]),
        ("à demander", "", ["ice_unreadable"]),
        ("00200004100005²", "", ["ice_unreadable"]),
        ("", "", ["ice_missing"]),
    ],
)
def test_ice(typed, ice, reasons):
    line = one(ICE=typed)
    assert (line.target.ice, said(line)) == (ice, [("ice", reason) for reason in reasons])


@pytest.mark.parametrize(
    ("typed", "amount", "reasons"),
    [
        ("8200000", Decimal(8200000), []),
        ("8 200 000,50 DH", Decimal("8200000.50"), []),
        ("0", Decimal(0), []),
        ("12.500", None, ["amount_ambiguous"]),
        ("12,500 MAD", None, ["amount_ambiguous"]),
        ("3 M€", None, ["amount_currency"]),
        ("3000 USD", None, ["amount_currency"]),
        ("41,5 MDH", None, ["amount_unit"]),
        ("8 millions de dirhams", None, ["amount_unit"]),
        ("850 KDH", None, ["amount_unit"]),
        ("-5", None, ["amount_impossible"]),
        ("999999999999999", None, ["amount_impossible"]),
        ("n.c.", None, ["amount_unreadable"]),
        ("", None, ["turnover_missing"]),
    ],
)
def test_turnover(typed, amount, reasons):
    line = one(**{"CA_2025_(MAD)": typed})
    assert (line.target.years[2025].turnover, said(line)) == (amount, [("turnover:2025", r) for r in reasons])


@pytest.mark.parametrize(
    ("typed", "proposals"),
    [
        ("12.500", ["12500", "12.50"]),
        ("41,5 MDH", ["41500000"]),
        ("850 KDH", ["850000"]),
        ("2 millions", ["2000000"]),
        ("3 M€", []),
    ],
)
def test_proposed_amounts(typed, proposals):
    (finding,) = one(**{"CA_2025_(MAD)": typed}).findings
    assert [fix.value for fix in finding.fixes] == proposals


@pytest.mark.parametrize(
    ("typed", "count", "reasons"),
    [
        ("28", 28, []),
        ("1 200", 1200, []),
        ("une vingtaine", None, ["headcount_unreadable"]),
        ("2,5", None, ["headcount_unreadable"]),
        ("-1", None, ["headcount_unreadable"]),
        ("99999999", None, ["headcount_unreadable"]),
    ],
)
def test_headcount(typed, count, reasons):
    line = one(Effectif=typed)
    assert (line.target.years[2025].headcount, [reason for _key, reason in said(line)]) == (count, reasons)


@pytest.mark.parametrize(
    ("typed", "phone", "note", "reasons"),
    [
        ("06 61 20 31 42", "+212661203142", "", []),
        ("+33 1 42 68 53 00", "+33142685300", "", []),
        ("663203142", "+212663203142", "", []),
        ("0664203142 / 0535203142", "+212664203142", "+212535203142", ["phone_several"]),
        ("0664203142 ou 06", "+212664203142", "", []),
        ("06 65 20 31", "", "", ["phone_invalid"]),
        ("", "", "", ["phone_missing"]),
    ],
)
def test_phone(typed, phone, note, reasons):
    line = one(Téléphone=typed)
    assert (line.target.phone, line.target.note, said(line)) == (phone, note, [("phone", r) for r in reasons])


@pytest.mark.parametrize(
    ("typed", "email", "note", "reasons"),
    [
        (" Contact@A.EXAMPLE ", "contact@a.example", "", []),
        ("a@b.example; c@d.example", "a@b.example", "c@d.example", ["email_several"]),
        ("a@b.example, A@b.example", "a@b.example", "", []),
        ("a(at)b.example", "", "", ["email_invalid"]),
        ("x" * 250 + "@b.example", "", "", ["email_invalid"]),
        ("", "", "", ["email_missing"]),
    ],
)
def test_email(typed, email, note, reasons):
    line = one(**{"E-mail": typed})
    assert (line.target.email, line.target.note, said(line)) == (email, note, [("email", r) for r in reasons])


@pytest.mark.parametrize(
    ("typed", "codes", "reasons"),
    [
        ("200570 200599", ("200570", "200599"), []),
        ("2005.70, 2005.70; 2005", ("200570", "2005"), []),
        ("80522", ("080522",), ["hs_padded"]),
        ("8544300010", ("854430",), ["hs_shortened"]),
        ("771234 200570", ("200570",), ["hs_unknown"]),
        ("olives", (), ["hs_unknown"]),
        ("2005²²", (), ["hs_unknown"]),
        ("", (), []),
    ],
)
def test_products(typed, codes, reasons):
    line = one(Codes_SH=typed)
    assert (line.target.products, said(line)) == (codes, [("products", r) for r in reasons])


@pytest.mark.parametrize(
    ("typed", "codes", "reasons"),
    [
        ("FR ES", ("FR", "ES"), []),
        ("sn ci", ("SN", "CI"), []),
        ("France, Côte d’Ivoire et Espagne", ("FR", "CI", "ES"), []),
        ("فرنسا، إسبانيا", ("FR", "ES"), []),
        ("UK", ("GB",), ["country_guessed"]),
        ("FR MA", ("FR",), ["country_home"]),
        ("Atlantide, FR", ("FR",), ["country_unknown"]),
        ("FR fr", ("FR",), []),
    ],
)
def test_markets(typed, codes, reasons):
    line = one(Marchés_visés=typed)
    assert (line.target.wanted, said(line)) == (codes, [("wanted", r) for r in reasons])


@pytest.mark.parametrize(
    ("typed", "code", "reasons"),
    [
        ("fr", "fr", []),
        ("Français", "fr", []),
        ("العربية", "ar", []),
        ("English", "en", []),
        ("", "", []),
        ("Deutsch", "", ["language_unknown"]),
    ],
)
def test_language(typed, code, reasons):
    line = one(Langue=typed)
    assert (line.target.language, said(line)) == (code, [("language", r) for r in reasons])


@pytest.mark.parametrize(
    ("form", "rc", "stored", "reasons"),
    [
        ("SARL", "266205", ("266205", ""), []),
        ("Coopérative", "48213", ("", "48213"), ["rc_without_register"]),
        ("Coopérative", "", ("", ""), []),
        ("SARL", "", ("", ""), ["rc_missing"]),
        ("", "12", ("12", ""), []),
        ("SARL", "1" * 30, ("1" * 20, ""), ["too_long"]),
    ],
)
def test_registers(form, rc, stored, reasons):
    line = one(Forme_juridique=form, RC=rc)
    assert ((line.target.rc_number, line.target.other_register), said(line)) == (stored, [("rc", r) for r in reasons])


@pytest.mark.parametrize(
    ("latin", "arabic", "names", "reasons"),
    [
        ("  Zemrane   Cuirs ", "", ("Zemrane Cuirs", ""), []),
        ("شركة النخيل", "", ("شركة النخيل", "شركة النخيل"), ["name_arabic"]),
        ("شركة Nakhil", "", ("شركة Nakhil", ""), []),
        ("", "\u200fأركان\u200f ", ("", "أركان"), []),
        ("A\x00B", "", ("AB", ""), []),
        ("x" * 300, "", ("x" * 200, ""), ["too_long"]),
        ("=1+1", "اسم", ("", "اسم"), ["formula_empty"]),
    ],
)
def test_names(latin, arabic, names, reasons):
    line = one(Raison_sociale=latin, Dénomination_en_arabe=arabic)
    assert ((line.target.name, line.target.name_ar), [r for _key, r in said(line)]) == (names, reasons)


@pytest.mark.parametrize(
    ("town", "region", "place", "reasons"),
    [
        ("Settat", "Casablanca-Settat", ("06", "MA-SET"), []),
        ("Settat", "6", ("06", "MA-SET"), []),
        ("", "الدار البيضاء-سطات", ("06", ""), []),
        ("Settat", "", ("06", "MA-SET"), ["region_from_town"]),
        ("Atlantis", "06", ("06", ""), ["town_unknown"]),
        ("Atlantis", "", ("", ""), ["town_unknown", "region_missing"]),
        ("", "", ("", ""), ["region_missing"]),
        ("Settat", "Souss-Massa", ("09", "MA-SET"), ["region_and_town"]),
        ("Settat", "Chaouia-Ouardigha", ("", "MA-SET"), ["region_unknown"]),
    ],
)
def test_places(town, region, place, reasons):
    line = one(Ville=town, Région=region)
    assert ((line.target.region, line.target.province), [r for _key, r in said(line)]) == (place, reasons)


def test_self_employed_in_services_has_the_lower_ceiling():
    cells = {"Forme_juridique": "AE", "RC": "", "Secteur": "OFFS", "CA_2025_(MAD)": "300000", "Codes_SH": ""}
    assert said(one(**cells)) == [("turnover", "above_ceiling")]
    assert said(one(**cells | {"Secteur": "ARTI"})) == []


def test_formula_in_a_column_nobody_reads_is_no_news():
    from companies.cases.importing.answers import Answers
    from companies.cases.importing.preview import look
    from tests.cases.importing.world import AT, ROW, listed

    content = listed(ROW | {"Observations": "=1+1"}, head=(*ROW, "Observations"))
    (line,) = look(content, Answers(), at=AT).lines
    assert said(line) == []
