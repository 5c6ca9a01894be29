"""The two-minute check: one question a page, back works, the answers go into the draft, each check counts once."""

import re
from datetime import date
from threading import Thread

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client

from companies.accounts.enums import Role
from companies.common import clock
from companies.eligibility import carrying, counting, queries
from companies.eligibility.models import Rule, Tally
from companies.portal import limits
from companies.questionnaires.models import Answer, Response
from tests.eligibility.world import rule
from tests.enrolment.world import current_year, invited_case, link_of
from tests.support import making
from tests.support.making import ON

pytestmark = pytest.mark.django_db
GIVEN = {"region": "06", "sector": "ARTI", "legal_form": "cooperative", "experience": "never", "need": ["finance"]}


@pytest.fixture
def year(db):
    return making.year()


def answer(client, key, **data):
    return client.post(f"/check/q/{key}/", data or {"answer": GIVEN[key]})


def finish(client, **given):
    for key in GIVEN:
        response = answer(client, key, **({"answer": given[key]} if key in given else {}))
    return response


def cells(**fields):
    return {(row.rule, row.answer): row.n for row in Tally.objects.filter(**fields)}


def test_each_answer_leads_to_the_next_question_and_the_last_to_the_result(client, year):
    ways = [answer(client, key).url for key in GIVEN]

    assert ways == [
        "/check/q/sector/",
        "/check/q/legal_form/",
        "/check/q/experience/",
        "/check/q/need/",
        "/check/result/",
    ]


def test_answer_given_before_is_still_chosen_and_changing_it_goes_on_where_one_was(client, year):
    for key in ("region", "sector", "legal_form"):
        answer(client, key)

    page = client.get("/check/q/legal_form/").content.decode()
    changed = answer(client, "region", answer="09")

    assert page.partition('value="cooperative"')[2].partition(">")[0].count("checked") == 1
    assert changed.url == "/check/q/experience/"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"answer": ""},
        {"answer": "no-such"},
        {"answer": "06\0"},
        {"answer": "\u202e06"},
        {"answer": "x" * 100_000},
        {"answer": ["06", "zz"]},
    ],
)
def test_odd_answer_comes_back_with_its_error_and_keeps_nothing(client, year, data):
    response = client.post("/check/q/region/", data)

    assert (response.status_code, "error-message" in response.content.decode()) == (200, True)
    assert carrying.answers(client.session, year.pk) == {}


def test_odd_answer_among_several_is_refused(client, year):
    response = client.post("/check/q/need/", {"answer": ["finance", "gold"]})

    assert (response.status_code, carrying.answers(client.session, year.pk)) == (200, {})


def test_question_passed_over_is_no_answer(client, year):
    for key in GIVEN:
        answer(client, key, skip="1")

    assert carrying.carried(client.session) == {}
    assert client.get("/check/result/").content.decode().count("question passée") == 5
    assert cells(region="", sector="") == {("", "open"): 1, **{(key, ""): 1 for key in GIVEN}}


def test_reading_never_writes(client, year):
    for path in ("/check/", "/check/q/need/", "/check/result/"):
        client.get(path)

    assert (client.cookies.get("sessionid"), Tally.objects.exists()) == (None, False)


def test_result_says_why_what_else_exists_and_what_to_do(client, year):
    finish(client, legal_form="not_yet", sector="ARTI")
    page = client.get("/check/result/").content.decode()

    assert ("La candidature demande un ICE" in page, 'href="/apply/"' in page, "reason-against" in page) == (
        True,
        True,
        True,
    )
    assert ("le fichier des exportateurs" in page, "Casablanca-Settat" in page) == (True, True)


def parts(page):
    """The questions under each heading of the result."""
    found = {}
    for section in page.split('<section class="file-section">')[1:]:
        asked = re.findall(r'<p class="reason-asked">([^<]*)</p>', section)
        if asked:
            found[section.partition("<h2>")[2].partition("</h2>")[0]] = asked
    return found


def test_result_keeps_what_decides_apart_from_the_other_answers(client, year):
    finish(client, legal_form="not_yet")
    found = parts(client.get("/check/result/").text)

    assert list(found) == ["Pourquoi", "Vos autres réponses"]
    rules = list(Rule.objects.order_by("position"))
    decided, others = [
        [rule.question_fr for rule in rules if (rule.key in ("legal_form", "experience")) is decides]
        for decides in (True, False)
    ]
    assert [found["Pourquoi"], found["Vos autres réponses"]] == [decided, others]


def test_result_of_questions_passed_over_lists_answers_only(client, year):
    for key in GIVEN:
        answer(client, key, skip="1")

    assert [(title, len(asked)) for title, asked in parts(client.get("/check/result/").text).items()] == [
        ("Vos réponses", 5)
    ]


def test_result_says_once_to_start(client, year):
    finish(client)
    step = client.get("/check/result/").text.partition('class="next-step')[2].partition("</section>")[0]

    assert (step.count("candidature"), "<h2>Vos réponses sont déjà dans le formulaire</h2>" in step) == (1, True)


def test_result_costs_a_stated_number_of_statements(client, year, django_assert_num_queries):
    finish(client)
    client.get("/check/result/")
    with django_assert_num_queries(10):
        client.get("/check/result/")


