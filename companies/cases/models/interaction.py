"""What happened between the programme and a company."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.cases import enums
from companies.cases.models.case import Case
from companies.cases.querysets import InteractionQuerySet
from companies.registry.models import Contact


class Interaction(models.Model):
    """A call, visit, note: something that happened between the programme and a company."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="interactions", db_index=False)
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="interactions",
        verbose_name=_("Contact"),
    )
    kind = models.CharField(_("kind"), max_length=7, choices=enums.InteractionKind.choices)
    outcome = models.CharField(_("result"), max_length=12, choices=enums.Outcome.choices, blank=True, default="")
    happened_on = models.DateField(_("on"))
    text = models.TextField(_("text"), blank=True)
    sender = models.EmailField(_("written from"), blank=True, help_text=_("of a mail, as it says itself"))
    attachments = models.JSONField(_("attached, not opened"), default=list, blank=True, help_text=_("names of files"))
    shared = models.BooleanField(_("shown to the company"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="interactions",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("noted"))

    objects = InteractionQuerySet.as_manager()

    class Meta:
        verbose_name = _("call or note")
        verbose_name_plural = _("calls and notes")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["case", "-at", "-id"], name="interaction_case_at"),
            models.Index(fields=["at"], name="interaction_mail_in", condition=Q(kind="mail") & ~Q(sender="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_on:%Y-%m-%d}"
