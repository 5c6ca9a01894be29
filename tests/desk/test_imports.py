from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from companies.accounts.enums import Role
from companies.cases.enums import ImportState
from companies.cases.importing import actions, unreadable
from companies.cases.importing.limits import MAX_BYTES
from companies.cases.models import ImportBatch
from companies.reference.models import Alias
from companies.registry.models import Company
from tests.cases.importing.world import AT, ICES, listed, row
from tests.support.making import person

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[1] / "data"
SOUSS = row(ICE=ICES[1], Raison_sociale="Oulmira", Ville="Tiznit", Région="Souss-Massa")
TOURISM = row(ICE=ICES[2], Raison_sociale="Amezrou", Secteur="Tourisme")
MILLIONS = row(ICE=ICES[3], Raison_sociale="Zerka", **{"CA_2025_(MAD)": "41,5 MDH"})


@pytest.fixture
def admin(client):
    user = person(Role.ADMIN)
    client.force_login(user)
    return user


@pytest.fixture
def officer(client):
    user = person(Role.OFFICER)
    client.force_login(user)
    return user


def upload(client, content, name="liste.csv"):
    return client.post(reverse("desk:imports"), {"file": SimpleUploadedFile(name, content)})


def brought(client, *rows):
    response = upload(client, listed(*rows))
    batch = ImportBatch.objects.latest("pk")
    assert (response.status_code, response.headers["Location"]) == (302, address(batch))
    return batch


def address(batch, name="import"):
    return reverse(f"desk:{name}", args=[batch.pk])


def inputs(response):
    """What a browser would send back untouched."""
    form = response.context["form"]
    ticked = {name: "on" for name, field in form.fields.items() if field.initial}
    return response.context["seen"] | ticked


def send(client, batch, name, **answers):
    values = inputs(client.get(address(batch))) | answers
    return client.post(address(batch, name), values, follow=True)


def confirm(client, batch, **answers):
    return send(client, batch, "import_confirm", **answers)


def answer(client, batch, **answers):
    return send(client, batch, "import_answers", **answers)


def names():
    return sorted(Company.objects.values_list("name", flat=True))


def counts(response):
    return [(count.number, count.label) for count in response.context["counts"]]


def said(response):
    return [str(message) for message in response.context["messages"]]


# --- The list and the upload


def test_list_shows_own_files_with_their_state(client, officer):
    actions.confirm(actions.receive(listed(row()), "a.csv", by=officer, at=AT), by=officer, at=AT)
    actions.receive(listed(SOUSS), "b.csv", by=officer, at=AT)
    actions.receive(listed(row()), "c.csv", by=person(), at=AT)
    response = client.get(reverse("desk:imports"))
    assert [(b.file_name, b.state) for b in response.context["batches"]] == [
        ("b.csv", "preview"),
        ("a.csv", "confirmed"),
    ]
    assert "Ajoutées\u00a0: 1, mises à jour\u00a0: 0" in response.content.decode()


def test_administrator_sees_everybodys_files(client, admin):
    actions.receive(listed(row()), "c.csv", by=person(), at=AT)
    assert [b.file_name for b in client.get(reverse("desk:imports")).context["batches"]] == ["c.csv"]


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_statements_for_one_file_and_for_three(client, officer, django_assert_num_queries, count):
    for number in range(count):
        actions.receive(listed(row(Effectif=str(number))), f"{number}.csv", by=officer, at=AT)
    with django_assert_num_queries(3):
        client.get(reverse("desk:imports"))


