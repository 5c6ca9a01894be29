"""A draft never dies: servers killed while saving and sending, processes at once, a database that goes away."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client

from companies.cases.enums import Status
from companies.cases.models import Case, Move
from companies.common import clock
from companies.journal.models import Entry
from companies.mail import queries as mail
from companies.questionnaires.models import Answer, Response
from tests.enrolment.world import begun, contact_of, current_year, filled, invited_case
from tests.portal.test_filling import posts, url_of
from tests.support.serving import PATIENCE, Browser, served

pytestmark = pytest.mark.django_db(transaction=True)
CSRF = "a" * 32
NEW = "Samira Idrissi"


@pytest.fixture
def case(transactional_db):
    made = invited_case(year=current_year(), at=clock.now())
    begun(made, at=clock.now())
    return made


@pytest.fixture
def cookies(case):
    """Of the main contact, signed in."""
    browser = Client()
    browser.force_login(contact_of(case).user)
    return {name: morsel.value for name, morsel in browser.cookies.items()} | {"csrftoken": CSRF}


def kept(case):
    """What is on file of the contact's page: the name, the version, how often it was saved, its done pages."""
    response = Response.objects.get(case=case)
    names = Answer.objects.filter(response=response, key="contact_name").values_list("value", flat=True)
    saved = Entry.objects.filter(verb="application.saved", stream=case.stream).count()
    return list(names), response.version, saved, "contact" in response.pages_done


def sent(case):
    """Status, how often it was moved to sent, receipts."""
    moved = Move.objects.filter(case=case, to_status=Status.SUBMITTED).count()
    return Case.objects.get(pk=case.pk).status, moved, mail.of_stream(case.stream).filter(purpose="receipt").count()


def page(case):
    return url_of(case, "contact")


def test_server_killed_before_a_page_is_saved_leaves_it_whole_and_the_next_press_saves_it(case, cookies, process_env):
    before = kept(case)
    with served(process_env, fault="save_before_commit") as port:
        browser = Browser(port, cookies)
        form = posts("contact", contact_name=NEW) | browser.marks(page(case))
        assert browser.post(page(case), form).status == 0
    assert kept(case) == before

    with served(process_env) as port:
        assert Browser(port, cookies).post(page(case), form).status == 302
    assert kept(case) == ([NEW], before[1] + 1, before[2] + 1, True)


def test_server_killed_after_a_page_is_saved_has_saved_all_of_it_and_the_next_press_is_no_clash(
    case, cookies, process_env
):
    before = kept(case)
    with served(process_env, fault="save_after_commit") as port:
        browser = Browser(port, cookies)
        form = posts("contact", contact_name=NEW) | browser.marks(page(case))
        assert browser.post(page(case), form).status == 0
    assert kept(case) == ([NEW], before[1] + 1, before[2] + 1, True)

    with served(process_env) as port:
        assert Browser(port, cookies).post(page(case), form).status == 302
    assert kept(case)[0] == [NEW]


@pytest.mark.parametrize(
    ("point", "found"),
    [("send_before_commit", (Status.DRAFT, 0, 0)), ("send_after_commit", (Status.SUBMITTED, 1, 1))],
)
def test_server_killed_while_sending_sends_all_or_nothing_and_the_next_press_ends_it(
    case, cookies, process_env, point, found
):
    filled(case.application, at=clock.now())
    with served(process_env, fault=point) as port:
        assert Browser(port, cookies).post(url_of(case, "send"), {}).status == 0
    assert sent(case) == found

    with served(process_env) as port:
        assert Browser(port, cookies).post(url_of(case, "send"), {}).leads_to == f"/file/{case.reference}/receipt/"
    assert sent(case) == (Status.SUBMITTED, 1, 1)


def test_processes_that_get_the_same_press_twice_save_and_send_once(case, cookies, process_env):
    with served(process_env, workers=2) as port, ThreadPoolExecutor(6) as pool:
        form = posts("contact", contact_name=NEW) | Browser(port, cookies).marks(page(case))
        saved = [pool.submit(Browser(port, cookies).post, page(case), form) for _n in range(6)]
        assert [each.result().status for each in saved] == [302] * 6
        assert kept(case)[0] == [NEW]

        filled(case.application, at=clock.now())
        pressed = [pool.submit(Browser(port, cookies).post, url_of(case, "send"), {}) for _n in range(6)]
        assert {each.result().leads_to for each in pressed} == {f"/file/{case.reference}/receipt/"}
    assert sent(case) == (Status.SUBMITTED, 1, 1)


def test_second_window_is_shown_what_the_first_changed_and_overwrites_nothing(case, cookies, process_env):
    with served(process_env, workers=2) as port:
        one, two = Browser(port, cookies), Browser(port, cookies)
        first = posts("contact", contact_name=NEW) | one.marks(page(case))
        second = posts("contact", contact_name="Rachid") | two.marks(page(case))
        assert one.post(page(case), first).status == 302
        told = two.post(page(case), second)
    assert (told.status, NEW in told.text, "Rachid" in told.text, kept(case)[0]) == (200, True, True, [NEW])


def test_database_that_goes_away_in_the_middle_of_a_save_loses_nothing(case, cookies, process_env):
    """What a restart of PostgreSQL does to every connection, while one of them waits in the middle of saving."""
    before = kept(case)
    with served(process_env) as port:
        browser = Browser(port, cookies)
        form = posts("contact", contact_name=NEW) | browser.marks(page(case))
        with ThreadPoolExecutor(1) as pool, transaction.atomic():
            Case.objects.select_for_update().get(pk=case.pk)
            saving = pool.submit(browser.post, page(case), form)
            _end(_waiting())
            told = saving.result()
        assert (told.status, "Ce qui était enregistré est gardé" in told.text) == (500, True)
        assert kept(case) == before
        assert browser.post(page(case), form).status == 302
    assert kept(case) == ([NEW], before[1] + 1, before[2] + 1, True)


def _waiting():
    """The connection of the server that waits for ours."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if found := cursor.fetchall():
                return [pid for (pid,) in found]
        time.sleep(0.05)
    raise RuntimeError("no save was caught in the middle")


def _end(backends):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s) pid", [backends])
