"""What stands in a column whose borders no rules draw: how wide it is, and texts side by side in it.

Such are a number and the kind of the row under one heading.
Where too little room parts them no border was found between. The number then stands beside the middle of the other
text and would be read in the midst of it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractors.pages.model import Box
from extractors.pages.words import Lexicon, WordLine, whole_text

_ROOM = 2.0  # points between the two texts
_ALIGNED = 1.0  # points by which the left ends of a text's lines may differ
_NEXT = 1.6  # type sizes from one line of a text to its next, at most
DATE = re.compile(r"\D*\d{1,2}/\d{1,2}/\d{4}")
_MIDDLE = 0.3  # type sizes by which the middles of the two texts may differ


def text_in(lines: Sequence[WordLine], width: float, lexicon: Lexicon, widest: float = float("inf")) -> str:
    """The text of a cell from its `lines`, `width` points between its borders; `widest` is how wide the widest line of
    its column is."""
    number, text = _beside_first(lines)
    if not _are_parted_by_figures(text):
        width = min(width, widest)
    return " ".join(part for part in (whole_text(number, width), whole_text(text, width, lexicon)) if part)


def _are_parted_by_figures(lines: Sequence[WordLine]) -> bool:
    """Whether a figure ends a line or begins the next one: figures below each other may be two, unless they are a date
    together."""
    if DATE.fullmatch("".join(line.text for line in lines)):
        return False
    pairs = [(above.words[-1].text, below.words[0].text) for above, below in itertools.pairwise(lines)]
    return any(one[-1].isdigit() or two[0].isdigit() for one, two in pairs if not DATE.fullmatch(one + two))


def _beside_first(lines: Sequence[WordLine]) -> tuple[Sequence[WordLine], Sequence[WordLine]]:
    """The lines that stand at the left of all others and beside their middle, and the others.

    The others begin at one place, to the right of those words. Lines of one text never stand so: a list's numbers
    stand beside the first lines of its entries.
    """
    for start in sorted({round(line.box.x0) for line in lines}, reverse=True):
        left = [[w for w in line.words if w.box.x1 <= start - _ROOM] for line in lines]
        right = [line.words[len(words) :] for line, words in zip(lines, left, strict=True)]
        number = [WordLine(tuple(words)) for words in left if words]
        text = [WordLine(words) for words in right if words]
        aligned = all(abs(line.box.x0 - start) <= _ALIGNED for line in text)
        if number and text and not (left[0] and right[0]) and aligned and _is_beside(number, text):
            return number, text
    return (), lines


def _is_beside(number: Sequence[WordLine], text: Sequence[WordLine]) -> bool:
    """Whether the lines of `number` are one text that stands beside the middle of `text`."""
    size = number[0].size
    near = all(below.box.y0 - above.box.y0 <= _NEXT * size for above, below in itertools.pairwise(number))
    return near and abs(Box.around_parts(number).mid_y - Box.around_parts(text).mid_y) <= _MIDDLE * size