def test_upload_leads_to_the_preview_and_writes_no_company(client, officer):
    batch = brought(client, row())
    assert (batch.by, batch.file_name, batch.state, names()) == (officer, "liste.csv", ImportState.PREVIEW, [])


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"<html><table>", unreadable.web_page()),
        (b"PK\x03\x04 no archive", unreadable.damaged()),
        (b"\xd0\xcf\x11\xe0 old", unreadable.old_or_locked()),
        (b"un;deux\r\ntrois;quatre", unreadable.no_header()),
        (b"ICE;Nom;Ville\r\n" + b"1;A;B\r\n" * 100_000, unreadable.too_many_rows()),
        (b"x" * (MAX_BYTES + 1), unreadable.too_large()),
        (b" ", unreadable.empty()),
    ],
)
def test_unreadable_file_is_refused_with_its_reason_and_not_kept(client, officer, content, error):
    response = upload(client, content, "liste.xlsx")
    assert (response.status_code, response.context["form"].errors["file"]) == (422, [str(error.message)])
    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize(("files", "said"), [({}, "Choisissez un fichier."), ({"file": b""}, "Le fichier est vide.")])
def test_upload_without_a_file_asks_for_one(client, officer, files, said):
    data = {name: SimpleUploadedFile("a.csv", content) for name, content in files.items()}
    response = client.post(reverse("desk:imports"), data)
    assert (response.status_code, response.context["form"].errors["file"]) == (422, [said])


def test_same_file_sent_twice_is_one_batch(client, officer):
    assert brought(client, row()) == brought(client, row())


# --- The preview


def test_preview_counts_what_confirming_would_do(client, admin):
    response = client.get(address(brought(client, row(RC=""), SOUSS, TOURISM, row(ICE="", Raison_sociale=""))))
    assert counts(response) == [
        (2, "à ajouter"),
        (0, "à mettre à jour"),
        (0, "sans changement"),
        (1, "à décider"),
        (1, "refusées"),
        (1, "avec remarque"),
    ]


def test_refused_row_shows_row_column_value_reason_and_remedy(client, officer):
    page = client.get(address(brought(client, row(), SOUSS))).content.decode()
    refused = page[page.index('id="refused"') :]
    for text in ("<td>3</td>", "Oulmira", "Région", "Souss-Massa", "qui n’est pas l’une des vôtres", "Transmettez"):
        assert text in refused


def test_whole_dirty_list_is_drawn_in_every_language(client, admin):
    actions.bring_in((DATA / "targets.csv").read_bytes(), "targets.csv", by=admin, at=AT)
    upload(client, (DATA / "targets_dirty.xlsx").read_bytes(), "liste.xlsx")
    for language in ("fr", "ar", "en"):
        client.post(reverse("web:language"), {"language": language})
        response = client.get(address(ImportBatch.objects.latest("pk")))
        assert (response.status_code, response.context["accepted"]) == (200, 49)


def test_text_of_the_file_is_escaped(client, admin):
    page = client.get(address(brought(client, TOURISM | {"Secteur": "<script>x</script>"}))).content.decode()
    assert ("<script>x" in page, "&lt;script&gt;x" in page) == (False, True)


def test_looking_changes_nothing(client, officer):
    batch = brought(client, row())
    client.get(address(batch))
    assert (names(), ImportBatch.objects.get().answers) == ([], {})


@pytest.mark.parametrize("count", [1, 3])
def test_preview_takes_the_same_statements_for_one_row_and_for_three(client, admin, django_assert_num_queries, count):
    rows = [row(ICE=ice, Raison_sociale=f"A{n}") for n, ice in enumerate(ICES[:count])]
    batch = brought(client, *rows)
    client.get(address(batch))  # administrators are told once a minute how the reminders are
    with django_assert_num_queries(13):
        client.get(address(batch))


# --- Answers


def test_label_is_answered_once_for_all_its_rows(client, officer):
    second = row(ICE=ICES[1], Raison_sociale="B", Secteur="TOURISME")
    batch = brought(client, TOURISM, second)
    response = answer(client, batch, **{"label-sector-tourisme": "AUTR"})
    assert counts(response)[0] == (2, "à ajouter")
    confirm(client, batch)
    assert (names(), Alias.objects.get(key="tourisme").code) == (["Amezrou", "B"], "AUTR")


