"""Tables without a full grid: columns and rows inferred from words, grounds and what rules there are.

A table is told from prose by its heading: side by side stand texts that the layout knows as headings. Its columns
part where the grounds of the heading's cells or the ends of horizontal rules say so, else where the least text runs
from one heading's column into the next's. Its rows part at horizontal rules, else where the cells of one row end and
those of the next begin. Text that runs across columns is no row of the table.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.content import PageContent, parted, text_lines
from extractors.grids import Grid, Segment, grid_from, place_words, segments
from extractors.headings import Headings
from extractors.model import Box, Cell, Place, TableRow
from extractors.words import WordLine, lines_of, whole_text

_CELL_GAP = 0.6  # type sizes; a gap this wide parts two cells on one line
_LEADING = 0.45  # type sizes; lines of one cell stand closer than this
_CROSS = 2.0  # points by which a text must stand on both sides of a border to cross it
_EDGE = 2.0  # points; borders closer than this are one
_OFTEN = 0.3  # share of a table's rules that end at a border between columns
_UNDER_RULE = 0.8  # type sizes between a rule and the first line of the row under it
_REST = 12.0  # points between the rest of a cut row and the heading's rule below
_FEW = 0.15  # share of a column's texts that may run across a border, such as titles between rows
_RULED_SHARE = 0.5  # share of the table's width that rules must cover to part rows


@dataclass(slots=True)
class _Block:
    """Lines of one cell: close below each other, side by side with none of their own."""

    lines: list[WordLine]

    @property
    def box(self) -> Box:
        return Box.around(line.box for line in self.lines)

    @property
    def text(self) -> str:
        return whole_text(self.lines)


def infer_grids(pages: Sequence[PageContent], headings: Headings) -> None:
    """Add to `pages`, in place, the tables that their rules do not draw, and take their words out of `lines`.

    Columns go on from page to page until another heading is printed.
    """
    borders: list[float] | None = None
    cut = False  # the last row of the page before goes on over the page
    for page in pages:
        if any(len(g.xs) > 2 for g in page.grids):  # a drawn table with columns ends an inferred one
            borders = None
        words = [w for line in page.lines for w in line.words]
        pieces = [piece for line in lines_of(words) for piece in parted(line, _CELL_GAP)]
        bands = _heading_bands(page, pieces, headings)
        tops = [band.y0 for band, _ in bands]
        found: list[Grid] = []
        if borders is not None:
            found += _region(page, pieces, borders, 0.0, tops[0] if tops else page.height, carried=True, cut=cut)
        for index, (band, blocks) in enumerate(bands):
            end = tops[index + 1] if index + 1 < len(tops) else page.height
            here = [p for p in pieces if band.y0 - 1 <= p.box.mid_y < end]
            borders = _borders(page, blocks, here, band)
            found += _region(page, here, borders, band.y0 - 1, end)
        cut = bool(found) and any(c.open_bottom and c.r1 == len(found[-1].ys) - 1 for c in found[-1].cells)
        if found:
            place_words(found, words)
            page.grids.extend(found)
            held = {id(w) for g in found for c in g.cells for line in c.lines for w in line.words}
            page.lines[:] = text_lines([w for w in words if id(w) not in held])


def _heading_bands(page: PageContent, pieces: Sequence[WordLine], headings: Headings) -> list[tuple[Box, list[_Block]]]:
    """The heading rows on the page: their extent and the blocks that stand in it."""
    blocks = list(_blocks(page, pieces))
    known = [b for b in blocks if headings.match(_cell(page, b)).column is not None]
    bands: list[tuple[Box, list[_Block]]] = []
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


def _cell(page: PageContent, block: _Block) -> Cell:
    return Cell(block.text, Place(page.number, block.box))


def _blocks(page: PageContent, pieces: Sequence[WordLine]) -> Iterator[_Block]:
    """Pieces of lines gathered into cells: each goes on the nearest one above that shares its width."""
    open_blocks: list[_Block] = []
    for piece in sorted(pieces, key=lambda p: (p.box.y0, p.box.x0)):
        home = None
        for block in open_blocks:
            last = block.lines[-1]
            gap = piece.box.y0 - last.box.y1
            shares = min(piece.box.x1, block.box.x1) - max(piece.box.x0, block.box.x0) > 0
            close = -0.3 * piece.size < gap < _LEADING * piece.size
            alike = shares and close and piece.bold == last.bold
            if alike and not _rule_between(page, last.box, piece.box):
                home = block
                break
        if home is None:
            open_blocks.append(_Block([piece]))
        else:
            home.lines.append(piece)
    yield from open_blocks


def _rule_between(page: PageContent, above: Box, below: Box) -> bool:
    return any(
        above.mid_y < rule.mid_y < below.mid_y and rule.x0 < below.x1 and rule.x1 > below.x0 for rule in page.rules
    )


# --- columns ---------------------------------------------------------------------------------------------------


def _borders(page: PageContent, heads: Sequence[_Block], pieces: Sequence[WordLine], band: Box) -> list[float]:
    """The x positions of the column borders, outer ones included."""
    edges = _drawn_edges(page, band, pieces)
    left = min(p.box.x0 for p in pieces)
    right = max(p.box.x1 for p in pieces)
    inner: list[float] = []
    for one, other in itertools.pairwise(heads):
        drawn = [e for e in edges if one.box.x1 - 1 <= e <= other.box.x0 + 1]
        inner.append(_least_crossed(drawn, pieces) if drawn else _river(one.box, other.box, pieces))
    # Columns without a heading of their own (Riviere di Liguria prints the code before the type).
    outer_left = min([e for e in edges if e <= left + 1], default=left - 2)
    outer_right = max([e for e in edges if e >= right - 1], default=right + 2)
    inner += [
        e
        for e in edges
        if outer_left + _EDGE < e < outer_right - _EDGE
        and not any(h.box.x0 < e < h.box.x1 for h in heads)
        and all(abs(e - i) > _EDGE for i in inner)
        and _parts_texts(e, inner, pieces)
    ]
    inner += _unnamed(sorted(inner), heads, pieces, left, right)
    return [outer_left, *sorted(inner), outer_right]


def _drawn_edges(page: PageContent, band: Box, pieces: Sequence[WordLine]) -> list[float]:
    """Where the heading's grounds or the table's horizontal rules end: at least two of them at one place."""
    bottom = max(p.box.y1 for p in pieces)
    ends: list[tuple[float, float]] = []
    for fill in page.fills:
        if fill.y0 - 1 <= band.mid_y <= fill.y1 + 1:
            ends += [(fill.x0, fill.mid_y), (fill.x1, fill.mid_y + 1)]
    for rule in page.rules:
        if band.y0 - 10 <= rule.mid_y <= bottom + 3:
            ends += [(rule.x0, rule.mid_y), (rule.x1, rule.mid_y)]
    found: list[list[tuple[float, float]]] = []
    for end in sorted(ends):
        if found and end[0] - found[-1][-1][0] <= _EDGE:
            found[-1].append(end)
        else:
            found.append([end])
    heights = len({round(y) for _, y in ends})
    enough = max(2, _OFTEN * heights)
    return [sum(x for x, _ in group) / len(group) for group in found if len({round(y) for _, y in group}) >= enough]


def _parts_texts(edge: float, inner: Sequence[float], pieces: Sequence[WordLine]) -> bool:
    """Whether hardly any text of the column that `edge` would part runs across it."""
    left = max((x for x in inner if x < edge), default=float("-inf"))
    right = min((x for x in inner if x > edge), default=float("inf"))
    column = [p for p in pieces if p.box.x0 > left - _CROSS and p.box.x1 < right + _CROSS]
    return _crossings(edge, column) <= max(1, _FEW * len(column))


def _crossings(x: float, pieces: Iterable[WordLine]) -> int:
    return sum(p.box.x0 < x - 0.5 and p.box.x1 > x + 0.5 for p in pieces)


def _least_crossed(edges: Sequence[float], pieces: Sequence[WordLine]) -> float:
    return min(edges, key=lambda e: _crossings(e, pieces))


def _river(one: Box, other: Box, pieces: Sequence[WordLine]) -> float:
    """The middle of the widest stretch between two headings that the fewest texts cross."""
    steps = [one.mid_x + i for i in range(max(2, int(other.mid_x - one.mid_x)))]
    counts = [_crossings(x, pieces) for x in steps]
    least = min(counts)
    runs: list[list[float]] = []
    for x, count in zip(steps, counts, strict=True):
        if count == least:
            if runs and x - runs[-1][-1] <= 1.01:
                runs[-1].append(x)
            else:
                runs.append([x])
    best = max(runs, key=len)
    return (best[0] + best[-1]) / 2


def _unnamed(
    inner: Sequence[float], heads: Sequence[_Block], pieces: Sequence[WordLine], left: float, right: float
) -> list[float]:
    """Borders inside one heading's column: a stretch that no text crosses, with texts of several rows on both sides."""
    found = []
    limits = [left, *inner, right]
    for start, end in itertools.pairwise(limits):
        inside = [p for p in pieces if p.box.x0 >= start - 1 and p.box.x1 <= end + 1]
        steps = [start + i for i in range(1, int(end - start))]
        free = [x for x in steps if not _crossings(x, inside) and not any(h.box.x0 < x < h.box.x1 for h in heads)]
        runs: list[list[float]] = []
        for x in free:
            if runs and x - runs[-1][-1] <= 1.01:
                runs[-1].append(x)
            else:
                runs.append([x])
        for run in runs:
            middle = (run[0] + run[-1]) / 2
            before = [p for p in inside if p.box.x1 <= middle]
            after = [p for p in inside if p.box.x0 >= middle]
            if len(run) >= 4 and len(before) > 1 and len(after) > 1:
                found.append(middle)
    return found


