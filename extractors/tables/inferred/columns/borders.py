"""Where the columns of a table may part that no rules draw, and how likely each place is a border.

A candidate is a stretch, over all rows and pages of tables with like headings, that fewer words cross than what stands
on both sides of it. What speaks for it and against it is weighed together: `weights.tsv`, learned by `training/` from
printings whose files tag their cells. Lengths are in em of the line's type size.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from extractors.pages.model import Box, Word
from extractors.pages.words import TEXT_GAP, WordLine
from extractors.tables.glued_figures import CROSS
from extractors.tables.inferred.weights import weights_of
from extractors.tables.page_content import parted

BORDER_FEATURES = (
    "constant",
    "crossed",  # share of the words beside it that run over it
    "crossed_often",  # whether more than a few do
    "width",  # of the stretch
    "narrow",  # no wider than a space between words
    "gap",  # between the words on both sides, on the lines that have both between the candidates beside it
    "tight",  # share of these lines on which the words stand as close as those of one text
    "apart",  # no line has words on both sides
    "starts_flush",  # share of the texts to the right that begin at its end
    "ends_flush",  # share of the texts to the left that end at its beginning
    "drawn",  # ends of rules or fills, or vertical rules, stand in it
    "between_headings",
    "heading_flush",  # a heading begins where the texts to the right of it do
    "in_heading",  # it cuts a heading
    "codes_left",  # share of the words between it and the candidate before that have a figure
    "codes_in_heading",  # the same where it cuts a heading
    "figures_right",
    "runs_on",  # share of the lines on which a small letter follows a word without a gap
    "other_size",  # the texts on both sides are of two type sizes
    "few_left",  # one line at most has words between it and the candidate before
    "few_right",
    "alone_left",  # share of the texts to the left with none to the right on their line
    "alone_right",
)
_SURE = 2.0  # log-odds: a border too many tears texts apart, one too few leaves two texts in one cell, side by side
_RUNS_ON = 0.5  # share of the lines with words on both sides on which these may read as one text
_SPACE = 0.35  # em between words of a text that is not set to full width, at most
_STEP = 0.5  # points between the positions at which words are counted
_MOST_CROSSED = 0.3  # share of the words beside a candidate that may cross it
_FEW = 0.02  # share of all words that is no column of its own
_SELDOM = 0.02  # share of the lines whose words may run out of their cells: a stretch that they cross counts as free
_WALL = 0.05  # share of the lines that a heading counts for: no border runs through the column under it
_NEAR = 1.0  # points by which texts that begin or end at one place may miss it
_MANY = 10  # texts that begin at one place, at least, where that is the beginning of a column for certain
_OFTEN = 0.2  # share of the lines that they are, at least
_HEADING_NEAR = 1.5  # points by which a heading may, whose type is another one
_FAR = 3.0  # em; words further apart are no further apart
_WIDE = 2.0  # em; the same of stretches
_OTHER_SIZE = 0.75  # points by which the type on one side differs from that on the other


EXTRA_FEATURES = (
    "constant",
    "odds",  # by how much it is likelier a border than none, for all that is known of it alone
    "few_left",
    "few_right",
    "starts_flush",
    "crossed",
    "in_heading",
    "alone_left",
    "alone_right",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch where a border may stand, from `x0` to `x1` in points, its likeliest place `at`, and its features.
    `behind_first` tells that the words between it and the candidate before are the first ones of their lines."""

    x0: float
    x1: float
    at: float
    features: tuple[float, ...]
    behind_first: bool = False

    def feature(self, name: str) -> float:
        """One of its features, by its name in `BORDER_FEATURES`."""
        return self.features[BORDER_FEATURES.index(name)]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a table's part: where its words begin and end, from left to right."""

    words: tuple[Word, ...]
    mids: tuple[float, ...]
    size: float


def extra_features(candidate: Candidate, odds: float) -> tuple[float, ...]:
    """What speaks for a border that no pair of headings asks for, in the order of `EXTRA_FEATURES`."""
    return (1.0, odds, *(candidate.feature(name) for name in EXTRA_FEATURES[2:]))


