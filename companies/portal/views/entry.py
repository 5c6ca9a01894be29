"""Coming in by oneself: the first page without any account, then an address, a code, and on to the form.

Until a mailbox is proven nothing is looked up, so nothing can show: the pages and their time are the same for all.
"""

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from companies.accounts.models import User
from companies.cases.models import Case
from companies.common import clock
from companies.common.refusals import Refusal
from companies.enrolment.actions import arriving, entering, proving
from companies.enrolment.actions.arriving import Arrival
from companies.enrolment.entries import Entry
from companies.enrolment.enums import EntryState, Purpose
from companies.enrolment.mailboxes import mailbox_of
from companies.enrolment.pages import APPLICATION, COMPANY
from companies.portal import arrivals, limits, sessions, traps
from companies.portal.entry_forms import AddressForm, JoinForm, ProofForm
from companies.questionnaires import published
from companies.questionnaires.declarations import FormDeclaration
from companies.questionnaires.forms import PageForm
from companies.web.signin import open_session
from companies.web.views.account import unhurried

get_or_post: Final = require_http_methods(["GET", "HEAD", "POST"])
EntryView = Callable[[HttpRequest, Entry], HttpResponse]
Page = Callable[[HttpRequest], HttpResponse]


def on_entry(view: EntryView) -> Page:
    """A page of the entry this session has begun; without one, the beginning."""

    @login_not_required
    @never_cache
    @get_or_post
    @wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        entry = arrivals.entry_of(request)
        return view(request, entry) if entry else redirect("portal:apply")

    return opened


@login_not_required
@never_cache
@get_or_post
def apply(request: HttpRequest) -> HttpResponse:
    """The first page of the form, for anybody. What is typed is kept for this session, whatever it is."""
    at = clock.now()
    year = arriving.open_year()
    if not arriving.takes_entries(year, at):
        return render(request, "portal/entry/closed.html", {"year": year})
    declared = published.current_declaration(APPLICATION.key, year)
    first, entry = declared.page(COMPANY.key) or COMPANY, arrivals.entry_of(request)
    if request.method != "POST":
        kept = entry.answers if entry else arrivals.carried(request)
        return _draw(request, declared, PageForm(first, kept=kept, on=clock.local_day(at)))
    if limits.used_up(limits.ENTRY_PAGES, limits.place(request)):
        return render(request, "429.html", status=429)
    form = PageForm(first, kept={}, on=clock.local_day(at), data=request.POST)
    if traps.caught(request):  # who has something to correct presses again anyway, and more slowly
        return _draw(request, declared, form, again=form.is_valid())
    entry = _keep(request, entry, form)
    wanting = arrivals.wanting(entry)
    if wanting or not (form.is_valid() or request.POST.get("then") == "anyway"):
        return _draw(request, declared, form, wanting=wanting)
    return _on_from_first(request, entry)


def _keep(request: HttpRequest, entry: Entry | None, form: PageForm) -> Entry:
    at = clock.now()
    if entry and entry.state in (EntryState.TYPED, EntryState.PROVEN):
        return entering.keep(entry, form.answers(), at=at)
    begun = entering.begin(form.answers(), arrivals.carried(request), language=get_language() or "fr", at=at)
    arrivals.remember(request, begun)
    return begun


