"""The tags of a page through pdfium: `Table`, `TR`, `TH`, `TD` of its structure tree, the role map resolved, and the
texts that elements say stand in place of what their glyphs say (`ActualText`).

pdfium gives, for a page, those elements that have content on it; an element without any is null, and counts among its
parent's children all the same. So the way from the root to an element, child by child, names it on every page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import NamedTuple, TypeAlias

from extractors.pages.model import TaggedCell
from extractors.pages.pdfium import calls as call

_DEEPEST = 40  # elements inside elements; a file that goes deeper is malicious or broken
_MOST_SPANNED = 200  # columns or rows; a span beyond that is no table's
_LONGEST = 64  # bytes of the name of a type; those of tables are short
_ROOM = ctypes.c_ulong(_LONGEST)
_LONGEST_TEXT = 1 << 14  # bytes of a text that replaces what glyphs say; more is no word or cell

Path = tuple[int, ...]


@dataclass(slots=True)
class PageTags:
    """The tagged cells of a page, and by marked-content id the index of the cell that holds the content. `texts` are
    those that replace what glyphs say, `text_of` gives by marked-content id the index of the one for the content."""

    cells: list[TaggedCell] = field(default_factory=list)
    cell_of: dict[int, int] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    text_of: dict[int, int] = field(default_factory=dict)


def tags_of(page: call.Handle, *, texts: bool = True) -> PageTags:
    """The tags of a page, a handle of pdfium; none where the file is not tagged. `texts` tells whether elements may say
    texts in the place of glyphs: to ask each of them costs as much as all else."""
    found = PageTags()
    tree = call.struct_tree(page)
    if not tree:
        return found
    try:
        reader = _TreeReader(found, texts=texts)
        for index in range(max(0, call.count_roots(tree))):
            if root := call.root_element(tree, index):
                reader.read(root, (index,), None, _NOWHERE)
    finally:
        call.close_struct_tree(tree)
    found.cell_of.pop(-1, None)  # children that are no content
    found.text_of.pop(-1, None)
    return found


class _Inside(NamedTuple):
    """What content stands in: a tagged cell and an element with a text of its own, by their indices, -1 for none."""

    cell: int
    text: int


_NOWHERE = _Inside(-1, -1)

# The names of types as pdfium writes them.
_TABLE, _ROW, _CELL, _HEADER = (name.encode("utf-16-le") for name in ("Table", "TR", "TD", "TH"))
# A text in place of so much would leave nothing known of where it stands.
_GROUPS = frozenset(
    name.encode("utf-16-le")
    for name in ("Document", "Part", "Art", "Sect", "Div", "L", "TOC", "Table", "TR", "THead", "TBody", "TFoot")
)


class _TreeReader:
    """Walks the tree from the root down."""

    def __init__(self, found: PageTags, *, texts: bool) -> None:
        self._found = found
        self._texts = texts
        self._buffer = ctypes.create_string_buffer(_LONGEST)
        self._address = call.Handle(ctypes.addressof(self._buffer))

    def read(self, element: call.Handle, path: Path, table: Path | None, inside: _Inside) -> None:
        """Read an element and those under it; `table` is the innermost around it."""
        count = call.count_children(element)
        if count <= 0 or len(path) > _DEEPEST:
            return
        children = _element_children(element, count)
        if children:
            kind = self._type_of(element)
            if kind == _ROW and table is not None:
                self._read_row(children, count, path, table, inside)
                return
            table = path if kind == _TABLE else table
        if self._texts:
            inside = self._with_text(element, inside)
        self._read_under(element, count, children, path, table, inside)

    def _read_row(self, children: Iterable[_Child], count: int, path: Path, table: Path, inside: _Inside) -> None:
        cells = self._found.cells
        for index, child in children:
            kind = self._type_of(child)
            if kind not in (_CELL, _HEADER):
                self.read(child, (*path, index), table, inside)
                continue
            within = _Inside(len(cells), inside.text)
            if self._texts:
                within = self._with_text(child, within)
            cells.append(TaggedCell(table, path, index, count, *_cell_spans(child), kind == _HEADER))
            if self._texts:
                held = call.count_children(child)
                self._read_under(child, held, _element_children(child, held), (*path, index), None, within)
            else:
                self._note_content(child, (*path, index), within)

    def _note_content(self, element: call.Handle, path: Path, inside: _Inside) -> None:
        """Note what content stands in an element of a cell: `_read_under` for elements that say no texts, with fewer
        calls, as most hold content or one element with content."""
        cell_of, cell = self._found.cell_of, inside.cell
        children: list[_Child] = []
        for index in range(call.count_children(element)):
            content = call.child_content(element, index)
            if content >= 0:
                cell_of[content] = cell
            elif child := call.child_element(element, index):
                children.append((index, child))
        if not children or len(path) > _DEEPEST:
            return
        if self._type_of(element) in (_TABLE, _ROW):
            self.read(element, path, None, inside)
            return
        for index, child in children:
            self._note_content(child, (*path, index), inside)

    def _read_under(
        self,
        element: call.Handle,
        count: int,
        children: Sequence[_Child],
        path: Path,
        table: Path | None,
        inside: _Inside,
    ) -> None:
        """Read the `children` of an element that has `count`, and note what content stands there."""
        for index, child in children:
            self.read(child, (*path, index), table, inside)
        if len(children) >= count or inside == _NOWHERE:
            return
        contents = list(map(call.child_content, repeat(element), range(count)))  # -1 of those that are none
        if inside.cell >= 0:
            self._found.cell_of.update(dict.fromkeys(contents, inside.cell))
        if inside.text >= 0:
            self._found.text_of.update(dict.fromkeys(contents, inside.text))

    def _with_text(self, element: call.Handle, inside: _Inside) -> _Inside:
        """What stands in the element; the outermost text counts, as it replaces all under it."""
        if inside.text >= 0:
            return inside
        if not 2 < (size := call.element_text(element, None, 0)) <= _LONGEST_TEXT or self._type_of(element) in _GROUPS:
            return inside
        buffer = ctypes.create_string_buffer(size)
        call.element_text(element, ctypes.addressof(buffer), size)
        self._found.texts.append(buffer.raw[: size - 2].decode("utf-16-le", "replace"))
        return _Inside(inside.cell, len(self._found.texts) - 1)

    def _type_of(self, element: call.Handle) -> bytes:
        size = call.element_type(element, self._address, _ROOM)
        return self._buffer.raw[: size - 2] if 2 < size <= _LONGEST else b""


_Child: TypeAlias = "tuple[int, call.Handle]"
"""An element that has content on the page, behind its number among its parent's children."""


