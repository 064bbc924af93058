"""A second reader for rows in doubt: their page is read again with camelot, and the two readings are compared.

Where both read the same, the doubt is halved. Where they differ, the reading that accounts for more of the row's
printed words is kept, the row is marked for review and an issue says what the other one read. That camelot finds
nothing, or fails, says nothing about a row: it costs nothing.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from extractors.pages.model import Box
from extractors.quality.confidence import REVIEW
from extractors.quality.signals import Signal
from extractors.records.model import Extraction, Finding, Record, ValueCell
from extractors.records.signals.rows import with_signs
from extractors.text import folded, single_spaced

NAME = "camelot"
DIFFERS = "second-reading-differs"  # the code; the signal has the same name

_SAME_COLUMN = 0.5  # share of the narrower of two cells by which cells of one column overlap
_OVER = 3.0  # points by which a cell of the row may reach over it
_OUTSIDE = 1.0  # points by which a cell's middle may stand outside the row


@dataclass(frozen=True, slots=True)
class SecondCell:
    """A cell as the second reader sees it, in points from the top left; `table` and `column` are its counts."""

    text: str
    box: Box
    table: int
    column: int


Reader: TypeAlias = Callable[[Path, int, bool], Sequence[SecondCell]]
"""Reads the cells of a page, from 1, of the PDF at a path; the last argument tells whether its tables are ruled."""


def camelot_cells(path: Path, page: int, ruled: bool) -> list[SecondCell]:
    """The filled cells of the page's tables as camelot reads them: `lattice` where tables are ruled, else `hybrid`.

    Raises whatever camelot raises.
    """
    from extractors.engines.camelot_calls import tables_on

    found = []
    for number, table in enumerate(tables_on(path, page, "lattice" if ruled else "hybrid")):
        for row in table:
            for column, cell in enumerate(row):
                if text := single_spaced(cell.text):
                    found.append(SecondCell(text, cell.box, number, column))
    return found


def read_again(path: Path, extraction: Extraction, *, reader: Reader = camelot_cells) -> Extraction:
    """The extraction with its rows under the threshold for review compared with a second reading of their pages."""
    cells: dict[int, Sequence[SecondCell]] = {}
    records, findings = list(extraction.records), list(extraction.findings)
    for index, record in enumerate(records):
        page = record.place.page
        if record.confidence >= REVIEW or page is None or record.place.box is None:
            continue
        if page not in cells:
            on_page = [r for r in records if r.place.page == page]
            cells[page] = _read_page(
                reader, path, page, ruled=not any(Signal.GRID_INFERRED in r.signs for r in on_page)
            )
        others = [r.row_text for r in records if r.place.page == page and r is not record]
        compared = compare(record, cells[page], others)
        if compared is not record:
            records[index] = replace(compared, extractor=f"{extraction.extractor}+{NAME}")
            if Signal.SECOND_READING_DIFFERS in compared.signs:
                findings.append(
                    Finding("warning", DIFFERS, compared.review[-1], record.place, _row_text(record, cells[page]))
                )
    return replace(extraction, records=tuple(records), findings=tuple(findings))


def _read_page(reader: Reader, path: Path, page: int, *, ruled: bool) -> Sequence[SecondCell]:
    try:
        return reader(path, page, ruled)
    except Exception:  # whatever the second reader stumbles over, the first one's reading stands
        logging.getLogger(__name__).debug("%s fails on page %s of %s", NAME, page, path, exc_info=True)
        return ()


def compare(record: Record, cells: Iterable[SecondCell], others: Iterable[str] = ()) -> Record:
    """The record with what a second reading of its page says of it; itself where that has nothing in its place.

    `others` are the texts of the page's other rows, whose words are not this one's.
    """
    inside = _cells_inside(record, cells)
    columns = _join_columns(inside)
    if not columns:
        return record
    # A card has its figures below each other: each cell counts by itself too.
    texts = {_squash_text(text) for text, _ in columns} | {_squash_text(cell.text) for cell in inside}
    differing = [v for v in record.values if v.raw and _squash_text(v.raw) not in texts]
    words = [text for text in (record.name, record.formula) if text]
    # A name may have lost the code that is printed before it.
    unread = [t for t in words if not any(found.endswith(_squash_text(t)) for found in texts)]
    if not differing and not unread:
        return with_signs(record, [Signal.SECOND_READING_AGREES])
    taken = " ".join(_squash_text(text) for text in (record.row_text, *others))
    values = tuple(_correct_value(v, record, inside, taken) if v in differing else v for v in record.values)
    said = [f"«{v.raw}»" for v in differing] + [f"«{text}»" for text in unread]
    reason = f"A second reader ({NAME}) does not read {', '.join(said)} in this row."
    if values != record.values:
        reason += " Its reading of a figure, which has more of the row's words, is kept."
    return with_signs(replace(record, values=values, review=(*record.review, reason)), [Signal.SECOND_READING_DIFFERS])


def _correct_value(value: ValueCell, record: Record, cells: Iterable[SecondCell], taken: str) -> ValueCell:
    """The figure as the second reader has it in a cell of the row, where that begins or ends with it and says more,
    with words that no row has yet; `taken` are the words that rows have."""
    row, box = record.place.box, value.place.box
    mine = value.raw.split()
    if row is None or box is None or not mine:
        return value
    for cell in cells:
        theirs = cell.text.split()
        rest = theirs[len(mine) :] if theirs[: len(mine)] == mine else theirs[: -len(mine)]
        if rest + mine != theirs and mine + rest != theirs:
            continue
        of_row = row.y0 - _OVER <= cell.box.y0 and cell.box.y1 <= row.y1 + _OVER
        if rest and of_row and _overlap_of(cell.box, box) > _SAME_COLUMN and _squash_text(" ".join(rest)) not in taken:
            return replace(value, raw=cell.text)
    return value


def _cells_inside(record: Record, cells: Iterable[SecondCell]) -> list[SecondCell]:
    """The second reader's cells that stand in the row."""
    row = record.place.box
    assert row is not None
    return [
        cell
        for cell in cells
        if row.y0 - _OUTSIDE <= cell.box.mid_y <= row.y1 + _OUTSIDE and cell.box.x0 < row.x1 and cell.box.x1 > row.x0
    ]


def _join_columns(cells: Iterable[SecondCell]) -> list[tuple[str, Box]]:
    """What stands in each of the second reader's columns, from left to right, lines joined."""
    found: dict[tuple[int, int], list[SecondCell]] = {}
    for cell in cells:
        found.setdefault((cell.table, cell.column), []).append(cell)
    columns = [
        (" ".join(c.text for c in sorted(column, key=lambda c: c.box.y0)), Box.around_parts(column))
        for column in found.values()
    ]
    return sorted(columns, key=lambda column: column[1].x0)


def _row_text(record: Record, cells: Iterable[SecondCell]) -> str:
    return " | ".join(text for text, _ in _join_columns(_cells_inside(record, cells)))


def _overlap_of(one: Box, other: Box) -> float:
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    return shared / max(min(one.width, other.width), 0.1)


def _squash_text(text: str) -> str:
    """A text without spaces, case, accents and the hyphens at which lines break."""
    return re.sub(r"\s+|-(?!\d)", "", folded(text))