def test_closed_result_does_not_send_to_the_application(client, year):
    rule("legal_form", effect="blocks", position=30)
    finish(client, legal_form="no")
    page = client.get("/check/result/").content.decode()

    assert ("Les conditions de cette campagne ne correspondent pas" in page, 'href="/apply/"' in page) == (True, False)
    assert cells(rule="") == {("", "closed"): 1}


def test_markup_in_rules_stays_words(client, year):
    attack = '<script>alert(1)</script>"><img src=x>'
    row = Rule.objects.get(key="legal_form")
    Rule.objects.filter(pk=row.pk).update(question_fr=attack, help_fr=attack)
    row.replies.filter(code="cooperative").update(label_fr=attack, says_fr=attack)
    pages = [client.get("/check/q/legal_form/").content.decode()]
    finish(client)
    pages.append(client.get("/check/result/").content.decode())

    for page in pages:
        assert ("<script>alert" in page, "<img src=x" in page, "&lt;script&gt;" in page) == (False, False, True)


def test_answers_are_carried_into_the_entry(client, year):
    finish(client)
    page = client.get("/apply/").content.decode()

    assert carrying.carried(client.session)["legal_form"] == "COOP"
    assert page.partition('value="COOP"')[2].partition(">")[0].count("selected") == 1


def test_invited_company_finds_its_answers_in_the_draft_and_our_files_come_first(client):
    case = invited_case(year=current_year(), at=clock.now())
    finish(client, sector="AUTO")
    client.post(f"/i/{link_of(case, at=clock.now())}/start/")

    answers = {answer.key: (answer.value, answer.source) for answer in Answer.objects.filter(response__case=case)}
    assert (answers["experience"], answers["support_wanted"]) == (("never", "check"), (["finance"], "check"))
    assert (answers["sector"][1], answers["sector"][0] == "AUTO") == ("files", False)
    assert not Response.objects.get(case=case).holds_answers
    page = client.get(f"/file/{case.reference}/form/markets/").content.decode()
    assert page.partition('value="never"')[2].partition(">")[0].count("checked") == 1
    assert "Repris de vos réponses à la vérification" in page
    assert "Repris de nos fichiers" not in page


def test_check_counts_once_however_often_its_end_is_sent(client, year):
    finish(client)
    first = cells(region="06", sector="ARTI")
    answer(client, "need")
    answer(client, "experience", answer="regular")
    client.get("/check/result/")

    assert first == {
        ("", "open"): 1,
        ("region", "06"): 1,
        ("sector", "ARTI"): 1,
        ("legal_form", "cooperative"): 1,
        ("experience", "never"): 1,
        ("need", "finance"): 1,
    }
    assert cells() == first
    assert Tally.objects.first().month.day == 1


def test_unfinished_check_counts_nothing(client, year):
    for key in list(GIVEN)[:-1]:
        answer(client, key)

    assert not Tally.objects.exists()
    assert client.get("/check/result/").url == "/check/"


def test_second_company_on_the_device_is_another_check(client, year):
    finish(client)
    client.post("/check/again/")
    assert carrying.carried(client.session) == {}
    finish(client, region="09")

    assert {row.region: row.n for row in Tally.objects.filter(rule="")} == {"06": 1, "09": 1}


def test_staff_who_try_it_out_are_not_counted(client, year):
    client.force_login(making.person(Role.OFFICER))
    finish(client)

    assert (client.get("/check/result/").status_code, Tally.objects.exists()) == (200, False)


def test_network_that_finishes_more_than_people_can_is_shown_the_result_uncounted(year, monkeypatch):
    monkeypatch.setattr(limits, "CHECKS", limits.Limit("checks", most=2, seconds=3600))
    for _visitor in range(3):
        browser = Client()
        assert finish(browser).url == "/check/result/"

    assert cells(rule="") == {("", "open"): 2}


def test_check_of_another_year_begins_anew(client, year):
    finish(client)
    type(year).objects.update(state="closed")
    type(year).objects.create(code="2028", opens_on=date(2027, 11, 1), closes_on=date(2028, 4, 30), state="open")

    assert client.get("/check/result/").url == "/check/"


def test_no_year_no_check(client):
    page = client.get("/check/").content.decode()

    assert "pas ouverte en ce moment" in page


def test_question_that_is_not_asked_is_missing(client, year):
    assert client.get("/check/q/nothing/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_end_at_once_count_one_check(transactional_db):
    year = making.year()
    rules = queries.rules_on(year, on=ON)
    answers = {asked.key: [] for asked in rules}
    store = SessionStore()
    store[carrying.KEY] = {"year": year.pk, "answers": answers}
    store.save()
    sessions = [SessionStore(store.session_key) for _window in range(4)]
    for each in sessions:
        each.load()
        each._session_cache = each.load()

    def end(session):
        try:
            counting.count_once(session, year, rules, answers, on=ON)
        finally:
            connection.close()

    threads = [Thread(target=end, args=[each]) for each in sessions]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert Tally.objects.get(rule="").n == 1
    assert all(carrying.is_counted(each) for each in sessions)
