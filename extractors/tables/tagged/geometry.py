"""Where the borders of a tagged table stand on the page, by its words; and whether the page shows such a table.

Coordinates are PDF points, origin top left.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.pages.model import Box, Word
from extractors.pages.words import lines_of
from extractors.tables.tagged.structure import TableCell, TaggedTable

_CROSSING = 0.1  # share of the cells at a border whose words may stick out over it
_CLIMBING = 0.05  # share of the rows that may begin above the end of the row before
_LEADING = 1.35  # type sizes from one line of a text to the next, at most
_EDGE = 1.0  # points between a table's border and its outermost text
_ROOM = 20.0  # points between a table's drawn border and its outermost text, at most
_FEW_FILLED = 0.5  # share of the columns that a row fills, where it may be the rest of the row before
_LINE_ROWS = 0.3  # share of such rows that makes a table one of lines


class Contradiction(Exception):
    """The page does not show the table that the tags tell of; the reason is a part of a sentence."""


@dataclass(frozen=True, slots=True)
class PageRows:
    """The rows of a table on one page: their numbers in the table, and the borders above, between and below them."""

    rows: list[int]
    ys: list[float]


def with_columns(table: TaggedTable, drawn: Sequence[float]) -> tuple[TaggedTable, list[float]]:
    """The table with all its cells in their columns, and the borders of these, the same on all its pages.

    Cells of rows that leave out empty ones take the columns under which they stand. Where a rule is `drawn` between
    two columns, it is the border.

    Raises:
        Contradiction: too many words stand beyond the borders of their column.
    """
    by_place = _columns_by_place(table, drawn)
    whole = [cell for cell in table.cells if cell.r0 not in table.short]
    if by_place is not None and (table.short or (by_place.columns > table.columns and not _has_empty_cells(table))):
        table = by_place
    elif table.short and whole:
        xs, _ = _find_borders(whole, table, drawn)
        short = [cell for row in sorted(table.short) for cell in _place_cells(table, row, xs)]
        table = replace(table, cells=[*whole, *short])
    xs, crossing = _find_borders(table.cells, table, drawn)
    if any(map(_is_crossed, crossing.values())):
        # Where words are wider than their columns, where they begin still tells these.
        xs, crossing = _find_borders(table.cells, table, drawn, around=_around_without_overflow)
    for border, counted in crossing.items():
        if _is_crossed(counted):
            raise Contradiction(f"texts of its columns {border} and {border + 1} do not stand side by side")
    return table, xs


def _is_crossed(counted: tuple[int, int]) -> bool:
    over, texts = counted
    return over > _CROSSING * texts


def _around_without_overflow(words: Sequence[Word]) -> Box:
    """The box of a cell's text. A word alone on its line, which nothing could break, counts where it begins."""
    box = Box.around_parts(words)
    ends = [line.box.x1 if len(line.words) > 1 else line.box.x0 + line.size for line in lines_of(words)]
    return box._replace(x1=min(box.x1, max(ends)))


def _within_drawn(words: Sequence[Word], drawn: Sequence[float]) -> Box:
    """The box of a cell's text. A word alone on its line ends at the first of the `drawn` borders that it crosses."""
    box = Box.around_parts(words)
    if not any(box.x0 + _EDGE < x < box.x1 - _EDGE for x in drawn):
        return box
    ends = []
    for line in lines_of(words):
        border = next((x for x in drawn if x > line.box.x0 + _EDGE), line.box.x1)
        ends.append(line.box.x1 if len(line.words) > 1 else min(border, line.box.x1))
    return box._replace(x1=max(ends))


def _filled_columns(table: TaggedTable) -> Counter[int]:
    """How many columns have a text, by row."""
    filled: Counter[int] = Counter()
    for cell in table.cells:
        if cell.words:
            filled.update(dict.fromkeys(range(cell.r0, cell.r1), cell.c1 - cell.c0))
    return filled


def _has_empty_cells(table: TaggedTable) -> bool:
    """Whether a row has cells without text among those that its tags count: none is left out, in any row."""
    return any(count < table.columns for count in _filled_columns(table).values())


def _is_named_whole(table: TaggedTable) -> bool:
    """Whether the first row has a text in each column: none is left out, though headings stand beside their texts."""
    return _filled_columns(table)[0] == table.columns


