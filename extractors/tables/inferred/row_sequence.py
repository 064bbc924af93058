"""The rows of a table as the likeliest sequence: lines of text parted by dynamic programming over weighted features.

Lines that share height stand in one row for certain; between such strips a row may end. What a row costs is minus the
logarithm of how likely it is: of its lines, that each goes on the line above it in its column, of its first lines,
that they do not, and of the row as a whole.
"""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.pages.words import WordLine
from extractors.tables.inferred.columns.parting import Columns
from extractors.tables.inferred.columns.placement import ColumnLine
from extractors.tables.inferred.row_features import (
    PAIR_FEATURES,
    ROW_FEATURES,
    Drawn,
    pair_features,
    row_features,
)
from extractors.tables.inferred.weights import weights_of

_SLIM = 0.3  # em from the middle of a line to where it surely overlaps another one
_STACKED = 0.95  # em; lines closer than that stand side by side in one cell: set below each other they would overlap
_SURE = 6.0  # log-odds of what is as good as certain
_MOST = 60  # strips of one row
_HOPELESS = 30.0  # a row that costs so much more than the best one with its end grows no cheaper with more lines
ALIGNMENTS = ("middle", "top", "bottom")  # where the texts of a row may meet, the most common first


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row: the lines of each of its cells by column. `margin` is by how much (in natural logarithms) the likeliest
    reading without the weaker of its two borders is less likely."""

    cells: dict[int, tuple[WordLine, ...]]
    margin: float

    @property
    def extent(self) -> tuple[float, float]:
        """Where its text begins and ends, in points."""
        lines = [line for cell in self.cells.values() for line in cell]
        return min(line.box.y0 for line in lines), max(line.box.y1 for line in lines)


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights, by feature."""

    pair: tuple[float, ...]
    row: tuple[float, ...]


@lru_cache(1)
def weights() -> Weights:
    """The weights in `weights.tsv`.

    Raises:
        KeyError: the file has no weight for a feature.
    """
    return Weights(weights_of("pair", PAIR_FEATURES), weights_of("row", ROW_FEATURES))


