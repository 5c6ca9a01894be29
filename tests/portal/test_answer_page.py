"""The page of a reminder's answers: what each press leads to, and all that must change nothing."""

import random
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from companies.cases import actions as cases
from companies.cases.enums import Act, ClosedAs, Status, TaskKind
from companies.cases.models import Case
from companies.common import clock
from companies.dialogue.enums import ObstacleCode
from companies.enrolment import actions as enrolment
from companies.journal.actors import SYSTEM
from companies.mail.models import Message
from companies.outreach.models import Answer, Reminder
from companies.portal import limits
from companies.registry.enums import Access
from companies.registry.models import Contact
from tests.architecture.sweep.walk import _everything as checksums
from tests.enrolment.world import begun, contact_of, current_year, filled, invited_case, link_of, save, sent, status_of
from tests.outreach.asking import reminded
from tests.portal.test_at_once import together

pytestmark = pytest.mark.django_db
NOT_A_TOKEN = "x" * 32


@pytest.fixture
def token(case):
    return reminded(case, contact_of(case), at=clock.now())[1]


@pytest.fixture
def url(token):
    return f"/r/{token}/"


def day_offered(client, url, card="help"):
    page = client.get(url).content.decode()
    found = re.search(rf'name="until" value="([\d-]+)"[^>]*id="{card}_until', page)
    return found[1] if found else ""


def fields(client, url):
    """What a browser would send for each answer."""
    return {
        "done": {},
        "help": {"until": day_offered(client, url), "day_part": "morning"},
        "later": {"until": day_offered(client, url, "later"), "day": ""},
        "declined": {"code": ObstacleCode.NO_TIME_OR_STAFF.value, "text": ""},
    }


def press(client, url, answer, **given):
    return client.post(url, fields(client, url)[answer] | {"answer": answer} | given)


# -- what is shown ---------------------------------------------------------------------------


def test_page_has_one_button_per_answer_and_the_way_on(client, url):
    page = client.get(url).content.decode()

    assert re.findall(r'<button[^>]*name="answer" value="(\w+)"', page) == ["help", "later", "declined", "done"]
    assert re.findall(r'class="answer-card" id="([\w-]+)"', page) == ["help", "later", "not-for-us", "done"]
    assert "Commencer ma candidature" in page
    assert "Conserves Doukkala SARL" in page


def test_page_shows_nothing_of_the_file(client, case, url):
    save(begun(case, at=clock.now()), "contact", at=clock.now())

    page = client.get(url).content.decode()

    hidden = [case.reference, "Rachid Amrani", "+212661203142", "06\u00a061", contact_of(case).email]
    assert [each for each in hidden if each in page] == []
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "J’ai besoin d’aide"), ("ar", "أحتاج إلى مساعدة"), ("en", "I need help")]
)
def test_page_speaks_the_persons_language(client, language, words):
    case = invited_case(year=current_year(), at=clock.now(), language=language)
    token = reminded(case, contact_of(case), at=clock.now())[1]

    response = client.get(f"/r/{token}/")

    assert (response.headers["Content-Language"], words in response.content.decode()) == (language, True)


def test_language_chosen_on_the_device_comes_first(client, url):
    client.cookies["django_language"] = "ar"

    assert 'dir="rtl"' in client.get(url).content.decode()


# -- what is pressed -------------------------------------------------------------------------

NOTED = {
    # status, deferred, open tasks, closed as, title
    "done": ("reached", False, [], "", "Merci, c’est noté"),
    "help": ("reached", False, ["help"], "", "Nous vous appelons"),
    "later": ("reached", True, [], "", "C’est noté : nous vous écrivons à nouveau"),
    "declined": ("closed", False, [], "declined", "Merci de votre réponse"),
}


