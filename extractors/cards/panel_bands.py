"""Bands of panel headings: `Obiettivo Operativo` beside `Azione` opens two lanes, which last until the next band.

A heading's cell, or the fill it is printed on, says where its lane begins. Where nothing is drawn, the texts under the
headings do: two lanes part where the fewest words run across.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from extractors.pages.model import Box, Word
from extractors.pages.words import TEXT_GAP, WordLine, whole_text
from extractors.tables.page_content import PageContent, parted

_WIDER = 1.5  # times the usual room between the words of a line, at least, beside the text of another panel
_NEXT = 1.8  # heights of a heading's line to its next, at most
_TALL = 3.0  # heights of its text; a fill as high is a panel's, not its heading's
_MARK = 1.0  # em by which a fill that only marks a text may be wider
_AGAIN = 1.0  # points by which a heading may stand elsewhere on the next page
_BESIDE = 0.5  # heights of a key by which the middle of its value may miss its own
_ROOM = 1.0  # points; lanes have at least so much room between their texts
_ENOUGH = 6  # words that begin at one place show that texts begin there; more show no more
_ALIGNED = 4.0  # how many such words it is worth that the headings are set to the lanes
_CENTRED = 3.0  # points by which a heading may miss the middle of its lane, whose texts have room around them
_DEARER = 3.0  # how many such words a word outweighs that stands across
_CROSS = 0.5  # points by which a word must stand on both sides of a border to cross it

Extent: TypeAlias = tuple[float, float]
"""Where a word begins and ends, in points from the left."""


@dataclass(frozen=True, slots=True)
class PanelHeading:
    """A panel's heading: the box of its cell, fill or text, whether that box is `drawn`, and what it says."""

    box: Box
    text: str
    drawn: bool


@dataclass(frozen=True, slots=True)
class Band:
    """A row of panel headings from `y0` to `y1`, in points: from left to right one a lane, and where lanes begin."""

    y0: float
    y1: float
    heads: tuple[PanelHeading, ...]
    lefts: tuple[float, ...]

    def lane(self, x: float) -> int:
        """The lane in which something that begins at `x` stands."""
        return max((i for i, left in enumerate(self.lefts) if left <= x + 2), default=0)

    def holds(self, box: Box) -> bool:
        """Whether something stands in the band itself."""
        within = self.y0 <= box.mid_y <= self.y1
        return within or any(head.box.holds(box.mid_x, box.mid_y) for head in self.heads)


def bands_of_pages(
    pages: Sequence[PageContent], patterns: Sequence[re.Pattern[str]], keys: Sequence[re.Pattern[str]]
) -> list[list[Band]]:
    """Of each page the bands of panel headings, from top to bottom: at least two headings side by side.

    What a band heads may go on over pages, until the next band. `keys` are those of cards: their values stand at one
    place in a lane and open none. Bands with the same headings at the same places have the same lanes: where one begins
    is told from what stands under all of them.
    """
    rows_of: list[list[list[PanelHeading]]] = []
    under: list[list[Extent]] = []  # of each band the words under it, on the pages that print it again too
    numbers: list[list[int]] = []  # of each page, which of these its bands are
    last: list[PanelHeading] = []
    for page in pages:
        words = page.words
        rows = _rows_of_headings(page, words, patterns, last)
        rows_of.append(rows)
        words = _without_values(page, words, keys)
        tops = [min(h.box.y0 for h in row) for row in rows]
        if under and not _are_all_drawn(last):
            under[-1] += [_extent_of(w) for w in words if w.box.mid_y < min(tops, default=page.height)]
        numbers.append([])
        for index, (row, (top, end)) in enumerate(zip(rows, pairwise([*tops, page.height]), strict=True)):
            if index or not _is_printed_again(last, row):
                under.append([])
            if not _are_all_drawn(row):
                under[-1] += [_extent_of(w) for w in words if top <= w.box.mid_y < end and not _is_of(row, w)]
            numbers[-1].append(len(under) - 1)
            last = row
    beside: dict[_Beside, dict[int, list[Extent]]] = {}
    for rows, own in zip(rows_of, numbers, strict=True):
        for row, number in zip(rows, own, strict=True):
            for pair in pairwise(row):
                beside.setdefault(_texts_beside(*pair), {})[number] = under[number]
    return [
        [_make_band(row, under[number], beside) for row, number in zip(rows, own, strict=True)]
        for rows, own in zip(rows_of, numbers, strict=True)
    ]


_Beside: TypeAlias = "tuple[str, int, str, int]"
"""Two headings side by side: what each says, and where its middle stands, in points."""


def _texts_beside(left: PanelHeading, right: PanelHeading) -> _Beside:
    return left.text, round(left.box.mid_x), right.text, round(right.box.mid_x)


def _are_all_drawn(row: Sequence[PanelHeading]) -> bool:
    """Whether what is drawn says where each lane begins, so that the texts under the headings need not."""
    return all(head.drawn for head in row)


