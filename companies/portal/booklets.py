"""One form of a file as it lies before somebody: what is asked of them now, and where its pages stand.

Everything that shows, keeps or sends a form goes by a booklet, whichever form it is: the application, what an officer
asked back of it, or the form of a later stage, which needs nothing but its declaration.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from companies.enrolment import actions as enrolment
from companies.enrolment import assisted, completing, rules
from companies.enrolment.models import Application, CompletionRequest
from companies.portal.access import Visit
from companies.questionnaires import keeping, published
from companies.questionnaires.actions import Sheet
from companies.questionnaires.declarations import FormDeclaration, Page, Text
from companies.questionnaires.models import Response

APPLICATION = "application"


@dataclass(frozen=True, slots=True)
class Booklet:
    """`declaration` is what is asked now: the form as it was begun, or `request`'s part of it.

    `application` is None for forms of other stages.
    """

    visit: Visit
    response: Response
    declaration: FormDeclaration
    application: Application | None = None
    request: CompletionRequest | None = None

    @property
    def title(self) -> Text:
        return self.declaration.title

    @property
    def is_narrowed(self) -> bool:
        """Whether an officer asked for certain questions or papers, and nothing else is shown."""
        return self.request is not None and self.request.names_parts

    @property
    def last_day(self) -> date | None:
        """Until when it can be sent."""
        if self.request is not None:
            return self.request.due_on
        return self.application.closes_on if self.application else self.response.due_on

    @property
    def takes_answers(self) -> bool:
        return rules.may_write(self.visit.case) if self.application else keeping.may_write(self.visit.case)

    @property
    def pages_left(self) -> list[Page]:
        return self.declaration.pages_left(self.response.pages_done)

    # -- where its pages are

    def url(self, name: str, *args: str) -> str:
        """Of "tasks", "check", "send" or "page"."""
        reference = self.visit.case.reference
        if self.application:
            return reverse(f"portal:{name}", args=[reference, *args])
        return reverse(f"portal:form_{name}", args=[reference, self.declaration.key, *args])

    def page_url(self, page: Page) -> str:
        return self.url("page", page.key)

    def after(self, page: Page) -> str:
        """The next page that is not done, looking ahead first; then the reading again."""
        following = self.declaration.after(page, self.response.pages_done)
        return self.page_url(following) if following else self.url("check")

    # -- what may be done with it

    def save(self, page: Page, values: Mapping[str, Any], *, complete: bool, sheet: Sheet, at: datetime) -> None:
        """Raises Refusal, and Conflict when somebody else changed the same answers."""
        given: dict[str, Any] = {"complete": complete, "sheet": sheet, "contact": self.visit.contact}
        given |= {"by": self.visit.by, "at": at}
        if self.application:
            enrolment.save_page(self.application, page, values, **given)
        else:
            keeping.save_page(self.visit.case, self.response, page, values, **given)

    def send(self, *, at: datetime) -> None:
        """Raises Refusal, Incomplete among them. A second press changes nothing."""
        if self.application:
            enrolment.submit(self.application, by=self.visit.by, at=at)
        else:
            keeping.send(self.visit.case, self.response, by=self.visit.by, at=at)


def of_visit(visit: Visit, key: str = APPLICATION) -> Booklet | None:
    """The form of a file by its key; None where none was begun. No statement for the application's."""
    if key == APPLICATION:
        return _of_application(visit) if visit.application else None
    response = Response.objects.filter(case=visit.case, form__key=key).order_by("-id").first()
    return Booklet(visit, response, published.declaration_of(response)) if response else None


def _of_application(visit: Visit) -> Booklet:
    application = visit.application
    assert application is not None  # noqa: S101 - asked by the caller
    request = completing.open_request(visit.case)
    whole = published.declaration_of(application.response)
    asked = assisted.for_officer(whole) if visit.behalf else completing.narrowed(whole, request)
    return Booklet(visit, application.response, asked, application, request)
