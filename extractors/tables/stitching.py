"""Tables that go on over pages: from page contents to one stream of table rows and lines.

A table goes on where it is the last thing on one page and a table with the same columns is the first on the next. Its
heading may be printed again there. A row whose cells no rule closes at the foot of the page is one row with the first
row (after a repeated heading) of the next page.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from extractors.pages.model import Box, Item, Place, TextLine
from extractors.pages.words import Lexicon, WordLine, whole_text
from extractors.tables.grid import Grid
from extractors.tables.grid_rows import GridRow, rows_of
from extractors.tables.page_content import PageContent, Remark, remarks_of
from extractors.tables.row_joining import are_closed_halves, are_halves, are_rows_of_their_own, is_rest_of
from extractors.tables.shaded_cells import are_fills_of_all_rows, count_plain_rows

_ENDS = tuple(".;:!?")  # signs at the end of a line that a title does not go on


def stitch_pages(
    pages: Sequence[PageContent], lexicon: Lexicon, titles: Callable[[str], bool] = lambda _: False
) -> Iterator[Item]:
    """All rows and lines of `pages` in reading order; broken words are made whole by the `lexicon`.

    `titles` tells whether a line reads as the title of a node: two such lines are two titles, however full the first,
    and none goes on a sentence that has ended.
    """
    foot = 0.0
    plain = filled = 0
    for page in pages:
        for grid in page.grids:
            foot = max(foot, grid.box.y1)
            counts = count_plain_rows(grid)
            plain, filled = plain + counts[0], filled + counts[1]
    stitcher = _Stitcher(lexicon, foot, titles)
    plain_fills = are_fills_of_all_rows(plain, filled)
    for page in pages:
        remarks, lines = remarks_of(page)
        beside = [_Table(grid, own) for grid, own in zip(page.grids, remarks, strict=True)]
        parts: list[_Table | list[WordLine]] = sorted([*beside, *_join_paragraphs(page, lines, titles)], key=_top_of)
        edge = _right_edge(page, lines)
        for index, part in enumerate(parts):
            if isinstance(part, _Table):
                rows = rows_of(part.grid, edge, plain_fills=plain_fills)
                yield from stitcher.take_table(rows, part.remarks, first=index == 0)
            else:
                yield from stitcher.end_table()
                yield _make_line(page.number, part)
    yield from stitcher.end_table()


class _Table(NamedTuple):
    """A grid with what is printed beside its rows."""

    grid: Grid
    remarks: Sequence[Remark]


class _Stitcher:
    """Keeps what a table needs to go on over the page; `foot` is how far down tables reach on the pages, in points,
    `titles` tells a node's title."""

    def __init__(self, lexicon: Lexicon, foot: float, titles: Callable[[str], bool]) -> None:
        self._lexicon = lexicon
        self._foot = foot
        self._is_title = titles
        self._table = -1
        self._pending: list[GridRow] = []  # the rows of the table that may go on
        self._headings: set[tuple[str, ...]] = set()  # first rows of tables that look like headings

    def take_table(self, rows: list[GridRow], remarks: Sequence[Remark], *, first: bool) -> Iterator[Item]:
        """Take in the rows of the next table and give out those that are whole; `first` tells that nothing stands above
        it on its page."""
        for remark in remarks:
            for r in remark.rows:
                rows[r].remarks.extend(remark.lines)
        if first and rows and self._pending and is_rest_of(self._pending[-1], rows[0]):
            rows = self._go_on(rows)
        else:
            yield from self.end_table()
            self._table += 1
            for row in itertools.takewhile(lambda row: row.is_like_heading, rows[:2]):
                self._headings.add(row.texts)
        self._pending.extend(rows)
        yield from self._complete_rows()

    def _go_on(self, rows: list[GridRow]) -> list[GridRow]:
        """Join the open row of the page before with the first row of this one; leave out a repeated heading."""
        start = sum(1 for _ in itertools.takewhile(lambda row: row.texts in self._headings, rows))
        following = rows[start:]
        if not following:
            return rows
        before, rest = self._pending[-1], following[0]
        if are_rows_of_their_own(before, rest) or (before.name and rest.name and self._is_title(rest.name)):
            return rows
        if before.open_bottom:
            if not before.has_open_cells:
                before.carry(rest)
                return rows
        elif not are_halves(before, rest):
            if not are_closed_halves(before, rest, self._foot):
                return rows
            before.closed = True
        before.absorb(rest)
        return rows[:start] + following[1:]

    def _complete_rows(self) -> Iterator[Item]:
        """Give out the rows whose cells are whole: not the last, nor those that share an open cell with it."""
        still_open = self._pending[-1].open_cells if self._pending else []
        last = len(self._pending) - 1
        whole = next((i for i, row in enumerate(self._pending) if row.has_text_of(still_open)), last)
        for row in self._pending[: max(whole, 0)]:
            yield from row.item(self._table, self._lexicon)
        del self._pending[: max(whole, 0)]

    def end_table(self) -> Iterator[Item]:
        """Give out the rows that waited: their table goes on no more."""
        for row in self._pending:
            yield from row.item(self._table, self._lexicon)
        self._pending.clear()


