"""How the questions that a single input cannot ask are drawn: layout objects of crispy-forms."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from crispy_forms.layout import Field, LayoutObject
from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.questionnaires import countries, goods
from companies.questionnaires.composed import CHOOSE_ONE, LONGEST_NAME, LONGEST_WORDS, rows_in
from companies.questionnaires.declarations import MOST_PRODUCTS, Question
from companies.questionnaires.enums import Kind, Source
from companies.questionnaires.products import code_name, name_name

if TYPE_CHECKING:
    from companies.questionnaires.forms import PageForm

TAKEN_FROM: Final[dict[str, Any]] = {
    Source.FILES: gettext_lazy("Taken from our files: correct it if needed"),
    Source.CHECK: gettext_lazy("From your answers to the two-minute check: correct it if needed"),
    Source.ENTRY: gettext_lazy("As you gave it to come in: correct it if needed"),
}
FEWEST_LINES: Final = 3
MORE_LINES: Final = 3
COUNTRY_ATTRS: Final = {"list": "countries", "maxlength": str(LONGEST_NAME), "autocomplete": "off", "dir": "auto"}
YES_OR_NO: Final[dict[Any, str]] = {True: "yes", False: "no"}


class Prefilled(LayoutObject):
    """A field under which stands where its answer comes from."""

    def __init__(self, drawing: LayoutObject, source: str) -> None:
        self.drawing, self.source = drawing, source

    def render(self, form: "PageForm", context: Any, template_pack: str = "bootstrap5", **kwargs: Any) -> str:
        drawn = self.drawing.render(form, context, template_pack=template_pack, **kwargs)
        return render_to_string("questionnaires/prefilled.html", {"field": drawn, "source": TAKEN_FROM[self.source]})


class Own(LayoutObject):
    """A question with a template of its own, `questionnaires/<kind>.html`."""

    def __init__(self, question: Question) -> None:
        self.question = question

    def render(self, form: "PageForm", context: Any, template_pack: str = "bootstrap5", **kwargs: Any) -> str:
        form.rendered_fields.update(self.names(form))
        given = {"question": self.question, "field": self.field(form)} | self.given(form)
        return render_to_string(f"questionnaires/{self.question.kind}.html", given)

    def names(self, form: "PageForm") -> set[str]:
        return {self.question.key}

    def field(self, form: "PageForm") -> forms.BoundField | None:
        return form[self.question.key]

    def given(self, form: "PageForm") -> dict[str, Any]:
        """What the template reads besides `question` and `field`."""
        return {}


@dataclass(frozen=True, slots=True)
class ProductRow:
    number: int
    code: forms.BoundField
    name: forms.BoundField
    searched: bool = False
    words: str = ""
    """What was searched for."""

    @property
    def parts(self) -> tuple[forms.BoundField, forms.BoundField]:
        return self.code, self.name

    @property
    def found(self) -> list[goods.Good]:
        return goods.search(self.words)

    @property
    def meaning(self) -> goods.Good | None:
        """What the code stands for, where it is one."""
        return goods.meaning(str(self.code.value() or "")) if not self.code.errors else None


class Products(Own):
    """One to five rows of code and name, with buttons that add, remove and look for a code without script."""

    def names(self, form: "PageForm") -> set[str]:
        return {part.name for row in self.rows(form) for part in row.parts}

    def field(self, form: "PageForm") -> forms.BoundField | None:
        return None

    def rows(self, form: "PageForm") -> list[ProductRow]:
        return [self._row(form, n) for n in range(1, form.rows + 1)]

    def _row(self, form: "PageForm", number: int) -> ProductRow:
        """A code that is refused is looked for at once."""
        code, name, wish = form[code_name(number)], form[name_name(number)], form.wish
        if code.errors:
            return ProductRow(number, code, name, True, str(code.value() or ""))
        return ProductRow(number, code, name, wish.find == number, wish.words)

    def given(self, form: "PageForm") -> dict[str, Any]:
        return {
            "rows": self.rows(form),
            "room": form.rows < MOST_PRODUCTS,
            "source": TAKEN_FROM.get(form.prefilled.get(self.question.key, "")),
        }


class Countries(Own):
    """A line for each country, with the names that browsers offer; more lines without script."""

    def given(self, form: "PageForm") -> dict[str, Any]:
        written = [text for text in form[self.question.key].value() or [] if isinstance(text, str)]
        count = self._lines(form, len(written))
        return {
            "lines": [self._line(form, number, written) for number in range(count)],
            "room": count < self.question.most,
            "listed": countries.listed() if self._is_first(form) else [],
            "offered": self._offered(form, written),
        }

    def _offered(self, form: "PageForm", written: list[str]) -> list[countries.Row]:
        """What the first name that is not known may mean, to be chosen by a press."""
        names = [countries.name_of(text) for text in written] if form[self.question.key].errors else []
        wrong = next((name for name in names if name and countries.find(name) is None), None)
        return countries.offered(wrong) if wrong else []

    def _lines(self, form: "PageForm", written: int) -> int:
        more = MORE_LINES if form.wish.more == self.question.key else 0
        return max(written, min(self.question.most, max(FEWEST_LINES, written + more)))

    def _line(self, form: "PageForm", number: int, written: list[str]) -> str:
        text = countries.name_of(written[number]) if number < len(written) else ""
        attrs = {
            "id": f"id_{self.question.key}_{number}",
            "class": f"form-control{' is-invalid' if self._is_wrong(form, text, number) else ''}",
            "aria-label": _("Country %(number)s") % {"number": number + 1},
        }
        return forms.TextInput(COUNTRY_ATTRS).render(self.question.key, text, attrs)

    def _is_wrong(self, form: "PageForm", text: str, number: int) -> bool:
        """Whether this line is what the error is about: a name that is not known, or the first where none was given."""
        wrong = countries.find(text) in (None, countries.HOME) if text else number == 0
        return bool(form[self.question.key].errors) and wrong

    def _is_first(self, form: "PageForm") -> bool:
        """One list of names serves all questions of a page."""
        return self.question == next(each for each in form.asked if each.kind == Kind.COUNTRIES)


class Ranked(Own):
    """Boxes, which of them is the main one, and a few words for those that want them."""

    def given(self, form: "PageForm") -> dict[str, Any]:
        key, options = self.question.key, [(option.code, option.words) for option in self.question.options]
        rows = rows_in(form[key].value())
        parts = {
            key: forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple),
            f"{key}-main": forms.ChoiceField(choices=[("", CHOOSE_ONE), *options], label=_("The main reason")),
            f"{key}-words": forms.CharField(label=_("Your reason, in a few words"), max_length=LONGEST_WORDS),
        }
        initial = {
            key: [row["code"] for row in rows],
            f"{key}-main": next((row["code"] for row in rows if row.get("primary")), ""),
            f"{key}-words": next((row["text"] for row in rows if row.get("text")), ""),
        }
        return dict(zip(("boxes", "main", "words"), _bound(parts, initial), strict=True))


class YesWhich(Own):
    def given(self, form: "PageForm") -> dict[str, Any]:
        key, value = self.question.key, form[self.question.key].value()
        said = value if isinstance(value, dict) else {}
        answers = [("yes", _("Yes")), ("no", _("No"))]
        parts = {
            key: forms.ChoiceField(choices=answers, widget=forms.RadioSelect),
            f"{key}-which": forms.CharField(
                label=_("Which one"), help_text=self.question.which, max_length=self.question.longest
            ),
        }
        initial = {key: YES_OR_NO.get(said.get("yes")), f"{key}-which": said.get("which") or ""}
        return dict(zip(("boxes", "which"), _bound(parts, initial), strict=True))


def _bound(parts: dict[str, forms.Field], initial: dict[str, Any]) -> list[forms.BoundField]:
    """The inputs of one question, drawn with their values; their answer is read and checked as a whole elsewhere."""
    drawn = forms.Form(initial=initial)
    drawn.fields.update(parts)
    return [drawn[name] for name in parts]


class Amount(Own):
    """An input with its currency."""


OWN: dict[str, type[Own]] = {
    Kind.PRODUCTS: Products,
    Kind.COUNTRIES: Countries,
    Kind.RANKED: Ranked,
    Kind.YES_WHICH: YesWhich,
    Kind.AMOUNT: Amount,
}


def drawing(question: Question, source: str) -> LayoutObject:
    """How a question is drawn; `source` is where its answer comes from, products say that themselves."""
    own = OWN.get(question.kind)
    drawn = own(question) if own else Field(question.key)
    return Prefilled(drawn, source) if source and question.kind != Kind.PRODUCTS else drawn
