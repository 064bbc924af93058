"""The parts of a document's pages that may hold tables without a full grid, with their columns and how they are set.

What a table shows of its columns, of the distance of its lines and of its borders is taken from all tables whose
headings are alike, on all their pages.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from extractors.layouts.headings.matching import Headings
from extractors.pages.model import Word
from extractors.pages.words import WordLine, lines_of
from extractors.tables.inferred.columns.parting import Columns, Kind, columns_of
from extractors.tables.inferred.columns.placement import ColumnLine, lines_in_columns, place
from extractors.tables.inferred.columns.shared_columns import shared_borders
from extractors.tables.inferred.heading_rows import HeadingFinder
from extractors.tables.inferred.heading_words import HeadingRow
from extractors.tables.inferred.merged_cells import parted_at_repeats
from extractors.tables.inferred.page_words import PageWords
from extractors.tables.inferred.row_features import Drawn, are_mixed, leading_of
from extractors.tables.inferred.row_sequence import ALIGNMENTS, PairOdds, Setting, TextRow, pairs_of, text_rows
from extractors.tables.page_content import PageContent

_FILLED = 0.85  # share of the rows that have text in a column whose cells are not merged over rows
_SAMPLE = 8  # regions of a kind that show where the texts of its rows meet
_SLACK = 0.2  # em by which a line's box may reach over the border of its row
_FAR = 2.0  # em by which a text runs over a border that may not stand elsewhere
_RULED = 2  # rules or ends of fills, at least, that part the rows of tables of a kind


@dataclass(slots=True)
class Region:
    """The part of a page under a heading, its own or, where `carried`, that of a page before."""

    page: int
    kind: int
    heading: HeadingRow | None
    top: float
    end: float
    words: list[Word]
    drawn: Drawn
    lines: list[ColumnLine] = field(default_factory=list)
    across: list[WordLine] = field(default_factory=list)


@dataclass(frozen=True)
class ReadRegion:
    """A part of a page under a heading: its columns, how its table is set, what is drawn behind it, and how likely its
    lines go on each other."""

    region: Region
    columns: Columns
    setting: Setting
    odds: PairOdds

    @property
    def drawn(self) -> Drawn:
        """What is drawn behind it."""
        return self.region.drawn

    @property
    def parts(self) -> list[list[ColumnLine]]:
        """Its lines in columns whose cells are one row's, in parts between texts that run across columns, and rules and
        ends of fills over most of the table's width."""
        return [part for run in self._runs for part in self._parts_of(run)]

    @property
    def rows(self) -> list[list[TextRow]]:
        """Its rows, in runs between texts that run across columns."""
        return [[row for rows, _ in run for row in rows] for run in self._rows_of_parts]

    @property
    def loss(self) -> float:
        """What its rows cost, the likeliest whose texts meet where they do."""
        return sum(loss for run in self._rows_of_parts for _, loss in run)

    @cached_property
    def _rows_of_parts(self) -> list[list[tuple[list[TextRow], float]]]:
        alignment = self.setting.alignment
        return [
            [text_rows(lines, self.columns, self.odds, alignment) for lines in self._parts_of(run)]
            for run in self._runs
        ]

    @property
    def merging_texts(self) -> list[tuple[int, tuple[WordLine, ...]]]:
        """The texts in columns whose cells may be merged over rows: lines that more likely than not go on each other,
        each text with its column; what is printed twice is two texts."""
        lines = [line for line in self.region.lines if line.column in self.columns.merging]
        goes_on = {
            pair.below
            for pair in pairs_of(lines, self.odds)
            if pair.odds > 0 and not self.drawn.has_rule_between(lines[pair.above].line.box, lines[pair.below].line.box)
        }
        found: list[tuple[int, list[WordLine]]] = []
        last: dict[int, list[WordLine]] = {}
        for index, line in enumerate(lines):
            if index in goes_on:
                last[line.column].append(line.line)
            else:
                last[line.column] = [line.line]
                found.append((line.column, last[line.column]))
        return [(column, text) for column, held in found for text in parted_at_repeats(held)]

    @property
    def _runs(self) -> list[list[ColumnLine]]:
        own = [line for line in self.region.lines if line.column not in self.columns.merging]
        return _parted_at(own, [line.box.mid_y for line in self.region.across])

    def _parts_of(self, run: Sequence[ColumnLine]) -> list[list[ColumnLine]]:
        borders = self.columns.borders
        heights = self.drawn.borders_over(borders[0], borders[-1])
        return _parted_at(run, [y for y in heights if not any(_is_run_through(y, line.line) for line in run)])


