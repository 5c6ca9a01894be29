import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.admin.models import LogEntry

from companies.accounts.enums import Role
from companies.accounts.models import Absence, User
from companies.journal.models import Entry
from tests.support import making

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def admin(client):
    user = making.person(Role.ADMIN, name="Driss Alaoui")
    client.force_login(user)
    return user


def form(user: User, **changes) -> dict:
    fields = {name: getattr(user, name) for name in ("name", "email", "title", "title_ar", "phone", "language", "role")}
    fields |= {"digest": "on"} if user.digest else {}
    return fields | {"regions": [region.pk for region in user.regions.all()]} | changes


def journal() -> list[tuple[str, dict]]:
    return list(Entry.objects.order_by("id").values_list("verb", "data"))


def test_person_is_added_by_the_action(client, admin):
    response = client.post(
        f"{PEOPLE}add/",
        {
            "name": "Imane Chraïbi",
            "email": "Imane@Export.example",
            "phone": "05 39 00 01 01",
            "language": "fr",
            "role": "officer",
            "regions": [making.region("01").pk],
        },
    )

    user = User.objects.get(email="imane@export.example")
    assert response.status_code == 302
    assert (user.phone, user.role, [region.code for region in user.regions.all()]) == (
        "+212539000101",
        "officer",
        ["01"],
    )
    assert [verb for verb, _data in journal()] == ["user.created", "config.added"]


def test_mornings_list_is_switched_off(client, admin):
    user = making.person(Role.OFFICER, digest=True)
    fields = form(user)
    del fields["digest"]
    client.post(f"{PEOPLE}{user.pk}/change/", fields)
    user.refresh_from_db()
    assert (user.digest, journal()) == (False, [("config.changed", {"fields": "digest"})])


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("email", "nobody", "valide"),
        ("email", "", "obligatoire"),
        ("phone", "12", "numéro"),
        ("role", "king", "king"),
        ("name", "", "obligatoire"),
    ],
)
def test_person_without_sense_is_refused(client, admin, field, value, message):
    user = making.person(Role.OFFICER)
    response = client.post(f"{PEOPLE}{user.pk}/change/", form(user, **{field: value}))

    assert response.status_code == 200
    assert message in " ".join(str(error) for errors in response.context["errors"] for error in errors)
    assert journal() == []


def test_address_of_another_is_refused(client, admin):
    user = making.person(Role.OFFICER)
    response = client.post(f"{PEOPLE}{user.pk}/change/", form(user, email=admin.email.upper()))

    assert response.status_code == 200
    assert journal() == []


def test_changed_rights_go_through_the_action(client, admin):
    user = making.person(Role.OFFICER, "06")
    client.post(f"{PEOPLE}{user.pk}/change/", form(user, role="manager", regions=[making.region("01").pk]))

    assert journal() == [
        ("user.granted", {"before": "officer", "role": "manager", "regions": "01"}),
        ("config.changed", {"fields": "role,regions"}),
    ]


def test_changed_address_goes_through_the_action(client, admin):
    user = making.person(Role.OFFICER)
    client.post(f"{PEOPLE}{user.pk}/change/", form(user, email="other@export.example"))

    assert journal() == [("user.address_changed", {}), ("config.changed", {"fields": "email"})]


def test_edit_is_journalled_without_values_and_nowhere_else(client, admin):
    user = making.person(Role.OFFICER, name="Avant")
    client.post(f"{PEOPLE}{user.pk}/change/", form(user, name="Après", phone="0522000002"))

    entry = Entry.objects.get()
    assert (entry.verb, entry.object_type, entry.object_id) == ("config.changed", "accounts.user", str(user.pk))
    assert (entry.actor_kind, entry.actor_id, entry.data) == ("user", admin.pk, {"fields": "name,phone"})
    assert not LogEntry.objects.exists()


def test_nobody_edits_their_own_rights(client, admin):
    client.post(f"{PEOPLE}{admin.pk}/change/", form(admin, role="national", name="Driss A."))

    admin.refresh_from_db()
    assert (admin.role, admin.name) == ("admin", "Driss A.")


