"""Tables without a full grid: columns and rows inferred from words, grounds and what rules there are.

A table is told from prose by its heading: side by side stand texts that the layout knows as headings. Its columns
part where the grounds of the heading's cells or the ends of horizontal rules say so, else where the least text runs
from one heading's column into the next's. Its rows part at horizontal rules, else where the cells of one row end and
those of the next begin. Text that runs across columns is no row of the table.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.layouts.headings import Headings
from extractors.layouts.schema import VALUE_COLUMNS
from extractors.pages.model import Box, Cell, Place, TableRow, Word
from extractors.pages.words import WordLine, lines_of
from extractors.tables.grid import Grid, Roles, Segment
from extractors.tables.page_content import PageContent, parted, text_lines
from extractors.tables.ruled import grid_from, place_words, segments
from extractors.tables.unruled.blocks import Block, blocks_of
from extractors.tables.unruled.cell_gaps import headings_apart, parted_under, years_apart
from extractors.tables.unruled.columns import CROSS, EDGE, column_borders
from extractors.tables.unruled.cut_headings import move_heading, rest_of_heading
from extractors.tables.unruled.key_value_pairs import pair_grids
from extractors.tables.unruled.row_bands import Columns, RowBand, leading_of, text_rows
from extractors.tables.unruled.solid_rows import row_tops, tops_of

_CELL_GAP = 0.6  # type sizes; a gap this wide parts two cells on one line
_UNDER_RULE = 0.8  # type sizes between a rule and the first line of the row under it
_REST = 12.0  # points between the rest of a cut row and the heading's rule below
_TOGETHER = 1.4  # rows of text for each row between rules, at most, where rules part the rows
_MERGING = ("objective", "owner", "type")  # columns whose cells are often merged over rows
_FOOT = 60.0  # points; a row that ends so near the lowest text of any page may go on over the page
_ENOUGH = 300  # texts that show a table's columns well enough
_OVER = 2.5  # type sizes between the years of a heading and what stands over them
_YEAR_ALONE = re.compile(r"(?:anno )?(?:(?:19|20)\d\d|[nt](?: ?[+-] ?\d)?)", re.IGNORECASE)
_RULED_SHARE = 0.5  # share of the table's width that rules must cover to part rows


def infer_grids(pages: Sequence[PageContent], headings: Headings) -> None:
    """Add to `pages`, in place, the tables that their rules do not draw, and take their words out of `lines`.

    Columns go on from page to page until another heading is printed.
    """
    pieces_of = [_pieces(page, headings) for page in pages]
    leading = leading_of(pieces_of)
    upright = [pair_grids(page, ps, headings, leading) for page, ps in zip(pages, pieces_of, strict=True)]
    pieces_of = [
        [p for p in ps if not any(_inside(grid, p) for grid in grids)]
        for ps, grids in zip(pieces_of, upright, strict=True)
    ]
    bands_of = [_heading_bands(page, ps, headings, leading) for page, ps in zip(pages, pieces_of, strict=True)]
    foot = max((p.box.y1 for pieces in pieces_of for p in pieces), default=0.0)
    _put_together(pages, pieces_of, bands_of, headings, leading=leading, foot=foot)
    pieces_of = _parted_under(pieces_of, bands_of)
    alike = _alike(pages, pieces_of, bands_of)
    columns: Columns | None = None
    lacking: Lacking | None = None  # what the last row of the page before, at its foot, is without
    cut = False  # the last row of the page before goes on over the page
    for page, pieces, bands, pairs in zip(pages, pieces_of, bands_of, upright, strict=True):
        if _drawn(page):
            columns = None
        tops = [band.y0 for band, _ in bands]
        found: list[Grid] = []
        over: list[tuple[Grid, Block, Block]] = []
        if columns is not None:
            end = tops[0] if tops else page.height
            found += _region(
                page, pieces, columns, 0.0, end, leading=leading, foot=foot, carried=True, cut=cut, lacking=lacking
            )
        for index, (band, blocks) in enumerate(bands):
            end = tops[index + 1] if index + 1 < len(tops) else page.height
            here = [p for p in pieces if band.y0 - 1 <= p.box.mid_y < end]
            columns = _columns(
                page,
                blocks,
                here,
                band=band,
                headings=headings,
                alike=next(kind.texts for kind in alike if kind.has(blocks)),
            )
            parts = _region(
                page, here, columns, band.y0 - 1, end, leading=leading, foot=foot, heading=band, lacking=lacking
            )
            if parts:
                over += [(parts[0], *pair) for pair in _over_years(page, blocks, pieces, headings, leading)]
            found += parts
            lacking = None
        cut = bool(found) and any(c.open_bottom and c.r1 == len(found[-1].ys) - 1 for c in found[-1].cells)
        if found or pairs:
            words = _words(page)
            place_words([*pairs, *found], words)
            page.grids.extend([*pairs, *found])
            for grid, head, year in over:
                for cell in grid.row(0):
                    if cell.box.holds(year.box.mid_x, year.box.mid_y):
                        cell.lines = [*head.lines, *cell.lines]
            held = {id(w) for g in (*pairs, *found) for c in g.cells for line in c.lines for w in line.words}
            page.lines[:] = text_lines([w for w in words if id(w) not in held])
        lacking = _lacking(found[-1]) if found else None


def _put_together(
    pages: Sequence[PageContent],
    pieces_of: list[list[WordLine]],
    bands_of: list[list[tuple[Box, list[Block]]]],
    headings: Headings,
    *,
    leading: float,
    foot: float,
) -> None:
    """Set each heading that ends a page and goes on over the next one all on that one, in place."""
    for index, (page, following) in enumerate(itertools.pairwise(pages)):
        bands = bands_of[index]
        if not bands or bands[-1][0].y1 < max(foot - _FOOT, *(p.box.mid_y for p in pieces_of[index])):
            continue
        heads = bands[-1][1]
        moved = rest_of_heading(heads, following, pieces_of[index + 1], headings, leading)
        if moved:
            move_heading(heads, moved, page, following)
            taken = {id(line) for head in heads for line in head.lines}
            pieces_of[index] = [p for p in pieces_of[index] if id(p) not in taken]
            bands_of[index] = bands[:-1]
            pieces_of[index + 1] = [*moved, *pieces_of[index + 1]]
            bands_of[index + 1] = _heading_bands(following, pieces_of[index + 1], headings, leading)


def _over_years(
    page: PageContent, blocks: Sequence[Block], pieces: Sequence[WordLine], headings: Headings, leading: float
) -> list[tuple[Block, Block]]:
    """The headings that stand over years alone (`Target` over `2023`, `2024`), each with every year under it."""
    years = [b for b in blocks if _YEAR_ALONE.fullmatch(b.text)]
    if not years:
        return []
    top = min(b.box.y0 for b in blocks)
    near = [p for p in pieces if top - _OVER * p.size < p.box.y0 and p.box.y1 < top + 0.5 * p.size]
    known = [b for b in blocks_of(page, near, leading) if _states_figures(page, b, headings)]
    if not known:
        return []
    return [(min(known, key=lambda b: abs(b.box.mid_x - year.box.mid_x)), year) for year in years]


def _states_figures(page: PageContent, block: Block, headings: Headings) -> bool:
    found = headings.match(_cell(page, block)).column
    return found is not None and found.column in VALUE_COLUMNS


Lacking = Literal["name", "figures", "nothing"]


def _lacking(grid: Grid) -> Lacking | None:
    """What the last row of `grid` is without, None where it does not stand at the foot of its page."""
    if grid.roles is None or not grid.roles.at_foot:
        return None
    filled = {c.c0 for c in grid.row(len(grid.ys) - 2) if c.lines}
    if grid.roles.name not in filled:
        return "name"
    return "nothing" if filled & grid.roles.figures else "figures"


def _completes(band: RowBand, pieces: Sequence[WordLine], columns: Columns, lacking: Lacking | None) -> bool:
    """Whether a row has just what the last row of the page before is without."""
    filled = {columns.of(p.box) for p in pieces if band.y0 <= p.box.mid_y < band.y1}
    name, figures = columns.name in filled, bool(filled & columns.figures)
    return (lacking == "name" and name and not figures) or (lacking == "figures" and figures and not name)


def _drawn(page: PageContent) -> bool:
    """Whether rules draw a table with columns on the page: it ends an inferred one."""
    return any(len(grid.xs) > 2 for grid in page.grids)


@dataclass(slots=True)
class _Alike:
    """Tables whose headings stand one below the other, as tables of one kind do: their heads and the texts under
    them."""

    heads: list[Block]
    texts: list[WordLine]

    def has(self, blocks: Sequence[Block]) -> bool:
        """Whether a table with the heading `blocks` is one of them."""
        pairs = list(zip(self.heads, blocks, strict=False))
        placed = all(min(abs(h.box.x0 - b.box.x0), abs(h.box.mid_x - b.box.mid_x)) <= EDGE for h, b in pairs)
        same = sum(head.text.rstrip("*") == block.text.rstrip("*") for head, block in pairs)
        return len(blocks) == len(self.heads) and placed and same == len(pairs)


def _alike(
    pages: Sequence[PageContent],
    pieces_of: Sequence[Sequence[WordLine]],
    bands_of: Sequence[Sequence[tuple[Box, list[Block]]]],
) -> list[_Alike]:
    """The kinds of tables: one of a single row shows its columns by the others, one whose heading stands at the foot
    of its page by what follows on the next."""
    found: list[_Alike] = []
    known: _Alike | None = None
    for page, pieces, bands in zip(pages, pieces_of, bands_of, strict=True):
        tops = [band.y0 for band, _ in bands]
        if _drawn(page):
            known = None
        if known is not None and len(known.texts) < _ENOUGH:
            end = tops[0] if tops else page.height
            known.texts.extend(p for p in pieces if p.box.mid_y < end)
        for index, (band, blocks) in enumerate(bands):
            end = tops[index + 1] if index + 1 < len(tops) else page.height
            known = next((kind for kind in found if kind.has(blocks)), None)
            if known is None:
                known = _Alike(list(blocks), [])
                found.append(known)
            if len(known.texts) < _ENOUGH:
                known.texts.extend(p for p in pieces if band.y1 < p.box.mid_y < end)
    return found


def _parted_under(
    pieces_of: Sequence[Sequence[WordLine]], bands_of: Sequence[Sequence[tuple[Box, list[Block]]]]
) -> list[list[WordLine]]:
    """The pieces of each page, cut at the left ends of the headings that they stand under, of a page before too, or
    that they are lines of."""
    found: list[list[WordLine]] = []
    heads: list[Box] = []
    for pieces, bands in zip(pieces_of, bands_of, strict=True):
        tops = [float("-inf"), *(band.y0 for band, _ in bands), float("inf")]
        parts: list[WordLine] = []
        for index, (top, end) in enumerate(itertools.pairwise(tops)):
            if index:
                heads = [block.box for block in bands[index - 1][1]]
            parts += parted_under(heads, [p for p in pieces if top <= p.box.mid_y < end])
        found.append(parts)
    return found


def _pieces(page: PageContent, headings: Headings) -> list[WordLine]:
    """What stands on the page's lines, cut where cells part for certain."""
    wide = [piece for line in lines_of(_words(page)) for piece in parted(line, _CELL_GAP)]
    named = [part for piece in wide for part in headings_apart(piece, headings, page.number)]
    return [part for piece in named for part in years_apart(piece)]


