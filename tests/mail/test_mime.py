import uuid
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import formataddr

import pytest

from companies.mail import attaching, mime
from companies.mail.attaching import Attachment
from companies.mail.models import Message

STOP = "https://export.example/p/AbC-1_2/stop/"


def message(**fields):
    usual = {
        "id": uuid.UUID(int=7),
        "purpose": "t",
        "to_email": "a@b.example",
        "language": "fr",
        "from_email": "Programme <p@export.example>",
        "subject": "Votre candidature",
        "text": "Bonjour,\n\nÀ demain.\n",
        "posted_at": datetime(2026, 11, 24, 10, tzinfo=UTC),
    }
    return Message(**usual | fields)


def parsed(**fields):
    return message_from_bytes(mime.build(message(**fields)), policy=policy.default)


def test_plain_message_is_these_bytes():
    assert mime.build(message()).decode().split("\r\n") == [
        "Message-ID: <00000000-0000-0000-0000-000000000007@testserver>",
        "Date: Tue, 24 Nov 2026 10:00:00 +0000",
        "From: Programme <p@export.example>",
        "To: a@b.example",
        "Subject: Votre candidature",
        "Content-Language: fr",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "Bonjour,",
        "",
        "=C3=80 demain.",
        "",
    ]


def test_one_click_to_stop_is_offered_in_two_headers_where_there_is_an_address_for_it():
    lines = mime.build(message(unsubscribe=STOP)).split(b"\r\n\r\n")[0].split(b"\r\n")
    assert [line for line in lines if line.startswith(b"List-")] == [
        b"List-Unsubscribe: <https://export.example/p/AbC-1_2/stop/>",
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ]
    assert b"List-" not in mime.build(message())


@pytest.mark.parametrize("address", ["https://a.example/>\r\nBcc: x@y.example", "https://é.example/", "https://a b/"])
def test_address_to_stop_that_is_no_url_is_refused(address):
    with pytest.raises(ValueError, match="no URL"):
        mime.build(message(unsubscribe=address))


@pytest.mark.parametrize("address", ["a@b.example>\r\nRCPT TO:<x@y.example", "a b@c.example", "a@b.example\r\nBcc: x"])
def test_recipient_that_would_end_the_command_is_refused(address):
    with pytest.raises(ValueError, match="blanks or brackets"):
        mime.envelope(message(to_email=address))


@pytest.mark.parametrize(
    "subject",
    ["Court", "Objet é", "x" * 200, ("دعوة إلى الترشيح " * 8).strip(), "un =?utf-8?q?faux?= mot", "Fin  double"],
)
def test_subject_arrives_as_it_was_written_in_lines_that_any_server_takes(subject):
    head = mime.build(message(subject=subject)).split(b"\r\n\r\n")[0]
    assert parsed(subject=subject)["Subject"] == subject
    assert max(map(len, head.split(b"\r\n"))) <= 998


def test_text_without_a_last_line_break_ends_with_one():
    assert mime.build(message(text="Bonjour")).endswith(b"\r\nBonjour\r\n")


def test_html_stands_beside_the_text():
    found = parsed(html="<p>Bonjour</p>")
    assert [part.get_content_type() for part in found.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_long_arabic_name_is_written_in_encoded_words_that_any_server_takes():
    name = "هاجر بنت عبد الله العلوي الإدريسي"
    header = mime._mailbox(formataddr((name, "a@b.example")))
    assert max(len(word) for word in header.split()) <= 75


def test_file_goes_with_the_messages_of_its_purpose(monkeypatch):
    monkeypatch.setattr(attaching, "_makers", {})
    data = bytes(range(256)) * 40
    attaching.register(
        "t", lambda stream, language: Attachment(f"{stream[5:]}-{language}.pdf", "application/pdf", data)
    )

    made = parsed(stream="case:17", html="<p>Bonjour</p>")

    (file,) = made.iter_attachments()
    assert made.get_content_type() == "multipart/mixed"
    assert (file.get_filename(), file.get_content_type(), file.get_content()) == ("17-fr.pdf", "application/pdf", data)
    assert [part.get_content_type() for part in made.get_body(("html",)).iter_parts()] == []
    assert made.get_body(("plain",)).get_content().replace("\r\n", "\n") == "Bonjour,\n\nÀ demain.\n"
    assert max(map(len, mime.build(message(stream="case:17")).split(b"\r\n"))) <= 78


def test_purpose_whose_maker_has_nothing_sends_no_file(monkeypatch):
    without = mime.build(message())
    monkeypatch.setattr(attaching, "_makers", {})
    attaching.register("t", lambda stream, language: None)

    assert mime.build(message()) == without
