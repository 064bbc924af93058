"""What stands on the pages of a PDF: tables, remarks beside them and lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extractors.pages.drawn_texts import parted_texts
from extractors.pages.model import Box, MendedWord, Page, Reading, TaggedCell, Word
from extractors.pages.swapped_letters import with_letters_restored
from extractors.pages.text_layer import doubtful_words
from extractors.pages.words import WordLine, lines_of
from extractors.tables.grid import Grid
from extractors.tables.ruled import parted_rules, ruled_grids

_FRAME_GAP = 3.0  # type sizes; so wide a gap parts two columns, not two words of a line set to full width
_COLUMN_GAP = 2.0  # a gap of so many type sizes parts two texts that stand on one line


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page taken apart. `lines` are outside every table, from top to bottom; `furniture` are the running ones,
    `rules` the horizontal rules, `verticals` the others. `found` is the page itself where its source has found the
    tables, else None; `tags` are the cells that the file tags, `mended` the words whose letters were put right,
    `doubtful` those that cannot be what is printed, `readings` what OCR says of them where it has read the page;
    `unread` tells a picture without words; `texts` are those outside tables in the order of their drawing, where some
    are printed over others."""

    number: int
    width: float
    height: float
    grids: Sequence[Grid]
    lines: Sequence[WordLine]
    furniture: Sequence[WordLine] = field(default_factory=list)
    fills: tuple[Box, ...] = ()
    rules: tuple[Box, ...] = ()
    verticals: tuple[Box, ...] = ()
    found: Page | None = None
    tags: tuple[TaggedCell, ...] = ()
    mended: tuple[MendedWord, ...] = ()
    doubtful: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    unread: bool = False
    texts: tuple[tuple[Word, ...], ...] = ()

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
    page = with_letters_restored(page)
    lying, standing = parted_rules(page.rules)
    drawn, words = ruled_grids(page, lying, standing)
    grids = [grid for grid in drawn if not _is_frame(grid) and not _has_another_inside(grid, drawn)]
    inside = {w.box for g in grids for c in g.cells for line in c.lines for w in line.words}
    outside, texts = parted_texts([w for w in words if w.box not in inside])
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
        mended=page.mended,
        doubtful=doubtful_words(word.text for word in page.words),
        readings=page.readings,
        unread=not page.words and not page.readings and bool(page.pictures),
        texts=texts,
    )


def _is_frame(grid: Grid) -> bool:
    """Whether a grid of one column is only a frame around a table: texts stand side by side in it, line after line."""
    if len(grid.xs) > 2:
        return False
    lines = [line for cell in grid.cells for line in cell.lines]
    return sum(len(parted(line, _FRAME_GAP)) > 1 for line in lines) > max(1, 0.3 * len(lines))


def _has_another_inside(grid: Grid, grids: Sequence[Grid]) -> bool:
    """Whether a cell of a grid holds another grid: it frames panels, whose texts are no cells."""
    middles = [(other.box.mid_x, other.box.mid_y, other.box) for other in grids if other is not grid]
    return any(
        cell.box.holds(x, y) and cell.box.width >= box.width and cell.box.height >= box.height
        for x, y, box in middles
        for cell in grid.cells
    )


def with_grids_open(page: PageContent, opened: Sequence[Grid]) -> PageContent:
    """The page without some of its tables, their words among its lines."""
    lines = [*page.lines, *(line for grid in opened for cell in grid.cells for line in cell.lines)]
    return replace(
        page,
        grids=[grid for grid in page.grids if grid not in opened],
        lines=text_lines([word for line in lines for word in line.words]),
    )


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


@dataclass(frozen=True, slots=True)
class Remark:
    """Text printed beside a table, at the height of its grid rows `rows`."""

    rows: tuple[int, ...]
    lines: tuple[WordLine, ...]


def remarks_of(page: PageContent) -> tuple[list[list[Remark]], list[WordLine]]:
    """The blocks of text that stand beside the rows of each of the page's grids, and the lines outside them."""
    beside: list[list[WordLine]] = [[] for _ in page.grids]
    free: list[WordLine] = []
    for line in page.lines:
        home = next((own for grid, own in zip(page.grids, beside, strict=True) if _is_beside(grid, line)), free)
        home.append(line)
    remarks = [
        [Remark(_rows_beside(grid, Box.around_parts(block)), tuple(block)) for block in _group_blocks(own)]
        for grid, own in zip(page.grids, beside, strict=True)
    ]
    return remarks, free


def _is_beside(grid: Grid, line: WordLine) -> bool:
    box = line.box
    if not grid.box.y0 <= box.mid_y <= grid.box.y1:
        return False
    return box.x0 >= max((c.box.x1 for c in grid.cells if c.box.y0 <= box.mid_y <= c.box.y1), default=box.x1) - 1


def _group_blocks(lines: Iterable[WordLine]) -> list[list[WordLine]]:
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
