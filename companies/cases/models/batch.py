"""A file of targets on its way into cases."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.cases import enums
from companies.cases.querysets import ImportBatchQuerySet


class ImportBatch(models.Model):
    """One file of targets: read, shown, and kept until a person confirms or abandons it."""

    sha256 = models.CharField(max_length=64, db_index=True)
    file_name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(null=True, blank=True)
    answers = models.JSONField(_("answers given on the page"), default=dict, blank=True)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=enums.ImportState.choices, default=enums.ImportState.PREVIEW
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="import_batches",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(content__isnull=True), name="import_file_dropped"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
