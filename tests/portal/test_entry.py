"""Coming in by oneself, page by page."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import signing
from django.db import connections
from django.test import Client
from django.urls import reverse

from companies.accounts.models import User
from companies.cases.models import Case
from companies.common import clock
from companies.enrolment.entries import Entry, Joining, Proof
from companies.enrolment.enums import EntryState
from companies.mail.models import Message
from companies.portal import limits, traps
from companies.questionnaires import queries
from companies.registry.enums import Access
from companies.registry.models import Company, Contact
from tests.enrolment.arrivals import EMAIL, code_sent_to, posted, purposes_to
from tests.enrolment.world import begun, contact_of, current_year, invited_case, make_officer, save

pytestmark = pytest.mark.django_db
STAMP = re.compile(r'name="drawn" value="([^"]+)"')


@pytest.fixture(autouse=True)
def year(db):
    return current_year()


def stamp(client, path):
    return STAMP.search(client.get(path).text)[1]


def type_first(client, **changes):
    return client.post("/apply/", {"drawn": stamp(client, "/apply/"), "then": "next"} | posted(**changes))


def give_address(client, email=EMAIL):
    return client.post("/apply/address/", {"drawn": stamp(client, "/apply/address/"), "email": email})


def come(client, email=EMAIL, **changes):
    """From the first page to the code; the answer to it."""
    assert type_first(client, **changes).headers["Location"] == "/apply/address/"
    assert give_address(client, email).headers["Location"] == "/apply/code/"
    return client.post("/apply/code/", {"code": code_sent_to(email)})


def test_the_first_page_is_there_for_anybody(client):
    page = client.get("/apply/")

    assert page.status_code == 200
    assert 'name="ice"' in page.text
    assert 'name="email"' not in page.text
    assert not Entry.objects.exists()


def test_an_unknown_company_is_in_its_form_after_three_pages(client):
    response = come(client)

    case = Case.objects.get()
    assert response.headers["Location"] == f"/file/{case.reference}/form/"
    page = client.get(f"/file/{case.reference}/form/company/")
    assert "Argane Souss SARL" in page.text
    assert client.get("/files/").headers["Location"] == f"/file/{case.reference}/"


def test_what_is_missing_is_asked_for_and_what_was_typed_is_kept(client):
    response = type_first(client, ice="12")

    assert response.status_code == 200
    assert Entry.objects.get().answers["name"] == "Argane Souss SARL"
    assert "Argane Souss SARL" in client.get("/apply/").text


def test_a_page_that_is_not_whole_can_be_completed_later(client):
    refused = type_first(client, rc_number="")
    assert 'value="anyway"' in refused.text

    response = client.post("/apply/", {"drawn": stamp(client, "/apply/"), "then": "anyway"} | posted(rc_number=""))

    assert response.headers["Location"] == "/apply/address/"


@pytest.mark.parametrize("missing", [{"name": ""}, {"ice": ""}, {"region": ""}])
def test_without_name_ice_and_region_nobody_goes_on(client, missing):
    data = {"drawn": stamp(client, "/apply/"), "then": "anyway"} | posted() | missing

    assert client.post("/apply/", data).status_code == 200


def test_outside_the_open_time_the_page_says_so(client, year):
    year.closes_on = clock.today() - timedelta(days=1)
    year.save()

    page = client.get("/apply/")

    assert 'name="ice"' not in page.text
    assert client.post("/apply/", posted()).status_code == 200
    assert not Entry.objects.exists()


def test_who_is_signed_in_needs_no_code(client):
    case = invited_case(year=current_year(), at=clock.now())
    begun(case, at=clock.now())
    client.force_login(contact_of(case).user)

    response = type_first(client)

    assert response.headers["Location"] == "/apply/which/"
    chosen = client.post("/apply/which/", {"case": "another"})
    assert chosen.headers["Location"].startswith("/file/")
    assert contact_of(case).user.contacts.count() == 2


def test_an_own_file_opens_and_nothing_in_it_changes(client):
    case = invited_case(year=current_year(), at=clock.now())
    save(begun(case, at=clock.now()), "company", at=clock.now())

    response = come(client, contact_of(case).email, ice=case.company.ice, name="Autre nom")

    assert response.headers["Location"] == f"/file/{case.reference}/typed/"
    page = client.get(response.headers["Location"])
    assert "Autre nom" in page.text
    assert "Conserves Doukkala SARL" in page.text
    client.post(response.headers["Location"], {"take": ["name", "nonsense"]})
    kept = queries.kept(Case.objects.get(pk=case.pk).application.response).values
    assert (kept["name"], kept["address"]) == ("Autre nom", "12, rue du Port")


def test_a_stranger_asks_and_is_told_what_happens(client):
    case = invited_case(year=current_year(), at=clock.now())

    response = come(client, ice=case.company.ice)
    assert response.headers["Location"] == "/apply/join/"
    asked = client.post("/apply/join/", {"name": "Salma Idrissi", "why": "colleague", "phone": ""}, follow=True)

    assert Joining.objects.get().email == EMAIL
    assert EMAIL in asked.text
    for told in (case.company.name, contact_of(case).email, case.reference):
        assert told not in asked.text


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "Voir http://piege.example"), ("name", "a@b.example"), ("why", "x"), ("phone", "12")],
)
def test_a_request_that_cannot_be_read_is_asked_again(client, field, value):
    case = invited_case(year=current_year(), at=clock.now())
    come(client, ice=case.company.ice)

    response = client.post("/apply/join/", {"name": "Salma", "why": "colleague", "phone": ""} | {field: value})

    assert response.status_code == 200
    assert not Joining.objects.exists()


# -- what shows to who has proven nothing


def transcript(client, email, ice):
    """All that somebody sees who types an address and an ICE, and a wrong code."""
    type_first(client, ice=ice)
    seen = [give_address(client, email), client.get("/apply/code/"), client.post("/apply/code/", {"code": "0000-0000"})]
    return [(each.status_code, each.headers.get("Location"), bare(each.text, email)) for each in seen]


def bare(text, email):
    text = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", text)
    return re.sub(r'(name="drawn" value=")[^"]+', r"\1", text).replace(email, "ADDRESS")


def test_known_and_unknown_addresses_and_companies_see_the_same():
    case = invited_case(year=current_year(), at=clock.now())
    officer = make_officer(case.region)
    known = transcript(Client(), contact_of(case).email, case.company.ice)

    assert transcript(Client(), "nobody@nowhere.example", "009999999999999") == known
    assert transcript(Client(), officer.email, case.company.ice) == known


def test_known_and_unknown_cost_the_same_statements(django_assert_num_queries):
    case = invited_case(year=current_year(), at=clock.now())

    for email in (contact_of(case).email, "nobody@nowhere.example"):
        browser = Client()
        type_first(browser, ice=case.company.ice)
        stamped = {"drawn": stamp(browser, "/apply/address/"), "email": email}
        with django_assert_num_queries(ADDRESS_STATEMENTS):
            browser.post("/apply/address/", stamped)


ADDRESS_STATEMENTS = 10


def test_an_address_gets_the_same_mail_whoever_it_belongs_to():
    case = invited_case(year=current_year(), at=clock.now())
    Message.objects.all().delete()
    for email in (contact_of(case).email, "nobody@nowhere.example"):
        browser = Client()
        type_first(browser)
        give_address(browser, email)

    texts = {re.sub(r"\d{4}-\d{4}", "CODE", message.text) for message in Message.objects.filter(purpose="entry.code")}
    assert len(texts) == 1
    assert Message.objects.filter(purpose="entry.code", secret=True, stream="").count() == 2


# -- machines and guessing


def test_a_filled_bait_writes_nothing_and_loses_nothing(client):
    data = {"drawn": stamp(client, "/apply/"), "website": "http://spam.example"} | posted()

    response = client.post("/apply/", data)

    assert response.status_code == 200
    assert "Argane Souss SARL" in response.text
    assert not Entry.objects.exists()


def test_who_types_faster_than_anybody_can_presses_again(client, settings):
    settings.ENTRY_SECONDS = 3

    assert type_first(client).status_code == 200
    assert not Entry.objects.exists()


def test_what_is_to_correct_is_said_to_who_types_fast_too(client, settings):
    settings.ENTRY_SECONDS = 3

    page = type_first(client, ice="12").text

    assert 'class="error-summary"' in page
    assert "encore une fois" not in page
    assert not Entry.objects.exists()


@pytest.mark.parametrize("forged", ["", "x", "entry:1abc:xxxx", "entry:zzz"])
def test_a_stamp_that_is_not_ours_is_none(client, forged):
    assert client.post("/apply/", {"drawn": forged} | posted()).status_code == 200
    assert not Entry.objects.exists()


def test_a_stamp_made_for_something_else_is_none(client):
    other = signing.TimestampSigner(salt="something.else").sign("entry")

    assert client.post("/apply/", {"drawn": other} | posted()).status_code == 200
    assert not Entry.objects.exists()


def test_a_page_a_day_old_is_drawn_again(client, monkeypatch):
    old = stamp(client, "/apply/")
    monkeypatch.setattr(traps, "LONGEST", -1)

    assert client.post("/apply/", {"drawn": old} | posted()).status_code == 200
    assert not Entry.objects.exists()


def test_a_flood_of_askings_mails_no_more_and_shuts_out_nobody(client):
    case = invited_case(year=current_year(), at=clock.now())
    victim = contact_of(case).email
    type_first(client, ice=case.company.ice)
    give_address(client, victim)
    code = code_sent_to(victim)
    before = purposes_to(victim).count("entry.code")
    for _n in range(limits.PROOFS_TO_ADDRESS.most + 2):
        attacker = Client(REMOTE_ADDR=f"198.51.100.{_n % 10}")
        type_first(attacker)
        assert give_address(attacker, victim).headers["Location"] == "/apply/code/"

    assert purposes_to(victim).count("entry.code") == before + limits.PROOFS_TO_ADDRESS.most - 1
    assert client.post("/apply/code/", {"code": code}).headers["Location"] == f"/file/{case.reference}/form/"
    Client().post(reverse("account_login"), {"email": victim})
    assert purposes_to(victim).count("signin.code") == 1


def test_askings_from_one_place_keep_no_code_away_from_another():
    attacker = Client(REMOTE_ADDR="203.0.113.9")
    type_first(attacker)
    for _n in range(limits.PROOFS_TO_ADDRESS.most // 2):
        give_address(attacker)
    assert purposes_to(EMAIL) == ["entry.code"] * limits.PROOFS_FROM_HERE_TO_ADDRESS.most

    mine = Client(REMOTE_ADDR="198.51.100.7")
    type_first(mine)
    give_address(mine, EMAIL.upper())

    assert purposes_to(EMAIL) == ["entry.code"] * (limits.PROOFS_FROM_HERE_TO_ADDRESS.most + 1)
    assert mine.post("/apply/code/", {"code": code_sent_to(EMAIL)}).headers["Location"].startswith("/file/")


def test_first_code_of_a_place_leaves_whatever_one_subscriber_has_asked_for():
    """A subscriber of IPv6 has 256 networks, and is one place."""
    for n in range(5):
        attacker = Client(REMOTE_ADDR=f"2001:db8:0:{n:x}::1")
        type_first(attacker)
        for _n in range(2):
            give_address(attacker)
    assert purposes_to(EMAIL) == ["entry.code"] * limits.PROOFS_FROM_HERE_TO_ADDRESS.most
    for _n in range(limits.PROOFS_TO_ADDRESS.most):
        limits.used_up(limits.PROOFS_TO_ADDRESS, EMAIL)

    mine = Client(REMOTE_ADDR="198.51.100.7")
    type_first(mine)
    for _n in range(2):
        give_address(mine)

    assert purposes_to(EMAIL) == ["entry.code"] * (limits.PROOFS_FROM_HERE_TO_ADDRESS.most + 1)


def test_a_mailbox_gets_no_more_codes_under_its_other_names(client):
    type_first(client)
    for name in ("salma+1", "salma+2", "s.alma", "sal.ma+3", "SALMA", "sal.m.a"):
        give_address(client, f"{name}@gmail.com")

    codes = Message.objects.filter(purpose="entry.code", to_email__endswith="@gmail.com")
    assert codes.count() == limits.PROOFS_FROM_HERE_TO_ADDRESS.most


@pytest.mark.parametrize("again", ["resend", "address"])
def test_a_code_that_came_works_when_another_is_asked_for_in_vain(client, again):
    type_first(client)
    give_address(client)
    code = code_sent_to(EMAIL)
    use_up_codes_for(EMAIL)
    before = purposes_to(EMAIL)

    response = client.post("/apply/code/", {"action": "resend"}) if again == "resend" else give_address(client)

    assert purposes_to(EMAIL) == before
    told = client.get(response.headers["Location"]).text
    assert "Aucun nouveau code n’a été envoyé" in told
    assert "Le précédent ne fonctionne plus" not in told
    assert client.post("/apply/code/", {"code": code}).headers["Location"].startswith("/file/")


def use_up_codes_for(email):
    """Another browser behind the same address of the network asks until none leaves."""
    other = Client()
    type_first(other)
    for _n in range(limits.PROOFS_FROM_HERE_TO_ADDRESS.most):
        give_address(other, email)


def test_wrong_codes_of_somebody_else_do_not_touch_mine(client):
    type_first(client)
    give_address(client)
    code = code_sent_to(EMAIL)
    attacker = Client()
    type_first(attacker)
    give_address(attacker)
    mine = Proof.objects.order_by("id").first()
    for _n in range(8):
        attacker.post("/apply/code/", {"code": "1111-1111"})

    assert mine.tries == 0
    assert client.post("/apply/code/", {"code": code}).status_code == 302


def test_a_code_typed_in_another_browser_opens_nothing(client):
    type_first(client)
    give_address(client)
    thief = Client()

    assert thief.post("/apply/code/", {"code": code_sent_to(EMAIL)}).headers["Location"] == "/apply/"
    assert not Company.objects.exists()


def test_five_wrong_codes_end_the_code_and_another_can_be_asked_for(client):
    type_first(client)
    give_address(client)
    code = code_sent_to(EMAIL)
    for _n in range(5):
        assert client.post("/apply/code/", {"code": "1111-1111"}).status_code == 200
    assert client.post("/apply/code/", {"code": code}).status_code == 200
    assert not Company.objects.exists()

    client.post("/apply/code/", {"action": "resend"})

    fresh = Message.objects.filter(purpose="entry.code").exclude(text__contains=code).get()
    new = re.search(r"\d{4}-\d{4}", fresh.text)[0]
    assert client.post("/apply/code/", {"code": new}).headers["Location"].startswith("/file/")


def test_codes_are_sent_again_three_times_and_no_more(client):
    type_first(client)
    give_address(client)

    led = [client.post("/apply/code/", {"action": "resend"}).headers["Location"] for _n in range(4)]

    assert led == ["/apply/code/"] * 3 + ["/apply/address/"]


def test_one_place_asks_for_so_many_codes_and_no_more(client):
    type_first(client)
    for n in range(limits.PROOFS_FROM_HERE.most):
        assert give_address(client, f"a{n}@nowhere.example").status_code == 302

    assert give_address(client, "one@more.example").status_code == 200


def test_an_entry_of_days_ago_is_begun_anew(client):
    type_first(client)
    Entry.objects.update(begun_at=clock.now() - timedelta(days=3))

    assert client.get("/apply/address/").headers["Location"] == "/apply/"


@pytest.mark.parametrize("odd", ["\x00", "a@b\x00.example", "x" * 100_000 + "@a.example", "‮a@b.example", "a", ""])
def test_an_odd_address_is_asked_again(client, odd):
    type_first(client)

    assert give_address(client, odd).status_code == 200
    assert not Proof.objects.exists()


@pytest.mark.parametrize("odd", ["", "\x00", "1" * 100_000, "abcd", "‮12345678", "٠٠٠٠٠٠٠٠"])
def test_an_odd_code_is_no_code(client, odd):
    type_first(client)
    give_address(client)

    assert client.post("/apply/code/", {"code": odd}).status_code == 200


def test_a_staff_address_is_told_so_after_its_code(client):
    officer = make_officer(invited_case(year=current_year(), at=clock.now()).region)

    response = come(client, officer.email)

    assert response.headers["Location"] == "/apply/"
    assert User.objects.get(pk=officer.pk).role == "officer"
    assert "_auth_user_id" not in client.session


def test_looking_never_comes_in(client):
    come_to_choice = invited_case(year=current_year(), at=clock.now())
    come(client, contact_of(come_to_choice).email)
    before = Company.objects.count(), Entry.objects.get().state

    for path in ("/apply/", "/apply/address/", "/apply/code/", "/apply/which/", "/apply/join/"):
        client.get(path)

    assert (Company.objects.count(), Entry.objects.get().state) == before
    assert before[1] == EntryState.PROVEN


def test_an_ice_typed_after_the_proof_is_told_of_only_once_it_is_counted(client):
    """The page is not whole, so nothing arrives and nothing is counted; known and unknown lead to the same place."""
    case = invited_case(year=current_year(), at=clock.now())
    come(client, ice=case.company.ice)
    assert client.get("/apply/join/").status_code == 200

    other = invited_case(year=current_year(), at=clock.now(), email="a@other.example")
    for ice in ("999999999999999", other.company.ice):
        type_first(client, ice=ice, name="", name_ar="")
        assert led(client, "/apply/address/", "/apply/code/", "/apply/join/") == ["/apply/"] * 3

    assert type_first(client, ice=other.company.ice).headers["Location"] == "/apply/join/"
    assert client.get("/apply/join/").status_code == 200


def test_the_days_entries_are_those_of_the_mailbox_whatever_it_is_called(client):
    for _n in range(limits.ENTRIES_OF_ADDRESS.most):
        limits.used_up(limits.ENTRIES_OF_ADDRESS, EMAIL)
    type_first(client)
    other = EMAIL.replace("@", "+2@")
    give_address(client, other)

    assert client.post("/apply/code/", {"code": code_sent_to(other)}).status_code == 429
    assert not Company.objects.exists()


def test_beyond_the_days_entries_no_ice_is_told_of(client):
    case = invited_case(year=current_year(), at=clock.now())
    come(client, ice=case.company.ice)
    for _n in range(limits.ENTRIES_OF_ADDRESS.most - 1):
        assert type_first(client, ice=case.company.ice).status_code == 302
    other = invited_case(year=current_year(), at=clock.now(), email="a@other.example")

    assert type_first(client, ice=other.company.ice).status_code == 429

    assert led(client, "/apply/address/", "/apply/join/") == ["/apply/"] * 2
    refused = client.post("/apply/join/", {"name": "Salma", "why": "colleague", "phone": ""})
    assert refused.headers["Location"] == "/apply/"
    assert not Joining.objects.exists()


def led(client, *paths):
    return [client.get(path).headers.get("Location", "") for path in paths]


# -- two at once


@pytest.mark.django_db(transaction=True)
def test_two_people_with_one_ice_at_once_make_one_company():
    """Both press at the same moment; one founds the company, the other is asked to ask."""
    browsers = [Client(), Client()]
    emails = ["salma@gmail.com", "omar@yahoo.fr"]
    for browser, email in zip(browsers, emails, strict=True):
        type_first(browser)
        give_address(browser, email)
    codes = [code_sent_to(email) for email in emails]

    with ThreadPoolExecutor(2) as pool:
        led = list(pool.map(press, browsers, codes))

    case = Case.objects.get()
    assert sorted(led) == sorted(["/apply/join/", f"/file/{case.reference}/form/"])
    assert Company.objects.count() == 1
    assert Contact.objects.get().access == Access.MEMBER


@pytest.mark.django_db(transaction=True)
def test_one_person_in_two_windows_at_once_comes_in_twice_to_one_file():
    browsers = [Client(), Client()]
    codes = []
    for browser in browsers:
        type_first(browser)
        give_address(browser)
        codes.append(code_sent_to(EMAIL))

    with ThreadPoolExecutor(2) as pool:
        led = list(pool.map(press, browsers, codes))

    reference = Case.objects.get().reference
    assert all(where.startswith(f"/file/{reference}/") for where in led)
    assert User.objects.filter(email=EMAIL).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_code_pressed_twenty_times_at_once_comes_in_once(client):
    type_first(client)
    give_address(client)
    code = code_sent_to(EMAIL)
    cookies = client.cookies

    def again(_n):
        browser = Client()
        browser.cookies = cookies.copy()
        return press(browser, code)

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(again, range(20)))

    assert Company.objects.count() == Case.objects.count() == Contact.objects.count() == 1


def press(browser, code):
    try:
        return browser.post("/apply/code/", {"code": code}).headers.get("Location", "")
    finally:
        connections.close_all()


def test_coming_in_costs_the_same_however_many_others_there_are(client, django_assert_num_queries):
    """The one who comes before warms what a process keeps for a minute."""
    codes = []
    for number in range(3):
        browser, email = Client(), f"salma{number}@gmail.com"
        type_first(browser, ice=f"00223344556677{number}")
        give_address(browser, email)
        codes.append((browser, code_sent_to(email)))
    codes[0][0].post("/apply/code/", {"code": codes[0][1]})
    with django_assert_num_queries(COMING_IN):
        codes[1][0].post("/apply/code/", {"code": codes[1][1]})
    for n in range(3):
        invited_case(year=current_year(), at=clock.now(), email=f"a{n}@other{n}.example")
    with django_assert_num_queries(COMING_IN):
        codes[2][0].post("/apply/code/", {"code": codes[2][1]})


COMING_IN = 131
