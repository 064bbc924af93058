"""What stands on the pages of a PDF: tables, remarks beside them and lines of text; running headers set apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractors.pages.model import Box, Page, Reading, TaggedCell, Word
from extractors.pages.swapped_letters import with_letters_restored
from extractors.pages.text_layer import doubtful_words
from extractors.pages.words import WordLine, lines_of
from extractors.tables.grid import Grid
from extractors.tables.ruled import parted_rules, ruled_grids

_MARGIN = 0.08  # share of the page's height in which running headers and footers stand
_RUNNING = 0.4  # share of the pages on which a running header stands
_FRAME_GAP = 3.0  # type sizes; so wide a gap parts two columns, not two words of a line set to full width
_COLUMN_GAP = 2.0  # a gap of so many type sizes parts two texts that stand on one line
_LEVEL = 0.4  # type sizes by which the middles of texts on one line may differ
_LINE = 1.4  # type sizes from one line of a heading to the next, at most
_SAME_SIZE = 0.5  # points by which the type sizes of a heading's lines may differ
_ROW = 4  # texts on one line; a running header has three at most: left, middle and right
_WORD = re.compile(r"[^\W\d_]")  # figures side by side read alike, numbers aside
# A page's own number in its margin is no content, however few pages there are.
_PAGE_NUMBER = re.compile(r"p(?:agina|ag\.?)\s*\d{1,4}(?:\s*(?:/|di)\s*\d{1,4})?", re.IGNORECASE)


@dataclass(slots=True)
class PageContent:
    """One page taken apart. `lines` are outside every table, from top to bottom; `furniture` are the running ones,
    `rules` the horizontal rules, `verticals` the others. `found` is the page itself where its source has found the
    tables, else None; `tags` are the cells that the file tags, `mended` the words whose letters were put right, as the
    file gave them, `doubtful` those that cannot be what is printed, `readings` what OCR says of them where it has read
    the page; `unread` tells a picture without words."""

    number: int
    width: float
    height: float
    grids: list[Grid]
    lines: list[WordLine]
    furniture: list[WordLine] = field(default_factory=list)
    fills: tuple[Box, ...] = ()
    rules: tuple[Box, ...] = ()
    verticals: tuple[Box, ...] = ()
    found: Page | None = None
    tags: tuple[TaggedCell, ...] = ()
    mended: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    unread: bool = False

    @property
    def cell_lines(self) -> list[WordLine]:
        """The lines in its tables."""
        return [line for grid in self.grids for cell in grid.cells for line in cell.lines]

    @property
    def words(self) -> list[Word]:
        """All its words but those of `furniture`, those in tables first."""
        return [word for line in (*self.cell_lines, *self.lines) for word in line.words]


def content_of(page: Page) -> PageContent:
    """Take `page` apart."""
    page, mended = with_letters_restored(page)
    lying, standing = parted_rules(page.rules)
    grids = [grid for grid in ruled_grids(page, lying, standing) if not _is_frame(grid)]
    inside = {id(w) for g in grids for c in g.cells for line in c.lines for w in line.words}
    outside = [w for w in page.words if id(w) not in inside]
    lines = text_lines(outside)
    fills = tuple(f.box for f in page.fills)
    found = None if page.tables is None else page
    return PageContent(
        page.number,
        page.width,
        page.height,
        grids,
        lines,
        fills=fills,
        rules=tuple(lying),
        verticals=tuple(standing),
        found=found,
        tags=page.tags,
        mended=mended,
        doubtful=doubtful_words(word.text for word in page.words),
        readings=page.readings,
        unread=not page.words and not page.readings and bool(page.pictures),
    )


def _is_frame(grid: Grid) -> bool:
    """Whether a grid of one column is only a frame around a table: texts stand side by side in it, line after line."""
    if len(grid.xs) > 2:
        return False
    lines = [line for cell in grid.cells for line in cell.lines]
    return sum(len(parted(line, _FRAME_GAP)) > 1 for line in lines) > max(1, 0.3 * len(lines))


def text_lines(words: Sequence[Word]) -> list[WordLine]:
    """The lines that words outside tables make, from top to bottom."""
    return [part for line in lines_of(words) for part in parted(line, _COLUMN_GAP)]


def parted(line: WordLine, gap: float) -> list[WordLine]:
    """A line cut where a gap of `gap` type sizes parts what stands in it side by side."""
    parts: list[list[Word]] = [[line.words[0]]]
    for before, word in pairwise(line.words):
        if word.box.x0 - before.box.x1 > gap * max(word.size, 1.0):
            parts.append([])
        parts[-1].append(word)
    return [line] if len(parts) == 1 else [WordLine(tuple(part)) for part in parts]


def set_furniture_apart(pages: Sequence[PageContent]) -> None:
    """Move running headers and footers from `lines` to `furniture`, in place.

    A line is one when the same text, numbers aside, stands in the margin at the same height on enough of the pages:
    left and right pages may have headers of their own, the first none.
    """
    needed = max(2, _RUNNING * len(pages))
    seen = Counter(key for page in pages for key in {_furniture_key(page, line) for line in page.lines} if key)
    for page in pages:
        keys = [(line, _furniture_key(page, line)) for line in page.lines]
        apart = [line for line, key in keys if key and (seen[key] >= needed or _PAGE_NUMBER.fullmatch(line.text))]
        often = Counter(key for _, key in keys)
        apart = [line for line in apart if _WORD.search(line.text) or often[_furniture_key(page, line)] == 1]
        heads = [line for line in apart if _heads_a_table(line, page.lines, apart)]
        apart = [line for line in apart if not any(_near(line, head) for head in heads)]
        page.furniture += apart
        held = {id(line) for line in apart}
        page.lines[:] = [line for line in page.lines if id(line) not in held]


def _near(line: WordLine, head: WordLine) -> bool:
    """Whether a text may be another line of the heading that `head` is of: a running header over a table's first row
    is set in a type of its own."""
    return abs(line.size - head.size) < _SAME_SIZE and abs(line.box.mid_y - head.box.mid_y) < _LINE * head.size


def _heads_a_table(line: WordLine, lines: Sequence[WordLine], running: Sequence[WordLine]) -> bool:
    """Whether a text of the margin stands in a row of many, not all of which run: a table's heading printed again."""
    level = [other for other in lines if abs(other.box.mid_y - line.box.mid_y) < _LEVEL * line.size]
    return len(level) >= _ROW and any(other not in running for other in level)


