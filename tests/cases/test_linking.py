from datetime import UTC, date, datetime, timedelta

import pytest

from companies.cases import actions as cases
from companies.cases.actions.linking import hashed, hashes, is_usable
from companies.cases.enums import Act
from companies.cases.models import Link, ProgrammeYear
from companies.cases.references import normal
from companies.common.refusals import Refusal
from companies.journal.actors import SYSTEM, Actor
from companies.journal.enums import ActorKind
from companies.journal.models import Entry
from tests.support import making

pytestmark = pytest.mark.django_db
AT = making.AT


def issued(case):
    return cases.issue_link(case, case.company.contacts.get(), act=Act.INVITATION, by=SYSTEM, at=AT)


def test_link_is_stored_hashed_and_valid_to_the_end_of_the_closing_day():
    link, token = issued(making.case())
    assert link.token_hash == hashed(token) != token
    last = datetime(2027, 4, 30, 23, 59, 59, tzinfo=UTC)
    assert [is_usable(link, at=at) for at in (last, last + timedelta(seconds=1))] == [True, False]
    assert [Link.objects.usable(at=at).count() for at in (last, last + timedelta(seconds=1))] == [1, 0]
    assert Entry.objects.get(verb="link.issued").data == {"act": "invitation"}


def test_first_use_is_noted_and_the_bearer_acts():
    link, _token = issued(making.case())
    assert cases.use_link(link, at=AT) == Actor(ActorKind.LINK, link.pk)
    cases.use_link(link, at=AT + timedelta(days=1))
    assert Link.objects.get().used_at == AT


def test_expired_link_is_refused():
    link, _token = issued(making.case())
    with pytest.raises(Refusal):
        cases.use_link(link, at=datetime(2027, 5, 1, tzinfo=UTC))


def test_revoked_links_are_refused_and_others_stay():
    case, other = making.case(), making.case()
    link, _token = issued(case)
    kept, _token = issued(other)
    assert cases.revoke_links(case, link.contact, by=SYSTEM, at=AT) == 1
    link.refresh_from_db()
    with pytest.raises(Refusal):
        cases.use_link(link, at=AT)
    assert list(Link.objects.usable(at=AT)) == [kept]


def test_letter_code_is_found_however_it_is_typed():
    case = making.case()
    link, code = cases.issue_code(case, case.company.contacts.get(), by=SYSTEM, at=AT)
    assert link.token_hash == hashed(normal(code.lower().replace("-", " ")))


def test_new_letter_ends_the_one_before():
    case = making.case()
    person = case.company.contacts.get()
    first, _code = cases.issue_code(case, person, by=SYSTEM, at=AT)
    second, _code = cases.issue_code(case, person, by=SYSTEM, at=AT)
    assert list(Link.objects.usable(at=AT)) == [second]
    assert Link.objects.get(pk=first.pk).revoked_at == AT


def test_links_live_as_long_as_the_year_is_put_off():
    case = making.case()
    link, _token = issued(case)
    later = datetime(2027, 5, 20, tzinfo=UTC)
    ProgrammeYear.objects.filter(pk=case.year_id).update(closes_on=later.date())
    case.year.refresh_from_db()
    assert is_usable(link, at=later)
    assert list(Link.objects.usable(at=later)) == [link]


def test_revoked_link_does_not_come_back_with_a_later_closing_date():
    case = making.case()
    link, _token = issued(case)
    after = datetime(2027, 5, 2, tzinfo=UTC)
    cases.revoke_links(case, link.contact, by=SYSTEM, at=after)
    ProgrammeYear.objects.filter(pk=case.year_id).update(closes_on=date(2027, 6, 30))
    assert not Link.objects.usable(at=after).exists()


def test_token_opens_under_the_key_before(settings):
    before = hashed("token")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key of the site"
    assert hashes("token") == [hashed("token"), before]
    assert hashed("token") != before
