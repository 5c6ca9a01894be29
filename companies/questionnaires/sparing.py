"""Who need not answer a question that others must: said beside it where the answer to another one is not known yet."""

from django.utils.translation import gettext as _

from companies.questionnaires import choices
from companies.questionnaires.declarations import Question


def help_of(question: Question) -> str:
    """Its help, then the rows with which it may stay empty: legal forms without a trade register, for instance."""
    said = (str(question.help), _spared(question))
    return " ".join(part for part in said if part)


def _spared(question: Question) -> str:
    if not (question.required and question.shown_if):
        return ""
    asked_of = question.shown_if
    rows = [row for row in choices.listed(asked_of.key) if not (row.facts or {}).get(asked_of.attribute)]
    names = f"{_(',')} ".join(row.name for row in rows)
    return _("May stay empty for: %(names)s.") % {"names": names} if rows else ""