def _extent_of(word: Word) -> Extent:
    return word.box.x0, word.box.x1


def _is_printed_again(before: Sequence[PanelHeading], row: Sequence[PanelHeading]) -> bool:
    """Whether the first headings of a page are those of the band before, printed again at the same places."""
    same = [h.text for h in before] == [h.text for h in row]
    return same and all(abs(a.box.mid_x - b.box.mid_x) <= _AGAIN for a, b in zip(before, row, strict=True))


def _make_band(
    row: Sequence[PanelHeading], words: Sequence[Extent], beside: Mapping[_Beside, Mapping[int, Sequence[Extent]]]
) -> Band:
    """The band of a row of headings, with `words` under it; `beside` has by two headings those under each such band."""
    level = [h for h in row if h.box.y0 < min(g.box.y1 for g in row)]
    # Beside a heading of two lines the texts under one of a single line begin.
    top, bottom = min(h.box.y0 for h in row), min(h.box.y1 for h in level)
    return Band(top, bottom, tuple(row), _lane_starts(row, words, beside))


def _without_values(page: PageContent, words: Sequence[Word], keys: Sequence[re.Pattern[str]]) -> list[Word]:
    """The words of a page but for those next to a key of a card that no grid holds."""
    values: set[Word] = set()
    for key in (line for line in page.lines if is_heading(line.text, keys)):
        level = [line for line in page.lines if abs(line.box.mid_y - key.box.mid_y) < _BESIDE * key.box.height]
        right = [line for line in level if line.box.x0 >= key.box.x1]
        values.update(min(right, key=lambda line: line.box.x0).words if right else ())
    return [word for word in words if word not in values]


def _rows_of_headings(
    page: PageContent, words: Sequence[Word], patterns: Sequence[re.Pattern[str]], before: Sequence[PanelHeading]
) -> list[list[PanelHeading]]:
    """The headings of a page that stand side by side, each row from left to right; `words` are all the page's, `before`
    are the headings of the last band, to which none is added where a page prints them again."""
    rows: list[list[PanelHeading]] = []
    for head in _find_headings(page, patterns):
        again = len(rows) == 1 and _is_printed_again(before, sorted(rows[-1], key=lambda h: h.box.x0))
        if rows and (_is_level(rows[-1][0], head) or (not again and _is_beside_though_lower(rows[-1], head, words))):
            rows[-1].append(head)
        else:
            rows.append([head])
    return [sorted(row, key=lambda h: h.box.x0) for row in rows if len(row) > 1]


