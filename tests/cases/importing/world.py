"""Small lists for tests: a header, and rows said by what is special about them."""

from datetime import UTC, datetime

from companies.cases.importing import actions
from companies.cases.importing.answers import Answers
from companies.cases.importing.preview import look

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
ICES = ["002000041000054", "002000082000014", "002000123000071", "002000164000031", "002000205000088"]
ROW = {
    "ICE": ICES[0],
    "Raison sociale": "Tizarane Conserves",
    "Dénomination en arabe": "",
    "Forme juridique": "SARL",
    "RC": "266205",
    "Ville": "Settat",
    "Région": "Casablanca-Settat",
    "Secteur": "AGRO",
    "Codes SH": "200570",
    "CA 2025 (MAD)": "8200000",
    "CA export 2025 (MAD)": "0",
    "Effectif": "12",
    "Marchés actuels": "ES",
    "Marchés visés": "FR",
    "Fonction du contact": "Gérant",
    "E-mail": "contact@tizarane.example",
    "Téléphone": "0626483080",
    "Langue": "fr",
}


def row(**cells):
    """A clean row with some cells changed; column names may be written with underscores for spaces."""
    named = {key.replace("_", " "): value for key, value in cells.items()}
    assert set(named) <= set(ROW), named
    return ROW | named


def listed(*rows, head=tuple(ROW)):
    lines = [";".join(head)] + [";".join(f'"{r[c].replace(chr(34), chr(34) * 2)}"' for c in head) for r in rows]
    return "\r\n".join(lines).encode()


def seen(*rows, answers=None, within=None):
    """The lines of a preview."""
    return look(listed(*rows), answers or Answers(), at=AT, within=within).lines


def one(answers=None, **cells):
    (line,) = seen(row(**cells), answers=answers)
    return line


def said(line):
    return [(f.key, f.reason) for f in line.findings]


def bring(*rows, **answers):
    """Import rows for good; the lines as they were written."""
    batch = actions.receive(listed(*rows), "liste.csv", by=None, at=AT)
    if answers:
        actions.answer(batch, Answers(**answers))
    return actions.confirm(batch, by=None, at=AT)