def test_cell_is_answered_by_its_proposal(client, officer):
    batch = brought(client, MILLIONS)
    answer(client, batch, **{"cell-2-turnover:2025": "turnover:2025=41500000"})
    confirm(client, batch)
    assert Company.objects.get().years.get().turnover == 41_500_000


def test_cell_is_answered_by_what_the_person_writes(client, officer):
    batch = brought(client, row(ICE="54"))
    answer(client, batch, **{"text-2-ice": ICES[4]})
    confirm(client, batch)
    assert Company.objects.get().ice == ICES[4]


def test_written_answer_that_is_no_better_is_asked_again(client, officer):
    batch = brought(client, row(ICE="54"))
    response = answer(client, batch, **{"text-2-ice": "55"})
    assert [(told.finding.value, told.finding.reason) for told in response.context["asked"]] == [("55", "ice_length")]


def test_unknown_column_is_named_by_the_person(client, officer):
    head = tuple(c for c in row() if c != "Raison sociale")
    content = listed(row() | {"Firma": "Tizarane"}, head=(*head, "Firma"))
    upload(client, content)
    batch = ImportBatch.objects.get()
    assert str(client.get(address(batch)).context["preview"].file_error.message).startswith("Cette colonne manque")
    answer(client, batch, **{"column-firma": "name"})
    confirm(client, batch)
    assert names() == ["Tizarane"]


def test_registrys_values_can_be_kept(client, officer):
    confirm(client, brought(client, row()))
    batch = brought(client, row(Effectif="14"))
    response = answer(client, batch, **{"keep-2": "on"})
    assert (response.context["accepted"], inputs(response)["keep-2"]) == (0, "on")
    values = response.context["seen"]
    response = client.post(address(batch, "import_answers"), values, follow=True)
    assert response.context["accepted"] == 1


def test_answers_can_be_taken_back(client, officer):
    batch = brought(client, TOURISM)
    answer(client, batch, **{"label-sector-tourisme": "AUTR"})
    response = client.post(address(batch, "import_answers"), {"undo": "1"}, follow=True)
    assert (response.context["accepted"], response.context["given"]) == (0, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"label-sector-tourisme": "NOWHERE"},
        {"cell-3-turnover:2025": "turnover:2025=1"},
        {"text-3-turnover:2025": "x" * 61},
        {"text-3-turnover:2025": "abc"},
        {"text-3-turnover:2025": "-5"},
        {"column-bunt": "nonsense"},
    ],
)
def test_answer_that_was_not_offered_is_refused_and_not_kept(client, officer, wrong):
    content = listed(TOURISM | {"Bunt": "x"}, MILLIONS | {"Bunt": "x"}, head=(*row(), "Bunt"))
    upload(client, content)
    batch = ImportBatch.objects.get()
    response = client.post(address(batch, "import_answers"), wrong)
    assert (response.status_code, list(response.context["form"].errors)) == (422, list(wrong))
    assert ImportBatch.objects.get().answers == {}


def test_amount_that_is_none_is_refused_in_its_field_and_the_row_stays_out(client, officer):
    batch = brought(client, row(), MILLIONS)
    response = answer(client, batch, **{"cell-3-turnover:2025": "", "text-3-turnover:2025": "abc"})
    assert response.context["form"].errors == {
        "text-3-turnover:2025": ["Ce n’est pas un montant. Écrivez-le en dirhams, en chiffres."]
    }
    confirm(client, batch, **{"text-3-turnover:2025": "abc"})
    assert names() == []


# --- Confirmation


def test_confirmation_imports_and_leads_on_to_the_files(client, officer):
    response = confirm(client, brought(client, row(), TOURISM))
    page = response.content.decode()
    assert (names(), reverse("desk:cases_open") in page) == (["Tizarane Conserves"], True)
    assert counts(response) == [(1, "ajoutées"), (0, "mises à jour"), (0, "sans changement")]
    assert response.context["held"] == [
        {"row": 3, "column": "Secteur", "sentence": "Ce secteur n’est pas dans la liste."}
    ]


