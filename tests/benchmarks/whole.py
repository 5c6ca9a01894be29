"""An application that is whole and not sent yet, again and again: what the bench sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from companies.accounts.models import User
from companies.cases.enums import Stage, Status
from companies.cases.models import Case, ProgrammeYear
from companies.common import clock
from companies.enrolment.models import Application
from companies.questionnaires.enums import Layer
from companies.questionnaires.models import Response
from tests.benchmarks import databases
from tests.enrolment import world

if TYPE_CHECKING:
    from tests.benchmarks.pages import Site


def unsent(site: Site) -> None:
    """Fill in the draft at the first call, at the later ones take back that it was sent."""
    with databases.using(databases.name(site.size)):
        application = Application.objects.select_related("response", "case__year").get(
            case__reference=site.landmarks.draft
        )
        if application.response.submitted_at is None:
            _fill(application, User.objects.get(pk=site.landmarks.company).email)
        else:
            _take_back(application)


def _fill(application: Application, email: str) -> None:
    """With the address that the company signs in with: another would end its session."""
    ProgrammeYear.objects.update(closes_on=max(application.case.year.closes_on, clock.today()))
    world.filled(world.fresh(application), at=clock.now(), contact={"email": email})


def _take_back(application: Application) -> None:
    application.response.answers.filter(layer=Layer.COUNTED).update(layer=Layer.UNSENT)
    Response.objects.filter(pk=application.response_id).update(submitted_at=None)
    Case.objects.filter(pk=application.case_id).update(stage=Stage.APPLICATION, status=Status.DRAFT)
