"""The officer's morning: one mail when there is something to do, to who answers for it, once a day."""

import subprocess
import sys
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from companies.accounts.enums import Role
from companies.accounts.models import Absence, User
from companies.cases import actions as cases
from companies.cases.enums import TaskKind
from companies.cases.models import Task
from companies.common import clock
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.mail.models import Address, Message
from companies.outreach import hours
from companies.outreach.ledger import ladder
from companies.outreach.models import Digest, Run
from companies.outreach.officers import digest
from companies.outreach.sweep import sweep
from companies.reference.models import Holiday, Site
from tests.outreach.passing import at
from tests.outreach.test_sweep import KILLED, together
from tests.support import making

FRIDAY, SATURDAY = 4, 5


def reader(*arguments, **fields):
    return making.person(*arguments, **{"digest": True, **fields})


def send(instant):
    site = hours.the_site()
    return digest.send(ladder.now(instant), site, hours.of(site))


def task(officer, kind=TaskKind.CALL, *, due=0, made=0, name="", **fields):
    """On a case of the officer's own, due on a day counted from day 0."""
    case = making.case(making.company(name, **fields) if name or fields else None, officer=officer)
    return cases.add_task(case, kind=kind, due_on=at(due).date(), by=SYSTEM, at=at(made))


def digests():
    return list(Digest.objects.order_by("on", "user").values_list("user", "on", "tasks"))


def mails():
    return list(Message.objects.filter(purpose="officer.digest").order_by("posted_at", "to_email"))


def test_officer_reads_in_the_first_office_hour_what_is_to_do(db):
    officer = reader(name="Hajar Alaoui", language="fr")
    task(officer, name="Conserves Atlas", due=1)
    assert [send(instant).posted for instant in (at(1, 8, 29), at(1, 8, 30), at(1, 8, 31), at(1, 11))] == [0, 1, 0, 0]
    (mail,) = mails()
    assert digests() == [(officer.pk, at(1).date(), 1)]
    assert (mail.to_email, mail.language, mail.essential) == (officer.email, "fr", False)
    assert mail.subject == "Votre journée du mardi 1er\u00a0décembre 2026\u00a0: 1 tâche à faire"
    assert "Bonjour Hajar Alaoui," in mail.text
    assert "1 appel à passer" in mail.text
    assert "\u2068Conserves Atlas\u2069\u00a0: Appel" in mail.text
    assert f"/desk/cases/{Task.objects.get().case.reference}/?task=" in mail.text
    assert mail.not_after == at(1, 17, 30)


def test_every_day_has_its_own(db):
    officer = reader()
    task(officer)
    for day in (0, 1, 2):
        send(at(day, 9))
    assert [on for _user, on, _tasks in digests()] == [at(day).date() for day in (0, 1, 2)]


@pytest.mark.parametrize(
    "instant", [at(0, 8), at(0, 12, 30), at(0, 18), at(SATURDAY, 9), at(SATURDAY + 1, 9), at(FRIDAY, 12, 1)]
)
def test_none_outside_the_morning_of_a_working_day(db, instant):
    task(reader())
    assert send(instant).posted == 0


@pytest.mark.parametrize(("opens", "last"), [(time(0), time(11, 59)), (time(10), time(13, 59))])
def test_morning_ends_at_noon_or_four_hours_after_a_late_opening(db, opens, last):
    Site.objects.update(quiet_until=opens)
    task(reader())
    day = at(0).date()
    past, within = clock.instant(day, last) + timedelta(minutes=1), clock.instant(day, last)
    assert [send(past).posted, send(within).posted] == [0, 1]


def test_none_on_a_holiday(db):
    Holiday.objects.create(on=at(1).date(), name_fr="Pont")
    task(reader())
    assert [send(at(day, 9)).posted for day in (1, 2)] == [0, 1]


def test_none_with_nothing_to_do(db):
    officer = reader()
    done = task(officer)
    cases.complete_task(done, by=SYSTEM, at=at(0))
    later = task(officer, due=3)
    cases.snooze_task(task(officer), at(2).date(), by=SYSTEM, at=at(0))
    assert (send(at(1, 9)).posted, later.done_at) == (0, None)


@pytest.mark.parametrize("why", ["inactive", "switched off", "coach", "refused"])
def test_none_for(db, why):
    officer = reader(Role.OFFICER)
    task(officer)
    if why == "inactive":
        User.objects.filter(pk=officer.pk).update(is_active=False)
    elif why == "switched off":
        User.objects.filter(pk=officer.pk).update(digest=False)
    elif why == "coach":
        Task.objects.update(side="coach")
    else:
        Address.objects.create(email=officer.email, state="bounced", changed_at=at(0))
    assert (send(at(0, 9)).posted, mails()) == (0, [])


