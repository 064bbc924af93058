"""The table tags of a page through pdfium: `Table`, `TR`, `TH`, `TD` of its structure tree, the role map resolved.

pdfium gives, for a page, those elements that have content on it; an element without any is null, and counts among its
parent's children all the same. So the way from the root to an element, child by child, names it on every page.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field

from extractors.pages.model import TaggedCell
from extractors.pages.pdfium import calls as call

_DEEPEST = 40  # elements inside elements; a file that goes deeper is malicious or broken
_MOST_SPANNED = 200  # columns or rows; a span beyond that is no table's
_LONGEST = 64  # bytes of the name of a type; those of tables are short

Path = tuple[int, ...]


@dataclass(slots=True)
class PageTags:
    """The tagged cells of a page, and by marked-content id the index of the cell that holds the content."""

    cells: list[TaggedCell] = field(default_factory=list)
    cell_of: dict[int, int] = field(default_factory=dict)


def tags_of(page: call.Handle) -> PageTags:
    """The table tags of a page, a handle of pdfium; none where the file is not tagged."""
    found = PageTags()
    tree = call.struct_tree(page)
    if not tree:
        return found
    try:
        reader = _Reader(found)
        for index in range(max(0, call.count_roots(tree))):
            reader.read(call.root_element(tree, index), (index,), None, None)
    finally:
        call.close_struct_tree(tree)
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    """The row whose cells are being read."""

    table: Path
    path: Path


class _Reader:
    """Walks the tree from the root down."""

    def __init__(self, found: PageTags) -> None:
        self._found = found
        self._buffer = ctypes.create_string_buffer(_LONGEST)

    def read(self, element: call.Handle, path: Path, table: Path | None, cell: int | None) -> None:
        """Read an element and those under it; `table` and `cell` are the innermost around it."""
        if not element or len(path) > _DEEPEST:
            return
        kind = self._type(element)
        if kind == "Table":
            table = path
        elif kind == "TR" and table is not None:
            self._read_row(element, _Row(table, path), cell)
            return
        self._read_children(element, path, table, cell)

    def _read_row(self, element: call.Handle, row: _Row, outer: int | None) -> None:
        count = call.count_children(element)
        for index in range(count):
            child = call.child_element(element, index)
            if not child:
                continue
            kind = self._type(child)
            if kind not in ("TD", "TH"):
                self.read(child, (*row.path, index), row.table, outer)
                continue
            number = len(self._found.cells)
            rows, columns = _span(child, b"RowSpan"), _span(child, b"ColSpan")
            self._found.cells.append(TaggedCell(row.table, row.path, index, count, rows, columns, kind == "TH"))
            self._read_children(child, (*row.path, index), None, number)

    def _read_children(self, element: call.Handle, path: Path, table: Path | None, cell: int | None) -> None:
        for index in range(call.count_children(element)):
            child = call.child_element(element, index)
            if child:
                self.read(child, (*path, index), table, cell)
            elif cell is not None and (content := call.child_content(element, index)) >= 0:
                self._found.cell_of[content] = cell

    def _type(self, element: call.Handle) -> str:
        size = call.element_type(element, ctypes.addressof(self._buffer), _LONGEST)
        return self._buffer.raw[: size - 2].decode("utf-16-le", "replace") if 2 < size <= _LONGEST else ""


def _span(element: call.Handle, name: bytes) -> int:
    """How many rows or columns a cell covers, 1 where no attribute says so."""
    for index in range(max(0, call.count_attributes(element))):
        value = call.attribute_value(call.element_attribute(element, index), name)
        number = ctypes.c_float()
        if value and call.attribute_number(value, ctypes.addressof(number)):
            return max(1, min(int(number.value), _MOST_SPANNED))
    return 1
