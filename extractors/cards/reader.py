"""Key/value cards: a name and below it rows such as `Peso 100 %`, in panels that stand side by side.

One reader for both sources. From a PDF the panel an item stands in, its lane, is geometry; in a text, where
panels are interleaved, `extractors/cards/text_panels.py` gives it and says where that is in doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

from extractors.cards.card_state import CardRow, CardsResult, OpenCard, PanelItem, PanelState
from extractors.cards.words import CardWords
from extractors.finding_codes import Severity
from extractors.layouts.card_rules import CARD_VALUES, CardLabel, CardRules
from extractors.layouts.schema import IgnoreRule
from extractors.layouts.typography import printed_pattern
from extractors.pages.model import Box, Item, Place, TableRow, TextLine
from extractors.pages.words import with_next_line
from extractors.records.model import Finding, IgnoredRow, Record, ValueCell
from extractors.records.objective_tree import NodeMatch, NodeRules, Tree
from extractors.text import folded

_NO_NODE = "The card stands under no objective that was read."
_CUT = "The card has no {}: it may have been cut."
_SHORT = "Nearly all other cards of this level have {}: this one may have been cut."
_NODE_INSIDE = "The name holds the code of a node: two panels may have been read as one."
_CONTINUED = "The card was put together from parts printed apart."
_NEARLY_ALL = 0.9  # share of the cards of a level from which a key is usual: of ten, one may be cut
_FEW = 5  # so many cards show what is usual


def read_cards(
    items: Iterable[PanelItem],
    rules: CardRules,
    nodes: NodeRules,
    tree: Tree,
    *,
    ignore: Sequence[IgnoreRule] = (),
    year: int | None = None,
) -> CardsResult:
    """Read cards and the nodes they stand under from items given from top to bottom.

    A row with one cell is a card's name (or a node), one with two a key and its value, one of labels alone no
    row; a line is a node, a label, or goes on with the title or name above it. Nodes are opened in `tree`. A
    card stands under the node last opened in its lane. Cards whose text (name and rows, parted by ` | `)
    `ignore` matches are left out. `year` is that of figures whose key names none; of what year a `baseline`
    is, is never supposed.
    """
    reader = _CardReader(CardWords(rules), nodes, tree)
    for placed in items:
        reader.take(placed)
    return reader.finish(ignore, year)


class _CardReader:
    """The state of a reading."""

    def __init__(self, words: CardWords, nodes: NodeRules, tree: Tree) -> None:
        self._words = words
        self._nodes = nodes
        self._tree = tree
        self._lanes: dict[int, PanelState] = {}
        self._cards: list[OpenCard] = []
        self._rejected: list[Finding] = []
        self._findings: list[Finding] = []

    def take(self, placed: PanelItem) -> None:
        """Read one item."""
        lane = self._lanes.setdefault(placed.lane, PanelState())
        item, doubt = placed.item, placed.doubt
        if isinstance(item, TextLine):
            self._words_of(lane, item, doubt)
            return
        cells = item.own_cells
        key = self._words.key(cells[0].text) if cells else None
        if key is not None:
            place = cells[min(1, len(cells) - 1)].place
            self._take_pair(lane, CardRow(key, " ".join(c.text for c in cells[1:]), place), item, doubt)
        elif len(cells) == 1:
            self._words_of(lane, item, doubt)
        elif cells and not all(self._words.label(cell.text) for cell in cells):
            self._reject_row("card-row-unexplained", "No rule covers this row among cards.", item.place, item.text)

    def finish(self, ignore: Sequence[IgnoreRule], year: int | None) -> CardsResult:
        """What was read, once all items were taken."""
        for lane in self._lanes.values():
            self._close_card(lane)
        self._doubt_short_cards()
        rules = [(rule, printed_pattern(rule.row)) for rule in ignore if rule.row]
        records: list[Record] = []
        ignored: list[IgnoredRow] = []
        for card in self._cards:
            rule = next((rule for rule, pattern in rules if pattern.match(card.text)), None)
            if rule is not None:
                ignored.append(IgnoredRow(rule.name, card.place, card.text))
            elif card.rows:
                records.append(self._make_record(card, year))
            else:
                self._reject_row("card-without-keys", "A name without keys below it.", card.place, card.text)
        self._rejected.sort(key=lambda finding: _reading_order(finding.place))
        rows_seen = len(records) + len(ignored) + len(self._rejected)
        return CardsResult(rows_seen, self._tree.nodes, records, self._rejected, ignored, self._findings)

    # What is printed

    def _words_of(self, lane: PanelState, item: Item, doubt: str | None) -> None:
        """A line or a row of one cell: a label, a node, more of a title or name, or, a row, a card's name."""
        text = item.text
        if label := self._words.label(text):
            self._take_label(lane, label, text)
        elif match := self._nodes.match(text):
            self._open_node(lane, match, item)
        elif lane.waiting:
            lane.waiting.name = with_next_line(lane.waiting.name, text)
            lane.waiting.add_doubt(doubt)
        elif isinstance(item, TableRow):
            self._take_name(lane, item, doubt)
        elif lane.title_open and lane.node is not None:
            self._extend_title(lane, lane.node, item, doubt)
        elif lane.node is not None:
            self._report_finding(
                "info", "card-text-unplaced", "This line among cards goes with nothing above it.", item
            )

    def _take_label(self, lane: PanelState, label: CardLabel, text: str) -> None:
        """A label. A panel's heading printed again at the top of a page changes nothing."""
        if label.begins == "cards":
            self._close_card(lane)
            lane.title_open = False
        elif label.begins != "nothing":
            if lane.level is not None and lane.level != label.begins:
                self._close_card(lane)
                lane.node, lane.title_open = None, False
            lane.level, lane.card_level, lane.section = label.begins, label.begins, text

    def _open_node(self, lane: PanelState, match: NodeMatch, item: Item) -> None:
        """A node; the cards that follow in its lane stand under it."""
        self._close_card(lane)
        node = self._tree.open(match, item.place)
        if lane.level != node.level:
            lane.section = None
        lane.node, lane.level = node.key, node.level
        lane.card_level = match.rule.level
        lane.title, lane.title_open = match.title, True
        self._complete_title(lane, node.key, item)

    def _extend_title(self, lane: PanelState, node: int, line: Item, doubt: str | None) -> None:
        """A further line of a node's title; of one printed again only what is new is added."""
        lane.title = f"{lane.title} {line.text}"
        self._complete_title(lane, node, line)
        if doubt:
            self._report_finding("warning", "title-rejoined", doubt, line)

    def _complete_title(self, lane: PanelState, node: int, item: Item) -> None:
        """Add to a node's title what its lane has printed beyond it; tell where the two differ."""
        title, now = self._tree.nodes[node].title, lane.title.split()
        said = list(accumulate(map(_letters_of, now), initial=""))
        known = _letters_of(title)
        if known in said:
            self._tree.extend_title(node, " ".join(now[said.index(known) :]))
        elif not known.startswith(said[-1]):
            self._report_finding("info", "title-differs", f"This title was printed before as {title!r}.", item)

    def _take_name(self, lane: PanelState, row: TableRow, doubt: str | None) -> None:
        """A card's name. That of a cut card, printed again above its other keys, goes on with that card."""
        if lane.card and not lane.loose and self._is_rest_of_name(lane.card, row.text):
            lane.card.add_doubt(doubt or _CONTINUED)
            return
        self._close_card(lane)
        lane.title_open = False
        node = None if lane.node is None else self._tree.nodes[lane.node]
        lane.waiting = OpenCard(node, lane.card_level, lane.section, row.text, row.place, signs=list(row.signs))
        lane.waiting.add_doubt(doubt)
        self._cards.append(lane.waiting)

    def _has_node(self, name: str) -> bool:
        """Whether a later part of a name is a coded node, as where two panels were read as one."""
        starts = [match.end() for match in re.finditer(r"\s+", name)]
        found = (self._nodes.match(name[start:]) for start in starts if name[start].isdigit())
        return any(match is not None and match.code is not None for match in found)

    def _is_rest_of_name(self, card: OpenCard, name: str) -> bool:
        return folded(card.name) == folded(name) and not self._words.complete(card.slots)

    def _take_pair(self, lane: PanelState, pair: CardRow, row: TableRow, doubt: str | None) -> None:
        """A key and its value: the next row of the lane's card, or of none."""
        if lane.waiting:
            lane.card, lane.waiting = lane.waiting, None
        if lane.card is None or lane.loose or pair.key.slot in lane.card.slots:
            lane.loose.append(pair)
            return
        lane.card.rows.append(pair)
        lane.card.signs.extend(sign for sign in row.signs if sign not in lane.card.signs)
        lane.card.add_doubt(doubt)

    # What it comes to

    def _close_card(self, lane: PanelState) -> None:
        """Nothing more comes to the lane's card; keys that stand under no name are one row, rejected."""
        lane.card = lane.waiting = None
        if lane.loose:
            message = "Keys without a card: whose they are cannot be known."
            text = " | ".join(row.text for row in lane.loose)
            self._reject_row("card-keys-without-name", message, lane.loose[0].place, text)
            lane.loose = []

    def _doubt_short_cards(self) -> None:
        """Doubt each card without a key that nearly all cards of its level have."""
        levels: dict[str, list[OpenCard]] = {}
        for card in self._cards:
            levels.setdefault(card.level, []).append(card)
        for cards in levels.values():
            slots = Counter(slot for card in cards for slot in set(card.slots))
            texts = {row.key.slot: row.key.text for card in cards for row in card.rows}
            usual = [s for s, n in slots.items() if len(cards) >= _FEW and n >= _NEARLY_ALL * len(cards)]
            for card in cards:
                lacking = sorted(set(usual) - set(card.slots))
                if lacking and not self._words.missing(card.slots):
                    card.add_doubt(_SHORT.format(", ".join(texts[slot] for slot in lacking)))

    def _make_record(self, card: OpenCard, year: int | None) -> Record:
        """The record that a card states."""
        if card.node is None:
            card.add_doubt(_NO_NODE)
        if self._has_node(card.name):
            card.add_doubt(_NODE_INSIDE)
        if missing := self._words.missing([row.key.slot for row in card.rows if row.value]):
            card.add_doubt(_CUT.format(", ".join(missing)))
        values: list[ValueCell] = []
        fields: dict[str, str] = {}
        extra: dict[str, str] = {}
        for row in card.rows:
            column = row.key.rule.column
            if not row.value:
                continue
            if column in CARD_VALUES:
                period = row.key.year or (None if column == "baseline" else year)
                values.append(ValueCell(column, period, None, row.value, row.place))
            elif column == "extra" or column in fields:
                extra[row.key.text] = row.value
            else:
                fields[column] = row.value
        return Record(
            node=None if card.node is None else card.node.key,
            level=card.level,
            section=card.section,
            name=card.name,
            place=_place_of(card),
            row_text=card.text,
            values=tuple(values),
            code_raw=fields.get("code"),
            formula=fields.get("formula"),
            weight=fields.get("weight"),
            unit=fields.get("unit"),
            owner=fields.get("owner"),
            note=fields.get("note"),
            extra=extra,
            review=tuple(card.review),
            signs=tuple(card.signs),
        )

    def _reject_row(self, code: str, message: str, place: Place, raw: str) -> None:
        self._rejected.append(Finding("error", code, message, place, raw))

    def _report_finding(self, severity: Severity, code: str, message: str, item: Item) -> None:
        self._findings.append(Finding(severity, code, message, item.place, item.text))


def _letters_of(text: str) -> str:
    """A title's text without what differs where its lines end elsewhere."""
    return folded(text).replace(" ", "").replace("-", "")


def _place_of(card: OpenCard) -> Place:
    """Where a card stands: its name, and its rows as far as they are on the same page."""
    if card.place.box is None:
        return card.place
    boxes = [
        card.place.box,
        *(r.place.box for r in card.rows if r.place.box and r.place.page == card.place.page),
    ]
    return Place(card.place.page, Box.around(boxes))


def _reading_order(place: Place) -> tuple[int, float, float]:
    """A key that sorts places from the first page's top to the last one's foot."""
    box = place.box
    return place.page or place.line or 0, box.y0 if box else 0.0, box.x0 if box else 0.0
