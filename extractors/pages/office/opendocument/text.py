"""Documents of text of OpenDocument (.odt): paragraphs and tables as a reader sees them who accepts all changes.

Deleted text stands apart in the file and is not read. Text boxes stand after the paragraph that they are anchored to,
notes at the end, and numbers of headings and lists before their text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from extractors.errors import DocumentError
from extractors.pages.office.model import Block, OfficeDocument, OfficeSection, OfficeTable, Omission, Origin
from extractors.pages.office.opendocument.lists import ListNumbers
from extractors.pages.office.opendocument.package import OdfPackage, attribute, count_of, name_of, qualified
from extractors.pages.office.opendocument.paragraphs import ParagraphText
from extractors.pages.office.package import wrapped
from extractors.pages.office.tables import GivenCell
from extractors.pages.office.text_flow import Numbers, in_cell, table_or_text

_AROUND: Final = frozenset((
    "text:section", "text:index-body", "text:table-of-content", "text:numbered-paragraph", "draw:frame",
    "draw:text-box", "table:table-rows", "table:table-row-group",
))  # fmt: skip
_MOST_REPEATS: Final = 1000  # of one row or cell in a table of text: a file may claim millions


def read_odt(data: bytes) -> OfficeDocument:
    """The content of a document of text.

    Raises:
        NotAnOfficeFile: it is damaged.
    """
    try:
        return _TextReader(OdfPackage(data, "office:text")).read()
    except DocumentError:
        raise
    except Exception as error:  # parts of a damaged file may be anything
        raise wrapped(error) from error


class _TextReader:
    """Reads one document."""

    def __init__(self, package: OdfPackage) -> None:
        self._package = package
        self._numbers = Numbers()
        self._lists = ListNumbers(package)
        self._notes: list[Any] = []
        self._hidden = 0

    def read(self) -> OfficeDocument:
        """The whole document."""
        blocks = list(self._read_blocks(self._package.body, in_table=False))
        for note in self._notes:
            blocks += self._read_blocks(note, in_table=False)
        hidden = (Omission(f"{self._hidden} runs of hidden text", Origin()),) if self._hidden else ()
        return OfficeDocument("odt", (OfficeSection(tuple(blocks)),), tuple(self._running_texts()), hidden)

    def _running_texts(self) -> Iterator[str]:
        """The headers and footers, each text once."""
        texts: dict[str, None] = {}
        for root in self._package.roots:
            for part in ("style:header", "style:footer", "style:header-first", "style:footer-first"):
                for element in root.iter(qualified(part)):
                    for paragraph in element.iter(qualified("text:p")):
                        texts[" ".join("".join(paragraph.itertext()).split())] = None
        yield from (text for text in texts if text)

    def _read_blocks(self, parent: Any, *, in_table: bool) -> Iterator[Block]:
        for child in parent:
            name = name_of(child)
            if name in ("text:p", "text:h"):
                yield from self._read_paragraph(child, in_table=in_table)
            elif name == "text:list":
                yield from self._read_list(child, None, 1, in_table=in_table)
            elif name == "table:table":
                table = self._read_table(child)
                if table is not None:
                    yield table
            elif name in _AROUND:
                yield from self._read_blocks(child, in_table=in_table)

    def _read_list(self, element: Any, style: str | None, level: int, *, in_table: bool) -> Iterator[Block]:
        """The entries of a list: the first paragraph of each has its number."""
        style = attribute(element, "text:style-name") or style or ""
        goes_on = attribute(element, "text:continue-numbering") == "true" or bool(
            attribute(element, "text:continue-list")
        )
        self._lists.begin(style, level, goes_on=goes_on)
        for entry in element:
            first = name_of(entry) == "text:list-item"
            for child in entry:
                if name_of(child) == "text:list":
                    yield from self._read_list(child, style, level + 1, in_table=in_table)
                elif name_of(child) in ("text:p", "text:h"):
                    label = self._lists.of_entry(style, level, attribute(entry, "text:start-value")) if first else ""
                    yield from self._read_paragraph(child, in_table=in_table, label=label)
                    first = False

    def _read_paragraph(self, element: Any, *, in_table: bool, label: str | None = None) -> Iterator[Block]:
        text = ParagraphText(self._package)
        text.read(element)
        level = 0
        if name_of(element) == "text:h":
            level = count_of(element, "text:outline-level")
            label = self._lists.of_heading(level) if label is None else label
        style = attribute(element, "text:style-name")
        found = text.runs.paragraph(Origin(), level=level, label=label or "")
        if found is not None and self._is_hidden(style):
            self._hidden += 1
        elif found is not None:
            yield found if in_table else replace(found, origin=self._numbers.next_paragraph())
        self._hidden += text.hidden
        self._notes += [note for note in text.notes if note is not None]
        for box in text.boxes:
            yield from self._read_blocks(box, in_table=in_table)

    def _is_hidden(self, style: str | None) -> bool:
        return self._package.property("paragraph", style, "style:text-properties", "text:display") == "none"

    def _read_table(self, element: Any) -> OfficeTable | None:
        name = self._numbers.next_table()
        rows: list[list[GivenCell]] = []
        for row, is_heading in _list_rows(element):
            if attribute(row, "table:visibility") in ("collapse", "filter"):
                self._hidden += 1
                continue
            cells = self._read_cells(row, is_heading=is_heading)
            rows += [cells] * min(count_of(row, "table:number-rows-repeated"), _MOST_REPEATS)
        return table_or_text(rows, name)

    def _read_cells(self, row: Any, *, is_heading: bool) -> list[GivenCell]:
        """The cells of a row; those covered by others are no cells of their own."""
        found = []
        for cell in row:
            if name_of(cell) != "table:table-cell":
                continue
            given = GivenCell(
                in_cell(list(self._read_blocks(cell, in_table=True))),
                count_of(cell, "table:number-rows-spanned"),
                count_of(cell, "table:number-columns-spanned"),
                is_heading or self._package.is_filled(attribute(cell, "table:style-name")),
            )
            found += [given] * min(count_of(cell, "table:number-columns-repeated"), _MOST_REPEATS)
        return found


def _list_rows(element: Any, *, is_heading: bool = False) -> Iterator[tuple[Any, bool]]:
    """The rows of a table with whether they stand among its heading rows."""
    for child in element:
        name = name_of(child)
        if name == "table:table-row":
            yield child, is_heading
        elif name in ("table:table-header-rows", "table:table-rows", "table:table-row-group"):
            yield from _list_rows(child, is_heading=is_heading or name == "table:table-header-rows")
