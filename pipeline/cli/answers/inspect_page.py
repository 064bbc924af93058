"""A page as a picture with what was found on it, so that an analyst sees why it was read so.

Left the page, paler than it is printed, with words, rules, fills, cells, tagged cells and columns; right the legend
and, at the height of each row, what became of it: published, left out under a named rule, rejected with the reason, or
a node.
"""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from extractors.documents import Study, study_document
from extractors.errors import NoPages
from extractors.layouts.headings.matching import Headings
from extractors.layouts.registry import layout_by_id
from extractors.layouts.schema import VALUE_COLUMNS
from extractors.pages.model import Box, Page, Place, TableRow
from extractors.pages.pdfium.source import open_pages
from extractors.quality.confidence import REVIEW

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

SCALE = 2.0
"""Pixels a point."""
_PALE = 0.7  # how much of the printed page is left to see
_PANEL = 470  # pixels
_LEGEND_ROWS = 6
_LINE = 17  # pixels between lines of text in the panel
_TYPE = 14  # pixels

Color: TypeAlias = tuple[int, int, int]

_WORD: Color = (190, 190, 190)
_RULE: Color = (30, 90, 220)
_FILL: Color = (250, 205, 60)
_CELL: Color = (0, 160, 170)
_TAGGED: Color = (150, 75, 0)
_COLUMN: Color = (190, 0, 160)
_RECORD: Color = (0, 140, 40)
_REVIEW: Color = (225, 110, 0)
_IGNORED: Color = (110, 110, 125)
_REJECTED: Color = (215, 0, 0)
_NODE: Color = (110, 60, 200)
_INK: Color = (25, 25, 25)

_LEGEND: tuple[tuple[Color, str], ...] = (
    (_WORD, "word"),
    (_RULE, "rule"),
    (_FILL, "fill"),
    (_CELL, "cell"),
    (_TAGGED, "cell that the file tags"),
    (_COLUMN, "column, by its heading"),
    (_RECORD, "row published"),
    (_REVIEW, f"row published, confidence under {REVIEW}"),
    (_IGNORED, "row left out, by its rule"),
    (_REJECTED, "row rejected, with the reason"),
    (_NODE, "node of the tree"),
)


class PageMissingError(Exception):
    """The document has no page of this number."""


@dataclass(frozen=True, slots=True)
class RowNote:
    """What became of a row: its place on the page, the colour of its fate and a few words."""

    box: Box
    color: Color
    text: str


def draw_page(path: Path, number: int, *, layout: str | None = None) -> tuple[bytes, str]:
    """Page `number` (from 1) of the PDF at `path` as a PNG, and a line that counts what is on it.

    Raises:
        PageMissing: the document has no such page.
        DocumentError: it cannot be read, or there is no such layout.
    """
    if path.suffix.casefold() != ".pdf":
        raise NoPages(f"{path.suffix or 'it'} has no pages to draw")
    with open_pages(path) as pages:
        if number > len(pages):
            raise PageMissingError(f"{path} has {len(pages)} pages, none of number {number}")
        page = pages.page(number)
    study = study_document(path, layout=layout_by_id(layout) if layout else None)
    notes = row_notes(study, number)
    printed = _render_page(path, number)
    canvas = Image.new("RGB", (printed.width + _PANEL, max(printed.height, 420)), "white")
    canvas.paste(printed, (0, 0))
    _Drawing(canvas, printed.width).draw_findings(study, page, notes)
    file = io.BytesIO()
    canvas.save(file, "PNG", optimize=True)
    counts = Counter(_FATES[note.color] for note in notes)
    what = ", ".join(f"{count} {fate}" for fate, count in counts.items()) or "no rows"
    return file.getvalue(), f"page {number} read with the layout {study.layout.id}: {what}"


_FATES: dict[Color, str] = {
    _RECORD: "published",
    _REVIEW: "published with low confidence",
    _IGNORED: "left out",
    _REJECTED: "rejected",
    _NODE: "nodes",
}