def test_regional_manager_has_one_of_their_own_tasks(db):
    manager = reader(Role.MANAGER)
    task(manager)
    task(reader())
    send(at(0, 9))
    assert {(user, tasks) for user, _on, tasks in digests()} >= {(manager.pk, 1)}


# -- absence -----------------------------------------------------------------------------------------------------------


def away(user, deputy, first=0, last=3):
    return Absence.objects.create(user=user, deputy=deputy, begins_on=at(first).date(), ends_on=at(last).date())


def test_deputy_reads_the_tasks_of_who_is_away_who_reads_none(db):
    officer, deputy = reader(), reader(Role.OFFICER, making.SOUSS)
    away(officer, deputy)
    task(officer, name="Conserves Atlas")
    task(deputy, name="Huiles Tazrout", region=making.SOUSS)
    with clock_at(at(0, 9)):
        send(at(0, 9))
    assert digests() == [(deputy.pk, at(0).date(), 2)]
    assert ("Conserves Atlas" in mails()[0].text, "Huiles Tazrout" in mails()[0].text) == (True, True)


def test_digest_comes_again_after_the_absence(db):
    officer, deputy = reader(), reader()
    away(officer, deputy, last=1)
    task(officer)
    for day in (0, 1, 2):
        with clock_at(at(day, 9)):
            send(at(day, 9))
    assert [user for user, _on, _tasks in digests()] == [deputy.pk, deputy.pk, officer.pk]


def clock_at(instant):
    import time_machine

    return time_machine.travel(instant, tick=False)


def test_nothing_is_told_of_a_file_that_its_reader_may_not_see(db):
    officer = reader(Role.OFFICER, making.CASABLANCA)
    mine = task(officer, name="Conserves Atlas")
    hidden = making.case(making.company("Huiles Tazrout", region=making.SOUSS), officer=reader())
    cases.add_task(hidden, kind=TaskKind.CALL, due_on=at(0).date(), owner=officer, by=SYSTEM, at=at(0))
    send(at(0, 9))
    (mail,) = [each for each in mails() if each.to_email == officer.email]
    assert mine.case.company.name in mail.text
    assert "Tazrout" not in mail.text + mail.html
    assert (officer.pk, at(0).date(), 1) in digests()


def test_who_owns_only_what_they_may_not_see_gets_none(db):
    officer = reader(Role.OFFICER, making.CASABLANCA)
    hidden = making.case(making.company("Huiles Tazrout", region=making.SOUSS), officer=reader())
    cases.add_task(hidden, kind=TaskKind.CALL, due_on=at(0).date(), owner=officer, by=SYSTEM, at=at(0))
    assert (send(at(0, 9)).posted, mails()) == (0, [])


# -- what it says ------------------------------------------------------------------------------------------------------


def test_counts_and_the_order_in_which_tasks_press(db):
    officer = reader(language="en")
    for kind, name, due in (
        (TaskKind.CALL, "E late", 0),
        (TaskKind.NEXT_STEP, "A today", 1),
        (TaskKind.REPLY, "C wrote", 1),
        (TaskKind.HELP, "D help", 1),
        (TaskKind.CLOCK, "B clock", 9),
    ):
        task(officer, kind, name=name, due=due)
    send(at(1, 9))
    (mail,) = mails()
    assert mail.subject == "Your day, Tuesday 1\u00a0December 2026: 5 tasks to do"
    counts = "1 late · 1 request for help · 1 call to make · 1 message to read · 1 legal time running out"
    assert counts in mail.text
    told = [line.removeprefix("- ") for line in mail.text.splitlines() if line.startswith("- ")]
    assert told == [
        "\u2068D help\u2069: Call: help was asked for",
        "\u2068E late\u2069: Call (planned for 30\u00a0November)",
        "\u2068C wrote\u2069: Read the company's message",
        "\u2068A today\u2069: Agree on a next step",
        "\u2068B clock\u2069: Answer within the legal time, by 9\u00a0December",
    ]


def test_only_the_first_tasks_are_told_one_by_one(db):
    officer = reader()
    for _n in range(12):
        task(officer)
    send(at(0, 9))
    (mail,) = mails()
    assert (digests()[0][2], mail.text.count("?task=")) == (12, digest.LINES)


