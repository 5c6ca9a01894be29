"""Every write on the spine that means something."""

from companies.cases.actions.linking import issue_code, issue_link, revoke_links, use_link
from companies.cases.actions.moving import CannotMove, close, move, reopen
from companies.cases.actions.opening import CannotOpen, assign, hand_out, open_cases
from companies.cases.actions.talking import (
    add_task,
    complete_task,
    defer,
    hand_over_task,
    log_interaction,
    note_sign,
    snooze_task,
)

__all__ = [
    "CannotMove",
    "CannotOpen",
    "add_task",
    "assign",
    "close",
    "complete_task",
    "defer",
    "hand_out",
    "hand_over_task",
    "issue_code",
    "issue_link",
    "log_interaction",
    "move",
    "note_sign",
    "open_cases",
    "reopen",
    "revoke_links",
    "snooze_task",
    "use_link",
]
