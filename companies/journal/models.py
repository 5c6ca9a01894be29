from django.db import models
from django.utils.translation import gettext_lazy as _

from companies.journal.enums import ActorKind


class Entry(models.Model):
    """One fact of the audit trail. No foreign key, no name, no free text: those live in erasable rows.

    A trigger refuses UPDATE, DELETE and TRUNCATE (migration 0002).
    """

    at = models.DateTimeField(_("at"))
    actor_kind = models.CharField(_("actor"), max_length=6, choices=ActorKind.choices)
    actor_id = models.BigIntegerField(_("actor number"), null=True, blank=True)
    behalf_id = models.BigIntegerField(_("on behalf of contact"), null=True, blank=True)
    stream = models.CharField(_("stream"), max_length=40, blank=True, help_text=_("for instance case:17"))
    verb = models.CharField(_("verb"), max_length=40)
    object_type = models.CharField(_("object"), max_length=40)
    object_id = models.CharField(_("object number"), max_length=40)
    data = models.JSONField(_("codes and numbers"), default=dict, blank=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ["-id"]
        indexes = [models.Index(fields=["stream", "id"], name="journal_stream")]
        constraints = [
            models.CheckConstraint(condition=models.Q(actor_kind__in=ActorKind.values), name="journal_actor_kind"),
            models.CheckConstraint(
                condition=models.Q(actor_kind="system") | models.Q(actor_id__isnull=False),
                name="journal_actor_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type}:{self.object_id}"
