"""What is drawn on a page as rules and fills: the same for every source of pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractors.pages.model import Box, Fill, Rule

_THIN = 2.0  # points; a filled rectangle thinner than this is a drawn line
_SHORT = 2.0  # points; a shorter line is an ornament of a character, not a border, or a dot of a dotted one
_STEP = 3.0  # points between two dots of a dotted line, at most
_ASIDE = 0.3  # points by which a dot may stand beside the line
_MOST_CROSSED = 0.5  # share of a line's dots that are in lines across as well; where more are, they shade a ground
_DOTS = 6  # of a dotted line, at least: a row of one line of small type is as high
_WHITE = 0.98  # of 0 (black) to 1 in each colour; a paler fill cannot be seen on paper


@dataclass(slots=True)
class DrawnShapes:
    """Collects the rules and fills that lines and rectangles are, the `dots` that may be of dotted lines, and the
    places of `pictures`."""

    rules: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)

    def add_line(self, box: Box) -> None:
        """Take in a drawn line: a rule where it is straight across or down and long enough, a dot where it is short."""
        x0, y0, x1, y1 = box
        width, height = x1 - x0, y1 - y0
        if width < _SHORT and height < _SHORT:
            self.dots.append(box)
        elif width <= _THIN or height <= _THIN:
            self.rules.append(Rule(box))

    def all_rules(self) -> tuple[Rule, ...]:
        """The rules, those that dots make too."""
        return (*self.rules, *map(Rule, dotted_lines(self.dots)))

    def add_rectangle(self, box: Box, *, stroked: bool, filled: bool) -> None:
        """Take in a rectangle: a rule where it is thin, else four where it is `stroked`, and a fill if `filled`."""
        if is_thin(box):
            self.add_line(box)
            return
        if stroked:
            self.add_line(Box(box.x0, box.y0, box.x1, box.y0))
            self.add_line(Box(box.x0, box.y1, box.x1, box.y1))
            self.add_line(Box(box.x0, box.y0, box.x0, box.y1))
            self.add_line(Box(box.x1, box.y0, box.x1, box.y1))
        if filled:
            self.fills.append(Fill(box))


def white(parts: Iterable[float]) -> bool:
    """Whether a colour, its parts grey or red, green and blue from 0 to 1, cannot be told from paper."""
    return min(parts) > _WHITE


def is_thin(box: Box) -> bool:
    """Whether a rectangle is a drawn line or a dot, however it is painted."""
    return min(box.width, box.height) <= _THIN


def dotted_lines(dots: Sequence[Box]) -> list[Box]:
    """The straight lines, across and down, that runs of dots are: some programs draw each dot of a dotted border as a
    square of its own. Dots that fill an area are none."""
    if len(dots) < _DOTS:
        return []
    lying, standing = _runs_of_dots(dots, across=False), _runs_of_dots(dots, across=True)
    in_lying, in_standing = ({i for run in runs for i in run} for runs in (lying, standing))
    return [
        Box.around(dots[i] for i in run)
        for runs, crossing in ((lying, in_standing), (standing, in_lying))
        for run in runs
        if sum(i in crossing for i in run) <= _MOST_CROSSED * len(run)
    ]


def _runs_of_dots(dots: Sequence[Box], *, across: bool) -> list[list[int]]:
    """The dots, by their number, that stand close behind one another on one line, those of each line together; the
    lines run down the page where `across`, else from left to right."""
    at, along = (0, 1) if across else (1, 0)
    middles = [(box[at] + box[at + 2]) / 2 for box in dots]
    order = sorted(range(len(dots)), key=middles.__getitem__)
    lines: list[list[int]] = []
    for index in order:
        if lines and middles[index] - middles[lines[-1][0]] <= _ASIDE:
            lines[-1].append(index)
        else:
            lines.append([index])
    found = []
    for line in lines:
        line.sort(key=lambda i: dots[i][along])
        run = line[:1]
        for before, index in pairwise(line):
            if dots[index][along] - dots[before][along + 2] > _STEP:
                found.append(run)
                run = []
            run.append(index)
        found.append(run)
    return [run for run in found if len(run) >= _DOTS]
