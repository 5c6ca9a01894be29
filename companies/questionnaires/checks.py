"""What keeps kept answers from being sent: each page read as strictly as when it was drawn, by the same form."""

from datetime import date

from companies.questionnaires.declarations import FormDeclaration, Page, Values
from companies.questionnaires.forms import PageForm


def checked(declaration: FormDeclaration, values: Values, *, on: date) -> dict[Page, PageForm]:
    """Every page as it would be read if it were sent on a day."""
    return {page: PageForm.of_kept(page, values, on=on) for page in declaration.pages}


def unfit(declaration: FormDeclaration, values: Values, *, on: date) -> dict[Page, PageForm]:
    """The pages that would not be accepted, with the form that says why."""
    return {page: form for page, form in checked(declaration, values, on=on).items() if not form.is_valid()}
