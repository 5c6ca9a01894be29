"""Coming in by oneself: what was typed before anybody knew who typed it, the proof of a mailbox, the asking to join."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from companies.cases.models import Case, Link
from companies.cases.querysets import within_reach
from companies.enrolment.enums import Checked, EntryState, Purpose, Through, Verdict, Why
from companies.registry.models import Contact

if TYPE_CHECKING:
    from companies.accounts.models import User


class Proof(models.Model):
    """A code mailed to an address, for one purpose; who types it reads mail there.

    The code is kept hashed. Wrong tries count here, so on one asking: nobody uses up those of somebody else.
    """

    purpose = models.CharField(_("for"), max_length=7, choices=Purpose.choices)
    email = models.EmailField(_("E-mail address"))
    code_hash = models.CharField(max_length=64, editable=False)
    sent_at = models.DateTimeField(_("sent"))
    sendings = models.PositiveSmallIntegerField(_("codes sent"), default=1)
    tries = models.PositiveSmallIntegerField(_("wrong codes"), default=0)
    proved_at = models.DateTimeField(_("proven"), null=True, blank=True)

    class Meta:
        verbose_name = _("proof of a mailbox")
        verbose_name_plural = _("proofs of mailboxes")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="proof_email_small")]
        indexes = [models.Index(fields=["sent_at"], name="proof_sent")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class Entry(models.Model):
    """What somebody typed who came by themselves: the first page, kept until it is theirs, or swept.

    `answers` are by question of the form, `carried` those of the eligibility check. Once the file is known and some
    of them differ from what stands there, they wait here to be taken over: nothing is overwritten silently.
    """

    state = models.CharField(_("state"), max_length=7, choices=EntryState.choices, default=EntryState.TYPED)
    answers = models.JSONField(_("typed"), default=dict, blank=True)
    carried = models.JSONField(_("from the eligibility check"), default=dict, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="fr")
    email = models.EmailField(_("E-mail address"), blank=True)
    proof = models.ForeignKey(Proof, on_delete=models.SET_NULL, null=True, blank=True, related_name="entries")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, blank=True, related_name="entries")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="entries")
    begun_at = models.DateTimeField(_("begun"))
    proven_at = models.DateTimeField(_("mailbox proven"), null=True, blank=True)

    class Meta:
        verbose_name = _("entry of one’s own")
        verbose_name_plural = _("entries of one’s own")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="entry_email_small"),
            models.CheckConstraint(
                condition=Q(state="typed") | Q(state="ended") | Q(proven_at__isnull=False), name="entry_proven"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "entered"]) | Q(case__isnull=False), name="entry_has_a_file"
            ),
        ]
        indexes = [models.Index(fields=["state", "begun_at"], name="entry_state")]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"

    def said(self, key: str) -> str:
        """A text that was typed, "" where none was."""
        value: Any = self.answers.get(key)
        return value if isinstance(value, str) else ""


class JoiningQuerySet(models.QuerySet["Joining"]):
    def visible_to(self, user: "User") -> "JoiningQuerySet":
        return self.filter(within_reach(user, "case__"))

    def open(self) -> "JoiningQuerySet":
        return self.filter(decided_at__isnull=True)


class Joining(models.Model):
    """Somebody with a proven mailbox asks to open the file of a company that we know with other people.

    One waits for each case and address. `link` is the main contact's, for a yes or no; a no that does not decide is
    `objected_at`.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="joinings", verbose_name=_("File"))
    entry = models.ForeignKey(Entry, on_delete=models.SET_NULL, null=True, blank=True, related_name="joinings")
    link = models.OneToOneField(Link, on_delete=models.SET_NULL, null=True, blank=True, related_name="joining")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("E-mail address"))
    phone = models.CharField(_("Telephone"), max_length=16, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="fr")
    why = models.CharField(_("why"), max_length=9, choices=Why.choices)
    asked_at = models.DateTimeField(_("asked"))
    objected_at = models.DateTimeField(_("the main contact said no"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    verdict = models.CharField(_("result"), max_length=7, choices=Verdict.choices, blank=True, default="")
    through = models.CharField(_("decided by"), max_length=7, choices=Through.choices, blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    checked = models.CharField(
        _("how the identity was checked"), max_length=6, choices=Checked.choices, blank=True, default=""
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = JoiningQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "email"], condition=Q(decided_at__isnull=True), name="joining_one_waits"
            ),
            models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="joining_email_small"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, verdict="")
                | Q(decided_at__isnull=False, verdict__in=Verdict.values),
                name="joining_verdict",
            ),
            models.CheckConstraint(
                condition=~Q(through="officer", verdict="allowed") | ~Q(checked=""),
                name="joining_identity_checked",
                violation_error_message=_("Say how you made sure of who it is."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email
