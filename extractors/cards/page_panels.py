"""Panels side by side: which lane of a page each line and card stands in.

A band of panel headings (`Obiettivo Operativo`, `Azione`) opens lanes: each heading's cell, or the ground it is printed
on, says how far its lane reaches. Lanes last until the next band, over pages too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.cards.card_state import Laned
from extractors.cards.panel_bands import PANEL_GAP, Band, bands_of_pages, is_heading
from extractors.layouts.card_rules import CardRules
from extractors.layouts.schema import Pattern
from extractors.pages.model import Box, Cell, Item, Place, TableRow, TextLine, Word
from extractors.pages.words import Lexicon, WordLine, whole_text
from extractors.quality.signals import Signal
from extractors.tables.grid import Grid
from extractors.tables.page_content import PageContent
from extractors.tables.stitching import CLOSED_HALVES, ROW_OVER_PAGES

_FLUSH = 0.6  # points by which the first word of a panel's text may miss where the panel's texts begin
_LEVEL = 0.5  # points by which the upper ends of texts on one line may differ


_ONE_LANE = Band(0.0, 0.0, (), (0.0,))


def lanes_of_pages(pages: Sequence[PageContent], rules: CardRules, lexicon: Lexicon) -> list[Laned]:
    """All lines and card rows under panel headings, page by page from top to bottom, with their lanes.

    What stands above the first band of panel headings is left out: it is the document's title. The headings
    themselves are lines of their lanes. A key and its value
    that no grid holds become a card row all the same, and the bold lines over the first of them its name.
    """
    return _with_cards(_printed(pages, rules.lanes, lexicon), rules)


def one_lane_of_pages(
    pages: Sequence[PageContent], rules: CardRules, lexicon: Lexicon, titles: Callable[[str], bool]
) -> list[Laned]:
    """The same of pages on which nothing stands side by side: what is printed after something else goes on with it.

    The line before a card's first key is its name, whatever its type, unless it is one of the `titles` of the tree.
    """
    printed = _printed(pages, (), lexicon, _ONE_LANE)
    return _with_cards(_with_names_bold(printed, rules, titles), rules)


def _with_names_bold(printed: Sequence[Laned], rules: CardRules, titles: Callable[[str], bool]) -> list[Laned]:
    """What is printed, with the lines that name a card in bold type, as pages print them, and no other line so."""
    keys = _key_patterns(rules)
    labels = _compiled(label.pattern for label in rules.labels)
    found = []
    for laned, after in zip(printed, [*printed[1:], None], strict=True):
        item = laned.item
        if isinstance(item, TextLine):
            below = None if after is None or not isinstance(after.item, TableRow) else after.item
            is_name = below is not None and len(below.cells) > 1 and is_heading(below.cells[0].text, keys)
            other = titles(item.text) or is_heading(item.text, labels) or is_heading(item.text, keys)
            found.append(replace(laned, item=replace(item, bold=is_name and not other)))
        else:
            found.append(laned)
    return found


def _printed(
    pages: Sequence[PageContent], headings: Sequence[Pattern], lexicon: Lexicon, before: Band | None = None
) -> list[Laned]:
    """All lines and drawn card rows with their lanes. `headings` are the texts that head a panel, `before` is the band
    that stands over what comes first."""
    patterns = _compiled(headings)
    found: list[Laned] = []
    table = 0
    for page, bands in zip(pages, bands_of_pages(pages, patterns), strict=True):
        again = before is not None and bool(bands) and _repeats(page, before, bands[0])
        parts = [
            (band.y0, head.box.x0, Laned(lane, TextLine(head.text, Place(page.number, head.box))))
            for band in (bands[1:] if again else bands)
            for lane, head in enumerate(band.heads)
        ]
        for grid in page.grids:
            for r in range(len(grid.ys) - 1):
                over = _over(bands, before, grid.ys[r], grid.ys[r + 1])
                row = _card_row(grid, r, over, table=table, lexicon=lexicon)
                parts.extend((grid.ys[r], _left(laned), laned) for laned in row)
            table += 1
        for whole in page.lines:
            over = _over(bands, before, whole.box.y0, whole.box.y1)
            for line in _by_lane(whole, over):
                text = TextLine(line.text, Place(page.number, line.box), line.bold, line.size)
                if over is not None and not any(band.holds(line.box) for band in bands):
                    laned = Laned(over.lane(line.box.x0), text)
                    parts.append((line.box.y0, line.box.x0, laned))
        found.extend(_in_reading_order(parts))
        before = bands[-1] if bands else before
    return found


def _repeats(page: PageContent, before: Band, first: Band) -> bool:
    """Whether the first band of a page is the last one printed again: the same headings, and nothing over them."""
    tops = [*(grid.box.y0 for grid in page.grids), *(line.box.y0 for line in page.lines)]
    same = [head.text for head in before.heads] == [head.text for head in first.heads]
    return same and min(tops, default=first.y0) >= first.y0 - _LEVEL


def _in_reading_order(parts: Sequence[tuple[float, float, Laned]]) -> Iterator[Laned]:
    """What begins at the given heights and left ends, line by line; letters and figures of one line may differ a little
    in height."""
    keyed: list[tuple[float, float, Laned]] = []
    height = float("-inf")
    for y0, x0, laned in sorted(parts, key=lambda p: p[:2]):
        height = height if y0 - height < _LEVEL else y0
        keyed.append((height, x0, laned))
    yield from (laned for _, _, laned in sorted(keyed, key=lambda p: p[:2]))


def _with_cards(printed: Sequence[Laned], rules: CardRules) -> list[Laned]:
    """Card rows made of lines where no grid draws them."""
    keys = _key_patterns(rules)
    labels = _compiled(label.pattern for label in rules.labels)
    panels = _compiled(rules.lanes)
    found: list[Laned] = []
    last: dict[int, list[int]] = {}  # of each lane, the places in `found` of the bold lines just read
    open_key: dict[int, int] = {}
    newest: dict[int, int] = {}  # of each lane, the place in `found` of what it printed last
    for laned in printed:
        item, lane, kept = laned.item, laned.lane, laned
        bold = last.setdefault(lane, [])
        if isinstance(item, TextLine):
            if lane in open_key and _beside(found[open_key[lane]].item, item):
                place = open_key.pop(lane)
                found[place] = Laned(lane, _row((found[place].item, item)))
                continue
            if is_heading(item.text, keys):
                open_key[lane] = len(found)
                _name(found, bold, lane)
            elif cells := _key_and_value(item, keys, found[newest[lane]].item if lane in newest else None):
                kept = Laned(lane, _row(cells))
            elif item.bold and ((bold and item.text[:1].islower()) or not is_heading(item.text, labels)):
                bold.append(len(found))
            elif not is_heading(item.text, panels):  # a panel's heading is printed again on every page
                bold.clear()
        else:
            if len(item.cells) > 1:
                _name(found, bold, lane)
            elif bold and _over_the_page(found[bold[-1]].item, item.cells[0]):
                _name(found, bold, lane, signs=(ROW_OVER_PAGES, CLOSED_HALVES))
            bold.clear()
        newest[lane] = len(found)
        found.append(kept)
    return [laned for laned in found if laned.item.text]


def _key_and_value(line: TextLine, keys: Sequence[re.Pattern[str]], before: Item | None) -> list[Cell]:
    """A line that is a key and, with no more room than between two words, its value; only under another key of its
    card, where a sentence does not begin."""
    box, above = line.place.box, before.place.box if before is not None else None
    if not isinstance(before, TableRow) or len(before.cells) < 2 or box is None or above is None:
        return []
    if line.bold or abs(box.x0 - above.x0) > _LEVEL:
        return []
    for key in keys:
        if (match := key.match(line.text)) and (value := line.text[match.end() :]).startswith(" "):
            return [Cell(match[0], line.place), Cell(value.strip(), line.place)]
    return []


def _key_patterns(rules: CardRules) -> list[re.Pattern[str]]:
    """The keys of cards as they are printed, any year in the place of theirs."""
    printed = (form.split("{year}") for key in rules.keys for form in key.printed)
    return _compiled(r"(?:19|20)\d\d".join(map(re.escape, parts)) for parts in printed)


def _compiled(patterns: Iterable[str]) -> list[re.Pattern[str]]:
    return [re.compile(pattern, re.IGNORECASE) for pattern in patterns]


def _beside(key: Item, value: Item) -> bool:
    one, other = key.place.box, value.place.box
    same_page = key.place.page == value.place.page
    return same_page and one is not None and other is not None and abs(one.mid_y - other.mid_y) < one.height / 2


def _over_the_page(last: Item, name: Cell) -> bool:
    """Whether a card's name at the top of a page may go on from the bold line `last` at the foot of the page before:
    a box of one cell, which is no table, holds its first part."""
    return name.bold and last.place.page is not None and name.place.page == last.place.page + 1


def _name(found: list[Laned], bold: list[int], lane: int, signs: tuple[str, ...] = ()) -> None:
    """Make the bold lines at the places `bold` of `found` the name's row of a card."""
    if bold:
        name = _row([Cell(" ".join(found[place].item.text for place in bold), found[bold[0]].item.place)], signs)
        for place in bold[1:]:
            found[place] = Laned(lane, TextLine("", found[place].item.place))
        found[bold[0]] = Laned(lane, name)
    bold.clear()


