"""A raw HTTP client: one prepared request, one connection per request, bytes counted and not parsed."""

import socket
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

HOST = "bench.example"
TIMEOUT = 60.0


@dataclass(frozen=True)
class Answer:
    seconds: float
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Client:
    """A signed-in person's browser, as seen by gunicorn behind the proxy of production."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        return self.send(self.request("GET", path, headers=headers))

    def post(self, path: str, fields: dict[str, str] | list[tuple[str, str]], **headers: str) -> Answer:
        return self.send(self.request("POST", path, urlencode(fields).encode(), headers))

    def request(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {HOST}",
            "Connection: close",
            "X-Forwarded-Proto: https",
            f"Referer: https://{HOST}{path}",
            "Accept: text/html",
            "Accept-Language: fr",
            "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            *(f"{name.replace('_', '-')}: {value}" for name, value in (headers or {}).items()),
        ]
        if body:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    def send(self, request: bytes) -> Answer:
        began = time.perf_counter()
        with socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT) as connection:
            connection.sendall(request)
            chunks = []
            while chunk := connection.recv(262144):
                chunks.append(chunk)
        seconds = time.perf_counter() - began
        return _parsed(seconds, b"".join(chunks))


def _parsed(seconds: float, raw: bytes) -> Answer:
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Answer(seconds, int(first.split()[1]) if first else 0, headers, body)
