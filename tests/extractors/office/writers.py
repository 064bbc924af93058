"""The lines and tables of a plan written as document or workbook, in a form that a seed chooses.

Written by other means than they are read by where there are two: OpenDocument as XML of its own. What a form may be:
cells merged or repeated empty, lines over tables inside or outside of them, tables inside tables or below each other,
a sheet a heading or one sheet, figures as texts or as numbers with their format, bold or shaded headings or none.
"""

from __future__ import annotations

import datetime
import io
import random
import re
import zipfile
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook
from openpyxl.styles import Border, Font, PatternFill, Side

from tests.extractors.office.plan_blocks import Block, Cell, Line, Table, without_layout

_PERCENT = re.compile(r"(\d{1,3})(?:,(\d{1,2}))?( ?)%")
_WHOLE = re.compile(r"\d{1,6}")
_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4})")


@dataclass(frozen=True)
class Form:
    """How a plan is written."""

    merged: bool = True
    layout: bool = False
    bold: bool = True
    shaded: bool = True
    typed: bool = False
    sheet_level: int = 0
    bordered: bool = True
    blank_rows: bool = True
    headings: bool = True

    @classmethod
    def drawn(cls, seed: int) -> Form:
        """The form that a seed chooses."""
        dice = random.Random(seed)
        return cls(
            merged=dice.random() < 0.7,
            layout=dice.random() < 0.5,
            bold=dice.random() < 0.7,
            shaded=dice.random() < 0.6,
            typed=dice.random() < 0.5,
            sheet_level=dice.choice([0, 2, 3]),
            bordered=dice.random() < 0.6,
            blank_rows=dice.random() < 0.7,
            headings=dice.random() < 0.7,
        )


def write(blocks: list[Block], form: Form, path: Path) -> None:
    """Write a plan to `path` as the end of its name says."""
    blocks = blocks if form.layout and path.suffix in (".docx", ".odt") else list(without_layout(blocks))
    {".docx": _docx, ".xlsx": _xlsx, ".odt": _odt, ".ods": _ods}[path.suffix](blocks, form, path)


def placed(table: Table) -> list[list[tuple[int, Cell]]]:
    """Of each row the cells with the columns where they stand."""
    taken: set[tuple[int, int]] = set()
    found = []
    for r, row in enumerate(table.rows):
        cells, c = [], 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            cells.append((c, cell))
            taken |= {(r + i, c + j) for i in range(cell.rows) for j in range(cell.columns)}
            c += cell.columns
        found.append(cells)
    return found


def width_of(table: Table) -> int:
    """How many columns the table has."""
    return max((c + cell.columns for row in placed(table) for c, cell in row), default=1)


# --- Word


def _docx(blocks: list[Block], form: Form, path: Path) -> None:
    document = Document()
    _docx_blocks(document, blocks, form)
    document.save(str(path))


def _docx_blocks(parent: Any, blocks: list[Block], form: Form) -> None:
    for block in blocks:
        if isinstance(block, Table):
            _docx_table(parent, block, form)
        elif block.level and form.headings and hasattr(parent, "add_heading"):
            parent.add_heading(block.text, min(block.level, 9))
        else:
            parent.add_paragraph().add_run(block.text).bold = bool(block.bold or block.level)


def _docx_table(parent: Any, table: Table, form: Form) -> None:
    width = width_of(table)
    made = parent.add_table(len(table.rows), width)
    if hasattr(parent, "add_heading"):
        made.style = "Table Grid"
    for r, row in enumerate(placed(table)):
        for c, cell in row:
            target = made.cell(r, c)
            if form.merged and (cell.rows > 1 or cell.columns > 1):
                target = target.merge(made.cell(r + cell.rows - 1, c + cell.columns - 1))
            _docx_cell(target, cell, form)


def _docx_cell(target: Any, cell: Cell, form: Form) -> None:
    first = target.paragraphs[0]
    for number, block in enumerate(cell.blocks):
        if isinstance(block, Table):
            _docx_table(target, block, form)
            continue
        paragraph = first if number == 0 else target.add_paragraph()
        paragraph.add_run(block.text).bold = bool(form.bold and (cell.heading or block.bold))
    if form.shaded and cell.heading:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", "D9E2F3")):
            shade.set(qn(f"w:{name}"), value)
        target._tc.get_or_add_tcPr().append(shade)


# --- Excel


def _sheets(blocks: list[Block], form: Form) -> list[tuple[str, list[Block]]]:
    """The blocks by sheet: one, or one for each heading of a level."""
    sheets: list[tuple[str, list[Block]]] = [("Piano", [])]
    names = {"piano"}
    for block in blocks:
        if isinstance(block, Line) and block.level and block.level == form.sheet_level:
            name = re.sub(r"[\[\]:*?/\\']", " ", block.text)[:28].strip() or "Foglio"
            while name.casefold() in names:
                name = f"{name[:25]} {len(names)}"
            names.add(name.casefold())
            sheets.append((name, []))
        sheets[-1][1].append(block)
    return [sheet for sheet in sheets if sheet[1]]


