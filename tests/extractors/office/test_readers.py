"""Each reader gives what a person sees who opens the file."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from extractors.pages.office.excel.number_formats import shown_date, shown_number
from extractors.pages.office.excel.workbook import read_workbook
from extractors.pages.office.list_numbers import in_format
from extractors.pages.office.model import OfficeDocument, OfficeTable, Paragraph
from extractors.pages.office.opendocument.sheets import read_ods
from extractors.pages.office.opendocument.text import read_odt
from extractors.pages.office.web.page import decoded, read_html
from extractors.pages.office.word.document import read_docx
from tests.extractors.office.writers import odf_package


def texts(document: OfficeDocument) -> list[str]:
    """The lines outside tables."""
    return ["\n".join(b.lines) for s in document.sections for b in s.blocks if isinstance(b, Paragraph)]


def cells(document: OfficeDocument) -> list[tuple[int, int, int, int, str]]:
    """Row, column, rows, columns and text of the cells of the first table that state something."""
    table = next(b for s in document.sections for b in s.blocks if isinstance(b, OfficeTable))
    return [
        (
            c.row,
            c.column,
            c.rows,
            c.columns,
            "\n".join(line for b in c.blocks if isinstance(b, Paragraph) for line in b.lines),
        )
        for c in table.cells
        if not c.is_empty
    ]


def word(document: Any) -> OfficeDocument:
    file = io.BytesIO()
    document.save(file)
    return read_docx(file.getvalue())


def test_word_cells_merged_both_ways_are_one() -> None:
    document = Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Obiettivo"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Nome"
    table.cell(1, 1).text, table.cell(2, 2).text = "80%", "90%"
    assert cells(word(document)) == [
        (0, 0, 1, 3, "Obiettivo"),
        (1, 0, 2, 1, "Nome"),
        (1, 1, 1, 1, "80%"),
        (2, 2, 1, 1, "90%"),
    ]


def test_word_deleted_text_is_not_read_and_inserted_text_is() -> None:
    document = Document()
    paragraph = document.add_paragraph("Target ")
    for name, tag, text in (("del", "delText", "70%"), ("ins", "t", "80%")):
        paragraph._p.append(parse_xml(f"<w:{name} {nsdecls('w')}><w:r><w:{tag}>{text}</w:{tag}></w:r></w:{name}>"))
    assert texts(word(document)) == ["Target 80%"]


def test_word_hidden_text_is_left_out_and_told_of() -> None:
    document = Document()
    paragraph = document.add_paragraph("Target 80%")
    paragraph.add_run(" bozza").font.hidden = True
    read = word(document)
    assert texts(read) == ["Target 80%"]
    assert [o.what for o in read.omissions] == ["1 runs of hidden text"]


@pytest.mark.parametrize("kind", ["word", "workbook", "opendocument", "web"])
def test_the_number_of_a_footnote_is_no_digit_of_the_figure(kind: str) -> None:
    """`476` with a small 1 above the line was 4761."""
    assert _with_footnote(kind) == "476¹ m²"


def _with_footnote(kind: str) -> str:
    if kind == "word":
        document = Document()
        paragraph = document.add_paragraph()
        for text in ("476", "1", " m", "2"):
            paragraph.add_run(text).font.superscript = text in ("1", "2")
        return texts(word(document))[0]
    if kind == "workbook":
        book = Workbook()
        small = InlineFont(vertAlign="superscript")
        value = CellRichText("476", TextBlock(small, "1"), " m", TextBlock(small, "2"))
        assert book.active is not None
        book.active.append(["Target", value])
        return cells(workbook(book))[1][4]
    if kind == "web":
        return texts(read_html(b"<p>476<sup>1</sup> m<sup>2</sup></p>"))[0]
    span = '<text:span text:style-name="U">{}</text:span>'
    body = f"<office:text><text:p>476{span.format(1)} m{span.format(2)}</text:p></office:text>"
    return texts(read_odt(odf_package("application/vnd.oasis.opendocument.text", body)))[0]


def test_word_text_boxes_stand_after_their_paragraph() -> None:
    document = Document()
    box = (
        f"<w:r {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'><w:pict><v:shape><v:textbox><w:txbxContent>"
        "<w:p><w:r><w:t>nel riquadro</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document.add_paragraph("prima")._p.append(parse_xml(box))
    assert texts(word(document)) == ["prima", "nel riquadro"]


def test_word_numbers_of_lists_are_read_before_their_text() -> None:
    document = Document()
    for text in ("uno", "due"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("punto", style="List Bullet")
    assert texts(word(document)) == ["1. uno", "2. due", "punto"]


def test_word_lines_broken_by_hand_stay_lines_and_tables_in_tables_are_kept() -> None:
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "una riga\nun'altra"
    inner = cell.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Peso", "50 %"
    table = word(document).sections[0].blocks[0]
    assert isinstance(table, OfficeTable)
    first, second = table.cells[0].blocks
    assert isinstance(first, Paragraph)
    assert first.lines == ("una riga", "un'altra")
    assert isinstance(second, OfficeTable)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.8, "0%", "80%"),
        (0.805, "0%", "81%"),
        (0.3334, '0.00" "%', "33,34 %"),
        (11774058127, "#,##0", "11.774.058.127"),
        (1234.5, "_-* #,##0.00 €_-;-* #,##0.00 €_-", "1.234,50 €"),
        (-0.2, "0%", "-20%"),
        (0.1, "General", "0,1"),
        (15, '">= "0" gg"', ">= 15 gg"),
        (12, "@", "12"),
        (0.5, "# ?/?", "0,5"),
        (-3.5, "0.0;[Red](0.0)", "(3,5)"),
        (0, '0;-0;"-"', "-"),
    ],
)
def test_numbers_are_shown_as_their_format_shows_them(value: float, code: str, shown: str) -> None:
    assert shown_number(value, code) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("mm-dd-yy", "31/12/2018"),
        ("dd/mm/yyyy", "31/12/2018"),
        ("mmm-yy", "dic-18"),
        ("[$-410]d mmmm yyyy;@", "31 dicembre 2018"),
        ("h:mm", "14:05"),
    ],
)
def test_dates_are_shown_as_their_format_shows_them(code: str, shown: str) -> None:
    assert shown_date(datetime.datetime(2018, 12, 31, 14, 5), code) == shown


def workbook(book: Workbook) -> OfficeDocument:
    file = io.BytesIO()
    book.save(file)
    return read_workbook(file.getvalue())


def test_a_workbook_gives_what_is_seen_and_tells_of_the_rest() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Area 1"
    for row in (["Indicatore", "Target 2021"], ["visibile", 0.8], ["nascosto", 0.9], ["calcolato", "=1+1"]):
        sheet.append(row)
    sheet["B2"].number_format = "0%"
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("Bozza").sheet_state = "hidden"
    read = workbook(book)
    assert texts(read) == ["Area 1"]
    assert [text for *_, text in cells(read)] == ["Indicatore", "Target 2021", "visibile", "80%", "calcolato"]
    assert [(o.what, o.origin.sheet, o.origin.cell, o.lost) for o in read.omissions] == [
        ("row 3 is hidden", "Area 1", "A3", False),
        ("the formula has no value", "Area 1", "B4", True),
        ("the sheet is hidden", "Bozza", None, False),
    ]


def test_a_title_over_a_table_is_a_line_and_one_merged_over_it_a_row() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Titolo"], ["Obiettivo 1"], ["Indicatore", "Target"], ["a", "1"], [], ["nota"]):
        sheet.append(row)
    sheet.merge_cells("A2:B2")
    read = workbook(book)
    assert texts(read) == ["Sheet", "Titolo", "nota"]
    assert cells(read)[0] == (0, 0, 1, 2, "Obiettivo 1")


def test_opendocument_repeats_only_what_states_something() -> None:
    row = (
        '<table:table-row{}><table:table-cell{} office:value-type="string"><text:p>{}</text:p></table:table-cell>'
        "<table:table-cell><text:p>1</text:p></table:table-cell></table:table-row>"
    )
    body = (
        '<office:spreadsheet><table:table table:name="Foglio">'
        + row.format("", "", "Indicatore")
        + row.format(' table:number-rows-repeated="2"', "", "a")
        + row.format(' table:visibility="collapse"', "", "nascosta")
        + '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table></office:spreadsheet>"
    )
    read = read_ods(odf_package("application/vnd.oasis.opendocument.spreadsheet", body))
    assert [text for *_, text in cells(read)] == ["Indicatore", "1", "a", "1", "a", "1"]
    assert [o.origin.cell for o in read.omissions] == ["A4"]


def test_opendocument_numbers_headings_and_leaves_deleted_text_out() -> None:
    body = (
        "<office:text><text:tracked-changes><text:changed-region><text:deletion><text:p>cancellato</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:list><text:list-item><text:p>uno</text:p></text:list-item></text:list>"
        '<text:p>Target<text:s text:c="3"/>80%<text:line-break/>entro'
        "<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>nota</text:p></text:note-body></text:note></text:p></office:text>"
    )
    read = read_odt(odf_package("application/vnd.oasis.opendocument.text", body))
    assert texts(read) == ["uno", "Target 80%\nentro", "nota"]


def test_a_web_page_gives_what_a_browser_shows() -> None:
    page = """<style>.x{display:none} .h td{background:#eee}</style><h2>Area <i>1</i></h2>
      <p class=x>nascosto</p><ol start=3><li>terzo</ol>
      <table><tr class=h><td rowspan=2>a</td><td colspan=2>b<br>c</td></tr>
      <tr><td>d<td style="display: none">e<td>f</table>"""
    read = read_html(page.encode())
    assert texts(read) == ["Area 1", "3. terzo"]
    assert cells(read) == [(0, 0, 2, 1, "a"), (0, 1, 1, 2, "b\nc"), (1, 1, 1, 1, "d"), (1, 2, 1, 1, "f")]
    table = read.sections[0].blocks[-1]
    assert isinstance(table, OfficeTable)
    assert [c.filled for c in table.cells] == [True, True, False, False]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<meta charset=utf-8>è".encode(), "è"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">è€'.encode("cp1252"), "è€"),
        ("<p>è".encode("cp1252"), "è"),
        ("<p>è".encode("utf-16"), "è"),
    ],
)
def test_a_web_page_says_its_encoding(data: bytes, text: str) -> None:
    assert decoded(data).endswith(text)


@pytest.mark.parametrize(("number", "kind", "text"), [(4, "i", "iv"), (27, "a", "aa"), (3, "A", "C"), (7, "01", "07")])
def test_numbers_of_lists(number: int, kind: str, text: str) -> None:
    assert in_format(number, kind) == text