def _furniture_key(page: PageContent, line: WordLine) -> tuple[str, int] | None:
    box = line.box
    if _MARGIN * page.height < box.mid_y < (1 - _MARGIN) * page.height:
        return None
    if any(fill.holds(box.mid_x, box.mid_y) for fill in page.fills):
        return None  # a repeated heading of a table has a ground, a running header has none
    return re.sub(r"\d+", "#", line.text), round(box.mid_y / 4)


@dataclass(frozen=True, slots=True)
class Remark:
    """Text printed beside a table, at the height of the grid rows `rows` of `grid`."""

    grid: Grid
    rows: tuple[int, ...]
    lines: tuple[WordLine, ...]


def take_remarks(page: PageContent) -> list[Remark]:
    """Take out of `page.lines` the blocks of text that stand beside a table's rows, in place."""
    beside: dict[int, list[WordLine]] = {}
    kept: list[WordLine] = []
    for line in page.lines:
        grid = next((g for g in page.grids if _beside(g, line)), None)
        if grid is None:
            kept.append(line)
        else:
            beside.setdefault(id(grid), []).append(line)
    page.lines[:] = kept
    remarks = []
    for grid in page.grids:
        for block in _blocks(beside.get(id(grid), [])):
            rows = _rows_beside(grid, Box.around(line.box for line in block))
            remarks.append(Remark(grid, rows, tuple(block)))
    return remarks


def _beside(grid: Grid, line: WordLine) -> bool:
    box = line.box
    if not grid.box.y0 <= box.mid_y <= grid.box.y1:
        return False
    return box.x0 >= max((c.box.x1 for c in grid.cells if c.box.y0 <= box.mid_y <= c.box.y1), default=box.x1) - 1


def _blocks(lines: Iterable[WordLine]) -> list[list[WordLine]]:
    blocks: list[list[WordLine]] = []
    for line in lines:
        if blocks:
            last = blocks[-1][-1]
            if line.box.y0 - last.box.y1 < 0.5 * line.size:
                blocks[-1].append(line)
                continue
        blocks.append([line])
    return blocks


def _rows_beside(grid: Grid, box: Box) -> tuple[int, ...]:
    """The grid rows that the block covers: by more than half of the row or of the block."""
    rows = []
    for r, (y0, y1) in enumerate(zip(grid.ys, grid.ys[1:], strict=False)):
        shared = min(y1, box.y1) - max(y0, box.y0)
        if shared > 0.5 * min(y1 - y0, box.height):
            rows.append(r)
    if not rows:
        rows = [r for r, (y0, y1) in enumerate(zip(grid.ys, grid.ys[1:], strict=False)) if y0 <= box.mid_y <= y1]
    return tuple(rows)
