"""What tells whether two lines of a column, one below the other, are of one cell, and whether lines make a row.

Lengths are in em of the line's type size. Their weights stand in `weights.tsv`; `training/`
learns such from printings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.pages.model import Box
from extractors.pages.words import WordLine
from extractors.tables.cell_text import DATE
from extractors.text import is_unended

_EXACT = 0.035  # em: what rounding of positions makes of one distance
_STEP = 0.02  # em by which distances are told apart
_LEAST_LEADING, _MOST_LEADING = 0.9, 2.0  # em from a line of a cell to its next
WIDEST_LEADING = 3.0  # em, where nearly all lines that far apart show that they are of one cell
_NEARLY_ALL = 0.8  # share of such lines; of the first lines of rows two in three do by chance, at most
_SEEN_LEADING = 1.5  # em at most, where no line is full: lines further apart are rows of one line each
_USUAL_LEADING = 1.2  # em, where the document shows none
# em of room: between the usual line heights of printers (0.1 to 0.25) and the least padding of rows.
ROOM_OF_LINES = 0.3
_LEVEL = 1.0  # points by which rules and fills of one border may differ in height
_MOST_OF_WIDTH = 0.7  # share of a table's width that is covered at a border between rows
_SPACE = 0.28  # em between two words
_OTHER_SIZE = 0.3  # points by which the type of two lines differs
_OFTEN = 0.3  # share of the lines that go on others for certain
_ENOUGH = 6  # pairs that show the distance of lines

_CODE = re.compile(r"[A-Z0-9]{1,4}[.\-)]\S*|[•\-–▪]|[A-Z]\d+\b.*")
_FIGURE = re.compile(r"[<>=≤≥]|[<>=≤≥]*\s*[\d.,/%€+\-]+%?|SI|Sì|SÌ|NO|si|no|n\.d\.|-+")
_REST = re.compile(r"[%),.;:/]")  # what begins no text


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn behind a table's text: horizontal rules, and fills."""

    rules: tuple[Box, ...]
    fills: tuple[Box, ...]

    def has_rule_between(self, above: Box, below: Box) -> bool:
        """Whether a rule runs between two lines of text, over the middle of one of them."""
        y0, y1 = above.mid_y, below.mid_y
        return any(
            y0 < r.mid_y < y1 and (r.x0 <= above.mid_x <= r.x1 or r.x0 <= below.mid_x <= r.x1) for r in self.rules
        )

    def borders_over(self, x0: float, x1: float) -> list[float]:
        """The heights at which rules or ends of fills run over most of a table from `x0` to `x1`: rows part there."""
        edges = [(r.mid_y, r) for r in self.rules] + [(y, f) for f in self.fills for y in (f.y0, f.y1)]
        covered: dict[int, list[tuple[float, float]]] = {}
        for y, box in edges:
            if box.x0 < x1 and box.x1 > x0:
                covered.setdefault(round(y / _LEVEL), []).append((max(box.x0, x0), min(box.x1, x1)))
        return [
            step * _LEVEL for step, parts in covered.items() if _covered_length(parts) >= _MOST_OF_WIDTH * (x1 - x0)
        ]

    def has_fill_between(self, above: Box, below: Box) -> bool:
        """Whether a fill ends or begins between two lines of text."""
        x0, y0, x1, y1 = above.mid_x, above.mid_y, below.mid_x, below.mid_y
        near = (f for f in self.fills if f.y1 >= y0 and f.y0 <= y1)
        return any(f.holds(x0, y0) != f.holds(x1, y1) for f in near)


def _covered_length(parts: Iterable[tuple[float, float]]) -> float:
    """The length that parts cover together: a fill may be drawn twice."""
    total, end = 0.0, float("-inf")
    for start, stop in sorted(parts):
        total += max(0.0, stop - max(start, end))
        end = max(end, stop)
    return total


def leading_of(columns: Iterable[Sequence[WordLine]]) -> float:
    """The distance in em from one line of a cell to its next, from columns of lines.

    Where a line leaves no room for the first word of the next, both are of one cell for all that is known: the distance
    most such lines have. Where there are few of them, the least distance that many lines have. Rows stand so far apart
    too that lines of a cell seldom do: there nearly all lines must show it.
    """
    full: Counter[int] = Counter()
    seen: Counter[int] = Counter()
    for lines in columns:
        width = _width_for(lines)
        for above, below in pairwise(lines):
            size = max(above.size, 1.0)
            distance = (below.box.mid_y - above.box.mid_y) / size
            if not _LEAST_LEADING <= distance <= WIDEST_LEADING or abs(above.size - below.size) > 0.1:
                continue
            step = round(distance / _STEP)
            seen[step] += 1
            shows = len(lines) > 3 and len(above.words) + len(below.words) > 2  # a word alone says nothing of its room
            if shows and spare_room(above, below, width) < 0:
                full[step] += 1
    for step in [step for step in full if step * _STEP > _MOST_LEADING and full[step] < _NEARLY_ALL * seen[step]]:
        del full[step]
    shown = sum(full.values()) >= _ENOUGH
    counted = full if shown else Counter({step: n for step, n in seen.items() if step * _STEP <= _SEEN_LEADING})
    if not counted:
        return _USUAL_LEADING
    near = {step: sum(counted[s] for s in (step - 1, step, step + 1)) for step in counted}
    most = max(near.values())
    least = min(step for step, count in near.items() if count >= 0.3 * most)
    best = max((least, least + 1, least + 2), key=lambda s: counted[s])
    return best * _STEP


