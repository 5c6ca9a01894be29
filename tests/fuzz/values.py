"""What people, browsers and machines send: bodies for a form, made from its own controls."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from hypothesis import strategies as st

from tests.fuzz.targets import Controls

NASTY = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\u202eevil\u202c",
    "\u2066\u2069\u200f",
    "\ud800",
    "a\udfffb",
    "٠١٢٣٤٥٦٧٨٩",
    "۱۲٫۵",
    "²",
    "𝟙𝟚𝟛𝟜",
    "-1",
    "-0.0000001",
    "1e999999",
    "NaN",
    "Infinity",
    "9" * 40,
    "9223372036854775808",
    "2147483648",
    "null",
    "None",
    "[]",
    '{"a": 1}',
    "true",
    "on",
    "0000-00-00",
    "31/02/2027",
    "9999-12-31",
    "0001-01-01",
    "24:60",
    "a@b",
    "a@b.example\nBcc: c@d.example",
    f"{'a' * 300}@b.example",
    "+999999999999999999",
    "../../etc/passwd",
    "javascript:alert(1)",
    "//evil.example/",
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}",
    "%s%(x)s{0}",
    "' OR 1=1 --",
    "\n\r\n",
    "\u2028\u2029",
    "\ufeff",
    "\U0001f600" * 60,
    "é" * 300,
    "ي" * 400,
    "x" * 5_000,
    "x" * 1_000_000,
]
FILES = [
    ("", b""),
    ("a.pdf", b""),
    ("a.pdf", b"%PDF-1.4\n"),
    ("a.pdf", b"<html><script>alert(1)</script>"),
    ("../../a\x00.png", b"\x89PNG\r\n\x1a\n"),
    ("a\u202efdp.exe", b"MZ\x90\x00"),
    ("a.jpg.php", b"\xff\xd8\xff\xe0"),
    ("a.xlsx", b"PK\x03\x04" + b"\x00" * 40),
    ("a.csv", b"\xff\xfe\x00a\x00;"),
    ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    ("a" * 400 + ".pdf", b"x" * 200_000),
]
BOUNDARY = "boundary-of-a-form"
TYPED = "application/x-www-form-urlencoded"
_PART = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="name"\r\n\r\nx\r\n--{BOUNDARY}--\r\n'.encode()
STRANGE = {
    "json": ("application/json", b'{"a": [1, {"b": null}]}'),
    "latin": (f"{TYPED}; charset=latin-1", b"name=\xe9&seen=\xff"),
    "bytes": (TYPED, b"name=%ff%fe%c3%28&%00=%00&=&&&=a"),
    "rotated": (f"multipart/form-data; boundary={BOUNDARY}; charset=rot13", _PART),
    "sixteen": (f"{TYPED}; charset=utf-16", b"name=a"),
    "no charset": (f"{TYPED}; charset=utf-999", b"name=a"),
    "no boundary": ("multipart/form-data", b"--x\r\n\r\n"),
    "torn": (
        f"multipart/form-data; boundary={BOUNDARY}",
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; na".encode(),
    ),
    "deep": (TYPED, "&".join(f"a[{n}][b]=1" for n in range(200)).encode()),
    "many": (TYPED, "&".join(f"f{n}=1" for n in range(1_200)).encode()),
    "text": ("text/plain", b"a"),
    "none": ("", b""),
}
MORE_NAMES = ["csrfmiddlewaretoken", "next", "language", "speak", "then", "x", "", "a\x00b", "é"]


@dataclass(frozen=True)
class Body:
    kind: str
    data: bytes

    def __repr__(self) -> str:
        data = self.data if len(self.data) < 4_000 else self.data[:2_000] + b" ... " + self.data[-2_000:]
        return f"Body({self.kind!r}, {data!r})"


@st.composite
def bodies(draw: Any, controls: Controls) -> Body:
    """As often as not the form as it stands with some answers changed, left out or repeated; or nothing like it."""
    strange = draw(st.sampled_from([*[""] * 30, *STRANGE]))
    if strange:
        return Body(*STRANGE[strange])
    names = st.sampled_from([*controls.names * 4, *MORE_NAMES])
    changed = dict(draw(st.lists(_pairs(names, controls), max_size=6)))
    left_out = draw(st.sets(names, max_size=4)) if draw(st.booleans()) else set()
    repeated = draw(st.lists(_pairs(names, controls), max_size=4))
    whole = draw(st.integers(0, 4)) > 0
    fields = [(name, changed.pop(name, value)) for name, value in controls.fields if whole and name not in left_out]
    fields += [*changed.items(), *repeated]
    if controls.files or draw(st.integers(0, 9)) == 0:
        uploads = [(draw(names), draw(st.sampled_from(FILES))) for _ in range(draw(st.integers(0, 2)))]
        uploads += [(name, draw(st.sampled_from(FILES))) for name in sorted(controls.files)]
        return Body(f"multipart/form-data; boundary={BOUNDARY}", _multipart(fields, uploads))
    return Body(TYPED, _urlencoded(fields))


@st.composite
def _pairs(draw: Any, names: st.SearchStrategy[str], controls: Controls) -> tuple[str, str]:
    name = draw(names)
    offered = st.sampled_from(controls.offered[name]) if controls.offered.get(name) else st.sampled_from(NASTY)
    return name, draw(st.one_of(st.sampled_from(NASTY), offered, st.text(max_size=60)))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _urlencoded(fields: list[tuple[str, str]]) -> bytes:
    return "&".join(f"{quote_plus(_bytes(name))}={quote_plus(_bytes(value))}" for name, value in fields).encode()


def _multipart(fields: list[tuple[str, str]], uploads: list[tuple[str, tuple[str, bytes]]]) -> bytes:
    parts = [(f'form-data; name="{name}"', _bytes(value)) for name, value in fields]
    parts += [(f'form-data; name="{name}"; filename="{file}"', content) for name, (file, content) in uploads]
    lines = [
        b"--" + BOUNDARY.encode() + b"\r\nContent-Disposition: " + _bytes(head) + b"\r\n\r\n" + body + b"\r\n"
        for head, body in parts
    ]
    return b"".join([*lines, b"--" + BOUNDARY.encode() + b"--\r\n"])