def row_notes(study: Study, number: int) -> list[RowNote]:
    """What became of the rows, cards and titles on page `number`, from top to bottom."""
    read = study.extraction
    notes: list[RowNote] = []

    def add(place: Place, color: Color, text: str) -> None:
        if place.page == number and place.box is not None:
            notes.append(RowNote(place.box, color, text))

    for row in read.records:
        doubts = f" ({', '.join(row.signs)})" if row.signs else ""
        color = _REVIEW if row.confidence < REVIEW or row.review else _RECORD
        cells = ", ".join(f"{v.role} {v.period or ''}".strip() for v in row.values)
        add(row.place, color, f"{row.level}, {row.confidence:g}{doubts}: {row.code_raw or row.name}; {cells}")
    for left in read.ignored:
        add(left.place, _IGNORED, left.rule)
    for finding in read.rejected:
        add(finding.place, _REJECTED, finding.message)
    for node in read.nodes:
        add(node.place, _NODE, f"{node.level} {node.code_raw or ''} {node.title}")
    notes += _find_continuation_row(study, number, notes)
    return sorted(notes, key=lambda note: (note.box.y0, note.box.x0))


def tagged_boxes(page: Page) -> list[Box]:
    """Around the words of each cell that the file tags on a page, in points."""
    held: dict[int, list[Box]] = {}
    for word in page.words:
        if word.tag >= 0:
            held.setdefault(word.tag, []).append(word.box)
    return [Box.around(boxes) for _, boxes in sorted(held.items())]


def _find_continuation_row(study: Study, number: int, notes: Sequence[RowNote]) -> list[RowNote]:
    """The row on top of the page that only goes on from the page before, and has been accounted for there."""
    grids = [grid for c in study.pages or () if c.number == number for grid in c.grids]
    if study.layout.tables is None or not grids or len(grids[0].ys) < 2:
        return []
    grid = grids[0]
    box = Box(grid.box.x0, grid.ys[0], grid.box.x1, grid.ys[1])
    if any(note.box.y0 < box.mid_y < note.box.y1 for note in notes):
        return []
    return [RowNote(box, _IGNORED, "goes on from the page before, where its row is told of")]


def _render_page(path: Path, number: int) -> Image.Image:
    pdf = pypdfium2.PdfDocument(path)
    try:
        picture = pdf[number - 1].render(scale=SCALE).to_pil().convert("RGB")
    finally:
        pdf.close()
    return Image.blend(Image.new("RGB", picture.size, "white"), picture, _PALE)