def log_odds(candidate: Candidate) -> float:
    """By how much a candidate is likelier a border than none, by what is known of it alone."""
    return _weigh_features(weights_of("border", BORDER_FEATURES), candidate.features)


def extra_odds(candidate: Candidate) -> float:
    """By how much a candidate is likelier a border than none where the headings beside it have one without it.

    Gaps on one line, before texts that never stand alone on theirs, or within what reads as one text show none but
    behind codes and between two sizes of type: words of lines set to full width stand so, and words of any text by
    chance. A number within one line is no code.
    """
    codes_alone = candidate.feature("codes_left") == 1 and candidate.feature("figures_right") < 1
    codes_alone = codes_alone and (candidate.behind_first or not candidate.feature("few_left"))
    behind_codes = codes_alone or candidate.feature("other_size") == 1
    by_chance = candidate.feature("few_right") or not candidate.feature("alone_right")
    if not behind_codes and (by_chance or candidate.feature("runs_on") > _RUNS_ON):
        return float("-inf")
    odds = _weigh_features(weights_of("extra", EXTRA_FEATURES), extra_features(candidate, log_odds(candidate)))
    return odds if behind_codes else odds - _SURE


def border_candidates(lines: Sequence[WordLine], heads: Sequence[Box], edges: Sequence[float]) -> list[Candidate]:
    """The candidates from left to right, of a table with the texts `lines` under the headings `heads`; `edges` are the
    positions at which rules and fills end."""
    laid = [_Line(line.words, tuple(w.box.mid_x for w in line.words), max(line.size, 1.0)) for line in lines]
    words = [word for line in laid for word in line.words]
    stretches = _find_stretches(_boxes_in_cells(lines), heads)
    if not stretches:
        return []
    size = median(line.size for line in laid) if laid else 1.0
    bounds = [float("-inf"), *((a + b) / 2 for a, b in stretches), float("inf")]
    sides = [_Sides(words, left, at, right) for left, at, right in zip(bounds, bounds[1:], bounds[2:], strict=False)]
    found = []
    for (x0, x1), side in zip(stretches, sides, strict=True):
        drawn = [e for e in edges if x0 - _NEAR <= e <= x1 + _NEAR]
        middle = (x0 + x1) / 2
        features = _features_of(_free_of_words((x0, x1), words, heads), side, laid, heads, size, drawn=bool(drawn))
        at = min(drawn, key=lambda e: abs(e - middle)) if drawn else _freest_place((x0, x1), laid)
        found.append(Candidate(x0, x1, at, features, _is_behind_first(side, laid)))
    return found


def _is_behind_first(side: _Sides, lines: Iterable[_Line]) -> bool:
    """Whether the words to the left of a candidate begin their lines."""
    return not any(line.mids[0] <= side.left and any(side.left < x < side.at for x in line.mids) for line in lines)


def _freest_place(stretch: tuple[float, float], lines: Sequence[_Line]) -> float:
    """The middle of the widest part of a stretch where it tears the fewest texts: a long line may run out of its cell,
    and all of it is on one side of the border."""
    x0, x1 = stretch
    inside: list[tuple[Box, bool, bool]] = []  # with whether it goes on a word to its left, and one to its right
    for line in lines:
        near = _SPACE * line.size
        for before, word, after in zip((None, *line.words), line.words, (*line.words[1:], None), strict=False):
            if word.box.x1 > x0 and word.box.x0 < x1:
                goes_on = before is not None and word.box.x0 - before.box.x1 <= near
                leads = after is not None and after.box.x0 - word.box.x1 <= near
                inside.append((word.box, goes_on, leads))
    ends = {x for box, _, _ in inside for x in (box.x0, box.x1) if x0 < x < x1}

    def cost(part: tuple[float, float]) -> tuple[int, float]:
        torn = (
            (box.x1 > part[0] and box.x0 < part[1]) or (goes_on and box.x0 >= part[1]) or (leads and box.x1 <= part[0])
            for box, goes_on, leads in inside
        )
        return sum(torn), part[0] - part[1]

    left, right = min(list(itertools.pairwise(sorted({x0, x1, *ends}))), key=cost)
    return (left + right) / 2


