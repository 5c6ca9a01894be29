"""The demonstration, loaded once in full with its mail leaving to a real server, and looked at from all sides."""

from collections import Counter
from datetime import datetime
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q

from companies.accounts.enums import Role
from companies.accounts.models import User
from companies.cases.enums import Channel, Origin, Stage, Status, TaskKind
from companies.cases.models import Case, Interaction, Move, Task
from companies.common import clock
from companies.demo import walkins
from companies.demo.people import PEOPLE
from companies.dialogue.models import Obstacle
from companies.enrolment import assisted
from companies.enrolment.entries import Joining
from companies.enrolment.models import Application, Confirmation
from companies.journal.models import Entry
from companies.mail.models import Address, Message
from companies.outreach.enums import AnswerKind
from companies.outreach.models import Answer, Reminder
from companies.outreach.sweep import sweep
from companies.registry.enums import Access
from companies.registry.models import Company
from tests.support import services
from tests.support.smtp import SinkController, SmtpSink

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

APPLIED = ~Q(stage=Stage.TARGETED) & ~Q(status=Status.DRAFT) & ~Q(closed_as__in=["declined", "unresponsive"])


class PickySink(SmtpSink):
    """As the local inbox: some addresses are no longer there."""

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.endswith(".refused.example"):
            return "550 5.1.1 No such user here"
        return await super().handle_RCPT(server, session, envelope, address, options)


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """The loaded database stays for this module's tests, each of which takes back what it does."""
    from django.conf import settings

    sink = PickySink()
    controller = SinkController(sink, hostname=sink.host, port=0)
    controller.start()
    asked = {
        "DEMO": True,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": sink.host,
        "EMAIL_PORT": controller.port,
    }
    before = {name: getattr(settings, name) for name in asked}
    with django_db_blocker.unblock():
        for name, value in asked.items():
            setattr(settings, name, value)
        said = StringIO()
        call_command("demo_load", stdout=said)
        yield SimpleNamespace(said=said.getvalue(), sink=sink)
        for name, value in before.items():
            setattr(settings, name, value)
        services.fresh_database()
    controller.stop()


@pytest.fixture
def demo(demonstration, settings):
    settings.DEMO = True
    return demonstration


def test_list_is_imported_whole_and_every_company_has_its_file(demo):
    listed = Case.objects.exclude(origin=Origin.WALK_IN)
    assert (Company.objects.filter(cases__in=listed).count(), listed.count()) == (400, 400)


def test_some_come_by_themselves_and_some_ask_to_join(demo):
    came = Case.objects.filter(origin=Origin.WALK_IN)
    assert set(came.values_list("status", "company__contacts__access")) == {(Status.DRAFT, Access.MEMBER)}
    assert came.count() == len(walkins.WALK_INS)
    waiting = Joining.objects.open().filter(case__tasks__kind=TaskKind.JOIN)
    assert waiting.count() == len(walkins.ASKERS)


def test_few_apply(demo):
    assert 24 <= Case.objects.filter(APPLIED).count() <= 32


def test_uptake_differs_by_region(demo):
    applied = Counter(Case.objects.filter(APPLIED).values_list("region__code", flat=True))

    assert applied == {"01": 6, "03": 1, "04": 4, "05": 1, "06": 10, "07": 2, "09": 4}


def test_one_region_was_never_reached(demo):
    assert set(Case.objects.filter(region__code="12").values_list("status", flat=True)) == {Status.LISTED}


def test_every_stage_is_inhabited(demo):
    assert set(Case.objects.values_list("stage", flat=True)) == set(Stage.values)


def test_companies_without_address_were_invited_by_letter(demo):
    without = Case.objects.filter(company__contacts__email="").exclude(status=Status.LISTED)

    assert set(without.values_list("channel", flat=True)) == {Channel.LETTER}
    assert without.count() >= 10


def test_no_applicant_is_without_officer_nor_coached_company_without_coach(demo):
    assert not Case.objects.filter(officer=None).exists()
    assert not Case.objects.filter(stage=Stage.COACHING, coach=None).exists()


def test_refused_addresses_were_refused_by_the_server(demo):
    flagged = set(Address.objects.filter(state="bounced").values_list("email", flat=True))

    assert flagged
    assert all(email.endswith(".refused.example") for email in flagged)


def test_mail_that_counts_as_sent_arrived(demo):
    assert Message.objects.filter(state="sent").count() == len(demo.sink.accepted) > 500


def test_obstacles_differ_by_region(demo):
    def main_reason(code):
        rows = Obstacle.objects.filter(case__region__code=code).values_list("code", flat=True)
        return Counter(rows).most_common(1)[0][0]

    assert len({main_reason(code) for code in ("03", "04", "06", "09")}) == 4


def test_nothing_is_dated_in_the_future(demo):
    now = clock.now()
    newest = [
        Move.objects.latest("at").at,
        Interaction.objects.latest("at").at,
        Entry.objects.exclude(verb="absence.announced").latest("at").at,
        Message.objects.latest("posted_at").posted_at,
    ]

    assert max(newest) <= now
    assert min(newest) > datetime(2026, 1, 1, tzinfo=now.tzinfo)


def test_every_move_stands_in_the_journal(demo):
    assert Entry.objects.filter(verb="case.moved").count() == Move.objects.exclude(from_status="").count()


def test_reminders_leave_as_soon_as_somebody_looks(demo):
    assert sweep(at=clock.now()).posted >= 5


def test_no_reminder_failed(demo):
    assert set(Reminder.objects.values_list("state", flat=True)) <= {"planned", "posted", "suppressed", "cancelled"}


def test_logins_are_printed_one_per_role(demo):
    said = StringIO()
    call_command("demo_logins", stdout=said)

    lines = said.getvalue().splitlines()
    with_password = [person for person in PEOPLE if person.opens_with]
    assert len(lines) == len(Role)
    assert all(person.opens_with in line for person, line in zip(with_password, lines, strict=False))
    assert all(User.objects.get(email=person.email).check_password(person.opens_with) for person in with_password)


def test_second_load_is_refused(demo):
    with pytest.raises(CommandError, match="holds a programme already"):
        call_command("demo_load")


def test_load_if_empty_leaves_a_programme_alone(demo):
    before = Entry.objects.count()

    call_command("demo_load", "--if-empty")

    assert Entry.objects.count() == before


def test_reminders_are_answered_in_every_way(demo):
    given = set(Answer.objects.standing().values_list("kind", flat=True))

    assert given == set(AnswerKind.values)
    assert Interaction.objects.filter(kind="mail").exclude(sender="").exists()
    assert Address.objects.filter(state="suppressed", reason="one_click").exists()


def test_somebody_waits_for_the_officers_call(demo):
    asked = Task.objects.open().filter(kind="help")

    assert asked.filter(case__region__code="06").exists()
    assert all(task.case.officer_id for task in asked.select_related("case"))


def test_what_officers_filled_in_waits_for_its_companies(demo):
    waiting = Confirmation.objects.waiting().select_related("application__case")
    typed = Application.objects.filter(case__status=Status.DRAFT, response__answers__by__role=Role.OFFICER).distinct()
    assert [assisted.asked_of(each.application.case).stale for each in waiting] == [False, False]
    assert typed.count() == 4
    assert Reminder.objects.filter(kind="unconfirmed", state__in=["planned", "posted"]).exists()
