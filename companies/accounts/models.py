from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from companies.accounts.enums import Role
from companies.accounts.managers import UserManager
from companies.accounts.roles import GRANTS, Grant
from companies.journal.actors import Actor
from companies.journal.enums import ActorKind
from companies.reference.models import Region


class User(AbstractBaseUser):
    """A person who signs in, with an e-mail address as login. Anonymised, never deleted (ruling 3)."""

    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(
        _("title in signatures, in French"),
        max_length=80,
        blank=True,
        help_text=_("as the person wishes to be named, for instance « chargée de programme »"),
    )
    title_ar = models.CharField(
        _("title in signatures, in Arabic"),
        max_length=80,
        blank=True,
        help_text=_("for instance « مكلفة بالبرنامج »"),
    )
    phone = models.CharField(_("Telephone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="fr")
    digest = models.BooleanField(
        _("the morning’s list by mail"),
        default=True,
        help_text=_("For those who look after files: one mail on working mornings with something to do."),
    )
    role = models.CharField(_("role"), max_length=8, choices=Role.choices, default=Role.COMPANY)
    regions = models.ManyToManyField(Region, verbose_name=_("regions"), blank=True, related_name="people")
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), null=True, blank=True)
    anonymised_at = models.DateTimeField(_("anonymised"), null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role"),
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="user_email_in_small_letters",
                violation_error_message=_("Write the address in small letters."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        """How the admin's header greets."""
        return self.name

    def title_in(self, language: str) -> str:
        """As the person wishes to be named in that language; else the role's word in it."""
        own = {"fr": self.title, "ar": self.title_ar}.get(language, "")
        if own:
            return own
        with translation.override(language):
            word = str(Role(self.role).label)
        return word[:1].lower() + word[1:]

    @property
    def grant(self) -> Grant:
        return GRANTS[Role(self.role)]

    @property
    def is_staff(self) -> bool:
        """Whether the Django admin opens; the admin asks under this name."""
        return self.is_active and self.grant.admin

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """The admin's question: administrators may all of it, nobody else enters. Roles grant the rest."""
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What a session is held to at every request, also with an earlier secret key.

        The address and the role beside Django's password: a session of before they changed is over, even one that a
        request wrote anew while `end_sessions` ran.
        """
        held = f"{self.password}\n{self.email}\n{self.role}"
        return salted_hmac(
            "companies.accounts.models.User.session", held, secret=secret, algorithm="sha256"
        ).hexdigest()

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind.USER, self.pk)

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split()[:2]).upper()


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: date) -> "AbsenceQuerySet":
        return self.filter(begins_on__lte=day, ends_on__gte=day)

    def meeting(self, other: "Absence") -> "AbsenceQuerySet":
        """Those that share a day with `other`, itself left out."""
        return self.filter(begins_on__lte=other.ends_on, ends_on__gte=other.begins_on).exclude(pk=other.pk)


class Absence(models.Model):
    """An officer away, and who stands in; visibility, signatures and lists agree on it (ruling 10)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences", verbose_name=_("who is away"))
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputising", verbose_name=_("Deputy"))
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["-begins_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(begins_on__lte=models.F("ends_on")),
                name="absence_dates_ordered",
                violation_error_message=_("The last day comes before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(user=models.F("deputy")),
                name="absence_deputy_is_another",
                violation_error_message=_("Nobody can stand in for themselves."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.begins_on:%Y-%m-%d}"

    def clean(self) -> None:
        """Somebody is there on every day: who stands in is not away, and who goes away stands in for nobody."""
        if None in (self.user_id, self.deputy_id, self.begins_on, self.ends_on):
            return
        others = Absence.objects.meeting(self).select_related("user")
        if others.filter(user=self.deputy_id).exists():
            away = _("This person is away on one of these days: choose somebody else.")
            raise ValidationError({"deputy": away})
        held = others.filter(deputy=self.user_id).order_by("begins_on", "id").first()
        if held:
            needed = _("This person stands in for %(name)s on one of these days: name another deputy there first.")
            raise ValidationError({"user": ValidationError(needed, params={"name": held.user.name})})