# --- rows ------------------------------------------------------------------------------------------------------


def _region(
    page: PageContent,
    pieces: Sequence[WordLine],
    borders: Sequence[float],
    top: float,
    end: float,
    *,
    carried: bool = False,
    cut: bool = False,
) -> list[Grid]:
    """The table's parts between `top` and `end`: runs of rows between texts that cross its columns.

    A `carried` part has its columns from the page before and must show them; with `cut` its first row is the rest of
    the last row there.
    """
    here = [p for p in pieces if top <= p.box.mid_y < end and not any(_inside(g, p) for g in page.grids)]
    if not here:
        return []
    rules = _row_rules(page, borders, top - 10, end)
    if cut and not rules and any(abs(r.mid_y - end) < _REST for r in page.rules):
        # Nothing but the rest of a cut row stands above the next heading's rule.
        bands = [(min(p.box.y0 for p in here) - 2, max(p.box.y1 for p in here) + 2)]
    else:
        bands = _ruled_bands(rules, here) if rules else _text_bands(page, here, borders)
    runs: list[list[tuple[float, float]]] = [[]]
    for band in bands:
        inside = [p for p in here if band[0] <= p.box.mid_y < band[1]]
        if any(_crosses(p, borders) for p in inside):
            runs.append([])
        elif inside:
            runs[-1].append(band)
    grids = []
    for index, full_run in enumerate(runs):
        rest = full_run[:1] if cut and index == 0 else []
        run = full_run
        if not (run and rules and run[-1] == bands[-1] and _close_below(rules, run[-1], here)):
            run = _without_single_cells_at_end(run, here, borders) or rest
        if not run or (carried and not rest and not any(_filled(band, here, borders) > 1 for band in run)):
            continue
        grid = _part(page, run, rules, borders)
        if grid is not None:
            grids.append(grid)
    return grids