class _Drawing:
    """Draws on `canvas`, whose first `left` pixels are the page."""

    def __init__(self, canvas: Image.Image, left: int) -> None:
        self._canvas = canvas
        self._left = left
        self._pen = ImageDraw.Draw(canvas, "RGBA")
        self._font: FreeTypeFont | ImageFont.ImageFont = ImageFont.load_default(_TYPE)
        self._small: FreeTypeFont | ImageFont.ImageFont = ImageFont.load_default(_TYPE - 3)

    def draw_findings(self, study: Study, page: Page, notes: Sequence[RowNote]) -> None:
        """Draw all that was found, the plainest first."""
        for fill in page.fills:
            self._draw_box(fill.box, _FILL, solid=70)
        for note in notes:
            if note.color != _NODE or all(note.box != other.box for other in notes if other is not note):
                self._draw_box(note.box, note.color, solid=34)
        for word in page.words:
            self._draw_box(word.box, _WORD)
        for rule in page.rules:
            self._draw_box(rule.box, _RULE, width=2)
        content = next((c for c in study.pages or () if c.number == page.number), None)
        for grid in content.grids if content else ():
            for cell in grid.cells:
                self._draw_box(cell.box, _CELL, inset=2)
        for box in tagged_boxes(page):
            self._draw_box(box, _TAGGED, inset=-3)
        self._draw_columns(study, page.number, page.height)
        bottom = self._draw_legend(study, page)
        self._draw_notes(notes, bottom)

    def _draw_box(self, box: Box, color: Color, *, solid: int = 0, width: int = 1, inset: float = 0) -> None:
        x0, y0 = box.x0 * SCALE + inset, box.y0 * SCALE + inset
        x1, y1 = max(box.x1 * SCALE - inset, x0 + 1), max(box.y1 * SCALE - inset, y0 + 1)
        self._pen.rectangle(
            (x0, y0, x1, y1),
            fill=(*color, solid) if solid else None,
            outline=None if solid else (*color, 255),
            width=width,
        )

    def _draw_columns(self, study: Study, number: int, page_end: float) -> None:
        """Each heading's box with the column it is taken for, down to the end of its table on the page."""
        if study.layout.tables is None:
            return
        headings = Headings(study.layout.tables)
        rows = [i for i in study.items if isinstance(i, TableRow) and i.place.page == number]
        stated = [(row, found) for row in rows if (found := headings.read(row)) is not None]
        for row, found in stated:
            below = [other.place.box.y0 for other, _ in stated if other.place.box and row.place.box]
            stop = min([y for y in below if row.place.box and y > row.place.box.y0], default=page_end)
            ends = [r.place.box.y1 for r in rows if r.table == row.table and r.place.box and r.place.box.y0 < stop]
            for heading in found.headings:
                box = heading.cell.place.box
                if box is None:
                    continue
                role = heading.name or "unknown"
                name = f"{role} {heading.year or ''}".strip() if role in VALUE_COLUMNS else role
                if heading.likeness is not None:
                    name += f" ~{heading.likeness:.0f}"
                self._draw_box(Box(box.x0, box.y0, box.x1, max(ends)), _COLUMN, inset=4)
                self._draw_tag(box.x0 * SCALE + 5, box.y0 * SCALE - 5, name, _COLUMN)

    def _draw_tag(self, x: float, y: float, text: str, color: Color) -> None:
        box = self._pen.textbbox((x, y), text, font=self._small)
        self._pen.rectangle((box[0] - 2, box[1] - 1, box[2] + 2, box[3] + 1), fill=(*color, 235))
        self._pen.text((x, y), text, fill="white", font=self._small)

    def _draw_legend(self, study: Study, page: Page) -> float:
        """The legend at the top of the panel; its lower end."""
        x, y = self._left + 12, 10
        read = study.extraction
        for line in (
            f"page {page.number}, layout {study.layout.id}, {read.extractor}",
            f"{len(page.words)} words, {len(page.rules)} rules, {len(page.fills)} fills",
        ):
            self._pen.text((x, y), line, fill=_INK, font=self._font)
            y += _LINE
        for index, (color, meaning) in enumerate(_LEGEND):
            column, line_number = divmod(index, _LEGEND_ROWS)
            at_x, at_y = x + column * 165, y + 4 + line_number * _LINE
            self._pen.rectangle((at_x, at_y + 3, at_x + 14, at_y + 13), fill=color)
            self._pen.text((at_x + 20, at_y), meaning, fill=_INK, font=self._small)
        return y + 4 + _LEGEND_ROWS * _LINE + 8

    def _draw_notes(self, notes: Sequence[RowNote], top: float) -> None:
        """One line a row at its height, moved down where there is no room, joined to the row by a thin line."""
        y = top
        height = self._canvas.height
        for index, note in enumerate(notes):
            row_y = note.box.mid_y * SCALE
            y = max(y, row_y - _LINE / 2)
            # Room for those that follow: a crowded foot of the page moves up.
            y = max(top, min(y, height - _LINE * (len(notes) - index)))
            x = self._left + 12
            self._pen.line((note.box.x1 * SCALE, row_y, x - 4, y + _LINE / 2), fill=note.color, width=1)
            self._pen.rectangle((x - 4, y + 1, x - 1, y + _LINE - 2), fill=note.color)
            self._pen.text((x + 4, y), self._fit_text(note.text), fill=note.color, font=self._small)
            y += _LINE

    def _fit_text(self, text: str) -> str:
        """`text` in the letters that the font has, cut to the panel's width."""
        text = unicodedata.normalize("NFKD", text).replace("’", "'").encode("ascii", "ignore").decode()
        room = _PANEL - 24
        if self._pen.textlength(text, font=self._small) <= room:
            return text
        while text and self._pen.textlength(text + "...", font=self._small) > room:
            text = text[:-1]
        return text + "..."