def _words(page: PageContent) -> list[Word]:
    return [w for line in page.lines for w in line.words]


def _heading_bands(
    page: PageContent, pieces: Sequence[WordLine], headings: Headings, leading: float
) -> list[tuple[Box, list[Block]]]:
    """The heading rows on the page: their extent and the blocks that stand in it."""
    blocks = list(blocks_of(page, pieces, leading))
    known = [b for b in blocks if headings.match(_cell(page, b)).column is not None]
    bands: list[tuple[Box, list[Block]]] = []
    for block in sorted(known, key=lambda b: b.box.y0):
        if bands and block.box.mid_y <= bands[-1][0].y1:
            continue
        row = [b for b in known if b.box.y0 < block.box.y1 and b.box.y1 > block.box.y0]
        band = Box.around(b.box for b in row)
        row = [b for b in blocks if band.y0 - 1 <= b.box.mid_y <= band.y1 + 1]
        cells = tuple(_cell(page, b) for b in sorted(row, key=lambda b: b.box.x0))
        if headings.read(TableRow(cells, Place(page.number, band), 0)) is not None:
            bands.append((Box.around(b.box for b in row), sorted(row, key=lambda b: b.box.x0)))
    return bands


def _cell(page: PageContent, block: Block) -> Cell:
    return Cell(block.text, Place(page.number, block.box))