def test_double_click_imports_once(client, officer):
    batch = brought(client, row())
    values = inputs(client.get(address(batch)))
    for _press in range(2):
        response = client.post(address(batch, "import_confirm"), values, follow=True)
    assert (response.status_code, said(response), names()) == (200, [], ["Tizarane Conserves"])


def test_confirmation_with_an_answer_never_seen_shows_the_list_again(client, officer):
    batch = brought(client, row(), TOURISM)
    response = confirm(client, batch, **{"label-sector-tourisme": "AUTR"})
    assert (names(), len(said(response)), counts(response)[0]) == ([], 1, (2, "à ajouter"))
    confirm(client, batch)
    assert names() == ["Amezrou", "Tizarane Conserves"]


@pytest.mark.parametrize("seen", [{}, {"seen-new": "x"}, {"seen-new": "9" * 40}])
def test_confirmation_of_counts_nobody_saw_writes_nothing(client, officer, seen):
    batch = brought(client, row())
    response = client.post(address(batch, "import_confirm"), seen, follow=True)
    assert (names(), len(said(response))) == ([], 1)


def test_officer_writes_only_to_their_region_at_confirmation_too(client, officer):
    confirm(client, brought(client, row(), SOUSS))
    assert names() == ["Tizarane Conserves"]


def test_administrator_imports_for_every_region(client, admin):
    confirm(client, brought(client, row(), SOUSS))
    assert names() == ["Oulmira", "Tizarane Conserves"]


def test_file_that_brings_nothing_can_be_dropped(client, officer):
    batch = brought(client, row())
    response = client.post(address(batch, "import_abandon"), follow=True)
    batch.refresh_from_db()
    assert (batch.state, batch.content, len(said(response))) == (ImportState.ABANDONED, None, 1)
    assert "a été abandonnée" in client.get(address(batch)).content.decode()


def test_dropped_file_cannot_be_confirmed(client, officer):
    batch = brought(client, row())
    values = inputs(client.get(address(batch)))
    client.post(address(batch, "import_abandon"), follow=True)
    response = client.post(address(batch, "import_confirm"), values, follow=True)
    assert (names(), len(said(response))) == ([], 1)


# --- Who


ACTS = ["import_answers", "import_confirm", "import_abandon"]


def test_file_of_another_officer_does_not_exist(client, officer):
    batch = actions.receive(listed(row()), "a.csv", by=person(), at=AT)
    statuses = [client.get(address(batch)).status_code, *(client.post(address(batch, n)).status_code for n in ACTS)]
    assert statuses == [404] * 4


def test_missing_file_does_not_exist(client, officer):
    assert client.get(reverse("desk:import", args=[999_999])).status_code == 404


@pytest.mark.parametrize(("role", "status"), [(Role.COACH, 403), (Role.NATIONAL, 403), (Role.COMPANY, 404)])
def test_who_may_not_import_is_kept_out(client, role, status):
    client.force_login(person(role))
    assert [client.get(reverse("desk:imports")).status_code, upload(client, listed(row())).status_code] == [status] * 2
    assert ImportBatch.objects.count() == 0


def test_stranger_is_sent_to_sign_in(client):
    response = client.get(reverse("desk:imports"))
    assert (response.status_code, "login" in response.headers["Location"]) == (302, True)


@pytest.mark.parametrize("name", ACTS)
def test_acts_are_posts(client, officer, name):
    assert client.get(address(brought(client, row()), name)).status_code == 405


def test_preview_is_read_only(client, officer):
    assert client.post(address(brought(client, row()))).status_code == 405


def test_very_many_questions_come_a_page_at_a_time(client, officer):
    rows = [row(ICE="", Raison_sociale=f"A{n}") for n in range(230)]
    response = client.get(address(brought(client, *rows)))
    assert (len(response.context["asked"]), counts(response)[3]) == (200, (230, "à décider"))
    assert "les suivantes apparaissent" in response.content.decode()
