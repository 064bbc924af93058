"""Documents of Word (.docx): paragraphs and tables as a reader sees them who accepts all changes.

Deleted and hidden text is not read, text boxes stand after the paragraph that they are anchored to, footnotes at the
end, and the numbers that Word gives to headings and lists stand before their text. The file's structure is that of
ECMA-376 part 1, chapter 17.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from extractors.errors import DocumentError
from extractors.pages.office.model import Block, OfficeDocument, OfficeSection, OfficeTable, Omission, Origin
from extractors.pages.office.package import wrapped
from extractors.pages.office.tables import GivenCell
from extractors.pages.office.text_flow import Numbers, TextRuns, in_cell, table_or_text
from extractors.pages.office.word.markup import attribute, is_on, local, tag
from extractors.pages.office.word.numbering import Numbering
from extractors.pages.office.word.styles import RunMarks, Styles
from extractors.text import raised

if TYPE_CHECKING:
    from docx.document import Document

# Elements whose content is read where they stand: what is around it says only how it came there.
_AROUND: Final = frozenset((
    "ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "dir", "bdo", "r",
    "Choice", "AlternateContent", "oMath", "oMathPara", "ruby", "rubyBase",
))  # fmt: skip
_BREAKS: Final = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-", "softHyphen": "\u00ad"}


def read_docx(data: bytes) -> OfficeDocument:
    """The content of a document of Word.

    Raises:
        NotAnOfficeFile: it is damaged.
    """
    from docx import Document  # noqa: PLC0415 - slow to load

    try:
        document = Document(io.BytesIO(data))
        return _DocumentReader(document).read()
    except DocumentError:
        raise
    except Exception as error:  # the library raises whatever its parts meet in a damaged file
        raise wrapped(error) from error


class _DocumentReader:
    """Reads one document from its body to its notes."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._numbers = Numbers()
        self._styles = Styles(document.styles.element)
        self._numbering = Numbering(_related_part(document, "numbering"), self._styles)
        self._hidden = 0

    def read(self) -> OfficeDocument:
        """The whole document."""
        blocks = list(self._read_blocks(self._document.element.body, in_table=False))
        notes = _related_part(self._document, "footnotes"), _related_part(self._document, "endnotes")
        for part in notes:
            blocks += [] if part is None else self._read_notes(part)
        hidden = (Omission(f"{self._hidden} runs of hidden text", Origin()),) if self._hidden else ()
        return OfficeDocument("docx", (OfficeSection(tuple(blocks)),), tuple(self._running_texts()), hidden)

    def _read_notes(self, part: Any) -> Iterator[Block]:
        for note in part:
            if attribute(note, "type") is None:  # the others are the line that parts notes from text
                yield from self._read_blocks(note, in_table=False)

    def _running_texts(self) -> Iterator[str]:
        """The headers and footers, each text once."""
        texts = dict.fromkeys(
            " ".join(paragraph.text.split())
            for section in self._document.sections
            for part in (section.header, section.footer, section.first_page_header, section.even_page_header)
            if not part.is_linked_to_previous
            for paragraph in part.paragraphs
        )
        yield from (text for text in texts if text)

    def _read_blocks(self, parent: Any, *, in_table: bool) -> Iterator[Block]:
        for child in parent:
            name = local(child)
            if name == "p":
                yield from self._read_paragraph(child, in_table=in_table)
            elif name == "tbl":
                table = self._read_table(child)
                if table is not None:
                    yield table
            elif name in _AROUND:
                yield from self._read_blocks(child, in_table=in_table)

    def _read_paragraph(self, element: Any, *, in_table: bool) -> Iterator[Block]:
        runs, boxes = TextRuns(), []
        style = self._styles.of_paragraph(element)
        for text, bold, box in self._text_pieces(element, bold=style.bold):
            if box is not None:
                boxes.append(box)
            else:
                runs.add(text, bold=bold)
        found = runs.paragraph(Origin(), level=style.level, label=self._numbering.label(element))
        if found is not None:
            yield found if in_table else replace(found, origin=self._numbers.next_paragraph())
        for box in boxes:
            yield from self._read_blocks(box, in_table=in_table)

    def _text_pieces(
        self, parent: Any, *, bold: bool, marks: RunMarks | None = None
    ) -> Iterator[tuple[str, bool, Any]]:
        """The texts of a paragraph with whether they are bold, and the boxes anchored in it."""
        for child in parent:
            name = local(child)
            if name == "r":
                own = self._styles.of_run(child, bold=bold)
                if own.hidden:
                    self._hidden += 1
                else:
                    yield from self._text_pieces(child, bold=own.bold, marks=own)
            elif name == "t":
                yield _shown_text(child.text or "", marks), bold, None
            elif name in _BREAKS:
                yield _BREAKS[name], bold, None
            elif name == "sym":
                yield _symbol_of(child), bold, None
            elif name in ("drawing", "pict"):
                yield from (("", bold, box) for box in child.iter(tag("txbxContent")))
            elif name in _AROUND:
                yield from self._text_pieces(child, bold=bold, marks=marks)

    def _read_table(self, element: Any) -> OfficeTable | None:
        """A table: cells merged downwards are one, rows that were deleted are left out."""
        name = self._numbers.next_table()
        has_heading = self._styles.heads_first_row(element)
        rows: list[list[GivenCell]] = []
        open_cells: dict[int, tuple[int, int]] = {}  # by column, the row and index of a cell that goes on downwards
        for row in _children_inside(element, "tr"):
            properties = row.find(tag("trPr"))
            if properties is not None and (is_on(properties, "del") or is_on(properties, "hidden")):
                continue
            heading = (has_heading and not rows) or (properties is not None and is_on(properties, "tblHeader"))
            rows.append(self._read_row(row, rows, open_cells, heading=heading))
        return table_or_text(rows, name)

    def _read_row(
        self, row: Any, rows: list[list[GivenCell]], open_cells: dict[int, tuple[int, int]], *, heading: bool
    ) -> list[GivenCell]:
        found: list[GivenCell] = []
        column = skipped = _columns_before(row)
        for cell in _children_inside(row, "tc"):
            properties = cell.find(tag("tcPr"))
            width = _read_number(properties, "gridSpan", 1)
            merge = None if properties is None else properties.find(tag("vMerge"))
            goes_on = merge is not None and attribute(merge, "val") != "restart"
            if goes_on and column in open_cells:
                r, index = open_cells[column]
                rows[r][index] = rows[r][index]._replace(rows=len(rows) - r + 1)
                skipped = 0
            else:
                blocks = in_cell(list(self._read_blocks(cell, in_table=True)))
                filled = heading or _is_shaded(properties)
                found.append(GivenCell(blocks, 1, width, filled, skipped))
                skipped = 0
                open_cells.pop(column, None)
                if merge is not None:
                    open_cells[column] = len(rows), len(found) - 1
            column += width
        return found