# --- columns ---------------------------------------------------------------------------------------------------


def _columns(
    page: PageContent,
    heads: Sequence[Block],
    pieces: Sequence[WordLine],
    *,
    band: Box,
    headings: Headings,
    alike: Sequence[WordLine],
) -> Columns:
    """The columns under `heads`, with what their headings say of them; `alike` are the texts under like headings."""
    borders = tuple(column_borders(page, heads, pieces, band, alike))
    plain = Columns(borders)
    merging: set[int] = set()
    figures: set[int] = set()
    name: int | None = None
    for head in heads:
        found = headings.match(_cell(page, head)).column
        place = plain.of(head.box)
        if found is None or place is None:
            continue
        if found.column in _MERGING:
            merging.add(place)
        elif found.column in VALUE_COLUMNS:
            figures.add(place)
        elif found.column == "name":
            name = place
    return Columns(borders, frozenset(merging), name, frozenset(figures))


# --- rows ------------------------------------------------------------------------------------------------------


def _region(
    page: PageContent,
    pieces: Sequence[WordLine],
    columns: Columns,
    top: float,
    end: float,
    *,
    leading: float,
    foot: float,
    heading: Box | None = None,
    carried: bool = False,
    lacking: Lacking | None = None,
    cut: bool = False,
) -> list[Grid]:
    """The table's parts between `top` and `end`: runs of rows between texts that cross its columns.

    A `carried` part has its columns from the page before and must show them; with `cut` its first row is the rest of
    the last row there. `lacking` is what the last row there is without, None where it ends over the foot of
    its page.
    """
    here = [p for p in pieces if top <= p.box.mid_y < end and not any(_inside(g, p) for g in page.grids)]
    if not here:
        return []
    borders = columns.borders
    bands, rules = _bands(page, here, columns, (top - 10, end), leading=leading, heading=heading)
    if cut and not rules and any(abs(r.mid_y - end) < _REST for r in page.rules):
        # Nothing but the rest of a cut row stands above the next heading's rule.
        bands = [RowBand(min(p.box.y0 for p in here) - 2, max(p.box.y1 for p in here) + 2)]
    runs: list[list[RowBand]] = [[]]
    for band in bands:
        inside = [p for p in here if band.y0 <= p.box.mid_y < band.y1]
        if any(_crosses(p, borders) for p in inside):
            runs.append([])
        elif inside:
            runs[-1].append(band)
    grids = []
    for index, full_run in enumerate(runs):
        whole = index == 0 and carried and _completes(full_run[0], here, columns, lacking) if full_run else False
        rest = full_run[:1] if index == 0 and (cut or whole) else []
        run = full_run
        if not (run and rules and run[-1] == bands[-1] and _close_below(rules, run[-1], here)):
            kept = _without_single_cells_at_end(run, here, borders) or rest
            goes_on = kept and run[-1].y1 > foot - _FOOT and not rules
            run = full_run[: len(kept) + 1] if goes_on or (lacking and index == 0 and len(kept) == 1) else kept
        if not run or (carried and not rest and not any(_filled(band, here, borders) > 1 for band in run)):
            continue
        grid = _part(page, run, rules, borders)
        if grid is not None:
            grid.inferred = True
            at_foot = run[-1].y1 > foot - _FOOT
            room = None if rules else leading
            grid.roles = Roles(columns.name, columns.figures, at_foot, _heads(run, heading), room)
            grids.append(grid)
    return grids