def _columns_by_place(table: TaggedTable, drawn: Sequence[float]) -> TaggedTable | None:
    """The table with the columns that the page shows: those between `drawn` borders, else those of its texts, of which
    those of one column overlap and those of two nowhere do. None where neither takes all its cells."""
    boxes = {
        i: Box.around(_within_drawn(words, drawn) for words in cell.words.values())
        for i, cell in enumerate(table.cells)
        if cell.words
    }
    single = [b for i, b in boxes.items() if table.cells[i].c1 - table.cells[i].c0 == 1]
    between = _strips_between(drawn, single)
    if len(between) >= table.columns and (found := _in_strips(table, boxes, between)) is not None:
        return found
    return None if _is_named_whole(table) else _in_strips(table, boxes, _strips_of(single))


def _strips_between(drawn: Sequence[float], boxes: Iterable[Box]) -> list[tuple[float, float]]:
    """The stretches between borders, the outermost ones where they have texts; none where a text stands on a border."""
    strips = list(pairwise([float("-inf"), *drawn, float("inf")]))
    held: set[tuple[float, float]] = set()
    for box in boxes:
        under = [strip for strip in strips if _is_within(box, strip)]
        if len(under) > 1:
            return []
        held.update(under)
    return [strip for strip in strips if strip in held or strip in strips[1:-1]]


def _strips_of(boxes: Iterable[Box]) -> list[tuple[float, float]]:
    strips: list[tuple[float, float]] = []
    for x0, x1 in sorted((b.x0, b.x1) for b in boxes):
        if strips and x0 < strips[-1][1] - _EDGE:
            strips[-1] = strips[-1][0], max(strips[-1][1], x1)
        else:
            strips.append((x0, x1))
    return strips


def _is_within(box: Box, strip: tuple[float, float]) -> bool:
    return strip[0] < box.x1 - _EDGE and box.x0 < strip[1] - _EDGE


def _in_strips(table: TaggedTable, boxes: dict[int, Box], strips: Sequence[tuple[float, float]]) -> TaggedTable | None:
    """The table with its cells in the columns `strips` in which they stand; None where two of a row stand in one."""
    cells: list[TableCell] = []
    held: set[tuple[int, int]] = set()
    for i, box in boxes.items():
        under = [c for c, strip in enumerate(strips) if _is_within(box, strip)]
        cell = table.cells[i]
        if not under or any((cell.r0, c) in held for c in under):
            return None
        c0, c1 = under[0], under[-1] + 1
        held.update((r, c) for r in range(cell.r0, cell.r1) for c in under)
        cells.append(replace(cell, c0=c0, c1=c1))
    return replace(table, columns=len(strips), cells=cells, short=frozenset(), taken={})


def _words_of(cell: TableCell) -> Iterable[Word]:
    return (word for words in cell.words.values() for word in words)


def _place_cells(table: TaggedTable, row: int, xs: Sequence[float]) -> list[TableCell]:
    """The cells of a row in the columns under which they stand, in their order."""
    cells = [cell for cell in table.cells if cell.r0 == row and cell.words]
    taken = table.taken.get(row, frozenset())
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}  # by first free column: what is shared, the starts
    for cell in cells:
        span = cell.c1 - cell.c0
        box = Box.around_parts(_words_of(cell))
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for free, (shared, starts) in best.items():
            for start in range(free, table.columns - span + 1):
                if taken.isdisjoint(range(start, start + span)):
                    width = max(0.0, min(xs[start + span], box.x1) - max(xs[start], box.x0))
                    found = (shared + width / box.width, (*starts, start))
                    following[start + span] = max(found, following.get(start + span, found))
        best = following
    if not best:
        raise Contradiction("a row has more cells than the table columns")
    _, starts = max(best.values())
    return [replace(c, c0=s, c1=s + c.c1 - c.c0) for c, s in zip(cells, starts, strict=True)]


def _find_borders(
    cells: Sequence[TableCell],
    table: TaggedTable,
    drawn: Sequence[float],
    around: Callable[[Sequence[Word]], Box] | None = None,
) -> tuple[list[float], dict[int, tuple[int, int]]]:
    """The borders of the columns; by border, how many of how many texts stick out over it. `around` gives the box of a
    cell's words."""
    around = around or Box.around_parts
    boxes = [(cell.c0, cell.c1, around(words)) for cell in cells for words in cell.words.values()]
    left, right = min(box.x0 for *_, box in boxes), max(box.x1 for *_, box in boxes)
    left = max((x for x in drawn if left - _ROOM <= x <= left + _EDGE), default=left - _EDGE)
    right = min((x for x in drawn if right - _EDGE <= x <= right + _ROOM), default=right + _EDGE)
    found: list[float | None] = [left]
    crossing: dict[int, tuple[int, int]] = {}
    for border in range(1, table.columns):
        ends = sorted(box.x1 for _, c1, box in boxes if c1 == border)
        starts = sorted(box.x0 for c0, _, box in boxes if c0 == border)
        at, over = _find_border(ends, starts, drawn)
        found.append(at)
        crossing[border] = over, min(len(ends), len(starts))
    return _fill_borders([*found, right]), crossing


