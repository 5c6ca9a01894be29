"""A reminder that nobody can stop, nobody limits, nobody reads about, or that lacks words in a language, fails here."""

from collections import Counter
from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from companies.mail import guards, slots
from companies.mail.apps import texts_missing
from companies.mail.models import Wording
from companies.outreach import emails
from companies.outreach.enums import Rung
from companies.outreach.kinds import KINDS
from companies.outreach.models import Policy
from companies.outreach.officers.facts import FACTS
from companies.outreach.policy.announcing import announcement
from companies.outreach.policy.rungs import LADDERS
from companies.reference.models import Site

LANGUAGES = ("fr", "ar", "en")
DECLARED = [*KINDS.values(), *FACTS.values()]
STEPS = [(kind, rung, step) for kind in KINDS.values() for rung, step in enumerate(kind.steps, start=1)]


def ids(declared):
    return declared.key


def translated(text):
    """Its words in the three languages; a language that has none falls back to the English of the source."""
    words = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = str(text)
    return words


@pytest.mark.parametrize("kind", DECLARED, ids=ids)
@pytest.mark.parametrize("sentence", ["label", "starts", "stops"])
def test_every_kind_says_in_three_languages_what_it_is_when_it_starts_and_why_it_stops(kind, sentence):
    words = translated(getattr(kind, sentence))
    assert all(words.values())
    assert len(set(words.values())) == 3, f"{kind.key}.{sentence} is not translated"


@pytest.mark.parametrize("kind", KINDS.values(), ids=ids)
def test_every_ladder_ends_with_its_statuses_and_is_stopped_in_the_outbox_too(kind):
    """The rule the code goes by: leaving the statuses ends it, and each message is asked for again as it leaves."""
    assert kind.statuses
    assert kind.steps
    assert [step.slot for step in kind.steps if step.form != Rung.CALL and step.slot not in guards._guards] == []


@pytest.mark.parametrize("fact", FACTS.values(), ids=ids)
def test_every_fact_says_when_its_task_is_over(fact):
    assert fact.over.strip()


@pytest.mark.django_db
def test_every_rung_has_a_rule_with_a_cap_for_its_first_day():
    rules = {(rule.kind, rule.rung): rule for rule in Policy.objects.all()}
    rungs = {(ladder.key, stand.rung) for ladder in LADDERS.values() for stand in ladder.stands}
    assert rungs - rules.keys() == set()
    assert [key for key, rule in rules.items() if not rule.first_day] == []


@pytest.mark.django_db
def test_optional_kinds_are_held_to_the_cap_per_person():
    """Essential ones would not be; as the rule of the house goes, no ladder is essential."""
    assert Site._meta.get_field("courtesy_hours").default == 72
    assert [kind.key for kind in KINDS.values() if kind.essential] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "rung", "step"), STEPS, ids=lambda each: getattr(each, "key", ""))
def test_every_rung_has_its_words_in_three_languages(kind, rung, step):
    keys = [step.slot, *(step.slot + variant for variant in emails.variants(kind, step))]
    known = set(Wording.objects.filter(slot__in=keys).values_list("slot", "language"))
    assert {(key, language) for key in keys for language in LANGUAGES} - known == set()
    assert [key for key in keys if slots.SLOTS[key].spoken != (step.form == Rung.CALL)] == []


@pytest.mark.django_db
def test_every_kind_has_its_place_on_the_page_for_everybody():
    said = announcement(date(2026, 12, 1))
    assert {each.key for each in said.companies} == set(KINDS)
    assert {each.key for each in said.officers} == set(FACTS)
    assert [each.key for each in said.companies if len(each.rungs) != len(KINDS[each.key].steps)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_public_page_says_nothing_twice_and_calls_the_link_by_its_name(client, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get(reverse("portal:reminders"))
    said = [f"{rung.what}: {rung.subject}" for kind in page.context["said"].companies for rung in kind.rungs]
    with override(language):
        assert [each for each in said if each.lower().count(str(Rung.CLOSING.label).lower()) > 1] == []
        assert emails._stop(language, "")[0] in page.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_messages_have_one_title(language):
    """An administrator must know which of them is open."""
    with override(language):
        titles = Counter(str(slot.label) for slot in slots.SLOTS.values())
    assert [title for title, count in titles.items() if count > 1 or not title] == []


def test_every_declared_message_has_its_texts():
    assert texts_missing() == []


def test_message_without_texts_is_named(monkeypatch):
    monkeypatch.setitem(slots.SLOTS, "of.nobody", slots.Slot("of.nobody", frozenset()))
    assert [(each.id, each.obj) for each in texts_missing()] == [("mail.E001", "of.nobody")]
