"""Lines cut into the texts of cells where little room parts two columns.

Where cells have hardly any padding, the room between two of them is little more than that between two words. A word
under the left end of a heading begins a cell all the same; so does each of several known headings on a line, and years
alone on a line are so many headings or figures.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence

from extractors.layouts.headings import Headings
from extractors.pages.model import Box, Cell, Place, Word
from extractors.pages.words import WordLine

_UNDER = 1.0  # points by which a cell's first word may miss the left end of its heading
_WIDER = 1.25  # times the room between the words of a line, at least, between those of two cells
_EXACT = 0.15  # points by which it may, where it is hardly further from the word before than the line's words are
_WIDEST = 1.1  # times the widest room between the words of a line, at least, between two cells that so begin
_EVEN = 4  # other gaps of a line, at least, that tell how even its words are set
_LEAST = 0.34  # type sizes between two cells, where no other words of the line tell the room between words
_YEAR = re.compile(r"(?:19|20)\d\d")


def years_apart(piece: WordLine) -> list[WordLine]:
    """A piece of a line, each year its own where it holds nothing but years."""
    if len(piece.words) > 1 and all(_YEAR.fullmatch(word.text) for word in piece.words):
        return [WordLine((word,)) for word in piece.words]
    return [piece]


def headings_apart(piece: WordLine, headings: Headings, page: int) -> list[WordLine]:
    """A piece of a line, parted at its wide gaps where the layout knows each part as a heading."""
    parts: list[list[Word]] = [[piece.words[0]]]
    for before, after in itertools.pairwise(piece.words):
        if after.box.x0 - before.box.x1 > _LEAST * piece.size:
            parts.append([])
        parts[-1].append(after)
    lines = [WordLine(tuple(part)) for part in parts]
    known = len(lines) > 1 and all(_known(line, headings, page) for line in lines)
    return lines if known and not _known(piece, headings, page) else [piece]


def _known(line: WordLine, headings: Headings, page: int) -> bool:
    return headings.match(Cell(line.text, Place(page, line.box))).column is not None


def parted_under(heads: Sequence[Box], pieces: Sequence[WordLine]) -> list[WordLine]:
    """The pieces, cut where a word begins under the left end of one of `heads`, further from the word before it than
    the line's words are from each other."""
    starts = [head.x0 for head in heads]
    return [part for piece in pieces for part in _parts(piece, starts)]


def _parts(piece: WordLine, starts: Sequence[float]) -> list[WordLine]:
    box = piece.box
    if not any(box.x0 + _UNDER < start < box.x1 for start in starts):
        return [piece]
    pairs = list(itertools.pairwise(piece.words))
    gaps = [after.box.x0 - before.box.x1 for before, after in pairs]
    parts: list[list[Word]] = [[piece.words[0]]]
    for index, (_, word) in enumerate(pairs):
        miss = min(abs(word.box.x0 - start) for start in starts)
        others = gaps[:index] + gaps[index + 1 :]
        wide = miss <= _UNDER and gaps[index] > _room(others, piece.size)
        if wide or (miss <= _EXACT and len(others) >= _EVEN and gaps[index] > _WIDEST * max(others)):
            parts.append([])
        parts[-1].append(word)
    return [WordLine(tuple(part)) for part in parts]


def _room(others: Sequence[float], size: float) -> float:
    """The room that parts two cells, from the `others` gaps of a line."""
    return _WIDER * statistics.median(others) if others else _LEAST * size
