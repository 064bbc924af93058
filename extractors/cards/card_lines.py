"""Cards made of lines: keys and values that no grid holds, the bold lines over the first key their name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import groupby, pairwise

from extractors.cards.card_state import PanelItem
from extractors.cards.panel_bands import is_heading
from extractors.layouts.card_rules import CardRules
from extractors.layouts.typography import printed_pattern
from extractors.pages.model import Box, Cell, Item, Place, TableRow, TextLine
from extractors.pages.words import with_next_line
from extractors.quality.signals import Signal

_FLUSH = 1.2  # points by which the left ends of a text's lines may differ
_LEVEL = 0.5  # points by which the left ends of a card's keys may differ
_RESTS = 6  # things printed after a line, its rest among them
_CLOSE = 1.8  # heights of a line from one line of a value to its next, at most
_POINTS = ".,"
_SIGN = re.compile(r"[<>=≤≥]+")  # what ends no value
_REST = re.compile(r"[%),.;:/]")  # what begins none
_NEXT = 2.0  # heights of a line to the next one of its text, at most


def with_cards(printed: Sequence[PanelItem], rules: CardRules) -> list[PanelItem]:
    """Card rows made of lines where no grid draws them."""
    keys = key_patterns(rules)
    labels = compiled(label.pattern for label in rules.labels)
    panels = compiled(rules.lanes)
    found: list[PanelItem] = []
    last: dict[int, list[int]] = {}  # of each lane, the places in `found` of the bold lines just read
    open_key: dict[int, int] = {}
    newest: dict[int, int] = {}  # of each lane, the place in `found` of what it printed last
    # Of types without names, as bitmaps have none, nobody knows which are bold: what follows a label names a card then.
    is_all_alike = bool(labels) and not any(isinstance(p.item, TextLine) and p.item.bold for p in printed)
    whole = _with_whole_lines(_with_whole_keys(printed, keys), keys)
    for placed in _with_whole_values(whole, keys, [*panels, *labels]):
        item, lane, kept = placed.item, placed.lane, placed
        bold = last.setdefault(lane, [])
        if isinstance(item, TextLine):
            if lane in open_key and _is_beside(found[open_key[lane]].item, item):
                place = open_key.pop(lane)
                found[place] = PanelItem(lane, _make_row((found[place].item, item)))
                continue
            if is_heading(item.text, keys):
                open_key[lane] = len(found)
                _mark_name(found, bold, lane)
            elif cells := _key_and_value(item, keys, found[newest[lane]].item if lane in newest else None):
                kept = PanelItem(lane, _make_row(cells))
            elif (item.bold or is_all_alike) and (
                (bold and item.text[:1].islower()) or not is_heading(item.text, labels)
            ):
                bold.append(len(found))
            elif not is_heading(item.text, panels):  # a panel's heading is printed again on every page
                bold.clear()
        else:
            if len(item.cells) > 1:
                _mark_name(found, bold, lane)
            elif bold and _is_over_the_page(found[bold[-1]].item, item.cells[0]):
                _mark_name(found, bold, lane, signs=(Signal.ROW_OVER_PAGES, Signal.CLOSED_HALVES))
            bold.clear()
        newest[lane] = len(found)
        found.append(kept)
    return [placed for placed in found if placed.item.text]


def _with_whole_keys(printed: Sequence[PanelItem], keys: Sequence[re.Pattern[str]]) -> list[PanelItem]:
    """What is printed, keys that a narrow column broke (`Target` over `2017`) each as one line."""
    found = list(printed)
    taken: set[int] = set()
    for index, placed in enumerate(found):
        box = placed.item.place.box
        if index in taken or box is None or not isinstance(placed.item, TextLine) or is_heading(placed.item.text, keys):
            continue
        following = range(index + 1, min(index + 2 * _RESTS, len(found)))
        below = next((i for i in following if _is_under(placed, found[i])), None)
        if below is None:
            continue
        rest = found[below].item
        text = f"{placed.item.text} {rest.text}"
        if rest.place.box is not None and is_heading(text, keys):
            place = placed.item.place._replace(box=Box.around((box, rest.place.box)))
            found[index] = replace(placed, item=replace(placed.item, text=text, place=place))
            taken.add(below)
    return [placed for index, placed in enumerate(found) if index not in taken]


def _with_whole_lines(printed: Sequence[PanelItem], keys: Sequence[re.Pattern[str]]) -> list[PanelItem]:
    """What is printed, a line that is set to the width of its lane with wide gaps between its words as one."""
    found: list[PanelItem] = []
    for placed in printed:
        last = found[-1] if found else None
        if (
            last is not None
            and _is_continued_beside(last, placed)
            and not any(is_heading(part.item.text, keys) for part in (last, placed))
        ):
            found[-1] = _join_lines([last, placed], f"{last.item.text} {placed.item.text}")
        else:
            found.append(placed)
    return found


def _is_continued_beside(left: PanelItem, right: PanelItem) -> bool:
    one, other = left.item, right.item
    if not isinstance(one, TextLine) or not isinstance(other, TextLine) or left.lane != right.lane:
        return False
    box, next_box = one.place.box, other.place.box
    if one.place.page != other.place.page or one.bold != other.bold or box is None or next_box is None:
        return False
    return abs(box.y0 - next_box.y0) < _LEVEL and box.x1 < next_box.x0


def _with_whole_values(
    printed: Sequence[PanelItem], keys: Sequence[re.Pattern[str]], marks: Sequence[re.Pattern[str]]
) -> list[PanelItem]:
    """What is printed, values that a narrow column broke (`>=` over `11.900.000`) each as one line behind its key; none
    goes on over a heading of panels or a label, one of the `marks`."""
    lanes: dict[int, list[int]] = {}
    for index, placed in enumerate(printed):
        lanes.setdefault(placed.lane, []).append(index)
    blocks: dict[int, list[int]] = {}
    for indices in lanes.values():
        for is_mark, part in groupby(indices, lambda index: is_heading(printed[index].item.text, marks)):
            if not is_mark:
                blocks |= _broken_values([(index, printed[index]) for index in part], keys)
    taken = {index for block in blocks.values() for index in block}
    whole: list[PanelItem] = []
    for index, placed in enumerate(printed):
        whole += [placed] if index not in taken else []
        if index in blocks:
            lines = [printed[i] for i in blocks[index]]
            whole.append(_join_lines(lines, _value_text([line.item.text for line in lines])))
    return whole


def _broken_values(lane: Sequence[tuple[int, PanelItem]], keys: Sequence[re.Pattern[str]]) -> dict[int, list[int]]:
    """Of the keys of a lane that have a value of several lines, these; all told by their numbers."""
    blocks: dict[int, list[int]] = {}
    taken: set[int] = set()
    is_key = {i: isinstance(placed.item, TextLine) and is_heading(placed.item.text, keys) for i, placed in lane}
    for place, (index, placed) in enumerate(lane):
        key = placed.item.place.box
        if key is None or not is_key[index]:
            continue
        near = lane[max(0, place - _RESTS) : place + _RESTS]
        others = [box for i, other in near if is_key[i] and i != index and (box := other.item.place.box) is not None]
        values = [
            (i, box)
            for i, other in near
            if i not in taken
            and not is_key[i]
            and _is_value(placed, other)
            and (box := other.item.place.box) is not None
        ]
        texts = {i: other.item.text for i, other in near}
        own = [(i, box) for i, box in values if not any(_is_level(box, other) for other in others)]
        block = _block_of(key, own, texts)
        if len(block) > 1:
            taken.update(block)
            blocks[index] = block
    return blocks


def _is_value(key: PanelItem, other: PanelItem) -> bool:
    """Whether a line stands in a column to the right of a key's, in its lane."""
    one, box = key.item.place.box, other.item.place.box
    if key.lane != other.lane or key.item.place.page != other.item.place.page or one is None or box is None:
        return False
    return isinstance(other.item, TextLine) and box.x0 >= one.x1