def _on_from_first(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Who is signed in has proven their mailbox; anybody else is asked for one."""
    if isinstance(request.user, User):
        entry = entering.note_proven(entry, request.user.email, at=clock.now())
    return arrive(request, entry) if entry.state == EntryState.PROVEN else redirect("portal:apply_address")


def _draw(
    request: HttpRequest, declared: FormDeclaration, form: PageForm, *, again: bool = False, wanting: str = ""
) -> HttpResponse:
    given = {
        "form": form,
        "page": form.page,
        "again": again,
        "wanting": wanting,
        "may_go_on": form.is_bound and not again and not wanting,
        "page_count": str(len(declared.pages)),
        "minutes": sum(page.minutes for page in declared.pages),
        "traps": traps.fields(),
    }
    return render(request, "portal/entry/first.html", given)


@unhurried
@on_entry
def address(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Where the code goes. Known or not, the next page is the same, and so is the mail."""
    if entry.state != EntryState.TYPED:
        return _onward(entry)
    form = AddressForm(request.POST if request.method == "POST" else None, initial={"email": entry.email})
    if request.method == "POST" and traps.caught(request):
        return render(request, "portal/entry/address.html", {"form": form, "traps": traps.fields(), "again": True})
    if form.is_bound and form.is_valid():
        if not limits.used_up(limits.PROOFS_FROM_HERE, limits.place(request)):
            _send(request, entry, form.cleaned_data["email"])
            return redirect("portal:apply_code")
        form.add_error("email", _("Too many attempts from here. Wait a few minutes, then try again."))
    return render(request, "portal/entry/address.html", {"form": form, "traps": traps.fields(), "again": False})


def _send(request: HttpRequest, entry: Entry, email: str) -> None:
    """A code to the address typed; where none may leave, the one that came there before goes on working."""
    language = get_language() or "fr"
    mailed = limits.lets_proof_leave(request, email)
    if not mailed:
        messages.warning(request, arrivals.held_back())
        if entry.proof and entry.proof.email == email.strip().lower():
            return
    proof = proving.ask(Purpose.ENTRY, email, language=language, mailed=mailed, at=clock.now())
    entering.ask_proof(entry, proof)


@unhurried
@on_entry
def code(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The code that was mailed; wrong ones count for this asking alone."""
    if entry.state != EntryState.TYPED:
        return _onward(entry)
    if entry.proof is None:
        return redirect("portal:apply_address")
    if request.POST.get("action") == "resend":
        return _send_again(request, entry)
    form = ProofForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if proving.prove(entry.proof, form.cleaned_data["code"], at=clock.now()):
            return arrive(request, entering.note_proven(entry, entry.proof.email, at=clock.now()))
        form.add_error("code", arrivals.wrong_code(entry.proof, clock.now()))
    return render(request, "portal/entry/code.html", {"form": form, "address": entry.email})


def _send_again(request: HttpRequest, entry: Entry) -> HttpResponse:
    proof = entry.proof
    if proof is None or limits.used_up(limits.PROOFS_FROM_HERE, limits.place(request)):
        messages.error(request, _("Too many attempts from here. Wait a few minutes, then try again."))
        return redirect("portal:apply_code")
    mailed = limits.lets_proof_leave(request, proof.email)
    if proving.ask_again(proof, language=get_language() or "fr", mailed=mailed, at=clock.now()):
        said = _("A new code is on its way. The one before no longer works.") if mailed else arrivals.held_back()
        messages.add_message(request, messages.SUCCESS if mailed else messages.WARNING, said)
        return redirect("portal:apply_code")
    messages.error(request, _("Several codes were sent already. Write your address again, or call us."))
    return redirect("portal:apply_address")


def arrive(request: HttpRequest, entry: Entry, *, chosen: Case | None = None, another: bool = False) -> HttpResponse:
    """Where the proven address and the ICE lead; from here on the person may know what we know of them."""
    if entry.state == EntryState.PROVEN and limits.used_up(limits.ENTRIES_OF_ADDRESS, mailbox_of(entry.email)):
        return render(request, "429.html", status=429)
    arrivals.note_counted(request, entry)
    try:
        arrival = entering.enter(entry, at=clock.now(), chosen=chosen, another=another)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        if refusal.field == "email":
            arrivals.forget(request)
        return redirect("portal:apply")
    if arrival.user is not None and arrival.case is not None:
        return _come_in(request, arrival, arrival.user, arrival.case)
    return redirect("portal:apply_choose" if arrival.choices else "portal:apply_join")


def _come_in(request: HttpRequest, arrival: Arrival, user: User, case: Case) -> HttpResponse:
    arrivals.forget(request)
    sessions.close_draft(request)
    if request.user != user:
        open_session(request, user)
    if arrival.pending:
        messages.info(request, _("Your file is here already. Nothing in it was changed."))
        return redirect("portal:typed", reference=case.reference)
    name = "portal:tasks" if Case.objects.filter(pk=case.pk, status="draft").exists() else "portal:file"
    return redirect(name, reference=case.reference)


def _onward(entry: Entry) -> HttpResponse:
    """Where an entry stands whose mailbox is proven; nothing happens by looking, and nothing is told by it.

    Whether an ICE is on file is an answer, and answers are counted: `arrive` gives them.
    """
    if entry.state == EntryState.ENTERED:
        return redirect("portal:files")
    return redirect("portal:apply_join" if entry.state == EntryState.WAITING else "portal:apply")


@on_entry
def choose(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The address opens files of other companies: is it about one of them, or about another company?"""
    files = entering.own_files(entry)
    if not files:
        return _onward(entry)
    wanted = request.POST.get("case", "")
    chosen = next((case for case in files if case.reference == wanted), None)
    if chosen or wanted == "another":
        return arrive(request, entry, chosen=chosen, another=chosen is None)
    return render(request, "portal/entry/choose.html", {"files": files, "entry": entry})


@on_entry
def join(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Others are on file for this company: asking them, and what happens next."""
    if entry.state == EntryState.WAITING:
        return render(request, "portal/entry/waiting.html", arrivals.waiting(entry))
    if not (arrivals.is_counted(request, entry) and entering.leads_to_known(entry)):
        return _onward(entry)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            asked = entering.ask_to_join(entry, **form.cleaned_data, at=clock.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect("portal:apply_join") if asked else arrive(request, entry, another=True)
    return render(request, "portal/entry/join.html", {"form": form, "entry": entry} | arrivals.office())
