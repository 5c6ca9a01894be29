"""Applications that officers fill in with companies: what the tests of both doors and of the reminders start from."""

from datetime import timedelta

from companies.cases.enums import InteractionKind
from companies.enrolment import actions as enrolment
from companies.enrolment import assisted
from companies.enrolment.actions import assisting
from companies.questionnaires import published
from companies.questionnaires.actions import Sheet
from tests.enrolment import world
from tests.enrolment.world import AT

TYPED = AT + timedelta(minutes=20)
ASKED = AT + timedelta(minutes=30)


def sat_down(case, *, how=InteractionKind.CALL, at=AT):
    """The case's officer opens the form with its main contact."""
    return world.fresh(assisting.begin(case, world.contact_of(case), how, officer=case.officer, at=at))


def pages_of(application):
    """What an officer fills in; papers are handed in elsewhere."""
    pages = assisted.for_officer(published.declaration_of(application.response)).pages
    return [page for page in pages if not page.documents]


def typed(application, *keys, at=TYPED, officer=None, **changes):
    """Pages saved by the officer, all of them unless named; `changes` by page, as posted."""
    officer = officer or application.case.officer
    contact = world.contact_of(application.case)
    for page in pages_of(application):
        if not keys or page.key in keys:
            application = world.fresh(application)
            enrolment.save_page(
                application,
                page,
                world.checked(page.key, **changes.get(page.key, {})),
                complete=True,
                sheet=Sheet(application.response.version, f"typed{application.response.version}"),
                contact=contact,
                by=assisting.behalf_of(contact, officer),
                at=at,
            )
    return world.fresh(application)


def put_to_company(application, *, at=ASKED, contact=None):
    contact = contact or world.contact_of(application.case)
    return assisting.ask(world.fresh(application), contact, by=application.case.officer.actor, at=at)


def waiting(case, *, at=AT):
    """The case's application, filled in by its officer and put to the company."""
    application = typed(sat_down(case, at=at), at=at)
    put_to_company(application, at=at)
    return world.fresh(application)


DECLARED = {
    "true_and_complete": True,
    "data_notice_read": True,
    "signatory_name": "Rachid Amrani",
    "signatory_capacity": "Gérance",
}
