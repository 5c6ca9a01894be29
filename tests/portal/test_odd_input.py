"""Whatever is posted: an answer in words, never a failure, nothing half written."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companies.cases.models import Case
from companies.common import clock
from companies.enrolment.models import Application
from companies.enrolment.pages import APPLICATION
from companies.portal import sessions
from companies.questionnaires.models import Answer, Response
from tests.enrolment.world import filled, fresh
from tests.portal.test_filling import marks, url_of

pytestmark = pytest.mark.django_db

NAMES = sorted(
    {question.key for question in APPLICATION.questions}
    | {f"products-{row}-{part}" for row in range(7) for part in ("code", "name")}
    | {"seen", "sheet", "then", "add", "remove", "keep-products", "keep-name", "keep-email", "csrfmiddlewaretoken"}
)
NASTY = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\u202eevil\u202c",
    "\u2066\u2069",
    "\ud800",
    "٠١٢٣٤٥٦٧٨٩",
    "²",
    "𝟙𝟚𝟛𝟜",
    "-1",
    "1e9",
    "9" * 40,
    "null",
    "[]",
    "{}",
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}",
    "%s%(x)s",
    "saved",
    "mine",
    "later",
    "none",
    "SARL",
    "COOP",
    "06",
    "on",
    "x" * 5000,
    "é" * 300,
    "ي" * 400,
    "\n\r\n",
    "\u2028",
    "\ufeff",
    "\U0001f600" * 60,
]
VALUES = st.one_of(st.sampled_from(NASTY), st.text(max_size=80))
PAGES = [page.key for page in APPLICATION.pages]
OFTEN = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def encoded(pairs):
    """A body with keys missing and repeated, in any order; surrogates as broken bytes."""
    from urllib.parse import quote_plus

    parts = [f"{quote_plus(k)}={quote_plus(v.encode('utf-8', 'surrogatepass'))}" for k, v in pairs]
    return "&".join(parts)


def post(browser, url, pairs):
    return browser.post(url, encoded(pairs), content_type="application/x-www-form-urlencoded")


@OFTEN
@given(page=st.sampled_from(PAGES), pairs=st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=25))
def test_pages_take_anything(working, case, page, pairs):
    mark, version = working.session[sessions.KEY], Response.objects.get(case=case).version

    response = post(working, url_of(case, page), pairs)

    assert response.status_code in (200, 302)
    assert not response.headers.get("Location", "").startswith("/account/")
    assert Response.objects.get(case=case).version >= version
    assert "\x00" not in str(list(Answer.objects.filter(response__case=case).values_list("value", flat=True)))
    _reopen(working, mark)


def _reopen(browser, mark):
    """ "Save and come back later" may have been drawn: work goes on all the same."""
    session = browser.session
    session[sessions.KEY] = mark
    session.save()


@OFTEN
@given(pairs=st.lists(st.tuples(st.sampled_from(["code", "text", "until", "hint", "x"]), VALUES), max_size=6))
@pytest.mark.parametrize("door", ["later", "decline"])
def test_doors_take_anything(client, case, token, door, pairs):
    assert post(client, f"/i/{token}/{door}/", pairs).status_code in (200, 302)


@OFTEN
@given(code=VALUES)
def test_letters_code_takes_anything(client, case, code):
    assert post(client, "/letter/", [("code", code)]).status_code == 200


@settings(OFTEN, max_examples=60)
@given(pairs=st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=25), page=st.sampled_from(PAGES))
def test_after_any_answers_reading_and_sending_answer(working, case, page, pairs):
    filled(fresh(Application.objects.get(case=case)), at=clock.now())

    post(working, url_of(case, page), [pair for pair in pairs if pair != ("then", "later")])

    assert working.get(url_of(case, "check")).status_code == 200
    assert working.get(url_of(case, page)).status_code == 200
    assert working.post(url_of(case, "send")).status_code in (200, 302)
    assert Case.objects.get(pk=case.pk).status in ("draft", "submitted")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(working, case, method):
    assert getattr(working, method)(url_of(case, "contact")).status_code == 405


def test_very_large_body_is_refused_in_words(working, case):
    response = working.post(url_of(case, "contact"), {"contact_name": "x" * 3_000_000})

    assert response.status_code in (400, 413)


def test_very_many_fields_are_refused(working, case):
    assert working.post(url_of(case, "contact"), {f"f{n}": "x" for n in range(1500)}).status_code == 400


def test_address_longer_than_any_is_told_and_kept_by_nobody(member, case):
    """Django's own field takes 320 characters, our tables 254; and who has no address yet would get it at once."""
    long = f"{'a' * 300}@b.example"
    told = [
        member.post(url, {"email": long, "language": "fr"})
        for url in (f"/file/{case.reference}/people/", "/profile/address/")
    ]
    contact = case.company.contacts.get(primary=True)
    contact.email = ""
    contact.save()
    told.append(member.post(url_of(case, "contact"), {"email": long} | marks(member, case, "contact")))

    assert [answer.status_code for answer in told] == [200] * 3
    assert not case.company.contacts.filter(email__startswith="aaa").exists()
