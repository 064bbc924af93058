"""Lines cut into the texts of cells where little room parts two columns.

Where cells have hardly any padding, the room between two of them is little more than that between two words. A word
under the left end of a heading begins a cell all the same; and years alone on a line are so many headings or figures.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence

from extractors.model import Box, Word
from extractors.words import WordLine

_UNDER = 1.0  # points by which a cell's first word may miss the left end of its heading
_WIDER = 1.25  # times the room between the words of a line, at least, between those of two cells
_LEAST = 0.34  # type sizes between two cells, where no other words of the line tell the room between words
_FULL = 1.5  # type sizes between words set to full width, at most
_SAME = 0.25  # points by which such gaps differ at most
_SMALL = re.compile("[a-zà-ù]")
_YEAR = re.compile(r"(?:19|20)\d\d")


def cells_in(line: WordLine, gap: float) -> list[WordLine]:
    """The parts of a line that `gap` type sizes part, but for words set to full width, and years each on its own.

    A line set to full width has the same room between all its words, however wide.
    """
    gaps = [after.box.x0 - before.box.x1 for before, after in itertools.pairwise(line.words)]
    parts: list[list[Word]] = [[line.words[0]]]
    for index, word in enumerate(line.words[1:]):
        wide = gaps[index] > gap * max(word.size, 1.0)
        if wide and not (gaps[index] < _FULL * word.size and _is_even(line.words, gaps, index)):
            parts.append([])
        parts[-1].append(word)
    return [year for part in parts for year in years_apart(WordLine(tuple(part)))]


def _is_even(words: Sequence[Word], gaps: Sequence[float], index: int) -> bool:
    """Whether the gap after word `index` is as wide as one beside it, the words around both written small."""
    runs = [first for first in (index - 1, index) if first >= 0 and first + 1 < len(gaps)]
    even = [first for first in runs if abs(gaps[first] - gaps[first + 1]) <= _SAME]
    return any(all(_SMALL.search(word.text) for word in words[first : first + 3]) for first in even)


def years_apart(piece: WordLine) -> list[WordLine]:
    """A piece of a line, each year its own where it holds nothing but years."""
    if len(piece.words) > 1 and all(_YEAR.fullmatch(word.text) for word in piece.words):
        return [WordLine((word,)) for word in piece.words]
    return [piece]


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
        begins = any(abs(word.box.x0 - start) <= _UNDER for start in starts)
        if begins and gaps[index] > _room(gaps[:index] + gaps[index + 1 :], piece.size):
            parts.append([])
        parts[-1].append(word)
    return [WordLine(tuple(part)) for part in parts]


def _room(others: Sequence[float], size: float) -> float:
    """The room that parts two cells, from the `others` gaps of a line."""
    return _WIDER * statistics.median(others) if others else _LEAST * size
