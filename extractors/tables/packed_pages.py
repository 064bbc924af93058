"""The pages of a long document, packed: what is printed on them takes thirty times less memory than as words.

A page is unpacked each time that it is looked at, and what is done to it then is done to a copy: a stage that changes
pages gives new ones. What is little and asked of all pages stays as it is: `outlines`.

Words are columns of texts, sizes and boxes, for most of a page are numbers: as such they are put away and taken out in
a third of the time that JSON takes.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any, Final, NamedTuple, overload

from extractors.pages.model import Box, Word
from extractors.pages.words import WordLine
from extractors.tables.grid import Grid, GridCell, Roles
from extractors.tables.page_content import PageContent

LONG: Final = 1000
"""Pages; of shorter documents all is at hand, for to unpack a page again and again takes half as long as to read it."""
_FAST: Final = 1  # zlib's level


class PackedPages(Sequence[PageContent]):
    """The pages of a document in order. Those whose tables the file tags wait for these as they are."""

    def __init__(self, pages: Iterable[PageContent] = ()) -> None:
        self._kept: list[tuple[PageContent, _Packed | None]] = []
        for page in pages:
            self.append(page)

    def append(self, page: PageContent) -> None:
        """Keep another page."""
        self._kept.append(_keep_outline(page))

    def with_changes(self, changes: Iterable[tuple[int, PageContent]]) -> PackedPages:
        """The pages, those of these indexes as they are given."""
        found = PackedPages()
        found._kept = [*self._kept]
        for index, page in changes:
            found._kept[index] = _keep_outline(page)
        return found

    def outlines(self) -> list[PageContent]:
        """The pages, of packed ones without what is printed: words, rules and fills."""
        return [page for page, _ in self._kept]

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, index: int) -> PageContent: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[PageContent]: ...
    def __getitem__(self, index: int | slice) -> PageContent | Sequence[PageContent]:
        if isinstance(index, slice):
            part = PackedPages()
            part._kept = self._kept[index]
            return part
        page, packed = self._kept[index]
        return page if packed is None else _unpack_page(page, packed)

    def __iter__(self) -> Iterator[PageContent]:
        return map(self.__getitem__, range(len(self)))


def is_packed(pages: Sequence[PageContent] | None) -> bool:
    """Whether pages are those of a long document, of which each look gives copies."""
    return isinstance(pages, PackedPages)


def outlines(pages: Sequence[PageContent]) -> Sequence[PageContent]:
    """The pages; of packed ones their number, size, tags, and what is known of their words, without these."""
    return pages.outlines() if isinstance(pages, PackedPages) else pages


def with_changes(pages: Sequence[PageContent], changes: Iterable[tuple[int, PageContent]]) -> Sequence[PageContent]:
    """The pages, those of these indexes as they are given; packed where they were."""
    if isinstance(pages, PackedPages):
        return pages.with_changes(changes)
    found = list(pages)
    for index, page in changes:
        found[index] = page
    return found


class _Packed(NamedTuple):
    """What is printed on a page: `told` is JSON, compressed as all of it; `boxes` and `sizes` are arrays of numbers."""

    told: bytes
    boxes: bytes
    sizes: bytes


def _keep_outline(page: PageContent) -> tuple[PageContent, _Packed | None]:
    if page.tags or page.found is not None:
        return page, None
    return replace(page, grids=[], lines=[], furniture=[], fills=(), rules=(), verticals=()), _pack_page(page)


def _pack_page(page: PageContent) -> _Packed:
    cells = [cell for grid in page.grids for cell in grid.cells]
    lines = [*(line for cell in cells for line in cell.lines), *page.lines, *page.furniture]
    words = [word for line in lines for word in line.words]
    drawn = page.fills, page.rules, page.verticals
    told = (
        [word.text for word in words],
        [number for number, word in enumerate(words) if word.bold],
        {number: word.joints for number, word in enumerate(words) if word.joints},
        [len(line.words) for line in lines],
        [_told_of(grid) for grid in page.grids],
        [len(found) for found in (page.lines, page.furniture, *drawn)],
    )
    boxes = [word.box for word in words], [grid.box for grid in page.grids], [cell.box for cell in cells], *drawn
    return _Packed(
        _squeeze_bytes(json.dumps(told, separators=(",", ":")).encode("ascii")),
        _squeeze_bytes(array("d", chain.from_iterable(chain.from_iterable(boxes))).tobytes()),
        _squeeze_bytes(array("d", [word.size for word in words]).tobytes()),
    )


def _squeeze_bytes(content: bytes) -> bytes:
    return zlib.compress(content, _FAST)


def _told_of(grid: Grid) -> list[Any]:
    """A grid and its cells, without boxes and lines."""
    cells = [(c.c0, c.c1, c.r0, c.r1, len(c.lines), c.filled, c.open_top, c.open_bottom) for c in grid.cells]
    roles = grid.roles
    played = roles and (roles.name, sorted(roles.figures), roles.at_foot, roles.headed, roles.leading)
    marks = grid.tagged, grid.tags_agree, grid.margins, grid.text_widths, grid._padding
    return [cells, grid.page, grid.xs, grid.ys, grid.inferred, played, *marks]


def _unpack_page(outline: PageContent, packed: _Packed) -> PageContent:
    texts, bold, joints, lengths, grids, counts = json.loads(zlib.decompress(packed.told))
    numbers = array("d", zlib.decompress(packed.boxes))
    boxes = map(Box._make, zip(*[iter(numbers)] * 4, strict=True))
    sizes = array("d", zlib.decompress(packed.sizes))
    bolds = [False] * len(texts)
    for number in bold:
        bolds[number] = True
    words: Iterator[Word] = iter([*map(Word, texts, islice(boxes, len(texts)), sizes, bolds)])
    if joints:
        words = iter(
            word._replace(joints=tuple((before, x) for before, x in joints.get(str(number), ())))
            for number, word in enumerate(words)
        )
    lines = (WordLine(tuple(islice(words, length))) for length in lengths)
    around = [*islice(boxes, len(grids))]
    found = [_as_grid(box, told, lines, boxes) for box, told in zip(around, grids, strict=True)]
    printed, furniture, fills, rules, verticals = counts
    return replace(
        outline,
        grids=found,
        lines=[*islice(lines, printed)],
        furniture=[*islice(lines, furniture)],
        fills=tuple(islice(boxes, fills)),
        rules=tuple(islice(boxes, rules)),
        verticals=tuple(islice(boxes, verticals)),
    )


def _as_grid(box: Box, told: Sequence[Any], lines: Iterator[WordLine], boxes: Iterator[Box]) -> Grid:
    cells, page, xs, ys, inferred, played, tagged, tags_agree, margins, widths, padding = told
    return Grid(
        page,
        box,
        xs,
        ys,
        [
            GridCell(next(boxes), c0, c1, r0, r1, [*islice(lines, length)], *marks)
            for c0, c1, r0, r1, length, *marks in cells
        ],
        inferred,
        None if played is None else Roles(played[0], frozenset(played[1]), *played[2:]),
        tagged,
        tags_agree,
        tuple(margins),
        tuple(widths),
        padding,
    )
