"""What receivers of reminders did: the same figure counted in the table, listed behind it, and by hand."""

from datetime import timedelta

import pytest

from companies.accounts.enums import Role
from companies.cases import actions as cases
from companies.cases.enums import Act, ClosedAs, InteractionKind, Outcome, Status
from companies.cases.models import Case
from companies.enrolment import actions as enrolment
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.outreach.models import Answer, Reminder
from companies.outreach.seen import effect
from companies.outreach.seen.effect import DEEDS, FIGURES, WINDOWS
from companies.registry.models import Contact
from tests.outreach.passing import at, invited
from tests.support import making

pytestmark = pytest.mark.django_db
SENT = at(7)
"""When the first message of a company invited on day 0 leaves: day 5 is a Saturday."""


@pytest.fixture
def written_to(days):
    """Companies that have received their first reminder, in the order of making."""

    def make(number):
        made = [invited(officer=making.person()) for _n in range(number)]
        days.sweep(SENT)
        return made

    return make


def contact_of(case):
    return Contact.objects.get(company=case.company)


def answered(case, kind, when):
    return Answer.objects.create(reminder=case.reminders.get(rung=1), kind=kind, at=when)


def figures(days, when, rows=None):
    """By rung and way, those that are not 0."""
    found = effect.table(Reminder.objects.all() if rows is None else rows, days, at=when)
    return {
        (row.kind, row.rung, row.by_call): {key: number for key, number in row.figures.items() if number}
        for row in found
    }


def started(case, when):
    enrolment.start(case, contact_of(case), by=SYSTEM, at=when)


def declined(case, when):
    cases.close(case, closed_as=ClosedAs.DECLINED, by=SYSTEM, at=when)


def opted_out(case, when):
    outbox.suppress(contact_of(case).email, at=when)


def asked_for_help(case, when):
    answered(case, "help", when)


def put_off(case, when):
    answered(case, "later", when)


def was_spoken_to(case, when):
    cases.log_interaction(case, kind=InteractionKind.CALL, outcome=Outcome.SPOKEN, by=SYSTEM, at=when)


WAYS = {
    "went_on": started,
    "declined": declined,
    "opted_out": opted_out,
    "help": asked_for_help,
    "later": put_off,
    "replied": was_spoken_to,
}


def test_every_deed_has_a_way_in_these_tests():
    assert set(WAYS) == {deed.key for deed in DEEDS} == set(FIGURES) - {"sent", "early", "nothing"}


@pytest.mark.parametrize("deed", WAYS)
def test_first_deed_after_the_message_counts(written_to, deed):
    (case,) = written_to(1)
    WAYS[deed](case, at(9))
    assert figures(3, at(30)) == {("invited", 1, False): {"sent": 1, deed: 1}}


def test_deed_counts_only_within_the_days_chosen(written_to):
    (case,) = written_to(1)
    asked_for_help(case, SENT + timedelta(days=5))
    seen = {days: figures(days, at(30))["invited", 1, False] for days in WINDOWS}
    assert seen == {3: {"sent": 1, "nothing": 1}, 7: {"sent": 1, "help": 1}, 14: {"sent": 1, "help": 1}}


def test_what_was_done_before_the_message_does_not_count(written_to):
    (case,) = written_to(1)
    Reminder.objects.update(ended_at=at(10))
    asked_for_help(case, at(9))
    assert figures(3, at(30))["invited", 1, False] == {"sent": 1, "nothing": 1}


def test_line_whose_days_are_not_over_stands_apart_even_if_something_was_done(written_to):
    first, _second = written_to(2)
    asked_for_help(first, at(8))
    assert figures(7, SENT + timedelta(days=6))["invited", 1, False] == {"sent": 2, "early": 2}


def test_answer_taken_back_does_not_count(written_to):
    (case,) = written_to(1)
    answered(case, "help", at(8))
    Answer.objects.update(undone_at=at(8))
    assert figures(3, at(30))["invited", 1, False] == {"sent": 1, "nothing": 1}


