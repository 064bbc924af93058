"""In which panel each part of a text stands, where a converter has printed panels one after the other.

A text has no geometry. Each rank of the tree is given a lane of its own, as each has a panel of its own on
paper (Modena: area, strategic objective and programme side by side, then operational objective and action).
Cards go to the node that was open when `Indicatori` was printed. Where the converter went through a page
panel by panel, the rest of a card, of a panel or of a title comes late; it is put where it alone can belong,
with a doubt that says so, and nowhere where two places are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.cards.card_state import PanelItem
from extractors.cards.panel_state import Tracks
from extractors.cards.parts import CardPart, Fragments, next_in_stream, paragraphs_of, parts_of
from extractors.cards.words import CardWords, Slot
from extractors.layouts.card_rules import CardRules
from extractors.pages.model import Cell, Item, TableRow, TextLine
from extractors.records.objective_tree import NodeRules

APART = "These rows were printed apart from their card, the only one that lacked them."
BETWEEN = "Another node was printed between the heading of these indicators and this card."
OTHER_PANEL = "The card was printed inside another one that goes on later; it was placed in the only panel left."
AGAIN = "The heading of indicators was printed again after another node: the card may be that one's."
NO_HEADING = "No heading of indicators was printed above this card."
NOT_READ = "A heading announced a node that was not read: these indicators may be its own."
NO_PANEL = "In which panel this was printed cannot be known."
TITLE_APART = "This end of a title was printed apart from its beginning."
NAME_OR_TITLE = "Where what stands above ends and this name begins cannot be known."
RUN_IN = "The line of keys and values can be read in more than one way."


def place_text_in_panels(
    items: Sequence[Item], rules: CardRules, nodes: NodeRules, fragments: Fragments | None = None
) -> list[PanelItem]:
    """The items of a text as `read_cards` takes them: each name, key with value, node, label and line by itself.

    `fragments` are the paragraphs of cells that hold more than one, as `TextDocument.fragments` has them.
    """
    words = CardWords(rules)
    return _Router(rules, words, parts_of(items, words, nodes, fragments)).route()


@dataclass(slots=True)
class _Panel:
    """A panel of a table; `own` tells that the node of its lane was opened in it."""

    lane: int | None = None
    own: bool = False
    doubt: str | None = None


class _Router:
    """Goes through the parts of a text and gives each its lane."""

    def __init__(self, rules: CardRules, words: CardWords, parts: list[CardPart]) -> None:
        self._words = words
        self._parts = parts
        self._after = next_in_stream(parts)
        self._cards_have_headings = any(label.begins == "cards" for label in rules.labels)
        self._ranks: dict[str, int] = {}  # of each level, the lane of its nodes
        for part in parts:
            if part.node:
                self._ranks.setdefault(part.node.rule.level, part.node.depth)
        self._out: list[PanelItem] = []
        self._done: set[int] = set()
        self._tracks = Tracks(words)
        self._current: int | None = None  # the lane whose cards are being printed
        self._announced = False  # whether a level's heading waits for its node
        self._heading_doubt: str | None = None
        self._heading_last = False
        self._panels: list[_Panel] = []
        self._flow: dict[int | None, int] = {}  # of each panel, the lane of the card that is being printed
        self._titles: dict[int | None, int] = {}  # of each panel, the lane of the title that was printed last
        self._latest_title: int | None = None
        self._table: int | None = None

    def route(self) -> list[PanelItem]:
        """All parts with their lanes, in reading order."""
        for i, part in enumerate(self._parts):
            if part.table is None or part.table != self._table:
                self._leave_panels()
            self._table = part.table
            if i in self._done:
                continue
            if part.kind == "panels":
                self._open_panels(part)
            elif part.kind == "label":
                self._take_label(part)
            elif part.kind == "node":
                self._take_node(part)
            elif part.kind == "key":
                self._take_key(part)
            elif part.kind == "text":
                self._take_words(i)
            elif part.item is not None:
                self._out.append(PanelItem(self._tracks.nowhere(), part.item))
        return self._out

    # Headings and nodes

    def _leave_panels(self) -> None:
        """A table ended; a card that was begun outside panels may still go on."""
        self._panels = []
        self._flow = {None: self._flow[None]} if None in self._flow else {}
        self._titles = {None: self._titles[None]} if None in self._titles else {}

    def _open_panels(self, part: CardPart) -> None:
        """Headings side by side: indicators beside a level's nodes are those of the last node above it."""
        self._leave_panels()
        labels = [head.label for head in part.heads if head and head.label]
        ranks = [self._ranks[label.begins] for label in labels if label.begins in self._ranks]
        for head in part.heads:
            panel = _Panel()
            self._panels.append(panel)
            if head is None or head.label is None:
                panel.lane = self._current if len(self._panels) == 1 else None
            elif head.label.begins == "cards":
                above = [lane for lane in self._tracks.path if lane < min(ranks, default=lane + 1)]
                if above:
                    self._begin_cards(head, above[-1], panel, again=self._tracks.last != above[-1])
            else:
                panel.lane = self._ranks.get(head.label.begins)
                self._level_heading(head)

    def _take_label(self, part: CardPart) -> None:
        """A heading that stands alone. `Indicatori` are those of the last node, or of its own panel's."""
        assert part.label is not None
        if part.label.begins == "nothing":
            return
        panel = self._panel_of(part)
        self._flow.pop(part.panel, None)
        self._end_title(part.panel)
        if part.label.begins != "cards":
            if panel:
                panel.lane = self._ranks.get(part.label.begins, panel.lane)
            self._level_heading(part)
        elif panel and panel.own and panel.lane is not None and not self._tracks[panel.lane].headed:
            self._begin_cards(part, panel.lane, panel, again=False)
        elif self._tracks.last is not None:
            self._begin_cards(part, self._tracks.last, panel, again=True)

    def _level_heading(self, part: CardPart) -> None:
        """The heading of a panel of nodes."""
        self._announced = True
        if part.label and (lane := self._ranks.get(part.label.begins)) is not None:
            self._out.append(PanelItem(lane, TextLine(part.text, part.place)))

    def _begin_cards(self, part: CardPart, lane: int, panel: _Panel | None, *, again: bool) -> None:
        """`Indicatori`: the cards that follow are those of the node in `lane`."""
        track = self._tracks[lane]
        self._heading_doubt = AGAIN if again and track.headed and track.name is not None else None
        if self._announced and not panel:
            self._heading_doubt = NOT_READ
        if panel:
            panel.lane, panel.doubt = lane, self._heading_doubt
        if not self._tracks.is_cut(lane):
            self._out.append(PanelItem(lane, TextLine(part.text, part.place)))
        track.headed, track.title_open = True, False
        self._current = lane
        self._heading_last = True

    def _take_node(self, part: CardPart) -> None:
        """A node. Its lane is its rank."""
        assert part.node is not None
        lane = part.node.depth
        self._announced = False
        self._tracks.open_node(lane)
        if panel := self._panel_of(part):
            panel.lane, panel.own, panel.doubt = lane, True, None
        if self._current is not None and lane <= self._current:
            self._current, self._heading_doubt = None, None
        self._flow.pop(part.panel, None)
        self._begin_title(part.panel, lane)
        self._out.append(PanelItem(lane, TextLine(part.text, part.place)))

    # Cards

    def _take_key(self, part: CardPart) -> None:
        """A key: the next row of the card above it, else of the only card that lacks it."""
        assert part.key is not None
        slot, doubt = part.key.slot, None if part.sure else RUN_IN
        lane = self._flow.get(part.panel)
        if lane is None or not self._tracks[lane].takes(slot):
            lane, doubt = self._find_home(slot, self._panel_of(part))
        self._tracks.add(lane, slot)
        self._flow[part.panel] = lane
        self._end_title(part.panel)
        cells = [Cell(part.text, part.place), Cell(part.value, part.place, 1)]
        self._out.append(PanelItem(lane, TableRow(tuple(cells), part.place, part.table or 0), doubt))

    def _find_home(self, slot: Slot, panel: _Panel | None) -> tuple[int, str | None]:
        """The lane of a row printed apart from its card: the only cut card, or ended one, that lacks it."""
        cut = self._tracks.cut_before(slot)
        if panel and panel.lane in cut:
            return panel.lane, None
        lacking = cut or self._tracks.ended_before(slot)
        if len(lacking) == 1:
            self._current = lacking[0]
            return lacking[0], APART
        lane = self._tracks.nowhere()
        self._tracks.begin_card(lane, "")
        return lane, NO_PANEL

    def _take_words(self, first: int) -> None:
        """Words: a card's name where keys follow, else more of a title."""
        run, at = [first], self._after[first]
        while at is not None and self._parts[at].kind == "text":
            run.append(at)
            at = self._after[at]
        self._done.update(run)
        words = paragraphs_of([self._parts[i] for i in run])
        key = self._parts[at].key if at is not None else None
        if key is None:
            self._take_rest(words)
            return
        rest, name, doubt = self._part_words(words)
        self._take_rest(rest)
        self._take_name(name, key.slot, doubt)

    def _part_words(self, words: list[list[CardPart]]) -> tuple[list[list[CardPart]], list[CardPart], str | None]:
        """Words above a key as the end of what stands above them and a name: a name is one paragraph."""
        panel = words[0][0].panel
        if len(words) == 1:
            only = words[0]
            title = self._titles.get(panel)
            if title is not None and len(only) > 1 and self._is_after_title(only[0]):
                return [only[:-1]], only[-1:], NAME_OR_TITLE
            return [], only, None
        goes_on = self._goes_on(panel)
        if goes_on is not None and self._tracks[goes_on].title_open:
            return words[:-1], words[-1], NAME_OR_TITLE
        return [], [part for paragraph in words for part in paragraph], NAME_OR_TITLE

    def _take_name(self, words: list[CardPart], slot: Slot, doubt: str | None) -> None:
        """A card's name."""
        first, text = words[0], " ".join(part.text for part in words)
        lane, why = self._card_lane(self._panel_of(first), text, slot)
        self._tracks.begin_card(lane, text)
        self._flow[first.panel] = lane
        self._end_title(first.panel)
        doubts = [doubt, why, None if all(part.sure for part in words) else RUN_IN]
        row = TableRow((Cell(text, first.place),), first.place, first.table or 0)
        self._out.append(PanelItem(lane, row, " ".join(d for d in doubts if d) or None))

    def _card_lane(self, panel: _Panel | None, name: str, slot: Slot) -> tuple[int, str | None]:
        """The lane of a card that begins, and why that is not certain."""
        if panel and panel.lane is not None:
            return panel.lane, panel.doubt
        same = self._tracks.cut_before(slot, name)
        if len(same) == 1:
            self._current = same[0]
            return same[0], APART
        last = self._tracks.last
        if last is None:
            return self._tracks.nowhere(), NO_PANEL
        if self._current is None:
            self._current, self._heading_doubt = last, NO_HEADING if self._cards_have_headings else None
        if last == self._current:
            return self._current, self._heading_doubt
        if not self._tracks.is_cut(self._current):
            return self._current, BETWEEN
        return self._other_panel()

    def _other_panel(self) -> tuple[int, str]:
        """The lane of a card printed inside another: in one panel a card is whole before the next begins."""
        others = self._tracks.others()
        if len(others) != 1:
            return self._tracks.nowhere(), NO_PANEL
        self._current = others[0]
        return others[0], OTHER_PANEL

    def _take_rest(self, words: list[list[CardPart]]) -> None:
        """Words that are no name: they go on with the title of the last node, or of their own panel's."""
        if not words:
            return
        first = words[0][0]
        lane = self._goes_on(first.panel)
        heading_last, self._heading_last = self._heading_last, False
        if lane is not None and not self._tracks[lane].title_open and (first.table is not None or heading_last):
            text = " ".join(part.text for paragraph in words for part in paragraph)
            row = TableRow((Cell(text, first.place),), first.place, first.table or 0)
            self._out.append(PanelItem(self._tracks.nowhere(), row))  # a name that lost its keys
            return
        direct = lane is None or lane in (self._titles.get(first.panel), self._latest_title)
        for part in (part for paragraph in words for part in paragraph):
            line = TextLine(part.text, part.place)
            self._out.append(PanelItem(lane or 0, line, None if direct else TITLE_APART))
        if lane is not None and self._tracks[lane].title_open:
            self._begin_title(first.panel, lane)

    # Where things stand

    def _panel_of(self, part: CardPart) -> _Panel | None:
        in_panel = part.panel is not None and part.panel < len(self._panels)
        return self._panels[part.panel] if in_panel and part.panel is not None else None

    def _goes_on(self, panel: int | None) -> int | None:
        """The lane of the title that words in `panel` may go on with."""
        if panel is not None and panel < len(self._panels) and self._panels[panel].own:
            return self._panels[panel].lane
        return self._tracks.last

    def _is_after_title(self, part: CardPart) -> bool:
        """Whether a line stands directly below the title, no empty line between them."""
        before = [placed.item.place.line for placed in self._out[-1:]]
        return part.place.line is not None and before == [part.place.line - 1]

    def _begin_title(self, panel: int | None, lane: int) -> None:
        self._titles[panel] = self._latest_title = lane
        self._heading_last = False

    def _end_title(self, panel: int | None) -> None:
        self._titles.pop(panel, None)
        self._latest_title = None
        self._heading_last = False
