"""Mail that lies in files: a folder of them, or a maildir."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from companies.mail.inbound.sources import FIRST_BYTES, LARGEST, Letter, Trouble

READ: Final = "read"


@dataclass
class Filed:
    """A mail in a file; `after` is where it goes."""

    path: Path
    after: Path
    content: bytes = field(init=False, repr=False)
    cut: bool = field(init=False)

    def __post_init__(self) -> None:
        self.cut = self.path.stat().st_size > LARGEST
        with self.path.open("rb") as file:
            self.content = file.read(FIRST_BYTES if self.cut else LARGEST)

    def put_aside(self) -> None:
        with suppress(FileNotFoundError):  # another reader was faster, and noted it too
            self.path.replace(self.after)


@dataclass(frozen=True)
class Folder:
    """Files named *.eml, as a mail server's pipe or a person puts them there; read ones go to its folder "read"."""

    path: Path

    def opened(self, seconds: float) -> AbstractContextManager["Folder"]:
        try:
            (self.path / READ).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Trouble(f"{type(error).__name__}: {error}") from error
        return nullcontext(self)

    def letters(self, most: int) -> Iterator[Letter]:
        for path in sorted(self.path.glob("*.eml"))[:most]:
            yield from _letter(path, self.path / READ / path.name)


@dataclass(frozen=True)
class Maildir:
    """As mail servers deliver into it: what is new, and what somebody looked at without marking it as seen."""

    path: Path

    def opened(self, seconds: float) -> AbstractContextManager["Maildir"]:
        if not (self.path / "new").is_dir() or not (self.path / "cur").is_dir():
            raise Trouble(f"{self.path} is no maildir")
        return nullcontext(self)

    def letters(self, most: int) -> Iterator[Letter]:
        for path in sorted([*self._waiting()], key=lambda path: path.name)[:most]:
            name, _colon, flags = path.name.partition(":2,")
            yield from _letter(path, self.path / "cur" / f"{name}:2,{''.join(sorted({*flags, 'S'}))}")

    def _waiting(self) -> Iterator[Path]:
        yield from (path for path in (self.path / "new").iterdir() if not path.name.startswith("."))
        cur = (path for path in (self.path / "cur").iterdir() if not path.name.startswith("."))
        yield from (path for path in cur if "S" not in path.name.partition(":2,")[2])


def _letter(path: Path, after: Path) -> Iterator[Filed]:
    """One, or none when it has just been taken away, or is no file."""
    with suppress(FileNotFoundError, IsADirectoryError):
        yield Filed(path, after)