def test_of_two_deeds_the_first_counts(written_to):
    (case,) = written_to(1)
    started(case, at(8))
    opted_out(case, at(9))
    assert figures(7, at(30))["invited", 1, False] == {"sent": 1, "went_on": 1}


def test_future_is_not_read(written_to):
    (case,) = written_to(1)
    asked_for_help(case, SENT + timedelta(days=2))
    (line,) = Reminder.objects.all()
    assert effect.done_after([line.pk], at=SENT + timedelta(days=1))[line.pk] == effect.Done("", None)


def test_saved_page_counts_as_going_on(written_to):
    (case,) = written_to(1)
    started(case, at(8))
    answer = case.application.response.answers.first()
    case.application.response.answers.all().update(at=at(9), prefilled=False)
    Reminder.objects.update(ended_at=at(8, 12))
    assert answer is not None
    assert figures(3, at(30))["invited", 1, False] == {"sent": 1, "went_on": 1}


def test_refused_message_was_not_sent(written_to):
    first, _second = written_to(2)
    message = Reminder.objects.get(case=first).message
    message.state, message.accepted_at = "dead", None
    message.save()
    assert figures(3, at(30))["invited", 1, False]["sent"] == 1


def test_call_in_place_of_a_message_stands_in_a_line_of_its_own(days):
    firm = making.company()
    making.contact(firm, email="")
    invited(firm=firm, officer=making.person())
    invited(officer=making.person())
    days.sweep(SENT)
    assert sorted(figures(3, at(30))) == [("invited", 1, False), ("invited", 1, True)]


def mixture(written_to):
    """Twelve companies that do everything, one after the other, on different days."""
    made = written_to(2 * len(WAYS) + 2)
    for number, (case, deed) in enumerate(zip(made, [*WAYS.values(), *WAYS.values()], strict=False)):
        deed(case, SENT + timedelta(days=number, hours=1))
    return made


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("asked", [SENT + timedelta(days=2), SENT + timedelta(days=9), at(40)])
def test_each_figure_counts_the_lines_behind_it(written_to, window, asked):
    mixture(written_to)
    rows = Reminder.objects.filter(kind="invited", rung=1)
    (row,) = [each for each in effect.table(rows, window, at=asked) if not each.by_call]
    behind = {key: effect.behind(rows, figure, window, at=asked).count() for key, figure in FIGURES.items()}
    assert row.figures == behind
    parts = [number for key, number in row.figures.items() if FIGURES[key].of_those_over]
    assert (sum(parts), row.figures["sent"]) == (row.over, 14)


def test_figures_keep_within_reach(written_to):
    case, other = written_to(2)
    Case.objects.filter(pk=other.pk).update(region=making.region(making.SOUSS))
    rows = Reminder.objects.visible_to(making.person(Role.OFFICER))
    assert figures(3, at(30), rows) == {("invited", 1, False): {"sent": 1, "nothing": 1}}
    assert list(effect.behind(rows, FIGURES["sent"], 3, at=at(30)).values_list("case", flat=True)) == [case.pk]


def test_table_takes_one_statement_for_one_line_and_for_three(written_to, django_assert_num_queries):
    written_to(1)
    with django_assert_num_queries(1):
        effect.table(Reminder.objects.all(), 7, at=at(30))
    written_to(2)
    with django_assert_num_queries(1):
        effect.table(Reminder.objects.all(), 7, at=at(30))


def test_nothing_sent_is_an_empty_table(db):
    assert effect.table(Reminder.objects.none(), 7, at=at(30)) == []
    assert effect.done_after([], at=at(30)) == {}
    assert list(effect.behind(Reminder.objects.none(), FIGURES["sent"], 7, at=at(30))) == []


def test_links_of_answers_are_no_deed(written_to):
    (case,) = written_to(1)
    cases.issue_link(case, contact_of(case), act=Act.RESUME, by=SYSTEM, at=at(8))
    assert figures(3, at(30))["invited", 1, False] == {"sent": 1, "nothing": 1}
    assert case.status == Status.INVITED
