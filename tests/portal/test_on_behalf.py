"""An officer at the companies' door: which pages, for how long, and whose answers they are."""

import time

import pytest
import time_machine
from django.contrib.auth import HASH_SESSION_KEY
from django.test import Client

from companies.accounts.enums import Role
from companies.cases import actions as cases
from companies.cases.enums import ClosedAs, Status
from companies.cases.models import Case
from companies.common import clock
from companies.enrolment import assisted
from companies.journal.actors import SYSTEM
from companies.questionnaires.models import Answer
from companies.registry.enums import Access
from companies.registry.models import Contact
from companies.web import behalf
from tests.enrolment import assisting as helper
from tests.enrolment import world
from tests.portal import papers
from tests.support import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def filling(case, client):
    """The case's officer, who has opened the form."""
    client.force_login(case.officer)
    client.post(f"/desk/cases/{case.reference}/assist/", {"how": "call", "contact": world.contact_of(case).pk})
    return client


def form_of(case, page=""):
    return f"/file/{case.reference}/form/{page}"


def sheet(client, case, page):
    return client.get(form_of(case, page)).context["sheet"]


def save(client, case, page="contact/", **changes):
    drawn = sheet(client, case, page)
    given = world.posts(page.strip("/"), **changes) | {"seen": str(drawn.seen), "sheet": drawn.mark, "then": "next"}
    return client.post(form_of(case, page), given)


def test_page_says_for_whom_it_is_filled_in_and_offers_the_end(filling, case):
    for path in ("", "company/", "check/"):
        page = filling.get(form_of(case, path)).content.decode()
        assert "Vous remplissez ceci pour" in page, path
        assert f"/desk/cases/{case.reference}/assist/end/" in page, path


def test_company_sees_no_such_strip(member, case):
    assert "on-behalf" not in member.get(form_of(case)).content.decode()


def test_answer_is_kept_as_typed_by_the_officer(filling, case):
    assert save(filling, case).status_code == 302

    answer = Answer.objects.get(key="contact_name", layer="unsent")
    assert (answer.by, answer.contact) == (case.officer, world.contact_of(case))


def test_colleague_is_told_who_typed_the_other_version(filling, member, case):
    stale = sheet(member, case, "contact/")
    save(filling, case)
    given = world.posts("contact", contact_name="Nadia") | {"seen": str(stale.seen), "sheet": stale.mark}

    clashes = member.post(form_of(case, "contact/"), given).context["clashes"]
    assert case.officer.name in clashes[0].told


def test_declarations_are_not_there_for_an_officer(filling, case):
    listed = [task.url for task in filling.get(form_of(case)).context["tasks"]]

    assert form_of(case, "declarations/") not in listed
    assert filling.get(form_of(case, "declarations/")).status_code == 404
    assert filling.post(form_of(case, "declarations/"), world.posts("declarations")).status_code == 404
    assert not Answer.objects.filter(key="true_and_complete").exists()


def test_check_leads_to_asking_the_company_and_has_no_button_that_sends(filling, case):
    helper.typed(world.fresh(Case.objects.get(pk=case.pk).application), at=clock.now())

    page = filling.get(form_of(case, "check/")).content.decode()
    assert f"/desk/cases/{case.reference}/confirm/" in page
    assert form_of(case, "send/") not in page


POSTS = ["form/send/", "not-for-us/", "leave/", "begin/", "back/"]


@pytest.mark.parametrize("path", POSTS)
def test_what_is_the_company_s_own_to_do_is_not_there(filling, case, path):
    assert filling.post(f"/file/{case.reference}/{path}").status_code == 404
    assert world.status_of(case) == Status.DRAFT


@pytest.mark.parametrize("path", ["", "receipt/", "not-for-us/"])
def test_other_pages_of_the_file_lead_back_to_the_form(filling, case, path):
    assert filling.get(f"/file/{case.reference}/{path}").url == form_of(case)


def test_no_address_of_a_file_is_open_to_officers_unless_it_is_named(filling, case):
    """Every page of a file that takes nothing but its number; those to come are shut until they are named."""
    from companies.portal.access import ON_BEHALF
    from companies.portal.urls import urlpatterns

    open_to = {
        f"portal:{pattern.name}"
        for pattern in urlpatterns
        if list(pattern.pattern.regex.groupindex) == ["reference"]
        and filling.get(f"/{pattern.pattern}".replace("<slug:reference>", case.reference)).status_code == 200
    }
    assert open_to <= ON_BEHALF


def test_paper_of_a_draft_is_not_opened_by_the_officer(filling, case):
    paper = papers.given(Case.objects.get(pk=case.pk), papers.ask(case.year))

    address = f"/file/{case.reference}/documents/{paper.pk}/"
    there = filling.get(address)
    listed = filling.get(form_of(case, "documents/")).content.decode()
    assert ("rc.pdf" in listed, f'"{address}"' in listed) == (True, False)
    assert (there.status_code, there.url) == (302, form_of(case))