@pytest.mark.parametrize("answer", NOTED)
def test_press_is_noted_once_and_leads_to_its_receipt(client, case, url, answer):
    response = press(client, url, answer)
    page = client.get(response.url).content.decode().replace("\u00a0", " ")

    case.refresh_from_db()
    tasks = list(case.tasks.open().values_list("kind", flat=True))
    assert response.url == f"{url}noted/"
    assert (case.status, bool(case.deferred_until), tasks, case.closed_as) == NOTED[answer][:4]
    assert NOTED[answer][4] in page
    assert "Annuler cette réponse" in page
    assert Answer.objects.get().kind == answer


@pytest.mark.parametrize("answer", NOTED)
def test_press_sent_again_changes_nothing(client, url, answer):
    given = fields(client, url)[answer] | {"answer": answer}
    client.post(url, given)
    before = checksums()

    responses = [client.post(url, given) for _ in range(3)] + [client.get(url)]

    assert [response.url for response in responses] == [f"{url}noted/"] * 4
    assert checksums() == before


@pytest.mark.parametrize("then", NOTED)
def test_another_answer_without_taking_back_finds_the_first(client, url, then):
    given = fields(client, url)
    client.post(url, given["done"] | {"answer": "done"})
    before = checksums()

    response = client.post(url, given[then] | {"answer": then})

    assert (response.url, checksums() == before) == (f"{url}noted/", True)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"answer": "help"}, "Choisissez un jour."),
        ({"answer": "help", "until": "2020-01-01", "day_part": "any"}, "Choisissez un jour."),
        ({"answer": "later"}, "Choisissez un jour."),
        ({"answer": "later", "until": "x"}, "Choisissez un jour."),
        ({"answer": "declined"}, "Choisissez une raison."),
        ({"answer": "declined", "code": "x"}, "Choisissez une raison."),
        ({"answer": "declined", "code": "other"}, "Dites-le en quelques mots."),
    ],
)
def test_field_left_out_is_asked_for_and_nothing_is_written(client, url, given, said):
    before = checksums()

    response = client.post(url, given)

    assert (response.status_code, checksums() == before) == (200, True)
    assert said in response.content.decode()


@pytest.mark.parametrize("given", [{}, {"answer": ""}, {"answer": "undone"}, {"answer": ["done", "x"]}])
def test_press_of_no_button_of_ours_shows_the_page_again(client, url, given):
    before = checksums()

    assert client.post(url, given).status_code == 200
    assert checksums() == before


@pytest.mark.parametrize("days", [0, -1, 61, 4000])
def test_day_to_be_asked_again_is_one_to_come_before_closing(client, case, url, days):
    day = clock.today() + timedelta(days=days)

    response = press(client, url, "later", day=day.isoformat())

    assert (response.status_code, Answer.objects.count()) == (200, 0)


def test_day_written_out_counts_before_the_one_on_offer(client, case, url):
    day = clock.today() + timedelta(days=20)

    press(client, url, "later", day=day.isoformat())

    case.refresh_from_db()
    assert case.deferred_until == day


def test_who_has_no_number_is_asked_for_one(client, case, url):
    Contact.objects.update(phone="")
    without = press(client, url, "help").content.decode()
    press(client, url, "help", phone="06 00 00 00 01")

    assert "Écrivez un numéro où vous appeler" in without or "numéro" in without
    assert contact_of(case).phone == "+212600000001"


# -- the truth -------------------------------------------------------------------------------


def test_done_before_anything_was_started_is_told_kindly(client, url):
    page = client.get(press(client, url, "done").url).content.decode()

    assert "Pas encore commencé" in page
    assert "Commencer ma candidature" in page


def test_done_with_a_draft_is_told_that_it_has_not_left(client, case, url):
    begun(case, at=clock.now())

    page = client.get(press(client, url, "done").url).content.decode()

    assert "Pas encore envoyé" in page
    assert "Continuer ma candidature" in page


def test_done_with_an_application_sent_is_confirmed(client, case, url):
    sent(filled(begun(case, at=clock.now()), at=clock.now()), at=clock.now())

    page = client.get(press(client, url, "done").url).content.decode()

    assert "Vous n’avez rien à faire pour le moment." in page


