"""Workbooks of Excel (.xlsx): what a person sees who opens them.

Hidden sheets, rows and columns are left out and told of. Numbers and dates are given as their format shows them,
formulas by the value that was kept with them; a formula without one (a program wrote the file and nobody has opened it)
is told of, for what stands there is not known.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from extractors.errors import DocumentTooLarge
from extractors.pages.office.excel.number_formats import shown_date, shown_number
from extractors.pages.office.model import OfficeDocument, OfficeSection, Omission, Origin, cell_name
from extractors.pages.office.package import wrapped
from extractors.pages.office.sheet_blocks import SheetCell, blocks_of
from extractors.text import raised

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_CELLS: Final = 1_000_000  # of all sheets; the largest plan known has 10,000
_TRUTH: Final = {True: "VERO", False: "FALSO"}
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_workbook(data: bytes) -> OfficeDocument:
    """The sheets of a workbook.

    Raises:
        NotAnOfficeFile: it is damaged.
        DocumentTooLarge: it has more cells than any plan.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to load
    from openpyxl.worksheet.worksheet import Worksheet  # noqa: PLC0415

    try:
        book = load_workbook(io.BytesIO(data), data_only=True, rich_text=True)
        without_value = _formulas_without_value(data)
    except Exception as error:  # openpyxl raises whatever its parts meet in a damaged file
        raise wrapped(error) from error
    sections, omissions = [], []
    for sheet in book.worksheets:
        if not isinstance(sheet, Worksheet):
            continue
        if sheet.sheet_state != "visible":
            omissions.append(Omission("the sheet is hidden", Origin(sheet.title)))
            continue
        cells, hidden = _cells_of(sheet)
        omissions += hidden
        omissions += [
            Omission("the formula has no value", Origin(sheet.title, name), lost=True)
            for name in without_value.get(sheet.title, ())
        ]
        sections.append(OfficeSection(blocks_of(sheet.title, cells), columns_align=True))
    return OfficeDocument("xlsx", tuple(sections), omissions=tuple(omissions))


def _cells_of(sheet: Worksheet) -> tuple[list[SheetCell], list[Omission]]:
    """The cells that a person sees, and what is hidden. Sheets are formatted far beyond what they state."""
    stated = {(cell.row, cell.column) for line in sheet.iter_rows() for cell in line if cell.value is not None}
    last_row, last_column = (max((place[i] for place in stated), default=0) for i in (0, 1))
    if last_row * last_column > _MOST_CELLS:
        raise DocumentTooLarge(f"the sheet {sheet.title} has {last_row} rows and {last_column} columns")
    hidden_rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    hidden_columns = _hidden_columns(sheet, last_column)
    rows = [n for n in range(1, last_row + 1) if n not in hidden_rows]
    columns = [n for n in range(1, last_column + 1) if n not in hidden_columns]
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    covered = {place for (row, column), area in merged.items() for place in area.cells if place != (row, column)}
    found = []
    for r, row in enumerate(rows):
        for c, column in enumerate(columns):
            if (row, column) in covered:
                continue
            area = merged.get((row, column))
            spans = 1, 1
            if area is not None:
                spans = _count_within(rows, r, area.max_row), _count_within(columns, c, area.max_col)
            found.append(_sheet_cell(sheet.cell(row, column), r, c, *spans))
    return found, _list_hidden(sheet.title, stated, hidden_rows, hidden_columns)


def _count_within(numbers: list[int], start: int, last: int) -> int:
    """How many of the ascending `numbers` from index `start` are not above `last`."""
    return bisect_right(numbers, last, lo=start) - start


def _hidden_columns(sheet: Worksheet, last: int) -> set[int]:
    """The numbers of the hidden columns: one dimension may stand for several."""
    return {
        number
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for number in range(dimension.min or 0, min(dimension.max or 0, last) + 1)
    }


def _list_hidden(title: str, stated: set[tuple[int, int]], rows: set[int], columns: set[int]) -> list[Omission]:
    """The hidden rows and columns that state something."""
    found = [(f"row {n} is hidden", n, 1) for n in sorted(rows & {row for row, _ in stated})]
    found += [(f"column {cell_name(0, n - 1)[:-1]} is hidden", 1, n) for n in sorted(columns & {c for _, c in stated})]
    return [Omission(what, Origin(title, cell_name(row - 1, column - 1))) for what, row, column in found]


def _sheet_cell(cell: Cell, row: int, column: int, rows: int = 1, columns: int = 1) -> SheetCell:
    return SheetCell(
        row=row,
        column=column,
        rows=rows,
        columns=columns,
        lines=tuple(_shown_text(cell).splitlines()),
        name=cell_name(cell.row - 1, cell.column - 1),
        bold=bool(cell.font and cell.font.bold),
        filled=bool(cell.fill and cell.fill.fill_type == "solid" and _is_coloured(cell)),
        bordered=bool(cell.border and cell.border.bottom and cell.border.bottom.style),
    )


def _is_coloured(cell: Cell) -> bool:
    colour = cell.fill.fgColor
    return not (colour.type == "rgb" and str(colour.rgb)[-6:].upper() == "FFFFFF")


def _shown_text(cell: Cell) -> str:
    """What a person sees in a cell."""
    value: Any = cell.value
    code = cell.number_format or "General"
    if value is None:
        return ""
    if isinstance(value, bool):
        return _TRUTH[value]
    if isinstance(value, (int, float, Decimal)):
        return shown_number(float(value), code)
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return shown_date(value, code)
    if isinstance(value, datetime.timedelta):
        return shown_number(value.total_seconds() / 86_400, "General")
    parts: list[Any] = value if isinstance(value, list) else [value]  # texts in several types of letters
    return "".join(map(_shown_part, parts))


def _shown_part(part: Any) -> str:
    """A part of a cell's text in one type of letters: a footnote's number is small above the line."""
    font = getattr(part, "font", None)
    return raised(str(part)) if font is not None and font.vertAlign == "superscript" else str(part)


def _formulas_without_value(data: bytes) -> dict[str, list[str]]:
    """By the sheet's title, the cells whose formula was never computed."""
    from openpyxl import load_workbook  # noqa: PLC0415

    found: dict[str, list[str]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [name for name in package.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        missing = {name: list(_find_uncomputed(package.open(name))) for name in parts}
        if not any(missing.values()):
            return {}
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        names = {name for cells in missing.values() for name in cells}
        cells = [
            c.coordinate for line in sheet.iter_rows() for c in line if c.data_type == "f" and c.coordinate in names
        ]
        if cells:
            found[sheet.title] = cells
    return found


def _find_uncomputed(part: Any) -> Iterator[str]:
    for _, cell in etree.iterparse(part, tag=f"{_MAIN}c", resolve_entities=False):
        value = cell.find(f"{_MAIN}v")
        if cell.find(f"{_MAIN}f") is not None and (value is None or not value.text) and cell.get("t") != "str":
            yield str(cell.get("r"))
        cell.clear()
