"""The start page's lines: each file with how far it is; and the ways on from one file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from companies.accounts.models import User
from companies.cases.enums import Status, YearState
from companies.cases.models import Case
from companies.enrolment import rules
from companies.enrolment.queries import Progress, progress_in
from companies.portal.access import Visit
from companies.registry.enums import Access


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file on the start page; `progress` of a draft only. `url` goes on with it, or says where it is."""

    case: Case
    url: str
    label: str
    current: bool
    progress: Progress | None = None
    saved_at: datetime | None = None

    @property
    def is_draft(self) -> bool:
        return self.progress is not None


@dataclass(frozen=True, slots=True)
class Way:
    url: str
    label: str
    count: int = 0


def mine(user: User, on: date) -> list[FileLine]:
    """The files of this year first, drafts before the others; then those of other years. One statement."""
    related = ("company", "year", "application__response")
    cases = Case.objects.visible_to(user).select_related(*related).order_by("-year__opens_on", "-id")
    return sorted((_line(case, on) for case in cases), key=lambda line: (not line.current, not line.is_draft))


def past(lines: Sequence[FileLine]) -> list[FileLine]:
    return [line for line in lines if not line.current]


def _line(case: Case, on: date) -> FileLine:
    application = getattr(case, "application", None)
    current = case.year.state != YearState.CLOSED
    where = reverse("portal:file", args=[case.reference])
    writable = case.status == Status.DRAFT and rules.takes_applications(case, on=on, application=application)
    if application is None or not writable:
        return FileLine(case, where, _("Where is my file?"), current)
    response = application.response
    go_on = reverse("portal:tasks", args=[case.reference])
    done = progress_in(application)
    return FileLine(case, go_on, _("Go on with my application"), current, done, response.saved_at)


def ways(visit: Visit) -> list[Way]:
    """What else there is on a file: answers, colleagues, profile. Only to pages that exist for this visitor."""
    found, case, application = [], visit.case, visit.application
    if application and application.response.holds_answers:
        found += [Way(_to("check", case), _("My answers")), Way(_to("file_pdf", case), _("My whole file as a PDF"))]
    if application and application.response.submitted_at:
        found.append(Way(_to("receipt", case), pgettext("link", "Receipt")))
    if not visit.by_link and visit.behalf is None:
        others = case.company.contacts.filter(access=Access.MEMBER).exclude(pk=visit.contact.pk).count()
        found += [Way(_to("people", case), _("My colleagues"), others)]
        found += [Way(reverse("portal:profile"), _("My profile, language and reminders"))]
    return [way for way in found if way.url]


def _to(name: str, case: Case) -> str:
    try:
        return reverse(f"portal:{name}", args=[case.reference])
    except NoReverseMatch:
        return ""