def is_heading(text: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    """Whether a text is wholly one of the patterns."""
    return any(p.fullmatch(text) for p in patterns)


def _find_headings(page: PageContent, patterns: Sequence[re.Pattern[str]]) -> list[PanelHeading]:
    """The headings of panels on a page, by height, then from left to right."""
    found = [
        PanelHeading(cell.box, text, drawn=not grid.inferred)
        for grid in page.grids
        for cell in grid.cells
        if is_heading(text := whole_text(cell.lines), patterns)
    ]
    texts = [part for line in page.lines for part in _standing_alone(line)]
    alone = [text for text in (*texts, *_pair_texts(texts)) if is_heading(text.text, patterns)]
    found += [_heading_on_fill(text, page.fills, alone) for text in alone]
    return sorted(found, key=lambda h: (h.box.mid_y, h.box.x0))


def _standing_alone(line: WordLine) -> Iterator[WordLine]:
    """The parts of a line that gaps part from the rest, without those that stand in a text set to full width: the room
    beside them is that between its other words."""
    parts = parted(line, TEXT_GAP)
    if len(parts) == 1:
        yield line
        return
    gaps = [after.box.x0 - before.box.x1 for before, after in pairwise(line.words)]
    first = 0
    for part in parts:
        end = first + len(part.words)
        beside = {number for number in (first - 1, end - 1) if 0 <= number < len(gaps)}
        others = [gap for number, gap in enumerate(gaps) if number not in beside]
        if not others or min(gaps[number] for number in beside) > _WIDER * median(others):
            yield part
        first = end


def _pair_texts(texts: Sequence[WordLine]) -> Iterator[WordLine]:
    """Each text of one word with the one word right below it: a heading may be wider than its panel."""
    single = [text for text in texts if len(text.words) == 1]
    for above in single:
        for below in single:
            lower = below.box.mid_y - above.box.mid_y
            if 0 < lower < _NEXT * above.box.height and below.box.x0 < above.box.x1 and above.box.x0 < below.box.x1:
                yield WordLine((*above.words, *below.words))


def _heading_on_fill(text: WordLine, fills: Sequence[Box], texts: Sequence[WordLine]) -> PanelHeading:
    """A heading without a cell, as wide as the smallest fill that it is printed on, and as high unless that fill is the
    whole panel's. A fill under several of the headings' `texts` side by side tells none of their panels."""
    level = (t.box for t in texts if t.box.y0 < text.box.y1 and t.box.y1 > text.box.y0)
    beside = [box for box in level if box.x1 < text.box.x0 or box.x0 > text.box.x1]
    under = (f for f in fills if f.holds(text.box.mid_x, text.box.mid_y))
    under = (f for f in under if not any(f.holds(box.mid_x, box.mid_y) for box in beside))
    # A fill no wider than its text marks the text, not the panel.
    wider = (f for f in under if f.width > text.box.width + _MARK * text.size)
    fill = min(wider, key=lambda f: f.width * f.height, default=None)
    if fill is None:
        return PanelHeading(text.box, text.text, drawn=False)
    if fill.height > _TALL * text.box.height:
        fill = fill._replace(y0=text.box.y0, y1=text.box.y1)
    return PanelHeading(fill, text.text, drawn=True)


def _is_of(row: Sequence[PanelHeading], word: Word) -> bool:
    return any(h.box.holds(word.box.mid_x, word.box.mid_y) for h in row)


def _is_level(one: PanelHeading, other: PanelHeading) -> bool:
    return abs(other.box.mid_y - one.box.mid_y) < other.box.height


def _is_beside_though_lower(row: Sequence[PanelHeading], head: PanelHeading, words: Sequence[Word]) -> bool:
    """Whether a heading stands beside those of a row though lower: a panel's text may be set in the middle of a height
    that another one fills. Over it, beside them, nothing is printed then, and what they head goes on beside it."""
    right = all(head.box.x0 > h.box.x1 for h in row)
    left = all(head.box.x1 < h.box.x0 for h in row)
    if not right and not left:
        return False
    top = min(h.box.y0 for h in row)
    between = [w for w in words if top - 1 < w.box.mid_y < head.box.y0]
    over = [w for w in between if w.box.x1 > head.box.x0 and w.box.x0 < head.box.x1]
    beside = [w for w in words if abs(w.box.mid_y - head.box.mid_y) < 3 * head.box.height]
    others = [w for w in beside if (w.box.x1 < head.box.x0 if right else w.box.x0 > head.box.x1)]
    return not over and bool(others)


def _lane_starts(
    row: Sequence[PanelHeading], words: Sequence[Extent], beside: Mapping[_Beside, Mapping[int, Sequence[Extent]]]
) -> tuple[float, ...]:
    """Where the lanes of headings begin."""
    lefts = [row[0].box.x0 if row[0].drawn else min([row[0].box.x0, *(x0 for x0, _ in words)])]
    for before, head in pairwise(row):
        if head.drawn:
            lefts.append(head.box.x0)
        else:
            lefts.append(
                _find_border(lefts[-1], before.box, head.box, list(beside[_texts_beside(before, head)].values()))
            )
    return tuple(lefts)


def _find_border(begin: float, left: Box, right: Box, bands: Sequence[Sequence[Extent]]) -> float:
    """Where the texts of the second of two lanes begin: where words begin and hardly any stand across under each of the
    `bands`, likelier where its heading begins too or where the first one, whose texts begin at `begin`, is in the
    middle of its lane then.

    So do the values of the first lane's cards, though most of its texts stand across; the lane is to their right."""
    under = [_Under([(x0, x1) for x0, x1 in words if x1 > left.x0 and x0 < right.x1]) for words in bands]
    places = {x for one in under for x in one.starts if left.mid_x < x <= right.x0} | {right.x0}
    best = (float("-inf"), right.x0)
    for start in places:
        aligned = abs(start - right.x0) <= _CROSS or abs((begin + start) / 2 - left.mid_x) <= _CENTRED
        worth = sum(one.weigh(start, left.x1) + _ALIGNED * aligned for one in under)
        best = max(best, (worth, start))
    return best[1]


class _Under:
    """The words under a band near the border of two lanes."""

    def __init__(self, near: Sequence[Extent]) -> None:
        self.starts = sorted(x0 for x0, _ in near)
        self._ends = sorted(x1 for _, x1 in near)
        self._begins = sorted(round(x, 1) for x in self.starts)
        self._narrow = [(x0, x1) for x0, x1 in near if x1 - x0 <= 2 * _CROSS]

    def weigh(self, start: float, least: float) -> float:
        """How much speaks for a lane that begins at `start`, in words: no text ends right before it, nor the heading of
        the lane before, at `least`. Titles between cards may run across."""
        before, after = start - _CROSS, start + _CROSS
        ended = bisect_right(self._ends, after)
        within = sum(before <= x0 and x1 <= after for x0, x1 in self._narrow)
        crossing = bisect_left(self.starts, before) - (ended - within)
        beginning = bisect_right(self._begins, after) - bisect_left(self._begins, before)
        close = start - (self._ends[ended - 1] if ended else least) < _ROOM
        return min(beginning, _ENOUGH) - _DEARER * (crossing + close)
