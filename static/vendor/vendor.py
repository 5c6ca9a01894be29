"""Reproduce the third-party files under ``static/`` from their published packages.

Run with ``make vendor`` (needs Python, and the npm client on PATH; nothing else in the
project does). Versions and checksums stand in the tables below: to upgrade, change both,
run, look at the gallery page, commit what changed.
"""

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

STATIC = Path(__file__).resolve().parent.parent


class Package(NamedTuple):
    spec: str
    archive: str
    sha256: str


BOOTSTRAP = Package(
    "bootstrap@5.3.9",
    "bootstrap-5.3.9.tgz",
    "06bdf78289c3c12ea99d40df84eedf6278c724c73eebf38f11f3a65b44ec8c94",
)
ICONS = Package(
    "bootstrap-icons@1.13.2",
    "bootstrap-icons-1.13.2.tgz",
    "7b5960145e1ab14a49a117f96a9e5a54a94fdf07f21e302d9e4f88d73dd19f9c",
)
PLEX = Package(
    "@ibm/plex-sans@1.1.0",
    "ibm-plex-sans-1.1.0.tgz",
    "c3818979c2a2c82927ea3e7c485e389a18de0b7462887dd4f7acc9a525568962",
)
PLEX_ARABIC = Package(
    "@ibm/plex-sans-arabic@1.1.0",
    "ibm-plex-sans-arabic-1.1.0.tgz",
    "71ad7bc2d0cacebb1dfa7065603dfa0287b2b90c7c56023344e1da82b1766ddb",
)

FONT_TOOLS = ("fonttools==4.68.0", "brotli==1.2.1")
WEIGHTS = {"Regular": 400, "SemiBold": 600}
# Latin up to Extended-A (Turkish, Polish names), general punctuation with the narrow
# no-break space and the direction isolates, euro, arrows, minus.
LATIN = "U+0020-017F,U+02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2190-2193,U+2212"
# Arabic without the Persian and Urdu letters, save those of Moroccan names (ڤ ڭ گ);
# Arabic-Indic digits, because people paste them.
ARABIC = (
    "U+060C,U+0615,U+061B,U+061F,U+0621-063A,U+0640-0655,U+0660-066C,U+0670-0671,U+06A4,U+06AD,"
    "U+06AF,U+200C-200F,U+00AB,U+00BB,U+FD3E-FD3F"
)

# Our name of an icon -> its name in Bootstrap Icons.
ICON_NAMES = {
    "back": "arrow-left",
    "bookmark": "bookmark-plus",
    "calendar": "calendar3",
    "camera": "camera",
    "chat": "chat-left-text",
    "chevron": "chevron-right",
    "clip": "paperclip",
    "clock": "clock",
    "cross": "x-lg",
    "download": "download",
    "edit": "pencil",
    "error": "exclamation-circle-fill",
    "file": "file-earmark-text",
    "file-down": "file-earmark-arrow-down",
    "forward": "arrow-right",
    "down": "arrow-down",
    "up": "arrow-up",
    "info": "info-circle",
    "key": "key",
    "lock": "lock",
    "mail": "envelope",
    "open": "chevron-down",
    "pause": "pause-circle",
    "people": "people",
    "person": "person",
    "phone": "telephone",
    "place": "geo-alt",
    "plus": "plus-lg",
    "print": "printer",
    "reply": "reply-fill",
    "search": "search",
    "tick": "check-lg",
    "upload": "upload",
    "whatsapp": "whatsapp",
}


def fetch(package: Package, into: Path) -> Path:
    """Download a package, compare its checksum, unpack it; return the unpacked folder."""
    subprocess.run(["npm", "pack", "--silent", package.spec], cwd=into, check=True, capture_output=True)
    archive = into / package.archive
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != package.sha256:
        sys.exit(f"{package.spec}: checksum {found}, expected {package.sha256}")
    target = into / archive.stem
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def bootstrap(source: Path) -> None:
    """Copy the two style sheets without source map and without drawings inside the sheet.

    The map is not shipped, and the manifest storage refuses a file that names a missing one.
    The content security policy refuses ``data:`` images; our own files take their place.
    """
    for name in ("bootstrap.min.css", "bootstrap.rtl.min.css"):
        text = (source / "dist/css" / name).read_text()
        text = re.sub(r"/\*# sourceMappingURL=.*?\*/\s*", "", text)
        text = re.sub(r'url\("data:.*?"\)', "none", text)
        write("vendor/bootstrap/" + name, text.encode())
    write("vendor/bootstrap/LICENSE", (source / "LICENSE").read_bytes())


def icons(source: Path) -> None:
    symbols = "\n".join(symbol(source, ours, theirs) for ours, theirs in sorted(ICON_NAMES.items()))
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'
    write("img/icons.svg", sprite.encode())
    write("vendor/bootstrap-icons/LICENSE", (source / "LICENSE").read_bytes())


def symbol(source: Path, ours: str, theirs: str) -> str:
    drawing = (source / "icons" / f"{theirs}.svg").read_text()
    inside = re.sub(r"</?svg[^>]*>", "", drawing).strip().replace("\n", "")
    inside = re.sub(r"\s{2,}", "", inside)
    return f'<symbol id="{ours}" viewBox="0 0 16 16">{inside}</symbol>'


def font_maker(tools: Path) -> Callable[[Path, str, str], None]:
    """Install the font tools in a throw-away environment; return a function that subsets."""
    venv.create(tools, with_pip=True)
    python = tools / "bin/python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", *FONT_TOOLS], check=True)

    def subset(source: Path, name: str, unicodes: str) -> None:
        target = STATIC / "fonts" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        options = ["--flavor=woff2", "--layout-features=*", "--no-hinting", "--desubroutinize"]
        options += ["--layout-features-=aalt,salt,ss01,ss02,ss03,ss04,ss05,ss06,dlig,sinf,zero"]
        options += [f"--unicodes={unicodes}", f"--output-file={target}"]
        subprocess.run([python, "-m", "fontTools.subset", source, *options], check=True)

    return subset


def fonts(latin: Path, arabic: Path, tools: Path) -> None:
    subset = font_maker(tools)
    for style, weight in WEIGHTS.items():
        files = "fonts/complete/woff2"
        subset(latin / files / f"IBMPlexSans-{style}.woff2", f"plex-sans-{weight}.woff2", LATIN)
        subset(
            arabic / files / f"IBMPlexSansArabic-{style}.woff2",
            f"plex-sans-arabic-{weight}.woff2",
            ARABIC,
        )
    write("fonts/OFL.txt", (latin / "LICENSE.txt").read_bytes())


def write(name: str, content: bytes) -> None:
    path = STATIC / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        bootstrap(fetch(BOOTSTRAP, work))
        icons(fetch(ICONS, work))
        fonts(fetch(PLEX, work), fetch(PLEX_ARABIC, work), work / "tools")


if __name__ == "__main__":
    main()
