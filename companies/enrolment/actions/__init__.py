"""What companies do with their application, and inviting them to it."""

from companies.enrolment.actions.admitting import admit, admit_by_address
from companies.enrolment.actions.answering import answered, come_back, decline, postpone, wrong_person
from companies.enrolment.actions.changing import go_on, set_last_day, withdraw_request
from companies.enrolment.actions.extending import extend, last_possible, may_be_extended
from companies.enrolment.actions.filling import CannotWrite, save_page, start
from companies.enrolment.actions.giving import Full, give, give_again, take_back
from companies.enrolment.actions.inviting import Invited, exchange_code, invite, invite_again
from companies.enrolment.actions.people import change_contact, end_access, name_main_contact
from companies.enrolment.actions.requesting import request_completion
from companies.enrolment.actions.sending import IceInDoubt, Incomplete, submit

__all__ = [
    "CannotWrite",
    "Full",
    "IceInDoubt",
    "Incomplete",
    "Invited",
    "admit",
    "admit_by_address",
    "answered",
    "change_contact",
    "come_back",
    "decline",
    "end_access",
    "exchange_code",
    "extend",
    "give",
    "give_again",
    "go_on",
    "invite",
    "invite_again",
    "last_possible",
    "may_be_extended",
    "name_main_contact",
    "postpone",
    "request_completion",
    "save_page",
    "set_last_day",
    "start",
    "submit",
    "take_back",
    "withdraw_request",
    "wrong_person",
]
