"""Every write on the spine that means something."""

from companies.cases.actions.arriving import receive
from companies.cases.actions.assigning import appoint_coach, assign, hand_out
from companies.cases.actions.filing import file_mail
from companies.cases.actions.linking import bearer_of, issue_code, issue_link, revoke_act, revoke_links, use_link
from companies.cases.actions.moving import CannotMove, close, move, reopen, set_due
from companies.cases.actions.opening import CannotOpen, open_cases, open_one
from companies.cases.actions.taking_back import Before, take_back
from companies.cases.actions.talking import Next, defer, log_interaction, note_sign
from companies.cases.actions.tasking import (
    add_task,
    complete_task,
    finish_tasks,
    hand_over_task,
    open_again,
    set_day,
    snooze_task,
)
from companies.cases.actions.years import close_year, open_year

__all__ = [
    "Before",
    "CannotMove",
    "CannotOpen",
    "Next",
    "add_task",
    "appoint_coach",
    "assign",
    "bearer_of",
    "close",
    "close_year",
    "complete_task",
    "defer",
    "file_mail",
    "finish_tasks",
    "hand_out",
    "hand_over_task",
    "issue_code",
    "issue_link",
    "log_interaction",
    "move",
    "note_sign",
    "open_again",
    "open_cases",
    "open_one",
    "open_year",
    "receive",
    "reopen",
    "revoke_act",
    "revoke_links",
    "set_day",
    "set_due",
    "snooze_task",
    "take_back",
    "use_link",
]