def _is_level(value: Box, key: Box) -> bool:
    return abs(value.mid_y - key.mid_y) < key.height / 2


def _block_of(key: Box, values: Sequence[tuple[int, Box]], texts: Mapping[int, str]) -> list[int]:
    """The lines of a key's value: those from the line beside it down, with the one over it that it goes on, or those of
    which it stands beside the middle."""
    lines = sorted(values, key=lambda v: v[1].mid_y)
    level = next((n for n, (_, box) in enumerate(lines) if _is_level(box, key)), None)
    if level is not None:
        (above, over), (own, box) = lines[max(0, level - 1)], lines[level]
        goes_on = _SIGN.fullmatch(texts[above]) or _REST.match(texts[own])
        if goes_on and 0 < box.mid_y - over.mid_y < _CLOSE * over.height:
            return [above, own]
        block = [own]
        for (_, before), (i, box) in pairwise(lines[level:]):
            if box.mid_y - before.mid_y >= _CLOSE * before.height or _SIGN.fullmatch(texts[i]):
                break
            block.append(i)
        return block
    around = [(i, box) for i, box in lines if abs(box.mid_y - key.mid_y) < _CLOSE * key.height]
    middle = sum(box.mid_y for _, box in around) / len(around) if around else key.y0
    return [i for i, _ in around] if abs(middle - key.mid_y) < key.height / 2 else []


