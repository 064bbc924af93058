"""Panels side by side: which lane of a page each line and card stands in.

A band of panel headings (`Obiettivo Operativo`, `Azione`) opens lanes: each heading's cell, or the fill it is printed
on, says how far its lane reaches. Lanes last until the next band, over pages too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.cards.card_lines import compiled, key_patterns, with_cards
from extractors.cards.card_state import PanelItem
from extractors.cards.panel_bands import Band, bands_of_pages, is_heading
from extractors.layouts.card_rules import CardRules
from extractors.pages.model import Box, Cell, Place, TableRow, TextLine, Word
from extractors.pages.words import TEXT_GAP, Lexicon, WordLine, whole_text
from extractors.tables.grid import Grid, GridCell
from extractors.tables.packed_pages import with_changes
from extractors.tables.page_content import PageContent, parted, with_grids_open

_FLUSH = 0.6  # points by which the first word of a panel's text may miss where the panel's texts begin
_LANE_GAP = 0.45  # em; so wide a gap where a lane begins parts two panels' texts: words of one stand closer
_LEVEL = 0.5  # points by which the upper ends of texts on one line may differ


_ONE_LANE = Band(0.0, 0.0, (), (0.0,))


def place_in_panels(pages: Sequence[PageContent], rules: CardRules, lexicon: Lexicon) -> list[PanelItem]:
    """All lines and card rows under panel headings, page by page from top to bottom, with their lanes.

    What stands above the first band of panel headings is left out: it is the document's title. The headings
    themselves are lines of their lanes. A key and its value
    that no grid holds become a card row all the same, and the bold lines over the first of them its name.
    """
    return with_cards(_list_printed(pages, rules, lexicon), rules)


def place_in_one_panel(
    pages: Sequence[PageContent], rules: CardRules, lexicon: Lexicon, titles: Callable[[str], bool]
) -> list[PanelItem]:
    """The same of pages on which nothing stands side by side: what is printed after something else goes on with it.

    The line before a card's first key is its name, whatever its type, unless it is one of the `titles` of the tree.
    """
    printed = _list_printed(pages, rules.model_copy(update={"lanes": ()}), lexicon, _ONE_LANE)
    return with_cards(_with_names_bold(printed, rules, titles), rules)


def _with_names_bold(printed: Sequence[PanelItem], rules: CardRules, titles: Callable[[str], bool]) -> list[PanelItem]:
    """What is printed, with the lines that name a card in bold type, as pages print them, and no other line so."""
    keys = key_patterns(rules)
    labels = compiled(label.pattern for label in rules.labels)
    found = []
    for placed, after in zip(printed, [*printed[1:], None], strict=True):
        item = placed.item
        if isinstance(item, TextLine):
            below = None if after is None or not isinstance(after.item, TableRow) else after.item
            is_name = below is not None and len(below.cells) > 1 and is_heading(below.cells[0].text, keys)
            other = titles(item.text) or is_heading(item.text, labels) or is_heading(item.text, keys)
            found.append(replace(placed, item=replace(item, bold=is_name and not other)))
        else:
            found.append(placed)
    return found


def _list_printed(
    pages: Sequence[PageContent], rules: CardRules, lexicon: Lexicon, before: Band | None = None
) -> list[PanelItem]:
    """All lines and drawn card rows with their lanes; `before` is the band that stands over what comes first."""
    headings = compiled(rules.lanes)
    labels = compiled(label.pattern for label in rules.labels)
    keys = key_patterns(rules)
    changed = (_with_frames_open(page, [*headings, *labels], keys) for page in pages)
    pages = with_changes(pages, ((at, page) for at, page in enumerate(changed) if page is not None))
    bands_of = bands_of_pages(pages, headings, keys)
    found: list[PanelItem] = []
    table = 0
    for page, bands in zip(pages, bands_of, strict=True):
        again = before is not None and bool(bands) and _is_repeated(page, before, bands[0])
        parts = [
            (band.y0, head.box.x0, PanelItem(lane, TextLine(head.text, Place(page.number, head.box))))
            for band in (bands[1:] if again else bands)
            for lane, head in enumerate(band.heads)
        ]
        for grid in page.grids:
            for cells, (y0, y1) in zip(grid.own_rows(), pairwise(grid.ys), strict=True):
                row = _card_row(grid, cells, _band_over(bands, before, y0, y1), table=table, lexicon=lexicon)
                parts.extend((y0, _left_edge(placed), placed) for placed in row)
            table += 1
        for whole in page.lines:
            over = _band_over(bands, before, whole.box.y0, whole.box.y1)
            for line in _by_lane(whole, over):
                text = TextLine(line.text, Place(page.number, line.box), line.bold, line.size)
                if over is not None and not any(band.holds(line.box) for band in bands):
                    placed = PanelItem(over.lane(line.box.x0), text)
                    parts.append((line.box.y0, line.box.x0, placed))
        found.extend(_in_reading_order(parts))
        before = bands[-1] if bands else before
    return found


def _with_frames_open(
    page: PageContent, marks: Sequence[re.Pattern[str]], keys: Sequence[re.Pattern[str]]
) -> PageContent | None:
    """The page with the words of grids among its lines that only frame panels or cards: one line among those of a cell
    is a panel's heading or a label, one of the `marks`, several begin with keys, or a value stands beside one. None
    where it has none."""
    opened = [
        grid for grid in page.grids if any(_holds_mark(cell, marks) or _holds_card(cell, keys) for cell in grid.cells)
    ]
    return with_grids_open(page, opened) if opened else None


def _holds_mark(cell: GridCell, marks: Sequence[re.Pattern[str]]) -> bool:
    return len(cell.lines) > 1 and any(is_heading(line.text, marks) for line in cell.lines)


def _holds_card(cell: GridCell, keys: Sequence[re.Pattern[str]]) -> bool:
    begun = [parts for line in cell.lines if is_heading((parts := parted(line, TEXT_GAP))[0].text, keys)]
    return len(begun) > 1 or any(len(parts) > 1 for parts in begun)


def _is_repeated(page: PageContent, before: Band, first: Band) -> bool:
    """Whether the first band of a page is the last one printed again: the same headings, and nothing over them."""
    tops = [*(grid.box.y0 for grid in page.grids), *(line.box.y0 for line in page.lines)]
    same = [head.text for head in before.heads] == [head.text for head in first.heads]
    return same and min(tops, default=first.y0) >= first.y0 - _LEVEL


def _in_reading_order(parts: Sequence[tuple[float, float, PanelItem]]) -> Iterator[PanelItem]:
    """What begins at the given heights and left ends, line by line; letters and figures of one line may differ a little
    in height."""
    keyed: list[tuple[float, float, PanelItem]] = []
    height = float("-inf")
    for y0, x0, placed in sorted(parts, key=lambda p: p[:2]):
        height = height if y0 - height < _LEVEL else y0
        keyed.append((height, x0, placed))
    yield from (placed for _, _, placed in sorted(keyed, key=lambda p: p[:2]))


def _band_over(bands: Sequence[Band], before: Band | None, y0: float, y1: float) -> Band | None:
    """The band of headings over something from `y0` to `y1`; None where it is a band itself or stands under none."""
    middle = (y0 + y1) / 2
    if any(b.y0 <= middle <= b.y1 for b in bands):
        return None
    return next((b for b in reversed(bands) if b.y1 <= middle), before)


def _left_edge(placed: PanelItem) -> float:
    box = placed.item.place.box
    return box.x0 if box else 0.0


def _by_lane(line: WordLine, band: Band | None) -> list[WordLine]:
    """A line cut where a gap at the left end of a lane parts two panels' texts, or the file tags them as two cells'; a
    title over all lanes stays whole."""
    if band is None:
        return [line]
    parts: list[list[Word]] = [[line.words[0]]]
    for before, word in pairwise(line.words):
        gap = word.box.x0 - before.box.x1 > _LANE_GAP * max(word.size, 1.0)
        gap = gap or (word.tag >= 0 and before.tag >= 0 and word.tag != before.tag)
        begins = any(abs(word.box.x0 - left) <= _FLUSH for left in band.lefts)  # however little room there is
        if begins or (gap and any(before.box.x1 - 1 <= left <= word.box.x0 + 1 for left in band.lefts)):
            parts.append([])
        parts[-1].append(word)
    return [line] if len(parts) == 1 else [WordLine(tuple(part)) for part in parts]


def _card_row(
    grid: Grid, row: Sequence[GridCell], band: Band | None, *, table: int, lexicon: Lexicon
) -> Iterator[PanelItem]:
    """The cells that begin in a grid row by lane: cards that touch over the room between panels make one grid."""
    if band is None:
        return
    page = grid.page
    lanes: dict[int, list[Cell]] = {}
    for cell in row:
        text = whole_text(cell.lines, cell.box.width - 2 * grid.padding, lexicon)
        if text:
            bold = all(line.bold for line in cell.lines)
            found = Cell(text, Place(page, cell.box), cell.c0, cell.c1 - cell.c0, bold, cell.filled)
            lanes.setdefault(band.lane(cell.lines[0].box.x0), []).append(found)
    for lane, cells in lanes.items():
        box = Box.around(c.place.box for c in cells if c.place.box)
        yield PanelItem(lane, TableRow(tuple(cells), Place(page, box), table))
