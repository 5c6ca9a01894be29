"""Which rules hold on a day, and what answers come to."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from companies.content.models import Alternative
from companies.eligibility import carrying, loading, queries
from companies.eligibility.enums import Effect, Outcome
from companies.eligibility.models import Reply, Rule
from companies.enrolment.pages import APPLICATION
from companies.questionnaires.enums import Kind
from tests.eligibility.world import rule
from tests.support import making
from tests.support.making import AT, ON

pytestmark = pytest.mark.django_db
FIRST = ["region", "sector", "legal_form", "experience", "need"]


@pytest.fixture
def year(db):
    return making.year()


def keys(year, on=ON):
    return [asked.key for asked in queries.rules_on(year, on=on)]


def test_first_rules_are_asked_in_their_order_and_all_inform(year, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert keys(year) == FIRST
    assert set(Rule.objects.values_list("effect", flat=True)) == {Effect.INFORMS}
    assert queries.how_many(year, on=ON) == 5


def test_first_rules_and_their_answers_are_as_their_forms_would_have_them(year):
    for row in [*Rule.objects.all(), *Reply.objects.all()]:
        row.full_clean()


def test_loading_again_changes_nothing(year):
    before = list(Rule.objects.values()), list(Reply.objects.values())
    loading.load(AT)

    assert (list(Rule.objects.values()), list(Reply.objects.values())) == before


def test_rule_holds_from_its_day_on(year):
    rule(valid_from=date(2026, 12, 1))

    assert (keys(year), keys(year, date(2026, 12, 1))) == (FIRST, [*FIRST, "size"])


def test_later_rule_follows_the_earlier_one(year):
    rule(question_fr="Avant")
    rule(question_fr="Après", valid_from=date(2026, 12, 1))
    asked = [queries.rules_on(year, on=on)[-1].rule.question_fr for on in (ON, date(2027, 1, 1))]

    assert asked == ["Avant", "Après"]


def test_year_s_own_rule_comes_before_the_one_for_every_year(year):
    rule(question_fr="Toutes", valid_from=date(2026, 6, 1))
    rule(question_fr="Celle-ci", year=year, valid_from=date(2026, 2, 1))

    assert queries.rules_on(year, on=ON)[-1].rule.question_fr == "Celle-ci"


def test_year_takes_a_question_out(year):
    rule("need", year=year, shown=False)

    assert keys(year) == FIRST[:-1]


def test_two_rules_of_one_key_and_day_are_refused(year):
    rule()
    with transaction.atomic(), pytest.raises(IntegrityError, match="eligibility_rule_day"):
        rule()


@pytest.mark.parametrize(
    ("effect", "answer", "outcome"),
    [
        (Effect.INFORMS, ["yes"], Outcome.OPEN),
        (Effect.INFORMS, ["no"], Outcome.NOTES),
        (Effect.BLOCKS, ["yes"], Outcome.OPEN),
        (Effect.BLOCKS, ["no"], Outcome.CLOSED),
        (Effect.BLOCKS, [], Outcome.OPEN),
    ],
)
def test_only_an_answer_against_a_blocking_rule_closes(year, effect, answer, outcome):
    rule(effect=effect)
    found = queries.result_of(queries.rules_on(year, on=ON), {"size": answer})

    assert (found.outcome, found.reasons[-1].answered, found.reasons[-1].says) == (
        outcome,
        tuple(answer),
        tuple(answer),
    )


def test_what_else_exists_follows_needs_and_sector(year):
    rules = queries.rules_on(year, on=ON)

    def found(**answers):
        return {each.key for each in queries.alternatives_for(rules, answers)}

    assert found() == {"chamber", "craft_file"}
    assert found(sector=["ARTI"], need=["insurance"]) == {"chamber", "craft_file", "export_insurance"}
    assert found(sector=["AUTO"], need=["certification"]) == {"chamber", "standards"}


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ({}, True),
        ({"legal_form": []}, True),
        ({"legal_form": ["cooperative"]}, True),
        ({"legal_form": ["company"]}, False),
        ({"legal_form": ["sole_trader"]}, False),
    ],
)
def test_what_exists_for_cooperatives_is_shown_to_who_may_be_one(year, told, shown):
    rules = queries.rules_on(year, on=ON)
    found = queries.alternatives_for(rules, {"sector": ["AGRI"], "need": ["coaching"]} | told)

    assert ("cooperatives" in {each.key for each in found}) is shown


def test_alternative_of_an_answer_is_shown_whatever_the_sector(year):
    made = rule()
    made.replies.get(code="no").alternatives.add(Alternative.objects.get(key="bank"))
    rules = queries.rules_on(year, on=ON)

    assert [
        "bank" in {each.key for each in queries.alternatives_for(rules, {"size": [code]})} for code in ("yes", "no")
    ] == [False, True]


def test_carried_values_are_those_the_application_knows(year):
    """Each key is a question of the form, each value one it offers."""
    session = {}
    given = {"region": ["06"], "sector": ["ARTI"], "legal_form": ["cooperative"], "experience": ["never"]}
    for asked in queries.rules_on(year, on=ON):
        carrying.keep(session, asked, given.get(asked.key, ["finance", "insurance"]), year=year.pk)

    assert carrying.carried(session) == {
        "region": "06",
        "sector": "ARTI",
        "legal_form": "COOP",
        "experience": "never",
        "support_wanted": ["insurance", "finance"],
    }
    questions = {question.key: question for page in APPLICATION.pages for question in page.questions}
    for reply in Reply.objects.exclude(form_value="").select_related("rule"):
        question = questions[reply.rule.form_key]
        assert question.source or reply.form_value in {option.code for option in question.options}
        assert (question.kind == Kind.SEVERAL) == (reply.rule.kind == "several")


def test_answer_taken_back_is_carried_no_more(year):
    session, asked = {}, queries.rules_on(year, on=ON)[3]
    carrying.keep(session, asked, ["never"], year=year.pk)
    carrying.keep(session, asked, [], year=year.pk)

    assert (carrying.carried(session), carrying.answers(session, year.pk)) == ({}, {"experience": []})
    assert carrying.answers(session, year.pk + 1) == {}


def test_answer_against_says_why():
    reply = Reply(rule=rule(), code="maybe", against=True, says_fr="Oui", says_ar="", says_en="Yes")

    with pytest.raises(ValidationError):
        reply.clean()
