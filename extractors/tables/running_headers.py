"""Running headers and footers: what stands alike in the margin of many pages, and is no part of what they say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from extractors.pages.words import WordLine
from extractors.tables.packed_pages import with_changes
from extractors.tables.page_content import PageContent

_MARGIN = 0.08  # share of the page's height in which running headers and footers stand
_DEEP_FOOT = 0.15  # share of the page's height in which a footer stands that counts the pages
_RUNNING = 0.4  # share of the pages on which a running header stands
_OUTERMOST = 0.5  # share of its pages on which nothing else stands beyond it
_LEVEL = 0.4  # type sizes by which the middles of texts on one line may differ
_LINE = 2.2  # type sizes from one line of a heading to the next, at most
_SAME_SIZE = 0.5  # points by which the type sizes of a heading's lines may differ
_ROW = 4  # texts on one line; a running header has three at most: left, middle and right
_MOST_DIGITS = 4  # of a page's number
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]")  # figures side by side read alike, numbers aside
# A page's own number in its margin is no content, however few pages there are.
_PAGE_NUMBER = re.compile(r"p(?:agina|ag\.?)\s*\d{1,4}(?:\s*(?:/|di)\s*\d{1,4})?", re.IGNORECASE)


class _Key(NamedTuple):
    """By what lines of two pages are told to be one."""

    text: str  # numbers aside
    height: int
    counted: int | None  # what its number is more than the page's, of a footer above the margin


def with_running_headers_apart(pages: Sequence[PageContent]) -> Sequence[PageContent]:
    """The pages, their running headers and footers no longer among the `lines` but in `furniture`.

    A line is one when the same text, numbers aside, stands in the margin at the same height on enough of the pages,
    and nothing that does not run stands beyond it: left and right pages may have headers of their own, the first none.
    A footer that counts the pages may stand higher, as long as nothing stands below it.
    A card that many pages begin with stands under its name, which differs.
    """
    keys = [[_key_of(page, line) for line in page.lines] for page in pages]
    running = _running_keys(pages, keys)
    apart = (_with_apart(page, own, running) for page, own in zip(pages, keys, strict=True))
    return with_changes(pages, ((at, page) for at, page in enumerate(apart) if page is not None))


def _running_keys(pages: Sequence[PageContent], keys: Sequence[Sequence[_Key | None]]) -> set[_Key]:
    needed = max(2, _RUNNING * len(pages))
    seen = Counter(key for own in keys for key in set(own) if key)
    often = {key for key, count in seen.items() if count >= needed}
    inside: Counter[_Key] = Counter()
    for page, own in zip(pages, keys, strict=True):
        others = [line.box for line, key in zip(page.lines, own, strict=True) if key not in often]
        bounds = [*others, *(grid.box for grid in page.grids)]
        top, foot = min((b.y0 for b in bounds), default=page.height), max((b.y1 for b in bounds), default=0.0)
        inside.update(
            {
                key
                for line, key in zip(page.lines, own, strict=True)
                if key is not None
                and key in often
                and (top < line.box.mid_y if line.box.mid_y < page.height / 2 else foot > line.box.mid_y)
            }
        )
    return {key for key in often if inside[key] <= (0 if key.counted is not None else (1 - _OUTERMOST) * seen[key])}


def _with_apart(page: PageContent, own: Sequence[_Key | None], running: set[_Key]) -> PageContent | None:
    """The page as it is then; None where nothing of it runs."""
    often = Counter(own)
    apart = [
        line
        for line, key in zip(page.lines, own, strict=True)
        if key
        and (key in running or (key.counted is None and _PAGE_NUMBER.fullmatch(line.text)))
        and (_WORD.search(line.text) or often[key] == 1)
    ]
    if not apart:
        return None
    # The heading may begin in the margin and end below it, its cells set in the middle of their row.
    near = [line for line in page.lines if any(_is_near(line, one) for one in apart)]
    heads = [line for line in near if _is_heading_of_table(line, page.lines, apart)]
    apart = [line for line in apart if not any(_is_near(line, head) for head in heads)]
    if not apart:
        return None
    held = set(apart)
    return replace(page, furniture=[*page.furniture, *apart], lines=[line for line in page.lines if line not in held])


def _is_near(line: WordLine, head: WordLine) -> bool:
    """Whether a text may be another line of the heading that `head` is of: a running header over a table's first row
    is set in a type of its own."""
    return abs(line.size - head.size) < _SAME_SIZE and abs(line.box.mid_y - head.box.mid_y) < _LINE * head.size


def _is_heading_of_table(line: WordLine, lines: Sequence[WordLine], running: Sequence[WordLine]) -> bool:
    """Whether a text of the margin stands in a row of many, not all of which run: a table's heading printed again."""
    level = [other for other in lines if abs(other.box.mid_y - line.box.mid_y) < _LEVEL * line.size]
    return len(level) >= _ROW and any(other not in running for other in level)


def _key_of(page: PageContent, line: WordLine) -> _Key | None:
    """By what the line is told on other pages, None where it stands in no margin and does not count the pages."""
    box, counted = line.box, None
    if _MARGIN * page.height < box.mid_y < (1 - _MARGIN) * page.height:
        counted = _counted(line.text, page.number) if box.mid_y > (1 - _DEEP_FOOT) * page.height else None
        if counted is None:
            return None
    if any(fill.holds(box.mid_x, box.mid_y) for fill in page.fills):
        return None  # a repeated heading of a table has a fill, a running header has none
    return _Key(_NUMBER.sub("#", line.text), round(box.mid_y / 4), counted)


def _counted(text: str, page: int) -> int | None:
    """What the number of a text that is closest to the page's is more than it; None of a text without such numbers."""
    numbers = (int(number) for number in _NUMBER.findall(text) if len(number) <= _MOST_DIGITS)
    return min((number - page for number in numbers), key=abs, default=None)
