"""The edges of the cells that camelot finds, and where on a page without a grid it is to look for tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from extractors.engines.camelot_calls import Table
from extractors.pages.model import Box, FoundTable, Page, Rule
from extractors.pages.words import lines_of
from extractors.tables.grid import Segment
from extractors.tables.page_content import text_lines
from extractors.tables.ruled import segments

_SAME = 3.0  # points by which camelot's edges and the page's rules may differ
_CLOSED = 0.6  # an outer edge is drawn where rules cover this share of it
_ACROSS = 0.5  # a rule parts rows where it runs over this share of the table
_FEW = 0.01  # share of a table's words that may stand across a border, such as a title between rows
_INSET = 4.0  # points from the side of a table at which a rule is another one's
_ROOM = 1.0  # points by which an area reaches over its rules


def drawn_table(table: Table, page: Page) -> FoundTable:
    """The table with the edges that rules draw."""
    return FoundTable(tuple(_drawn_edges(table, page)), drawn=True)


def _drawn_edges(table: Table, page: Page) -> Iterator[Rule]:
    """The edges of cells that rules draw.

    camelot closes every table. Where the page draws no rule at its top or foot, its first or last row goes on over
    the page.
    """
    rules = [r.box for r in page.rules if r.horizontal]
    last = len(table) - 1
    for number, row in enumerate(table):
        for cell in row:
            box = cell.box
            if cell.top and (number or _is_ruled(rules, box.y0, box)):
                yield Rule(Box(box.x0, box.y0, box.x1, box.y0))
            if cell.bottom and (number < last or _is_ruled(rules, box.y1, box)):
                yield Rule(Box(box.x0, box.y1, box.x1, box.y1))
            if cell.left:
                yield Rule(Box(box.x0, box.y0, box.x0, box.y1))
            if cell.right:
                yield Rule(Box(box.x1, box.y0, box.x1, box.y1))


def _is_ruled(rules: Iterable[Box], at: float, cell: Box) -> bool:
    near = [r for r in rules if abs(r.mid_y - at) <= _SAME]
    return sum(max(0.0, min(r.x1, cell.x1) - max(r.x0, cell.x0)) for r in near) >= _CLOSED * cell.width


def text_table(table: Table, page: Page, area: Box | None) -> FoundTable:
    """The table with edges as texts stand: columns as camelot parts them, rows too where no rules do.

    camelot takes each line of text for a row; where the page rules its rows off, a row is what stands between rules.
    `area` is the part of the page between rules in which the table was looked for.
    """
    boxes = [cell.box for row in table for cell in row]
    around = area or Box.around(boxes)
    rules = _rules_inside(page, around)
    lines = rules or [Box(b.x0, y, b.x1, y) for b in boxes for y in (b.y0, b.y1)]
    borders = _inner_borders(page, around, [(cell.box.x0, cell.box.x1) for cell in table[0]])
    lines += [Box(x, around.y0, x, around.y1) for x in (around.x0, *borders, around.x1)]
    return FoundTable(tuple(map(Rule, lines)), drawn=False, by_lines=not rules)


def _inner_borders(page: Page, table: Box, columns: Sequence[tuple[float, float]]) -> list[float]:
    """The inner borders of `columns`.

    camelot puts a border somewhere in the room between two texts, takes texts that stand close for one and knows
    nothing of empty columns. Where rules or fills end and no word stands across, there is a border for certain.
    """
    words = [w.box for w in page.words if table.holds(w.box.mid_x, w.box.mid_y)]
    ends = [x for x in _drawn_ends(page, table) if sum(w.x0 + 1 < x < w.x1 - 1 for w in words) <= _FEW * len(words)]
    borders = set(ends)
    # Where nothing drawn tells of empty columns at the right, the last one ends with its text.
    for x0, x1 in columns[:-1] if ends else columns:
        until = max((w.x1 for w in words if x0 <= w.mid_x < x1), default=x1)
        after = min((w.x0 for w in words if w.mid_x >= x1), default=table.x1)
        if not any(until - _ROOM <= x <= after + _ROOM for x in ends):
            borders.add(x1)
    return sorted(borders)


def _drawn_ends(page: Page, table: Box) -> list[float]:
    """Where rules and fills of the table end, inside it: at least two of them at one place."""
    ends = sorted(
        x
        for box in (*(r.box for r in page.rules if r.horizontal), *(f.box for f in page.fills))
        for x in (box.x0, box.x1)
        if table.holds(x, box.mid_y) and table.x0 + _INSET < x < table.x1 - _INSET
    )
    return [x for x, other in pairwise(ends) if other - x <= _ROOM]


def _rules_inside(page: Page, table: Box) -> list[Box]:
    """The page's rules that part rows of the table, its outer ones included; none where no two of them cross it."""
    found = []
    for line in _horizontal_rules(page):
        x0, x1 = max(line.start, table.x0), min(line.end, table.x1)
        if x0 < x1 and table.y0 - _SAME < line.at < table.y1 + _SAME:
            found.append(Box(x0, line.at, x1, line.at))
    return found if sum(rule.width >= _ACROSS * table.width for rule in found) > 1 else []


