"""The forms that the site can ask for, by key. Each stage declares its own in its AppConfig's `ready`."""

from typing import Final

from companies.questionnaires.declarations import FormDeclaration

FORMS: Final[dict[str, FormDeclaration]] = {}


def declare(form: FormDeclaration) -> None:
    FORMS[form.key] = form


def declared(key: str) -> FormDeclaration:
    """Raises LookupError for a form that no stage declares."""
    return FORMS[key]
