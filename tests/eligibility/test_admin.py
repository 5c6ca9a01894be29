"""Rules are edited safely: words at once, meaning from a day to come, looked at before they are saved."""

from datetime import timedelta

import pytest
from django.urls import reverse

from companies.accounts.enums import Role
from companies.common import clock
from companies.eligibility.models import Rule
from companies.journal.models import Entry
from tests.eligibility.world import rule
from tests.support import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(making.person(Role.ADMIN))
    return client


def form(row, **changes):
    """The page of a rule as a browser would send it."""
    names = ["key", "position", "kind", "effect", "form_key"]
    names += [f"{field}_{language}" for field in ("question", "help") for language in ("fr", "ar", "en")]
    data = {name: getattr(row, name) for name in names}
    data |= {"valid_from": row.valid_from.isoformat(), "year": row.year_id or "", "shown": "on"}
    replies = list(row.replies.all())
    data |= {"replies-TOTAL_FORMS": len(replies), "replies-INITIAL_FORMS": len(replies)}
    for n, reply in enumerate(replies):
        words = [f"{field}_{language}" for field in ("label", "says") for language in ("fr", "ar", "en")]
        said = {name: getattr(reply, name) for name in ("code", "position", "form_value", *words)}
        said |= {"id": reply.pk, "rule": row.pk} | ({"against": "on"} if reply.against else {})
        data |= {f"replies-{n}-{name}": value for name, value in said.items()}
    return data | changes


def url(row, name="change"):
    return reverse(f"admin:eligibility_rule_{name}", args=[row.pk])


def test_words_of_a_rule_that_applies_are_corrected(admin):
    row = rule()

    answer = admin.post(url(row), form(row, question_fr="Mieux dit", **{"replies-1-says_fr": "Voici pourquoi"}))

    row.refresh_from_db()
    assert (answer.status_code, row.question_fr) == (302, "Mieux dit")
    assert row.replies.get(code="no").says_fr == "Voici pourquoi"
    assert Entry.objects.get(verb="config.changed").data == {"fields": "question_fr,reply.says_fr"}


@pytest.mark.parametrize(
    "changes",
    [
        {"effect": "blocks"},
        {"kind": "several"},
        {"key": "other"},
        {"replies-0-against": "on"},
        {"replies-0-DELETE": "on"},
    ],
)
def test_meaning_of_a_rule_that_applies_is_not_changed(admin, changes):
    row = rule()

    answer = admin.post(url(row), form(row, **changes))

    assert (answer.status_code, "à partir d’un jour à venir" in answer.content.decode()) == (200, True)
    assert Rule.objects.filter(key="size", effect="informs", kind="one").count() == 1


def test_changed_rule_follows_from_a_day_to_come(admin):
    row = rule()
    day = clock.today() + timedelta(days=7)

    answer = admin.post(url(row), form(row, effect="blocks", valid_from=day.isoformat(), _saveasnew="1"))

    assert answer.status_code == 302
    assert list(Rule.objects.filter(key="size").order_by("valid_from").values_list("effect", flat=True)) == [
        "informs",
        "blocks",
    ]
    assert Rule.objects.get(effect="blocks").replies.count() == 2


def test_rule_never_begins_on_a_day_gone_by(admin):
    row = rule()

    answer = admin.post(url(row), form(row, valid_from="2026-01-02", _saveasnew="1"))

    assert (answer.status_code, Rule.objects.filter(key="size").count()) == (200, 1)


def test_only_a_rule_to_come_is_deleted(admin):
    now, later = rule(), rule("later", valid_from=clock.today() + timedelta(days=1))

    assert [admin.get(url(row, "delete")).status_code for row in (now, later)] == [403, 200]


def test_looking_shows_question_answers_and_what_the_result_says(admin):
    row = rule(effect="blocks")
    look = reverse("admin:eligibility_rule_look")

    saved = admin.get(f"{look}?pk={row.pk}&language=ar").content.decode()
    typed = form(row, question_fr="Autrement ?", **{"replies-1-says_fr": "<b>x</b> **fort**"})
    page = admin.post(f"{look}?pk={row.pk}", typed | {"look": "fr"}).content.decode()

    assert ('lang="ar"' in saved, "يغلق الباب" in saved) == (True, True)
    assert ("Autrement ?" in page, "&lt;b&gt;x&lt;/b&gt; <strong>fort</strong>" in page) == (True, True)
    assert Rule.objects.get(pk=row.pk).question_fr == "size"


def test_looking_at_what_is_wrong_says_why(admin):
    row = rule()
    look = reverse("admin:eligibility_rule_look")

    page = admin.post(f"{look}?pk={row.pk}", form(row, **{"replies-0-label_fr": ""})).content.decode()

    assert "dans les trois langues" in page


def test_whole_check_is_seen_as_it_will_be_on_a_day(admin):
    making.year()
    rule(question_fr="Nouvelle", valid_from=clock.today() + timedelta(days=7))
    whole = reverse("admin:eligibility_rule_whole")
    listed = admin.get(reverse("admin:eligibility_rule_changelist")).content.decode()

    today = admin.get(f"{whole}?language=fr&on=nonsense").content.decode()
    later = admin.get(f"{whole}?language=fr&on={clock.today() + timedelta(days=8)}").content.decode()

    assert listed.count(f'href="{whole}?language=') == 3
    assert ("Nouvelle" in today, "Nouvelle" in later, "Coopérative" in today) == (False, True, True)
