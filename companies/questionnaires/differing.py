"""What a version of a form changes for who begins with it: typed differences, shown before it is published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from companies.questionnaires.declarations import FormDeclaration, Page, Question, Text
from companies.questionnaires.models import FormQuestion
from companies.questionnaires.overlays import LANGUAGES


class Change(TextChoices):
    ASKED = "asked", _("asked from now on")
    DROPPED = "dropped", _("not asked any more")
    REQUIRED = "required", _("an answer is needed from now on")
    OPTIONAL = "optional", _("can be left without an answer from now on")
    LABEL = "label", _("question worded otherwise")
    HELP = "help", _("help worded otherwise")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changes in one question; words by language where words change."""

    page: Page
    key: str
    label: Text
    change: Change
    language: str = ""
    before: str = ""
    after: str = ""


def as_declared(question: Question) -> FormQuestion:
    """The row that says what the code says, not saved."""
    row = FormQuestion(key=question.key, required=question.required)
    for language in LANGUAGES:
        with override(language):
            setattr(row, f"label_{language}", str(question.label))
            setattr(row, f"help_{language}", str(question.help))
    return row


def differences(
    form: FormDeclaration, before: Mapping[str, FormQuestion], after: Mapping[str, FormQuestion]
) -> list[Difference]:
    """What `after` changes in `before`, both rows by key over the declaration in code, in the order of the form."""
    return [
        difference
        for page in form.pages
        for question in page.questions
        for difference in _of_question(page, question, _row(question, before), _row(question, after))
    ]


def _row(question: Question, rows: Mapping[str, FormQuestion]) -> FormQuestion:
    return rows.get(question.key) or as_declared(question)


def _of_question(page: Page, question: Question, old: FormQuestion, new: FormQuestion) -> Iterator[Difference]:
    if old.shown != new.shown:
        yield Difference(page, question.key, question.label, Change.ASKED if new.shown else Change.DROPPED)
    if old.required != new.required and new.shown:
        change = Change.REQUIRED if new.required else Change.OPTIONAL
        yield Difference(page, question.key, question.label, change)
    for language in LANGUAGES if new.shown else ():
        for change in (Change.LABEL, Change.HELP):
            was, now = (getattr(row, f"{change}_{language}") for row in (old, new))
            if was != now:
                yield Difference(page, question.key, question.label, change, language, was, now)
