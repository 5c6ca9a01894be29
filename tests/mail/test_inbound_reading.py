"""Where mail lies: each kind of mailbox is read once, whatever is in it, by any number of readers."""

import logging
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from companies.common import clock
from companies.mail import inbox, tasks
from companies.mail.enums import AddressState
from companies.mail.inbound import begun, imap, parsing, reading
from companies.mail.inbound.urls import source_of
from companies.mail.models import Address, Mailbox, Received
from tests.mail import imap_servers
from tests.mail.imap_servers import PASSWORD, USER, Scripted
from tests.mail.incoming import AT, letter, sent
from tests.services.processes import BASE

pytestmark = pytest.mark.django_db

BROKEN = b'Content-Type: multipart/mixed; boundary="\n\n\xff\xfe\x00'


@pytest.fixture(autouse=True)
def reply_address(settings):
    settings.REPLY_ADDRESS = "reponses@export.example"


def beat():
    return Mailbox.objects.values_list("error", flat=True).get()


# -- none ------------------------------------------------------------------------------------


def test_without_a_mailbox_nothing_is_done(settings):
    settings.MAILBOX_URL = ""

    assert (dict(inbox.read(at=AT).done), Mailbox.objects.count()) == ({}, 0)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("pop3://a:b@host/", "pop3:// is not known"),
        ("imaps://host/INBOX", "needs user, password and host"),
        ("folder://relative/path", "whole path"),
        ("imaps://a:secret@host/Bo%C3%AEte", "plain letters"),
    ],
)
def test_address_that_names_no_mailbox_is_refused_without_its_password(url, words):
    with pytest.raises(ImproperlyConfigured, match=words) as refused:
        source_of(url)
    assert "secret" not in str(refused.value)


def test_address_of_an_imap_mailbox_is_read_whole():
    found = source_of("imaps://lecteur%40export.example:a%2Fb@mail.example/Retours?done=Lus")

    assert found == imap.Imap("mail.example", 993, "lecteur@export.example", "a/b", "Retours", "Lus", True)


# -- a folder --------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, settings):
    settings.MAILBOX_URL = f"folder://{quote(str(tmp_path))}"
    return tmp_path


def test_files_of_a_folder_are_read_and_put_aside(folder):
    (folder / "1.eml").write_bytes(letter("bounce_postfix", sent()))
    (folder / "2.eml").write_bytes(letter("reply_gmail_ar", sent()))
    (folder / "half.part").write_bytes(b"being written")

    assert dict(inbox.read(at=AT).done) == {"bounce": 1, "reply": 1}
    assert dict(inbox.read(at=AT).done) == {}
    assert sorted(path.name for path in folder.iterdir()) == ["half.part", "read"]
    assert sorted(path.name for path in (folder / "read").iterdir()) == ["1.eml", "2.eml"]
    assert beat() == ""


def test_bad_mail_stops_no_other(folder):
    (folder / "1.eml").write_bytes(BROKEN)
    (folder / "2.eml").write_bytes(b"")
    (folder / "3.eml").mkdir()
    (folder / "4.eml").write_bytes(letter("reply_gmail_ar", sent()))

    assert dict(inbox.read(at=AT).done) == {"unknown": 2, "reply": 1}


def test_reader_killed_between_row_and_flag_notes_nothing_twice(folder, process_env):
    for number in range(3):
        (folder / f"{number}.eml").write_bytes(b"Message-ID: <%d@x>\n\n" % number)
    killed = process_env | {"FAULT": "mail_noted:2", "MAILBOX_URL": f"folder://{quote(str(folder))}"}

    ended = subprocess.run([sys.executable, "manage.py", "outreach", "tick"], env=killed, cwd=BASE, check=False)

    assert (ended.returncode, Received.objects.count()) == (-signal.SIGKILL, 2)
    assert dict(inbox.read(at=AT).done) == {reading.AGAIN: 1, "unknown": 1}
    assert (Received.objects.count(), list(folder.glob("*.eml"))) == (3, [])


