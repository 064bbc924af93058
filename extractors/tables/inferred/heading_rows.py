"""The heading rows of a page: runs of lines that part into columns whose texts the layout knows as headings.

A heading may be set in narrow cells, over several lines, broken inside words, at the top, middle or foot of its row.
So its lines are not gathered into cells first: the words of some lines are cut at white stretches that run through all
of them, and the cut that makes most of the stretches' texts known headings is found by dynamic programming.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from extractors.layouts.headings.heading_map import Heading
from extractors.layouts.headings.matching import Headings
from extractors.layouts.schema import VALUE_COLUMNS
from extractors.pages.model import Box, Cell, Place, TableRow, Word
from extractors.pages.words import TEXT_GAP, WordLine, lines_of
from extractors.tables.inferred.heading_words import (
    HeadingCell,
    HeadingRow,
    are_stacked,
    gaps_between,
    in_line_order,
    lowered,
    pieces_of,
    stretches_of,
    text_of,
    texts_of,
    without_breaks,
    words_between_rules,
    words_on_fills,
)
from extractors.tables.page_content import PageContent
from extractors.text import folded

_KNOWN_SHARE = 0.6  # share of a line's characters in words of known headings, at least, where a heading stands
_TALL = 20.0  # em; a heading row is not taller
_MOST_STRETCHES = 30  # stretches of words in one heading: each word, in one of a single line
_MOST_LINES = 18  # lines of a heading row, cells that stand at other heights counted apart
_FEW_LINES = 9  # lines of a heading row whose cells may be wide
_NARROW = 15.0  # characters of a line, on average, in a row of more: cells three letters wide
_OVERRUN = 3.0  # score that it costs where a word runs out of its cell
_CELL = 10.0  # score that it costs where a cell stands beside none of the others
_LONG = 24.0  # score of a known heading, at most: one for each character, as those of unknown ones cost
_OPEN = 14.0  # the same where its pattern matches any text somewhere
_APART = 2.0  # score that each heading costs, so that `Valore atteso n` is one
_LINE = 0.5  # score that a line costs, so that no line is taken without need
_KEPT = 1 << 16  # texts of which it is kept what they are worth: those of a few pages, which share lines
_BESIDE = 0.3  # em by which the middle of a cell may miss the cells beside it
_NEXT = 1.8  # em from a line of a heading to its next, at most


_Placed: TypeAlias = tuple[int, float, str]
"""A word's line, its left end in points, and its folded text: words of one cell in this order read as it does."""