def _inside(grid: Grid, piece: WordLine) -> bool:
    return grid.box.holds(piece.box.mid_x, piece.box.mid_y)


def _crosses(piece: WordLine, borders: Sequence[float]) -> bool:
    return any(piece.box.x0 < b - _CROSS and piece.box.x1 > b + _CROSS for b in borders[1:-1])


def _filled(band: tuple[float, float], pieces: Sequence[WordLine], borders: Sequence[float]) -> int:
    """How many columns have text in the band."""
    inside = [p for p in pieces if band[0] <= p.box.mid_y < band[1]]
    return sum(any(x0 <= p.box.mid_x < x1 for p in inside) for x0, x1 in itertools.pairwise(borders))


def _without_single_cells_at_end(
    run: list[tuple[float, float]], pieces: Sequence[WordLine], borders: Sequence[float]
) -> list[tuple[float, float]]:
    """The run up to its last row of several cells: what follows is text under the table."""
    kept = list(run)
    while kept and _filled(kept[-1], pieces, borders) < 2:
        kept.pop()
    return kept


def _close_below(rules: Sequence[Segment], band: tuple[float, float], pieces: Sequence[WordLine]) -> bool:
    """Whether the band, the last on its page, is a row that goes on over it: its text begins right under a rule."""
    first = min((p for p in pieces if band[0] <= p.box.mid_y < band[1]), key=lambda p: p.box.y0)
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
    top = max((r.at for r in rules if r.at <= first + _EDGE), default=first - 2)
    bottom = min((r.at for r in rules if r.at >= last - _EDGE), default=last + 2)
    ys = sorted({r.at for r in rules if top < r.at < bottom} | {top, bottom})
    return list(itertools.pairwise(ys))