def test_form_shuts_after_half_an_hour_without_a_page(filling, case):
    later = time.time() + behalf.IDLE + 1
    with time_machine.travel(later, tick=False):
        answer = filling.post(form_of(case, "contact/"), world.posts("contact"), follow=True)
    assert answer.redirect_chain == [(f"/desk/cases/{case.reference}/", 302)]
    assert "n’a pas été enregistré" in answer.content.decode()
    assert not Answer.objects.filter(key="contact_name", layer="unsent").exists()
    assert filling.get(form_of(case)).status_code == 404


def test_form_stays_open_while_it_is_used(filling, case):
    now = time.time()
    for minutes in range(0, 55, 11):
        with time_machine.travel(now + minutes * 60, tick=False):
            assert filling.get(form_of(case)).status_code == 200


def test_another_file_stays_shut(filling, case):
    other = world.invited_case(
        year=world.current_year(), at=clock.now(), officer=case.officer, email="autre@doukkala.example"
    )
    world.begun(other, at=clock.now())

    assert filling.get(form_of(other)).url == f"/desk/cases/{other.reference}/"
    far = making.case(making.company("Loin", region=making.SOUSS))
    assert filling.get(form_of(far)).status_code == 404


def test_two_tabs_save_into_the_same_draft(filling, case):
    first, second = sheet(filling, case, "contact/"), sheet(filling, case, "company/")
    for page, drawn in (("contact", first), ("company", second)):
        given = world.posts(page) | {"seen": str(drawn.seen), "sheet": drawn.mark, "then": "next"}
        assert filling.post(form_of(case, f"{page}/"), given).status_code == 302


@pytest.mark.parametrize("how", ["sent", "closed", "late"])
def test_form_shuts_once_the_file_takes_no_application(filling, case, how):
    application = world.fresh(Case.objects.get(pk=case.pk).application)
    if how == "sent":
        world.sent(world.filled(application, at=clock.now()), at=clock.now())
    elif how == "closed":
        cases.close(application.case, closed_as=ClosedAs.CEASED, by=SYSTEM, at=clock.now())
    else:
        case.year.closes_on = case.year.opens_on
        case.year.save()

    assert filling.get(form_of(case)).url == f"/desk/cases/{case.reference}/"


def test_form_shuts_when_the_person_has_left(filling, case):
    Contact.objects.update(access=Access.ENDED)

    assert filling.get(form_of(case)).status_code == 302


def test_mark_grants_nothing_to_who_may_not(filling, case):
    officer = case.officer
    officer.role = Role.NATIONAL
    officer.save()
    session = filling.session
    session[HASH_SESSION_KEY] = officer.get_session_auth_hash()  # else the session of the former role is over
    session.save()

    assert filling.get(form_of(case)).status_code == 404


def test_language_is_the_officer_s(filling, case):
    case.officer.language = "ar"
    case.officer.save()

    page = filling.get(form_of(case))
    assert 'dir="rtl"' in page.content.decode()


def test_link_opens_nothing_for_who_is_signed_in_at_the_desk(client, case, token):
    client.force_login(case.officer)
    started = client.post(f"/i/{token}/start/")

    assert started.url == f"/i/{token}/"
    assert "rien ne se fait d’ici" in client.get(f"/i/{token}/").content.decode()
    assert (world.status_of(case), client.get(form_of(case)).status_code) == (Status.INVITED, 404)


def test_session_of_a_link_ends_where_its_bearer_signs_in_at_the_desk(working, case):
    assert working.get(form_of(case)).status_code == 200
    officer, marked = case.officer, working.session["draft"]
    working.force_login(officer)
    kept = working.session
    kept["draft"] = marked
    kept.save()

    assert working.get(form_of(case, "declarations/")).status_code == 404
    assert working.post(form_of(case, "send/")).status_code == 404


def test_link_in_the_same_browser_does_not_take_the_officer_s_place(filling, case):
    token = world.link_of(case, at=clock.now())
    filling.post(f"/i/{token}/start/")
    filling.post(f"/desk/cases/{case.reference}/assist/", {"how": "visit", "contact": world.contact_of(case).pk})

    save(filling, case)
    assert Answer.objects.get(key="contact_name", layer="unsent").by == case.officer


def test_company_works_on_its_draft_beside_the_officer(filling, member, case):
    save(filling, case)
    assert member.get(form_of(case, "contact/")).status_code == 200
    assert assisted.is_assisted(Case.objects.get(pk=case.pk).application.response)
    assert Client().get(form_of(case)).url.startswith("/account/login/")
