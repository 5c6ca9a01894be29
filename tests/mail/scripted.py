"""A mail server that says what a test wants it to, at any point of the conversation."""

import contextlib
import datetime
import ipaddress
import socket
import ssl
import struct
import threading
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

IN_GROUPS = "250-here\r\n250 PIPELINING"


class Scripted:
    """Answers each command by a table: a text, or a function of the connection. Counts what it took.

    Like most it asks for no text when it has no recipient; unless `careless`. With a `certificate` it can go on in TLS.
    """

    def __init__(self, *, careless=False, certificate=None, **answers):
        self.answers, self.careless, self.certificate = answers, careless, certificate
        self.taken = self.connections = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self.socket.close()

    def _serve(self):
        while True:
            try:
                connection, _address = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._meet, args=[connection], daemon=True).start()

    def _meet(self, connection):
        with connection, contextlib.suppress(OSError):
            if self._say(connection, "greeting", "220 here"):
                self._talk(connection)

    def _talk(self, connection):
        welcome = True
        with connection.makefile("rb") as lines:
            for line in lines:
                verb = line.split(b" ")[0].strip().decode("latin-1").lower()
                usual = {"data": "354 go on" if welcome or self.careless else "554 no valid recipients"}
                answer = self._say(connection, verb, usual.get(verb, "250 fine"))
                if not answer:
                    return
                if verb == "starttls" and self.certificate:
                    self._encrypt(connection)
                    return
                if verb in ("mail", "rcpt"):
                    welcome = answer.startswith("2") and (welcome or verb == "mail")
                if answer.startswith("354") and not self._text(connection, lines):
                    return

    def _encrypt(self, connection):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        with context.wrap_socket(connection, server_side=True) as encrypted:
            self._talk(encrypted)

    def _text(self, connection, lines):
        for line in lines:
            if line == b".\r\n":
                self.taken += 1
                return self._say(connection, "dot", "250 taken")
        return False

    def _say(self, connection, what, usual):
        answer = self.answers.get(what, usual)
        if callable(answer):
            answer = answer(connection)
        if answer is None:
            return False
        connection.sendall(f"{answer}\r\n".encode())
        return answer


# -- misdeeds ----------------------------------------------------------------------------------


def hang_up(connection):
    return None


def reset(connection):
    """The connection ends as when the machine at the other end has fallen over."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def silence(connection):
    time.sleep(5)


def drip(connection):
    """A byte now and then, in which no time-out between two bytes ever passes."""
    for byte in "2" * 200:
        time.sleep(0.1)
        connection.sendall(byte.encode())


def after(seconds, answer):
    def wait(connection):
        time.sleep(seconds)
        return answer

    return wait


def certificate(folder, *, days):
    """A self-signed certificate of 127.0.0.1 with its key, good for so many days from yesterday; its file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "relay")])
    began = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=30)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + datetime.timedelta(days=30 + days))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "relay.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file
