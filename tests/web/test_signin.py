"""The way in, as people walk it: pages, mails, limits."""

import re
import time

import pytest
import time_machine

from companies.accounts import actions as accounts
from companies.accounts.enums import Role
from companies.accounts.models import User
from companies.cases.models import Case
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from companies.mail.models import Message
from companies.registry.enums import Access
from tests.support import making

pytestmark = pytest.mark.django_db

SIGN_IN = "/account/login/"
ENTER = "/account/login/code/"
BY_PASSWORD = "/account/login/password/"
PASSWORD = "une longue phrase facile"


@pytest.fixture
def officer():
    user = making.person(Role.OFFICER)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def member():
    """A company's person, with their file."""
    user = making.person(Role.COMPANY)
    firm = making.company("Conserves du Souss")
    making.contact(firm, user=user, email=user.email, access=Access.MEMBER, name="Salma Idrissi")
    making.case(firm, officer=making.person(Role.OFFICER, name="Hajar Bennani"))
    return user


def ask(client, email: str, **extra):
    return client.post(SIGN_IN, {"email": email, **extra})


def code_of(user: User) -> str:
    message = Message.objects.filter(to_email=user.email).latest("posted_at")
    return re.search(r"\d{4}-\d{4}", message.text)[0]


def signed_in_as(client) -> str | None:
    return client.session.get("_auth_user_id")


# --- The code


def test_code_lets_a_person_in(client, officer):
    asked = ask(client, officer.email)
    entered = client.post(ENTER, {"code": code_of(officer)})

    assert (asked.status_code, asked.headers["Location"]) == (302, ENTER)
    assert (entered.status_code, entered.headers["Location"]) == (302, "/home/")
    assert signed_in_as(client) == str(officer.pk)
    assert Entry.objects.get().verb == "user.signed_in"


def test_code_leads_on_to_the_page_that_was_asked_for(client, officer):
    asked = ask(client, officer.email, next="/account/second-factor/")
    entered = client.post(asked.headers["Location"], {"code": code_of(officer), "next": "/account/second-factor/"})

    assert asked.headers["Location"] == f"{ENTER}?next=%2Faccount%2Fsecond-factor%2F"
    assert entered.headers["Location"] == "/account/second-factor/"


def test_code_never_leads_elsewhere(client, officer):
    ask(client, officer.email)

    assert client.post(ENTER, {"code": code_of(officer), "next": "//elsewhere.example"}).headers["Location"] == "/home/"


@pytest.mark.parametrize("write", [str, lambda code: code.replace("-", " "), lambda code: f" {code.replace('-', '')} "])
def test_code_is_read_as_people_copy_it(client, officer, write):
    ask(client, officer.email)
    client.post(ENTER, {"code": write(code_of(officer))})

    assert signed_in_as(client)


def test_code_is_read_in_arabic_digits(client, officer):
    ask(client, officer.email)
    client.post(ENTER, {"code": code_of(officer).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))})

    assert signed_in_as(client)


def test_code_works_once(client, officer):
    ask(client, officer.email)
    code = code_of(officer)
    client.post(ENTER, {"code": code})
    client.post("/account/logout/")
    client.post(ENTER, {"code": code})

    assert signed_in_as(client) is None


def test_code_belongs_to_the_browser_that_asked(client, officer, django_user_model):
    ask(client, officer.email)
    code = code_of(officer)
    other = type(client)()
    ask(other, officer.email)
    other.post(ENTER, {"code": code})

    assert signed_in_as(other) is None


def test_code_ends_after_a_quarter_of_an_hour(client, officer):
    ask(client, officer.email)
    with time_machine.travel(time.time() + 15 * 60 + 1):
        client.post(ENTER, {"code": code_of(officer)})

    assert signed_in_as(client) is None


def test_wrong_code_says_so_and_keeps_the_page(client, officer):
    ask(client, officer.email)
    response = client.post(ENTER, {"code": "0000-0000"})

    assert response.status_code == 200
    assert "Ce code n’est pas le bon." in response.text