def read_regions(pages: Sequence[PageContent], headings: Headings) -> list[ReadRegion]:
    """The parts of the pages that may hold tables which no rules draw, with what is to be known to read their rows."""
    finder = HeadingFinder(headings)
    return read_with(_whole_words(pages, finder), finder)


def kinds_of(pages: Sequence[PageContent], headings: Headings) -> list[Kind]:
    """The tables on the pages that no rules draw, by their headings."""
    finder = HeadingFinder(headings)
    return _find_regions(_whole_words(pages, finder), finder)[1]


def _whole_words(pages: Sequence[PageContent], finder: HeadingFinder) -> PageWords:
    """The words of each page outside its tables, headings that go on over pages whole."""
    words_of = PageWords(pages)
    make_headings_whole(words_of, finder)
    return words_of


def read_with(words_of: PageWords, finder: HeadingFinder) -> list[ReadRegion]:
    """The parts of the pages with the words `words_of` each; headings are found by `finder`."""
    regions, kinds = _find_regions(words_of, finder)
    columns = _place_all(regions, kinds)
    lines = [_column_lines(region) for region in regions]
    leading = leading_of(itertools.chain.from_iterable(own.values() for own in lines)) if regions else 0.0
    of_kinds = [{at: r for at, r in enumerate(regions) if r.kind == number} for number in range(len(kinds))]
    settings = [
        _setting_of(list(of_kind.values()), found, leading) for of_kind, found in zip(of_kinds, columns, strict=True)
    ]
    widths = [settings[region.kind].widths for region in regions]
    mixed = are_mixed((room[at], of) for room, own in zip(widths, lines, strict=True) for at, of in own.items())
    reads: dict[int, ReadRegion] = {}
    for of_kind, found, plain in zip(of_kinds, columns, settings, strict=True):
        setting = replace(plain, mixed=mixed)
        kind = [ReadRegion(region, found, setting, PairOdds(region.drawn, setting)) for region in of_kind.values()]
        reads.update(zip(of_kind, _with_columns_settled(kind), strict=True))
    return [reads[index] for index in range(len(regions))]


def _place_all(regions: Sequence[Region], kinds: Sequence[Kind]) -> list[Columns]:
    """Place the words of the regions in the columns of their kinds, and these columns."""

    def placed(region: Region, columns: Columns) -> None:
        region.lines, region.across = place(region.words, columns)

    columns = [columns_of(kind) for kind in kinds]
    across: list[list[WordLine]] = [[] for _ in kinds]
    for region in regions:
        placed(region, columns[region.kind])
        across[region.kind] += [
            text for text in region.across if is_surely_across(text, columns[region.kind], kinds[region.kind])
        ]
    kinds = [kind.without(texts) for kind, texts in zip(kinds, across, strict=True)]
    columns = [columns_of(kind) for kind in kinds]
    lines: list[list[ColumnLine]] = [[] for _ in kinds]
    for region in regions:
        placed(region, columns[region.kind])
        lines[region.kind] += region.lines
    for number, also in enumerate(shared_borders(kinds, columns, lines)):
        if also:
            columns[number] = columns_of(kinds[number], also)
            for region in (r for r in regions if r.kind == number):
                placed(region, columns[number])
    return columns


