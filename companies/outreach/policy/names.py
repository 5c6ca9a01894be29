"""Kinds and rungs in words, for rows that know their codes only. Filled when the apps are ready."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

_LABELS: Final[dict[str, "str | Promise"]] = {}


def name(kind: str, label: "str | Promise") -> None:
    _LABELS[kind] = label


def of_kind(kind: str) -> str:
    """The code itself where nothing of that name is left."""
    return str(_LABELS.get(kind, kind))


def of_rung(kind: str, rung: int) -> str:
    return in_words(of_kind(kind), rung)


def in_words(label: str, rung: int) -> str:
    return _("%(kind)s, rung %(n)s") % {"kind": label, "n": rung}
