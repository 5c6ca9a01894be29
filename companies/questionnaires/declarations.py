"""How a form is declared: frozen data that draws the pages, checks the answers and shows them again.

A stage declares its form in its `pages.py`. Nothing here asks the database.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from django.utils.functional import lazystr
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
YEAR: Final = "{year}"
"""Stands in a label or help for the year the question asks about."""


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    words: Text
    in_words: bool = False
    """Whether choosing it asks for a few words more (`ranked` alone)."""


@dataclass(frozen=True, slots=True)
class ShownIf:
    """Asked only where the reference row chosen in question `key` has `attribute`.

    True: asked, and required if the question is. False: not asked, its answer is dropped. Nothing chosen, or a
    row that does not say: asked, never required.
    """

    key: str
    attribute: str


@dataclass(frozen=True, slots=True)
class PartOf:
    """The amount is part of that of question `key`; `refusal` says that it is larger."""

    key: str
    refusal: Text


@dataclass(frozen=True, slots=True)
class Unlikely:
    """An answer beside `value` in question `key` looks like a mistake; `said` asks whether it is one."""

    key: str
    value: str
    said: Text


@dataclass(frozen=True, slots=True)
class Question:
    """`source` names a reference table (`choices.SOURCES`), `options` lists codes: a choice has one of them.

    `most` is how many countries may be named.
    """

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
    most: int = 20
    part_of: PartOf | None = None
    unlikely: Unlikely | None = None
    which: Text = ""
    """The help of what is asked after a yes."""

    def about(self, year: int) -> "Question":
        """The question with the year it asks about in words."""
        return replace(self, label=_dated(self.label, year), help=_dated(self.help, year))


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

    @property
    def leans_on(self) -> frozenset[str]:
        """Questions of other pages that this one's answers are read by."""
        mine = {question.key for question in self.questions}
        asked = {question.shown_if.key for question in self.questions if question.shown_if}
        wholes = {question.part_of.key for question in self.questions if question.part_of}
        return frozenset((asked | wholes | {question.within for question in self.questions}) - mine - {""})

    def only(self, keys: Collection[str]) -> "Page":
        """With some of its questions, and as much less time."""
        asked = tuple(question for question in self.questions if question.key in keys)
        share = len(asked) / len(self.questions) if self.questions else 1
        return replace(self, questions=asked, minutes=max(1, round(self.minutes * share)))

    @property
    def needed(self) -> "Page":
        """With an answer needed to every question."""
        return replace(self, questions=tuple(replace(question, required=True) for question in self.questions))

    def about(self, year: int) -> "Page":
        return replace(self, questions=tuple(question.about(year) for question in self.questions))


@dataclass(frozen=True, slots=True)
class FormDeclaration:
    """`relied_on`: questions whose answers the code counts on; no version hides them or makes them optional."""

    key: str
    pages: tuple[Page, ...]
    title: Text = ""
    relied_on: frozenset[str] = frozenset()
    _by_key: dict[str, Page] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {page.key: page for page in self.pages})

    def page(self, key: str) -> Page | None:
        return self._by_key.get(key)

    def number_of(self, page: Page) -> int:
        return [other.key for other in self.pages].index(page.key) + 1

    def after(self, page: Page, done: Collection[str]) -> Page | None:
        """The next page that is not done, looking ahead first; None when all are."""
        here = next((at for at, other in enumerate(self.pages) if other.key == page.key), 0)
        ahead = self.pages[here + 1 :] + self.pages[:here]
        return next((other for other in ahead if other.key not in done), None)

    def pages_left(self, done: list[str]) -> list[Page]:
        return [page for page in self.pages if page.key not in done]

    def about(self, year: int) -> "FormDeclaration":
        """The same form for those whose last closed year is `year`."""
        return replace(self, pages=tuple(page.about(year) for page in self.pages))

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in page.questions)

    def of_pages(self, pages: Iterable[Page]) -> "FormDeclaration":
        """The same form with other pages, without those that ask for nothing."""
        return replace(self, pages=tuple(page for page in pages if page.questions or page.documents))

    def only(self, keys: Collection[str], *, documents: bool = False) -> "FormDeclaration":
        """Nothing but these questions, on their pages; `documents`: and the page where papers are handed in."""
        return self.of_pages([page.only(keys) for page in self.pages if documents or not page.documents])


@dataclass(frozen=True, slots=True)
class _Dated:
    """A text of which the year is known and the language is not yet."""

    text: Text
    year: int

    def __str__(self) -> str:
        return str(self.text).replace(YEAR, str(self.year))


def _dated(text: Text, year: int) -> Text:
    return lazystr(_Dated(text, year)) if YEAR in str(text) else text
