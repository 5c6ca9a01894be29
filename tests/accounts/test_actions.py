from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from companies.accounts import actions as accounts
from companies.accounts.enums import Role
from companies.accounts.models import Absence, User
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from tests.support import making

pytestmark = pytest.mark.django_db
AT = making.AT


def journal() -> list[tuple[str, str, dict]]:
    return [(entry.verb, entry.object_id, entry.data) for entry in Entry.objects.order_by("id")]


def act(action, user, **kwargs):
    return action(user, by=SYSTEM, at=AT, **kwargs)


def sessions_of(client, user) -> int:
    client.force_login(user)
    return Session.objects.count()


# --- Made


def test_person_is_made_with_role_and_regions():
    user = accounts.create(
        " Hajar@Export.Example ",
        name="  Hajar \u200e Bennani ",
        role=Role.OFFICER,
        regions=[making.region("06")],
        language="ar",
        title="chargée de programme",
        title_ar=" مكلفة بالبرنامج",
        phone="+212522000106",
        by=SYSTEM,
        at=AT,
    )

    user.refresh_from_db()
    assert (user.email, user.name, user.role, user.language) == (
        "hajar@export.example",
        "Hajar Bennani",
        "officer",
        "ar",
    )
    assert (user.title, user.title_ar) == ("chargée de programme", "مكلفة بالبرنامج")
    assert [region.code for region in user.regions.all()] == ["06"]
    assert (user.joined_at, user.has_usable_password()) == (AT, False)
    assert journal() == [("user.created", str(user.pk), {"role": "officer"})]


def test_address_of_another_is_refused():
    user = making.person()

    with pytest.raises(accounts.AddressTaken) as refused:
        accounts.create(user.email.upper(), name="X", role=Role.COACH, by=SYSTEM, at=AT)
    assert refused.value.field == "email"
    assert User.objects.count() == 1


# --- Rights


def test_grant_changes_role_and_regions_and_ends_sessions(client):
    user = making.person(Role.OFFICER, "06")
    client.force_login(user)

    act(accounts.grant, user, role=Role.MANAGER, regions=[making.region("01"), making.region("02")])

    user.refresh_from_db()
    assert (user.role, sorted(region.code for region in user.regions.all())) == ("manager", ["01", "02"])
    assert not Session.objects.exists()
    assert journal() == [
        ("user.granted", str(user.pk), {"before": "officer", "role": "manager", "regions": "01,02"}),
    ]


@pytest.mark.parametrize("action", [accounts.deactivate, accounts.reset_second_factor])
def test_nobody_touches_their_own_rights(action):
    user = making.person(Role.ADMIN)

    with pytest.raises(accounts.NotAllowed):
        action(user, by=user.actor, at=AT)
    assert journal() == []


def test_nobody_grants_themselves():
    user = making.person(Role.OFFICER)

    with pytest.raises(accounts.NotAllowed):
        accounts.grant(user, role=Role.ADMIN, regions=[], by=user.actor, at=AT)
    user.refresh_from_db()
    assert user.role == "officer"


def test_only_the_sessions_of_the_person_end(client):
    gone, stays = making.person(), making.person()
    for user in (gone, stays):
        type(client)().force_login(user)

    assert accounts.end_sessions(gone) == 1
    assert [session.get_decoded()["_auth_user_id"] for session in Session.objects.all()] == [str(stays.pk)]


# --- Coming and going


def test_deactivated_person_is_out_at_once(client):
    user = making.person(Role.OFFICER)
    client.force_login(user)

    act(accounts.deactivate, user)

    assert client.get("/account/second-factor/").headers["Location"].startswith("/account/login/")
    assert journal() == [("user.deactivated", str(user.pk), {})]


def test_reactivated_person_may_come_back():
    user = making.person()
    act(accounts.deactivate, user)
    act(accounts.reactivate, user)

    user.refresh_from_db()
    assert user.is_active


def test_anonymised_person_leaves_nothing_of_who_they_were(client):
    user = making.person(Role.OFFICER, name="Hajar Bennani", title="chargée", title_ar="مكلفة")
    user.set_password("x")
    user.save()
    EmailAddress.objects.create(user=user, email=user.email)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")

    act(accounts.anonymise, user)

    user.refresh_from_db()
    assert (user.name, user.title, user.title_ar, user.phone) == ("", "", "", "")
    assert user.email == f"anonymised-{user.pk}@invalid.invalid"
    assert (user.is_active, user.has_usable_password(), user.anonymised_at) == (False, False, AT)
    assert (EmailAddress.objects.count(), Authenticator.objects.count()) == (0, 0)
    assert [verb for verb, _pk, _data in journal()] == ["user.deactivated", "user.anonymised"]


def test_anonymising_twice_is_once():
    user = making.person()
    act(accounts.anonymise, user)
    act(accounts.anonymise, user)

    assert len(journal()) == 2


def test_anonymised_person_cannot_come_back():
    user = making.person()
    act(accounts.anonymise, user)

    with pytest.raises(accounts.NotAllowed):
        act(accounts.reactivate, user)