def test_three_wrong_codes_ask_for_a_new_one(client, officer):
    ask(client, officer.email, next="/account/second-factor/")
    for _attempt in range(3):
        response = client.post(f"{ENTER}?next=/account/second-factor/", {"code": "0000-0000"})
    late = client.post(ENTER, {"code": code_of(officer)})

    assert response.headers["Location"] == f"{SIGN_IN}?next=%2Faccount%2Fsecond-factor%2F"
    assert "Trois codes n’étaient pas les bons." in client.get(SIGN_IN).text
    assert (late.status_code, signed_in_as(client)) == (302, None)


def test_another_code_replaces_the_first_and_lasts_as_long(client, officer):
    begun = time.time()
    ask(client, officer.email)
    first = code_of(officer)
    with time_machine.travel(begun + 14 * 60):
        client.post(ENTER, {"action": "resend"})
        second = code_of(officer)
    with time_machine.travel(begun + 16 * 60):
        client.post(ENTER, {"code": first})
        assert signed_in_as(client) is None
        client.post(ENTER, {"code": second})

    assert second != first
    assert signed_in_as(client) == str(officer.pk)


@pytest.mark.parametrize("code", ["", "x" * 500, "²²²²²²²²", "\x00"])
def test_nonsense_for_a_code_is_no_failure(client, officer, code):
    ask(client, officer.email)

    assert client.post(ENTER, {"code": code}).status_code == 200


def test_code_page_without_a_request_leads_to_the_beginning(client):
    assert client.get(ENTER).headers["Location"] == SIGN_IN


# --- The message


def test_message_to_staff_is_plain_and_essential(client, officer):
    ask(client, officer.email.upper())
    message = Message.objects.get()

    assert (message.purpose, message.to_email, message.essential, message.secret, message.language, message.stream) == (
        "signin.code",
        officer.email,
        True,
        True,
        "fr",
        "",
    )
    assert message.subject.startswith("Votre code de connexion, valable jusqu’à ")
    assert f"Bonjour {officer.name}," in message.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Voici le code pour ouvrir le dossier de Conserves du Souss"),
        ("ar", "إليكم رمز فتح ملف"),
        ("en", "Here is the code to open the file of Conserves du Souss"),
    ],
)
def test_message_to_a_company_names_its_file_and_its_officer(client, member, language, words):
    User.objects.filter(pk=member.pk).update(language=language)
    ask(client, member.email)
    message = Message.objects.get()

    assert (message.language, message.stream) == (language, Case.objects.get().stream)
    assert words in message.text
    assert "Hajar Bennani" in message.from_email
    assert code_of(member) not in message.subject


def test_message_is_worthless_with_its_code(client, officer):
    ask(client, officer.email)
    message = Message.objects.get()

    assert (message.not_after - message.posted_at).total_seconds() == 15 * 60


def test_sign_in_of_a_company_is_a_sign_of_life(client, member):
    ask(client, member.email)
    client.post(ENTER, {"code": code_of(member)})

    assert Case.objects.get().last_sign == "signed_in"


# --- Nothing is given away


def test_unknown_address_gets_the_same_page_and_no_mail(client, officer):
    known, unknown = ask(client, officer.email), ask(type(client)(), "nobody@nowhere.example")

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [message.to_email for message in Message.objects.all()] == [officer.email]


def test_code_page_reads_the_same_for_an_unknown_address(client, officer):
    pages = []
    for email in (officer.email, "nobody@nowhere.example"):
        browser = type(client)()
        ask(browser, email)
        page = browser.get(ENTER).text.replace(email, "…")
        pages.append(re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page))

    assert pages[0] == pages[1]


def test_code_for_an_unknown_address_never_comes_true(client):
    ask(client, "nobody@nowhere.example")

    assert [client.post(ENTER, {"code": code}).status_code for code in ("", "0000-0000")] == [200, 200]