def _shown_text(text: str, marks: RunMarks | None) -> str:
    """A text as the marks of its run show it."""
    if marks is None:
        return text
    text = text.upper() if marks.caps else text
    return raised(text) if marks.raised else text


def _children_inside(parent: Any, name: str) -> Iterator[Any]:
    """The rows or cells of `parent`, those in content controls and insertions too."""
    for child in parent:
        if local(child) == name:
            yield child
        elif local(child) in _AROUND:
            yield from _children_inside(child, name)


def _columns_before(row: Any) -> int:
    """How many columns a row leaves free before its first cell."""
    return _read_number(row.find(tag("trPr")), "gridBefore", 0)


def _read_number(properties: Any, name: str, default: int) -> int:
    found = None if properties is None else properties.find(tag(name))
    text = None if found is None else attribute(found, "val")
    return int(text) if text is not None and text.isdigit() else default


def _is_shaded(properties: Any) -> bool:
    """Whether a cell stands on a ground of its own."""
    shade = None if properties is None else properties.find(tag("shd"))
    if shade is None:
        return False
    return (attribute(shade, "fill") or "auto").upper() not in ("AUTO", "FFFFFF") or (
        attribute(shade, "val") or ""
    ).startswith("pct")


def _symbol_of(element: Any) -> str:
    """A character of a font of signs, where their fonts put it: `F0B3` of Symbol is ≥ (see `normalizers.cleaning`)."""
    code = attribute(element, "char") or ""
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _related_part(document: Document, kind: str) -> Any:
    """The root of a part of the document that its relations name; None where it has none."""
    from docx.oxml import parse_xml  # noqa: PLC0415

    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
            return parse_xml(relation.target_part.blob)
    return None
