from django.db import models
from django.utils.translation import gettext_lazy as _


class ClockOffset(models.Model):
    """How far the demonstration's clock runs ahead: one row, refused outside a demonstration."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    days = models.PositiveIntegerField(_("days ahead"), default=0)

    class Meta:
        verbose_name = _("demonstration clock")
        verbose_name_plural = _("demonstration clock")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="clock_offset_is_one_row"),
        ]

    def __str__(self) -> str:
        return f"+{self.days} d"