@dataclass(frozen=True, slots=True)
class Setting:
    """How a kind of table is set: the distance of a cell's lines in em, the room for text in each column in points,
    whether rules or fills part its rows, where the texts of a row meet, and whether cells are set in several types."""

    leading: float
    widths: tuple[float, ...]
    ruled: bool = False
    shaded: bool = False
    alignment: str = "middle"
    mixed: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lines of a column, one below the other: their places in the list of lines, and the log-odds that they are of
    one cell."""

    above: int
    below: int
    odds: float


class PairOdds:
    """The log-odds that two neighbours in a column are of one cell, each pair weighed once: columns and alignment of a
    table may be told from its rows, and its rows then read again."""

    def __init__(self, drawn: Drawn, setting: Setting) -> None:
        self._drawn = drawn
        self._setting = setting
        self._known: dict[tuple[ColumnLine, ColumnLine], float] = {}

    def of(self, above: ColumnLine, below: ColumnLine) -> float:
        """The log-odds that `below` goes on `above`."""
        known = self._known.get((above, below))
        if known is None:
            known = self._known[above, below] = self._weigh_pair(above, below)
        return known

    def _weigh_pair(self, above: ColumnLine, below: ColumnLine) -> float:
        features = features_of(above.line, below, self._drawn, self._setting)
        odds = math.fsum(map(operator.mul, weights().pair, features))
        return max(odds, _SURE) if below.mid - above.mid < _STACKED * below.line.size else odds


def pairs_of(lines: Sequence[ColumnLine], odds: PairOdds) -> list[Pair]:
    """The pairs of neighbours among `lines`, column by column."""
    last: dict[int, int] = {}
    found = []
    for index, line in enumerate(lines):
        above = last.get(line.column)
        last[line.column] = index
        if above is not None:
            found.append(Pair(above, index, odds.of(lines[above], line)))
    return found


def features_of(above: WordLine, line: ColumnLine, drawn: Drawn, setting: Setting) -> tuple[float, ...]:
    """The features of a line and the one above it."""
    return pair_features(
        above,
        line.line,
        leading=setting.leading,
        width=setting.widths[line.column],
        drawn=drawn,
        ruled=setting.ruled,
        shaded=setting.shaded,
        mixed=setting.mixed,
    )


def kind_of(column: int, columns: Columns) -> str:
    """What a column holds, in a word."""
    if column == columns.name:
        return "name"
    return "figure" if column in columns.figures else "other"


def strips_of(lines: Sequence[ColumnLine]) -> list[list[int]]:
    """The lines, by their places, in groups that share height; no row ends within one."""
    strips: list[list[int]] = []
    lower = float("-inf")
    for index, line in enumerate(lines):
        slim = _SLIM * line.line.size
        if strips and line.mid - slim < lower:
            strips[-1].append(index)
        else:
            strips.append([index])
        lower = max(lower, line.mid + slim)
    return strips


def text_rows(
    lines: Sequence[ColumnLine], columns: Columns, odds: PairOdds, alignment: str
) -> tuple[list[TextRow], float]:
    """The rows that `lines`, from top to bottom, most likely make, and what they cost together; the texts of a row meet
    at `alignment`."""
    strips = strips_of(lines)
    pairs = pairs_of(lines, odds)
    strip_of = {index: number for number, strip in enumerate(strips) for index in strip}
    joins, own = _losses_of(pairs, strip_of, len(strips))
    best = [0.0] + [math.inf] * len(strips)
    begins = [0] * (len(strips) + 1)
    costs: dict[tuple[int, int], float] = {}
    for end in range(1, len(strips) + 1):
        inside, cells = 0.0, Cells()
        for begin in range(end - 1, max(-1, end - 1 - _MOST), -1):
            inside += own[begin] + sum(change for below, change in joins[begin] if below < end)
            for index in reversed(strips[begin]):
                cells.put_before(lines[index])
            cost = inside + _row_loss(cells, columns, alignment)
            costs[begin, end] = cost
            if best[begin] + cost < best[end]:
                best[end], begins[end] = best[begin] + cost, begin
            if inside > best[end] - best[begin] + _HOPELESS:
                break
    rows: list[TextRow] = []
    bounds = [len(strips)]
    while bounds[-1]:
        bounds.append(begins[bounds[-1]])
    bounds.reverse()
    margins = _margins_of(bounds, costs)
    for (begin, end), margin in zip(itertools.pairwise(bounds), margins, strict=True):
        rows.append(TextRow(_lines_held([lines[i] for strip in strips[begin:end] for i in strip]), margin))
    return rows, best[-1]


def _losses_of(
    pairs: Sequence[Pair], strip_of: dict[int, int], count: int
) -> tuple[list[list[tuple[int, float]]], list[float]]:
    """What strips cost: where a row begins with a strip, for its lines that do not go on those above; and by the strip
    above, what changes where both strips are in one row, with the strip below."""
    joins: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    own = [0.0] * count
    for pair in pairs:
        above, below = strip_of[pair.above], strip_of[pair.below]
        if above == below:
            own[below] += _softplus(-pair.odds)
        else:
            own[below] += _softplus(pair.odds)
            joins[above].append((below, -pair.odds))
    return joins, own


def _softplus(x: float) -> float:
    return x if x > 30 else math.log1p(math.exp(x))


class Cells:
    """Lines gathered into the cells of a row, from the last one upwards: of each column the first and last line."""

    def __init__(self) -> None:
        self.ends: dict[int, tuple[WordLine, WordLine]] = {}
        self.bold = True

    def put_before(self, line: ColumnLine) -> None:
        """Take in a line that stands above those of its column."""
        held = self.ends.get(line.column)
        self.ends[line.column] = (line.line, line.line if held is None else held[1])
        self.bold = self.bold and line.line.bold


def _lines_held(lines: Sequence[ColumnLine]) -> dict[int, tuple[WordLine, ...]]:
    cells: dict[int, list[WordLine]] = {}
    for line in lines:
        cells.setdefault(line.column, []).append(line.line)
    return {column: tuple(held) for column, held in sorted(cells.items())}


def _row_loss(cells: Cells, columns: Columns, alignment: str) -> float:
    ends = [(kind_of(column, columns), pair) for column, pair in cells.ends.items()]
    features = row_features(ends, bold=cells.bold, alignment=alignment)
    return -math.fsum(map(operator.mul, weights().row, features))


def _margins_of(bounds: Sequence[int], costs: dict[tuple[int, int], float]) -> list[float]:
    """Of each row, how much dearer the cheapest reading is in which one of its borders is none."""
    spans = list(itertools.pairwise(bounds))
    joined = [costs.get((a, d), math.inf) - costs[a, b] - costs[c, d] for (a, b), (c, d) in itertools.pairwise(spans)]
    around = [math.inf, *joined, math.inf]
    return [min(before, after) for before, after in itertools.pairwise(around)]
