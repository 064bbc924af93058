"""Tables that stand upright: each row a heading and its text, the whole one card or several.

A card is a run of rows in which headings and texts take turns, with the name of an indicator and something that only
an indicator has. Where the run names several indicators (`Indicatore 1`, `Indicatore 2`, the scheme of the PIRA), each
has a card of its own with what stands before the first of them: the objective, the office. Rows that make no card are
handed on as they are: they may name the node of the table that follows. Lines outside tables that say `Indicatore: …`,
`Target 2019: …` make cards in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from extractors.layouts.headings.heading_map import DESCRIBES, Heading
from extractors.layouts.headings.matching import Headings
from extractors.layouts.schema import VALUE_COLUMNS, Column
from extractors.pages.model import Box, Cell, Item, Place, TableRow, TextLine
from extractors.quality.signals import Signal
from extractors.records.key_value.inner_tables import InnerTable, Pair, inner_tables
from extractors.text import heading_key

_STATES = {*VALUE_COLUMNS, "formula", "weight"}
_OF_PROSE = {*_STATES, "name", "code", "unit", "owner"}
_KEY = re.compile(r"(?:^|(?<=[;,.]) ?|(?<= [–-] )|(?<=\s))(?P<key>[A-ZÀ-Ù](?:(?! [–-] )[^:;|]){1,45}?) ?: ")
_OBJECTIVE = re.compile(r"obiettivo\b[^\d]*\d[\d.]*$", re.IGNORECASE)
# A year's figure in a list, under a line that names its indicator (`Target 2024 - almeno 150`).
_LISTED = re.compile(r"(?P<key>[A-ZÀ-Ù][^:;|–-]{3,40}?\d) [–-] (?=\S)")
_LEAST_LISTED = 2
_LEAST_WIDE = 2  # rows of cards side by side: a name, and what is said of it
_NAME = Column(column="name", headings=())
_TEXT = Column(column="extra", headings=())
_TITLES = ("titolo", "denominazione", "nome")
_BULLETS = "•▪◦‣·–- "
_PROSE = -2  # the number that lines outside tables have for their table


@dataclass(frozen=True, slots=True)
class Card:
    """An indicator's card: its texts, each under its heading, and the rows as one. `shared` texts stand before the
    first of several indicators and hold for all of them."""

    texts: tuple[Pair, ...]
    row: TableRow
    shared: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class _PairRow:
    row: TableRow
    pairs: tuple[Pair, ...]
    printed: tuple[Item, ...]  # the rows, or the line that it was made of

    @property
    def begins(self) -> str | None:
        """The column of its first heading."""
        return self.pairs[0][0].name


def cards_among(items: Iterable[Item], headings: Headings) -> Iterator[Item | Card]:
    """`items` with the rows that make cards replaced by them."""
    run: list[_PairRow] = []
    title: Item | None = None
    for item in inner_tables(items, headings):
        if isinstance(item, InnerTable):
            if run and item.rows[0].table == run[-1].row.table and any(r.begins == "name" for r in run):
                run.append(_PairRow(item.rows[-1], item.pairs, item.rows))
            else:
                yield from _close_run(run, title)
                run = []
                yield from item.rows
            continue
        row = _pair_row(item, headings, begun=bool(run))
        if run and (row is None or not _is_next_of_run(run, row)):
            yield from _close_run(run, title)
            run = []
            row = _pair_row(item, headings, begun=False)
        if row is not None:
            run.append(row)
        else:
            title = item
            yield item
    yield from _close_run(run, title)


def _pair_row(item: Item, headings: Headings, *, begun: bool) -> _PairRow | None:
    """The item as a row of headings and texts; None where it is none."""
    if isinstance(item, TextLine):
        cells = _cells_of_line(item, headings)
        row = TableRow(tuple(cells), item.place, _PROSE, (Signal.CARD_IN_PROSE,))
        found = [headings.match(cell) for cell in cells[::2]]
        return _PairRow(row, tuple(zip(found, cells[1::2], strict=True)), (item,)) if cells else None
    pairs = _pairs_of(item, headings, begun=begun)
    return _PairRow(item, pairs, (item,)) if pairs else None


def _cells_of_line(line: TextLine, headings: Headings) -> list[Cell]:
    """The keys and texts of a line that begins with a key of an indicator's card, in turn; none where it does not."""
    said = line.text.lstrip(_BULLETS)
    marks = [mark for mark in _KEY.finditer(said) if headings.match(Cell(mark["key"], line.place)).name in _OF_PROSE]
    listed = _LISTED.match(said) if not marks else None
    if listed is not None and headings.match(Cell(listed["key"], line.place)).name in VALUE_COLUMNS:
        marks = [listed]
    if not marks or marks[0].start("key") != 0:
        return []
    ends = [*(mark.start("key") for mark in marks[1:]), len(said)]
    texts = [said[mark.end() : end].strip(" ;,–-•") for mark, end in zip(marks, ends, strict=True)]
    if not all(texts):
        return []
    return [Cell(text, line.place) for mark, value in zip(marks, texts, strict=True) for text in (mark["key"], value)]


