"""A reminder that was sent, with the link of its answers."""

from datetime import timedelta

from companies.cases import actions as cases
from companies.cases.enums import Act
from companies.common import clock
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.mail.models import Message
from companies.mail.wording import Content
from companies.outreach.models import Reminder


def reminded(case, contact, *, at, kind="invited", rung=1):
    """The ledger's line and its token, as handing over and a delivery leave them."""
    link, token = cases.issue_link(case, contact, act=Act.ANSWER, by=SYSTEM, at=at)
    text = Content("Rappel", "Rappel", "")
    message = outbox.post(
        purpose=f"{kind}.rung{rung}", to=contact.email, language="fr", content=text, stream=case.stream, at=at
    )
    Message.objects.filter(pk=message.pk).update(state="sent", accepted_at=at)
    row = Reminder.objects.create(
        kind=kind,
        case=case,
        occurrence=f"{link.pk}:{rung}",
        rung=rung,
        contact=contact,
        starts_at=at - timedelta(days=5),
        due_at=at,
        not_after=clock.end_of(case.closes_on),
        state="posted",
        message=message,
        link=link,
        planned_at=at,
        ended_at=at,
    )
    return row, token