def _element_children(element: call.Handle, count: int) -> list[_Child]:
    """The children of an element that are elements themselves; of the others pdfium gives none."""
    found = map(call.child_element, repeat(element), range(max(0, count)))
    return [(index, child) for index, child in enumerate(found) if child]


def _cell_spans(element: call.Handle) -> tuple[int, int]:
    """How many rows and columns a cell covers, 1 where no attribute says so."""
    rows = columns = 0
    for index in reversed(range(call.count_attributes(element))):  # spans stand last, behind a list of headers
        attributes = call.element_attribute(element, index)
        if not columns and (value := call.attribute_value(attributes, _ACROSS)):
            columns = _span_of(value)
        if not rows and (value := call.attribute_value(attributes, _DOWN)):
            rows = _span_of(value)
        if rows and columns:
            return rows, columns
    return rows or 1, columns or 1


_ACROSS, _DOWN = ctypes.c_char_p(b"ColSpan"), ctypes.c_char_p(b"RowSpan")
_NUMBER = ctypes.c_float()
_NUMBER_AT = call.Handle(ctypes.addressof(_NUMBER))


def _span_of(value: call.Handle) -> int:
    return max(1, min(int(_NUMBER.value), _MOST_SPANNED)) if call.attribute_number(value, _NUMBER_AT) else 0