def _is_next_of_run(run: Sequence[_PairRow], row: _PairRow) -> bool:
    """Whether `row` is one of the run: of its table, or of the table that goes on over the page.

    An objective after an indicator and its figures begins another run, by its number (`Obiettivo n. 2`) too, and so
    does a heading that is printed again before an indicator is named.
    """
    named = any(r.begins == "name" for r in run)
    stated = any(heading.name in _STATES for r in run for heading, _ in r.pairs)
    is_objective = row.begins in ("objective", "objective_code") or _OBJECTIVE.match(row.pairs[0][0].text) is not None
    if is_objective and named and (stated or row.row.table != run[-1].row.table):
        return False
    last = run[-1].row
    if row.row.table == _PROSE and row.begins == "name" and named:
        return False  # a card in prose has what is printed under its name, and nothing in common with the next one
    if row.row.table != last.table:
        of_tables = _PROSE not in (row.row.table, last.table)
        return of_tables and named and row.row.place.page != last.place.page and row.begins is not None
    known = {heading.text for r in run for heading, _ in r.pairs}
    return named or not known & {heading.text for heading, _ in row.pairs}


def _pairs_of(row: TableRow, headings: Headings, *, begun: bool) -> tuple[Pair, ...]:
    """The headings of the row with the texts beside them; none where it is not made of both."""
    own = row.own_cells
    is_keyed = all(cell.text.endswith(":") for cell in own[::2])
    if len(own) < 2 or len(own) % 2 or (headings.read(row) is not None and not is_keyed):
        return ()
    if all(cell.bold and (cell.span > 1 or len(own) > 2) for cell in own):
        return ()  # the heading of a table; or `Indicatori` and `Valori`, each over headings of its own
    found = [headings.match(cell) for cell in own[::2]]
    known = [heading.column is not None for heading in found]
    if not all(known) and not (begun and (len(own) == 2 or any(known))):
        return ()
    texts = [cell._replace(text=cell.text.rstrip(" ;,–-")) for cell in own[1::2]] if is_keyed else own[1::2]
    return tuple(zip(found, texts, strict=True))


def _side_by_side(run: Sequence[_PairRow]) -> list[list[_PairRow]]:
    """The rows of each of several cards that stand side by side, where every row of several pairs says one heading as
    often (`Indicatore | … | Indicatore | …`, `Target | … | Target | …`)."""
    counts = {len(row.pairs) for row in run} - {1}
    wide = [row for row in run if len(row.pairs) > 1]
    if len(counts) != 1 or len(wide) < _LEAST_WIDE or any(len({h.text for h, _ in row.pairs}) > 1 for row in wide):
        return [list(run)]
    return [
        [row if len(row.pairs) == 1 else replace(row, pairs=(row.pairs[at],)) for row in run] for at in range(*counts)
    ]