def is_surely_across(text: WordLine, columns: Columns, kind: Kind) -> bool:
    """Whether a text runs over the borders of several headings, or far over one and under the heading behind it: where
    it ends before that, the border may stand elsewhere. Of the borders between two headings it runs over all: single
    rows have gaps that are none."""
    x0, x1 = text.box.x0, text.box.x1
    between = [columns.borders[one + 1 : other + 1] for one, other in itertools.pairwise(columns.headings)]
    behind = zip(between, kind.heads[1:], strict=True)
    crossed = [(borders[-1], head) for borders, head in behind if borders and x0 < borders[0] and borders[-1] < x1]
    return len(crossed) > 1 or any(x1 - border > _FAR * text.size and x1 > head.x0 for border, head in crossed)


def _with_columns_settled(kind: Sequence[ReadRegion]) -> list[ReadRegion]:
    """The regions of a kind with what their rows say: where texts meet, and which columns are not merged over rows."""
    aligned = _with_alignment(kind)
    if not kind:
        return aligned
    merging = _merging_columns(aligned)
    if merging == kind[0].columns.merging:
        return aligned
    return _with_alignment([replace(read, columns=replace(read.columns, merging=merging)) for read in kind])


def _with_alignment(kind: Sequence[ReadRegion]) -> list[ReadRegion]:
    """The regions of a kind, the texts of their rows meeting where a sample is likeliest read so."""
    readings = (
        [replace(read, setting=replace(read.setting, alignment=alignment)) for read in kind] for alignment in ALIGNMENTS
    )
    return min(readings, key=lambda reads: sum(read.loss for read in reads[:_SAMPLE]))


def make_headings_whole(words_of: PageWords, finder: HeadingFinder) -> None:
    """Let the words of a heading that ends one page and goes on over the next be all on that one."""
    above: list[Word] = []
    for index, (page, words) in enumerate(words_of.by_page()):
        below = words
        if moved := finder.joined(page, above, below) if index else []:
            lowest = sorted(above, key=lambda w: w.box.mid_y)
            texts = Counter(word.text for word in moved)
            while texts.total():
                texts[lowest.pop().text] -= 1
            words_of.changed[index - 1] = lowest
            words_of.changed[index] = below = [*below, *moved]
        above = below


def _is_run_through(y: float, line: WordLine) -> bool:
    """Whether a height runs through a line of text: fills that are no higher than their texts part no rows."""
    return line.box.y0 + _SLACK * line.size < y < line.box.y1 - _SLACK * line.size


def _parted_at(lines: Sequence[ColumnLine], heights: Sequence[float]) -> list[list[ColumnLine]]:
    bounds = [float("-inf"), *sorted(heights), float("inf")]
    runs = ([line for line in lines if y0 < line.mid <= y1] for y0, y1 in itertools.pairwise(bounds))
    return [run for run in runs if run]


def _tops_of_drawn_tables(page: PageContent) -> list[float]:
    """Where tables with columns begin on the page that rules draw or tags tell: each ends an inferred one."""
    return [grid.box.y0 for grid in page.grids if len(grid.xs) > 2]