# -- taken back ------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", NOTED)
def test_answer_is_taken_back(client, case, url, answer):
    press(client, url, answer)

    response = client.post(f"{url}undo/", follow=True)

    assert "plus rien n’est noté" in response.content.decode()
    case.refresh_from_db()
    assert (case.status, case.deferred_until, case.last_sign_at) == (Status.INVITED, None, None)
    assert not case.tasks.open().exists()


def test_after_ten_minutes_the_officers_number_is_offered_instead(client, case, url):
    press(client, url, "declined")
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        page = client.get(f"{url}noted/").content.decode()
        refused = client.post(f"{url}undo/", follow=True).content.decode()

    assert "Annuler cette réponse" not in page
    assert "tel:+212522001427" in page
    assert "pendant dix minutes" in refused
    assert status_of(case) == Status.CLOSED


def test_nothing_to_take_back_leads_to_the_question(client, url):
    before = checksums()

    assert client.post(f"{url}undo/").url == url
    assert client.get(f"{url}noted/").url == url
    assert checksums() == before


def test_call_is_set_for_another_moment(client, case, url):
    days = re.findall(r'name="until" value="([\d-]+)"[^>]*id="help_until', client.get(url).content.decode())
    client.post(url, {"answer": "help", "until": days[0], "day_part": "any"})

    client.post(f"{url}moment/", {"until": days[2], "day_part": "afternoon"})

    task = case.tasks.get(kind=TaskKind.HELP)
    assert (task.due_on.isoformat(), task.day_part) == (days[2], "afternoon")
    assert Message.objects.filter(purpose="help.coming").count() == 2


def test_after_coming_back_the_message_can_be_answered_again(client, case, token, url):
    press(client, url, "declined")
    client.post(f"/i/{token}/come-back/")

    shown = client.get(url)
    page = shown.content.decode()
    assert (shown.status_code, client.get(f"{url}noted/").url) == (200, url)
    assert re.findall(r'<button[^>]*name="answer" value="(\w+)"', page) == ["help", "later", "declined", "done"]
    assert "Vous revoilà" in page
    assert "Aucun rappel ne suit" not in page.partition('id="not-for-us"')[0]

    assert press(client, url, "help").url == f"{url}noted/"
    assert (status_of(case), list(case.tasks.open().values_list("kind", flat=True))) == (Status.REACHED, ["help"])
    assert "Nous vous appelons" in client.get(f"{url}noted/").content.decode()


def test_not_for_us_can_be_said_again_after_coming_back(client, case, token, url):
    for _n in range(2):
        press(client, url, "declined")
        assert status_of(case) == Status.CLOSED
        client.post(f"/i/{token}/come-back/")

    assert status_of(case) == Status.INVITED
    assert Answer.objects.filter(undone_at=None).count() == 1


def gone(case):
    Contact.objects.update(access=Access.ENDED)


def wrong(case):
    Contact.objects.update(access=Access.WRONG)


def revoked(case):
    cases.revoke_links(case, contact_of(case), by=SYSTEM, at=clock.now())


@pytest.mark.parametrize("end", [gone, wrong, revoked])
def test_who_is_gone_opens_nothing_of_what_was_answered(client, case, url, end):
    given = fields(client, url)["help"]
    client.post(url, given | {"answer": "help"})
    end(case)
    before = checksums()

    responses = [client.get(url), client.get(f"{url}noted/")]
    responses += [client.post(f"{url}{path}", given) for path in ("undo/", "moment/")]

    assert [response.status_code for response in responses] == [410] * 4
    assert [each for each in responses if case.reference in each.content.decode()] == []
    assert checksums() == before


# -- by code, and other ways on --------------------------------------------------------------


