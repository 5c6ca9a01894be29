"""Every write about a person that means something: made, granted, moved, away, gone."""

from collections.abc import Iterable
from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from companies.accounts.enums import Role
from companies.accounts.models import Absence, User
from companies.common.refusals import Refusal
from companies.common.text import clean
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.reference.models import Region


class AddressTaken(Refusal):
    """Another person signs in with this address."""


class NotAllowed(Refusal):
    """The change would leave the programme without its administrator, or a person without sense."""


@transaction.atomic
def create(
    email: str,
    *,
    name: str,
    role: Role,
    by: Actor,
    at: datetime,
    regions: Iterable[Region] = (),
    language: str = "fr",
    title: str = "",
    title_ar: str = "",
    phone: str = "",
    password: str | None = None,
) -> User:
    """A new person, without password unless one is given: they come in by codes. Raises AddressTaken."""
    if User.objects.filter(email=email.strip().lower()).exists():
        raise _taken()
    said = {"name": clean(name), "title": clean(title), "title_ar": clean(title_ar), "phone": phone}
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, role=role, language=language, joined_at=at, **said)
    except IntegrityError as error:  # made at the same moment, elsewhere
        raise _taken() from error
    user.regions.set(regions)
    journal.record("user.created", user, by=by, at=at, role=role)
    return user


def _taken() -> AddressTaken:
    return AddressTaken(_("Another person signs in with this address."), "email")


@transaction.atomic
def grant(user: User, *, role: Role, regions: Iterable[Region], by: Actor, at: datetime) -> User:
    """Give another role or other regions. Every session ends, so that nobody keeps what was taken away."""
    _refuse_to_oneself(user, by)
    before = User.objects.select_for_update().values_list("role", flat=True).get(pk=user.pk)
    user.role = role
    user.save(update_fields=["role"])
    user.regions.set(regions)
    end_sessions(user)
    codes = ",".join(sorted(region.code for region in user.regions.all()))
    journal.record("user.granted", user, by=by, at=at, before=before, role=role, regions=codes)
    return user


@transaction.atomic
def choose_language(user: User, language: str, *, by: Actor, at: datetime) -> User:
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
        journal.record("user.language_chosen", user, by=by, at=at, language=language)
    return user


@transaction.atomic
def describe(user: User, *, name: str, phone: str, by: Actor, at: datetime) -> User:
    """How a person of a company is called and reached."""
    if (user.name, user.phone) != (clean(name), phone):
        user.name, user.phone = clean(name), phone
        user.save(update_fields=["name", "phone"])
        journal.record("user.described", user, by=by, at=at)
    return user


@transaction.atomic
def change_address(user: User, email: str, *, by: Actor, at: datetime) -> User:
    """Sign-in and codes move to another address; every session ends. Raises AddressTaken."""
    user.email = email.strip().lower()
    if User.objects.exclude(pk=user.pk).filter(email=user.email).exists():
        raise AddressTaken(_("Another person signs in with this address."), "email")
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    end_sessions(user)
    journal.record("user.address_changed", user, by=by, at=at)
    return user


@transaction.atomic
def reset_second_factor(user: User, *, by: Actor, at: datetime) -> User:
    """The telephone is lost: its codes stop working, and the next sign-in sets up another. Refused to oneself."""
    _refuse_to_oneself(user, by)
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    journal.record("user.second_factor_reset", user, by=by, at=at)
    return user


def note_sign_in(user: User, *, by: Actor, at: datetime) -> None:
    journal.record("user.signed_in", user, by=by, at=at)


@transaction.atomic
def deactivate(user: User, *, by: Actor, at: datetime) -> User:
    """Close the door: no more sign-in, and every session ends now."""
    _refuse_to_oneself(user, by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    journal.record("user.deactivated", user, by=by, at=at)
    return user


@transaction.atomic
def reactivate(user: User, *, by: Actor, at: datetime) -> User:
    if user.anonymised_at:
        raise NotAllowed(_("This person was anonymised and cannot come back under the same record."))
    user.is_active = True
    user.save(update_fields=["is_active"])
    journal.record("user.reactivated", user, by=by, at=at)
    return user


@transaction.atomic
def anonymise(user: User, *, by: Actor, at: datetime) -> User:
    """Erase who it was; the record stays, for what points at it (law 09-08, ruling 3). There is no way back."""
    if not user.anonymised_at:
        deactivate(user, by=by, at=at)
        user.email, user.name = f"anonymised-{user.pk}@invalid.invalid", ""
        user.title = user.title_ar = user.phone = ""
        user.anonymised_at = at
        user.set_unusable_password()
        user.save()
        EmailAddress.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        journal.record("user.anonymised", user, by=by, at=at)
    return user


def end_sessions(user: User) -> int:
    """Sign the person out everywhere; how many sessions that were.

    Sessions carry no index on their user: walking them is slow, and rare enough.
    """
    keys = [
        session.session_key
        for session in Session.objects.iterator(chunk_size=500)
        if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    return Session.objects.filter(session_key__in=keys).delete()[0]


@transaction.atomic
def announce_absence(user: User, *, deputy: User, begins_on: date, ends_on: date, by: Actor, at: datetime) -> Absence:
    """Who is away, from when until when inclusive, and who stands in. Raises NotAllowed."""
    absence = Absence(user=user, deputy=deputy, begins_on=begins_on, ends_on=ends_on)
    _check_absence(absence)
    absence.save()
    journal.record("absence.announced", absence, by=by, at=at, user=user.pk, deputy=deputy.pk)
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, on: date, by: Actor, at: datetime) -> Absence | None:
    """Back again: the day before `on` becomes the last one; an absence not yet begun is dropped (None)."""
    journal.record("absence.ended", absence, by=by, at=at, user=absence.user_id, on=on.isoformat())
    if absence.begins_on >= on:
        absence.delete()
        return None
    absence.ends_on = min(absence.ends_on, date.fromordinal(on.toordinal() - 1))
    absence.save(update_fields=["ends_on"])
    return absence


def _check_absence(absence: Absence) -> None:
    if absence.ends_on < absence.begins_on:
        raise NotAllowed(_("The last day comes before the first."), "ends_on")
    if absence.user == absence.deputy:
        raise NotAllowed(_("Nobody can stand in for themselves."), "deputy")
    if not (absence.deputy.is_active and absence.deputy.grant.desk):
        raise NotAllowed(_("A deputy is an active member of the staff."), "deputy")
    try:
        absence.clean()
    except ValidationError as error:
        field, [message] = next(iter(error.message_dict.items()))
        raise NotAllowed(message, field) from error


def _refuse_to_oneself(user: User, by: Actor) -> None:
    if by.user_id == user.pk:
        raise NotAllowed(_("Nobody changes their own rights; ask another administrator."))
