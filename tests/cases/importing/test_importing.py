"""What a list does to the registry: adds, replaces, never erases; all accepted rows or none."""

from decimal import Decimal
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from companies.cases.enums import ImportState
from companies.cases.importing import actions
from companies.cases.importing.actions import CannotImport
from companies.cases.importing.answers import Answers
from companies.cases.importing.lines import Verdict
from companies.cases.models import Case, ImportBatch
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from companies.reference.models import Alias, Region
from companies.registry import actions as registry
from companies.registry.models import Company, Contact
from tests.cases.importing.world import AT, ICES, bring, listed, one, row, said, seen
from tests.support.making import person

pytestmark = pytest.mark.django_db
BY = {"by": SYSTEM, "at": AT}
SOUSS = row(ICE=ICES[1], Raison_sociale="Oulmira", Ville="Tiznit", Région="Souss-Massa")
HELD = row(ICE="", Raison_sociale="Sans numéro")


def names():
    return sorted(Company.objects.values_list("name", flat=True))


def differences(line):
    return [(d.field.value, str(d.before), str(d.after)) for d in line.differences]


# --- New


def test_new_company_comes_with_contact_figures_products_and_markets():
    bring(row(Langue="ar", Marchés_actuels="ES SN"))
    company = Company.objects.get()
    contact = company.contacts.get()
    assert (company.ice, company.town, company.province.code) == (ICES[0], "Settat", "MA-SET")
    assert (contact.email, contact.phone, contact.function, contact.language, contact.primary) == (
        "contact@tizarane.example",
        "+212626483080",
        "Gérant",
        "ar",
        True,
    )
    assert list(company.years.values_list("year", "source", "turnover", "export_turnover", "headcount")) == [
        (2025, "list", Decimal(8200000), Decimal(0), 12)
    ]
    assert list(company.products.values_list("hs", flat=True)) == ["200570"]
    assert list(company.markets.values_list("country__code", "kind")) == [
        ("ES", "current"),
        ("SN", "current"),
        ("FR", "wanted"),
    ]


def test_new_company_is_found_by_its_number_and_address():
    bring(row())
    assert [Company.objects.matching(w).count() for w in ("tizarane", "0626483080", "contact@tizarane")] == [1, 1, 1]


def test_import_opens_no_case():
    bring(row())
    assert Case.objects.count() == 0


def test_company_without_contact_details_has_no_contact():
    bring(row(**{"Fonction_du_contact": "", "E-mail": "", "Téléphone": ""}))
    assert (Company.objects.count(), Contact.objects.count()) == (1, 0)


# --- Changed


def test_changed_cells_are_shown_before_and_after():
    bring(row())
    line = one(Téléphone="0661203142", Effectif="14", Codes_SH="200570 200599", Forme_juridique="SA")
    assert (line.verdict, sorted(differences(line))) == (
        Verdict.CHANGED,
        [
            ("headcount", "12", "14"),
            ("legal_form", "Société à responsabilité limitée", "Société anonyme"),
            ("phone", "+212626483080", "+212661203142"),
            ("products", "200570", "200570 200599"),
        ],
    )


def test_changed_cells_are_written():
    bring(row())
    bring(row(**{"Téléphone": "0661203142", "CA_2025_(MAD)": "9000000", "Raison_sociale": "Tizarane SA"}))
    company = Company.objects.get()
    assert (company.name, company.sort_key) == ("Tizarane SA", "tizarane sa")
    assert (company.contacts.get().phone, company.years.get().turnover) == ("+212661203142", Decimal(9000000))
    assert (Company.objects.matching("0661203142").count(), Company.objects.matching("0626483080").count()) == (1, 0)


def test_empty_cells_erase_nothing():
    bring(row())
    empty = dict.fromkeys(
        ("RC", "Codes_SH", "CA_2025_(MAD)", "Effectif", "Marchés_visés", "E-mail", "Téléphone", "Langue", "Secteur"), ""
    )
    line = one(**empty)
    assert (line.verdict, differences(line)) == (Verdict.UNCHANGED, [])


def test_town_in_other_letters_is_no_change():
    bring(row())
    assert one(Ville="SETTAT").verdict is Verdict.UNCHANGED