def _width_for(lines: Sequence[WordLine]) -> float:
    """The room for text in a column, in points: from its lines."""
    return max((line.box.x1 for line in lines), default=0.0) - min((line.box.x0 for line in lines), default=0.0)


def spare_room(above: WordLine, below: WordLine, width: float) -> float:
    """The room in em that `above` leaves after the first word of `below`; below 0 where that had none."""
    size = max(above.size, 1.0)
    return (width - above.box.width - below.words[0].box.width) / size - _SPACE


def are_mixed(columns: Iterable[tuple[float, Sequence[WordLine]]]) -> bool:
    """Whether lines of one cell are often set in types of another size or weight: from one that leaves no room for the
    first word of the next to that one. `columns` are the width of each in points and its lines."""
    pairs = [
        (above, below)
        for width, lines in columns
        for above, below in pairwise(lines)
        if len(above.words) > 1 and spare_room(above, below, width) < 0
    ]
    other = sum(a.bold != b.bold or abs(a.size - b.size) > _OTHER_SIZE for a, b in pairs)
    return other >= max(_ENOUGH, _OFTEN * len(pairs))


PAIR_FEATURES = (
    "constant",
    "exact",
    "near",
    "wider",
    "wide",
    "narrower",
    "excess",
    "rule",
    "fill",
    "bold",
    "size",
    "no_room",
    "much_room",
    "room",
    "small_letter",
    "goes_on",
    "code",
    "sentence_end",
    "figures",
    "figures_exact",
    "no_rule",
    "same_fill",
    "completed",
)


def pair_features(
    above: WordLine,
    below: WordLine,
    *,
    leading: float,
    width: float,
    drawn: Drawn,
    ruled: bool,
    shaded: bool,
    mixed: bool = False,
) -> tuple[float, ...]:
    """The features of two lines one below the other in a column `width` points wide for text.

    `ruled` and `shaded` tell whether rules and fills part the rows of the table, `mixed` whether lines of one cell are
    set in several types, so that another one begins no cell."""
    size = max(above.size, 1.0)
    excess = (below.box.mid_y - above.box.mid_y) / size - leading * (size + max(below.size, 1.0)) / 2 / size
    room = spare_room(above, below, width)
    first, text = below.words[0].text, above.text
    rule, fill = drawn.has_rule_between(above.box, below.box), drawn.has_fill_between(above.box, below.box)
    words = len(above.words) > 1 or len(below.words) > 1  # a column of single words does not show how wide it is
    figures = bool(_FIGURE.fullmatch(text)) and bool(_FIGURE.fullmatch(below.text))
    return (
        1.0,
        float(abs(excess) <= _EXACT),
        float(_EXACT < abs(excess) <= 0.1),
        float(0.1 < excess <= 0.4),
        float(excess > 0.4),
        float(excess < -0.1),
        max(-0.5, min(excess, 2.0)),
        float(rule),
        float(fill),
        float(above.bold != below.bold and not mixed),
        float(abs(above.size - below.size) > _OTHER_SIZE and not mixed),
        float(room < 0 and words),
        float(room > 1.5),
        max(0.0, min(room, 6.0)),
        float(first[:1].islower()),
        float(is_unended(text)),
        float(bool(_CODE.fullmatch(first))),
        float(text[-1:] in ".;:"),
        float(figures),
        float(figures and abs(excess) <= _EXACT),
        float(ruled and not rule),
        float(shaded and not fill),
        float(bool(_REST.match(first)) or bool(DATE.fullmatch(text + below.text) and not DATE.fullmatch(text))),
    )


ROW_FEATURES = (
    "name_and_figure",
    "name_alone",
    "name_alone_bold",
    "figure_alone",
    "neither",
    "misaligned",
    "aligned_exactly",
)


def row_features(
    cells: Sequence[tuple[str, tuple[WordLine, WordLine]]], *, bold: bool, alignment: str
) -> tuple[float, ...]:
    """The features of lines taken for a row: its cells' first and last lines with their columns' kinds, whether all
    are `bold`; `alignment` is where the texts of the table's rows meet, `top`, `middle` or `bottom`."""
    name = any(kind == "name" for kind, _ in cells)
    figure = any(kind == "figure" for kind, _ in cells)
    off = misalignment([ends for _, ends in cells], alignment)
    return (
        float(name and figure),
        float(name and not figure and not bold),
        float(name and not figure and bold),
        float(figure and not name),
        float(not name and not figure),
        min(off, 3.0),
        float(off <= 0.1 and len(cells) > 1),
    )


def misalignment(cells: Sequence[tuple[WordLine, WordLine]], alignment: str) -> float:
    """By how many em the texts of cells, each its first and last line, miss each other's top, middle or bottom."""
    if len(cells) < 2:
        return 0.0
    tops = [first.box.mid_y for first, _ in cells]
    ends = [last.box.mid_y for _, last in cells]
    size = max(cells[0][0].size, 1.0)
    if alignment == "top":
        return (max(tops) - min(tops)) / size
    if alignment == "bottom":
        return (max(ends) - min(ends)) / size
    middles = [(top + end) / 2 for top, end in zip(tops, ends, strict=True)]
    return (max(middles) - min(middles)) / size
