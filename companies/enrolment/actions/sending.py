"""Sending an application: once, whole, with a receipt."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.cases import actions as cases
from companies.cases.enums import Sign, Status, TaskKind
from companies.cases.models import Case
from companies.common import clock
from companies.common.faults import fault
from companies.common.refusals import Refusal
from companies.enrolment import completing, emails, facts, pausing, rules
from companies.enrolment.actions.admitting import admit
from companies.enrolment.actions.filling import CannotWrite
from companies.enrolment.actions.people import revoke_all_links, tell_former_address
from companies.enrolment.models import Application, CompletionRequest
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.journal.enums import ActorKind
from companies.journal.models import Entry
from companies.questionnaires import actions as questionnaires
from companies.questionnaires import checks, keeping, published
from companies.questionnaires import queries as answers
from companies.questionnaires.declarations import Page
from companies.questionnaires.models import Response
from companies.reference import calendar
from companies.registry import actions as registry
from companies.registry.enums import GONE
from companies.registry.fields import ContactFields
from companies.registry.models import Contact

REVIEW_WITHIN: Final = timedelta(days=5)
"""By when an officer looks at what was sent; the legal time limit is longer and runs meanwhile."""
SENT: Final = "answer.sent"
COMPLETED: Final = "completion.sent"
"""Why there is something to review: the application, or what was asked of it, has come."""


NAMED_BY_ANOTHER: Final = "contact.named_by_another"
"""Why the officer makes sure of the main contact: a colleague of theirs sent the application, and names another."""
DAYS_TO_FIND: Final = 3
ICE_OF_ANOTHER: Final = "ice.of_another"
"""Why the officer calls: the ICE that was typed is on file for another company, so nothing could be sent."""
DAYS_TO_CALL: Final = 1
ICE_SETTLED: Final = "sent with another ICE"
"""What became of the call: the applicant has corrected the number, and it was taken."""
ICE_CHANGED, ICE_DOUBTED = "ice.changed", "ice.doubted"
ICES_A_DAY: Final = 5
"""Other ICE numbers that a file may send in a day, taken or not; else sending would tell which are on file."""


class NoLongerThere(Refusal):
    """The application names somebody whose access was ended, or who is the wrong person."""

    def __init__(self) -> None:
        said = _("This person no longer opens the file. Give the address of somebody who does, or call us.")
        super().__init__(said, field="email")


class IceInDoubt(Refusal):
    """Another company has the ICE. Whoever sends is not told whose it is, nor that it is anybody's: the officer is."""

    def __init__(self) -> None:
        said = _(
            "We cannot take this ICE as it is written: compare it with one of your invoices. If it is right, leave it: "
            "your officer has been told, and calls you. Your answers are kept."
        )
        super().__init__(said, field="ice")


class _TooManyIces(IceInDoubt):
    """Today's other ICE numbers are used up: from now on all are answered alike, whether on file or not."""


class Incomplete(keeping.Incomplete):
    """Pages are missing or would not be accepted; `pages` are their keys."""

    def __init__(self, pages: list[str]) -> None:
        super().__init__(pages)
        self.message = _("Some pages still need you before the application can be sent.")


def submit(application: Application, *, by: Actor, at: datetime) -> Application:
    """As `_submit` does; an ICE that another company has is refused, and becomes the officer's task."""
    try:
        return _submit(application, by=by, at=at)
    except (registry.DuplicateIce, _TooManyIces) as duplicate:
        have_ice_looked_into(application.case, by=by, at=at)
        raise IceInDoubt from duplicate