class HeadingFinder:
    """Finds heading rows on the pages of one document."""

    def __init__(self, headings: Headings, page_done: Callable[[], None] = lambda: None) -> None:
        self._headings = headings
        self._page_done = page_done
        self._known: dict[str, Heading] = {}
        self._worth: dict[str, float] = {}  # of folded texts

    def rows_of(self, page: PageContent, words: Sequence[Word]) -> list[HeadingRow]:
        """The heading rows among `words` of the page, from top to bottom."""
        lines = lines_of(words) if words else []
        likely = [self._is_likely(line) for line in lines]
        found: list[HeadingRow] = []
        first = 0
        while first < len(lines):
            if not likely[first]:
                first += 1
                continue
            best = self._best_row(page, lines, likely, first)
            if best is None:
                first += 1
                continue
            _, row, last = best
            found.append(self._with_headings_over(row, lines))
            first = last + 1
        self._page_done()
        return found

    def _is_likely(self, line: WordLine) -> bool:
        """Whether most of a line's characters are in words that headings of the layout have."""
        vocabulary = self._headings.vocabulary
        total = known = 0
        for word in line.words:
            text = folded(word.text).strip("*() :-")
            if _PART_OF_YEAR.fullmatch(text):
                continue
            total += len(word.text)
            known += len(word.text) * (text.replace(" ", "") in vocabulary or bool(_YEAR.fullmatch(text)))
        if known >= _KNOWN_SHARE * total:
            return True
        return self._has_headings(line)

    def _best_row(
        self, page: PageContent, lines: Sequence[WordLine], likely: Sequence[bool], first: int
    ) -> tuple[float, HeadingRow, int] | None:
        """The heading row that begins near line `first` and fares best: its score, and its last line."""
        run = first
        while run + 1 < len(lines) and likely[run + 1] and _is_one_heading(lines, first, run + 1):
            run += 1
        spans = [(begin, end) for begin in range(first, run + 1) for end in range(begin, run + 1)]
        scored = [(*found, *span) for span in spans if (found := self._cut_heading(page, lines[span[0] : span[1] + 1]))]
        score, start, last = float("-inf"), first, run
        row: HeadingRow | None = None
        if scored:
            score, row, start, last = max(scored, key=lambda s: s[0])
        elif not self._has_headings(lines[first]):
            return None
        # A wide cell beside may have lines of its own above and below these.
        wider_spans = itertools.product(range(start, max(-1, start - 4), -1), range(last, min(len(lines), last + 4)))
        for begin, end in wider_spans:
            if (begin, end) == (start, last) or not _is_one_heading(lines, begin, end):
                continue
            wider = self._cut_heading(page, lines[begin : end + 1])
            if wider is not None and wider[0] > score:
                score, row, last = *wider, end
        if row is None or self._fares_better_later(page, lines, likely, range(run + 1, last + 1), score):
            return None
        return score, row, last

    def _fares_better_later(
        self, page: PageContent, lines: Sequence[WordLine], likely: Sequence[bool], later: range, score: float
    ) -> bool:
        """Whether a heading that begins in one of the lines `later` has more than `score`: what stands over it is the
        table before, whose words are those of headings too."""
        others = (self._best_row(page, lines, likely, line) for line in later if likely[line])
        return any(other is not None and other[0] > score for other in others)

    def _has_headings(self, line: WordLine) -> bool:
        """Whether several texts of a line are headings, though all are none: one may go on over and under it."""
        return sum(map(self._headings_in, pieces_of(line.words, TEXT_GAP))) > 1

    def _headings_in(self, piece: Sequence[Word]) -> int:
        """How many headings a text is: years in narrow columns stand as close as words."""
        if self._column_of(text_of(piece)) is not None:
            return 1
        return len(piece) if all(_YEAR_ALONE.fullmatch(w.text) and self._column_of(w.text) for w in piece) else 0

    def _with_headings_over(self, row: HeadingRow, above: Sequence[WordLine]) -> HeadingRow:
        """The row, its cells that name only years with the heading of figures that stands over them, if one does."""
        years = [cell for cell in row.cells if _YEAR_ALONE.fullmatch(cell.text)]
        top = min(cell.box.y0 for cell in row.cells)
        near = [line for line in above if 0 <= top - line.box.y1 < _OVER * line.size]
        pieces = [piece for line in near for piece in pieces_of(line.words, TEXT_GAP)]
        # Years over years are the heading of the table before, of one row.
        over = [
            piece
            for piece in pieces
            if self._column_of(text_of(piece)) in VALUE_COLUMNS and not _YEAR_ALONE.fullmatch(text_of(piece))
        ]
        if not years or not over:
            return row
        cells = []
        for cell in row.cells:
            if cell not in years:
                cells.append(cell)
                continue
            head = min(over, key=lambda p: abs((p[0].box.x0 + p[-1].box.x1) / 2 - cell.box.mid_x))
            text = f"{text_of(head)} {cell.text}"
            cells.append(replace(cell, text=text, column=self._column_of(text), over=tuple(head)))
        return HeadingRow(tuple(cells))

    def joined(self, page: PageContent, above: Sequence[Word], below: Sequence[Word]) -> list[Word]:
        """The words of a heading at the foot of the page before, where they belong on this `page`: over or beside the
        rest of it, which is at the top of its words `below`. Empty where that is no rest of a heading."""
        tail = lines_of(above)[-_MOST_CUT:] if above else []
        head = lines_of(below)[:_MOST_CUT] if below else []
        for first in range(len(tail)):
            lines = tail[first:]
            if not all(map(self._is_likely, lines)):
                continue
            for last in range(1, len(head) + 1):
                rest = head[:last]
                if not all(map(self._is_likely, rest)):
                    break
                # Whole cells stand beside the rest, first lines of cells over it.
                over = any(are_stacked(w, v) for line in lines for w in line.words for r in rest for v in r.words)
                shift = rest[0].box.y0 - (lines[-1].box.y1 + 0.1 * lines[-1].size if over else lines[0].box.y0)
                moved = [lowered(w, shift) for line in lines for w in line.words]
                whole = self._cut_heading(
                    page, lines_of([*moved, *(w for line in rest for w in line.words)]), over_pages=True
                )
                if whole is not None and all(cell.column for cell in whole[1].cells):
                    return moved
        return []

    def _cut_heading(
        self, page: PageContent, lines: Sequence[WordLine], *, over_pages: bool = False
    ) -> tuple[float, HeadingRow] | None:
        """The words of the lines as a heading row, and how well they make one; None where they make none."""
        placed = {
            word: (number, word.box.x0, folded(word.text)) for number, line in enumerate(lines) for word in line.words
        }
        words = list(placed)
        found = [
            self._cut_at_cells(words_on_fills(words, page.fills)),
            self._cut_at_cells(words_between_rules(words, page.verticals)),
            self._cut_between(*stretches_of(words), placed),
        ]
        if page.texts and len(texts := texts_of(words, page.texts)) > 1:
            score, row = self._cut_between(texts, [0] * len(texts), placed)
            if row.is_side_by_side:
                found.append((score, row.apart()))
        scored = [
            (score - _LINE * len(lines) - (0.0 if over_pages else _CELL * 2 * _cells_apart(row)), row)
            for score, row in found
            if row.cells and self._is_heading(page, row)
        ]
        return max(scored, key=lambda one: one[0], default=None)

    def _cut_at_cells(self, drawn: Sequence[tuple[Box, Sequence[Word]]]) -> tuple[float, HeadingRow]:
        """A heading in cells that are `drawn`, which words wider than their cells run out of, and how well these are
        known; a row without cells where none are."""
        score = 0.0
        cells = []
        for box, held in drawn:
            own = in_line_order(held)
            text = text_of(own)
            letters, worth = sum(len(word.text) for word in own), self._best_worth(text)
            score += (min(letters, worth) if worth else -letters) - _APART
            cells.append(HeadingCell(tuple(own), text, self._column_of(text), end=box.x1, is_end_drawn=True))
        return score, HeadingRow(tuple(cells))

    def _cut_between(
        self, groups: Sequence[Sequence[Word]], overruns: Sequence[int], placed: Mapping[Word, _Placed]
    ) -> tuple[float, HeadingRow]:
        """Groups of words from left to right, cut between some so that they are known as best they can, and how well
        that is; `overruns` tells of each how many words run into it, `placed` where each word stands."""
        gaps = gaps_between(groups)
        sorted_groups = [sorted(placed[word] for word in group) for group in groups]
        letters_of = [sum(len(word.text) for word in group) for group in groups]
        best: list[tuple[float, int]] = [(0.0, 0)]  # of the first n groups: the score, where the last cell begins
        for end in range(1, len(groups) + 1):
            options = []
            behind: list[_Placed] = []
            letters, gap = 0.0, False
            for begin in range(end - 1, max(0, end - _MOST_STRETCHES) - 1, -1):
                behind = sorted([*sorted_groups[begin], *behind])
                letters += letters_of[begin]
                gap = gap or (begin < end - 1 and gaps[begin])
                worth = self._most_of_folded(without_breaks(" ".join([text for _, _, text in behind])))
                if worth or not gap:
                    score = min(letters, worth) - _APART - _CELL * gap if worth else -letters - _APART
                    options.append((best[begin][0] + score - _OVERRUN * overruns[begin], begin))
            best.append(max(options))
        cells: list[HeadingCell] = []
        end = len(groups)
        while end:
            begin = best[end][1]
            own = in_line_order([word for group in groups[begin:end] for word in group])
            text = text_of(own)
            cells.append(HeadingCell(tuple(own), text, self._column_of(text)))
            end = begin
        return best[-1][0], HeadingRow(tuple(reversed(cells)))

    def _is_heading(self, page: PageContent, row: HeadingRow) -> bool:
        cells = tuple(Cell(c.text, Place(page.number, c.box), i) for i, c in enumerate(row.cells))
        if len({c.column for c in row.cells if c.column}) < 2 and len(cells) < 2:
            return False
        return self._headings.read(TableRow(cells, Place(page.number, row.box), 0)) is not None

    def _column_of(self, text: str) -> str | None:
        return self._match_text(text).name

    def _best_worth(self, text: str) -> float:
        """What a text is worth as a heading, at most; nothing where the layout does not know it."""
        found = self._match_text(text)
        return 0.0 if found.column is None else _OPEN if found.is_open else _LONG

    def _most_of_folded(self, text: str) -> float:
        """The same of a folded text."""
        worth = self._worth.get(text)
        if worth is None:
            if len(self._worth) >= _KEPT:
                self._worth.clear()
            worth = self._worth[text] = self._best_worth(text) if self._headings.may_know(text) else 0.0
        return worth

    def _match_text(self, text: str) -> Heading:
        if text not in self._known:
            self._known[text] = self._headings.match(Cell(text, Place()))
        return self._known[text]


