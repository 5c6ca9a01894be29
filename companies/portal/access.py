"""Who may open which file: a member of its company, the bearer of the session that "Start" opened, or an officer who
fills it in with the company and whose session is marked for it (`web.behalf`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeGuard

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Exists, F, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from companies.accounts.enums import Role
from companies.accounts.models import User
from companies.cases.actions.linking import hashes
from companies.cases.enums import Status
from companies.cases.models import Case, Link
from companies.common import clock, links, words
from companies.enrolment import assisted
from companies.enrolment.actions.assisting import behalf_of
from companies.enrolment.models import Application
from companies.journal.actors import Actor
from companies.journal.enums import ActorKind
from companies.portal import limits, sessions
from companies.questionnaires.models import Answer, Response
from companies.registry.enums import GONE, Access
from companies.registry.models import Company, Contact
from companies.web import behalf, typed
from companies.web.middleware import KEPT, LOST

P = ParamSpec("P")
RELATED = ("year", "region", "officer", "application__response")
ON_BEHALF: Final = frozenset(
    {
        *("portal:tasks", "portal:page", "portal:check"),
        *("portal:documents", "portal:document_add", "portal:document_again"),
        "portal:document_remove",
    }
)
"""The pages that an officer fills in for a company; sending, declining and all else of a file are the company's own.

A draft's papers are handed in and seen by name, not opened: what is in them is the company's until it sends them.
"""


AT_DESK: Final = gettext_lazy(
    "You are signed in at the desk: nothing is done from here in a company's name. "
    "To fill in with it, open its file at the desk."
)
ENDED_KEPT: Final = gettext_lazy("Your session is closed. What you just typed is kept: enter a code, then save it.")
ENDED_LOST: Final = gettext_lazy("Your session is closed. What you just sent was not saved.")
"""Where nothing tells why: signed out in another window, a link that was taken back, a session of long ago."""
IDLE: Final = gettext_lazy("Your session closed after %(minutes)s without activity.")
SPENT: Final = gettext_lazy(
    "Your session closed: opened by a link, it lasts %(hours)s at most. Your answers are kept: enter a code to go on."
)
SPENT_KEPT: Final = gettext_lazy(
    "Your session closed: opened by a link, it lasts %(hours)s at most. "
    "What you just typed is kept: enter a code, then save it."
)
SPENT_LOST: Final = gettext_lazy(
    "Your session closed: opened by a link, it lasts %(hours)s at most. What you just sent was not saved."
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One person at one file: as whom they act, and whether a link let them in rather than a sign-in.

    `behalf` is the officer who types for the contact.
    """

    case: Case
    contact: Contact
    by: Actor
    by_link: bool
    behalf: User | None = None

    @property
    def application(self) -> Application | None:
        return getattr(self.case, "application", None)


FileView = Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]
Door = Callable[Concatenate[HttpRequest, str, P], HttpResponse]


def on_file(view: FileView[P]) -> Door[P]:
    """A page of one file, by its number. What is not the visitor's does not exist; strangers are sent to sign in."""

    @login_not_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, /, reference: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        officer = _on_behalf(request, reference)
        if officer is not None:
            return view(request, officer, *args, **kwargs) if _is_theirs(request) else _back_to_form(request, reference)
        visit = _by_session(request, reference) or _by_sign_in(request, reference)
        if visit is not None:
            return view(request, visit, *args, **kwargs)
        if _has_left_form(request, reference):
            return _back_to_desk(request, reference)
        if isinstance(request.user, User):
            raise Http404
        return _to_sign_in(request, reference)

    return guarded


def speak_to(request: HttpRequest, contact: Contact) -> None:
    """Answer in the contact's language where nobody chose another one on this device."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and not isinstance(request.user, User):
        translation.activate(contact.language)
        request.LANGUAGE_CODE = contact.language


def is_at_desk(request: HttpRequest) -> bool:
    """Staff, who do nothing through a company's link: what is done with it would count as the company's own."""
    return isinstance(request.user, User) and request.user.grant.desk


def _on_behalf(request: HttpRequest, reference: str) -> Visit | None:
    """Asked anew at every page: still within reach, still a draft that can be sent, still somebody of the company."""
    user, mark = request.user, behalf.mark_of(request)
    if mark is None or mark.over or mark.reference != reference or not _assists(user):
        return None
    drafts = Case.objects.visible_to(user).filter(status=Status.DRAFT, application__isnull=False)
    found = drafts.filter(reference=reference).select_related("company__region").first()
    case = opened(found.pk, found.company) if found else None
    if case is None or not assisted.may_be_filled_in(case, on=clock.today(), application=case.application):
        return None
    contact = assisted.speakers(case).filter(pk=mark.contact).first()
    return Visit(case, contact, behalf_of(contact, user), by_link=False, behalf=user) if contact else None


def _assists(user: object) -> TypeGuard[User]:
    return isinstance(user, User) and user.grant.assists


def _is_theirs(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name in ON_BEHALF


def _back_to_form(request: HttpRequest, reference: str) -> HttpResponse:
    """What is the company's own to do is not there for an officer; a page of its own leads back to the form."""
    if request.method not in ("GET", "HEAD"):
        raise Http404
    return redirect("portal:tasks", reference=reference)