def _join_lines(lines: Sequence[PanelItem], text: str) -> PanelItem:
    """Lines as one that says `text`."""
    item = lines[0].item
    assert isinstance(item, TextLine)
    place = item.place._replace(box=Box.around(box for line in lines if (box := line.item.place.box) is not None))
    return replace(lines[0], item=replace(item, text=text, place=place))


def _value_text(lines: Sequence[str]) -> str:
    """A value from its lines; a number that a line ends in goes on in the next one at a point."""
    text = lines[0]
    for rest in lines[1:]:
        glued = (text[-1] in _POINTS and rest[:1].isdigit()) or (rest[:1] in _POINTS and text[-1].isdigit())
        text = text + rest if glued else f"{text} {rest}"
    return text


def _is_under(above: PanelItem, below: PanelItem) -> bool:
    """Whether a line is the next one of a text: in its lane and at its left end, a line lower."""
    one, other = above.item.place.box, below.item.place.box
    if above.lane != below.lane or one is None or other is None or not isinstance(below.item, TextLine):
        return False
    lower = other.mid_y - one.mid_y
    same_page = above.item.place.page == below.item.place.page
    return same_page and abs(one.x0 - other.x0) <= _FLUSH and 0 < lower < _NEXT * one.height


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


def key_patterns(rules: CardRules) -> list[re.Pattern[str]]:
    """The keys of cards as they are printed, any year in the place of theirs."""
    printed = (form.split("{year}") for key in rules.keys for form in key.printed)
    return compiled(r"(?:19|20)\d\d".join(map(re.escape, parts)) for parts in printed)


def compiled(patterns: Iterable[str]) -> list[re.Pattern[str]]:
    """The patterns ready to match, whatever the case."""
    return [printed_pattern(pattern) for pattern in patterns]


def _is_beside(key: Item, value: Item) -> bool:
    one, other = key.place.box, value.place.box
    same_page = key.place.page == value.place.page
    if not same_page or one is None or other is None:
        return False
    return min(abs(one.mid_y - other.mid_y), abs(one.y0 - other.y0), abs(one.y1 - other.y1)) < one.height / 2


def _is_over_the_page(last: Item, name: Cell) -> bool:
    """Whether a card's name at the top of a page may go on from the bold line `last` at the foot of the page before:
    a box of one cell, which is no table, holds its first part."""
    return name.bold and last.place.page is not None and name.place.page == last.place.page + 1


def _mark_name(found: list[PanelItem], bold: list[int], lane: int, signs: tuple[str, ...] = ()) -> None:
    """Make the bold lines at the places `bold` of `found` the name's row of a card."""
    if bold:
        text = reduce(with_next_line, (found[place].item.text for place in bold))
        name = _make_row([Cell(text, found[bold[0]].item.place)], signs)
        for place in bold[1:]:
            found[place] = PanelItem(lane, TextLine("", found[place].item.place))
        found[bold[0]] = PanelItem(lane, name)
    bold.clear()


def _make_row(parts: Sequence[Item | Cell], signs: tuple[str, ...] = ()) -> TableRow:
    cells = tuple(Cell(part.text, part.place, column) for column, part in enumerate(parts))
    boxes = [c.place.box for c in cells if c.place.box]
    return TableRow(cells, Place(cells[0].place.page, Box.around(boxes) if boxes else None), -1, signs)
