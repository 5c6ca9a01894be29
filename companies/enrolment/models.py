from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from companies.cases.models import Case
from companies.cases.querysets import within_reach
from companies.questionnaires.models import Response

if TYPE_CHECKING:
    from companies.accounts.models import User


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: "User") -> "ApplicationQuerySet":
        return self.filter(within_reach(user, "case__"))


class Application(models.Model):
    """The application's own facts. Its status is the case's (ruling 2)."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="application")
    response = models.OneToOneField(Response, on_delete=models.PROTECT, related_name="application")
    extended_to = models.DateField(_("closing date put off to"), null=True, blank=True)
    answer_by = models.DateField(
        _("answer owed by"), null=True, blank=True, help_text=_("Law 55-19, counted from the day it was sent")
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Application")
        verbose_name_plural = _("applications")
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def closes_on(self) -> date:
        """The last day it can be sent, the year's or the one granted to this company."""
        return self.extended_to or self.case.year.closes_on