def _has_left_form(request: HttpRequest, reference: str) -> bool:
    """Whether an officer filled in something lately, and sees this file: then there is something to explain."""
    user = request.user
    if not _assists(user) or behalf.mark_of(request) is None or not _is_theirs(request):
        return False
    return Case.objects.visible_to(user).filter(reference=reference).exists()


def _back_to_desk(request: HttpRequest, reference: str) -> HttpResponse:
    """The form was left, opened for another company meanwhile, or the file has moved on."""
    mark = behalf.mark_of(request)
    if mark and mark.over:
        behalf.close_mark(request)
    said = _("The form is not open for this company any more.")
    lost = "" if request.method in ("GET", "HEAD") else _("What you just sent was not saved.")
    messages.warning(request, " ".join(part for part in (said, lost) if part))
    return redirect(links.path("desk:case", reference=reference))


def _by_session(request: HttpRequest, reference: str) -> Visit | None:
    """The bearer of the link, until somebody who signed in has written, given or sent anything: from then on what the
    file holds is behind a code, whatever becomes of that answer or paper. Where no code can be sent, who came by letter
    goes on with what an officer typed for them, and not with what colleagues answered.
    """
    draft = sessions.draft(request)
    if draft is None or draft.over or is_at_desk(request):
        return None
    usable = Link.objects.usable(at=clock.now()).exclude(contact__access__in=GONE)
    behind_a_code = Exists(Response.objects.filter(case=OuterRef("case"), behind_code_at__isnull=False))
    of_colleagues = Exists(Answer.objects.filter(response__case=OuterRef("case"), by__role=Role.COMPANY))
    open_to_it = ~behind_a_code | (Q(contact__email="") & ~of_colleagues)
    mine = usable.filter(open_to_it, pk=draft.link, case__reference=reference)
    link = mine.select_related("contact__company__region").first()
    if link is None:
        return None
    link.case = opened(link.case_id, link.contact.company)
    speak_to(request, link.contact)
    return Visit(link.case, link.contact, Actor(ActorKind.LINK, link.pk), by_link=True)


def _by_sign_in(request: HttpRequest, reference: str) -> Visit | None:
    user = request.user
    if not isinstance(user, User) or not user.grant.portal:
        return None
    of_theirs = Contact.objects.filter(user=user, access=Access.MEMBER, company__cases__reference=reference)
    found = of_theirs.annotate(case_pk=F("company__cases"))
    contact = found.select_related("company__region").first()
    if contact is None:
        return None
    return Visit(opened(contact.case_pk, contact.company), contact, user.actor, by_link=False)


def _to_sign_in(request: HttpRequest, reference: str) -> HttpResponse:
    """By a code; then on to the page that was asked for, which still has what was just typed into it."""
    draft = sessions.draft(request)
    if draft and draft.over:
        sessions.close_draft(request)
    if request.method in ("GET", "HEAD"):
        if draft and draft.over:
            messages.info(request, _in_full(SPENT if draft.spent else IDLE))
        return redirect_to_login(request.get_full_path())
    if not limits.used_up(limits.TYPED, limits.place(request)) and typed.keep(request):
        messages.warning(request, _closed(draft, SPENT_KEPT, KEPT, ENDED_KEPT))
        return redirect_to_login(request.path)
    messages.warning(request, _closed(draft, SPENT_LOST, LOST, ENDED_LOST))
    return redirect_to_login(reverse("portal:file", args=[reference]))


def _closed(draft: sessions.Draft | None, spent: Promise, idle: Promise, ended: Promise) -> str:
    """Why the session has ended, as far as it can tell, and what became of what was typed."""
    if draft is None or not draft.over:
        return str(ended)
    return _in_full(spent if draft.spent else idle)


def _in_full(sentence: Promise) -> str:
    lasts = words.hours(int(sessions.LONGEST.total_seconds() // 3600))
    return str(sentence) % {"minutes": words.minutes(settings.COMPANY_IDLE_MINUTES), "hours": lasts}


def link_for(token: str, acts: frozenset[str]) -> Link | None:
    """The link of a token for one of `acts`, whatever its state; None for a token that was never one."""
    found = Link.objects.filter(token_hash__in=hashes(token), act__in=acts)
    link = found.select_related("contact__company__region", "contact__user").first()
    if link:
        link.case = opened(link.case_id, link.contact.company)
    return link


def opened(pk: int, company: Company) -> Case:
    """The case with all that its pages name, to whoever was let in before: one query for both is planned longer than
    the two of them run.
    """
    case = Case.objects.select_related(*RELATED).get(pk=pk)
    case.company = company
    return case
