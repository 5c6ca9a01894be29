"""The whole of an application on paper: every answer, the documents, when it was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from companies.cases.models import Case
from companies.common import paper, words
from companies.enrolment import ownwords
from companies.enrolment.exports.common import document_lines, given, the_site, titled
from companies.enrolment.models import Application
from companies.questionnaires import published, readings
from companies.questionnaires.declarations import FormDeclaration, Question
from companies.questionnaires.enums import Layer


@dataclass(frozen=True, slots=True)
class Given:
    """What stands in one layer of an application, and how each question was worded when it was answered."""

    values: dict[str, Any] = field(default_factory=dict)
    wordings: dict[str, str] = field(default_factory=dict)


def whole_file(application: Application, language: str, *, at: datetime, drafts: bool) -> paper.Document:
    """All that was answered, as of `at`. `drafts`: with what the company has not sent, which is its own to read."""
    case = application.case
    counted, unsent = _layers(application)
    site, documents, sends = the_site(), given(case), sends_of(application)
    form = ownwords.with_answers(published.declaration_of(application.response), ownwords.answered(case))
    shown = counted if sends or not drafts else _together(counted, unsent)
    with override(language):
        parts: list[paper.Part] = [paper.Facts(_standing(application, sends))]
        parts += _pages(form, shown)
        if sends and drafts and unsent.values:
            parts += _changes(form, unsent)
        parts += _documents(documents)
        parts += _history(sends)
        return titled(_("The whole file"), case, parts, language=language, site=site, at=at)


def sends_of(application: Application) -> list[datetime]:
    """When it was sent: the first time, and each correction that replaced an answer; one statement."""
    first = application.response.submitted_at
    if first is None:
        return []
    replaced = application.response.past_answers.values_list("replaced_at", flat=True)
    return sorted({first, *replaced})


def _layers(application: Application) -> tuple[Given, Given]:
    """What counts, and what was not sent; one statement."""
    found = {Layer.COUNTED: Given(), Layer.UNSENT: Given()}
    rows = application.response.answers.exclude(layer=Layer.PROPOSED).order_by("id")
    for key, layer, value, wording in rows.values_list("key", "layer", "value", "wording"):
        found[Layer(layer)].values[key] = value
        found[Layer(layer)].wordings[key] = wording
    return found[Layer.COUNTED], found[Layer.UNSENT]


def _together(counted: Given, unsent: Given) -> Given:
    return Given(counted.values | unsent.values, counted.wordings | unsent.wordings)


def _standing(application: Application, sends: list[datetime]) -> tuple[paper.Fact, ...]:
    case: Case = application.case
    found = [paper.Fact(_("File number"), (case.reference,), latin=True)]
    if not sends:
        until = words.full_day(application.closes_on)
        found.append(paper.Fact(_("Not sent yet"), (_("Can be sent up to and including %(date)s") % {"date": until},)))
    else:
        found.append(paper.Fact(_("Received on"), (words.full_moment(sends[0]),)))
    if application.answer_by:
        found.append(paper.Fact(_("Our answer at the latest on"), (words.full_day(application.answer_by),)))
    return tuple(found)


def _pages(form: FormDeclaration, shown: Given) -> list[paper.Part]:
    parts: list[paper.Part] = []
    for page in form.pages:
        facts = [_fact(question, shown) for question in page.questions if _is_told(question, shown.values)]
        parts += [paper.Heading(str(page.title)), paper.Facts(tuple(facts))] if facts else []
    return parts


def _is_told(question: Question, values: Mapping[str, Any]) -> bool:
    """Left open, a question is told too, unless it may not have been asked of this company."""
    return question.shown_if is None or bool(readings.lines_of(question, values.get(question.key)))


def _fact(question: Question, shown: Given) -> paper.Fact:
    """The question in the document's language; as it was asked, where that reads otherwise."""
    label, asked = str(question.label), shown.wordings.get(question.key, "")
    return paper.Fact(
        label,
        readings.lines_of(question, shown.values.get(question.key)) or (_("not answered"),),
        latin=question.kind in readings.LATIN and question.key in shown.values,
        note=asked if asked != label else "",
    )


def _changes(form: FormDeclaration, unsent: Given) -> list[paper.Part]:
    facts = [_fact(question, unsent) for question in form.questions if question.key in unsent.values]
    return [paper.Heading(_("Changed, not sent yet")), paper.Facts(tuple(facts))]


def _documents(documents: list[Any]) -> list[paper.Part]:
    facts = document_lines(documents)
    told: paper.Part = paper.Facts(tuple(facts)) if facts else paper.Text(_("No document was given."), muted=True)
    return [paper.Heading(_("Documents")), told]


def _history(sends: list[datetime]) -> list[paper.Part]:
    if not sends:
        return []
    named = [_("Application sent"), *[_("Correction sent")] * (len(sends) - 1)]
    facts = [paper.Fact(name, (words.full_moment(at),)) for name, at in zip(named, sends, strict=True)]
    return [paper.Heading(_("When it was sent")), paper.Facts(tuple(facts))]
