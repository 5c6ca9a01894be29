"""The virus check, with a scanner that is a process of its own and speaks clamd's protocol over a real socket."""

import socket
from datetime import timedelta

import pytest

from companies.files import clamd, scanning, serving, tasks
from companies.files.actions import receive
from companies.files.enums import Scan
from companies.files.models import Upload
from companies.files.store import storage
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from tests.files.making import EICAR, office, pdf, sent, stream
from tests.files.world import AT

pytestmark = pytest.mark.django_db
INFECTED_PDF = pdf(extra=[stream(EICAR)])


def taken(data=None, name="a.pdf"):
    return receive(sent(name, data or pdf()), by=SYSTEM, at=AT)


def state(upload):
    upload.refresh_from_db()
    return upload.scan


def test_a_clean_file_is_held_until_it_was_found_clean(scanner):
    scanner()
    upload = taken()
    held = scanning.may_be_seen(upload)

    assert scanning.scan_due(at=AT) == {"clean": 1}
    assert (held, state(upload), scanning.may_be_seen(upload)) == (False, Scan.CLEAN, True)
    assert (upload.scanned_at, upload.scan_tries) == (AT, 0)
    assert serving.served(upload).content == pdf()


def test_it_works_over_a_local_socket(scanner, tmp_path):
    scanner(where=str(tmp_path / "clamd.ctl"))
    upload = taken()

    assert scanning.scan_due(at=AT) == {"clean": 1}
    assert state(upload) == Scan.CLEAN


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.pdf", INFECTED_PDF), ("a.docx", office(parts={"word/media/image1.png": EICAR}))],
    ids=["PDF", "DOCX"],
)
def test_an_infected_file_is_destroyed_and_never_given_out(scanner, name, data):
    scanner()
    upload = taken(data, name)

    assert scanning.scan_due(at=AT) == {"infected": 1}
    assert (state(upload), upload.scan_found, upload.erased_at) == (Scan.INFECTED, "Eicar-Test-Signature", AT)
    assert not storage().exists(upload.stored_as)
    with pytest.raises(serving.Withheld, match="virus"):
        serving.served(upload)
    assert Entry.objects.filter(verb="upload.infected", object_id=str(upload.pk)).count() == 1


@pytest.mark.parametrize("manner", ["mute", "odd", "dead", "small"])
def test_without_a_clear_verdict_a_file_stays_held_and_is_tried_again(scanner, manner):
    process = scanner(manner)
    data = pdf(text=b"x" * 200_000)  # more than fits into the line before the scanner hangs up
    upload = taken(data)

    assert scanning.scan_due(at=AT) == {"waiting": 1}
    assert (state(upload), upload.scan_tries, upload.scan_after) == (Scan.WAITING, 1, AT + timedelta(minutes=1))
    assert not scanning.may_be_seen(upload)
    assert scanning.scan_due(at=AT) == {}
    process.kill()
    scanner("well")
    assert scanning.scan_due(at=AT + timedelta(minutes=1)) == {"clean": 1}


def test_what_is_too_large_for_the_scanner_is_told_by_its_own_words(scanner, settings):
    scanner("small")

    with pytest.raises(clamd.Unavailable, match="INSTREAM size limit exceeded"):
        clamd.scan([b"x" * 5_000_000], url=settings.CLAMD_URL, seconds=5)


def test_a_scanner_that_takes_too_long_is_given_up(scanner, settings):
    scanner("slow")
    settings.CLAMD_SECONDS = 0.5
    upload = taken()

    assert scanning.scan_due(at=AT) == {"waiting": 1}
    assert state(upload) == Scan.WAITING


def test_a_scanner_that_is_away_stops_the_round_after_one_file(settings):
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        settings.CLAMD_URL = f"tcp://127.0.0.1:{line.getsockname()[1]}"  # bound, and nobody listens
        first, second = taken(), taken()

        assert scanning.scan_due(at=AT) == {"waiting": 1}
    assert (state(first), first.scan_tries, state(second), second.scan_tries) == ("waiting", 1, "waiting", 0)


def test_the_pauses_grow(settings):
    settings.CLAMD_URL = "unix:///nowhere/clamd.ctl"
    upload, at, waits = taken(), AT, []
    for _n in range(6):
        scanning.scan_due(at=at)
        upload.refresh_from_db()
        waits.append((upload.scan_after - at).seconds // 60)
        at = upload.scan_after

    assert waits == [1, 2, 5, 15, 30, 30]


@pytest.mark.parametrize("url", ["http://scanner", "scanner:3310", "tcp://127.0.0.1:99999"])
def test_a_setting_that_makes_no_sense_holds_files_and_breaks_nothing(settings, url):
    settings.CLAMD_URL = url
    upload = taken()

    assert scanning.scan_due(at=AT) == {"waiting": 1}
    assert state(upload) == Scan.WAITING
    assert not clamd.is_there(url=url, seconds=1)


def test_without_a_scanner_files_are_given_out_unchecked_until_there_is_one(scanner):
    upload = taken()
    before = (upload.scan, scanning.may_be_seen(upload), scanning.scan_due(at=AT))
    scanner()
    held = scanning.may_be_seen(upload)
    scanning.scan_due(at=AT)

    assert before == (Scan.UNSCANNED, True, {})
    assert (held, state(upload)) == (False, Scan.CLEAN)


def test_taking_the_scanner_away_frees_nothing_that_waits(scanner, settings):
    scanner()
    upload = taken()
    settings.CLAMD_URL = ""

    assert (scanning.may_be_seen(upload), scanning.scan_due(at=AT)) == (False, {})


def test_the_verdict_is_asked_at_each_serving(scanner):
    upload = taken()
    Upload.objects.filter(pk=upload.pk).update(scan=Scan.INFECTED, scanned_at=AT)

    with pytest.raises(serving.Withheld):
        serving.served(upload)  # the row in hand still says otherwise


def test_a_row_without_its_file_waits_and_stops_nobody_else(scanner):
    scanner()
    lost, other = taken(), taken()
    storage().delete(lost.stored_as)

    scanning.scan_due(at=AT)
    scanning.scan_due(at=AT)
    assert (state(lost), state(other)) == (Scan.WAITING, Scan.CLEAN)


def test_the_scanner_says_that_it_is_there(scanner, settings):
    scanner()

    assert clamd.is_there(url=settings.CLAMD_URL, seconds=5)


def test_celerys_door_checks_what_waits(scanner):
    scanner()
    upload = taken()
    tasks.scan()

    assert state(upload) == Scan.CLEAN


def test_a_file_that_came_in_wakes_a_worker_once(scanner, django_capture_on_commit_callbacks):
    scanner()
    with django_capture_on_commit_callbacks() as callbacks:
        taken()
        taken()

    assert callbacks == [tasks.hint]