def _bands(
    page: PageContent,
    pieces: Sequence[WordLine],
    columns: Columns,
    reach: tuple[float, float],
    *,
    leading: float,
    heading: Box | None,
) -> tuple[list[RowBand], list[Segment]]:
    """The rows among `pieces`, and the rules that part them, none where the text does.

    Rules part the rows where they part the heading from the rows under it and leave hardly any rows together: a frame
    or a line under the heading does not.
    """
    rules = _row_rules(page, columns.borders, *reach)
    solid = row_tops([p for p in pieces if not _crosses(p, columns.borders)], columns)
    cells = _cells(page, pieces, columns, leading, solid)
    rows = text_rows(cells, columns, sorted([*_cuts(page, columns.borders, *reach), *solid]))
    if not rules:
        return rows, []
    ruled = _ruled_bands(rules, pieces)
    under = next((b for b in ruled if heading is not None and b[0] <= heading.mid_y < b[1]), None)
    together = (
        heading is not None
        and under is not None
        and any(under[0] <= b.mid_y < under[1] and b.y0 > heading.y1 for _, b in cells)
    )
    across = [box for column, box in cells if column < 0]
    inside = [box for column, box in cells if column >= 0]
    filled = [b for b in ruled if _any_in(b, inside) and not _any_in(b, across)]
    parted = [r for r in rows if not _any_in((r.y0, r.y1), across)]
    if together or len(parted) > _TOGETHER * len(filled):
        return rows, []
    return [RowBand(*b) for b in ruled], rules


