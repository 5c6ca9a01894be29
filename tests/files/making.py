"""Sound files of every kind that is taken, as small as they get."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def sent(name, data, mime="application/octet-stream"):
    return SimpleUploadedFile(name, data, mime)


def pdf(pages=1, *, extra=(), catalogue="", page="", trailer="", text=b"BT ET", head=b"%PDF-1.4\n", tail=b""):
    """A PDF with a right table of objects; `extra` are further objects, numbered from 4 + 2 * pages on."""
    bodies = [f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>".encode()]
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(pages))
    bodies.append(f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode())
    for n in range(pages):
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents {4 + 2 * n} 0 R {page} >>".encode()
        )
        bodies.append(stream(text))
    bodies += list(extra)
    out = bytearray(head)
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(bodies) + 1,
        trailer.encode(),
        table,
    )
    return bytes(out) + tail


def stream(data, filters=""):
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), filters.encode(), data)


def packed(data, times=1):
    for _n in range(times):
        data = zlib.compress(data, 9)
    return data


def picture(kind="JPEG", size=(40, 30), mode="RGB", colour=None, **saving):
    out = BytesIO()
    Image.new(mode, size, colour or 0).save(out, kind, **saving)
    return out.getvalue()


def photo_with_place(kind="JPEG"):
    """Taken sideways, at a known place, with a name in its notes."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "secret-note"
    exif.get_ifd(0x8825).update({1: "N", 2: (33.0, 15.0, 30.0), 3: "W", 4: (8.0, 30.0, 0.0)})
    return picture(kind, exif=exif.tobytes())


def office(kind=WORD, *, parts=None, contents=None, method=ZIP_DEFLATED):
    """A document of one paragraph, or what `parts` (name to bytes) make of it; None takes a part away."""
    main = "word/document.xml" if kind == WORD else "xl/workbook.xml"
    found = {
        "[Content_Types].xml": contents
        or f'<Types><Override PartName="/{main}" ContentType="{kind}"/></Types>'.encode(),
        "_rels/.rels": f'<Relationships><Relationship Id="r1" Target="{main}"/></Relationships>'.encode(),
        main: b"<document><p>Bonjour</p></document>",
    } | (parts or {})
    out = BytesIO()
    with ZipFile(out, "w", method) as archive:
        for name, body in found.items():
            if body is not None:
                archive.writestr(name, body)
    return out.getvalue()


def workbook():
    """As openpyxl writes one."""
    from openpyxl import Workbook

    out, book = BytesIO(), Workbook()
    book.active.append(["Exercice", 2026])
    book.save(out)
    return out.getvalue()


def printed(language="fr"):
    """As the receipts are set, with a font inside."""
    from fpdf import FPDF

    sheet = FPDF()
    sheet.add_page()
    sheet.set_font("helvetica", size=12)
    sheet.cell(text="Extrait du registre")
    return bytes(sheet.output())
