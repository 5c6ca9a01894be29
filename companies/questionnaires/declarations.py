"""How a form is declared: frozen data that draws the pages, checks the answers and shows them again.

A stage declares its form in its `pages.py`. Nothing here asks the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from companies.questionnaires.enums import Kind

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text
else:
    Text = object  # a text or its lazy translation; the stubs alone have a name for it

Values = Mapping[str, Any]
"""Answers by question key, as they are kept (JSON)."""

MOST_PRODUCTS: Final = 5
ANSWER_IT: Final = _("Please answer this question.")
NONE_OF_THESE: Final = "none"
"""The option of a `several` that stands alone."""


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    words: Text


@dataclass(frozen=True, slots=True)
class ShownIf:
    """Asked only where the reference row chosen in question `key` has `attribute`.

    True: asked, and required if the question is. False: not asked, its answer is dropped. Nothing chosen, or a
    row that does not say: asked, never required.
    """

    key: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Question:
    """`source` names a reference table (`choices.SOURCES`), `options` lists codes: a choice has one of them."""

    key: str
    kind: Kind
    label: Text
    help: Text = ""
    required: bool = False
    missing: Text = ANSWER_IT
    longest: int = 200
    source: str = ""
    options: tuple[Option, ...] = ()
    within: str = ""
    """The key of the question whose chosen row must own this one's ("province" within "region")."""
    shown_if: ShownIf | None = None
    autocomplete: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    key: str
    title: Text
    short_title: Text
    """For the list of pages, where "your" would be said four times."""
    minutes: int
    questions: tuple[Question, ...]
    documents: bool = False
    """Whether papers are handed in here; such a page asks no questions of its own."""


@dataclass(frozen=True, slots=True)
class FormDeclaration:
    key: str
    pages: tuple[Page, ...]
    _by_key: dict[str, Page] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {page.key: page for page in self.pages})

    def page(self, key: str) -> Page | None:
        return self._by_key.get(key)

    def number_of(self, page: Page) -> int:
        return self.pages.index(page) + 1

    def pages_left(self, done: list[str]) -> list[Page]:
        return [page for page in self.pages if page.key not in done]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in page.questions)