def _heads(run: Sequence[RowBand], heading: Box | None) -> bool:
    return heading is not None and run[0].y0 <= heading.mid_y < run[0].y1


def _any_in(band: tuple[float, float], boxes: Iterable[Box]) -> bool:
    return any(band[0] <= box.mid_y < band[1] for box in boxes)


def _cells(
    page: PageContent, pieces: Sequence[WordLine], columns: Columns, leading: float, tops: Sequence[float]
) -> list[tuple[int, Box]]:
    """The cells of the table with their columns; -1 is that of texts that cross some. No cell runs over `tops`."""
    borders = columns.borders
    cells: list[tuple[int, Box]] = []
    for column, (x0, x1) in enumerate(itertools.pairwise(borders)):
        inside = [p for p in pieces if not _crosses(p, borders) and x0 <= p.box.mid_x < x1]
        over = tops_of(inside, tops) if column in columns.merging else tops
        cells += [(column, b.box) for b in blocks_of(page, inside, leading, over)]
    return cells + [(-1, p.box) for p in pieces if _crosses(p, borders)]


def _cuts(page: PageContent, borders: Sequence[float], top: float, end: float) -> list[float]:
    """Heights at which rules or the edges of grounds run over most of the table: there rows part for certain."""
    width = borders[-1] - borders[0]
    edges = [r for r in page.rules if top <= r.mid_y <= end]
    edges += [Box(f.x0, y, f.x1, y) for f in page.fills for y in (f.y0, f.y1) if top <= y <= end]
    covered: dict[float, float] = {}
    for line in segments((e for e in edges if e.x1 > borders[0] and e.x0 < borders[-1]), across_y=True):
        covered[line.at] = covered.get(line.at, 0.0) + line.end - line.start
    return sorted(at for at, length in covered.items() if length >= _RULED_SHARE * width)