@pytest.mark.django_db(transaction=True)
def test_readers_at_once_note_each_mail_once(folder):
    for number in range(30):
        content = letter("bounce_exim", sent(f"a{number}@entreprise.example"), to=f"a{number}@entreprise.example")
        (folder / f"{number:02}.eml").write_bytes(content.replace(b"<E1tF8x", b"<%d" % number))

    def look(_reader):
        try:
            return inbox.read(at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        looks = list(pool.map(look, range(4)))

    assert [each.error for each in looks] == [""] * 4
    assert sum(each.done["bounce"] for each in looks) == 30
    assert (Received.objects.count(), Address.objects.filter(state=AddressState.BOUNCED).count()) == (30, 30)
    assert list(folder.glob("*.eml")) == []


def dies(monkeypatch, of=b"Message-ID: <1@x>"):
    """The reader's process ends in the middle of a mail: what it would have done next is not done."""

    def die(content):
        if content.startswith(of):
            raise SystemExit
        return parsing.email.message_from_bytes(content, policy=parsing.policy.compat32)

    monkeypatch.setattr(parsing, "parse", die)


def test_mail_whose_readers_die_is_put_aside_as_unknown_and_stops_no_other(folder, monkeypatch):
    (folder / "1.eml").write_bytes(b"Message-ID: <1@x>\nFrom: a@b.example\nSubject: Mortel\n\n")
    (folder / "2.eml").write_bytes(b"Message-ID: <2@x>\n\n")
    dies(monkeypatch)

    with pytest.raises(SystemExit):
        inbox.read(at=AT)
    assert dict(inbox.read(at=AT + timedelta(minutes=1)).done) == {reading.IN_HAND: 1, "unknown": 1}
    for number in range(1, begun.TRIES):
        with pytest.raises(SystemExit):
            inbox.read(at=AT + number * begun.PATIENCE)
    assert [path.name for path in folder.glob("*.eml")] == ["1.eml"]

    assert dict(inbox.read(at=AT + begun.TRIES * begun.PATIENCE).done) == {"unknown": 1}
    rows = Received.objects.order_by("message_id").values_list("message_id", "from_email", "subject")
    assert list(rows) == [("<1@x>", "a@b.example", "Mortel"), ("<2@x>", "", "")]
    assert list(folder.glob("*.eml")) == []


def test_mail_whose_reader_was_killed_once_is_read_the_next_time(folder, monkeypatch):
    (folder / "1.eml").write_bytes(letter("reply_gmail_ar", sent()))
    with monkeypatch.context() as patch:
        dies(patch, of=b"")
        with pytest.raises(SystemExit):
            inbox.read(at=AT)

    assert dict(inbox.read(at=AT + begun.PATIENCE).done) == {"reply": 1}
    assert Received.objects.count() == 1


def test_mail_that_is_too_large_is_read_from_its_beginning(folder, monkeypatch):
    monkeypatch.setattr("companies.mail.inbound.folders.LARGEST", 1200)
    monkeypatch.setattr("companies.mail.inbound.folders.FIRST_BYTES", 1100)
    (folder / "1.eml").write_bytes(letter("reply_gmail_fr", sent()) + b"A" * 2000)

    inbox.read(at=AT)

    row = Received.objects.get()
    assert row.text.startswith("Bonjour Madame,")
    assert row.attachments[-1] == "… (> 10 MB)"


def test_run_takes_so_many_and_the_next_one_the_rest(folder):
    for number in range(5):
        (folder / f"{number}.eml").write_bytes(b"Message-ID: <%d@x>\n\n" % number)

    assert [sum(inbox.read(at=AT, most=3).done.values()) for _run in range(3)] == [3, 2, 0]


def test_run_ends_with_its_time(folder):
    for number in range(3):
        (folder / f"{number}.eml").write_bytes(b"Message-ID: <%d@x>\n\n" % number)

    assert sum(inbox.read(at=AT, seconds=0).done.values()) == 1


def test_folder_that_cannot_be_had_is_told_and_later_forgotten(folder, settings, tmp_path):
    (tmp_path / "file").write_text("")
    good, settings.MAILBOX_URL = settings.MAILBOX_URL, f"folder://{tmp_path}/file/below"
    looked = inbox.read(at=AT)
    row = Mailbox.objects.get()
    assert (looked.error, row.read_at) == (row.error, None)
    assert "NotADirectoryError" in row.error

    settings.MAILBOX_URL = good
    inbox.read(at=AT)
    assert (beat(), Mailbox.objects.get().read_at is not None) == ("", True)


def test_beat_reads_the_mailbox(folder, caplog):
    (folder / "1.eml").write_bytes(letter("reply_gmail_ar", sent()))

    with caplog.at_level(logging.INFO):
        tasks.read()

    assert "Mailbox: 1 reply" in caplog.text
    assert clock.now() - Received.objects.get().at < timedelta(minutes=1)


# -- a maildir -------------------------------------------------------------------------------


@pytest.fixture
def maildir(tmp_path, settings):
    for name in ("tmp", "new", "cur"):
        (tmp_path / name).mkdir()
    settings.MAILBOX_URL = f"maildir://{quote(str(tmp_path))}"
    return tmp_path


def test_maildir_is_read_as_mail_servers_fill_it(maildir):
    (maildir / "new" / "1.a.host").write_bytes(letter("bounce_postfix", sent()))
    (maildir / "cur" / "2.b.host:2,R").write_bytes(letter("reply_gmail_ar", sent()))
    (maildir / "cur" / "3.c.host:2,S").write_bytes(letter("delay_postfix", sent()))

    assert dict(inbox.read(at=AT).done) == {"bounce": 1, "reply": 1}
    assert dict(inbox.read(at=AT).done) == {}
    names = sorted(path.name for path in (maildir / "cur").iterdir())
    assert names == ["1.a.host:2,S", "2.b.host:2,RS", "3.c.host:2,S"]


def test_folder_that_is_no_maildir_is_told(tmp_path, settings):
    settings.MAILBOX_URL = f"maildir://{quote(str(tmp_path))}"

    assert inbox.read(at=AT).error == f"{tmp_path} is no maildir"


# -- IMAP ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    return imap_servers.certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def trusted(pair, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(pair[0]))


@pytest.fixture
def server(pair, trusted):
    with imap_servers.pymap(*pair) as port:
        client = imap_servers.signed_in(port, pair[0])
        yield port, client
        client.logout()


def address(port, scheme="imap", query=""):
    return f"{scheme}://{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/INBOX{query}"


def put(client, *contents):
    for content in contents:
        client.append("INBOX", None, None, content.replace(b"\n", b"\r\n"))


def held(client, folder):
    client.select(folder)
    return client.uid("SEARCH", "ALL")[1][0].split(), client.uid("SEARCH", "UNSEEN")[1][0].split()


def test_imap_mailbox_is_read_and_marked_as_seen(server, settings):
    port, client = server
    settings.MAILBOX_URL = address(port)
    put(client, letter("bounce_exim", sent()), BROKEN, letter("reply_windows1256"))

    assert dict(inbox.read(at=AT).done) == {"bounce": 1, "unknown": 1, "reply": 1}
    assert (dict(inbox.read(at=AT).done), beat()) == ({}, "")
    everything, unseen = held(client, "INBOX")
    assert (len(everything), unseen) == (3, [])


def test_imap_mail_is_moved_to_its_folder(server, settings):
    port, client = server
    settings.MAILBOX_URL = address(port, query="?done=Read%20by%20the%20site")
    put(client, letter("bounce_exim", sent()), letter("reply_windows1256"))

    assert dict(inbox.read(at=AT).done) == {"bounce": 1, "reply": 1}
    assert [len(held(client, name)[0]) for name in ("INBOX", '"Read by the site"')] == [0, 2]


def test_imap_mail_somebody_opened_is_read_all_the_same_where_it_is_moved(server, settings):
    port, client = server
    settings.MAILBOX_URL = address(port, query="?done=Read")
    client.append("INBOX", r"\Seen", None, letter("reply_windows1256").replace(b"\n", b"\r\n"))

    assert dict(inbox.read(at=AT).done) == {"reply": 1}


def test_imap_mail_that_is_too_large_is_read_from_its_beginning(server, settings, monkeypatch):
    monkeypatch.setattr(imap, "LARGEST", 1200)
    monkeypatch.setattr(imap, "FIRST_BYTES", 1100)
    port, client = server
    settings.MAILBOX_URL = address(port)
    put(client, letter("reply_gmail_fr", sent()))

    inbox.read(at=AT)

    row = Received.objects.get()
    assert (row.text[:15], row.attachments[-1]) == ("Bonjour Madame,", "… (> 10 MB)")


def test_imap_password_that_is_refused_is_told_without_it(server, settings):
    port, _client = server
    settings.MAILBOX_URL = address(port).replace(quote(PASSWORD, safe=""), "wrongword")

    error = inbox.read(at=AT).error
    assert "error" in error.lower()
    assert "wrongword" not in error


def test_imap_server_nobody_vouches_for_is_not_told_the_password(server, settings, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    settings.MAILBOX_URL = address(server[0])

    assert "CERTIFICATE_VERIFY_FAILED" in inbox.read(at=AT).error


def test_imap_server_that_is_away_is_told(settings):
    settings.MAILBOX_URL = address(imap_servers.free_port(), scheme="imaps")

    assert "ConnectionRefusedError" in inbox.read(at=AT).error


# -- IMAP servers that behave otherwise ------------------------------------------------------

OK = b"TAG OK done\r\n"
MAIL = b"Message-ID: <1@x>\r\n\r\nhello\r\n"
PLAIN = {
    "CAPABILITY": [b"* CAPABILITY IMAP4rev1\r\n", OK],
    "LOGIN": [OK],
    "SELECT": [b"* 1 EXISTS\r\n", OK],
    "CREATE": [b"TAG NO exists\r\n"],
    "UID SEARCH": [b"* SEARCH 7\r\n", OK],
    "UID FETCH 7 (RFC822": [b"* 1 FETCH (UID 7 RFC822.SIZE %d)\r\n" % len(MAIL), OK],
    "UID FETCH 7 (BODY": [b"* 1 FETCH (UID 7 BODY[] {%d}\r\n" % len(MAIL), MAIL, b")\r\n", OK],
    "UID": [OK],
    "LOGOUT": [b"* BYE\r\n", OK],
}


@pytest.fixture
def scripted(pair, trusted, settings):
    made = []

    def start(answers, *, tls=True, query=""):
        server = Scripted(*pair, PLAIN | answers, tls=tls)
        server.start()
        made.append(server)
        settings.MAILBOX_URL = address(server.port, "imaps" if tls else "imap", query)
        return server

    yield start
    for server in made:
        server.stop()


def test_imap_server_without_move_is_asked_to_copy_and_mark(scripted):
    server = scripted({}, query="?done=Read")

    assert dict(inbox.read(at=AT).done) == {"unknown": 1}
    assert [line for line in server.heard if "FETCH" not in line][-4:] == [
        r"UID STORE 7 +FLAGS.SILENT (\Seen)",
        'UID COPY 7 "Read"',
        r"UID STORE 7 +FLAGS.SILENT (\Deleted)",
        "LOGOUT",
    ]


def test_imap_server_that_refuses_to_put_aside_loses_nothing(scripted):
    scripted({"UID STORE": [b"TAG NO read only\r\n"]})

    assert inbox.read(at=AT).error == "STORE: read only"
    assert Received.objects.count() == 1


def test_imap_mail_taken_away_meanwhile_is_passed_over(scripted):
    scripted({"UID FETCH 7 (RFC822": [OK]})

    assert dict(inbox.read(at=AT).done) == {}
    assert beat() == ""


def test_imap_server_without_tls_is_not_told_the_password(scripted):
    server = scripted({}, tls=False)

    assert inbox.read(at=AT).error != ""
    assert not any(PASSWORD in line for line in server.heard)


def test_imap_server_that_falls_silent_ends_with_the_deadline(scripted):
    scripted({"UID FETCH 7 (BODY": [b"* 1 FETCH (UID 7 BODY[] {50}\r\n", b"Subject"]})

    began = time.monotonic()
    error = inbox.read(at=AT, seconds=1).error

    assert error
    assert time.monotonic() - began < 10


def test_imap_server_that_talks_nonsense_is_told(scripted):
    scripted({"UID SEARCH": [b"* SEARCH x y\r\n", b"TAG BAD what\r\n"]})

    assert "BAD" in inbox.read(at=AT).error