def test_answers_take_as_long_for_unknown_addresses(client, officer, settings):
    settings.SIGN_IN_SECONDS = 0.3
    spans = []
    for email in (officer.email, "nobody@nowhere.example"):
        begun = time.monotonic()
        ask(type(client)(), email)
        spans.append(time.monotonic() - begun)

    assert min(spans) >= 0.3


def test_closed_account_is_an_unknown_address(client, officer):
    accounts.deactivate(officer, by=SYSTEM, at=making.AT)
    ask(client, officer.email)

    assert not Message.objects.exists()


@pytest.mark.parametrize("email", ["", "nobody", "a@b@c", "x" * 400 + "@y.example", "a\x00@b.example"])
def test_address_that_is_none_is_said_so(client, email):
    response = ask(client, email)

    assert response.status_code == 200
    assert "error-summary" in response.text


@pytest.mark.parametrize("path", ["/account/signup/", "/account/password/reset/", "/account/email/"])
def test_doors_that_are_not_offered_do_not_exist(client, path):
    assert client.get(path).status_code == 404


# --- The password, for staff


def by_password(client, user: User, password: str = PASSWORD):
    return client.post(BY_PASSWORD, {"login": user.email, "password": password})


def test_password_lets_staff_in(client, officer):
    response = by_password(client, officer)

    assert (response.headers["Location"], signed_in_as(client)) == ("/home/", str(officer.pk))


def test_wrong_password_unknown_address_company_and_closed_account_read_the_same(client, officer, member):
    member.set_password(PASSWORD)
    member.save()
    closed = making.person(Role.OFFICER)
    closed.set_password(PASSWORD)
    closed.save()
    accounts.deactivate(closed, by=SYSTEM, at=making.AT)
    tries = [
        (officer, "wrong"),
        (User(email="nobody@nowhere.example"), PASSWORD),
        (member, PASSWORD),
        (closed, PASSWORD),
    ]

    responses = [by_password(type(client)(), user, password) for user, password in tries]

    assert [response.status_code for response in responses] == [200] * 4
    assert [("ne vont pas ensemble" in response.text) for response in responses] == [True] * 4


# --- Limits


def test_guessing_elsewhere_locks_nobody_out(client, officer):
    for _attempt in range(8):
        client.post(BY_PASSWORD, {"login": officer.email, "password": "guess"}, REMOTE_ADDR="203.0.113.7")
    blocked = client.post(BY_PASSWORD, {"login": officer.email, "password": PASSWORD}, REMOTE_ADDR="203.0.113.7")
    at_home = client.post(BY_PASSWORD, {"login": officer.email, "password": PASSWORD}, REMOTE_ADDR="198.51.100.1")

    assert "Trop d’essais depuis ici." in blocked.text
    assert at_home.status_code == 302


def test_guessing_everywhere_closes_the_password_but_not_the_codes(client, officer, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"password_of_account": "3/d/key"}
    for attempt in range(4):
        client.post(BY_PASSWORD, {"login": officer.email, "password": "guess"}, REMOTE_ADDR=f"203.0.113.{attempt}")
    blocked = by_password(client, officer)
    ask(client, officer.email)
    client.post(ENTER, {"code": code_of(officer)})

    assert blocked.status_code == 200
    assert signed_in_as(client) == str(officer.pk)


def test_codes_are_not_sent_without_end(client, officer):
    answers = [ask(type(client)(), officer.email) for _attempt in range(11)]

    assert [response.status_code for response in answers] == [302] * 10 + [200]
    assert Message.objects.count() == 10


def test_inbox_is_not_flooded_from_many_places(client, officer):
    answers = [
        ask(type(client)(REMOTE_ADDR=f"203.0.113.{attempt // 9}"), officer.email).status_code for attempt in range(30)
    ]

    assert answers == [302] * 30
    assert Message.objects.filter(to_email=officer.email).count() == 12


def test_too_many_attempts_are_answered_by_a_page_of_ours(client, officer):
    for _attempt in range(31):
        response = by_password(client, officer, "guess")

    assert response.status_code == 429
    assert "<h1>Trop d’essais</h1>" in response.text
