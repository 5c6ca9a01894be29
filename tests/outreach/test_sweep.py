"""Sweeps at once, sweeps that die, and the doors they have."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from io import StringIO
from threading import Barrier

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from companies.cases import actions as cases
from companies.cases.actions import issue_link
from companies.cases.enums import Act, Status
from companies.common import clock
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.mail.models import Message
from companies.outreach import hours, ticking
from companies.outreach.kinds import INVITED, KINDS
from companies.outreach.ledger import ladder, planner, poster
from companies.outreach.models import Reminder, Run
from companies.outreach.officers.digest import KEY as DIGEST
from companies.outreach.officers.facts import FACTS
from companies.outreach.sweep import sweep
from companies.registry.models import Contact
from tests.outreach.passing import at, drafting, invited
from tests.support import making

MONDAY = 7
SWEPT = (*KINDS, *FACTS, DIGEST)


def together(act, number):
    """`act` in several threads that start at the same moment, each with a connection of its own."""
    start = Barrier(number)

    def run(_n):
        start.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_planners_at_once_write_each_line_once(transactional_db):
    for _n in range(20):
        invited()
    now, open_hours = ladder.now(at(3)), hours.current()
    done = together(lambda: planner.plan(INVITED, now, open_hours), 4)
    assert (sum(each.planned for each in done), Reminder.objects.count()) == (20, 20)


def test_posters_at_once_hand_each_reminder_over_once(transactional_db):
    for _n in range(12):
        invited(officer=making.person())
    now, site = ladder.now(at(MONDAY)), hours.the_site()
    planner.plan(INVITED, now, hours.of(site))
    done = together(lambda: poster.post_due(now, site), 4)
    assert sum(each.done["invited", "posted"] for each in done) == 12
    assert (Message.objects.count(), Reminder.objects.filter(state="posted").count()) == (12, 12)


def test_two_kinds_for_one_address_at_once_respect_the_cap(transactional_db):
    for _n in range(2):
        firm = making.company()
        making.contact(firm, email="comptable@cabinet.example")
        invited(firm=firm)
    now, site = ladder.now(at(MONDAY)), hours.the_site()
    planner.plan(INVITED, now, hours.of(site))
    together(lambda: poster.post_due(now, site), 2)
    assert Message.objects.count() == 1


def test_poster_and_invitation_at_once_do_not_lock_each_other_out(transactional_db):
    """Each holds what the other wants next: the poster the address, the invitation the case."""
    case = invited(officer=making.person())
    contact = Contact.objects.get(company=case.company)
    both = Barrier(2)

    def poster_first():
        outbox.standing(contact.email)
        both.wait()
        issue_link(case, contact, act=Act.INVITATION, by=SYSTEM, at=at(1))

    def case_first():
        cases.move(case, Status.REACHED, by=SYSTEM, at=at(1))
        both.wait()
        outbox.standing(contact.email)

    def run(act):
        try:
            with transaction.atomic():
                act()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(run, (poster_first, case_first))) == [None, None]


def test_run_is_written_per_kind_with_what_it_did(db):
    invited()
    sweep(at=at(MONDAY))
    rows = list(Run.objects.values_list("kind", "planned", "posted", "suppressed", "error"))
    assert sorted(row[0] for row in rows) == sorted(SWEPT)
    assert [row for row in rows if row[1:] != (0, 0, 0, "")] == [("invited", 1, 1, 0, "")]


def told(kind="invited"):
    """The newest row of a kind, without what is 0."""
    row = (
        Run.objects.filter(kind=kind)
        .order_by("-id")
        .values("planned", "posted", "suppressed", "cancelled", "failed", "reasons")
        .first()
    )
    return {name: value for name, value in row.items() if value}


def test_row_tells_what_was_cancelled_and_why(db):
    answered, moved_on = invited(), invited()
    sweep(at=at(4))
    cases.note_sign(answered, at=at(5))
    cases.close(moved_on, closed_as="declined", by=SYSTEM, at=at(5))
    sweep(at=at(5))
    assert told() == {"cancelled": 2, "reasons": {"left": 1, "sign": 1}}


def test_row_tells_what_was_held_back_and_why(db):
    for _n in range(2):
        outbox.suppress(Contact.objects.get(company=invited().company).email, at=at(1))
    sweep(at=at(MONDAY))
    assert told() == {"planned": 2, "suppressed": 2, "reasons": {"opted_out": 2}}


def test_row_tells_what_failed(db, caplog):
    case = invited()
    invited()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE outreach_reminder ADD CONSTRAINT no_case CHECK (case_id <> {case.pk})")
    sweep(at=at(MONDAY))
    assert told() == {"planned": 1, "posted": 1, "failed": 1}
    assert Run.objects.get(kind="invited").error.startswith(f"case {case.pk}: IntegrityError")


def test_sweep_in_which_something_failed_or_was_cancelled_is_kept(db):
    for number, fields in enumerate([{"failed": 1}, {"cancelled": 1}, {}]):
        Run.objects.create(at=at(0), kind="invited", planned=0, **fields)
        assert number < 3
    sweep(at=at(8))
    old = Run.objects.filter(at=at(0)).values_list("failed", "cancelled")
    assert sorted(old) == [(0, 1), (1, 0)]


def test_idle_runs_are_kept_for_a_week(db):
    sweep(at=at(0))
    sweep(at=at(8))
    assert Run.objects.values_list("at", flat=True).distinct().get() == at(8)


def test_kind_that_fails_is_written_down_and_stops_no_other(db, caplog):
    connection.cursor().execute("ALTER TABLE outreach_reminder ADD CONSTRAINT no_draft CHECK (kind <> 'draft')")
    case = invited()
    drafting()
    sweep(at=at(MONDAY))
    errors = dict(Run.objects.values_list("kind", "error"))
    assert (errors["invited"], Reminder.objects.get(case=case).state) == ("", "posted")
    assert "IntegrityError" in errors["draft"]


def test_tick_command_reports_one_object(db, smtp_sink):
    out = StringIO()
    call_command("outreach", "tick", "--json", stdout=out)
    report = json.loads(out.getvalue())
    nothing = {"planned": 0, "posted": 0, "suppressed": 0, "cancelled": 0, "failed": 0, "reasons": {}, "error": ""}
    assert report.pop("kinds") == dict.fromkeys(SWEPT, nothing)
    assert report.pop("at")
    nothing_more = {"received": {}, "mailbox": "", "mail": {}, "files": {}, "paused": "", "difference": 0, "failed": {}}
    assert report == nothing_more


def test_tick_command_is_readable(db, smtp_sink):
    out = StringIO()
    call_command("outreach", "tick", stdout=out)
    *kinds, mail, counted = out.getvalue().splitlines()
    nothing = "0 planned, 0 handed over, 0 held back, 0 cancelled"
    assert sorted(kinds) == sorted(f"{kind}: {nothing}" for kind in SWEPT)
    assert (mail, counted) == ("mail: nothing to send", "counted: difference 0")


def test_tick_reads_plans_sends_and_counts(db, smtp_sink, settings, tmp_path):
    """Without Celery and without a broker: all of it happens in this process."""
    invited(officer=making.person())
    letter = EmailMessage()
    letter["From"], letter["Message-ID"], letter["Subject"] = "a@b.example", "<1@b.example>", "Bonjour"
    letter.set_content("Bonjour")
    (tmp_path / "1.eml").write_bytes(letter.as_bytes())
    settings.MAILBOX_URL = f"folder://{tmp_path}"
    with time_machine.travel(at(MONDAY), tick=False):
        first, second = ticking.tick(at=at(MONDAY)), ticking.tick(at=at(MONDAY))
    assert (sum(first.received.values()), first.swept.posted, first.mail) == (1, 1, {"sent": 1})
    assert len(smtp_sink.accepted) == 1
    assert (first.counted.difference, first.failed) == (0, {})
    assert (sum(second.received.values()), second.swept.posted, second.mail, second.counted) == (0, 0, {}, None)


def test_part_of_a_tick_that_breaks_stops_no_other(transactional_db, smtp_sink, caplog):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE outreach_run RENAME TO outreach_run_away")
    done = ticking.tick(at=at(MONDAY))
    assert list(done.failed) == ["sweep"]
    assert done.counted.difference == 0
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("outreach", "tick", stdout=out)
    assert "sweep: FAILED ProgrammingError" in out.getvalue()


def test_advancing_is_refused_outside_the_demonstration(db):
    with pytest.raises(CommandError, match="DEMO"):
        call_command("advance_demo", days=3)


def test_advancing_lets_every_rung_leave_on_its_day(db, smtp_sink, settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.setattr(clock, "_offset", (float("-inf"), 0))
    making.year(opens_on=clock.today(), closes_on=clock.today().replace(year=clock.today().year + 1))
    case = making.case(officer=making.person())
    case.channel = "mail"
    case.save(update_fields=["channel"])
    started = clock.now()
    cases.move(case, Status.INVITED, by=SYSTEM, at=started)
    call_command("advance_demo", days=45, stdout=StringIO())
    rows = Reminder.objects.filter(case=case).order_by("rung")
    assert [(row.rung, row.state) for row in rows] == [(rung, "posted") for rung in (1, 2, 3, 4)]
    late = [(row.ended_at - row.starts_at).days - wait for row, wait in zip(rows, (5, 12, 19, 33), strict=True)]
    assert all(0 <= days <= 5 for days in late)  # a weekend and the feast beside it
    to_company = Message.objects.filter(stream=case.stream, state="sent").count()  # the officer has a list each morning
    assert (to_company, clock.offset_days()) == (3, 45)
    monkeypatch.setattr(clock, "_offset", (float("-inf"), 0))


KILLED = -9


@pytest.mark.parametrize(
    "point", ["plan_before_commit", "plan_after_commit", "post_before_commit", "post_after_commit"]
)
def test_killed_sweep_leaves_nothing_half_done_and_the_next_one_completes_it(process_env, point, smtp_sink):
    case = invited(officer=making.person())
    script = (
        "import django; django.setup()\n"
        "from datetime import datetime\n"
        "from companies.outreach.sweep import sweep\n"
        f"sweep(at=datetime.fromisoformat('{at(MONDAY).isoformat()}'))"
    )
    for _n in range(2):
        done = subprocess.run([sys.executable, "-c", script], env=process_env | {"FAULT": point}, check=False)
        assert done.returncode in (KILLED, 0)
    sweep(at=at(MONDAY))
    (row,) = Reminder.objects.filter(case=case)
    assert (row.state, Message.objects.count()) == ("posted", 1)
