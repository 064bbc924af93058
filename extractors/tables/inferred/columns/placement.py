"""The words under a heading placed in its columns: lines of one column each, and texts that run across columns."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from extractors.pages.model import Box, Word
from extractors.pages.words import SAME_LINE, TEXT_GAP, WordLine, lines_of
from extractors.tables.glued_figures import CROSS, FIGURE, parted_at_joints
from extractors.tables.inferred.columns.parting import FLUSH_LEFT, Columns
from extractors.tables.inferred.row_features import WIDEST_LEADING
from extractors.tables.page_content import parted

_SPACE = 0.4  # em between two words of a line that is not set to full width, at most
_EVEN = 1.15  # times the usual room between a text's words, at most, of that at a border which it runs over
_MANY = 8  # words that do not stand as far apart by chance
_SAME_GAP = 0.1  # em by which gaps of one width may differ
_OTHER_SIZE = 0.75  # points by which the type of a title differs from the table's
_EXACT = 0.3  # points by which a text that is alone on its line may miss the place where those of its column begin
_INDENT = 1.0  # points by which the left ends of a text's lines may differ
_CLOSE = 1.9  # em to a line that is the rest of a text where no other of the texts shows how far apart their lines are
_RUN_OUT = 0.6  # em by which a cell's last word may run over its border
_BEFORE = 0.2  # share of a word that may stand before the column in whose middle it is set
_BEGUN = 3  # texts, headings among them, that begin at one place where a column's do
_NEAR = 0.1  # em by which distances between lines of one text may differ


@dataclass(frozen=True, slots=True, eq=False)
class ColumnLine:
    """A line of one column's text, itself and no other: what is known of it is looked up often."""

    line: WordLine
    column: int

    @property
    def mid(self) -> float:
        """The middle of the line, in points."""
        return self.line.box.mid_y


def place(words: Sequence[Word], columns: Columns) -> tuple[list[ColumnLine], list[WordLine]]:
    """The lines in columns, from top to bottom, and the texts that run across columns."""
    inside: list[Word] = []
    begun: set[Word] = set()  # those that no text goes on with: with none close before them, figures behind figures
    across: list[WordLine] = []
    body = Counter(round(2 * word.size) for word in words).most_common(1)
    size = body[0][0] / 2 if body else 0.0
    parts = [part for word in words for part in parted_at_joints(word, columns.borders[1:-1])]
    lines = lines_of(parts) if parts else []
    for line in lines:
        if _is_set_to_width(line) and len({columns.of(word.box.mid_x) for word in line.words}) > 2:
            across.append(line)
            continue
        pieces = list(_split_line(line))
        alone = sum(any(c.isalnum() for word in piece for c in word.text) for piece in pieces) == 1  # bullets aside
        for piece in pieces:
            if _is_across(piece, columns) or _is_title(piece, columns, size, alone=alone):
                across.append(WordLine(tuple(piece)))
            else:
                inside += piece
                figures = [FIGURE.fullmatch(word.text) is not None for word in piece]
                begun.update(word for at, word in enumerate(piece) if not at or (figures[at - 1] and figures[at]))
    by_column: dict[int, list[Word]] = {}
    for word in inside:
        column = columns.of(word.box.mid_x)
        runs_out = _is_overflowing(word, columns.borders)
        if column is not None and runs_out and not (word in begun and _is_set_before(word, columns)):
            column = columns.of(word.box.x0 + CROSS) if columns.of(word.box.x0 + CROSS) is not None else column
        if column is None:
            column = 0 if word.box.mid_x < columns.borders[0] else len(columns.borders) - 2
        by_column.setdefault(column, []).append(word)
    placed = [ColumnLine(line, column) for column, held in by_column.items() for line in lines_of(held)]
    placed.sort(key=lambda p: (p.mid, p.column))
    return _without_rests(placed, across)


def _split_line(line: WordLine) -> Iterator[list[Word]]:
    piece = [line.words[0]]
    for before, after in itertools.pairwise(line.words):
        if after.box.x0 - before.box.x1 > TEXT_GAP * max(before.size, 1.0):
            yield piece
            piece = []
        piece.append(after)
    yield piece


