"""Calls of camelot: the one place that knows its reading function, its flavours and its coordinates."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pypdfium2
from camelot.io import read_pdf

from extractors.pages.model import Box

Flavour: TypeAlias = Literal["lattice", "hybrid"]
"""`lattice` goes by the rules that a page draws, the other by how its texts stand."""

_SAME_SIZE = 1.0  # points


class OtherView(Exception):
    """camelot has turned the page, as it does where text lies on its side: its boxes are not those of the page."""


@dataclass(frozen=True, slots=True)
class FoundCell:
    """A cell of camelot's grid, in points from the top left of the page displayed.

    An edge is missing where the cell is merged with its neighbour there. camelot closes every table on all sides.
    """

    box: Box
    left: bool
    right: bool
    top: bool
    bottom: bool
    text: str


Table: TypeAlias = Sequence[Sequence[FoundCell]]
"""A table by rows, each with all columns."""


@dataclass(frozen=True, slots=True)
class _View:
    """A page as camelot measures it: the whole medium turned by /Rotate, y upwards; what is displayed of it begins
    `left` and `top` points from its edges."""

    width: float
    height: float
    left: float = 0.0
    top: float = 0.0

    def shown(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The box displayed of camelot's coordinates."""
        down = self.height - self.top
        return Box(float(x0) - self.left, down - float(y1), float(x1) - self.left, down - float(y0))


def _view_of(page: pypdfium2.PdfPage) -> _View:
    """How camelot measures a page."""
    crop, media = page.get_cropbox(), page.get_mediabox()
    # What is cut off from the left, the top, the right and the bottom of the medium; /Rotate turns it clockwise.
    cut = [crop[0] - media[0], media[3] - crop[3], media[2] - crop[2], crop[1] - media[1]]
    turns = page.get_rotation() // 90
    width, height = media[2] - media[0], media[3] - media[1]
    if turns % 2:
        width, height = height, width
    return _View(width, height, cut[-turns % 4], cut[(1 - turns) % 4])


def tables_on(path: Path, page: int, flavour: Flavour) -> list[Table]:
    """The tables that camelot finds on the page, from 1, of the PDF at `path`.

    Raises:
        OtherView: camelot has turned the page.
        Exception: whatever camelot raises.
    """
    with pypdfium2.PdfDocument(path) as pdf:
        view = _view_of(pdf[page - 1])
    options: dict[str, Any] = {"engine": "vector"} if flavour == "lattice" else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a page without a table is no news
        tables = read_pdf(str(path), pages=str(page), suppress_stdout=True, flavor=flavour, **options)
    return [_convert_table(table, view) for table in tables]


def _convert_table(table: Any, view: _View) -> Table:
    width, height = table.pdf_size
    if abs(width - view.width) > _SAME_SIZE or abs(height - view.height) > _SAME_SIZE:
        raise OtherView
    return [
        [FoundCell(view.shown(c.x1, c.y1, c.x2, c.y2), c.left, c.right, c.top, c.bottom, str(c.text)) for c in row]
        for row in table.cells
    ]
