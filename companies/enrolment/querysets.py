from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from companies.cases.enums import Status
from companies.cases.querysets import within_reach

if TYPE_CHECKING:
    from companies.accounts.models import User
    from companies.cases.models import Case
    from companies.enrolment.models import CompletionRequest, Confirmation, Document, DocumentSlot  # noqa: F401


class SlotQuerySet(models.QuerySet["DocumentSlot"]):
    def asked_of(self, year_id: int, legal_form: str) -> "SlotQuerySet":
        """Those of a year that a company of this form (a code, "" while unknown) is asked for, in their order."""
        fits = Q(legal_forms=None) | Q(legal_forms__code=legal_form)
        return self.filter(fits, year=year_id, active=True).distinct()


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: "User") -> "DocumentQuerySet":
        return self.filter(within_reach(user, "case__"))

    def given(self) -> "DocumentQuerySet":
        """Not taken back, and still there: what the scanner found infected was never given."""
        return self.filter(removed_at=None).exclude(upload__scan="infected")

    def of(self, case: "Case") -> "DocumentQuerySet":
        return (
            self.filter(case=case, removed_at=None)
            .select_related("upload", "slot", "by")
            .order_by("slot__position", "id")
        )


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def visible_to(self, user: "User") -> "ConfirmationQuerySet":
        return self.filter(within_reach(user, "application__case__"))

    def waiting(self) -> "ConfirmationQuerySet":
        """Asked and not ended, of what can still be sent by it; stale ones included."""
        return self.filter(ended_at=None, application__case__status=Status.DRAFT)


class CompletionRequestQuerySet(models.QuerySet["CompletionRequest"]):
    def visible_to(self, user: "User") -> "CompletionRequestQuerySet":
        return self.filter(within_reach(user, "case__"))
