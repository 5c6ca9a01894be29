"""What somebody signed in wrote, gave or sent is not open to the session of a link, whatever becomes of it later."""

import pytest
from django.urls import reverse

from companies.cases import actions as cases
from companies.cases.enums import InteractionKind
from companies.cases.models import Case
from companies.common import clock
from companies.enrolment import actions as enrolment
from companies.enrolment.actions import assisting, giving
from companies.enrolment.models import Document
from companies.journal.actors import SYSTEM
from companies.questionnaires.actions import Sheet
from companies.questionnaires.models import Response
from tests.enrolment import world
from tests.enrolment.arrivals import add_colleague
from tests.enrolment.world import contact_of, current_year, filled, fresh, invited_case
from tests.portal import papers
from tests.portal.visits import login, write

pytestmark = pytest.mark.django_db


def application_of(case):
    return fresh(Case.objects.get(pk=case.pk).application)


def whole_case(case):
    return Case.objects.select_related("company", "year", "region", "officer").get(pk=case.pk)


def officer_types(case, **changes):
    """An officer sits with the main contact and fills in the figures."""
    contact, at = contact_of(case), clock.now()
    assisting.begin(whole_case(case), contact, InteractionKind.CALL, officer=case.officer, at=at)
    application = application_of(case)
    enrolment.save_page(
        application,
        world.APPLICATION.page("figures"),
        world.checked("figures", **changes),
        complete=True,
        sheet=Sheet(application.response.version, "officer"),
        contact=contact,
        by=assisting.behalf_of(contact, case.officer),
        at=at,
    )


def figures(browser, case):
    return browser.get(f"/file/{case.reference}/form/figures/")


def test_answers_of_the_links_own_stay_open(working, case):
    write(working, case, "figures")

    assert figures(working, case).status_code == 200
    assert Response.objects.get().behind_code_at is None


def test_paper_given_signed_in_is_not_open_nor_removed(working, case):
    slot = papers.ask(case.year)
    document = papers.given(case, slot, contact=contact_of(case))
    url = reverse("portal:document", args=[case.reference, document.pk])

    assert login(contact_of(case).user).get(url).status_code == 200
    assert working.get(url).status_code == 302
    assert working.post(reverse("portal:document_remove", args=[case.reference, document.pk])).status_code == 302
    assert Document.objects.given().count() == 1


def test_paper_given_signed_in_asks_the_link_for_a_code_at_start(working, case, client):
    papers.given(case, papers.ask(case.year), contact=contact_of(case))

    answer = client.post(f"/i/{client.token}/start/")

    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, reverse("account_confirm_login_code"))


def test_paper_given_by_the_link_stays_open(working, case):
    slot, contact = papers.ask(case.year), contact_of(case)
    giving.give(
        case, slot, papers.sent("rc.pdf", papers.pdf()), valid_until=None, contact=contact, by=SYSTEM, at=clock.now()
    )

    assert figures(working, case).status_code == 200


def test_scan_of_an_officer_is_not_open(working, case):
    papers.given(case, papers.ask(case.year), staff=case.officer)

    assert figures(working, case).status_code == 302


def test_answers_an_officer_typed_are_not_open(working, case):
    officer_types(case)

    assert figures(working, case).status_code == 302


def test_answer_that_an_officer_writes_over_opens_nothing_again(working, case):
    write(login(contact_of(case).user), case, "figures")
    assert figures(working, case).status_code == 302

    officer_types(case, turnover="5 000 000", export_turnover="1", headcount="25")

    assert figures(working, case).status_code == 302


def test_application_sent_signed_in_ends_the_session_of_the_link(working, case):
    """Nothing was typed by them but the press."""
    filled(application_of(case), at=clock.now(), company={"ice": case.company.ice})
    theirs = login(contact_of(case).user)

    theirs.post(f"/file/{case.reference}/form/send/")

    assert working.get(f"/file/{case.reference}/").status_code == 302
    assert theirs.get(f"/file/{case.reference}/").status_code == 200


def test_who_came_by_letter_without_an_address_goes_on_after_an_officer_has_typed(client):
    case = invited_case(year=current_year(), at=clock.now(), email="")
    _link, code = cases.issue_code(case, contact_of(case), by=SYSTEM, at=clock.now())
    client.post(f"{client.post('/letter/', {'code': code}).url}start/")

    officer_types(case)

    assert figures(client, case).status_code == 200


def test_who_came_by_letter_does_not_read_what_a_colleague_typed(client):
    case = invited_case(year=current_year(), at=clock.now(), email="")
    _link, code = cases.issue_code(case, contact_of(case), by=SYSTEM, at=clock.now())
    client.post(f"{client.post('/letter/', {'code': code}).url}start/")
    colleague = add_colleague(case, contact_of(case), at=clock.now())

    write(login(colleague.user), case, "figures")

    assert figures(client, case).status_code == 302
