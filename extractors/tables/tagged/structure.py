"""The tagged tables of a document: which cell covers which rows and columns, and its words on each page.

Tags name rows and cells, not columns: a cell stands in the first column that no cell before it or above it covers, as
in HTML, where its row tags all columns. Programs leave empty cells out (Chromium), and then the page must tell. An
element without content is missing on its page, and so is one whose content is on another page; its place among its
parent's children is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractors.pages.model import TaggedCell, Word

Path = tuple[int, ...]

_MOST_MISSING = 50  # rows without content between two with some; more are no table's


@dataclass(slots=True)
class TableCell:
    """A cell of a tagged table: rows `r0 <= r < r1`, columns `c0 <= c < c1`, its words by page."""

    r0: int
    r1: int
    c0: int
    c1: int
    header: bool
    words: dict[int, list[Word]]


@dataclass(slots=True)
class TaggedTable:
    """A table as its tags say it is. `short` are the rows that tag fewer columns than others: empty cells are left out
    of them, and the columns of their cells are not known from the tags. `taken` gives the columns that cells of rows
    above cover, by row."""

    path: Path
    columns: int
    cells: list[TableCell]
    short: frozenset[int]
    taken: dict[int, frozenset[int]]

    def pages(self) -> list[int]:
        """The pages on which the table has words."""
        return sorted({page for cell in self.cells for page in cell.words})


@dataclass(slots=True)
class _Drafted:
    """A tagged cell, gathered from all pages."""

    tag: TaggedCell
    words: dict[int, list[Word]] = field(default_factory=dict)


def tagged_tables(pages: Iterable[tuple[int, Sequence[TaggedCell], Sequence[Word]]]) -> list[TaggedTable]:
    """The tagged tables of a document, in the order of its structure tree.

    `pages` gives number, tagged cells and words of each page.
    """
    drafts: dict[Path, dict[Path, dict[int, _Drafted]]] = {}
    for number, tags, words in pages:
        held: list[list[Word]] = [[] for _ in tags]
        for word in words:
            if word.tag >= 0:
                held[word.tag].append(word)
        for tag, inside in zip(tags, held, strict=True):
            row = drafts.setdefault(tag.table, {}).setdefault(tag.row, {})
            cell = row.get(tag.child)
            if cell is None:
                cell = row[tag.child] = _Drafted(tag)
            if inside:
                cell.words[number] = inside
    return [_make_table(path, rows) for path, rows in sorted(drafts.items())]


def _make_table(path: Path, drafted: dict[Path, dict[int, _Drafted]]) -> TaggedTable:
    rows = _with_missing_rows(sorted(drafted))
    widths: dict[int, int] = {}
    taken: dict[int, set[int]] = {}  # by row: the columns that cells of rows above cover
    cells: list[TableCell] = []
    for r, row in enumerate(rows):
        found = drafted.get(row, {})
        column, held = 0, taken.get(r, set())
        for index in range(max((cell.tag.children for cell in found.values()), default=0)):
            while column in held:
                column += 1
            cell = found.get(index)
            across, down = (cell.tag.columns, cell.tag.rows) if cell else (1, 1)
            for below in range(r + 1, min(r + down, len(rows))):
                taken.setdefault(below, set()).update(range(column, column + across))
            if cell:
                r1 = min(r + down, len(rows))
                cells.append(TableCell(r, r1, column, column + across, cell.tag.header, cell.words))
            column += across
        if found:
            widths[r] = max([column, *(c + 1 for c in held)])
    columns = max(widths.values(), default=0)
    short = frozenset(r for r, width in widths.items() if width < columns)
    return TaggedTable(path, columns, cells, short, {r: frozenset(held) for r, held in taken.items()})


def _with_missing_rows(rows: Sequence[Path]) -> list[Path]:
    """The rows, and those between two of one parent that have no content."""
    found: list[Path] = []
    for row in rows:
        if found and found[-1][:-1] == row[:-1] and row[-1] - found[-1][-1] <= _MOST_MISSING:
            found.extend((*row[:-1], index) for index in range(found[-1][-1] + 1, row[-1]))
        found.append(row)
    return found