def _right_edge(page: PageContent, lines: Sequence[WordLine]) -> float:
    """How far to the right the `lines` of a page and the texts of its tables reach, in points."""
    return max((line.box.x1 for line in (*lines, *page.cell_lines)), default=page.width)


def _top_of(part: _Table | list[WordLine]) -> tuple[float, float]:
    box = part.grid.box if isinstance(part, _Table) else part[0].box
    return box.y0, box.x0


def _join_paragraphs(
    page: PageContent, lines: Sequence[WordLine], titles: Callable[[str], bool]
) -> list[list[WordLine]]:
    """Those of `lines` that go on one another: same type and fill, close below, no rule between, and the one
    before full, the widest by the tables of the page too: it alone does not show how wide text is set; no title goes
    on another."""
    right = max((line.box.x1 for line in lines), default=0.0)
    edge = max([right, *(grid.box.x1 for grid in page.grids)])
    found: list[list[WordLine]] = []
    for line in lines:
        if found:
            last = found[-1][-1]
            close = 0 <= line.box.y0 - last.box.y1 < 0.7 * line.size
            same = abs(line.size - last.size) < 0.5 and line.bold == last.bold
            full = last.box.x1 + line.words[0].box.width > (edge if last.box.x1 == right else right)
            if (
                close
                and same
                and full
                and not _is_parted(page, last.box, line.box)
                and _is_aligned(line.box, found[-1][0].box, line.size)
                and not (titles(line.text) and (_has_ended(last, line, edge) or titles(found[-1][0].text)))
            ):
                found[-1].append(line)
                continue
        found.append([line])
    return found


def _is_aligned(line: Box, first: Box, size: float) -> bool:
    """Whether a line begins where another does, or is centred as it is."""
    return min(abs(line.x0 - first.x0), abs(line.mid_x - first.mid_x)) < size


def _has_ended(last: WordLine, title: WordLine, edge: float) -> bool:
    """Whether a title cannot go on the line before it: that ends a sentence, or leaves room for the title's first word,
    where the text or the tables of the page reach to `edge`."""
    return last.text[-1:] in _ENDS or last.box.x1 + title.words[0].box.width < edge


def _is_parted(page: PageContent, above: Box, below: Box) -> bool:
    """Whether a rule or the end of a fill lies between two lines."""
    if any(above.mid_y < r.mid_y < below.mid_y and r.x0 < below.x1 and r.x1 > below.x0 for r in page.rules):
        return True
    fills = [{i for i, f in enumerate(page.fills) if f.holds(b.x0 + 1, b.mid_y)} for b in (above, below)]
    return fills[0] != fills[1]


def _make_line(page: int, lines: Sequence[WordLine]) -> TextLine:
    box = Box.around_parts(lines)
    return TextLine(whole_text(lines), Place(page, box), all(line.bold for line in lines), lines[0].size)