def test_address_moves_with_its_codes(client):
    user = making.person()
    client.force_login(user)
    EmailAddress.objects.create(user=user, email=user.email, verified=True)

    act(accounts.change_address, user, email="New@Export.Example")

    user.refresh_from_db()
    assert user.email == "new@export.example"
    assert (EmailAddress.objects.count(), Session.objects.count()) == (0, 0)
    assert journal() == [("user.address_changed", str(user.pk), {})]


def test_address_does_not_move_onto_another_s():
    user, other = making.person(), making.person()

    with pytest.raises(accounts.AddressTaken):
        act(accounts.change_address, user, email=other.email)


def test_lost_telephone_is_forgotten():
    user = making.person()
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")

    act(accounts.reset_second_factor, user)

    assert not Authenticator.objects.exists()
    assert journal() == [("user.second_factor_reset", str(user.pk), {})]


# --- Absence

TODAY, TOMORROW = making.ON, making.ON + timedelta(days=1)


def announce(user, deputy, begins_on: date = TODAY, ends_on: date = TOMORROW) -> Absence:
    return accounts.announce_absence(user, deputy=deputy, begins_on=begins_on, ends_on=ends_on, by=SYSTEM, at=AT)


def test_absence_is_announced_with_who_stands_in():
    user, deputy = making.person(), making.person()
    absence = announce(user, deputy)

    assert list(Absence.objects.on(TOMORROW)) == [absence]
    assert list(Absence.objects.on(TOMORROW + timedelta(days=1))) == []
    assert journal() == [("absence.announced", str(absence.pk), {"user": user.pk, "deputy": deputy.pk})]


@pytest.mark.parametrize(
    ("deputy", "days", "field"),
    [
        ("other", (1, 0), "ends_on"),
        ("self", (0, 1), "deputy"),
        ("closed", (0, 1), "deputy"),
        ("company", (0, 1), "deputy"),
    ],
)
def test_absence_without_sense_is_refused(deputy, days, field):
    user, closed = making.person(), making.person(is_active=False)
    deputies = {"other": making.person(), "self": user, "closed": closed, "company": making.person(Role.COMPANY)}
    begins_on, ends_on = (TODAY + timedelta(days=count) for count in days)

    with pytest.raises(accounts.NotAllowed) as refused:
        announce(user, deputies[deputy], begins_on, ends_on)
    assert refused.value.field == field
    assert not Absence.objects.exists()


def test_deputy_who_is_away_on_one_of_the_days_is_refused():
    deputy = making.person()
    announce(deputy, making.person(), TOMORROW, TOMORROW)

    with pytest.raises(accounts.NotAllowed) as refused:
        announce(making.person(), deputy)
    assert refused.value.field == "deputy"
    announce(making.person(), deputy, TODAY, TODAY)


def test_deputy_goes_away_only_once_somebody_else_stands_in():
    deputy = making.person()
    held = announce(making.person(name="Nadia Alaoui"), deputy)

    with pytest.raises(accounts.NotAllowed) as refused:
        announce(deputy, making.person(), TOMORROW, TOMORROW)
    assert refused.value.field == "user"
    assert "Nadia Alaoui" in str(refused.value.message)
    accounts.end_absence(held, on=TOMORROW, by=SYSTEM, at=AT)
    announce(deputy, making.person(), TOMORROW, TOMORROW)


def test_absence_ends_the_day_before_the_return():
    absence = announce(making.person(), making.person(), TODAY - timedelta(days=3), TODAY + timedelta(days=3))
    accounts.end_absence(absence, on=TODAY, by=SYSTEM, at=AT)

    assert Absence.objects.get().ends_on == TODAY - timedelta(days=1)


def test_absence_that_has_not_begun_is_dropped():
    absence = announce(making.person(), making.person(), TOMORROW, TOMORROW)

    assert accounts.end_absence(absence, on=TODAY, by=SYSTEM, at=AT) is None
    assert not Absence.objects.exists()
    assert [verb for verb, _pk, _data in journal()] == ["absence.announced", "absence.ended"]


# --- What the database keeps by itself


@pytest.mark.parametrize("field", [{"email": "A@b.example"}, {"role": "king"}])
def test_person_without_sense_is_refused_by_the_database(field):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(**{"email": "a@b.example", **field})


@pytest.mark.parametrize(("same", "days"), [(True, 1), (False, -1)])
def test_absence_without_sense_is_refused_by_the_database(same, days):
    user, other = making.person(), making.person()

    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(
            user=user, deputy=user if same else other, begins_on=TODAY, ends_on=TODAY + timedelta(days=days)
        )


@pytest.mark.parametrize(
    ("language", "title"),
    [("fr", "chargée de programme"), ("ar", "مكلفة بالبرنامج"), ("en", "programme officer")],
)
def test_title_is_said_in_the_language_of_the_page(language, title):
    user = making.person(Role.OFFICER, title="chargée de programme", title_ar="مكلفة بالبرنامج")
    assert user.title_in(language) == title


@pytest.mark.parametrize(("language", "title"), [("fr", "responsable régional"), ("ar", "مسؤول جهوي")])
def test_person_without_title_has_that_of_the_role(language, title):
    assert making.person(Role.MANAGER).title_in(language) == title
