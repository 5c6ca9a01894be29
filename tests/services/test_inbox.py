"""The local inbox: what comes in by SMTP can be read on its page, and harms nobody."""

import signal
import smtplib
import socket
import sys
import urllib.error
import urllib.parse
import urllib.request
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from tests.services.processes import BASE, eventually

pytestmark = pytest.mark.slow


@pytest.fixture
def ports(tmp_path, monkeypatch):
    """An inbox of its own: the ports of its SMTP server and of its page."""
    from exportprogram.services.processes import launch, stop

    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    found = [each.getsockname()[1] for each in sockets]
    numbers = [each.fileno() for each in sockets]
    with (tmp_path / "log").open("wb") as log:
        process = launch(
            [sys.executable, "-m", "exportprogram.services.inbox", *map(str, numbers)],
            output=log,
            death_signal=signal.SIGTERM,
            cwd=BASE,
            env={"VAR_DIR": str(tmp_path)},
            pass_fds=numbers,
        )
    for each in sockets:
        each.close()
    yield found
    stop(process, signal.SIGTERM, patience=5)


def send(port, subject="Bonjour", to="a@example.org", text="Texte", html=None):
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "programme@example.org", to
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as smtp:
        smtp.send_message(message)


def read(port, path="/"):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return answer.headers, answer.read().decode()


def first_message(port):
    _, page = read(port)
    return page.partition("href='")[2].partition("'")[0]


def test_accepted_message_is_listed_and_shown(ports):
    smtp, web = ports
    send(smtp, "دعوة إلى البرنامج", text="Voir https://example.org/i/abc pour répondre")

    assert "دعوة إلى البرنامج" in read(web)[1]
    shown = read(web, first_message(web))[1]
    assert '<a rel=noopener href="https://example.org/i/abc">https://example.org/i/abc</a> pour répondre' in shown


def test_search_finds_by_address_and_subject(ports):
    smtp, web = ports
    send(smtp, "Rappel", to="one@example.org")
    send(smtp, "Invitation", to="two@example.org")

    found = [read(web, "/?" + urllib.parse.urlencode({"q": word}))[1] for word in ("TWO@", "rappel", "nobody")]

    assert [("Rappel" in page, "Invitation" in page) for page in found] == [
        (False, True),
        (True, False),
        (False, False),
    ]


def test_hostile_message_is_escaped_and_framed(ports):
    smtp, web = ports
    send(
        smtp, "<script>alert(1)</script>", text="<img src=x onerror=alert(1)>", html="<script>alert(1)</script><b>B</b>"
    )
    address = first_message(web)

    headers, shown = read(web, address)
    framed, rich = read(web, f"{address}/html")

    assert "<script>" not in shown + read(web)[1]
    assert "<img" not in shown
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "script-src" not in framed["Content-Security-Policy"]
    assert "sandbox allow-popups" in framed["Content-Security-Policy"]
    assert "<b>B</b>" in rich


@pytest.mark.parametrize("path", ["/message/none", "/message/none/html", "/message/..%2f..%2fup.json", "/other"])
def test_unknown_address_is_not_found(ports, path):
    with pytest.raises(urllib.error.HTTPError) as refused:
        read(ports[1], path)

    assert refused.value.code == 404
    refused.value.close()


@pytest.mark.parametrize("page", ["x", "-1", "0", "", "99"])
def test_strange_page_number_is_no_error(ports, page):
    assert "<h1 dir=auto>Inbox (0)</h1>" in read(ports[1], f"/?page={page}")[1]


def test_messages_outlive_a_restart(ports, tmp_path):
    send(ports[0])

    assert eventually(lambda: len(list((tmp_path / "inbox" / "new").iterdir())) == 1)


def answer(port, path, text, **headers):
    form = urllib.parse.urlencode({"text": text}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}/reply", form, headers)
    with urllib.request.urlopen(request, timeout=20) as page:
        return page.read().decode()


def test_message_is_answered_as_its_receiver_into_the_mailbox_of_the_site(ports, tmp_path):
    smtp, web = ports
    send(smtp, "Votre dossier", to="karim@entreprise.example", text="Bonjour,\nVotre dossier attend.")

    page = answer(web, first_message(web), "D’accord pour jeudi.\n")

    (file,) = (tmp_path / "replies").iterdir()
    reply = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert "Answered." in page
    assert [reply[name] for name in ("From", "To", "Subject")] == [
        "karim@entreprise.example",
        "programme@example.org",
        "Re: Votre dossier",
    ]
    assert reply.get_content().startswith("D’accord pour jeudi.\n\nLe ")
    assert reply.get_content().endswith(" a écrit :\n\n> Bonjour,\n> Votre dossier attend.\n")
    assert file.suffix == ".eml"


@pytest.mark.parametrize("origin", ["https://evil.example", ""])
def test_answer_from_elsewhere_or_to_nothing_is_not_taken(ports, tmp_path, origin):
    smtp, web = ports
    send(smtp)
    path = first_message(web) if origin else "/message/none"

    with pytest.raises(urllib.error.HTTPError) as refused:
        answer(web, path, "Oui", Origin=origin)

    refused.value.close()
    assert (refused.value.code, (tmp_path / "replies").exists()) == (404, False)