def _is_set_to_width(line: WordLine) -> bool:
    """Whether a line is one text that is set to full width: all its words stand as far apart, wider than by a space.
    So do figures in columns of one width."""
    if len(line.words) < _MANY or 2 * sum(bool(FIGURE.fullmatch(w.text)) for w in line.words) >= len(line.words):
        return False
    size = max(line.size, 1.0)
    gaps = _gaps_between(line.words)
    return min(gaps) > _SPACE * size and max(gaps) - min(gaps) <= _SAME_GAP * size


def _is_title(words: Sequence[Word], columns: Columns, size: float, *, alone: bool) -> bool:
    """Whether a text goes on over a border without a gap that is wider than those between its words, in a type of
    another size than the table's, in bold, over several borders or alone on its line: it is none of the table's
    rows."""
    places = [columns.of(word.box.mid_x) for word in words]
    if len(set(places)) < 2:
        return False
    if min(abs(words[0].size - size), abs(words[0].size - columns.size)) >= _OTHER_SIZE:
        return True
    gaps = _gaps_between(words)
    over = [gap for gap, (one, other) in zip(gaps, itertools.pairwise(places), strict=True) if one != other]
    within = [gap for gap, (one, other) in zip(gaps, itertools.pairwise(places), strict=True) if one == other]
    if all(word.bold for word in words) and max(over) <= _SPACE * words[0].size:
        return True
    flush = all(
        columns.is_text_start(w, _EXACT if alone else FLUSH_LEFT)
        for w, (one, other) in zip(words[1:], itertools.pairwise(places), strict=True)
        if one != other
    )
    if flush or len(within) <= 2 * len(over):
        return False
    usual = median(within)
    # Texts of two cells that are set to full width have each their own gaps.
    is_even = alone and max(gaps) <= _EVEN * usual and min(gaps) * _EVEN >= usual
    return max(over) <= _EVEN * usual and (is_even or len(over) > 1 or all(word.bold for word in words))


def _is_across(words: Sequence[Word], columns: Columns) -> bool:
    """Whether a text of several words has one on a border, with others beside it on both sides or over two borders."""
    borders = columns.borders
    inner = borders[1:-1]
    crossed = [
        w
        for w, after in itertools.zip_longest(words, words[1:])
        if _is_overflowing(w, borders)
        and not (FIGURE.fullmatch(w.text) and columns.is_text_start(w))
        and not (after and _are_of_two_cells(w, after, columns, words))
    ]
    if not crossed or all(FIGURE.fullmatch(word.text) for word in words):
        return False  # figures run out of narrow cells, also behind the text of the cell before
    if len(words) == 1:
        return sum(words[0].box.x0 < b - CROSS and words[0].box.x1 > b + CROSS for b in inner) > 1
    # A cell's text whose last word has no room; a title begins with the table.
    within = words[0].box.x0 > inner[0] and columns.is_text_start(words[0])
    return crossed != [words[-1]] or not (within or _runs_out(words[-1], borders))


def _are_of_two_cells(word: Word, after: Word, columns: Columns, words: Sequence[Word]) -> bool:
    """Whether a word that runs over a border ends a cell's text: the one `after` it begins another's, as the word
    itself does, or behind more room than the `words` of the line usually have."""
    if columns.is_text_start(after, _EXACT) and after.box.x0 - word.box.x1 > _EVEN * median(_gaps_between(words)):
        return True
    return columns.is_text_start(word) and columns.is_text_start(after)


def _gaps_between(words: Sequence[Word]) -> list[float]:
    """The room between the words of a line, in points."""
    return [after.box.x0 - before.box.x1 for before, after in itertools.pairwise(words)]


def _is_set_before(word: Word, columns: Columns) -> bool:
    """Whether a word that runs over a border is set in the middle of the column behind, too narrow for it: little of it
    stands before the border, and not where texts begin."""
    before = min(b for b in columns.borders if b > word.box.x0 + CROSS) - word.box.x0
    return before <= _BEFORE * word.box.width and not columns.is_text_start(word)


