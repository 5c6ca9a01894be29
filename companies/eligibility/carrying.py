"""The check in a visitor's session: the answers so far, and what of them goes into a draft. No name, no account."""

from collections.abc import Sequence
from typing import Any, Final

from django.contrib.sessions.backends.base import SessionBase

from companies.eligibility.asking import Asked

KEY: Final = "eligibility"
Session = SessionBase | dict[str, Any]


def carried(session: Session) -> dict[str, Any]:
    """What the draft is filled in with: question keys of the application and their values, as they are kept.

    A code for a question of one answer, a list of codes for several. Only what was answered and the application can
    take; the caller leaves out keys its form does not have.
    """
    return dict(_state(session).get("carried", {}))


def answers(session: Session, year: int) -> dict[str, list[str]]:
    """The codes chosen so far by rule key, [] for a question passed over; nothing of another programme year."""
    state = _state(session)
    return dict(state.get("answers", {})) if state.get("year") == year else {}


def keep(session: Session, asked: Asked, codes: Sequence[str], *, year: int) -> None:
    """Note the answer to one question; another one given before is replaced."""
    state = _state(session)
    state = state if state.get("year") == year else {"year": year}
    form_key, value = asked.rule.form_key, asked.carried(codes)
    given = {key: each for key, each in state.get("carried", {}).items() if key != form_key}
    if form_key and value:
        given[form_key] = value
    session[KEY] = state | {"answers": state.get("answers", {}) | {asked.key: list(codes)}, "carried": given}


def is_counted(session: Session) -> bool:
    return bool(_state(session).get("counted"))


def mark_counted(session: Session) -> None:
    session[KEY] = _state(session) | {"counted": True}


def forget(session: Session) -> None:
    session.pop(KEY, None)


def _state(session: Session) -> dict[str, Any]:
    state = session.get(KEY)
    return dict(state) if isinstance(state, dict) else {}
