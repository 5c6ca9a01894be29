"""A page of a declared form as a Django form: drawn by crispy-forms, read leniently, checked strictly.

The same class checks kept answers when an application is sent: `PageForm.of_kept`.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from crispy_forms.layout import Layout
from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from companies.common.crispy import Helper
from companies.common.text import clean, fold
from companies.questionnaires import choices, goods, products, sparing
from companies.questionnaires.composed import POSTED, Composed, Posted
from companies.questionnaires.declarations import MOST_PRODUCTS, Page, PartOf, Question, Text, Values
from companies.questionnaires.doubts import doubt_of
from companies.questionnaires.drawing import drawing
from companies.questionnaires.enums import Kind
from companies.questionnaires.fields import field_for
from companies.questionnaires.products import code_name, name_name, product_fields
from companies.questionnaires.wishes import Wish

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
NO_CODE: Final = _("“%(word)s” is no HS code. Choose one below, or empty this box: the name is enough.")
NO_CODE_FOUND: Final = _("“%(word)s” is no HS code. Try another word, or empty this box: the name is enough.")
LONGEST_KEPT: Final = 2000
"""Characters of a refused text that a draft keeps."""


class PageForm(forms.Form):
    """`kept` are the answers so far, `on` is today, `wish` what to draw besides the answers.

    `prefilled` says of the answers that the company has not looked at yet where they come from.
    """

    rendered_fields: set[str]
    """Kept by crispy-forms while it draws: what a layout object has drawn itself."""
    sometimes: frozenset[str]
    """Needed or not by an answer not given yet: not called optional, their help says with what they stay empty."""

    def __init__(
        self,
        page: Page,
        *,
        kept: Values,
        on: date,
        data: Any = None,
        prefilled: Mapping[str, str] = NOTHING,
        wish: Wish = Wish(),  # noqa: B008 - frozen
    ) -> None:
        super().__init__(data=data, initial=_drawn(page, kept, wish))
        self.page, self.kept, self.prefilled, self.wish = page, kept, prefilled, wish
        self.asked = [question for question in page.questions if self._shown(question) is not False]
        self.sometimes = frozenset(each.key for each in self.asked if each.required and self._shown(each) is None)
        self.rows = self._rows(wish.rows)
        for question in self.asked:
            self._add(question, on)
        self.helper = Helper()
        self.helper.layout = Layout(*(drawing(each, prefilled.get(each.key, "")) for each in self.asked))

    @classmethod
    def of_kept(cls, page: Page, kept: Values, *, on: date) -> "PageForm":
        """The strict reading of answers that were kept."""
        return cls(page, kept=kept, on=on, data=as_posted(page, kept), wish=Wish(rows=MOST_PRODUCTS))

    # -- what is asked

    def _shown(self, question: Question) -> bool | None:
        """True: asked. False: not asked. None: asked, never required."""
        if question.shown_if is None:
            return True
        asked_of = question.shown_if
        chosen = self.data.get(asked_of.key) if self.is_bound else None
        if chosen is None and not (self.is_bound and asked_of.key in {q.key for q in self.page.questions}):
            chosen = self.kept.get(asked_of.key)
        row = choices.row(_source_of(self.page, asked_of.key), chosen)
        return row.facts.get(asked_of.attribute) if row and row.facts else None

    def _owner(self, key: str) -> str:
        """The code chosen for the question that owns another's rows: as posted just now, else as kept."""
        chosen = (self.data.get(key) if self.is_bound else None) or self.kept.get(key)
        return chosen if isinstance(chosen, str) else ""

    def _rows(self, at_least: int) -> int:
        posted = [n for n in range(1, MOST_PRODUCTS + 1) if self.is_bound and code_name(n) in self.data]
        kept = self.kept.get("products") or []
        found = max(posted, default=0) if self.is_bound else len(kept) if isinstance(kept, list) else 0
        return min(max(found, at_least, 1), MOST_PRODUCTS)

    def _add(self, question: Question, on: date) -> None:
        if question.kind == Kind.PRODUCTS:
            for row in range(1, self.rows + 1):
                self.fields.update(product_fields(row))
            return
        required = question.required and self._shown(question) is True
        owner = self._owner(question.within) if question.within else ""
        self.fields[question.key] = field_for(question, required=required, on=on, owner=owner)
        if question.key in self.sometimes:
            self.fields[question.key].help_text = sparing.help_of(question)

    # -- what was answered

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for question in self.asked:
            if question.within and question.key in cleaned:
                self._check_owner(question)
            if question.part_of:
                self._check_part(question, question.part_of)
            if question.kind == Kind.PRODUCTS:
                self._check_products(question)
        return cleaned

    def _check_products(self, question: Question) -> None:
        """A word in place of a code is a name where there is none; beside a name it is no answer."""
        for row in range(1, self.rows + 1):
            code, name = self._part(code_name(row)), self._part(name_name(row))
            if products.is_word(code) and name and fold(code) != fold(name):
                message = NO_CODE if goods.search(code) else NO_CODE_FOUND
                self.add_error(code_name(row), message % {"word": code})
        if question.required and not self._products():
            self.add_error(name_name(1), _("Name at least one product."))

    def _check_owner(self, question: Question) -> None:
        mine = choices.row(question.source, self.cleaned_data[question.key])
        owner = self.cleaned_data.get(question.within) or self.kept.get(question.within)
        if mine and owner and mine.owner != owner:
            self.add_error(question.key, _("This prefecture or province is in another region."))

    def _check_part(self, question: Question, part_of: PartOf) -> None:
        part, whole = self._amount(question.key), self._amount(part_of.key)
        if part is not None and whole is not None and part > whole:
            self.add_error(question.key, str(part_of.refusal))

    def _amount(self, key: str) -> int | None:
        """As just typed, or as kept where another page asks it."""
        value = self.cleaned_data.get(key) if key in self.fields else self.kept.get(key)
        return value if isinstance(value, int) else None

    def answers(self) -> dict[str, Any]:
        """A value for every question that was sent: as checked, or as typed where it was refused.

        A question that is not asked has None. One that is asked and was not sent at all is left out: a browser
        sends every text, so its absence says nothing about the answer.
        """
        _ = self.errors  # has everything checked
        found: dict[str, Any] = {}
        for question in self.page.questions:
            if question not in self.asked:
                found[question.key] = None
            elif self._was_sent(question):
                found[question.key] = self._answer(question)
        return found

    def _was_sent(self, question: Question) -> bool:
        if question.kind == Kind.PRODUCTS:
            return any(name_name(row) in self.data for row in range(1, self.rows + 1))
        widget = self.fields[question.key].widget  # says of an empty box that it was sent: browsers leave it out
        return not widget.value_omitted_from_data(self.data, self.files, question.key)

    def _answer(self, question: Question) -> Any:
        if question.kind == Kind.PRODUCTS:
            return self._products()
        if question.key in self.cleaned_data:
            value = self.cleaned_data[question.key]
            return None if value is False or value in ("", []) else value
        return self._typed(question)

    def _typed(self, question: Question) -> Any:
        """What was written where it was refused; a choice that does not exist is nothing."""
        field = self.fields[question.key]
        if isinstance(field, Composed):
            return field.typed(self[question.key].data)
        if question.kind in (Kind.CHOICE, Kind.YES):
            return None
        if question.kind == Kind.SEVERAL:
            offered = {option.code for option in question.options}
            return [code for code in self[question.key].data or [] if code in offered] or None
        return _text(self[question.key].data) or None

    def _products(self) -> list[dict[str, str]]:
        """The rows that say something, in order; a word in place of a code is the name."""
        found = []
        for row in range(1, self.rows + 1):
            code, name = self._part(code_name(row)), self._part(name_name(row))
            if products.is_word(code) and fold(name) in ("", fold(code)):
                code, name = "", name or code
            if code or name:
                found.append({"code": code, "name": name})
        return found

    def _part(self, name: str) -> str:
        return self.cleaned_data[name] if name in self.cleaned_data else _text(self[name].data)

    def doubts(self) -> dict[str, Text]:
        """What looks unusual and is accepted all the same, by question."""
        given = self.answers()
        said = {question.key: self._doubt(question, given) for question in self.asked}
        return {key: doubt for key, doubt in said.items() if doubt}

    def _doubt(self, question: Question, given: Values) -> Text | None:
        value, beside = given.get(question.key), question.unlikely
        if beside and value and given.get(beside.key) == beside.value:
            return beside.said
        return doubt_of(question, value)


def _source_of(page: Page, key: str) -> str:
    return next((question.source for question in page.questions if question.key == key), key)


def _text(value: object) -> str:
    return clean(value)[:LONGEST_KEPT] if isinstance(value, str) else ""


def _drawn(page: Page, kept: Values, wish: Wish) -> dict[str, Any]:
    """Kept answers as the initial values of the fields."""
    initial = {question.key: kept.get(question.key) for question in page.questions}
    initial |= products.posted(kept.get("products"))
    return products.with_word_as_code(initial, wish.find) if wish.as_code else initial


def as_posted(page: Page, kept: Values) -> MultiValueDict[str, Any]:
    """Kept answers as a browser would send them."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    for question in page.questions:
        for name, texts in _posted(question, kept.get(question.key)).items():
            data.setlist(name, list(texts))
    return data


def _posted(question: Question, value: Any) -> Posted:
    if value is None:
        return {}
    if question.kind == Kind.PRODUCTS:
        return {name: [text] for name, text in products.posted(value).items()}
    if question.kind in POSTED:
        return POSTED[Kind(question.kind)](question.key, value)
    several = question.kind == Kind.SEVERAL and isinstance(value, list)
    return {question.key: value if several else [str(value)]}