class _Sides:
    """The words beside a candidate at `at`, between those to the `left` and `right` of it, and those that cross it."""

    def __init__(self, words: Sequence[Word], left: float, at: float, right: float) -> None:
        near = [w for w in words if w.box.x1 > left and w.box.x0 < right]
        self.crossing = sum(w.box.x0 < at - CROSS / 2 and w.box.x1 > at + CROSS / 2 for w in near)
        self.before = [w for w in near if left < w.box.mid_x < at]
        self.after = [w for w in near if at <= w.box.mid_x < right]
        self.left, self.at, self.right = left, at, right


def _boxes_in_cells(lines: Sequence[WordLine]) -> list[Box]:
    """The boxes of the words, those at the end of a text cut where very many texts begin: they run out of narrow cells
    into the next ones."""
    pieces = [piece for line in lines for piece in parted(line, TEXT_GAP)]
    begun = Counter(round(piece.box.x0) for piece in pieces)
    starts = sorted(x for x, count in begun.items() if count >= max(_MANY, _OFTEN * len(lines)))
    boxes = []
    for piece in pieces:
        *others, (x0, y0, x1, y1) = (word.box for word in piece.words)
        over = [start for start in starts if x0 + _NEAR < start - CROSS < x1] if len(piece.words) == 1 else []
        boxes += [*others, Box(x0, y0, over[0] - CROSS if over else x1, y1)]
    return boxes


def _find_stretches(words: Sequence[Box], heads: Sequence[Box]) -> list[tuple[float, float]]:
    """The stretches that fewer words and headings cross than both sides of them."""
    boxes = [*words, *heads]
    if not boxes:
        return []
    start = min(b.x0 for b in boxes)
    crossing, over = _count_from(words, start), _count_from(heads, start)
    most = max(crossing.values(), default=0)
    seldom, wall = int(_SELDOM * most), max(1, int(_WALL * most))
    steps = sorted({*crossing, *over})
    levels, body, headed = [], 0, 0
    for step, following in itertools.pairwise(steps):
        body, headed = crossing.get(step, body), over.get(step, headed)
        count = (0 if body <= seldom else body) + wall * headed
        levels.append((start + step * _STEP, start + following * _STEP, count))
    levels = _join_stretches(levels)
    valleys = [
        own
        for before, own, after in zip(levels, levels[1:], levels[2:], strict=False)
        if own[2] < before[2] and own[2] < after[2]
    ]
    mids = sorted(b.mid_x for b in boxes)
    return [(x0, x1) for x0, x1, _ in _seldom_crossed(valleys, mids)]


def _count_from(boxes: Sequence[Box], start: float) -> dict[int, int]:
    """How many boxes there are from each step on at which that changes; steps are counted from `start`."""
    change: Counter[int] = Counter()
    for box in boxes:
        first = round((box.x0 - start) / _STEP)
        change[first] += 1
        change[max(round((box.x1 - start) / _STEP), first + 1)] -= 1
    steps = sorted(change)
    return dict(zip(steps, itertools.accumulate(change[step] for step in steps), strict=True))


def _free_of_words(stretch: tuple[float, float], words: Sequence[Word], heads: Sequence[Box]) -> tuple[float, float]:
    """The stretch as wide as the words beside it leave it, up to the middles of headings: these may stand over it."""
    x0, x1 = stretch
    ends = [*(w.box.x1 for w in words if w.box.x1 <= x0 + CROSS), *(h.mid_x for h in heads if h.mid_x <= x0)]
    starts = [*(w.box.x0 for w in words if w.box.x0 >= x1 - CROSS), *(h.mid_x for h in heads if h.mid_x >= x1)]
    return min(x0, max(ends, default=x0)), max(x1, min(starts, default=x1))


