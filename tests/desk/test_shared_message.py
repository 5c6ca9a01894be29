"""A message that speaks of several companies' files is read by those who may open them all."""

import pytest
import time_machine
from django.urls import reverse

from companies.accounts.enums import Role
from companies.cases import actions as cases
from companies.cases.models import Case
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.mail.models import Message
from companies.outreach.models import Reminder
from companies.outreach.sweep import sweep
from companies.reference.models import Region
from tests.outreach.passing import at, drafting, invited
from tests.outreach.test_shared import MONDAY, firm
from tests.support import making

pytestmark = pytest.mark.django_db
HIDDEN = "son texte est masqué"


@pytest.fixture
def both(db):
    """A draft, and an invited company of another region with the same accountant."""
    draft, other = drafting(firm=firm("Textile Zerhoun")), invited(firm=firm("Conserves Atlas"))
    cases.note_sign(draft, at=at(MONDAY - 3, 9))
    Case.objects.filter(pk=other.pk).update(region=Region.objects.exclude(pk=draft.region_id).first())
    return draft, Case.objects.get(pk=other.pk)


@pytest.fixture
def message(both):
    sweep(at=at(MONDAY))
    return Message.objects.get()


def page(client, user, case, message):
    with time_machine.travel(at(MONDAY), tick=False):
        client.force_login(user)
        return client.get(reverse("desk:case_message", args=[case.reference, message.pk])).content.decode()


def test_words_are_hidden_from_who_may_not_open_the_other_file(client, both, message):
    draft, _other = both
    shown = page(client, making.person(Role.OFFICER, draft.region.code), draft, message)

    assert (HIDDEN in shown, "Conserves Atlas" in shown, message.subject in shown) == (True, False, True)


def test_words_are_shown_to_who_may_open_both(client, both, message):
    draft, other = both
    shown = page(client, making.person(Role.OFFICER, draft.region.code, other.region.code), draft, message)

    assert (HIDDEN in shown, "Conserves Atlas" in shown) == (False, True)


def test_words_are_shown_to_who_sees_every_region(client, both, message):
    shown = page(client, making.person(Role.ADMIN), both[0], message)

    assert (HIDDEN in shown, "Conserves Atlas" in shown) == (False, True)


def test_words_stay_hidden_once_the_message_is_withdrawn(client, both, message):
    draft, other = both
    with time_machine.travel(at(MONDAY), tick=False):
        cases.close(other, closed_as="declined", by=SYSTEM, at=at(MONDAY))
        outbox.deliver_due(at=at(MONDAY))
        sweep(at=at(MONDAY, 11))
    assert not Reminder.objects.filter(message=message).exists()

    shown = page(client, making.person(Role.OFFICER, draft.region.code), draft, message)

    assert (HIDDEN in shown, "Conserves Atlas" in shown) == (True, False)


def test_message_about_one_file_is_shown(client, db):
    case = invited(firm=firm("Conserves Atlas"))
    sweep(at=at(MONDAY))

    shown = page(client, making.person(Role.OFFICER, case.region.code), case, Message.objects.get())

    assert (HIDDEN in shown, "Conserves Atlas" in shown) == (False, True)


def test_preview_of_a_planned_line_speaks_of_its_own_file_alone(client, both):
    draft, _other = both
    with time_machine.travel(at(MONDAY, 8), tick=False):
        sweep(at=at(MONDAY, 7))
        line = Reminder.objects.get(case=draft, state="planned", rung=1)
        client.force_login(making.person(Role.OFFICER, draft.region.code))
        shown = client.get(reverse("desk:case_reminder", args=[draft.reference, line.pk])).content.decode()

    assert ("Textile Zerhoun" in shown, "Conserves Atlas" in shown) == (True, False)
