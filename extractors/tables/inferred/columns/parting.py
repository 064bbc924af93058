"""Where the columns of a table part that no grid of rules draws: from its headings and from all texts under like ones.

Between two headings the border stands where the fewest words run across, over all the rows and pages of tables with
these headings. Ends of rules and fills decide among stretches that are as free.
"""

from __future__ import annotations

import itertools
import operator
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.pages.model import Box, Word
from extractors.pages.words import WordLine
from extractors.tables.glued_figures import CROSS
from extractors.tables.inferred.columns.borders import Candidate, border_candidates, extra_odds, log_odds
from extractors.tables.inferred.heading_words import HeadingCell, HeadingRow, column_kinds

_OUTER = 2.0  # points between the texts and the table's outer borders
_STEP = 0.5  # points between the positions at which words are counted
_SELDOM = 0.04  # share of the words that may run over a border which no heading tells
_TITLES = 0.1  # the same where texts across columns are left out: titles between tables may be left
_DRAWN_OVER = 0.04  # share of the words beside a border that ends of rules tell which may run over it
_FREE_CODES = 1.5  # points; one beside codes
_CODES = 0.8  # share of the words of a column of codes that have a figure
_SAME = 2.0  # points by which ends of rules and fills at one border may differ
_NARROWEST = 10.0  # points; no column is narrower than that
_ENOUGH = 3  # ends of rules and fills at one position that tell a border
_FLUSH = 1.0  # score of a stretch that ends where the second heading begins
_FLUSH_MISS = 1.2  # points by which that end may be missed
_SIDE = 0.3  # score of the stretch on the side at which the last column's texts stand
_NARROW = 2.0  # score that a stretch no wider than those between words has less
FLUSH_LEFT = 1.0  # points by which a text may miss the place where those of its column begin
CODE = 6  # characters of a code's word, at most
NO_CODES = ("name", "figure")  # columns whose texts may begin with a number of their own
_CERTAIN = 4.0  # log-odds beyond that of a border which words run over: prose between tables does, long words too
_BARE = 0.1  # share of the words of a column without heading that the heading beside it has at least
_MANY = 10  # words in a column that may be those of the heading beside it
_ISLAND = 0.3  # share of a column's words that stand beyond its heading, where its texts are set to that side


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of an inferred table: the positions of their borders in points, outer ones included, and what they
    hold.

    `merging` are those whose cells are often merged over rows, `name` and `figures` those of the indicator. `headings`
    are the columns of the headings, from left to right; `lefts` is where the texts of each column begin, None where
    they begin anywhere; `size` is the headings' type size.
    """

    borders: tuple[float, ...]
    merging: frozenset[int] = frozenset()
    name: int | None = None
    figures: frozenset[int] = frozenset()
    headings: tuple[int, ...] = ()
    lefts: tuple[float | None, ...] = ()
    size: float = 0.0

    def is_text_start(self, word: Word, within: float = FLUSH_LEFT) -> bool:
        """Whether a word begins where the texts of its column do, `within` so many points."""
        column = self.of(word.box.x0 + CROSS)
        left = None if column is None else self.lefts[column]
        return left is not None and abs(word.box.x0 - left) <= within

    def of(self, x: float) -> int | None:
        """The column in which `x` stands, None outside the table."""
        pairs = enumerate(itertools.pairwise(self.borders))
        return next((i for i, (x0, x1) in pairs if x0 <= x < x1), None)


@dataclass(slots=True)
class Kind:
    """Tables whose headings are alike and stand one below the other: the first heading, the lines under all of them,
    and the ends of rules and fills beside these words. Of one that `is_clean` the lines are those of its rows alone."""

    heading: HeadingRow
    lines: list[WordLine]
    edges: list[float]
    is_clean: bool = False

    @property
    def heads(self) -> list[Box]:
        """The boxes of its headings, from left to right."""
        return [cell.box for cell in self.heading.cells]

    def without(self, texts: Iterable[WordLine]) -> Kind:
        """The kind without texts that run across its columns: what is left shows where these part."""
        across = {word for text in texts for word in text.words}
        lines = [WordLine(kept) for line in self.lines if (kept := tuple(w for w in line.words if w not in across))]
        return Kind(self.heading, lines, self.edges, is_clean=True)

    def has(self, row: HeadingRow) -> bool:
        """Whether a table with the heading `row` is one of them."""
        if len(row.cells) != len(self.heading.cells):
            return False
        pairs = [(a.box, b.box) for a, b in zip(self.heading.cells, row.cells, strict=True)]
        return column_kinds(row) == column_kinds(self.heading) and all(
            min(abs(a.x0 - b.x0), abs(a.mid_x - b.mid_x), abs(a.x1 - b.x1)) <= _SAME for a, b in pairs
        )


def columns_of(kind: Kind, also: Sequence[float] = ()) -> Columns:
    """The columns of the tables of a kind; `also` are borders that no heading tells and that are known otherwise."""
    heads = kind.heads
    words = [w for line in kind.lines for w in line.words]
    edges = _shared_edges(kind.edges)
    right = _is_beyond_last(heads, words)
    pairs = itertools.pairwise(kind.heading.cells)
    candidates = candidates_of(kind)
    borders: list[float] = []
    for one, other in pairs:
        likeliest = _likeliest_border(one, other, candidates, borders, words) if kind.is_clean else None
        border = _find_border(one, other, words, edges, to_right=right) if likeliest is None else likeliest
        borders.append(one.end if one.is_end_drawn and one.end < other.box.mid_x else border)
    everything = [*(w.box for w in words), *heads]
    left, end = min(b.x0 for b in everything) - _OUTER, max(b.x1 for b in everything) + _OUTER
    extra = list(also)
    extra += [
        e
        for e in edges
        if left + _OUTER < e < end - _OUTER
        and all(abs(e - b) > _NARROWEST for b in [*borders, *extra])
        and not any(h.x0 < e < h.x1 for h in heads)
        and _is_between_texts(e, borders, words)
    ]
    extra += learned_borders(kind, candidates, [*borders, *extra])
    found = Columns((left, *without_bare_headings(sorted([*borders, *extra]), heads, words), end))
    merging: set[int] = set()
    figures: set[int] = set()
    name: int | None = None
    places = _without_codes([_column_under(head, found, extra) for head in heads], found, kind)
    for place, holds in zip(places, column_kinds(kind.heading), strict=True):
        if holds == "merging":
            merging.add(place)
        elif holds == "figure":
            figures.add(place)
        elif holds == "name" and name is None:
            name = place
    lefts, size = _left_edges(found.borders, kind), kind.heading.cells[0].words[0].size
    return Columns(found.borders, frozenset(merging), name, frozenset(figures), places, lefts, size)


def without_bare_headings(borders: Sequence[float], heads: Sequence[Box], words: Sequence[Word]) -> list[float]:
    """The borders but for those that leave hardly a word under a heading, and many beside it under none: they are its
    own, set to a side of their column."""
    kept = [float("-inf"), *borders, float("inf")]
    for border in borders:
        at = kept.index(border)
        beside = list(itertools.pairwise(kept[at - 1 : at + 2]))
        named = [any(a < h.mid_x < b for h in heads) for a, b in beside]
        if sum(named) == 1:
            held = [sum(a < w.box.mid_x < b for w in words) for a, b in beside]
            own, other = held if named[0] else held[::-1]
            if other >= _MANY and own < _BARE * other:
                kept.remove(border)
    return kept[1:-1]


def _left_edges(borders: Sequence[float], kind: Kind) -> tuple[float | None, ...]:
    """Where most texts of each column begin, headings among them; None where no two begin at one place."""
    rows = [*([w.box.x0 for w in line.words] for line in kind.lines), [head.x0 for head in kind.heads]]
    found: list[float | None] = []
    for start, end in itertools.pairwise(borders):
        firsts = [x for row in rows if (x := next((x for x in row if start <= x + CROSS < end), None)) is not None]
        places = Counter(map(round, firsts))
        most, count = max(places.items(), key=operator.itemgetter(1), default=(0, 0))
        near = [x for x in firsts if abs(x - most) <= FLUSH_LEFT]
        found.append(sum(near) / len(near) if count and len(near) > 1 else None)
    return tuple(found)


def _column_under(head: Box, columns: Columns, unnamed: Sequence[float]) -> int:
    """The column that a heading names: the one it stands over, of two under it the wider one, which no code fills."""
    over = [x for x in unnamed if head.x0 < x < head.x1]
    if not over:
        return columns.of(head.mid_x) or 0
    under = [columns.of((a + b) / 2) or 0 for a, b in itertools.pairwise([head.x0, *over, head.x1])]
    return max(under, key=lambda i: columns.borders[i + 1] - columns.borders[i])


def _shared_edges(ends: Iterable[float]) -> list[float]:
    """Positions at which several rules or fills begin or end."""
    groups: list[list[float]] = []
    for end in sorted(ends):
        if groups and end - groups[-1][-1] <= _SAME:
            groups[-1].append(end)
        else:
            groups.append([end])
    most = max((len(group) for group in groups), default=0)
    return [sum(g) / len(g) for g in groups if len(g) >= max(_ENOUGH, 0.3 * most)]


def learned_borders(kind: Kind, candidates: Sequence[Candidate], known: Sequence[float]) -> list[float]:
    """Those of the `candidates` beside the borders `known` that all their signs make likely, as tables teach whose
    files tag their cells; none that leaves a heading without the texts it had."""
    mids = [w.box.mid_x for line in kind.lines for w in line.words]
    found: list[float] = []
    weighed = [(extra_odds(candidate), candidate) for candidate in candidates]
    for odds, candidate in sorted(weighed, key=lambda one: one[0], reverse=True):
        seldom = candidate.feature("crossed") <= (_TITLES if kind.is_clean else _SELDOM)
        enough = 0.0 if seldom else _CERTAIN
        borders = [*known, *found]
        if odds <= enough or any(abs(candidate.at - b) <= _NARROWEST for b in borders):
            continue
        left = max((b for b in borders if b < candidate.at), default=float("-inf"))
        right = min((b for b in borders if b > candidate.at), default=float("inf"))
        if any(left < x < candidate.at for x in mids) and any(candidate.at < x < right for x in mids):
            found.append(candidate.at)
    return found


def candidates_of(kind: Kind) -> list[Candidate]:
    """Where the columns of a kind may part."""
    return border_candidates(kind.lines, kind.heads, _shared_edges(kind.edges))


def _without_codes(places: Sequence[int], columns: Columns, kind: Kind) -> tuple[int, ...]:
    """The columns that headings name: none but that of figures or names stands over short words of numbers alone where
    the texts behind these have no heading."""
    held: dict[int | None, list[Word]] = {}
    for word in (word for line in kind.lines for word in line.words):
        held.setdefault(columns.of(word.box.mid_x), []).append(word)
    found = []
    for place, holds in zip(places, column_kinds(kind.heading), strict=True):
        own, behind = held.get(place, []), held.get(place + 1, [])
        codes = sum(any(c.isdigit() for c in w.text) and len(w.text) <= CODE for w in own)
        shifts = own and behind and place + 1 not in places and codes >= _CODES * len(own)
        found.append(place + 1 if shifts and holds not in NO_CODES else place)
    return tuple(found)


def _is_beyond_last(heads: Sequence[Box], words: Sequence[Word]) -> bool:
    """Whether texts stand to the right of their headings, as those of the last column do."""
    last = heads[-1]
    beyond = sum(w.box.x0 >= last.x1 for w in words)
    under = sum(w.box.x0 < last.x1 and w.box.x1 > last.x0 for w in words)
    return beyond > _ISLAND * (beyond + under)


def _find_border(
    left: HeadingCell, right: HeadingCell, words: Sequence[Word], edges: Sequence[float], *, to_right: bool
) -> float:
    """The border between two headings: an edge there, else the middle of a stretch that the fewest words cross.

    Of several such stretches it is the one at whose end the second heading begins; texts between two headings stand
    under the left one where those of the last column do (`to_right`).
    """
    one, other = left.box, right.box
    end = other.x0
    # A word that is too long for its cell runs out of it to the right.
    start = max((w.box.x1 for w in left.words if w.box.x1 <= end), default=min(one.mid_x, end))
    drawn = [e for e in edges if start - 1 <= e <= end + 1]
    if drawn:
        return min(drawn, key=lambda e: _count_crossings(e, words))
    near = [w for w in words if w.box.x1 > one.x0 and w.box.x0 < other.x1]
    runs = free_runs(start, end, near, None)
    if len(runs) > 1:
        preferred = runs[-1] if to_right else runs[0]
        scores = [
            _FLUSH * any(abs(run[1] - x) <= _FLUSH_MISS for x in (other.x0, end))
            + _SIDE * (run == preferred)
            - _NARROW * (run[1] - run[0] < _FREE_CODES)
            for run in runs
        ]
        runs = [runs[scores.index(max(scores))]]
    first, last = runs[0]
    return (first + last) / 2


def _likeliest_border(
    left: HeadingCell,
    right: HeadingCell,
    candidates: Sequence[Candidate],
    before: Sequence[float],
    words: Sequence[Word],
) -> float | None:
    """The likeliest border between two headings behind the borders `before`, None where none is likelier one than not.

    One that leaves the left heading without a word of its own gives way to the next one before the right heading."""
    between = [(log_odds(c), c.at) for c in candidates if left.box.mid_x < c.at < right.box.mid_x]
    likely = [(odds, at) for odds, at in between if odds > 0]
    start = max(before, default=float("-inf"))
    bare = [one for one in likely if not any(start < w.box.mid_x < one[1] for w in words)]
    beside = [one for one in likely if one not in bare and one[1] <= right.box.x0]
    return max((beside if bare and beside else likely), default=(0.0, None))[1]


def _count_crossings(x: float, words: Iterable[Word]) -> int:
    return sum(w.box.x0 < x - CROSS / 2 and w.box.x1 > x + CROSS / 2 for w in words)


def _is_between_texts(x: float, borders: Sequence[float], words: Iterable[Word]) -> bool:
    """Whether words stand on both sides of `x` between the borders next to it, and hardly any across it."""
    left = max((b for b in borders if b < x), default=float("-inf"))
    right = min((b for b in borders if b > x), default=float("inf"))
    inside = [w for w in words if left < w.box.mid_x < right]
    sides = sum(w.box.mid_x < x for w in inside), sum(w.box.mid_x > x for w in inside)
    return min(sides) > 1 and _count_crossings(x, inside) <= _DRAWN_OVER * min(sides)


def free_runs(start: float, end: float, words: Sequence[Word], most: int | None) -> list[tuple[float, float]]:
    """The stretches between `start` and `end` that the fewest words cross, or `most` at most."""
    steps = [start + _STEP * i for i in range(int((end - start) / _STEP) + 1)]
    change: Counter[int] = Counter()
    for word in words:
        change[max(0, int((word.box.x0 - start) / _STEP) + 1)] += 1
        change[max(0, int((word.box.x1 - start) / _STEP) + 1)] -= 1
    counts = list(itertools.accumulate(change[i] for i in range(len(steps))))
    limit = min(counts, default=0) if most is None else most
    runs: list[tuple[float, float]] = []
    for x, count in zip(steps, counts, strict=True):
        if count > limit:
            continue
        if runs and x - runs[-1][1] <= 1.5 * _STEP:
            runs[-1] = (runs[-1][0], x)
        else:
            runs.append((x, x))
    return runs