@transaction.atomic
def _submit(application: Application, *, by: Actor, at: datetime) -> Application:
    """Send the application: facts to the registry, the case moved, the receipt posted. A second press changes nothing.

    After the first time it sends what was corrected since, or answers what an officer asked back. Raises Incomplete,
    CannotWrite after the closing date, and the registry's refusals (an ICE that another company has).
    """
    if by.behalf_id is not None:
        raise CannotWrite(_("Nobody sends it for the company: ask it to confirm."))
    case = application.case
    # In the order of `save_page`, which a colleague may be in: first the answers, then the case.
    response = Response.objects.select_for_update(of=("self",)).get(pk=application.response_id)
    Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    case.refresh_from_db(fields=["stage", "status", "closed_as", "version"])
    sending = _Sending(application, case, response, completing.open_request(case), at)
    if sending.has_nothing_new:
        application.refresh_from_db()
        return application
    _check(sending)
    first = response.submitted_at is None
    if by.user_id is not None and response.behind_code_at is None:
        questionnaires.put_behind_code(case, at=at)
    changed = questionnaires.count_answers(response, sending.keys, at=at)
    said = facts.stated(sending.kept.values)
    if said.company["ice"] != case.company.ice:
        _count_ice(case, by=by, at=at)
    facts.state(application, said, year=response.closed_year, by=by, at=at)
    _name_contact(case, said.contact, by=by, at=at)
    cases.note_sign(case, at=at, sign=Sign.SENT)
    _advance(sending, first, by=by)
    journal.record(
        "application.sent" if first else "application.corrected",
        application,
        by=by,
        at=at,
        stream=case.stream,
        answers=len(changed),
    )
    cases.finish_tasks(case.tasks.filter(reason=ICE_OF_ANOTHER), outcome=ICE_SETTLED, by=by, at=at)
    _confirm(sending, first, by=by, at=at)
    application.response = response
    fault("send_before_commit")
    return application


class _Sending:
    """What is about to be sent: all that is unsent, or only what an officer asked back."""

    def __init__(
        self, application: Application, case: Case, response: Response, request: CompletionRequest | None, at: datetime
    ) -> None:
        self.application, self.case, self.response, self.request, self.at = application, case, response, request, at
        self.today = clock.local_day(at)
        self.form = completing.narrowed(published.declaration_of(response), request)
        self.narrow = request is not None and request.names_parts
        self.keys = {question.key for question in self.form.questions} if self.narrow else None
        self.kept = answers.kept(response, unsent_of=self.keys)

    @property
    def has_nothing_new(self) -> bool:
        """Sent before and not touched since; what was asked back is new although an answer stays as it was."""
        return not (self.response.submitted_at is None or self.kept.changed or self.request)

    def pages_wanting(self) -> list[str]:
        """The keys of the pages that would be refused, in their order."""
        unfit = {page.key for page in checks.unfit(self.form, self.kept.values, on=self.today)}
        waiting = {page.key for page in self.form.pages_left(self.response.pages_done)} if self.narrow else set()
        return [page.key for page in self.form.pages if self._is_wanting(page, unfit | waiting)]

    def _is_wanting(self, page: Page, unfit: set[str]) -> bool:
        return self.lacks_papers() if page.documents else page.key in unfit

    def lacks_papers(self) -> bool:
        found = completing.papers(self.case, self.kept.values, self.request)
        return any(completing.lacking(each, self.request, on=self.today) for each in found)


def _check(sending: _Sending) -> None:
    application, case = sending.application, sending.case
    if not rules.may_write(case):
        raise CannotWrite
    if case.status == Status.DRAFT and not rules.takes_applications(case, on=sending.today, application=application):
        raise CannotWrite(_("This year is closed; the next one will be announced here"))
    wanting = sending.pages_wanting()
    if wanting:
        raise Incomplete(wanting)


def _advance(sending: _Sending, first: bool, *, by: Actor) -> None:
    """The case's move: sent, or completed as asked; a correction in between moves nothing."""
    application, case, request, at = sending.application, sending.case, sending.request, sending.at
    if request:
        request.answered_at = at
        request.save(update_fields=["answered_at"])
    if first:
        application.answer_by = clock.local_day(at) + timedelta(days=case.year.answer_days)
        application.save(update_fields=["answer_by"])
        cases.move(case, Status.SUBMITTED, by=by, at=at)
        have_it_reviewed(case, SENT, by=by, at=at)
    elif case.status == Status.INFORMATION_REQUESTED:
        pausing.count_pause(application, case, request.due_on if request else None, clock.local_day(at))
        note = "\n".join(completing.as_asked(request).lines("fr")) if request else ""
        cases.move(case, Status.IN_REVIEW, reason=COMPLETED, note=note, by=by, at=at)
        have_it_reviewed(case, COMPLETED, by=by, at=at)


