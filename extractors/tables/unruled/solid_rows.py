"""Rows set solid: no rule and no room parts them, only where lines end.

A program that wraps lines ends one only where the next word has no room. A line under which a word begins that would
have had room is the last one of its cell. Where two columns begin cells at one height, a row begins.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractors.pages.words import WordLine, lines_of
from extractors.tables.unruled.row_bands import Columns

_CLOSE = 0.5  # type sizes between lines that may be of one cell
_SPACE = 0.3  # type sizes between two words
_SPARE = 0.4  # type sizes that must be left over for a word to have had room for certain
_LEVEL = 1.5  # points by which the first lines of a row's cells may differ in height
_SHARE = 0.1  # share of the lines close under each other that end cells, where rows are set solid


def row_tops(pieces: Sequence[WordLine], columns: Columns) -> list[float]:
    """The heights at which rows begin among `pieces`, the texts of a table that run across no border; none where rows
    have room between them."""
    by_column: dict[int, list[WordLine]] = {}
    for piece in sorted(pieces, key=lambda p: p.box.y0):
        column = columns.of(piece.box)
        if column is not None and column not in columns.merging:
            by_column.setdefault(column, []).append(piece)
    by_column = {column: lines_of([w for p in lines for w in p.words]) for column, lines in by_column.items()}
    close = [pair for lines in by_column.values() for pair in _close_pairs(lines)]
    ended = {id(below) for lines in by_column.values() for below in _after_ends(lines)}
    if not ended or len(ended) < _SHARE * len(close):
        return []
    follows = {id(below) for _, below in close}
    begins = [[p for p in lines if id(p) in ended or id(p) not in follows] for lines in by_column.values()]
    goes_on = [p for lines in by_column.values() for p in lines if id(p) in follows and id(p) not in ended]
    levels = _levels(begins)
    free = [top for top in levels if not any(_stands_across(p, top) for p in pieces)]
    beside = {top: [p for p in goes_on if abs(p.box.y0 - top) <= _LEVEL] for top in free}
    if len(free) < len(levels) or any(p.text[:1].islower() for lines in beside.values() for p in lines):
        return [top for top in free if not beside[top]]  # cells do not begin at the tops of rows
    return free


def tops_of(lines: Sequence[WordLine], tops: Sequence[float]) -> list[float]:
    """Those of `tops` at which a line of one column begins under one that ends its cell: where cells are merged over
    rows, a row's top ends none of them."""
    if not lines or not tops:
        return []
    begins = _after_ends(sorted(lines, key=lambda p: p.box.y0))
    return [top for top in tops if any(abs(p.box.y0 - top) <= _LEVEL for p in begins)]


def _levels(begins: Sequence[Sequence[WordLine]]) -> list[float]:
    """The heights at which texts of two columns or more begin."""
    found: list[float] = []
    for top in sorted(p.box.y0 for lines in begins for p in lines):
        columns = sum(any(abs(p.box.y0 - top) <= _LEVEL for p in lines) for lines in begins)
        if columns > 1 and (not found or top - found[-1] > _LEVEL):
            found.append(top)
    return found


def _close_pairs(lines: Sequence[WordLine]) -> list[tuple[WordLine, WordLine]]:
    pairs = itertools.pairwise(lines)
    return [(a, b) for a, b in pairs if b.box.y0 - a.box.y1 < _CLOSE * a.size and a.bold == b.bold]


def _after_ends(lines: Sequence[WordLine]) -> list[WordLine]:
    """The lines of a column close under one that ends its cell."""
    width = max(p.box.x1 for p in lines) - min(p.box.x0 for p in lines)
    return [b for a, b in _close_pairs(lines) if _had_room(a, b, width)]


def _had_room(line: WordLine, following: WordLine, width: float) -> bool:
    needed = line.box.width + following.words[0].box.width + (_SPACE + _SPARE) * line.size
    return needed < width


def _stands_across(piece: WordLine, top: float) -> bool:
    return piece.box.y0 < top - _LEVEL < top + _LEVEL < piece.box.y1