def test_draft_with_answers_is_given_up_behind_a_code_only(client, case, url):
    save(begun(case, at=clock.now()), "contact", at=clock.now())

    response = press(client, url, "declined")

    assert response.url.startswith("/account/login/code/")
    assert "not-for-us" in response.url
    assert (status_of(case), Answer.objects.count()) == (Status.DRAFT, 0)


def test_page_of_the_code_says_why_and_goes_on_in_the_language_of_the_person(client):
    case = invited_case(year=current_year(), at=clock.now(), language="ar")
    token = reminded(case, contact_of(case), at=clock.now())[1]
    save(begun(case, at=clock.now()), "contact", at=clock.now())

    page = client.get(press(client, f"/r/{token}/", "declined").url)

    assert page.headers["Content-Language"] == "ar"
    assert "لتخبرونا بأن هذا لا يناسبكم" in page.content.decode()


def test_code_for_going_on_is_asked_for_in_the_language_of_the_person(client):
    case = invited_case(year=current_year(), at=clock.now(), language="ar")
    token = reminded(case, contact_of(case), at=clock.now())[1]
    save(begun(case, at=clock.now()), "contact", at=clock.now())

    page = client.get(client.post(f"/i/{token}/start/").url)

    assert (page.headers["Content-Language"], "لا يناسبكم" in page.content.decode()) == ("ar", False)


def test_going_on_starts_the_application(client, case, token):
    response = client.post(f"/i/{token}/start/")

    assert response.url == f"/file/{case.reference}/form/"
    assert status_of(case) == Status.DRAFT


def test_wrong_person_tells_us_and_the_link_ends(client, case, token, url):
    client.post(f"/i/{token}/wrong-person/")

    assert contact_of(case).access == Access.WRONG
    assert client.get(url).status_code == 410


def test_closed_file_offers_the_way_back(client, case, token, url):
    enrolment.decline(case, contact_of(case), ObstacleCode.NO_TIME_OR_STAFF, by=SYSTEM, at=clock.now())

    page = client.get(url).content.decode()
    assert f'action="/i/{token}/come-back/"' in page
    assert 'name="answer"' not in page
    client.post(f"/i/{token}/come-back/")
    assert status_of(case) == Status.INVITED


def test_file_closed_by_the_office_takes_no_answer(client, case, url):
    cases.close(case, closed_as=ClosedAs.INELIGIBLE, by=SYSTEM, at=clock.now())
    before = checksums()

    client.post(url, {"answer": "done"})

    assert checksums() == before


# -- what must change nothing ----------------------------------------------------------------

SCANNERS = [
    {"method": "get"},
    {"method": "head"},
    {"method": "options"},
    {"method": "get", "HTTP_SEC_PURPOSE": "prefetch"},
    {"method": "get", "HTTP_SEC_PURPOSE": "prefetch;prerender"},
    {"method": "get", "HTTP_USER_AGENT": "Mozilla/5.0 (compatible; SafeLinks)"},
]


@pytest.mark.parametrize("scanner", SCANNERS, ids=str)
@pytest.mark.parametrize("path", ["", "noted/", "undo/", "moment/"])
@pytest.mark.parametrize("answered", [False, True])
def test_scanner_changes_nothing(client, url, scanner, path, answered):
    if answered:
        press(client, url, "help")
    headers, before = dict(scanner), checksums()

    response = getattr(Client(), headers.pop("method"))(f"{url}{path}", **headers)

    assert response.status_code in {200, 302, 405}
    assert checksums() == before


def test_tampered_tokens_open_nothing(client, token):
    chance, before = random.Random(4), checksums()
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
    for _n in range(200):
        place = chance.randrange(len(token))
        wrong = chance.choice(letters.replace(token[place], ""))
        path = f"/r/{token[:place]}{wrong}{token[place + 1 :]}/"
        assert client.get(path).status_code == 404
        assert client.post(path, {"answer": "done"}).status_code == 404
    assert checksums() == before