def test_arabic_name_does_not_replace_a_latin_one():
    bring(row())
    line = one(Raison_sociale="تيزران")
    assert differences(line) == [("name_ar", "", "تيزران")]


def test_figures_of_another_year_stand_beside_the_known_ones():
    bring(row())
    head = tuple(c.replace("2025", "2024") for c in row())
    content = listed(dict(zip(head, row().values(), strict=True)), head=head)
    actions.bring_in(content, "x", by=None, at=AT)
    assert sorted(Company.objects.get().years.values_list("year", flat=True)) == [2024, 2025]


def test_address_of_a_person_who_signs_in_is_not_overruled():
    bring(row())
    contact = Contact.objects.get()
    registry.give_access(contact, person(), **BY)
    line = one(**{"E-mail": "other@b.example"})
    assert (line.verdict, said(line)) == (Verdict.UNCHANGED, [("email", "kept")])
    bring(row(**{"E-mail": "other@b.example"}))
    assert Contact.objects.get().email == "contact@tizarane.example"


def test_address_of_the_companys_other_person_is_no_change():
    bring(row())
    registry.add_contact(Company.objects.get(), email="other@b.example", **BY)
    assert one(**{"E-mail": "other@b.example"}).verdict is Verdict.UNCHANGED


def test_person_may_keep_the_registrys_values():
    bring(row())
    bring(row(Effectif="14"), rows={"2": {"registry": "keep"}})
    assert Company.objects.get().years.get().headcount == 12


# --- Identity


def test_same_row_twice_is_one_company():
    first, second = seen(row(), row())
    assert (first.verdict, second.verdict, said(second)) == (
        Verdict.NEW,
        Verdict.UNCHANGED,
        [("ice", "row_repeated")],
    )


def test_other_row_with_the_same_ice_is_asked_beside_the_first():
    _first, second = seen(row(), row(Raison_sociale="Autre", Effectif="13"))
    assert (second.verdict, said(second)) == (Verdict.ASKED, [("ice", "ice_twice")])
    assert differences(second) == [("name", "Tizarane Conserves", "Autre"), ("headcount", "12", "13")]


def test_other_row_may_be_taken_instead():
    bring(row(), row(Raison_sociale="Autre"), rows={"3": {"same_ice": "take"}})
    assert names() == ["Autre"]


def test_row_without_ice_waits_and_names_its_namesakes():
    bring(row())
    line = one(ICE="", Raison_sociale="TIZARANE conserves")
    assert (line.verdict, [fix.value for fix in line.findings[0].fixes]) == (Verdict.ASKED, [ICES[0], "-"])


def test_row_without_ice_may_be_the_namesake():
    bring(row())
    bring(row(ICE="", Effectif="14"), rows={"2": {"ice": ICES[0]}})
    assert (Company.objects.count(), Company.objects.get().years.get().headcount) == (1, 14)


def test_row_without_ice_may_come_in_without_and_is_known_the_next_time():
    answer = {"rows": {"2": {"ice": "-"}}}
    bring(row(ICE=""), **answer)
    assert (Company.objects.get().ice, one(Answers(**answer), ICE="").verdict) == ("", Verdict.UNCHANGED)


def test_company_without_ice_receives_its_own():
    bring(row(ICE=""), rows={"2": {"ice": "-"}})
    line = one()
    assert (line.verdict, differences(line)) == (Verdict.CHANGED, [("ice", "", ICES[0])])
    bring(row())
    assert (Company.objects.get().ice, Company.objects.count()) == (ICES[0], 1)


# --- Labels


def test_unknown_label_is_asked_once_for_all_its_rows_and_remembered():
    rows = [row(ICE=ice, Raison_sociale=f"A{n}", Secteur="Tourisme") for n, ice in enumerate(ICES[:3])]
    assert [line.verdict for line in seen(*rows)] == [Verdict.ASKED] * 3
    bring(*rows, labels={"sector": {"tourisme": "AUTR"}})
    assert [c.sector.code for c in Company.objects.all()] == ["AUTR"] * 3
    alias = Alias.objects.get(kind="sector", key="tourisme")
    assert (alias.label, alias.code) == ("Tourisme", "AUTR")
    assert one(ICE=ICES[3], Secteur="TOURISME").verdict is Verdict.NEW


