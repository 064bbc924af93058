"""Corrections applied: the cells of one document read again as people say, each with an issue that tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.pages.model import Place
from normalizers.targets.reader import read_cell
from pipeline.corrections.files import Entry, PrintedCell, cells_of, correction_issue, resolve_cells
from pipeline.corrections.model import Correction, expected_text
from pipeline.dataset import issue_codes as codes
from pipeline.dataset.identity import hash_parts
from pipeline.dataset.issues import Issue
from pipeline.dataset.places import place_of
from pipeline.dataset.rows.indicators import clause_columns
from pipeline.dataset.text import clean_text
from pipeline.dataset.vocabularies import CORRECTED

if TYPE_CHECKING:
    from normalizers.targets.clauses import Clause
    from pipeline.dataset.schemas.indicators import IndicatorRow
    from pipeline.dataset.schemas.values import ValueRow

_DOUBTS = {kind.code for kind in (codes.VALUE_REVIEW, codes.VALUE_UNPARSED, codes.VALUE_INVALID)}
_NOT_READ = ("unparsed", "invalid")


@dataclass(frozen=True, slots=True)
class Corrected:
    """The rows of `values` and the issues of a document after its corrections."""

    values: list[ValueRow]
    issues: list[Issue]


def apply_corrections(
    entries: Sequence[Entry],
    indicators: Sequence[IndicatorRow],
    values: list[ValueRow],
    issues: list[Issue],
    units: Mapping[str, str | None],
) -> Corrected:
    """The values and issues of a document with its corrections applied.

    A corrected cell has status `corrected` and its own `raw`; its other columns are read from the correction's text
    with the role, year, formula and unit column of the cell (`units`: the printed unit by indicator_id). The issue
    about the doubt that it settles gives way to one that says who corrected what, and why. Nothing else changes.
    """
    if not entries:
        return Corrected(values, issues)
    replaced: dict[str, list[ValueRow]] = {}
    settled: set[tuple[object, ...]] = set()
    told: list[Issue] = []
    for found in resolve_cells(entries, cells_of(indicators, values)):
        cell, correction = found.meant, found.entry.correction
        if cell is not None and found.state == "applied" and isinstance(correction, Correction):
            rows = _corrected_rows(cell, correction, units)
            if rows is None:
                found = replace(found, state="conflicting", reason="this text cannot be read in that cell")  # noqa: PLW2901
            else:
                replaced[cell.key] = rows
                settled.add(_value_spot(cell.values[0]))
                replaced.update({str(row["value_id"]): [] for row in cell.values[1:]})
        place, raw = (place_of(cell.values[0]), cell.raw) if cell else (Place(), expected_text(correction))
        told.append(correction_issue(found, place, raw=raw, indicator=cell.indicator["indicator_id"] if cell else None))
    kept = [one for one in issues if one.code not in _DOUBTS or _issue_spot(one) not in settled]
    return Corrected([new for row in values for new in replaced.get(row["value_id"], [row])], [*kept, *told])


def read_correction(cell: PrintedCell, text: str, unit: str | None) -> tuple[Clause, ...] | None:
    """The clauses of a correction's text in the place of `cell`; None where it cannot be read there."""
    first = cell.values[0]
    row = cell.indicator
    clauses = read_cell(
        text, role=first["role"], period=first["period"], formula=row["formula"], unit=unit, name=row["name"]
    )
    return None if not clauses or any(c.status in _NOT_READ for c in clauses) else clauses


def _corrected_rows(
    cell: PrintedCell, correction: Correction, units: Mapping[str, str | None]
) -> list[ValueRow] | None:
    """The new rows of a cell; None where the correction's text cannot be read."""
    if correction.is_acceptance:
        return [{**row, "status": CORRECTED} for row in cell.values]
    clauses = read_correction(cell, clean_text(correction.set_to) or "", units.get(cell.indicator["indicator_id"]))
    if clauses is None:
        return None
    return [_corrected_row(cell, number, clause) for number, clause in enumerate(clauses, start=1)]


def _corrected_row(cell: PrintedCell, number: int, clause: Clause) -> ValueRow:
    """The row of a clause: a clause that the cell had before keeps its id, a further one gets its own."""
    known = cell.values[number - 1]["value_id"] if number <= len(cell.values) else None
    return {
        **cell.values[0],
        **clause_columns(clause),
        "value_id": known or f"val-{hash_parts(cell.key, 'corrected', number)}",
        "clause": number,
        "status": CORRECTED,
    }


def _value_spot(row: ValueRow) -> tuple[object, ...]:
    return row["indicator_id"], row["raw"], row["page"], row["line"], row["sheet"], row["cell"], row["x0"], row["y0"]


def _issue_spot(one: Issue) -> tuple[object, ...]:
    box = one.place.box
    edges = (None, None) if box is None else (round(box.x0, 2), round(box.y0, 2))
    page, _, *counted = one.place
    return one.indicator_id, clean_text(one.raw), page, *counted, *edges
