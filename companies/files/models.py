from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.files.enums import Scan, Sort


class UploadQuerySet(models.QuerySet["Upload"]):
    def to_scan(self, *, at: datetime) -> "UploadQuerySet":
        """Those no scanner has judged and whose turn it is, oldest first; `unscanned` ones once there is a scanner."""
        held = self.filter(scan__in=(Scan.WAITING, Scan.UNSCANNED), erased_at=None)
        return held.filter(Q(scan_after=None) | Q(scan_after__lte=at)).order_by("id")


class Upload(models.Model):
    """One file as it was taken in: recognised by its content, kept under a random name."""

    stored_as = models.CharField(max_length=60, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, help_text=_("as the person called it, made safe"))
    sort = models.CharField(_("kind of file"), max_length=4, choices=Sort.choices)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64, db_index=True)
    pages = models.PositiveSmallIntegerField(_("pages"), default=1)
    scan = models.CharField(_("virus check"), max_length=9, choices=Scan.choices)
    scanned_at = models.DateTimeField(_("checked"), null=True, blank=True)
    scan_tries = models.PositiveSmallIntegerField(_("checks tried"), default=0)
    scan_after = models.DateTimeField(_("check again from"), null=True, blank=True)
    scan_found = models.CharField(_("found"), max_length=120, blank=True, help_text=_("as the scanner named it"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="uploads",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))
    dropped_at = models.DateTimeField(_("no longer used since"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(sort__in=Sort.values), name="upload_sort"),
            models.CheckConstraint(condition=Q(scan__in=Scan.values), name="upload_scan"),
            models.CheckConstraint(
                condition=~Q(scan__in=(Scan.CLEAN, Scan.INFECTED)) | Q(scanned_at__isnull=False),
                name="upload_judged_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="upload_to_scan", condition=Q(scan__in=("waiting", "unscanned"))),
            models.Index(fields=["dropped_at"], name="upload_to_erase", condition=Q(erased_at=None)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def mime(self) -> str:
        return Sort(self.sort).mime