def test_mail_is_in_the_language_of_its_reader(db):
    for language in ("fr", "ar", "en"):
        task(reader(language=language))
    send(at(0, 9))
    assert sorted((each.language, each.subject.split(" ")[0]) for each in mails()) == [
        ("ar", "يومكم"),
        ("en", "Your"),
        ("fr", "Votre"),
    ]
    assert all('dir="rtl"' in each.html for each in mails() if each.language == "ar")


# -- safe --------------------------------------------------------------------------------------------------------------


def test_sweeps_at_once_write_to_each_once(transactional_db):
    officers = [reader() for _n in range(6)]
    for officer in officers:
        task(officer)
    site = hours.the_site()
    now, open_hours = ladder.now(at(0, 9)), hours.of(site)
    done = together(lambda: digest.send(now, site, open_hours), 4)
    digest.send(now, site, open_hours)
    assert (sum(each.posted for each in done), len(mails()), len(digests())) == (6, 6, 6)
    assert [each.failed for each in done] == [0, 0, 0, 0]


def test_failing_digest_stops_no_other_and_is_written_down(db):
    failing, other = reader(), reader()
    task(failing)
    task(other)
    connection.cursor().execute(f"ALTER TABLE outreach_digest ADD CONSTRAINT broken CHECK (user_id <> {failing.pk})")
    sweep(at=at(0, 9))
    run = Run.objects.get(kind="digest")
    assert (run.posted, run.failed, [user for user, _on, _tasks in digests()]) == (1, 1, [other.pk])
    assert run.error.startswith(f"user {failing.pk}: IntegrityError")
    assert [mail.to_email for mail in mails()] == [other.email]


def test_killed_sweep_leaves_no_mail_without_its_line(process_env):
    task(reader())
    script = (
        "import django; django.setup()\n"
        "from datetime import datetime\n"
        "from companies.outreach.sweep import sweep\n"
        f"sweep(at=datetime.fromisoformat('{at(0, 9).isoformat()}'))"
    )
    armed = process_env | {"FAULT": "digest_before_commit"}
    assert subprocess.run([sys.executable, "-c", script], env=armed, check=False).returncode == KILLED
    assert (mails(), digests()) == ([], [])
    sweep(at=at(0, 9))
    assert (len(mails()), len(digests())) == (1, 1)


def test_mail_that_could_not_leave_that_day_is_withdrawn(days):
    officer = reader()
    task(officer)
    send(at(0, 9))
    days.sweep(at(1, 8))
    (mail,) = mails()
    assert (mail.state, days.smtp.accepted) == ("withdrawn", [])


@pytest.mark.parametrize(("day", "change", "wanted"), [(0, {}, True), (1, {}, False), (0, {"digest": False}, False)])
def test_guard_asks_for_the_day_and_the_reader(db, day, change, wanted):
    officer = reader()
    task(officer)
    send(at(0, 9))
    (mail,) = mails()
    if change:
        User.objects.filter(pk=officer.pk).update(**change)
    with clock_at(at(day, 10)):
        assert (digest.still_today([mail.pk]) == {}) == wanted


def test_digest_leaves_through_the_sweep_and_the_mail_server(days):
    officer = reader()
    task(officer)
    days.sweep(at(0, 9))
    (accepted,) = days.smtp.accepted
    assert str(accepted.message["To"]) == officer.email
    assert Run.objects.get(kind="digest", posted=1).at == at(0, 9)


def test_days_cap_of_a_company_does_not_hold_the_digest(db):
    officer = reader()
    task(officer)
    outbox.standing(officer.email)
    Address.objects.filter(email=officer.email).update(last_sent_at=at(0, 8))
    assert send(at(0, 9)).posted == 1


# -- cost --------------------------------------------------------------------------------------------------------------


def statements(act):
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


@pytest.mark.parametrize("number", [1, 30])
def test_each_digest_takes_the_same_statements(db, number):
    for n in range(number):
        officer = reader()
        for _n in range(1 + n % 3):
            task(officer)
    site = hours.the_site()
    now, open_hours = ladder.now(at(0, 9)), hours.of(site)
    assert statements(lambda: digest.send(now, site, open_hours)) == 3 + 12 * number
    assert Digest.objects.count() == number
    assert statements(lambda: digest.send(now, site, open_hours)) == 3


def test_outside_the_morning_nothing_is_asked(db):
    site = hours.the_site()
    now, open_hours = ladder.now(at(0, 15)), hours.of(site)
    assert statements(lambda: digest.send(now, site, open_hours)) == 0