def _row(parts: Sequence[Item | Cell], signs: tuple[str, ...] = ()) -> TableRow:
    cells = tuple(Cell(part.text, part.place, column) for column, part in enumerate(parts))
    boxes = [c.place.box for c in cells if c.place.box]
    return TableRow(cells, Place(cells[0].place.page, Box.around(boxes) if boxes else None), -1, signs)


def _over(bands: Sequence[Band], before: Band | None, y0: float, y1: float) -> Band | None:
    """The band of headings over something from `y0` to `y1`; None where it is a band itself or stands under none."""
    middle = (y0 + y1) / 2
    if any(b.y0 <= middle <= b.y1 for b in bands):
        return None
    return next((b for b in reversed(bands) if b.y1 <= middle), before)


def _left(laned: Laned) -> float:
    box = laned.item.place.box
    return box.x0 if box else 0.0


def _by_lane(line: WordLine, band: Band | None) -> list[WordLine]:
    """A line cut where a gap at the left end of a lane parts two panels' texts; a title over all lanes stays whole."""
    if band is None:
        return [line]
    parts: list[list[Word]] = [[line.words[0]]]
    for before, word in pairwise(line.words):
        gap = word.box.x0 - before.box.x1 > PANEL_GAP * max(word.size, 1.0)
        begins = any(abs(word.box.x0 - left) <= _FLUSH for left in band.lefts)  # however little room there is
        if begins or (gap and any(before.box.x1 - 1 <= left <= word.box.x0 + 1 for left in band.lefts)):
            parts.append([])
        parts[-1].append(word)
    return [line] if len(parts) == 1 else [WordLine(tuple(part)) for part in parts]


def _card_row(grid: Grid, row: int, band: Band | None, *, table: int, lexicon: Lexicon) -> Iterator[Laned]:
    """The cells of a grid row by lane: cards that touch over the room between panels make one grid."""
    if band is None:
        return
    page = grid.page
    lanes: dict[int, list[Cell]] = {}
    for cell in grid.row(row):
        text = whole_text(cell.lines, cell.box.width - 2 * grid.padding, lexicon)
        if text and cell.r0 == row:
            found = Cell(text, Place(page, cell.box), cell.c0, cell.c1 - cell.c0, _bold(cell.lines), cell.filled)
            lanes.setdefault(band.lane(cell.lines[0].box.x0), []).append(found)
    for lane, cells in lanes.items():
        box = Box.around(c.place.box for c in cells if c.place.box)
        signs = (Signal.ROWS_BY_LINES,) if grid.by_lines else ()
        yield Laned(lane, TableRow(tuple(cells), Place(page, box), table, signs))


def _bold(lines: Sequence[WordLine]) -> bool:
    return bool(lines) and all(line.bold for line in lines)
