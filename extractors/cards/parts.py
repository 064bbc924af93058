"""A text taken apart into what cards are made of: labels, nodes, keys with values, other words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.cards.words import CardWords, Key, Slot
from extractors.layouts.card_rules import CardLabel
from extractors.pages.model import Cell, Item, Place, TableRow, TextLine
from extractors.records.objective_tree import NodeMatch, NodeRules

Fragments = Mapping[tuple[int, int], tuple[str, ...]]
"""The paragraphs of cells that hold more than one, by line and cell index."""


@dataclass(frozen=True, slots=True)
class CardPart:
    """One thing that is printed, in reading order.

    `panel` is the index of the panel of its table that it stands in, None where the table has none and for a
    line. A part of kind `panels` opens panels: `heads` are their labels from the left, None where only a node
    shows the panel. A `row` is one that no rule explains. `sure` is False for words of a line that can be
    read in two ways.
    """

    kind: Literal["panels", "label", "node", "key", "text", "row"]
    text: str
    place: Place
    table: int | None = None
    panel: int | None = None
    label: CardLabel | None = None
    node: NodeMatch | None = None
    key: Key | None = None
    value: str = ""
    heads: tuple[CardPart | None, ...] = ()
    sure: bool = True
    item: TableRow | None = None


def parts_of(
    items: Sequence[Item], words: CardWords, nodes: NodeRules, fragments: Fragments | None = None
) -> list[CardPart]:
    """The parts of `items`; `fragments` are the paragraphs of cells that hold more than one."""
    apart = _Apart(words, nodes, fragments or {})
    for item in items:
        if isinstance(item, TextLine):
            apart.line(item)
        else:
            apart.row(item)
    return apart.parts


def next_in_stream(parts: Sequence[CardPart]) -> list[int | None]:
    """Of each part, the index of the next one in its panel; of the last, of what follows the panels."""
    following: list[int | None] = [None] * len(parts)
    table: int | None = None
    beyond: int | None = None
    seen: dict[int, int] = {}
    for i in range(len(parts) - 1, -1, -1):
        part = parts[i]
        later = i + 1 if i + 1 < len(parts) else None
        if part.table is None or part.table != table:
            table, beyond, seen = part.table, later, {}
        if part.kind == "panels":
            beyond, seen = i, {}
        elif part.panel is not None:
            following[i] = seen.get(part.panel, beyond)
            seen[part.panel] = i
            continue
        following[i] = later
    return following


def paragraphs_of(parts: Sequence[CardPart]) -> list[list[CardPart]]:
    """Words that follow each other, by paragraph: lines of one stand directly below each other."""
    paragraphs: list[list[CardPart]] = []
    for part in parts:
        last = paragraphs[-1][-1] if paragraphs else None
        if last and last.table == part.table and (last.place.line or 0) + 1 == part.place.line:
            paragraphs[-1].append(part)
        else:
            paragraphs.append([part])
    return paragraphs


class _Apart:
    """The state of taking items apart: the panels of the table and the keys read last in each."""

    def __init__(self, words: CardWords, nodes: NodeRules, fragments: Fragments) -> None:
        self.parts: list[CardPart] = []
        self._words = words
        self._nodes = nodes
        self._fragments = fragments
        self._table: int | None = None
        self._starts: list[int] = []
        self._last_slot: dict[int | None, Slot | None] = {}

    def line(self, item: TextLine) -> None:
        """Take a line apart."""
        self._in_table(None)
        self._words_at(item.text, item.place, None)

    def row(self, row: TableRow) -> None:
        """Take a row apart, each panel of it on its own."""
        self._in_table(row.table)
        cells = [cell for cell in row.cells if cell.text]
        if not self._opens_panels(cells, row):
            self._panel_of_node(cells, row)
            for panel, group in self._group_cells(cells, row):
                self._take_group(group, panel, row)

    def _in_table(self, table: int | None) -> None:
        if table is None or table != self._table:
            self._starts = []
            self._last_slot = {None: self._last_slot.get(None)}
        self._table = table

    def _opens_panels(self, cells: list[Cell], row: TableRow) -> bool:
        """Whether the row is one of headings side by side; then it opens panels."""
        heads: list[CardPart] = []
        for cell in cells:
            label = self._words.label(cell.text)
            if label is None or label.begins == "nothing":
                return False
            heads.append(CardPart("label", cell.text, cell.place, row.table, len(heads), label=label))
        if len(heads) <= 1:
            return False
        self._starts = [0, *(cell.column for cell in cells[1:])]
        self._last_slot = {}
        self.parts.append(CardPart("panels", row.text, row.place, row.table, heads=tuple(heads)))
        return True

    def _panel_of_node(self, cells: list[Cell], row: TableRow) -> None:
        """A node that stands beside other words shows where a panel begins, also without a heading."""
        beside = cells[2:] if cells and self._words.key(cells[0].text) else cells[1:]
        for cell in beside:
            if cell.column not in self._starts and self._nodes.match(self._split_cell(cell, row)[0]):
                self._starts = [0, cell.column]
                self.parts.append(CardPart("panels", row.text, row.place, row.table, heads=(None, None)))
                return

    def _group_cells(self, cells: list[Cell], row: TableRow) -> list[tuple[int | None, list[Cell]]]:
        """The cells of each panel; a key and a value alone in a row are together, wherever panels begin."""
        if not self._starts:
            return [(None, cells)]
        key = self._words.key(cells[0].text) if len(cells) == 2 else None
        if key and self._is_plain(cells[1], row) and self._words.may_be_value(key, cells[1].text):
            return [(bisect_right(self._starts, cells[0].column) - 1, cells)]
        groups: list[tuple[int | None, list[Cell]]] = []
        for panel, start in enumerate(self._starts):
            end = self._starts[panel + 1] if panel + 1 < len(self._starts) else None
            inside = [c for c in cells if c.column >= start and (end is None or c.column < end)]
            if inside:
                groups.append((panel, inside))
        return groups

    def _split_cell(self, cell: Cell, row: TableRow) -> tuple[str, ...]:
        return self._fragments.get((row.place.line or 0, cell.column), (cell.text,))

    def _take_group(self, cells: list[Cell], panel: int | None, row: TableRow) -> None:
        """The cells of one panel: keys with the value in the cell after them, or words of any kind."""
        if len(cells) > 1 and all(self._is_plain(cell, row) for cell in cells):
            self.parts.append(CardPart("row", row.text, row.place, row.table, panel, item=row))
            return
        i = 0
        while i < len(cells):
            cell = cells[i]
            pieces = self._split_cell(cell, row)
            key = self._words.key(cell.text) if len(pieces) == 1 else None
            if key is None:
                for piece in pieces:
                    self._words_at(piece, cell.place, panel)
            else:
                value, sure = "", True
                if i + 1 < len(cells) and not self._is_word_of_cards(cells[i + 1]):
                    i += 1
                    value, sure = cells[i].text, self._nodes.match(cells[i].text) is None
                self._add_key(key, value, cell.place, panel, sure=sure)
            i += 1

    def _is_word_of_cards(self, cell: Cell) -> bool:
        return bool(self._words.labels(cell.text) or self._words.key(cell.text))

    def _is_plain(self, cell: Cell, row: TableRow) -> bool:
        """Whether a cell holds words that are no label, node or key."""
        words, nodes = self._words, self._nodes
        return not any(
            words.label(text) or words.key(text) or nodes.match(text) or words.run_in(text)
            for text in self._split_cell(cell, row)
        )

    def _words_at(self, text: str, place: Place, panel: int | None) -> None:
        """Words that stand for themselves."""
        if labels := self._words.labels(text):
            for label, words in labels:
                if label.begins != "nothing":
                    self._last_slot[panel] = None
                self.parts.append(CardPart("label", words, place, self._table, panel, label=label))
        elif match := self._nodes.match(text):
            self._last_slot[panel] = None
            self.parts.append(CardPart("node", text, place, self._table, panel, node=match))
        elif key := self._words.key(text):
            self._add_key(key, "", place, panel)
        elif not self._run_in(text, place, panel):
            self._last_slot[panel] = None
            self.parts.append(CardPart("text", text, place, self._table, panel))

    def _run_in(self, text: str, place: Place, panel: int | None) -> bool:
        """Take a line of keys and values apart; whether it is one.

        Below other keys of a card a value may be any words: `Stato in corso` under `Peso 50 %`.
        """
        found = self._words.run_in(text)
        before = self._last_slot.get(panel)
        if found is None and before is not None:
            found = self._words.run_in(text, any_value=True)
            if found is not None and (found.name or found.pairs[0][0].slot <= before):
                found = None
        if found is None:
            return False
        if found.name:
            self.parts.append(CardPart("text", found.name, place, self._table, panel, sure=found.sure))
        for key, value in found.pairs:
            self._add_key(key, value, place, panel, sure=found.sure)
        return True

    def _add_key(self, key: Key, value: str, place: Place, panel: int | None, *, sure: bool = True) -> None:
        self._last_slot[panel] = key.slot
        self.parts.append(CardPart("key", key.text, place, self._table, panel, key=key, value=value, sure=sure))