def _text_bands(page: PageContent, pieces: Sequence[WordLine], borders: Sequence[float]) -> list[tuple[float, float]]:
    """Rows where no rule parts them: cells that stand at one height are one row.

    Within a row all cells overlap its highest one; cells of two rows never do. A cell merged over several rows
    overlaps them all: where two columns have the same number of cells beside it, they part the rows.
    """
    cells: list[tuple[int, Box]] = []
    for column, (x0, x1) in enumerate(itertools.pairwise(borders)):
        inside = [p for p in pieces if not _crosses(p, borders) and x0 <= p.box.mid_x < x1]
        cells += [(column, b.box) for b in _blocks(page, inside)]
    cells += [(-1, p.box) for p in pieces if _crosses(p, borders)]
    groups: list[list[tuple[int, Box]]] = []
    for column, box in sorted(cells, key=lambda c: c[1].y0):
        if groups and box.y0 < max(b.y1 for _, b in groups[-1]) - 0.5:
            groups[-1].append((column, box))
        else:
            groups.append([(column, box)])
    rows = [row for group in groups for row in _split_merged(group)]
    bands = []
    for index, (y0, y1) in enumerate(rows):
        above = (rows[index - 1][1] + y0) / 2 if index else y0 - 2
        below = (y1 + rows[index + 1][0]) / 2 if index + 1 < len(rows) else y1 + 2
        bands.append((above, below))
    return bands


def _split_merged(group: Sequence[tuple[int, Box]]) -> list[tuple[float, float]]:
    """The rows of a group of cells: one, or as many as at least two columns have cells."""
    columns: dict[int, list[Box]] = {}
    for column, box in group:
        columns.setdefault(column, []).append(box)
    counts = sorted((len(boxes) for boxes in columns.values()), reverse=True)
    if len(counts) < 2 or counts[0] < 2 or counts[0] != counts[1]:
        return [(min(b.y0 for _, b in group), max(b.y1 for _, b in group))]
    many = [sorted(boxes, key=lambda b: b.y0) for boxes in columns.values() if len(boxes) == counts[0]]
    return [(min(boxes[i].y0 for boxes in many), max(boxes[i].y1 for boxes in many)) for i in range(counts[0])]


def _part(
    page: PageContent, run: Sequence[tuple[float, float]], rules: Sequence[Segment], borders: Sequence[float]
) -> Grid | None:
    top, bottom = run[0][0], run[-1][1]
    verticals = [Segment(x, top, bottom) for x in borders]
    if rules:
        horizontals = [r for r in rules if top - 3 <= r.at <= bottom + 3]
    else:
        ys = [run[0][0], *(band[1] for band in run)]
        over = [r for r in page.rules if abs(r.mid_y - top) < _REST and r.x1 > borders[0] and r.x0 < borders[-1]]
        if over and not any(abs(r.mid_y - bottom) < _REST for r in page.rules):
            ys.pop()  # a rule opens this row and none closes it: it goes on over the page
        horizontals = [Segment(y, borders[0], borders[-1]) for y in ys]
    grid = grid_from(page.number, horizontals, verticals, page.fills)
    if grid is not None:
        grid.inferred = True
    return grid
