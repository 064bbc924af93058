"""Where something stands in its file, as columns of the tables and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from extractors.pages.model import Place


class PlaceColumns(TypedDict):
    """Where something is printed."""

    page: int | None
    x0: float | None
    y0: float | None
    x1: float | None
    y1: float | None
    line: int | None
    sheet: str | None
    cell: str | None


def place_columns(place: Place) -> PlaceColumns:
    """Page and box, rounded to hundredths of a point; or the line of a text; or sheet and cell of a workbook."""
    x0, y0, x1, y1 = (None,) * 4 if place.page is None or place.box is None else [round(edge, 2) for edge in place.box]
    is_on_page = place.page is not None
    return {
        "page": place.page,
        "x0": x0,
        "y0": y0,
        "x1": x1,
        "y1": y1,
        "line": None if is_on_page else place.line,
        "sheet": None if is_on_page else place.sheet,
        "cell": None if is_on_page else place.cell,
    }


def place_of(row: Mapping[str, Any]) -> Place:
    """The place of a published row, without its box."""
    return Place(row.get("page"), None, row.get("line"), row.get("sheet"), row.get("cell"))
