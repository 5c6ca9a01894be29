from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.cases.models import Case
from companies.cases.querysets import within_reach
from companies.dialogue.enums import Hypothesis, ObstacleCode, Source
from companies.dialogue.reasons import HYPOTHESIS
from companies.reference.models import Agreement, Country, Region, Sector
from companies.registry.models import Company

if TYPE_CHECKING:
    from companies.accounts.models import User


class ObstacleQuerySet(models.QuerySet["Obstacle"]):
    def visible_to(self, user: "User") -> "ObstacleQuerySet":
        """Those of cases within reach. Of the answers without a name, staff see their regions', companies none."""
        seen = within_reach(user, "case__")
        if user.grant.portal or user.grant.everywhere:
            return self.filter(seen, **({"company__isnull": False} if user.grant.portal else {}))
        return self.filter(seen | Q(company=None, region__in=user.regions.all()) if user.grant.by_region else seen)

    def without_name(self) -> "ObstacleQuerySet":
        """Said on the public page by somebody who is not known."""
        return self.filter(company=None)


class Obstacle(models.Model):
    """One thing that holds a company back, said by it or recorded by an officer.

    Or said on the public page without a name: then it has no company, but the region and sector, where they were told.
    """

    company = models.ForeignKey(
        Company,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="obstacles",
        verbose_name=_("Company"),
    )
    case = models.ForeignKey(
        Case,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="obstacles",
        verbose_name=_("File"),
    )
    code = models.CharField(_("Obstacle"), max_length=30, choices=ObstacleCode.choices)
    primary = models.BooleanField(_("main reason"), default=False)
    source = models.CharField(_("source"), max_length=7, choices=Source.choices)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("country"))
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("Trade agreement")
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Region"),
        help_text=_("as told on the public page; a company has its own"),
    )
    sector = models.ForeignKey(
        Sector, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Sector")
    )
    text = models.CharField(_("in the person's own words"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))

    objects = ObstacleQuerySet.as_manager()

    class Meta:
        verbose_name = _("Obstacle")
        verbose_name_plural = _("obstacles")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(code__in=ObstacleCode.values), name="obstacle_code"),
            models.CheckConstraint(
                condition=~Q(code="other") | ~Q(text=""),
                name="obstacle_other_in_words",
                violation_error_message=_("Say it in a few words."),
            ),
            models.CheckConstraint(
                condition=Q(company__isnull=False, region=None, sector=None)
                | Q(company=None, case=None, by=None, source="public"),
                name="obstacle_of_a_company_or_without_name",
                violation_error_message=_("Only what is said on the public page has no company."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()

    @property
    def hypothesis(self) -> Hypothesis:
        return HYPOTHESIS[ObstacleCode(self.code)]
