"""The forms that the site can ask for, by key. Each stage declares its own in its AppConfig's `ready`."""

from typing import Final

from companies.questionnaires.declarations import FormDeclaration

FORMS: Final[dict[str, FormDeclaration]] = {}


def declare(form: FormDeclaration, *, keeps_papers: bool = False) -> None:
    """Raises ValueError for a page of papers in a form whose stage does not keep papers (docs/forms.md)."""
    if not keeps_papers and any(page.documents for page in form.pages):
        raise ValueError(f"{form.key}: a page of papers, and nothing that keeps them")
    FORMS[form.key] = form


def declared(key: str) -> FormDeclaration:
    """Raises LookupError for a form that no stage declares."""
    return FORMS[key]
