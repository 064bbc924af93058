"""Workbooks of OpenDocument (.ods): what a person sees who opens them.

Cells hold their text as it is shown. Hidden sheets, rows and columns are left out and told of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from extractors.errors import DocumentError, DocumentTooLarge
from extractors.pages.office.model import OfficeDocument, OfficeSection, Omission, Origin, cell_name
from extractors.pages.office.opendocument.package import OdfPackage, attribute, count_of, name_of, qualified
from extractors.pages.office.opendocument.paragraphs import ParagraphText
from extractors.pages.office.package import wrapped
from extractors.pages.office.sheet_blocks import SheetCell, blocks_of

_MOST_CELLS: Final = 1_000_000  # of a sheet
_HIDDEN: Final = ("collapse", "filter")


def read_ods(data: bytes) -> OfficeDocument:
    """The sheets of a workbook.

    Raises:
        NotAnOfficeFile: it is damaged.
        DocumentTooLarge: a sheet has more cells than any plan.
    """
    try:
        package = OdfPackage(data, "office:spreadsheet")
        sheets = [_Sheet(package, table) for table in package.body if name_of(table) == "table:table"]
        sections = [
            OfficeSection(blocks_of(sheet.title, sheet.cells()), columns_align=True)
            for sheet in sheets
            if sheet.is_shown
        ]
        omissions = [omission for sheet in sheets for omission in sheet.omissions]
    except DocumentError:
        raise
    except Exception as error:  # parts of a damaged file may be anything
        raise wrapped(error) from error
    return OfficeDocument("ods", tuple(sections), omissions=tuple(omissions))


class _Sheet:
    """One sheet, its repeated rows and cells counted out as far as they state something."""

    def __init__(self, package: OdfPackage, table: Any) -> None:
        self._package = package
        self._table = table
        self.title = attribute(table, "table:name") or "sheet"
        style = attribute(table, "table:style-name")
        self.is_shown = package.property("table", style, "style:table-properties", "table:display") != "false"
        self.omissions = [] if self.is_shown else [Omission("the sheet is hidden", Origin(self.title))]

    def cells(self) -> list[SheetCell]:
        """The cells that a person sees."""
        given = list(self._given_cells())
        last_row = max((row + 1 for row, _, _, text in given if text), default=0)
        last_column = max((column + 1 for _, column, _, text in given if text), default=0)
        if last_row * last_column > _MOST_CELLS:
            raise DocumentTooLarge(f"the sheet {self.title} has {last_row} rows and {last_column} columns")
        hidden_rows = {number for number, row in enumerate(self._repeated_rows(last_row)) if _is_hidden(row)}
        hidden_columns = self._hidden_columns(last_column)
        rows = {n: i for i, n in enumerate(n for n in range(last_row) if n not in hidden_rows)}
        columns = {n: i for i, n in enumerate(n for n in range(last_column) if n not in hidden_columns)}
        self._report_hidden(given, hidden_rows, hidden_columns)
        return [
            self._make_cell(element, place, rows, columns, text)
            for row, column, element, text in given
            if row in rows and column in columns
            for place in [(row, column)]
        ]

    def _make_cell(
        self,
        element: Any,
        place: tuple[int, int],
        rows: dict[int, int],
        columns: dict[int, int],
        text: ParagraphText | None,
    ) -> SheetCell:
        row, column = place
        down, across = count_of(element, "table:number-rows-spanned"), count_of(element, "table:number-columns-spanned")
        paragraph = None if text is None else text.runs.paragraph(Origin())
        style = attribute(element, "table:style-name") or self._default_style(column)
        return SheetCell(
            row=rows[row],
            column=columns[column],
            lines=() if paragraph is None else paragraph.lines,
            name=cell_name(row, column),
            rows=sum(n in rows for n in range(row, row + min(down, len(rows) + 1))) or 1,
            columns=sum(n in columns for n in range(column, column + min(across, len(columns) + 1))) or 1,
            bold=(paragraph is not None and paragraph.bold) or bool(self._package.is_bold("table-cell", style)),
            filled=self._package.is_filled(style),
            bordered=self._is_bordered(style),
        )

    def _is_bordered(self, style: str | None) -> bool:
        lines = (
            self._package.property("table-cell", style, "style:table-cell-properties", name)
            for name in ("fo:border", "fo:border-bottom")
        )
        return any(line not in (None, "none") for line in lines)

    def _default_style(self, column: int) -> str | None:
        return self._column_styles[column] if column < len(self._column_styles) else None

    @property
    def _column_styles(self) -> list[str | None]:
        found: list[str | None] = []
        for element in self._table.iter(qualified("table:table-column")):
            repeats = min(count_of(element, "table:number-columns-repeated"), 1000)
            found += [attribute(element, "table:default-cell-style-name")] * repeats
        return found

    def _given_cells(self) -> Iterator[tuple[int, int, Any, ParagraphText | None]]:
        """Cells by row and column, with their text, None where they state nothing. Only what states something is
        repeated: sheets are filled up to their last row and column."""
        number = 0
        for row in _table_rows(self._table):
            repeats = count_of(row, "table:number-rows-repeated")
            cells = list(self._cells_of_row(row))
            times = repeats if any(text for _, _, text in cells) else 1
            if number + times > _MOST_CELLS:
                raise DocumentTooLarge(f"the sheet {self.title} has more than {_MOST_CELLS} rows")
            for r in range(number, number + times):
                yield from ((r, column, element, text) for column, element, text in cells)
            number += repeats

    def _cells_of_row(self, row: Any) -> Iterator[tuple[int, Any, ParagraphText | None]]:
        column = 0
        for cell in row:
            repeats = count_of(cell, "table:number-columns-repeated")
            if name_of(cell) == "table:table-cell":
                text = self._text_of_cell(cell)
                if text is not None and repeats > _MOST_CELLS:
                    raise DocumentTooLarge(f"the sheet {self.title} has more than {_MOST_CELLS} columns")
                shown = min(repeats, _MOST_CELLS if text is not None else 100)
                yield from ((c, cell, text) for c in range(column, column + shown))
            column += repeats if name_of(cell) in ("table:table-cell", "table:covered-table-cell") else 0

    def _text_of_cell(self, cell: Any) -> ParagraphText | None:
        text = ParagraphText(self._package)
        for index, paragraph in enumerate(cell.iterchildren(qualified("text:p"), qualified("text:h"))):
            text.runs.add("\n" if index else "")
            text.read(paragraph)
        return text if text.runs.paragraph(Origin()) is not None else None

    def _repeated_rows(self, last: int) -> Iterator[Any]:
        """The first `last` rows, repeated ones as often as they are."""
        left = last
        for row in _table_rows(self._table):
            times = min(count_of(row, "table:number-rows-repeated"), left)
            yield from [row] * times
            left -= times

    def _hidden_columns(self, last: int) -> set[int]:
        found: set[int] = set()
        number = 0
        for element in self._table.iter(qualified("table:table-column")):
            repeats = count_of(element, "table:number-columns-repeated")
            if attribute(element, "table:visibility") in _HIDDEN:
                found |= set(range(number, min(number + repeats, last)))
            number += repeats
        return found

    def _report_hidden(
        self, given: list[tuple[int, int, Any, ParagraphText | None]], rows: set[int], columns: set[int]
    ) -> None:
        """Tell of the hidden rows and columns that state something."""
        for row in sorted({r for r, _, _, text in given if text and r in rows}):
            self.omissions.append(Omission(f"row {row + 1} is hidden", Origin(self.title, cell_name(row, 0))))
        for column in sorted({c for _, c, _, text in given if text and c in columns}):
            name = cell_name(0, column)
            self.omissions.append(Omission(f"column {name[:-1]} is hidden", Origin(self.title, name)))


def _is_hidden(row: Any) -> bool:
    return attribute(row, "table:visibility") in _HIDDEN


def _table_rows(table: Any) -> Iterator[Any]:
    """The rows of a sheet, those of groups too."""
    for child in table:
        name = name_of(child)
        if name == "table:table-row":
            yield child
        elif name in ("table:table-header-rows", "table:table-rows", "table:table-row-group"):
            yield from _table_rows(child)
