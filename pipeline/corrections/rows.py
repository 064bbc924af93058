"""Corrections of whole rows applied: a field set, a row that states no indicator taken out, a missed row added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, cast

from extractors.pages.model import Box, Place
from normalizers.targets.reader import read_cell
from pipeline.corrections.fields import (
    PERSON,
    UnfitTextError,
    node_named,
    placed_under,
    published_text,
    unit_set_to,
    weight_set_to,
    with_field,
)
from pipeline.corrections.files import Entry, Resolution, correction_issue, find_meant, without_conflicts
from pipeline.corrections.model import AddedRow, Addition, FieldCorrection, Removal, expected_text
from pipeline.dataset.identity import hash_parts
from pipeline.dataset.issues import Issue
from pipeline.dataset.places import place_columns, place_of
from pipeline.dataset.rows.indicators import clause_columns
from pipeline.dataset.text import clean_text
from pipeline.dataset.vocabularies import CORRECTED

if TYPE_CHECKING:
    from pipeline.dataset.schemas.indicators import IndicatorRow
    from pipeline.dataset.schemas.objectives import ObjectiveRow
    from pipeline.dataset.schemas.values import ValueRow


@dataclass(frozen=True, slots=True)
class CorrectedRows:
    """The rows of a document after corrections of rows, their issues, and how many rows came and went."""

    indicators: list[IndicatorRow]
    values: list[ValueRow]
    issues: list[Issue]
    added: int = 0
    removed: int = 0


def correct_rows(
    entries: Sequence[Entry],
    objectives: Sequence[ObjectiveRow],
    indicators: Sequence[IndicatorRow],
    values: Sequence[ValueRow],
) -> CorrectedRows:
    """The rows with the corrections of rows applied; corrections of cells are left to `pipeline.corrections.apply`.

    A corrected row keeps its id. What cannot be applied is an issue, as for cells; nothing is applied in part.
    """
    found = resolve_rows(entries, indicators)
    rows = {row["indicator_id"]: row for row in indicators}
    gone: set[str] = set()
    issues: list[Issue] = []
    for one in found:
        resolved, row = one, one.meant
        if row is not None and one.state == "applied":
            try:
                if isinstance(one.entry.correction, FieldCorrection):
                    current = rows[row["indicator_id"]]
                    rows[row["indicator_id"]] = with_field(current, one.entry.correction, objectives)
                else:
                    gone.add(row["indicator_id"])
            except UnfitTextError as error:
                resolved = replace(one, state="conflicting", reason=str(error))
        identity = row["indicator_id"] if row is not None and resolved.state == "applied" else None
        place = place_of(row) if row else Place()
        indicator = None if identity in gone else identity
        issues.append(correction_issue(resolved, place, raw=expected_text(one.entry.correction), indicator=indicator))
    kept = [row for row in rows.values() if row["indicator_id"] not in gone]
    new = _Additions(objectives, indicators[0]["plan_id"] if indicators else None)
    issues += [new.add_row(entry, entry.correction) for entry in entries if isinstance(entry.correction, Addition)]
    return CorrectedRows(
        _number_rows([*kept, *new.indicators]),
        [*(value for value in values if value["indicator_id"] not in gone), *new.values],
        issues,
        len(new.indicators),
        len(gone),
    )


def resolve_rows(entries: Sequence[Entry], indicators: Sequence[IndicatorRow]) -> list[Resolution[IndicatorRow]]:
    """What each correction of a field and each removal comes to, in order."""
    found = []
    set_to: list[tuple[tuple[str, str | None], str | None]] = []
    for entry in entries:
        correction, field, text = entry.correction, None, None
        if isinstance(correction, FieldCorrection):
            field, text = correction.field, clean_text(correction.set_to)
        elif not isinstance(correction, Removal):
            continue
        meant = [row for row in indicators if correction.where.is_row(row)]
        texts = [published_text(row, field or "name") for row in meant]
        found.append(one := find_meant(entry, meant, texts, correction.expect, ("row", "published")))
        set_to.append(((one.meant["indicator_id"] if one.meant else "", field), text))
    return without_conflicts(found, set_to, "field")


class _Additions:
    """The rows that people add to a document."""

    def __init__(self, objectives: Sequence[ObjectiveRow], plan: str | None) -> None:
        self.indicators: list[IndicatorRow] = []
        self.values: list[ValueRow] = []
        self._objectives = objectives
        self._plan = plan

    def add_row(self, entry: Entry, correction: Addition) -> Issue:
        """Add a row; the issue says so, or why not."""
        added = correction.add
        place = Place(added.page, Box(*added.box) if added.box else None, added.line)
        try:
            row = self._make_row(added, place)
        except UnfitTextError as error:
            return correction_issue(Resolution(entry, "conflicting", reason=str(error)), place, raw=added.name)
        self.indicators.append(row)
        for number, cell in enumerate(added.values, start=1):
            raw = clean_text(cell.raw) or ""
            clauses = read_cell(
                raw, role=cell.role, period=cell.period, formula=added.formula, unit=added.unit, name=added.name
            )
            self.values += (
                {
                    "value_id": f"val-{hash_parts(row['indicator_id'], number, clause_number)}",
                    "indicator_id": row["indicator_id"],
                    "plan_id": row["plan_id"],
                    "role": cell.role,
                    "period": cell.period,
                    "part": None,
                    "population": clean_text(cell.population),
                    "clause": clause_number,
                    **clause_columns(clause),
                    "raw": raw,
                    "raw_source": None,
                    "status": CORRECTED if clause.status == "ok" else cast("Literal['review']", clause.status),
                    "interim": False,
                    "confidence": 1.0,
                    "signs": None,
                    "usable": False,
                    **place_columns(place),
                }
                for clause_number, clause in enumerate(clauses, start=1)
            )
        return correction_issue(Resolution(entry, "applied"), place, raw=added.name, indicator=row["indicator_id"])

    def _make_row(self, added: AddedRow, place: Place) -> IndicatorRow:
        if self._plan is None:
            raise UnfitTextError("nothing was read of the document, so it gives no plan to add to")
        identity = hash_parts(self._plan, "added", added.model_dump(mode="json"))
        if any(row["indicator_id"] == f"ind-{identity}" for row in self.indicators):
            raise UnfitTextError("another entry adds the same row")
        name, code = clean_text(added.name) or "", clean_text(added.code)
        unit = None if added.unit is None else unit_set_to(added.unit)
        row: IndicatorRow = {
            "indicator_id": f"ind-{identity}",
            "indicator_key": code or f"added|{identity}",
            "plan_id": self._plan,
            "objective_id": None,
            "ordinal": 1,
            "section": None,
            "level": added.level,
            "code_raw": code,
            "code": code,
            "code_scheme": None,
            "code_path": code,
            "process_code": None,
            "name": name,
            "catalogue_id": None,
            "catalogue_score": None,
            "series_id": None,
            "series_rule": None,
            "direction": "unknown",
            "direction_source": None,
            "formula": clean_text(added.formula),
            "weight_pct": None if added.weight is None else weight_set_to(added.weight),
            "unit": unit,
            "unit_source": None if unit is None else PERSON,
            "owner": clean_text(added.owner),
            "note": None,
            "extra": None,
            "raw_source": None,
            **place_columns(place),
            "extractor": PERSON,
            "confidence": 1.0,
            "signs": None,
        }
        return row if added.node is None else placed_under(row, node_named(added.node, self._objectives))


def _number_rows(rows: Sequence[IndicatorRow]) -> list[IndicatorRow]:
    """The rows in reading order, in which they are numbered anew: a row that was added comes after those above it."""
    read = [row for row in rows if row["extractor"] != PERSON]
    for added in (row for row in rows if row["extractor"] == PERSON):
        at = max(
            (number for number, row in enumerate(read, start=1) if _reading_position(row) <= _reading_position(added)),
            default=0,
        )
        read.insert(at, added)
    for number, row in enumerate(read, start=1):
        row["ordinal"] = number
    return read


def _reading_position(row: IndicatorRow) -> tuple[float, float]:
    return row["page"] or 0, row["y0"] if row["y0"] is not None else row["line"] or 0
