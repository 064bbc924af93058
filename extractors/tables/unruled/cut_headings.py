"""Headings of inferred tables that the page cuts: part of their texts stands at its foot, the rest on the next page.

The vocabulary tells: each text at the top of the next page is a known heading, by itself or as the rest of one above,
some of a figure, which nothing else tells what it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.layouts.headings import Headings
from extractors.layouts.schema import VALUE_COLUMNS
from extractors.pages.model import Box, Cell, Place, Word
from extractors.pages.words import WordLine
from extractors.tables.page_content import PageContent, text_lines
from extractors.tables.unruled.blocks import Block, blocks_of

_LEAST = 2  # texts of a heading's rest
_LEADING = 0.1  # type sizes between two lines of a heading put together


def rest_of_heading(
    heads: Sequence[Block], page: PageContent, pieces: Sequence[WordLine], headings: Headings, leading: float
) -> list[WordLine]:
    """The lines of `heads`, the heading at the foot of a page, where they belong on the next one, `page`: over the
    rest of their texts, or at the height of the others. Empty where that page begins with no rest of a heading."""
    rest = _first_row(list(blocks_of(page, pieces, leading)))
    if len(rest) < _LEAST:
        return []
    above = [(block, [head for head in heads if _shares(head.box, block.box)]) for block in rest]
    if any(len(over) > 1 for _, over in above):
        return []
    columns = [headings.match(_joined(block, over, page)).column for block, over in above]
    if None in columns or not any(column and column.column in VALUE_COLUMNS for column in columns):
        return []
    top = min(block.box.y0 for block in rest)
    found: list[WordLine] = []
    for head in heads:
        under = next((block for block, over in above if head in over), None)
        room = _LEADING * head.lines[0].size
        shift = top - head.box.y0 if under is None else under.box.y0 - room - head.box.y1
        found += [WordLine(tuple(_lowered(word, shift) for word in line.words)) for line in head.lines]
    return found


def move_heading(heads: Sequence[Block], moved: Sequence[WordLine], page: PageContent, following: PageContent) -> None:
    """Take the lines of `heads` out of `page` and set them as `moved` on the `following` one, in place."""
    held = {id(word) for head in heads for line in head.lines for word in line.words}
    page.lines[:] = text_lines([w for line in page.lines for w in line.words if id(w) not in held])
    following.lines[:] = text_lines([w for line in (*moved, *following.lines) for w in line.words])


def _first_row(blocks: Sequence[Block]) -> list[Block]:
    """The blocks at the top of a page that stand beside each other."""
    found: list[Block] = []
    for block in sorted(blocks, key=lambda b: b.box.y0):
        if found and block.box.y0 >= max(b.box.y1 for b in found):
            break
        found.append(block)
    return found


def _shares(one: Box, other: Box) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0)


def _joined(block: Block, over: Sequence[Block], page: PageContent) -> Cell:
    """The cell of `block` and the blocks `over` it."""
    text = Block([line for part in (*over, block) for line in part.lines]).text
    return Cell(text, Place(page.number, block.box))


def _lowered(word: Word, by: float) -> Word:
    box = word.box
    return word._replace(box=Box(box.x0, box.y0 + by, box.x1, box.y1 + by))
