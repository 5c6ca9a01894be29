"""What the placeholders of the public texts stand for today; those who know tell it (`provide`, in AppConfig.ready)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from companies.content.slots import PLACEHOLDERS

Provider = Callable[[date, str], Mapping[str, str]]
_providers: Final[list[Provider]] = []


def provide(provider: Provider) -> None:
    """Let `provider(on, language)` give values; one that has nothing to say today leaves its name out."""
    if provider not in _providers:
        _providers.append(provider)


def of(on: date, language: str) -> dict[str, str]:
    """Every value there is on a day, in the words of `language`."""
    found: dict[str, str] = {}
    for provider in _providers:
        found |= provider(on, language)
    return {name: value for name, value in found.items() if name in PLACEHOLDERS and value}
