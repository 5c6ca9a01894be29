"""What a text must be before it can be saved."""

import re
from collections.abc import Iterator
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from companies.mail import markup
from companies.mail.slots import Slot

LONGEST_SUBJECT: Final = 200
NEVER_IN_SUBJECT: Final = frozenset({"link", "code"})
OTHER_LINK: Final = re.compile(r"\]\((?!\{link\}\))")


def check(slot: Slot, language: str, subject: str, body: str) -> None:
    """Raise ValidationError, by field, for a text that could not be sent as its author means it."""
    problems = {"subject": list(_of_subject(slot, language, subject)), "body": list(_of_body(slot, subject, body))}
    found = {field: errors for field, errors in problems.items() if errors}
    if found:
        raise ValidationError(found)


def bare(subject: str) -> str:
    """What is left of a subject without placeholders, signs and capitals: two texts never share it."""
    return "".join(letter for letter in markup.PLACEHOLDER.sub("", subject).casefold() if letter.isalnum())


def _of_subject(slot: Slot, language: str, subject: str) -> Iterator[ValidationError]:
    if slot.spoken:
        return
    if not subject.strip():
        yield ValidationError(_("A message needs a subject."))
    if language == "ar" and subject.lstrip().startswith("{"):
        yield ValidationError(_("An Arabic subject does not begin with a placeholder: a Latin name would turn it."))
    yield from _of_placeholders(subject, slot.allowed - NEVER_IN_SUBJECT)


def _of_body(slot: Slot, subject: str, body: str) -> Iterator[ValidationError]:
    yield from _of_placeholders(body, slot.allowed)
    for name in sorted(slot.needed - markup.names(body) - markup.names(subject)):
        yield ValidationError(_("The placeholder %(name)s is missing."), params={"name": f"{{{name}}}"})
    buttons = [part for part in markup.PARAGRAPH.split(body) if markup.BUTTON.fullmatch(part.strip())]
    if OTHER_LINK.search(body) or body.count("{link}") != len(buttons):
        yield ValidationError(_("The link stands in the button only: [what happens]({link}), on a line of its own."))
    if len(buttons) > 1:
        yield ValidationError(_("One message has one button."))


def _of_placeholders(text: str, allowed: frozenset[str]) -> Iterator[ValidationError]:
    for name in sorted(markup.names(text) - allowed):
        yield ValidationError(
            _("The placeholder %(name)s is unknown here. Known: %(known)s."),
            params={"name": f"{{{name}}}", "known": ", ".join(f"{{{each}}}" for each in sorted(allowed))},
        )
    if set("{}") & set(markup.PLACEHOLDER.sub("", text)):
        yield ValidationError(_("Braces stand around a placeholder only, for instance {company}."))
