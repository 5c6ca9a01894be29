import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from companies.cases.importing import limits, unreadable
from companies.cases.importing.readers import read
from companies.cases.importing.unreadable import Unreadable

DATA = Path(__file__).parents[2] / "data"
LIST = "ICE;Raison sociale;Région\r\n002000041000054;Tizarane «Fès» œuvre;L’Oriental\r\n"
ROWS = [
    (1, ("ICE", "Raison sociale", "Région")),
    (2, ("002000041000054", "Tizarane «Fès» œuvre", "L’Oriental")),
]


def rows(content):
    (table,) = read(content)
    return [(row.number, row.cells) for row in table.rows]


def refused(content):
    with pytest.raises(Unreadable) as refusal:
        list(read(content))
    return str(refusal.value.message)


def said(error):
    return str(error.message)


def workbook(*lines, title="Liste"):
    book = openpyxl.Workbook()
    book.active.title = title
    for line in lines:
        book.active.append(line)
    return book


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def repacked(content, **changed):
    """The archive with parts replaced or added (None: removed)."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()} | changed
        for name, data in parts.items():
            if data is not None:
                new.writestr(name, data)
    return target.getvalue()


def sheet_xml(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_csv_is_read_in_every_encoding(encoding):
    assert rows(LIST.encode(encoding)) == ROWS


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_read_with_every_separator(separator):
    assert rows(LIST.replace(";", separator).encode()) == ROWS


def test_csv_whose_titles_have_commas_is_still_read_by_its_semicolons():
    title = "Liste, version 2, du 30/09, à vérifier, SVP\r\n"
    assert rows((title + LIST).encode())[1:] == [(n + 1, cells) for n, cells in ROWS]


def test_first_line_that_names_the_separator_is_no_row():
    assert rows(("sep=;\r\n" + LIST).encode()) == ROWS


def test_line_breaks_inside_a_cell_do_not_shift_the_row_numbers():
    content = 'ICE;Nom\r\n"1";"A\nB"\r\n2;C\r\n'
    assert rows(content.encode()) == [(1, ("ICE", "Nom")), (2, ("1", "A\nB")), (3, ("2", "C"))]


def test_blank_rows_are_left_out_and_counted():
    assert [number for number, _cells in rows(b"a;b\r\n;\r\n\r\n \r\nc;d\r\n")] == [1, 5]


def test_formula_of_a_csv_is_its_link_text_and_nothing_else():
    content = 'a;b\r\n"=HYPERLINK(""https://x.example"";""Le """"Fil"""""")";=1+1\r\n+212661203142;@SUM(A1)\r\n'
    (table,) = read(content.encode())
    assert [(row.cells, dict(row.formulas)) for row in table.rows[1:]] == [
        (('Le "Fil"', ""), {0: '=HYPERLINK("https://x.example";"Le ""Fil""")', 1: "=1+1"}),
        (("+212661203142", ""), {1: "@SUM(A1)"}),
    ]


def test_both_dirty_files_say_the_same():
    (text,) = read((DATA / "targets_dirty.csv").read_bytes())
    (book,) = read((DATA / "targets_dirty.xlsx").read_bytes())
    assert [(r.number, r.cells, dict(r.formulas)) for r in book.rows] == [
        (r.number, r.cells, dict(r.formulas)) for r in text.rows
    ]


def test_numbers_of_a_workbook_keep_no_made_up_fraction():
    content = saved(workbook(["a", 2000205000088, 16800000.5, True, 0.1 + 0.2]))
    assert rows(content) == [(1, ("a", "2000205000088", "16800000.50", "1", "0.30"))]


def test_rows_of_a_workbook_keep_their_numbers_below_empty_ones():
    book = workbook(["a"])
    book.active["C7"] = "c"
    assert rows(saved(book)) == [(1, ("a", "", "")), (7, ("", "", "c"))]


def test_formula_without_a_stored_result_shows_nothing_and_keeps_its_row():
    book = workbook(["a"])
    book.active["B9"] = "=1+1"
    book.active["A10"] = '=HYPERLINK("https://x.example","Fil")'
    (table,) = read(saved(book))
    assert [(r.number, r.cells, dict(r.formulas)) for r in table.rows[1:]] == [
        (9, ("", ""), {1: "=1+1"}),
        (10, ("Fil",), {0: '=HYPERLINK("https://x.example","Fil")'}),
    ]


def test_text_that_looks_like_a_formula_is_one_in_a_workbook_too():
    book = workbook(["a"])
    book.active["A2"].value = "=cmd|' /C calc'!A0"
    book.active["A2"].data_type = "s"
    (table,) = read(saved(book))
    assert (table.rows[1].cells, dict(table.rows[1].formulas)) == (("",), {0: "=cmd|' /C calc'!A0"})


def test_empty_and_hidden_sheets_are_passed_over():
    book = workbook(["a"], title="Un")
    book.create_sheet("Vide")
    hidden = book.create_sheet("Cachée")
    hidden.append(["b"])
    hidden.sheet_state = "hidden"
    book.create_sheet("L’<autre> & l'une").append(["c"])
    assert [table.name for table in read(saved(book))] == ["Un", "L’<autre> & l'une"]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\r\n", "\ufeff".encode("utf-16")])