def _xlsx(blocks: list[Block], form: Form, path: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    side = Side(style="thin")
    for title, own in _sheets(blocks, form):
        sheet, r = book.create_sheet(title), 1
        for block in own:
            if isinstance(block, Line):
                sheet.cell(r, 1, block.text).font = Font(bold=block.bold or bool(block.level))
                r += 1
                continue
            for y, row in enumerate(placed(block)):
                for c, cell in row:
                    target = sheet.cell(r + y, c + 1)
                    _xlsx_value(target, cell.text, form)
                    if form.bold and (cell.heading or any(isinstance(b, Line) and b.bold for b in cell.blocks)):
                        target.font = Font(bold=True)
                    if form.shaded and cell.heading:
                        target.fill = PatternFill("solid", fgColor="FFD9E2F3")
                    if form.bordered:
                        target.border = Border(side, side, side, side)
                    if form.merged and (cell.rows > 1 or cell.columns > 1):
                        sheet.merge_cells(None, r + y, c + 1, r + y + cell.rows - 1, c + cell.columns)
            r += len(block.rows) + form.blank_rows
    book.save(path)


def _xlsx_value(target: Any, text: str, form: Form) -> None:
    if form.typed and (found := _PERCENT.fullmatch(text)):
        decimals = found[2] or ""
        target.value = float(f"{found[1]}.{decimals or 0}") / 100
        target.number_format = "0" + ("." + "0" * len(decimals) if decimals else "") + ('" "' if found[3] else "") + "%"
    elif form.typed and _WHOLE.fullmatch(text) and (text == "0" or text[0] != "0"):
        target.value = int(text)
    elif form.typed and (found := _DATE.fullmatch(text)) and _as_date(found) is not None:
        target.value, target.number_format = _as_date(found), "dd/mm/yyyy"
    elif text:
        target.value = text
        target.data_type = "s"  # a text that begins with = is no formula


def _as_date(found: re.Match[str]) -> datetime.date | None:
    try:
        return datetime.date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


# --- OpenDocument

_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3"'
)
_STYLES = (
    '<office:automatic-styles><style:style style:name="B" style:family="paragraph">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="H" style:family="table-cell"><style:table-cell-properties fo:background-color="#d9e2f3"/>'
    '</style:style><style:style style:name="T" style:family="table-cell">'
    '<style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style>'
    '<style:style style:name="U" style:family="text"><style:text-properties style:text-position="super 58%"/>'
    "</style:style></office:automatic-styles>"
)


def _odt(blocks: list[Block], form: Form, path: Path) -> None:
    body = "".join(_odf_block(block, form, "") for block in blocks)
    path.write_bytes(odf_package("application/vnd.oasis.opendocument.text", f"<office:text>{body}</office:text>"))


def _ods(blocks: list[Block], form: Form, path: Path) -> None:
    form = replace(form, headings=False)  # cells of a sheet hold paragraphs alone
    body = ""
    for title, own in _sheets(blocks, form):
        rows = ""
        for block in own:
            if isinstance(block, Line):
                rows += f"<table:table-row>{_odf_cell(Cell([block]), form)}</table:table-row>"
            else:
                rows += _odf_rows(block, form)
                rows += "<table:table-row><table:table-cell/></table:table-row>" * form.blank_rows
        columns = '<table:table-column table:number-columns-repeated="16384"/>'
        empty = (
            '<table:table-row table:number-rows-repeated="1000000">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        )
        body += f'<table:table table:name="{escape(title)}">{columns}{rows}{empty}</table:table>'
    content = f"<office:spreadsheet>{body}</office:spreadsheet>"
    path.write_bytes(odf_package("application/vnd.oasis.opendocument.spreadsheet", content))


def odf_package(kind: str, body: str) -> bytes:
    """A document of OpenDocument of this media type, with the content `body`."""
    content = f"<office:document-content {_NAMES}>{_STYLES}<office:body>{body}</office:body></office:document-content>"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", kind, zipfile.ZIP_STORED)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
    return data.getvalue()


def _odf_block(block: Block, form: Form, style: str) -> str:
    if isinstance(block, Table):
        column = f'<table:table-column table:number-columns-repeated="{width_of(block)}"/>'
        return f"<table:table>{column}{_odf_rows(block, form)}</table:table>"
    text = escape(block.text).replace("\n", "<text:line-break/>")
    if block.level and form.headings:
        return f'<text:h text:outline-level="{block.level}">{text}</text:h>'
    bold = ' text:style-name="B"' if block.bold or block.level or style == "B" else ""
    return f"<text:p{bold}>{text}</text:p>"


def _odf_rows(table: Table, form: Form) -> str:
    width = width_of(table)
    covered: set[tuple[int, int]] = set()
    rows = ""
    for r, row in enumerate(placed(table)):
        at, cells = dict(row), ""
        for c in range(width):
            if c in at:
                cells += _odf_cell(at[c], form)
                covered |= {(r + i, c + j) for i in range(at[c].rows) for j in range(at[c].columns)} - {(r, c)}
            else:
                merged = form.merged and (r, c) in covered
                cells += "<table:covered-table-cell/>" if merged else "<table:table-cell/>"
        rows += f"<table:table-row>{cells}</table:table-row>"
    return rows


def _odf_cell(cell: Cell, form: Form) -> str:
    spans = ""
    if form.merged and (cell.rows > 1 or cell.columns > 1):
        spans = f' table:number-rows-spanned="{cell.rows}" table:number-columns-spanned="{cell.columns}"'
    style = "H" if cell.heading and form.shaded else "T" if form.bordered else ""
    style = f' table:style-name="{style}"' if style else ""
    bold = "B" if form.bold and cell.heading else ""
    content = "".join(_odf_block(block, form, bold) for block in cell.blocks)
    return f'<table:table-cell{style} office:value-type="string"{spans}>{content}</table:table-cell>'