def _inside(grid: Grid, piece: WordLine) -> bool:
    return grid.box.holds(piece.box.mid_x, piece.box.mid_y)


def _crosses(piece: WordLine, borders: Sequence[float]) -> bool:
    return any(piece.box.x0 < b - CROSS and piece.box.x1 > b + CROSS for b in borders[1:-1])


def _filled(band: RowBand, pieces: Sequence[WordLine], borders: Sequence[float]) -> int:
    """How many columns have text in the band."""
    inside = [p for p in pieces if band.y0 <= p.box.mid_y < band.y1]
    return sum(any(x0 <= p.box.mid_x < x1 for p in inside) for x0, x1 in itertools.pairwise(borders))


def _without_single_cells_at_end(
    run: list[RowBand], pieces: Sequence[WordLine], borders: Sequence[float]
) -> list[RowBand]:
    """The run up to its last row of several cells: what follows is text under the table."""
    kept = list(run)
    while kept and _filled(kept[-1], pieces, borders) < 2:
        kept.pop()
    return kept


def _close_below(rules: Sequence[Segment], band: RowBand, pieces: Sequence[WordLine]) -> bool:
    """Whether the band, the last on its page, is a row that goes on over it: its text begins right under a rule."""
    first = min((p for p in pieces if band.y0 <= p.box.mid_y < band.y1), key=lambda p: p.box.y0)
    return any(0 <= first.box.y0 - r.at < _UNDER_RULE * first.size for r in rules)


def _row_rules(page: PageContent, borders: Sequence[float], top: float, end: float) -> list[Segment]:
    """The horizontal rules that part rows: those that together cover enough of the table's width."""
    width = borders[-1] - borders[0]
    rules = segments(
        (r for r in page.rules if top <= r.mid_y <= end and r.x1 > borders[0] and r.x0 < borders[-1]),
        across_y=True,
    )
    covered: dict[float, float] = {}
    for rule in rules:
        covered[rule.at] = covered.get(rule.at, 0.0) + rule.end - rule.start
    if sum(share >= _RULED_SHARE * width for share in covered.values()) < 2:
        return []
    return [r for r in rules if r.end - r.start > 0.02 * width]


def _ruled_bands(rules: Sequence[Segment], pieces: Sequence[WordLine]) -> list[tuple[float, float]]:
    """Rows between rules, the first from the rule over its text, however far, the last to the rule under it; where
    there is none, from or to the text itself."""
    first, last = min(p.box.y0 for p in pieces), max(p.box.y1 for p in pieces)
    top = max((r.at for r in rules if r.at <= first + EDGE), default=first - 2)
    bottom = min((r.at for r in rules if r.at >= last - EDGE), default=last + 2)
    ys = sorted({r.at for r in rules if top < r.at < bottom} | {top, bottom})
    return list(itertools.pairwise(ys))


def _part(page: PageContent, run: Sequence[RowBand], rules: Sequence[Segment], borders: Sequence[float]) -> Grid | None:
    top, bottom = run[0].y0, run[-1].y1
    verticals = [Segment(x, top, bottom) for x in borders]
    if rules:
        horizontals = [r for r in rules if top - 3 <= r.at <= bottom + 3]
        return grid_from(page.number, horizontals, verticals, page.fills)
    horizontals = [Segment(top, borders[0], borders[-1])]
    for band in run:
        columns = enumerate(itertools.pairwise(borders))
        horizontals += [Segment(band.y1, x0, x1) for i, (x0, x1) in columns if i not in band.into_next]
    over = [r for r in page.rules if abs(r.mid_y - top) < _REST and r.x1 > borders[0] and r.x0 < borders[-1]]
    if len(run) == 1 and over and not any(abs(r.mid_y - bottom) < _REST for r in page.rules):
        # A rule opens this row and none closes it: it goes on over the page.
        horizontals = [h for h in horizontals if h.at != bottom]
    return grid_from(page.number, horizontals, verticals, page.fills)