def test_former_region_may_follow_the_town_row_by_row():
    answers = {"labels": {"region": {"chaouia-ouardigha": "town"}}}
    rows = [
        row(Ville="Khouribga", Région="Chaouia-Ouardigha"),
        row(ICE=ICES[1], Raison_sociale="B", Ville="Settat", Région="Chaouia-Ouardigha"),
    ]
    bring(*rows, **answers)
    assert sorted(Company.objects.values_list("region__code", flat=True)) == ["05", "06"]
    assert one(ICE=ICES[2], Région="Chaouia-Ouardigha").target.region == "06"


def test_town_may_be_kept_as_written_without_a_province():
    bring(row(Ville="Imzilen"), labels={"town": {"imzilen": "-"}})
    company = Company.objects.get()
    assert (company.town, company.province, one(ICE=ICES[1], Ville="Imzilen").verdict) == ("Imzilen", None, Verdict.NEW)


def test_answer_that_no_row_asks_for_is_not_remembered():
    bring(row(), labels={"sector": {"tourisme": "AUTR"}})
    assert not Alias.objects.filter(key="tourisme").exists()


def test_answered_cell_is_read_instead_of_the_typed_one():
    bring(row(**{"CA_2025_(MAD)": "41,5 MDH", "ICE": "54"}), rows={"2": {"turnover:2025": "41500000", "ice": ICES[0]}})
    company = Company.objects.get()
    assert (company.ice, company.years.get().turnover) == (ICES[0], Decimal(41500000))


# --- Regions


def test_officer_imports_for_their_regions_only():
    line, other = seen(row(), SOUSS, within=frozenset({"06"}))
    assert (line.verdict, other.verdict, said(other)) == (
        Verdict.NEW,
        Verdict.REFUSED,
        [("region", "other_region")],
    )


def test_company_of_another_region_is_not_moved_here():
    bring(SOUSS)
    (line,) = seen(SOUSS | row(ICE=ICES[1], Raison_sociale="X"), within=frozenset({"06"}))
    assert (line.verdict, said(line)) == (Verdict.REFUSED, [("ice", "elsewhere")])


def test_namesake_of_another_region_is_not_told():
    bring(SOUSS)
    (line,) = seen(row(ICE="", Raison_sociale="Oulmira"), within=frozenset({"06"}))
    assert [fix.value for fix in line.findings[0].fixes] == ["-"]


# --- All or none


def batch_of(*rows, by=None):
    return actions.receive(listed(*rows), "C:\\listes\\cibles.csv", by=by, at=AT)


def test_preview_and_receipt_write_no_company():
    batch = batch_of(row())
    assert (batch.file_name, batch.state, Company.objects.count()) == ("C:\\listes\\cibles.csv", "preview", 0)


def test_confirmation_counts_drops_the_file_and_remembers_what_was_left_out():
    batch = actions.confirm(batch_of(row(), HELD), by=None, at=AT)
    assert (batch.state, batch.content, batch.confirmed_at, names()) == (
        ImportState.CONFIRMED,
        None,
        AT,
        ["Tizarane Conserves"],
    )
    held = {"row": 3, "column": "ICE", "reason": "ice_missing", "params": {}}
    assert batch.counts == {"new": 1, "changed": 0, "unchanged": 0, "asked": 1, "refused": 0, "held": [held]}


def test_confirmation_journals_codes_and_no_name():
    user = person()
    batch = batch_of(row(), by=user)
    actions.confirm(batch, by=user, at=AT)
    lines = Entry.objects.filter(actor_id=user.pk).order_by("id").values_list("verb", "data")
    assert list(lines) == [
        ("import.received", {}),
        ("company.created", {"batch": batch.pk}),
        ("import.confirmed", {"new": 1, "changed": 0, "unchanged": 0, "asked": 0, "refused": 0}),
    ]


