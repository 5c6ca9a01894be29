import json
from io import StringIO

import pytest
from django.core.management import call_command

from companies.cases.importing import unreadable
from companies.cases.importing.limits import MAX_BYTES
from companies.cases.models import ImportBatch
from companies.registry.models import Company
from tests.cases.importing.world import ICES, listed, row

pytestmark = pytest.mark.django_db


def run(file, **options):
    """Exit status, standard output, standard error."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_targets", str(file), stdout=out, stderr=err, **options)
    except SystemExit as status:
        return status.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def run_json(file, **options):
    status, out, _err = run(file, json=True, **options)
    return status, json.loads(out)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "cibles.csv"
    unknown = row(ICE=ICES[2], Raison_sociale="C", Secteur="Tourisme")
    nobody = row(ICE="", Raison_sociale="")
    path.write_bytes(listed(row(RC=""), row(ICE=ICES[1], Raison_sociale="B"), unknown, nobody))
    return path


def test_json_is_one_object_of_the_agreed_shape(file):
    assert run_json(file) == (
        0,
        {
            "file_error": None,
            "rows": 4,
            "new": 2,
            "changed": 0,
            "unchanged": 0,
            "warned": [
                {
                    "row": 2,
                    "column": "RC",
                    "value": "",
                    "reason": "Le numéro du registre de commerce manque. À compléter avec l’entreprise.",
                }
            ],
            "asked": [
                {
                    "row": 4,
                    "column": "Secteur",
                    "value": "Tourisme",
                    "reason": "Ce secteur n’est pas dans la liste. Choisissez le secteur\u202f; "
                    "cette écriture sera retenue.",
                }
            ],
            "refused": [
                {
                    "row": 5,
                    "column": "Raison sociale",
                    "value": "",
                    "reason": "Ni ICE ni raison sociale\u00a0: rien ne dit de quelle entreprise il s’agit. "
                    "Ajoutez l’ICE et la raison sociale dans le fichier.",
                }
            ],
            "unmatched": [{"kind": "sector", "label": "Tourisme", "rows": [4]}],
            "written": False,
        },
    )


def test_nothing_is_written_without_confirmation(file):
    run(file)
    assert (Company.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_confirmation_writes_the_accepted_rows_and_says_so(file):
    status, result = run_json(file, confirm=True)
    assert (status, result["new"], result["written"], Company.objects.count()) == (0, 2, True, 2)


def test_same_file_twice_changes_nothing(file):
    run(file, confirm=True)
    _status, result = run_json(file, confirm=True)
    assert (result["new"], result["changed"], result["unchanged"], Company.objects.count()) == (0, 0, 2, 2)


def test_changed_cell_is_told_as_a_difference(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(listed(row()))
    run(path, confirm=True)
    path.write_bytes(listed(row(Effectif="14")))
    _status, result = run_json(path)
    assert (result["changed"], result["warned"]) == (
        1,
        [{"row": 2, "column": "Effectif", "value": "14", "reason": "Remplace ce qui est enregistré\u00a0: 12."}],
    )


def test_words_come_in_the_language_asked_for(file):
    _status, arabic = run_json(file, lang="ar")
    _status, english = run_json(file, lang="en")
    assert arabic["warned"][0]["reason"] == "رقم السجل التجاري ناقص. يُستكمل مع المقاولة."
    assert english["warned"][0]["reason"] == "The trade register number is missing. To be completed with the company."


def test_plain_report_counts_and_explains(file):
    status, out, _err = run(file)
    lines = out.splitlines()
    assert (status, lines[:4]) == (
        0,
        ["     4  Lignes", "     2  À ajouter", "     0  À mettre à jour", "     0  Sans changement"],
    )
    assert lines[5:7] == [
        "À savoir (1)",
        "     2  RC  []  Le numéro du registre de commerce manque. À compléter avec l’entreprise.",
    ]
    assert lines[-1] == "Rien n’a été enregistré\u202f; ajoutez --confirm pour enregistrer."


@pytest.mark.parametrize("confirm", [False, True])
@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", unreadable.empty()),
        (b"<html><table>", unreadable.web_page()),
        (b"un;deux\r\ntrois;quatre", unreadable.no_header()),
        (b"x" * (MAX_BYTES + 10), unreadable.too_large()),
        (b"ICE;Nom;Ville\r\n" + b"1;A;B\r\n" * 100_000, unreadable.too_many_rows()),
    ],
)
def test_unreadable_file_ends_with_status_two_and_one_sentence(tmp_path, content, error, confirm):
    path = tmp_path / "liste.xlsx"
    path.write_bytes(content)
    status, result = run_json(path, confirm=confirm)
    assert (status, result["file_error"], result["rows"], result["written"]) == (2, str(error.message), 0, False)
    assert (Company.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_missing_file_ends_with_status_two(tmp_path):
    status, out, err = run(tmp_path / "nowhere.csv")
    assert (status, out, err) == (2, "", "Le fichier ne s’ouvre pas\u00a0: No such file or directory.\n")