def _find_regions(words_of: PageWords, finder: HeadingFinder) -> tuple[list[Region], list[Kind]]:
    """The parts of the pages that may hold tables, and the kinds of these tables; headings are found by `finder`."""
    regions: list[Region] = []
    kinds: list[Kind] = []
    current: int | None = None
    for index, (page, words) in enumerate(words_of.by_page()):
        before = len(regions)
        rows = finder.rows_of(page, words)
        heads = {w for row in rows for cell in row.cells for w in (*cell.words, *cell.over)}
        body = [w for w in words if w not in heads]
        drawn = _tops_of_drawn_tables(page)
        starts = [row.box.y0 for row in rows]
        first = min([*starts, *drawn], default=page.height)
        if current is not None and (here := [w for w in body if w.box.mid_y < first]):
            regions.append(Region(index, current, None, 0.0, first, here, _drawn_between(page, 0.0, first)))
        for row, top in zip(rows, starts, strict=True):
            current = next((i for i, kind in enumerate(kinds) if kind.has(row)), None)
            if current is None:
                current = len(kinds)
                kinds.append(Kind(row, [], []))
            end = min((y for y in (*starts, *drawn) if y > top), default=page.height)
            here = [w for w in body if top - 1 <= w.box.mid_y < end]
            regions.append(Region(index, current, row, top, end, here, _drawn_between(page, top, end)))
        if drawn and max(drawn) > max(starts, default=0.0):
            current = None
        for region in regions[before:]:  # of a long document, the page is at hand now alone
            kinds[region.kind].edges += _ends_of_drawings(page, region)
    for region in regions:
        kinds[region.kind].lines += lines_of(region.words) if region.words else []
    for kind in kinds:
        kind.lines = lines_in_columns(kind.lines, kind.heads)
    return regions, kinds


def _ends_of_drawings(page: PageContent, region: Region) -> list[float]:
    """Where the fills and the horizontal rules of a region begin and end, and where its vertical rules stand."""
    bottom = max((w.box.y1 for w in region.words), default=region.top)
    boxes = [b for b in (*page.fills, *page.rules) if region.top - 10 <= b.mid_y <= bottom + 3]
    ends = [x for b in boxes for x in (b.x0, b.x1)]
    for rule in page.verticals:
        if rule.y0 < bottom and rule.y1 > region.top:
            ends += [rule.mid_x] * 3
    return ends


def _column_lines(region: Region) -> dict[int, list[WordLine]]:
    """The lines of each column of a region."""
    by_column: dict[int, list[WordLine]] = {}
    for line in region.lines:
        by_column.setdefault(line.column, []).append(line.line)
    return by_column


def _setting_of(regions: Sequence[Region], columns: Columns, leading: float) -> Setting:
    """How the tables of a kind are set, from all of them."""
    count = len(columns.borders) - 1
    rights = [0.0] * count
    lefts = [float("inf")] * count
    for line in (line for region in regions for line in region.lines):
        rights[line.column] = max(rights[line.column], line.line.box.x1)
        lefts[line.column] = min(lefts[line.column], line.line.box.x0)
    widths = tuple(max(0.0, right - left) for left, right in zip(lefts, rights, strict=True))
    width = columns.borders[-1] - columns.borders[0]
    rules = fills = 0
    for region in regions:
        drawn = region.drawn
        inner = (region.top + 1, max((w.box.y0 for w in region.words), default=region.top))
        rules += len({round(r.mid_y) for r in drawn.rules if inner[0] < r.mid_y < inner[1]})
        fills += len({round(f.y0) for f in drawn.fills if inner[0] < f.y0 < inner[1]})
    return Setting(leading, widths, rules >= _RULED * len(regions), fills > len(regions) and width > 0)


def _merging_columns(kind: Sequence[ReadRegion]) -> frozenset[int]:
    """The columns of a kind whose cells are merged over rows, but for those that nearly each row fills: what is merged
    leaves rows empty."""
    rows = 0
    counts = dict.fromkeys(kind[0].columns.merging, 0)
    for read in kind:
        extents = [row.extent for run in read.rows for row in run if len(row.cells) > 1]
        rows += len(extents)
        for column, lines in read.merging_texts:
            top, bottom = lines[0].box.y0 + 1, lines[-1].box.y1 - 1
            counts[column] += sum(top < y1 and y0 < bottom for y0, y1 in extents) == 1
    return frozenset(column for column, count in counts.items() if count < _FILLED * rows)


def _drawn_between(page: PageContent, top: float, bottom: float) -> Drawn:
    rules = tuple(r for r in page.rules if top - 10 <= r.mid_y <= bottom)
    fills = tuple(f for f in page.fills if f.y1 >= top and f.y0 <= bottom)
    return Drawn(rules, fills)