def _runs_out(word: Word, borders: Sequence[float]) -> bool:
    """Whether a word ends so close behind the border of its column that it may be the cell's: tables of one kind part
    at places that differ a little."""
    return word.box.x1 - min(b for b in borders if b > word.box.x0 + CROSS) <= _RUN_OUT * word.size


def _is_overflowing(word: Word, borders: Sequence[float]) -> bool:
    return any(word.box.x0 < b - CROSS and word.box.x1 > b + CROSS for b in borders[1:-1])


def _without_rests(placed: Sequence[ColumnLine], across: list[WordLine]) -> tuple[list[ColumnLine], list[WordLine]]:
    """The last, short lines of texts that run across columns are theirs: close below, flush with them and alone."""
    kept = list(placed)
    ends = list(across)
    known = [b.box.mid_y - a.box.mid_y for a, b in itertools.pairwise(across) if b.box.mid_y > a.box.mid_y]
    while ends:
        line = ends.pop()
        size = max(line.size, 1.0)
        beside = _next_line(kept, line.box.mid_y, size)
        if not _is_one_text(beside) or not _is_set_like(beside[0].line, line):
            continue
        distance, width = beside[0].mid - line.box.mid_y, beside[-1].line.box.x1 - beside[0].line.box.x0
        is_close = distance < _CLOSE * size
        if any(abs(distance - one) <= _NEAR * size for one in known) or (is_close and line.box.width > width * 1.5):
            if any(p not in beside and abs(p.mid - beside[0].mid) < 0.4 * size for p in kept):
                continue
            kept = [p for p in kept if p not in beside]
            rest = WordLine(tuple(word for part in beside for word in part.line.words))
            across.append(rest)
            ends.append(rest)
    return kept, sorted(across, key=lambda a: a.box.mid_y)


def _next_line(placed: Sequence[ColumnLine], y: float, size: float) -> list[ColumnLine]:
    """The parts of the next line below a height, from left to right."""
    below = [p for p in placed if 0.4 * size < p.mid - y < WIDEST_LEADING * size]
    first = min((p.mid for p in below), default=0.0)
    return sorted((p for p in below if p.mid - first < SAME_LINE * size), key=lambda p: p.line.box.x0)


def _is_one_text(parts: Sequence[ColumnLine]) -> bool:
    """Whether the parts of a line stand no further from each other than words do, from left to right."""
    for before, after in itertools.pairwise(parts):
        size = max(before.line.size, 1.0)
        if abs(after.mid - before.mid) >= SAME_LINE * size or after.line.box.x0 - before.line.box.x1 > _SPACE * size:
            return False
    return bool(parts)


def _is_set_like(rest: WordLine, line: WordLine) -> bool:
    """Whether a line is flush with another, in its type."""
    near = abs(rest.box.x0 - line.box.x0) <= _INDENT and rest.bold == line.bold
    return near and abs(rest.size - line.size) <= _NEAR * max(line.size, 1.0)


def lines_in_columns(lines: Sequence[WordLine], heads: Sequence[Box]) -> list[WordLine]:
    """The lines of tables with the headings `heads`, without those of one text that runs under several of them: no
    cell holds these."""
    pieces = [parted(line, TEXT_GAP) for line in lines]
    starts = Counter(round(piece.words[0].box.x0) for own in pieces for piece in own)
    starts.update(round(head.x0) for head in heads)
    return [line for line, own in zip(lines, pieces, strict=True) if len(own) > 1 or not _is_prose(line, heads, starts)]


def _is_prose(line: WordLine, heads: Sequence[Box], starts: Counter[int]) -> bool:
    """Whether a line of close words runs under several headings, between two of which none of its words begins where
    other texts do: those of several cells may stand as close as the words of one."""
    box = line.box
    under = [head.mid_x for head in heads if box.x0 < head.mid_x < box.x1]
    if len(under) < 2 or len(line.words) <= 2:
        return False
    return not all(
        any(left < w.box.x0 <= right and _is_start_of_texts(w.box.x0, starts) for w in line.words[1:])
        for left, right in itertools.pairwise(under)
    )


def _is_start_of_texts(x: float, starts: Counter[int]) -> bool:
    return sum(starts[round(x) + step] for step in (-1, 0, 1)) >= _BEGUN
