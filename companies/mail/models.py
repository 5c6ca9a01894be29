import uuid
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from companies.mail import checks, slots
from companies.mail.enums import AddressState, MessageState, ReceivedKind

LARGEST: Final = 1_000_000
"""Octets in a message: a batch of the largest ones must fit into the memory of its sender."""


def _octets(field: str) -> models.Func:
    return models.Func(models.F(field), function="octet_length", output_field=models.IntegerField())


class Address(models.Model):
    """What is known of an address, over all contacts that share it.

    `last_sent_at` is on the business clock: when the last optional message was posted.
    """

    email = models.EmailField(_("address"), unique=True)
    state = models.CharField(_("state"), max_length=10, choices=AddressState.choices, default=AddressState.OK)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    changed_at = models.DateTimeField(_("in this state since"), null=True, blank=True)
    last_sent_at = models.DateTimeField(_("last optional message"), null=True, blank=True)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AddressState.values), name="mail_address_state"),
            models.CheckConstraint(condition=Q(email=models.functions.Lower("email")), name="mail_address_small"),
        ]
        indexes = [models.Index(fields=["state"], name="mail_address_not_ok", condition=~Q(state="ok"))]

    def __str__(self) -> str:
        return self.email


class Message(models.Model):
    """One mail, from outbox to outcome. Lease, token, attempts and SMTP answer live only here (ruling 1).

    `next_attempt_at` and the lease are on the database's clock; `posted_at`, `not_after` and `accepted_at` (when
    its batch was claimed) on the business clock. Attempts count messages whose sending began. The id makes the
    Message-ID.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(_("purpose"), max_length=40)
    stream = models.CharField(_("stream"), max_length=40, blank=True)
    to_email = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    from_email = models.CharField(_("from"), max_length=400, blank=True)
    reply_to = models.CharField(_("reply to"), max_length=400, blank=True)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField("HTML", blank=True)
    unsubscribe = models.CharField(
        _("address to stop"), max_length=400, blank=True, help_text=_("one click ends optional mail (RFC 8058)")
    )
    essential = models.BooleanField(_("essential"), default=False)
    secret = models.BooleanField(_("secret"), default=False, help_text=_("the text is blanked once accepted"))
    posted_at = models.DateTimeField(_("posted"))
    not_after = models.DateTimeField(_("worthless after"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), db_default=Now())
    lease_token = models.UUIDField(_("lease"), null=True, blank=True)
    lease_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    smtp_code = models.PositiveSmallIntegerField(_("answer of the mail server"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    seen_at = models.DateTimeField(_("trouble seen by a person"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-posted_at", "id"]
        indexes = [
            models.Index(
                models.F("essential").desc(),
                "next_attempt_at",
                name="mail_message_due",
                condition=Q(state="queued"),
            ),
            models.Index(
                fields=["lease_until"],
                name="mail_message_leased",
                condition=Q(state="leased"),
            ),
            models.Index(fields=["stream", "posted_at"], name="mail_message_stream"),
            models.Index(
                fields=["-posted_at", "-id"],
                name="mail_message_troubled",
                condition=Q(state__in=["dead", "uncertain"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="mail_message_state"),
            models.CheckConstraint(
                condition=Q(state="leased", lease_token__isnull=False, lease_until__isnull=False)
                | (~Q(state="leased") & Q(lease_token__isnull=True)),
                name="mail_message_leased_with_token",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(accepted_at__isnull=False),
                name="mail_message_sent_when",
            ),
            models.CheckConstraint(
                condition=Q(LessThanOrEqual(_octets("text") + _octets("html"), LARGEST)), name="mail_message_size"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Wording(models.Model):
    """One version of the words of one message in one language; the newest is used, none is overwritten."""

    slot = models.CharField(_("message"), max_length=40)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    version = models.PositiveIntegerField(_("version"), default=1)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"))
    created_at = models.DateTimeField(_("written"))
    made_by = models.BigIntegerField(_("written by"), null=True, blank=True, editable=False)  # a user: mail knows none

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ["slot", "language", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["slot", "language", "version"], name="mail_wording_version"),
        ]

    def __str__(self) -> str:
        named = {"what": self.title, "language": self.get_language_display(), "n": self.version}
        return _("%(what)s · %(language)s · version %(n)s") % named

    def save(self, **kwargs: Any) -> None:
        self.clean()
        super().save(**kwargs)

    def clean(self) -> None:
        """A text is held to what its slot declares; a slot that nobody declares cannot have one."""
        slot = slots.SLOTS.get(self.slot)
        if slot is None:
            raise ValidationError({"slot": _("No message of this name.")})
        checks.check(slot, self.language, self.subject, self.body)
        twin = self.twin()
        if twin:
            taken = {"other": str(twin)}
            raise ValidationError({"subject": _("Another message has this subject: %(other)s.") % taken})

    @property
    def title(self) -> str:
        """What the message is, in words; its code where nobody declares it."""
        slot = slots.SLOTS.get(self.slot)
        return str(slot.label) if slot and slot.label else self.slot

    def twin(self) -> "Wording | None":
        """The newest text of another message, in any language, whose subject differs by placeholders at most."""
        mine = checks.bare(self.subject)
        if not mine:
            return None
        rows = Wording.objects.exclude(slot=self.slot, language=self.language).exclude(subject="")
        newest = rows.order_by("slot", "language", "-version").distinct("slot", "language").defer("body")
        return next((each for each in newest if checks.bare(each.subject) == mine), None)


class Relay(models.Model):
    """The mail server as its senders find it: one row, shared by all of them, on the database's clock."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    paused_until = models.DateTimeField(_("paused until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    alarmed_at = models.DateTimeField(_("alarm given"), null=True, blank=True)
    beat_at = models.DateTimeField(_("last looked for mail to send"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail server")
        verbose_name_plural = _("mail server")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="mail_relay_is_one_row")]

    def __str__(self) -> str:
        return self.reason or "ok"


class Received(models.Model):
    """One mail that came in, read once: what it is, which of our messages it answers, and what a person wrote.

    `message_id` is the sender's own, or a digest of the mail where it has none: reading a mailbox twice changes
    nothing. Attachments are names only; no file is opened or kept. A reply's words stay here until somebody above has
    filed them (`filed_at`, business clock), then they stand in one place only; those of other mail are never kept.
    """

    message_id = models.CharField(max_length=300, unique=True)
    kind = models.CharField(_("kind"), max_length=9, choices=ReceivedKind.choices)
    from_email = models.EmailField(_("from"), blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    attachments = models.JSONField(_("attached, not opened"), default=list, blank=True)
    answers = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="received", verbose_name=_("answers")
    )
    stream = models.CharField(_("stream"), max_length=40, blank=True)
    status = models.CharField(_("delivery status"), max_length=12, blank=True, help_text="RFC 3463")
    at = models.DateTimeField(_("read"))
    filed_at = models.DateTimeField(_("filed"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail received")
        verbose_name_plural = _("mail received")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["kind", "id"], name="mail_received_kind"),
            models.Index(fields=["id"], name="mail_received_to_file", condition=Q(kind="reply", filed_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ReceivedKind.values), name="mail_received_kind_known")
        ]

    def __str__(self) -> str:
        return self.subject or self.message_id


class Mailbox(models.Model):
    """The mailbox for bounces and replies, as its reader finds it: one row, on the database's clock."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    read_at = models.DateTimeField(_("last read"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailbox")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="mailbox_is_one_row")]

    def __str__(self) -> str:
        return self.error or "ok"
