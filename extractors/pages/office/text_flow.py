"""What readers of documents of text share: paragraphs put together piece by piece, and numbered as they come."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.pages.office.model import Block, OfficeTable, Origin, Paragraph
from extractors.pages.office.tables import GivenCell, table_of


class Numbers:
    """Counts the tables and paragraphs of a document in reading order."""

    def __init__(self) -> None:
        self._tables = 0
        self._paragraphs = 0

    def next_table(self) -> str:
        """The name of the next table, `table 1`."""
        self._tables += 1
        return f"table {self._tables}"

    def next_paragraph(self) -> Origin:
        """The place of the next paragraph that stands in no table."""
        self._paragraphs += 1
        return Origin(line=self._paragraphs)


class TextRuns:
    """The text of a paragraph as its runs come: most of its letters decide whether it is bold."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._bold = 0
        self._plain = 0

    def add(self, text: str, *, bold: bool = False) -> None:
        """Take in a run; a line end in it ends a line."""
        self._parts.append(text)
        letters = sum(not c.isspace() for c in text)
        if bold:
            self._bold += letters
        else:
            self._plain += letters

    def paragraph(self, origin: Origin, *, level: int = 0, label: str = "") -> Paragraph | None:
        """The paragraph, its number or `label` before its text; None where it has neither."""
        text = "".join(self._parts)
        lines = tuple(line for line in (" ".join(piece.split()) for piece in text.split("\n")) if line)
        if label:
            lines = (" ".join([label, *lines[:1]]), *lines[1:])
        return Paragraph(lines, origin, self._bold > self._plain, level) if lines else None


def in_cell(blocks: Sequence[Block | None]) -> tuple[Block, ...]:
    """The blocks of a cell, without those that hold nothing."""
    return tuple(block for block in blocks if block is not None)


def table_or_text(rows: Sequence[Sequence[GivenCell]], name: str) -> OfficeTable | None:
    """The table that rows make; None where it states nothing."""
    table = table_of(rows, name)
    return table if table is not None and any(not cell.is_empty for cell in table.cells) else None