def test_second_confirmation_changes_nothing():
    batch = batch_of(row())
    actions.confirm(batch, by=None, at=AT)
    again = actions.confirm(ImportBatch.objects.get(), by=None, at=AT)
    assert (again.state, Company.objects.count(), Entry.objects.filter(verb="import.confirmed").count()) == (
        ImportState.CONFIRMED,
        1,
        1,
    )


def test_confirmation_of_counts_no_longer_true_writes_nothing():
    batch = batch_of(row(), SOUSS)
    shown = {"new": 2, "changed": 0, "unchanged": 0, "asked": 0, "refused": 0}
    registry.create_company(name="Tizarane", ice=ICES[0], region=Region.objects.get(code="06"), **BY)
    with pytest.raises(CannotImport):
        actions.confirm(batch, by=None, at=AT, seen=shown)
    assert (names(), ImportBatch.objects.get().state) == (["Tizarane"], ImportState.PREVIEW)


@pytest.mark.django_db(transaction=True)
def test_company_added_in_the_very_moment_undoes_the_whole_import():
    """The desk's transaction holds the second ICE of the list, unseen, until the import waits for it."""
    added, waits = Event(), Event()

    def desk():
        with transaction.atomic():
            registry.create_company(name="Zuerst", ice=ICES[1], region=Region.objects.get(code="09"), **BY)
            added.set()
            waits.wait(timeout=1)
        connection.close()

    other = Thread(target=desk)
    other.start()
    added.wait()
    with pytest.raises(CannotImport):
        actions.confirm(batch_of(row(), SOUSS), by=None, at=AT)
    other.join()
    assert names() == ["Zuerst"]


def test_abandoned_file_is_forgotten_and_cannot_be_confirmed():
    user = person()
    batch = actions.abandon(batch_of(row(), by=user), by=user, at=AT)
    with pytest.raises(CannotImport):
        actions.confirm(batch, by=user, at=AT)
    stored = ImportBatch.objects.get()
    assert (stored.state, stored.content, Company.objects.count()) == (ImportState.ABANDONED, None, 0)


def test_abandoning_a_confirmed_batch_changes_nothing():
    user = person()
    batch = batch_of(row(), by=user)
    actions.confirm(batch, by=user, at=AT)
    actions.abandon(batch, by=user, at=AT)
    assert ImportBatch.objects.get().state == ImportState.CONFIRMED


def test_same_file_brought_twice_by_a_person_waits_once():
    user = person()
    assert batch_of(row(), by=user) == batch_of(row(), by=user)
    assert batch_of(row(), by=person()) != batch_of(row(), by=user)


def test_answers_add_up_and_can_be_taken_back():
    batch = batch_of(row(), by=person())
    actions.answer(batch, Answers(rows={"2": {"ice": "1"}}))
    actions.answer(batch, Answers(rows={"2": {"town": ""}}, labels={"sector": {"x": "AGRO"}}))
    assert ImportBatch.objects.get().answers == {
        "columns": {},
        "labels": {"sector": {"x": "AGRO"}},
        "rows": {"2": {"ice": "1", "town": ""}},
    }
    actions.forget_answers(batch)
    assert ImportBatch.objects.get().answers == {}


def test_answer_to_a_confirmed_batch_is_refused():
    batch = batch_of(row())
    actions.confirm(batch, by=None, at=AT)
    with pytest.raises(CannotImport):
        actions.answer(batch, Answers(rows={"2": {"ice": "1"}}))


@pytest.mark.parametrize("count", [1, 3])
def test_confirmation_takes_the_same_statements_for_one_row_and_for_three(django_assert_num_queries, count):
    rows = [row(ICE=ice, Raison_sociale=f"A{n}") for n, ice in enumerate(ICES[:count])]
    batch = batch_of(*rows)
    with django_assert_num_queries(32):
        actions.confirm(batch, by=None, at=AT)


@pytest.mark.parametrize("count", [1, 3])
def test_preview_takes_the_same_statements_for_one_row_and_for_three(django_assert_num_queries, count):
    rows = [row(ICE=ice, Raison_sociale=f"A{n}") for n, ice in enumerate(ICES[:count])]
    bring(*rows)
    with django_assert_num_queries(13):
        seen(*rows)
