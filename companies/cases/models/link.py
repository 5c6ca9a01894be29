"""Addresses with a token, each for one act on one case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from companies.cases import enums
from companies.cases.models.case import Case
from companies.cases.querysets import LinkQuerySet
from companies.registry.models import Contact


class Link(models.Model):
    """A capability for one act on one case; its token is stored hashed and never logs anyone in."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="links")
    act = models.CharField(max_length=12, choices=enums.Act.choices)
    issued_at = models.DateTimeField(_("issued"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.act} {self.pk}"