@pytest.mark.parametrize(
    ("action", "verbs"),
    [
        ("deactivate", ["user.deactivated"]),
        ("anonymise", ["user.deactivated", "user.anonymised"]),
        ("reset_second_factor", ["user.second_factor_reset"]),
        ("reactivate", ["user.reactivated"]),
    ],
)
def test_actions_act_on_those_chosen(client, admin, action, verbs):
    user = making.person(Role.OFFICER)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    client.post(PEOPLE, {"action": action, "_selected_action": [user.pk]})

    assert [verb for verb, _data in journal()] == verbs
    assert Authenticator.objects.exists() is (action in {"deactivate", "reactivate"})


def test_action_on_oneself_is_refused_and_said(client, admin):
    response = client.post(PEOPLE, {"action": "deactivate", "_selected_action": [admin.pk]}, follow=True)

    assert "On ne modifie pas ses propres droits" in response.text
    assert journal() == []


def test_nobody_is_deleted(client, admin):
    user = making.person()

    assert client.post(f"{PEOPLE}{user.pk}/delete/", {"post": "yes"}).status_code == 403


def test_history_leads_to_the_journal(client, admin):
    user = making.person(Role.OFFICER)
    client.post(f"{PEOPLE}{user.pk}/change/", form(user, name="Après"))
    response = client.get(f"{PEOPLE}{user.pk}/history/", follow=True)

    assert "config.changed" in response.text


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "voit les dossiers de toutes les régions"), ("ar", "يرى ملفات كل الجهات")]
)
def test_roles_are_shown_as_they_are_granted(client, admin, language, words):
    User.objects.filter(pk=admin.pk).update(language=language)

    assert words in client.get(f"{PEOPLE}roles/").text


def test_absence_is_announced_by_the_action(client, admin):
    user, deputy = making.person(), making.person()
    client.post(
        "/admin/accounts/absence/add/",
        {"user": user.pk, "deputy": deputy.pk, "begins_on": "2026-12-01", "ends_on": "2026-12-05"},
    )

    assert Absence.objects.get().deputy == deputy
    assert [verb for verb, _data in journal()] == ["absence.announced", "config.added"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ends_on": "2026-11-01"}, "dernier jour"),
        ({"deputy": "user"}, "suppl"),
        ({"deputy": "company"}, "suppléance"),
        ({"begins_on": "demain"}, "date"),
    ],
)
def test_absence_without_sense_is_said_so(client, admin, change, message):
    user, deputy, company = making.person(), making.person(), making.person(Role.COMPANY)
    people = {"user": user.pk, "company": company.pk}
    fields = {"user": user.pk, "deputy": deputy.pk, "begins_on": "2026-12-01", "ends_on": "2026-12-05"}
    response = client.post(
        "/admin/accounts/absence/add/", fields | {key: people.get(value, value) for key, value in change.items()}
    )

    assert response.status_code == 200
    assert not Absence.objects.exists()


@pytest.mark.parametrize("path", ["", "journal/entry/", "accounts/user/", "accounts/user/add/", "accounts/absence/"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_pages_open_in_both_languages(client, admin, path, language):
    User.objects.filter(pk=admin.pk).update(language=language)
    response = client.get(f"/admin/{path}")

    assert response.status_code == 200
    assert f'lang="{language}"' in response.text


def test_list_of_people_asks_as_much_for_three_as_for_one(client, admin, django_assert_num_queries):
    client.get(PEOPLE)  # administrators are told once a minute how the reminders are
    for _round in range(2):
        with django_assert_num_queries(8):
            client.get(PEOPLE)
        making.person(Role.OFFICER)
        making.person(Role.MANAGER)


def test_admin_index_goes_by_the_steps_of_the_programme(client, admin):
    labels = [app["app_label"] for app in client.get("/admin/").context["app_list"]]

    assert labels.index("accounts") < labels.index("journal")


def test_admin_has_no_door_of_its_own(client):
    answers = [client.get(path).headers["Location"] for path in ("/admin/", "/admin/accounts/user/")]

    assert answers == ["/account/login/?next=/admin/", "/account/login/?next=/admin/accounts/user/"]


def test_leaving_the_admin_is_leaving_the_site(client, admin):
    response = client.post("/admin/logout/")

    assert (response.headers["Location"], "_auth_user_id" in client.session) == ("/account/login/", False)


def test_admin_s_pages_do_not_exist_for_other_staff(client):
    client.force_login(making.person(Role.NATIONAL))

    assert {client.get(path).status_code for path in ("/admin/", "/admin/accounts/user/", "/admin/nonsense/")} == {404}
