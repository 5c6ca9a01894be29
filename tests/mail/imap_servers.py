"""IMAP servers for tests: pymap as a process of its own, over TLS, and one that answers as it is told."""

import datetime
import imaplib
import ipaddress
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "lecteur@export.example", "un mot de passe, %long/"
BEFORE, AFTER = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC), datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(BEFORE).not_valid_after(AFTER)
    own_name = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = builder.add_extension(own_name, critical=False).sign(key, hashes.SHA256())
    cert, secret = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    secret.write_bytes(key.private_bytes(*form))
    return cert, secret


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return held.getsockname()[1]


@contextmanager
def pymap(cert: Path, key: Path):
    """A real IMAP server; the port it listens on."""
    port = free_port()
    options = ["--host", "127.0.0.1", "--port", str(port), "--cert", str(cert), "--key", str(key)]
    options += ["dict", "--demo-user", USER, "--demo-password", PASSWORD]
    command = [sys.executable, "-W", "ignore", "-c", "from pymap.main import main; main()", *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port, process):
    for _try in range(200):
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        assert process.poll() is None
        time.sleep(0.05)
    raise AssertionError("pymap did not start")


def signed_in(port: int, cert: Path) -> imaplib.IMAP4:
    client = imaplib.IMAP4("127.0.0.1", port, timeout=10)
    client.starttls(ssl.create_default_context(cafile=str(cert)))
    client.login(USER, PASSWORD)
    return client


class Scripted(threading.Thread):
    """Answers a command by the longest of `answers` it begins with; says nothing where there is none."""

    def __init__(self, cert: Path, key: Path, answers: dict[str, list[bytes]], *, tls: bool = True):
        super().__init__(daemon=True)
        self.answers, self.heard, self.tls = answers, [], tls
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(cert, key)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]

    def run(self) -> None:
        with suppress(OSError):
            while True:
                plain, _address = self.listening.accept()
                with suppress(OSError), self._secured(plain) as connection:
                    self._talk(connection)

    def _secured(self, plain):
        return self.context.wrap_socket(plain, server_side=True) if self.tls else plain

    def _talk(self, connection) -> None:
        file = connection.makefile("rwb")
        file.write(b"* OK ready\r\n")
        file.flush()
        for line in file:
            tag, _space, command = line.strip().partition(b" ")
            self.heard.append(command.decode())
            names = [each for each in self.answers if command.decode().upper().startswith(each)]
            for answer in self.answers[max(names, key=len)] if names else []:
                file.write(answer.replace(b"TAG", tag))
            file.flush()

    def stop(self) -> None:
        self.listening.close()