@pytest.mark.parametrize("path", [f"/r/{NOT_A_TOKEN}/", f"/r/{NOT_A_TOKEN}/noted/", "/r/x/", "/r/-/"])
def test_token_that_never_was_leads_to_a_page_that_helps(client, path, case):
    response = client.get(path)

    assert response.status_code == 404
    assert "/account/login/" in response.content.decode()


@pytest.mark.parametrize("act", [Act.INVITATION, Act.LETTER])
def test_link_of_another_act_opens_no_answers(client, case, act):
    assert client.get(f"/r/{link_of(case, act, at=clock.now())}/").status_code == 404


def test_way_back_of_an_older_message_still_opens(client, case):
    begun(case, at=clock.now())
    token = link_of(case, Act.RESUME, at=clock.now())

    assert "Continuer ma candidature" in client.get(f"/r/{token}/").content.decode()
    assert client.post(f"/r/{token}/").url == client.post(f"/go/{token}/").url


def over(client, url, said):
    before = checksums()
    shown, pressed = client.get(url), client.post(url, {"answer": "done"})
    assert (shown.status_code, pressed.status_code, checksums() == before) == (410, 410, True)
    page = shown.content.decode()
    assert said in page
    assert "/account/login/" in page
    return page


def test_question_that_ran_out_leads_to_other_ways(client, url):
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert "tel:+212522001427" in over(client, url, "n’est plus d’actualité")


def test_question_after_closing_leads_to_other_ways(client, case, url):
    case.year.closes_on = clock.today() - timedelta(days=1)
    case.year.save()
    Reminder.objects.update(not_after=clock.now() - timedelta(days=1))

    over(client, url, "n’est plus d’actualité")


def test_older_message_points_to_the_newer_one(client, case, url):
    reminded(case, contact_of(case), at=clock.now() + timedelta(seconds=1), rung=2)

    over(client, url, "Un message plus récent remplace celui-ci")


def test_answer_to_an_older_message_is_still_shown(client, case, url):
    press(client, url, "later")
    reminded(case, contact_of(case), at=clock.now() + timedelta(seconds=1), rung=2)

    assert client.get(f"{url}noted/").status_code == 200


def test_revoked_link_leads_to_other_ways(client, case, url):
    cases.revoke_links(case, contact_of(case), by=SYSTEM, at=clock.now())

    over(client, url, "n’est plus d’actualité")


def test_who_is_not_the_right_person_reads_no_officers_name(client, case, url):
    Contact.objects.update(access=Access.WRONG)

    assert "Hajar" not in over(client, url, "n’est plus d’actualité")


def test_press_from_elsewhere_is_refused(url, case):
    strict = Client(enforce_csrf_checks=True)
    before = checksums()

    response = strict.post(url, {"answer": "done"})

    assert (response.status_code, checksums() == before) == (403, True)
    assert "ne garde pas de cookies" in response.content.decode()


def test_presses_are_limited_for_each_link(client, url, monkeypatch):
    for _n in range(limits.PRESSES.most):
        client.post(url, {"answer": "help"})
    before = checksums()

    assert client.post(url, {"answer": "done"}).status_code == 429
    assert client.get(url).status_code == 200
    assert checksums() == before


# -- at once ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("answer", ["help", "declined"])
def test_ten_presses_at_the_same_moment_are_one(transactional_db, client, answer):
    case = invited_case(year=current_year(), at=clock.now())
    url = f"/r/{reminded(case, contact_of(case), at=clock.now())[1]}/"
    given = fields(client, url)[answer] | {"answer": answer}

    answers = together(*[lambda: Client().post(url, given).status_code] * 10)

    assert answers == [302] * 10
    assert Answer.objects.count() == 1
    assert Message.objects.filter(purpose__in=["help.coming", "decline.thanks"]).count() == 1
    assert Case.objects.get(pk=case.pk).tasks.filter(kind=TaskKind.HELP).count() == (answer == "help")
