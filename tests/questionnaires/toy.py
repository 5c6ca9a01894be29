"""A short form of a stage to come: nothing but a declaration, which the engine draws, keeps and sends."""

from companies.journal.actors import SYSTEM
from companies.questionnaires import actions
from companies.questionnaires.actions import Writer
from companies.questionnaires.declarations import FormDeclaration, Option, Page, Question
from companies.questionnaires.declared import declare
from companies.questionnaires.enums import Kind

SALES = Page(
    key="sales",
    title="Your sales abroad",
    short_title="Sales",
    minutes=1,
    questions=(
        Question("orders", Kind.CHOICE, "Orders", required=True, options=(Option("yes", "Yes"), Option("no", "No"))),
        Question("first_buyer", Kind.TEXT, "First buyer", "Its name.", required=True, missing="Name the buyer."),
    ),
)
WORD = Page("word", "A word to us", "A word", 1, (Question("word", Kind.TEXT, "What helped most"),))
FOLLOW_UP = FormDeclaration("follow_up", (SALES, WORD), title="Six months later")


def begin(case, contact, *, at):
    """The form put before a company, as its stage would."""
    declare(FOLLOW_UP)
    form = actions.version_of(FOLLOW_UP, case.year, at=at)
    return actions.begin(case, form, {}, writer=Writer(SYSTEM, contact), at=at)
