"""Answers of more than one input: countries by name, several with a main one, yes or no and which.

Each is one form field, so that a page asks, checks and shows it like any other.
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from companies.common.text import clean
from companies.questionnaires import countries
from companies.questionnaires.declarations import Option
from companies.questionnaires.enums import Kind

LONGEST_NAME: Final = 80
LONGEST_WORDS: Final = 300
MOST_NAMES: Final = 40
"""Names that are read at most, however many are sent."""
MOST_REFUSALS: Final = 3
CHOOSE_ONE: Final = _("Choose an answer.")

Posted = Mapping[str, list[str]]
"""What a browser would send, by the name of the input."""


class Parts(forms.Widget):
    """Reads several inputs as one value; `name` and names that begin with `name-` are its own."""

    use_fieldset = True

    def id_for_label(self, id_: str | None) -> str:
        """None of its own: an error leads to the first input, whose id ends with 0 like that of a box."""
        return ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return self.together({part: _texts(data, part) for part in self.names(name)}, name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(part in data for part in self.names(name))

    def names(self, name: str) -> tuple[str, ...]:
        return (name,)

    @abstractmethod
    def together(self, parts: Posted, name: str) -> Any:
        """The one value, in the shape in which answers are kept."""


class Composed(forms.Field):
    """A field over `Parts`."""

    def typed(self, value: Any) -> Any:
        """What a draft keeps of a value that is refused."""
        return value or None


def _texts(data: Any, name: str) -> list[str]:
    """All that was sent under a name, cleaned, in order."""
    found = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
    several = found if isinstance(found, list) else [found]
    return [clean(each)[:LONGEST_WORDS] for each in several[:MOST_NAMES] if isinstance(each, str)]


# -- countries: ["ES", "FR"]


class Names(Parts):
    def together(self, parts: Posted, name: str) -> list[str]:
        return countries.apart(text[:LONGEST_NAME] for text in parts[name] if text)[:MOST_NAMES]


class CountriesAnswer(Composed):
    """Codes in the order of the names, each once. A name that is not known is kept as it was written."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(widget=Names(), **kwargs)
        self.most = most

    def clean(self, value: list[str]) -> list[str]:
        super().clean(value)
        codes = self._codes(value)
        wrong = [code for code in codes if countries.row(code) is None or code == countries.HOME]
        problems = [_refusal(code) for code in wrong[:MOST_REFUSALS]]
        if len(codes) > self.most:
            problems.append(ValidationError(_("Name at most %(count)s countries."), params={"count": self.most}))
        if problems:
            raise ValidationError(problems)
        return codes

    def typed(self, value: Any) -> Any:
        return self._codes(value) or None

    def _codes(self, value: Any) -> list[str]:
        named = value if isinstance(value, list) else []
        return list(dict.fromkeys(countries.find(text) or text for text in named if isinstance(text, str)))


def _posted_names(name: str, value: Any) -> Posted:
    return {name: [text for text in value if isinstance(text, str)] if isinstance(value, list) else []}


def _refusal(written: str) -> ValidationError:
    if written == countries.HOME:
        return ValidationError(_("Morocco is your own market: name another country."))
    if near := countries.alike(written):
        names = " / ".join(row.name for row in near)
        message = _("We do not know the country “%(name)s”. Perhaps: %(near)s.")
        return ValidationError(message, params={"name": written, "near": names})
    message = _(
        "We do not know the country “%(name)s”. Write its name, for instance Spain, in French, Arabic or English."
    )
    return ValidationError(message, params={"name": written})


# -- several with a main one: [{"code": "logistics", "primary": true}, {"code": "other", "text": "..."}]


class Ranking(Parts):
    def __init__(self, options: Sequence[Option]) -> None:
        super().__init__()
        self.options = options

    def names(self, name: str) -> tuple[str, ...]:
        return name, f"{name}-main", f"{name}-words"

    def together(self, parts: Posted, name: str) -> list[dict[str, Any]]:
        """The rows in the order of the options, what is named as the main one being chosen too."""
        ticked, main, words = (parts[part] for part in self.names(name))
        chosen = {*ticked, *main} - {""}
        known = [option for option in self.options if option.code in chosen]
        rows = [_row(option, option.code in main, words[0] if words else "") for option in known]
        return rows + [{"code": code} for code in sorted(chosen - {option.code for option in self.options})]


def _row(option: Option, main: bool, words: str) -> dict[str, Any]:
    return {"code": option.code} | ({"primary": True} if main else {}) | ({"text": words} if option.in_words else {})


class RankedAnswer(Composed):
    """Rows with the main one first; one alone is the main one."""

    def __init__(self, *, options: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(widget=Ranking(options), **kwargs)
        self.options = {option.code: option for option in options}

    def clean(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        super().clean(value)
        if any(row["code"] not in self.options for row in value):
            raise ValidationError(CHOOSE_ONE)
        if any(row.get("text") == "" for row in value):
            raise ValidationError(_("Say it in a few words."))
        return self._with_main(value)

    def _with_main(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len(rows) == 1:
            return [rows[0] | {"primary": True}]
        if rows and sum(row.get("primary", False) for row in rows) != 1:
            raise ValidationError(_("Say which of them is the main reason."))
        return sorted(rows, key=lambda row: not row.get("primary"))

    def typed(self, value: Any) -> Any:
        return [row for row in rows_in(value) if row["code"] in self.options] or None


def _posted_ranking(name: str, value: Any) -> Posted:
    rows = rows_in(value)
    return {
        name: [row["code"] for row in rows],
        f"{name}-main": [row["code"] for row in rows if row.get("primary")],
        f"{name}-words": [row["text"] for row in rows if isinstance(row.get("text"), str)],
    }


def rows_in(value: Any) -> list[dict[str, Any]]:
    """The rows of a kept answer."""
    rows = value if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, dict) and isinstance(row.get("code"), str)]


# -- yes or no, and which: {"yes": true, "which": "..."}


class YesOrNo(Parts):
    def names(self, name: str) -> tuple[str, ...]:
        return name, f"{name}-which"

    def together(self, parts: Posted, name: str) -> dict[str, Any] | None:
        """Naming one says yes; what is named beside a no is dropped."""
        said, which = (texts[0] if texts else "" for texts in (parts[part] for part in self.names(name)))
        if said == "no":
            return {"yes": False}
        return {"yes": True, "which": which} if said == "yes" or which else None


class YesWhichAnswer(Composed):
    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        super().__init__(widget=YesOrNo(), **kwargs)
        self.longest = longest

    def clean(self, value: dict[str, Any] | None) -> dict[str, Any] | None:
        super().clean(value)
        which = (value or {}).get("which")
        if which == "":
            raise ValidationError(_("Say which one."))
        if which and len(which) > self.longest:
            raise ValidationError(_("Write at most %(count)s characters."), params={"count": self.longest})
        return value


def _posted_yes_which(name: str, value: Any) -> Posted:
    said = value if isinstance(value, dict) else {}
    yes, which = said.get("yes"), said.get("which")
    answer = ["yes"] if yes is True else ["no"] if yes is False else []
    return {name: answer, f"{name}-which": [which if isinstance(which, str) else ""]}


POSTED: Final[dict[Kind, Callable[[str, Any], Posted]]] = {
    Kind.COUNTRIES: _posted_names,
    Kind.RANKED: _posted_ranking,
    Kind.YES_WHICH: _posted_yes_which,
}
"""A kept answer as a browser would send it, by the name of the question."""
