"""What a file without pages holds: sections with paragraphs and tables in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias


class Origin(NamedTuple):
    """Where something stands in its file.

    In a workbook `sheet` is the sheet's name and `cell` the cell (`A12`). In a document of text the paragraphs that
    stand in no table are counted by `line`, from 1; `sheet` is `table 3` for the third table and `cell` the column and
    row in it, counted as in a workbook.
    """

    sheet: str | None = None
    cell: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, its lines as the author broke them; `level` is that of a heading from 1, 0 for other text."""

    lines: tuple[str, ...]
    origin: Origin
    bold: bool = False
    level: int = 0


@dataclass(frozen=True, slots=True)
class OfficeCell:
    """A cell that covers `rows` and `columns` of its table from (`row`, `column`), counted from 0. Its content is
    paragraphs and, in tables that lay a page out, further tables."""

    row: int
    column: int
    blocks: tuple[Block, ...]
    origin: Origin
    rows: int = 1
    columns: int = 1
    filled: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the cell states nothing."""
        return not self.blocks


@dataclass(frozen=True, slots=True)
class OfficeTable:
    """A table: `rows` by `columns`, its cells in reading order, empty ones included."""

    rows: int
    columns: int
    cells: tuple[OfficeCell, ...]


Block: TypeAlias = "Paragraph | OfficeTable"


@dataclass(frozen=True, slots=True)
class OfficeSection:
    """A part of the file that stands for itself: a sheet of a workbook, the whole of another document.

    `columns_align` tells that column `n` stands in one place in all tables of the section, as in a sheet.
    """

    blocks: tuple[Block, ...]
    columns_align: bool = False


class Omission(NamedTuple):
    """Something in the file that its reader does not see and that was left out, or a value that the file lacks."""

    what: str
    origin: Origin
    lost: bool = False
    """Whether a reader sees something in its place: what is printed is then not known."""


@dataclass(frozen=True, slots=True)
class OfficeDocument:
    """All of a file. `running` are titles and running headers, which stand outside the text."""

    kind: str
    sections: tuple[OfficeSection, ...]
    running: tuple[str, ...] = ()
    omissions: tuple[Omission, ...] = ()


def cell_name(row: int, column: int) -> str:
    """The name of a cell as spreadsheets give it: (11, 0), counted from 0, is `A12`."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
