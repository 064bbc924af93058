"""The likeliest other readings of a cell in doubt, for a person to pick from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast, get_args

from normalizers.targets.reader import read_cell
from pipeline.corrections.fields import published_text
from pipeline.corrections.model import FieldName

if TYPE_CHECKING:
    from normalizers.targets.clauses import Clause
    from pipeline.dataset.columns import Row
    from pipeline.dataset.schemas.indicators import IndicatorRow
    from pipeline.report.views import CellView, IndicatorView

MOST = 6
"""How many are shown; each has a digit as its key."""
_SIGNS = (">=", "<=", "=")
_NOT_KNOWN = "n.d."
_UNREAD = ("unparsed", "invalid")


@dataclass(frozen=True, slots=True)
class CellChoice:
    """A text to read instead of what is printed, and what it is read as: rows as `figures.clause` takes them."""

    text: str
    clauses: tuple[Row, ...]


def choices_of(indicator: IndicatorView, cell: CellView) -> tuple[CellChoice, ...]:
    """Other texts for the cell that can be read, and read otherwise than it does now; the likeliest first.

    One that is in doubt beside the formula is a choice too: whoever picks it has looked.
    """
    row = indicator.row
    now = _meaning_key([{name: one[name] for name in _COMPARED} for one in cell.clauses])
    found: dict[str, CellChoice] = {}
    for text in _propose_texts(
        cell, [other.raw for other in indicator.cells if other is not cell and other.role == cell.role]
    ):
        read = read_cell(text, role=cell.role, period=cell.period, formula=row["formula"], unit=None)
        if not read or any(clause.status in _UNREAD for clause in read):
            continue
        rows = tuple(_as_row(clause, text) for clause in read)
        meaning = _meaning_key(rows)
        if meaning != now and meaning not in found:
            found[meaning] = CellChoice(text, rows)
    return tuple(found.values())[:MOST]


def fields_of(indicator: IndicatorView) -> dict[FieldName, str | None]:
    """The fields of a row that can be corrected, as a correction expects them; what is empty is None."""
    return {field: published_text(cast("IndicatorRow", indicator.row), field) for field in get_args(FieldName)}


_COMPARED = ("kind", "comparator", "number", "number_high", "unit", "date", "boolean", "reference")


def _propose_texts(cell: CellView, siblings: list[str]) -> Iterator[str]:
    """What the cell may mean: its figures with each sign, its day as a limit, its neighbours' texts."""
    for one in cell.clauses:
        if one["number"] is not None and one["number_high"] is None:
            figure = f"{one['number']:.10f}".rstrip("0").rstrip(".").replace(".", ",")
            unit = {"percent": " %", None: ""}.get(one["unit"], f" {_PRINTED.get(one['unit'], '')}".rstrip())
            yield from (f"{sign} {figure}{unit}" for sign in _SIGNS)
            if not unit:
                yield f">= {figure} %"
        if one["date"] is not None:
            yield f"entro il {one['date']:%d/%m/%Y}"
            yield f"{one['date']:%d/%m/%Y}"
        if one["boolean"] is not None:
            yield "NO" if one["boolean"] else "SI"
    yield from siblings
    yield from ("SI", "NO") if all(one["number"] is None and one["date"] is None for one in cell.clauses) else ()
    yield _NOT_KNOWN


_PRINTED = {
    **{"day": "giorni", "week": "settimane", "month": "mesi", "year": "anni", "hour": "ore", "minute": "minuti"},
    **{"EUR": "euro", "point": "punti", "permille": "‰", "FTE": "FTE", "percentage_point": "punti percentuali"},
}


def _as_row(clause: Clause, text: str) -> Row:
    names = ("kind", "comparator", "comparator_source", "number", "number_high", "unit", "date", "boolean")
    row = {name: getattr(clause, name) for name in (*names, "reference", "text")}
    return {**row, "raw": text}


def _meaning_key(rows: list[Row] | tuple[Row, ...]) -> str:
    return repr([tuple(row[name] for name in _COMPARED) for row in rows])