_YEAR = re.compile(r"(?:19|20)\d\d")
_PART_OF_YEAR = re.compile(r"\d{1,3}")  # of one that a narrow cell broke, which says nothing of its line
_YEAR_ALONE = re.compile(r"(?:anno )?(?:(?:19|20)\d\d|[nt](?: ?[+-] ?\d)?)", re.IGNORECASE)
_OVER = 2.5  # em between years and the heading over them, at most
_MOST_CUT = 3  # lines of a heading on either side of the page's end


def _cells_apart(row: HeadingRow) -> int:
    """How many cells stand beside none of the others: those of one row share a height, wherever in it they are set."""
    boxes = [cell.box for cell in row.cells]
    size = row.cells[0].words[0].size
    years = [cell for cell in row.cells if _YEAR_ALONE.fullmatch(cell.text)]
    over_years = sum(
        len(cell.lines) > 1
        and bool(_YEAR_ALONE.fullmatch(cell.lines[-1].text))
        and any(abs(cell.lines[-1].box.mid_y - year.box.mid_y) < _BESIDE * size for year in years)
        for cell in row.cells
        if cell not in years
    )  # a heading over years took one of them
    return (
        over_years
        + len(boxes)
        - max(sum(b.y0 - _BESIDE * size <= box.mid_y <= b.y1 + _BESIDE * size for b in boxes) for box in boxes)
    )


def _is_one_heading(lines: Sequence[WordLine], first: int, last: int) -> bool:
    size = lines[first].size or 1.0
    run = lines[first : last + 1]
    if len(run) > _MOST_LINES or run[-1].box.y1 - run[0].box.y0 > _TALL * size:
        return False
    if len(run) > _FEW_LINES and sum(len(line.text) for line in run) > _NARROW * len(run):
        return False
    return all(below.box.y0 - above.box.y1 < _NEXT * size for above, below in itertools.pairwise(run))
