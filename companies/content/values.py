"""What the placeholders of the public texts stand for today; those who know tell it (`provide`, in AppConfig.ready)."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from companies.content.slots import PLACEHOLDERS

Told = Mapping[str, Callable[[], str]]
Provider = Callable[[date, str], Told]
_providers: Final[list[Provider]] = []


def provide(provider: Provider) -> None:
    """Let `provider(on, language)` tell values, each by a function that is called only by a text that names it."""
    if provider not in _providers:
        _providers.append(provider)


class Values(Mapping[str, str]):
    """The values of a day in the words of a language; "" for one that is not known today."""

    def __init__(self, told: Told) -> None:
        self._told, self._known = told, dict[str, str]()

    def __getitem__(self, name: str) -> str:
        if name not in self._known:
            self._known[name] = str(self._told[name]() or "")
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)


def of(on: date, language: str) -> Values:
    told: dict[str, Callable[[], str]] = {}
    for provider in _providers:
        told |= provider(on, language)
    return Values({name: value for name, value in told.items() if name in PLACEHOLDERS})