def test_empty_file_is_refused(content):
    assert refused(content) == said(unreadable.empty())


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body><table><tr><td>ICE</td></tr></table>",
        b"\r\n<!DOCTYPE html>\n<html>",
        b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>',
        "<table><tr><td>ICE".encode("utf-16"),
    ],
)
def test_web_page_under_another_name_is_refused(content):
    assert refused(content) == said(unreadable.web_page())


@pytest.mark.parametrize("content", [b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\n", bytes(range(256)) * 40, b"Rar!\x1a\x07"])
def test_other_kinds_of_file_are_refused(content):
    assert refused(content) == said(unreadable.not_a_list())


def test_old_or_locked_workbook_is_refused():
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)) == said(unreadable.old_or_locked())


def test_archive_that_is_no_workbook_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert refused(target.getvalue()) == said(unreadable.not_a_list())


def test_cut_workbook_is_refused():
    content = (DATA / "targets_dirty.xlsx").read_bytes()
    assert refused(content[: len(content) // 2]) == said(unreadable.damaged())


def test_workbook_with_broken_xml_is_refused():
    content = repacked(saved(workbook(["a"])), **{"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>"})
    assert refused(content) == said(unreadable.damaged())


def test_workbook_without_its_sheet_is_refused():
    content = repacked(saved(workbook(["a"])), **{"xl/worksheets/sheet1.xml": None})
    assert refused(content) == said(unreadable.damaged())


def test_workbook_with_entities_is_refused_before_they_grow():
    xml = sheet_xml(saved(workbook(["a"])))
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + xml.partition("?>")[2]
    content = repacked(saved(workbook(["a"])), **{"xl/worksheets/sheet1.xml": bomb.encode()})
    assert refused(content) == said(unreadable.damaged())


def test_bomb_is_refused_by_what_its_list_of_entries_says():
    content = repacked(saved(workbook(["a"])), **{"xl/worksheets/sheet1.xml": b" " * (limits.MAX_UNPACKED + 1)})
    assert refused(content) == said(unreadable.swollen())


def test_bomb_of_modest_size_is_refused_by_its_ratio():
    content = repacked(saved(workbook(["a"])), **{"xl/sharedStrings.xml": b" " * 20_000_000})
    assert refused(content) == said(unreadable.swollen())


def test_bomb_that_lies_about_its_size_is_refused():
    content = bytearray(repacked(saved(workbook(["a"])), **{"xl/sharedStrings.xml": b" " * 40_000_000}))
    true, false = struct.pack("<I", 40_000_000), struct.pack("<I", 1000)
    assert content.count(true) == 2  # local header and list of entries
    assert refused(bytes(content.replace(true, false))) == said(unreadable.damaged())


def test_archive_of_very_many_entries_is_refused():
    extra = {f"xl/media/{n}.png": b"x" for n in range(limits.MAX_ENTRIES)}
    assert refused(repacked(saved(workbook(["a"])), **extra)) == said(unreadable.swollen())


def test_cell_at_the_far_corner_is_refused_before_a_grid_is_made_for_it():
    book = workbook(["a"])
    book.active["XFD1"] = "far"
    assert refused(saved(book)) == said(unreadable.too_wide())
    book = workbook(["a"])
    book.active["A1048576"] = "far"
    assert refused(saved(book)) == said(unreadable.too_many_rows())


def test_formatting_down_to_the_last_row_is_no_far_cell():
    content = saved(workbook(["a"]))
    xml = sheet_xml(content).replace("</sheetData>", '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>')
    assert rows(repacked(content, **{"xl/worksheets/sheet1.xml": xml.encode()})) == [(1, ("a",))]


def test_hundred_thousand_rows_are_refused():
    assert refused(b"ICE;Nom\r\n" + b"1;A\r\n" * 100_000) == said(unreadable.too_many_rows())


def test_hundred_thousand_rows_of_a_workbook_are_refused():
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for _row in range(100_000):
        sheet.append(["1", "A"])
    assert refused(saved(book)) == said(unreadable.too_many_rows())


def test_file_of_too_many_bytes_is_refused_unread():
    assert refused(b"x" * (limits.MAX_BYTES + 1)) == said(unreadable.too_large())


def test_file_of_too_many_columns_is_refused():
    assert refused((";".join("x" * 201) + "\r\n").encode()) == said(unreadable.too_wide())


def test_wide_and_long_text_is_refused():
    line = b";".join([b"x"] * (limits.MAX_COLUMNS - 1)) + b"\n"
    most = limits.MAX_GRID // (limits.MAX_COLUMNS - 1)
    assert len(rows(line * most)) == most
    assert refused(line * (most + 1)) == said(unreadable.too_many_cells())


def test_very_long_cell_is_cut():
    assert len(rows(b"a;" + b"x" * 100_000)[0][1][1]) == limits.MAX_CELL


def test_quotation_mark_that_never_closes_is_refused():
    assert refused(b'a;b\r\n"' + b"x;y\r\n" * 40_000) == said(unreadable.not_a_list())


def test_sheet_whose_rectangle_is_too_large_is_refused():
    book = workbook(["a"])
    book.active.cell(limits.MAX_GRID // 150, 1).value = "low"
    book.active.cell(1, 160).value = "far"
    assert refused(saved(book)) == said(unreadable.swollen())


def test_workbook_in_an_encoding_nobody_knows_is_refused():
    xml = b'<?xml version="1.0" encoding="UTF-9"?><workbook/>'
    assert refused(repacked(saved(workbook(["a"])), **{"xl/workbook.xml": xml})) == said(unreadable.damaged())