def _close_run(run: Sequence[_PairRow], title: Item | None) -> Iterator[Item | Card]:
    cards = _side_by_side(run)
    if len(cards) > 1:
        for own in cards:
            yield from _close_run(own, title)
        return
    pairs = _without_descriptions(_named_by_title([(row.row, pair) for row in run for pair in row.pairs]))
    if isinstance(title, TextLine) and len(pairs) >= _LEAST_LISTED and all(map(_is_listed, run)):
        named = Heading("", Cell(title.text, title.place), _NAME, is_guessed=True)
        pairs.insert(0, (run[0].row, (named, named.cell)))
    names = {heading.name for _, (heading, _) in pairs}
    if len(pairs) < 2 or "name" not in names or not names & _STATES:
        yield from (item for row in run for item in row.printed)
        return
    before = takewhile(lambda row: row.begins != "name", run)
    # In prose an office before the first indicator is the objective's, all whose indicators have cards of their own.
    yield from (item for row in before if _is_of_prose(row) and row.begins == "owner" for item in row.printed)
    starts = _part_starts([heading for _, (heading, _) in pairs])
    if len(starts) == 1:
        yield _make_card(pairs, ())
        return
    shared = tuple(pair for _, pair in pairs[: starts[0]] if pair[0].name not in _STATES)
    for start, end in zip(starts, [*starts[1:], len(pairs)], strict=True):
        yield _make_card(pairs[start:end], shared)


def _is_listed(row: _PairRow) -> bool:
    """Whether a line states one figure of a year, in a list."""
    (heading, _), *others = row.pairs
    return row.row.table == _PROSE and not others and heading.name in VALUE_COLUMNS and heading.year is not None


def _named_by_title(pairs: list[tuple[TableRow, Pair]]) -> list[tuple[TableRow, Pair]]:
    """The pairs of a run; where none names an indicator and one says how it is computed, the title is its name."""
    names = {heading.name for _, (heading, _) in pairs}
    keys = [heading_key(heading.text) for _, (heading, _) in pairs]
    place = next((i for i, key in enumerate(keys) if key in _TITLES), None)
    if place is None or "name" in names or "formula" not in names or names.isdisjoint(VALUE_COLUMNS):
        return pairs
    row, (heading, text) = pairs[place]
    return [*pairs[:place], (row, (replace(heading, column=_NAME), text)), *pairs[place + 1 :]]


def _without_descriptions(pairs: list[tuple[TableRow, Pair]]) -> list[tuple[TableRow, Pair]]:
    """The pairs of a run, in which what describes an indicator that was named right before is no other one's name
    (`Nome dell'indicatore`, `Descrizione dell'indicatore`)."""
    found, is_named = list(pairs), False
    for index, (row, (heading, text)) in enumerate(pairs):
        if heading.name == "name" and is_named and DESCRIBES.match(heading_key(heading.text)):
            found[index] = row, (replace(heading, column=_TEXT), text)
        is_named = heading.name == "name" or (is_named and heading.name not in _STATES)
    return found


def _is_of_prose(row: _PairRow) -> bool:
    """Whether a row is a line outside tables, or one that was taken for a table by the colons behind its keys."""
    return row.row.table == _PROSE or row.row.own_cells[0].text.endswith(":")


def _part_starts(headings: Sequence[Heading]) -> list[int]:
    """Where each indicator's own part begins: at its name, or at the code before it."""
    starts = []
    for index, heading in enumerate(headings):
        if heading.name == "name":
            before = index > 0 and headings[index - 1].name == "code"
            starts.append(index - 1 if before else index)
    return starts


def _make_card(pairs: Sequence[tuple[TableRow, Pair]], shared: tuple[Pair, ...]) -> Card:
    rows = list(dict.fromkeys(row for row, _ in pairs))
    first = rows[0]
    boxes = [row.place.box for row in rows if row.place.box and row.place.page == first.place.page]
    place = Place(first.place.page, Box.around(boxes) if boxes else None, first.place.line)
    cells = tuple(cell for row in rows for cell in row.cells)
    signs = tuple(sorted({sign for row in rows for sign in row.signs}))
    return Card(tuple(pair for _, pair in pairs), TableRow(cells, place, first.table, signs), shared)