def have_it_reviewed(case: Case, reason: str, *, by: Actor, at: datetime) -> None:
    """The officer finds it on their day and as the file's next step; never twice at once."""
    if not case.tasks.open().filter(kind=TaskKind.REVIEW).exists():
        last_day = calendar.working_day_from(clock.local_day(at) + REVIEW_WITHIN)
        cases.add_task(case, kind=TaskKind.REVIEW, reason=reason, due_on=last_day, by=by, at=at)


def _name_contact(case: Case, fields: ContactFields, *, by: Actor, at: datetime) -> None:
    """Write to whom the application names: somebody the company told us of before, or its main contact.

    A main contact, come in already or not, is replaced by nobody but themselves: what a colleague names is the
    officer's to look into. Links that lie in the mailbox before end, but for the one that sends. Raises NoLongerThere.
    """
    company = case.company
    before = company.contacts.filter(primary=True).first()
    if before and before.access not in GONE and not _is_theirs(before, by):
        _look_into(case, before, fields, by=by, at=at)
        return
    known = company.contacts.filter(email=fields["email"]).first()
    if known and known.access in GONE:
        raise NoLongerThere
    if known and not known.primary:
        registry.make_primary(known, by=by, at=at)
    main = registry.set_contact(company, by=by, at=at, **fields)
    if main.access in GONE:
        registry.detach(main, by=by, at=at)
    if before and before.email and before.email != main.email:
        revoke_all_links(before, by=by, at=at, keep=by.id if by.kind == ActorKind.LINK else None)
        tell_former_address(case, before, at=at)


def _is_theirs(main: Contact, by: Actor) -> bool:
    """Whether the main contact acts: signed in, or through a link of their own. One without login is nobody's."""
    if by.kind == ActorKind.LINK:
        return by.id is not None and main.links.filter(pk=by.id).exists()
    return by.kind == ActorKind.SYSTEM or (by.user_id is not None and by.user_id == main.user_id)


def _look_into(case: Case, main: Contact, fields: ContactFields, *, by: Actor, at: datetime) -> None:
    """The officer makes sure who is to be written to and called. Once is enough, and nothing new is nothing to do."""
    if all(fields[name] == getattr(main, name) for name in ("email", "phone")):
        return
    if not case.tasks.open().filter(kind=TaskKind.FIND_CONTACT).exists():
        due_on = calendar.working_day_from(clock.local_day(at) + timedelta(days=DAYS_TO_FIND))
        cases.add_task(case, kind=TaskKind.FIND_CONTACT, reason=NAMED_BY_ANOTHER, due_on=due_on, by=by, at=at)


def _count_ice(case: Case, *, by: Actor, at: datetime) -> None:
    """Raises _TooManyIces."""
    today = Entry.objects.filter(stream=case.stream, verb__in=(ICE_CHANGED, ICE_DOUBTED))
    if today.filter(at__gte=clock.start_of(clock.local_day(at))).count() >= ICES_A_DAY:
        raise _TooManyIces
    journal.record(ICE_CHANGED, case, by=by, at=at, stream=case.stream)


@transaction.atomic
def have_ice_looked_into(case: Case, *, by: Actor, at: datetime) -> None:
    """The officer, who sees both files, calls the company; once is enough, each doubt counts (`ICES_A_DAY`)."""
    Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    journal.record(ICE_DOUBTED, case, by=by, at=at, stream=case.stream)
    if not case.tasks.open().filter(reason=ICE_OF_ANOTHER).exists():
        due_on = calendar.working_day_from(clock.local_day(at) + timedelta(days=DAYS_TO_CALL))
        cases.add_task(case, kind=TaskKind.CALL, reason=ICE_OF_ANOTHER, due_on=due_on, by=by, at=at)


def _confirm(sending: _Sending, first: bool, *, by: Actor, at: datetime) -> None:
    """The receipt goes to the main contact, as the application names them, who can open the file from now on."""
    case = sending.case
    main = case.company.contacts.filter(primary=True).select_related("company").get()
    admit(main, by=by, at=at)
    told = emails.confirm_completion if sending.request else emails.confirm_correction
    (emails.confirm_receipt if first else told)(emails.Letter(case, main, emails.the_site(), at), sending.application)
