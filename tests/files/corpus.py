"""Hostile and broken files, each with the reason for which it must be refused; made here, kept nowhere."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from pypdf import PdfReader, PdfWriter

from companies.files.refusals import Reason
from tests.files import corpus_actions, corpus_office
from tests.files.making import EICAR, EXCEL, WORD, office, packed, pdf, picture, stream

HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
ACTIVE, HOLDS, CONTENT = Reason.ACTIVE, Reason.HOLDS_FILES, Reason.CONTENT
DAMAGED, UNPACKS, KIND = Reason.DAMAGED, Reason.UNPACKS, Reason.KIND


def cases():
    """Name of the case, name of the file, its bytes, why not."""
    return [*_names(), *_kinds(), *_pdfs(), *_pictures(), *_office(), *corpus_office.cases(), *corpus_actions.cases()]


def _names():
    good, photo = pdf(), picture()
    yield "double ending, script", "facture.php.pdf", good, Reason.NAME
    yield "double ending, program", "facture.exe.jpg", photo, Reason.NAME
    yield "double ending, page", "facture.html.png", photo, Reason.NAME
    yield "program last", "facture.pdf.exe", good, KIND
    yield "turned by U+202E", "facture\u202efdp.exe", good, KIND
    yield "turned by isolates", "\u2066facture\u2069.pdf.scr", good, KIND
    yield "NUL before the ending", "facture.exe\x00.pdf", good, Reason.NAME
    yield "NUL after the ending", "facture.pdf\x00.exe", good, KIND
    yield "no ending", "facture", good, KIND
    yield "only dots", "....", good, KIND
    yield "trailing dot", "facture.exe.", good, KIND
    yield "path of Windows", "..\\..\\windows\\system32.dll", good, KIND
    yield "path of Unix", "../../etc/passwd", good, KIND
    yield "stream of NTFS", "facture.pdf::$DATA", good, KIND
    yield "very long without ending", "x" * 5000, good, KIND
    yield "nothing", "", good, KIND


def _kinds():
    yield "empty PDF", "vide.pdf", b"", Reason.EMPTY
    yield "empty picture", "vide.jpg", b"", Reason.EMPTY
    yield "larger than taken", "gros.pdf", pdf(tail=b"\n" * 10_000_001), Reason.TOO_LARGE
    yield "SVG", "logo.svg", SVG, KIND
    yield "SVG as PNG", "logo.png", SVG, CONTENT
    yield "HTML", "page.html", HTML, KIND
    yield "HTML as PDF", "page.pdf", HTML, CONTENT
    yield "HTML as PDF with all its marks", "page.pdf", HTML + b"%PDF-1.4 startxref 0 %%EOF", CONTENT
    yield "HTML as JPEG", "page.jpg", HTML, CONTENT
    yield "HTML as DOCX", "page.docx", HTML, CONTENT
    yield "program as PDF", "outil.pdf", b"MZ\x90\x00" + b"\x00" * 200, CONTENT
    yield "ELF as JPEG", "outil.jpg", b"\x7fELF" + b"\x00" * 200, CONTENT
    yield "GIF as PNG", "photo.png", picture("GIF", mode="L"), CONTENT
    yield "TIFF as JPEG", "photo.jpg", picture("TIFF"), CONTENT
    yield "HEIC", "photo.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", Reason.HEIC
    yield "HEIC as JPEG", "photo.jpg", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", Reason.HEIC
    yield "archive", "tout.zip", office(), Reason.ARCHIVE
    yield "RAR", "tout.rar", b"Rar!\x1a\x07\x00", Reason.ARCHIVE
    yield "old Word", "statuts.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, Reason.OLD_OFFICE
    yield "old Word as DOCX", "statuts.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, Reason.ENCRYPTED
    yield "text", "liste.csv", b"a;b\n1;2\n", KIND
    yield "EICAR alone", "eicar.com", EICAR, KIND
    yield "EICAR as PDF", "eicar.pdf", EICAR, CONTENT
    yield "PDF as picture", "photo.png", pdf(), CONTENT
    yield "picture as PDF", "scan.pdf", picture(), CONTENT
    yield "random bytes", "scan.pdf", bytes(range(256)) * 20, CONTENT


def _pdfs():
    whole = pdf()
    yield "PDF cut in half", "a.pdf", whole[: len(whole) // 2], DAMAGED
    yield "PDF without its last bytes", "a.pdf", whole[:-8], DAMAGED
    yield (
        "PDF without its root",
        "a.pdf",
        whole.replace(b"/Root 1 0 R", b"/Ruin 1 0 R").replace(b"/Catalog", b"/Xatalog"),
        DAMAGED,
    )
    yield "PDF without pages", "a.pdf", pdf(0), DAMAGED
    yield "only a head and an end", "a.pdf", b"%PDF-1.4\nstartxref\n0\n%%EOF", DAMAGED
    yield "nested without end", "a.pdf", pdf(extra=[b"[" * 5000 + b"]" * 5000]), DAMAGED
    yield "PDF locked by a password", "a.pdf", _locked("secret"), Reason.ENCRYPTED
    yield "PDF locked against printing", "a.pdf", _locked("", owner="owner"), Reason.ENCRYPTED
    yield "script at opening", "a.pdf", pdf(catalogue="/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), ACTIVE
    yield (
        "script under another spelling",
        "a.pdf",
        pdf(catalogue="/OpenAction << /S /J#61vaScript /J#53 (x) >>"),
        ACTIVE,
    )
    yield "script in the names", "a.pdf", pdf(catalogue="/Names << /JavaScript << /Names [] >> >>"), ACTIVE
    yield "script of a page", "a.pdf", pdf(page="/AA << /O << /S /JavaScript /JS (x) >> >>"), ACTIVE
    yield "script nothing leads to", "a.pdf", pdf(extra=[b"<< /S /J#61vaScript /JS (x) >>"]), ACTIVE
    yield "script in packed objects", "a.pdf", _with_packed_objects("<< /S /JavaScript /JS (x) >>"), ACTIVE
    yield "starts a program", "a.pdf", pdf(catalogue="/OpenAction << /S /Launch /F (cmd.exe) >>"), ACTIVE
    yield "sends a form", "a.pdf", pdf(page="/Annots [<< /A << /S /SubmitForm /F (http://x) >> >>]"), ACTIVE
    yield "XFA form", "a.pdf", pdf(catalogue="/AcroForm << /XFA 5 0 R >>"), ACTIVE
    yield "film", "a.pdf", pdf(page="/Annots [<< /Subtype /RichMedia >>]"), ACTIVE
    yield "attached file", "a.pdf", pdf(catalogue="/Names << /EmbeddedFiles << /Names [] >> >>"), HOLDS
    yield "attached under another spelling", "a.pdf", pdf(extra=[b"<< /Type /Filespec /#45F << /F 4 0 R >> >>"]), HOLDS
    yield "PDF and page", "a.pdf", pdf(head=b"%PDF-1.4\n" + HTML + b"\n"), CONTENT
    yield "PDF behind a page", "a.pdf", HTML + pdf(), CONTENT
    yield "PDF before a page", "a.pdf", pdf(tail=HTML), CONTENT
    yield "PDF and archive", "a.pdf", pdf(tail=office()[:900]), CONTENT
    yield "PDF with an archive inside", "a.pdf", _with_archive_inside(), CONTENT
    yield "PDF before something long", "a.pdf", pdf(tail=b"\x00" * 5000), CONTENT
    yield "PDF behind a picture", "a.jpg", pdf(), CONTENT
    yield "more pages than read", "a.pdf", pdf(61), Reason.TOO_MANY_PAGES
    yield "page tree in a circle", "a.pdf", pdf().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"), DAMAGED
    yield "bomb in a stream", "a.pdf", pdf(extra=[stream(packed(b"\0" * 41_000_000), "/Filter /FlateDecode")]), UNPACKS
    nested = stream(packed(b"\0" * 1_000_000, 2), "/Filter [/FlateDecode /FlateDecode]")
    yield "bomb in a bomb", "a.pdf", pdf(extra=[nested]), UNPACKS
    chain = stream(b"00", "/Filter [/ASCIIHexDecode /ASCIIHexDecode /ASCIIHexDecode]")
    yield "long chain of filters", "a.pdf", pdf(extra=[chain]), UNPACKS
    six = [stream(packed(b"\0" * 39_000_000), "/Filter /FlateDecode")] * 7
    yield "many bombs just under", "a.pdf", pdf(extra=six), UNPACKS
    canvas = stream(b"x", "/Subtype /Image /Width 100000 /Height 100000")
    yield "picture of 10 000 million points", "a.pdf", pdf(extra=[canvas]), Reason.TOO_MANY_POINTS
    yield "deep in dictionaries", "a.pdf", pdf(extra=[b"<< /A " * 60 + b"1" + b" >>" * 60]), UNPACKS


def _locked(password, owner=None):
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf())))
    writer.encrypt(password, owner, algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _with_packed_objects(hidden):
    """A PDF 1.5 whose objects, the hidden one too, lie in a packed stream."""
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        hidden,
    ]
    places, text = [], ""
    for number, body in enumerate(bodies, start=1):
        places.append(f"{number} {len(text)}")
        text += body + " "
    index = " ".join(places) + " "
    inside = packed((index + text).encode())
    held = f"/Type /ObjStm /N {len(bodies)} /First {len(index)} /Filter /FlateDecode"
    out = b"%PDF-1.5\n"
    at_five = len(out)
    out += b"5 0 obj\n" + stream(inside, held) + b"\nendobj\n"
    at_six = len(out)
    rows = b"".join(
        struct.pack(">BHB", *row)
        for row in [(0, 0, 255), (2, 5, 0), (2, 5, 1), (2, 5, 2), (2, 5, 3), (1, at_five, 0), (1, at_six, 0)]
    )
    table = stream(packed(rows), "/Type /XRef /Size 7 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode")
    return out + b"6 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % at_six


def _with_archive_inside():
    """A real PDF whose last bytes are also the directory of an archive."""
    out = BytesIO(pdf())
    with ZipFile(out, "a") as archive:
        archive.writestr("outil.class", b"\xca\xfe\xba\xbe")
    return out.getvalue() + b"%%EOF"


def _pictures():
    photo, drawing = picture(size=(300, 200)), picture("PNG", size=(300, 200))
    yield "JPEG cut in half", "a.jpg", photo[: len(photo) // 2], DAMAGED
    yield "PNG cut in half", "a.png", drawing[: len(drawing) // 2], DAMAGED
    yield "JPEG of four bytes", "a.jpg", photo[:4], DAMAGED
    yield "PNG with a wrong sum", "a.png", drawing[:40] + b"\xff\xff\xff" + drawing[43:], DAMAGED
    yield "head of a JPEG before text", "a.jpg", b"\xff\xd8\xff\xe0" + HTML * 10, DAMAGED
    yield "PNG of 10 000 million points", "a.png", _huge_png(100_000, 100_000), Reason.TOO_MANY_POINTS
    yield "PNG of 81 million points", "a.png", _huge_png(9_000, 9_000), Reason.TOO_MANY_POINTS
    yield "PNG of no points", "a.png", _huge_png(0, 0), DAMAGED
    yield "JPEG of 200 passes", "a.jpg", photo[:-2] + b"\xff\xda\x00\x02" * 200 + photo[-2:], UNPACKS
    yield "JPEG that says it is huge", "a.jpg", _huge_jpeg(), Reason.TOO_MANY_POINTS
    yield "PNG with a packed note", "a.png", _noted_png(), DAMAGED


def _chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _huge_png(width, height):
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _noted_png():
    """A note that unpacks to far more than a note is."""
    drawing = picture("PNG")
    note = _chunk(b"zTXt", b"note\0\0" + zlib.compress(b"\0" * 80_000_000, 9))
    return drawing[:33] + note + drawing[33:]


def _huge_jpeg():
    photo = bytearray(picture(size=(64, 64)))
    frame = photo.index(b"\xff\xc0")
    photo[frame + 5 : frame + 9] = struct.pack(">HH", 65_000, 65_000)
    return bytes(photo)


def _office():
    whole = office()
    yield "DOCX cut in half", "a.docx", whole[: len(whole) // 2], DAMAGED
    yield "DOCX with a byte changed", "a.docx", _changed(office(method=ZIP_STORED)), DAMAGED
    yield "any archive as DOCX", "a.docx", _archive({"lisezmoi.txt": b"x"}), CONTENT
    yield "Java archive as DOCX", "a.docx", _archive({"META-INF/MANIFEST.MF": b"x", "A.class": b"x"}), CONTENT
    yield "XLSX as DOCX", "a.docx", office(EXCEL), CONTENT
    yield "DOCX as XLSX", "a.xlsx", office(WORD), CONTENT
    yield "DOCM", "a.docm", office(), Reason.MACROS
    yield (
        "DOCM as DOCX",
        "a.docx",
        office(
            WORD.replace("openxmlformats-officedocument.wordprocessingml.document", "ms-word.document.macroEnabled")
        ),
        Reason.MACROS,
    )
    yield "macros in a DOCX", "a.docx", office(parts={"word/vbaProject.bin": b"x"}), Reason.MACROS
    yield "macros in an XLSX", "a.xlsx", office(EXCEL, parts={"xl/vbaProject.bin": b"x"}), Reason.MACROS
    yield "macros of Excel 4", "a.xlsx", office(EXCEL, parts={"xl/macrosheets/sheet1.xml": b"<x/>"}), Reason.MACROS
    yield "ActiveX", "a.docx", office(parts={"word/activeX/activeX1.xml": b"<x/>"}), Reason.MACROS
    yield "file inside", "a.docx", office(parts={"word/embeddings/oleObject1.bin": b"x"}), HOLDS
    yield "program inside", "a.xlsx", office(EXCEL, parts={"xl/media/outil.exe": b"MZ"}), HOLDS
    yield "archive inside", "a.docx", office(parts={"word/media/a.zip": whole}), HOLDS
    fetched = (
        b'<Relationships><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/attachedTemplate" Target="http://x/a.dotm" TargetMode="External"/></Relationships>'
    )
    yield "template fetched from outside", "a.docx", office(parts={"word/_rels/settings.xml.rels": fetched}), HOLDS
    yield (
        "DDE in a sheet",
        "a.xlsx",
        office(EXCEL, parts={"xl/externalLinks/externalLink1.xml": b'<ddeLink x="c"/>'}),
        HOLDS,
    )
    yield (
        "DDE in a text",
        "a.docx",
        office(parts={"word/document.xml": corpus_office.fields(" DDEAUTO c:\\cmd.exe ")}),
        HOLDS,
    )
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    yield "entities", "a.docx", office(parts={"word/document.xml": entity}), UNPACKS
    yield "entities in UTF-16", "a.docx", office(parts={"word/document.xml": entity.decode().encode("utf-16")}), UNPACKS
    yield "bomb in a part", "a.docx", office(parts={"word/media/a.png": b"\0" * 5_000_000}), UNPACKS
    yield (
        "bomb in many parts",
        "a.xlsx",
        office(EXCEL, parts={f"xl/m/{n}.xml": b"\0" * 999_999 for n in range(101)}),
        UNPACKS,
    )
    yield "thousands of parts", "a.docx", office(parts={f"word/{n}.xml": b"" for n in range(1001)}), UNPACKS
    yield (
        "bomb that lies about its size",
        "a.docx",
        _lying(office(parts={"word/media/a.png": b"\0" * 5_000_000})),
        DAMAGED,
    )
    yield "part that climbs out", "a.docx", office(parts={"../../etc/cron.d/x": b"x"}), CONTENT
    yield "part from the root", "a.docx", office(parts={"/etc/passwd": b"x"}), CONTENT
    yield "part with a backslash", "a.docx", _archive({"[Content_Types].xml": WORD.encode(), "..\\x": b"x"}), CONTENT
    yield "no list of kinds", "a.docx", office(parts={"[Content_Types].xml": None}), CONTENT
    yield "program before a DOCX", "a.docx", b"MZ" + whole, CONTENT
    yield "archive before a DOCX", "a.docx", b"PK\x03\x04" + whole, CONTENT
    yield "something behind a DOCX", "a.docx", whole + HTML, CONTENT
    yield "locked DOCX", "a.docx", _flagged(whole), Reason.ENCRYPTED


def _archive(parts):
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def _changed(data):
    return data.replace(b"Bonjour", b"Bonsoir")


def _lying(data):
    """The directory and the head of a part say ten bytes."""
    return data.replace(struct.pack("<I", 5_000_000), struct.pack("<I", 10))


def _flagged(data):
    """The mark that says a part is locked."""
    marked = bytearray(data)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = marked.find(sign)
        while found >= 0:
            marked[found + place] |= 1
            found = marked.find(sign, found + 4)
    return bytes(marked)