def _join_stretches(levels: Sequence[tuple[float, float, int]]) -> list[tuple[float, float, int]]:
    """Stretches side by side that as many words cross are one."""
    found: list[tuple[float, float, int]] = []
    for x0, x1, count in levels:
        if found and found[-1][2] == count:
            found[-1] = (found[-1][0], x1, count)
        else:
            found.append((x0, x1, count))
    return found


def _seldom_crossed(
    valleys: Sequence[tuple[float, float, int]], mids: Sequence[float]
) -> list[tuple[float, float, int]]:
    """Without those that many of the words beside them cross; the neighbours of one that goes are further away."""
    kept = list(valleys)
    while kept:
        ends = [0, *(bisect_right(mids, (a + b) / 2) for a, b, _ in kept), len(mids)]
        shares = [
            count / max(1, min(at - before, after - at))
            for (_, _, count), before, at, after in zip(kept, ends, ends[1:], ends[2:], strict=False)
        ]
        worst = max(range(len(kept)), key=lambda i: shares[i])
        if shares[worst] <= _MOST_CROSSED:
            break
        del kept[worst]
    return kept


def _features_of(
    stretch: tuple[float, float],
    side: _Sides,
    lines: Sequence[_Line],
    heads: Sequence[Box],
    size: float,
    *,
    drawn: bool,
) -> tuple[float, ...]:
    x0, x1 = stretch
    at = side.at
    ends = [(line, bisect_right(line.mids, at)) for line in lines]
    pairs = [
        (line.words[i - 1], line.words[i], line.size)
        for line, i in ends
        if 0 < i < len(line.words) and line.mids[i - 1] > side.left and line.mids[i] < side.right
    ]
    gaps = [min((right.box.x0 - left.box.x1) / em, _FAR) for left, right, em in pairs]
    firsts = [line.words[i] for line, i in ends if i < len(line.words) and line.mids[i] < side.right]
    lasts = [line.words[i - 1] for line, i in ends if i and line.mids[i - 1] > side.left]
    crossed = side.crossing / max(1, min(len(side.before), len(side.after)))
    codes = _share_of(any(c.isdigit() for c in w.text) for w in side.before)
    cut = any(h.x0 + CROSS < at < h.x1 - CROSS for h in heads)
    width = min((x1 - x0) / size, _WIDE)
    sizes = [median(w.size for w in words) if words else size for words in (firsts, lasts)]
    return (
        1.0,
        min(1.0, crossed),
        float(crossed > _FEW),
        width,
        float(width < 0.3),
        sum(gaps) / len(gaps) if gaps else 1.0,
        _share_of(gap < TEXT_GAP for gap in gaps),
        float(not gaps),
        _share_of_others(abs(w.box.x0 - x1) <= _NEAR for w in firsts),
        _share_of_others(abs(w.box.x1 - x0) <= _NEAR for w in lasts),
        float(drawn),
        float(any(a.x1 <= at <= b.x0 for a, b in itertools.pairwise(heads))),
        float(any(abs(h.x0 - x1) <= _HEADING_NEAR for h in heads)),
        float(cut),
        codes,
        codes * cut,
        _share_of(any(c.isdigit() for c in w.text) for w in side.after),
        _share_of(gap < TEXT_GAP and right.text[:1].islower() for gap, (_, right, _) in zip(gaps, pairs, strict=True)),
        float(abs(sizes[0] - sizes[1]) >= _OTHER_SIZE),
        float(len(lasts) < 2),
        float(len(firsts) < 2),
        1 - len(pairs) / max(1, len(lasts)),
        1 - len(pairs) / max(1, len(firsts)),
    )


def _share_of_others(flags: Iterable[bool]) -> float:
    """The share that holds beside the one by which the place was told; none where there is no other."""
    listed = list(flags)
    return max(0, sum(listed) - 1) / (len(listed) - 1) if len(listed) > 1 else 0.0


def _share_of(flags: Iterable[bool]) -> float:
    listed = list(flags)
    return sum(listed) / len(listed) if listed else 0.0


def _weigh_features(weights: Sequence[float], features: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, features, strict=True))