def area_of(table: Table, areas: Sequence[Box]) -> Box | None:
    """The area in which the table stands."""
    around = Box.around(cell.box for row in table for cell in row)
    return next((area for area in areas if area.holds(around.mid_x, around.mid_y)), None)


def areas_between_rules(page: Page) -> list[Box]:
    """Where rules of one extent follow each other with texts side by side between them: there stand tables."""
    rules = _horizontal_rules(page)
    groups: list[list[Segment]] = []
    for line in rules:
        same = (g for g in groups if abs(g[0].start - line.start) <= _SAME and abs(g[0].end - line.end) <= _SAME)
        group = next(same, None)
        if group is None:
            groups.append([line])
        else:
            group.append(line)
    return [area for group in groups for area in _find_areas(page, group, rules)]


def _find_areas(page: Page, group: Sequence[Segment], rules: Sequence[Segment]) -> Iterator[Box]:
    """The runs of bands between the rules of a group in which texts stand side by side, and what is open below."""
    left, right = group[0].start - _ROOM, group[0].end + _ROOM
    top: float | None = None
    for above, below in pairwise(group):
        is_table = _is_table(page, Box(left, above.at, right, below.at), rules)
        if is_table and top is None:
            top = above.at
        elif not is_table and top is not None:
            yield Box(left, top, right, above.at)
            top = None
    last = group[-1].at
    rest = Box(left, last, right, _end_of_text(page, Box(left, last, right, page.height)))
    if _is_table(page, rest, rules):
        yield Box(left, last if top is None else top, right, rest.y1)
    elif top is not None:
        yield Box(left, top, right, last)


def _end_of_text(page: Page, rest: Box) -> float:
    """Where the text ends that goes on right under the last rule of a table: a row that no rule closes."""
    end = rest.y0
    for line in lines_of([w for w in page.words if rest.holds(w.box.mid_x, w.box.mid_y)]):
        if line.box.y0 - end > line.size:
            break
        end = max(end, line.box.y1)
    return end


def _is_table(page: Page, band: Box, rules: Iterable[Segment]) -> bool:
    """Whether texts stand side by side in the band, and no other table's rules: they end at neither of its sides, as
    the border of a merged cell does."""
    for rule in rules:
        across = band.x0 + _INSET < rule.start and rule.end < band.x1 - _INSET
        if across and band.y0 + _SAME < rule.at < band.y1 - _SAME:
            return False
    lines = text_lines([w for w in page.words if band.holds(w.box.mid_x, w.box.mid_y)])
    return any(abs(one.box.mid_y - other.box.mid_y) < min(one.size, other.size) for one, other in pairwise(lines))


def _horizontal_rules(page: Page) -> Sequence[Segment]:
    return sorted(segments((r.box for r in page.rules if r.horizontal), across_y=True), key=lambda s: s.at)
