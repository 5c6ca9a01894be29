"""Word documents, Excel sheets and PDFs as people really have them, with all that the usual programs put in."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font

from tests.files.corpus_office import OFFICE, RELATIONS
from tests.files.making import EXCEL, office, pdf, picture

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="' + OFFICE + '"'
HYPERLINKS = [
    ("hyperlink", "https://www.example.ma/?a=1&amp;b=2", "External"),
    ("hyperlink", "mailto:contact@example.ma", "External"),
    ("hyperlink", "#Feuil2!A1", "External"),
]
PRINTED = "Feuil1"


def relations(*rows):
    """From (kind, target, mode)."""
    found = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        for n, (kind, target, mode) in enumerate(rows, start=1)
    ).replace(' TargetMode=""', "")
    return f'{HEAD}<Relationships xmlns="{RELATIONS}">{found}</Relationships>'.encode()


def workbooks():
    yield "figures and styles", _book(lambda sheet: sheet.append([2026, 1_250_000.5, "طنجة"]))
    yield "hyperlinks", _book(_linked)
    yield "picture, chart and note", _book(_drawn)
    yield "two sheets, a filter and a formula", _book(_reckoned)
    yield "printer settings of Excel", office(EXCEL, parts=_excel())


def texts():
    yield "as python-docx writes one", office(parts=_word())
    yield "hyperlinks and fields", office(parts=_word() | {"word/document.xml": _with_fields()})
    yield "saved by a tool that packs its folders", office(parts={"word/": b"", "word/media/": b""} | _word())
    yield (
        "written by a library of .NET",
        office(parts=_word() | {"package/services/metadata/core-properties/1.psmdcp": b"<c/>"}),
    )
    yield "letter to a directorate called DDE", office(parts={"word/document.xml": _text("<w:t>La DDE de Rabat</w:t>")})
    yield (
        "in UTF-16",
        office(parts={"word/document.xml": _text("<w:t>Lettre</w:t>", "UTF-16").decode().encode("utf-16")}),
    )


def pages():
    web = "/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://example.ma/) >> >>]"
    yield "opened at a place", pdf(catalogue="/OpenAction [3 0 R /XYZ null null 0]")
    yield "opened by a move", pdf(catalogue="/OpenAction << /Type /Action /S /GoTo /D [3 0 R /Fit] >>")
    yield "links to the web", pdf(page=web)
    yield "links to a page of its own", pdf(page=web.replace("/S /URI /URI (https://example.ma/)", "/S /GoTo /D (p1)"))
    yield "tagged", pdf(extra=[b"<< /Type /StructElem /S /URI /P 1 0 R >>"], catalogue="/OpenAction [3 0 R /Fit]")


def _book(fill):
    out, book = BytesIO(), Workbook()
    book.active.title = PRINTED
    book.active["A1"] = "Chiffre d’affaires (DDE comprise)"
    book.active["A1"].font = Font(bold=True, name="Arial")
    fill(book.active)
    book.save(out)
    return out.getvalue()


def _linked(sheet):
    for row, address in enumerate(["https://example.ma", "mailto:a@example.ma", "#Feuil1!A1"], start=2):
        sheet.cell(row, 1, "voir").hyperlink = address


def _drawn(sheet):
    sheet.append([1, 2])
    sheet["A2"].comment = Comment("à vérifier", "comptable")
    sheet.add_image(Image(BytesIO(picture("PNG"))), "D1")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=2, max_row=2))
    sheet.add_chart(chart, "F1")


def _reckoned(sheet):
    sheet.parent.create_sheet("Export")["A1"] = f"=SUM({PRINTED}!A2:A9)"
    sheet.auto_filter.ref = "A1:B9"
    sheet.print_title_rows = "1:1"


def _excel():
    """What Excel puts in by itself: settings of the printer, a drawing in VML that is no XML, a thumbnail, a theme."""
    of_sheet = relations(
        *HYPERLINKS,
        ("printerSettings", "../printerSettings/printerSettings1.bin", ""),
        ("legacyDrawing", "../drawings/vmlDrawing1.vml", ""),
    )
    note = b'<xml xmlns:v="v"><v:shape id="s" href="http://example.ma"><div>a<br>b</div></v:shape></xml>'
    return {
        "xl/worksheets/sheet1.xml": f"{HEAD}<worksheet><sheetData/></worksheet>".encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": of_sheet,
        "xl/printerSettings/printerSettings1.bin": b"\x00P\x00r\x00i\x00n\x00t" * 40,
        "xl/drawings/vmlDrawing1.vml": note,
        "xl/theme/theme1.xml": f'{HEAD}<a:theme xmlns:a="a" name="Office"/>'.encode(),
        "xl/calcChain.xml": b'<calcChain><c r="A1" i="1"/></calcChain>',
        "docProps/thumbnail.wmf": b"\xd7\xcd\xc6\x9a",
    }


def _word():
    of_text = [
        ("styles", "styles.xml", ""),
        ("theme", "theme/theme1.xml", ""),
        ("image", "media/image1.PNG", ""),
        ("customXml", "../customXml/item1.xml", ""),
        *HYPERLINKS,
    ]
    return {
        "word/document.xml": _text('<w:t xml:space="preserve">Statuts </w:t>'),
        "word/_rels/document.xml.rels": relations(*of_text),
        "word/styles.xml": f"{HEAD}<w:styles {W}/>".encode(),
        "word/theme/theme1.xml": f'{HEAD}<a:theme xmlns:a="a"/>'.encode(),
        "word/media/image1.PNG": picture("PNG"),
        "word/media/image2.jpeg": picture(),
        "word/fonts/font1.odttf": bytes(range(256)),
        "customXml/item1.xml": b'<b:Sources xmlns:b="b" SelectedStyle="\\APA.XSL"/>',
        "docProps/thumbnail.jpeg": picture(),
        "docProps/app.xml": f"{HEAD}<Properties><Template>Normal.dotm</Template></Properties>".encode(),
    }


def _text(run, encoding="UTF-8"):
    head = HEAD.replace("UTF-8", encoding)
    return f"{head}<w:document {W}><w:body><w:p><w:r>{run}</w:r></w:p></w:body></w:document>".encode()


def _with_fields():
    begin, end = '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="end"/>'
    said = [" PAGE ", ' HYPERLINK "http://example.ma/dde/link" ', " TOC \\o &quot;1-3&quot; ", " DATE \\@ dd/MM/yyyy "]
    return _text("".join(f"{begin}<w:instrText>{each}</w:instrText>{end}" for each in said) + "<w:t>1</w:t>")
