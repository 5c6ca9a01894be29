"""The courtesy between two messages to a person counts from the leaving, not from the posting."""

from datetime import timedelta
from itertools import pairwise

import time_machine

from companies.mail import outbox
from companies.mail.models import Message
from companies.mail.wording import Content
from companies.outreach.models import Reminder
from companies.outreach.sweep import sweep
from tests.outreach.passing import at, invited
from tests.support import making

SHARED = "comptable@cabinet.example"
COURTESY = timedelta(hours=72)
MONDAY, WEDNESDAY, SATURDAY = 7, 9, 12


def firm():
    made = making.company()
    making.contact(made, email=SHARED)
    return made


def test_after_an_outage_the_next_message_to_the_person_keeps_its_distance_from_the_late_one(days):
    invited(day=0, firm=firm())
    invited(day=3, firm=firm())
    left = []
    for instant in (at(day, hour) for day in range(15) for hour in (9, 12, 15, 17)):
        if at(MONDAY, 8) <= instant < at(WEDNESDAY, 17):  # no mail server
            with time_machine.travel(instant, tick=False):
                sweep(at=instant)
        else:
            days.sweep(instant)
        left += [instant] * (len(days.subjects) - len(left))
    assert left == [at(WEDNESDAY, 17), at(SATURDAY + 2, 9)]
    assert all(later - earlier >= COURTESY for earlier, later in pairwise(left))


def test_while_a_message_to_the_person_has_yet_to_leave_the_next_is_looked_at_again_in_an_hour(days):
    case = invited(firm=firm())
    post_at(at(3, 8), case.stream)
    sweep(at=at(MONDAY, 9))
    row = Reminder.objects.get()
    assert (row.state, row.due_at) == ("planned", at(MONDAY, 10))
    Message.objects.update(state="withdrawn")
    days.sweep(at(MONDAY, 10))
    row.refresh_from_db()
    assert (row.state, len(days.subjects)) == ("posted", 1)


def test_message_whose_time_is_over_holds_nobody_up(days):
    case = invited(firm=firm())
    post_at(at(3, 8), case.stream, not_after=at(6))
    sweep(at=at(MONDAY, 9))
    assert Reminder.objects.get().state == "posted"


def post_at(instant, stream, **fields):
    text = Content("Bonjour", "Bonjour", "")
    outbox.post(purpose="other", to=SHARED, language="fr", content=text, stream=stream, at=instant, **fields)
