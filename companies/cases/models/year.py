"""A programme year."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from companies.cases import enums
from companies.cases.querysets import YearQuerySet


class ProgrammeYear(models.Model):
    """One campaign. `places` are companies supported, not the length of the list (ruling 12)."""

    code = models.CharField(_("code"), max_length=8, unique=True, help_text=_("for instance 2027"))
    opens_on = models.DateField(_("applications from"))
    closes_on = models.DateField(_("Closing date"), help_text=_("The day counts until 23:59."))
    places = models.PositiveIntegerField(_("places"), default=400)
    answer_days = models.PositiveSmallIntegerField(
        _("days to answer an application"), default=60, help_text=_("Law 55-19")
    )
    state = models.CharField(
        _("state"), max_length=8, choices=enums.YearState.choices, default=enums.YearState.PREPARED
    )

    objects = YearQuerySet.as_manager()

    class Meta:
        verbose_name = _("Programme year")
        verbose_name_plural = _("programme years")
        ordering = ["-opens_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("closes_on")),
                name="year_dates_ordered",
                violation_error_message=_("The closing date comes before the opening."),
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state="open"),
                name="year_one_open",
                violation_error_message=_("Another programme year is open; close it first."),
            ),
            models.CheckConstraint(condition=Q(state__in=enums.YearState.values), name="year_state"),
        ]

    def __str__(self) -> str:
        return self.code