def _find_border(ends: Sequence[float], starts: Sequence[float], drawn: Sequence[float]) -> tuple[float | None, int]:
    """Where the least texts stick out over a border between two columns, and how many do; None where nothing tells."""
    if not ends and not starts:
        return None, 0
    if not starts:
        return min((x for x in drawn if ends[-1] - _EDGE <= x <= ends[-1] + _ROOM), default=ends[-1] + _EDGE), 0
    if not ends:
        return max((x for x in drawn if starts[0] - _ROOM <= x <= starts[0] + _EDGE), default=starts[0] - _EDGE), 0
    if ends[-1] <= starts[0]:
        between = [x for x in drawn if ends[-1] - _EDGE <= x <= starts[0] + _EDGE]
        return (between[0] if between else (ends[-1] + starts[0]) / 2), 0
    over, at = min((len(ends) - bisect_right(ends, x) + bisect_left(starts, x), x) for x in (*ends, *starts))
    return at, over


def _fill_borders(borders: Sequence[float | None]) -> list[float]:
    """Borders that nothing tells stand at equal distances between those known."""
    xs: list[float] = []
    for index, told in enumerate(borders):
        x = told
        if x is None:
            after = next(i for i in range(index, len(borders)) if borders[i] is not None)
            end = borders[after]
            x = xs[-1] + ((end or 0.0) - xs[-1]) / (after - index + 1)
        # A column without a text may have no room between the texts of its neighbours.
        xs.append(x if not xs or x > xs[-1] else xs[-1] + _EDGE)
    return xs


def rows_on(table: TaggedTable, page: int) -> PageRows:
    """The table's rows that have words of their own on a page.

    Raises:
        Contradiction: the rows do not stand one below the other.
    """
    own: dict[int, list[Word]] = {}
    ending: dict[int, list[Word]] = {}
    for cell in table.cells:
        if words := cell.words.get(page):
            own.setdefault(cell.r0, []).extend(words)
            if cell.r1 == cell.r0 + 1:
                ending.setdefault(cell.r0, []).extend(words)
    rows = sorted(own)
    if not rows:
        return PageRows([], [])
    ys = [min(w.box.y0 for w in own[rows[0]]) - _EDGE]
    climbing = 0
    for above, below in pairwise(rows):
        bottom = max(w.box.y1 for w in ending.get(above) or own[above])
        last = max(w.box.mid_y for w in ending.get(above) or own[above])
        top, first = min(w.box.y0 for w in own[below]), min(w.box.mid_y for w in own[below])
        climbing += first <= last
        y = (bottom + top) / 2
        ys.append(y if y > ys[-1] else ys[-1] + _EDGE)
    if climbing > _CLIMBING * len(rows) + 1:
        raise Contradiction("its rows do not stand one below the other")
    ys.append(max(*(w.box.y1 for words in own.values() for w in words), ys[-1]) + _EDGE)
    return PageRows(rows, ys)


def check_table(table: TaggedTable) -> None:
    """Whether the tags tell of a table at all.

    Raises:
        Contradiction: they hold a layout of texts, or take each line of text for a row.
    """
    filled = [cell for cell in table.cells if cell.words]
    if table.columns < 2 or len(filled) < 2:
        raise Contradiction("it has one cell or one column, as what only frames a text has")
    if _is_by_lines(table, filled):
        raise Contradiction("each line of text is tagged as a row")


def _is_by_lines(table: TaggedTable, cells: Iterable[TableCell]) -> bool:
    """Whether each line was taken for a row: no cell has two, and many rows are as close below the one before as lines
    are and fill few columns."""
    by_row: dict[int, list[Word]] = {}
    columns: dict[int, int] = {}
    for cell in cells:
        for words in cell.words.values():
            if len(words) > 1 and len(lines_of(words)) > 1:
                return False
            by_row.setdefault(cell.r0, []).extend(words)
        columns[cell.r0] = columns.get(cell.r0, 0) + cell.c1 - cell.c0
    rows = sorted(by_row)
    close = 0
    for above, below in pairwise(rows):
        first, then = by_row[above][0], by_row[below][0]
        pitch = then.box.mid_y - first.box.mid_y
        close += 0 < pitch < _LEADING * then.size and columns[below] < _FEW_FILLED * table.columns
    return close > _LINE_ROWS * len(rows)
