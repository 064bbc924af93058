"""Letters that are set apart, as designers set headings (`T a r g e t`): gaps between them part no words.

Lengths are in points, gaps those from each character of a text object to the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from extractors.pages.words import WORD_GAP

_FEW_GAPS = 3  # between characters, that show that letters are spaced
_SHORT_WORDS = 2.5  # characters of a word with the blank behind it, on average, where letters may be spaced
_NEAR = 0.05  # type sizes by which the room between spaced letters may be less than what parts words
_MOST_SPACED = 0.5  # type sizes between such letters, at most


def may_be_spaced(length: int, words: int, gap: float) -> bool:
    """Whether pdfium may have put blanks between spaced letters of a text of `length` characters and so many `words`,
    which stand a `gap` in type sizes apart or more: too little for words, or letters alone."""
    return gap < WORD_GAP or (words > _FEW_GAPS and length < _SHORT_WORDS * words)


def letter_spacing(gaps: Sequence[float], size: float) -> float:
    """The room in points that a text object sets between nearly all its characters, where it is too wide for one word:
    its letters are spaced (`T a r g e t`). Columns stand further apart than that."""
    usual = median(gaps) if len(gaps) >= _FEW_GAPS else 0.0
    return usual if WORD_GAP * size <= usual + _NEAR * size and usual <= _MOST_SPACED * size else 0.0


def cut_positions(gaps: Sequence[float], start: int, end: int, narrowest: float, widest: float) -> list[int]:
    """Where a run without white space begins, parts into words and ends: at gaps not between these, in points."""
    parted = (i + 1 for i in range(start, end - 1) if not narrowest < gaps[i] < widest)
    return [start, *parted, end]
