"""Corrections of whole rows applied: a field set, a row that states no indicator taken out, a missed row added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
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
from pipeline.corrections.files import State, find_meant
from pipeline.corrections.model import AddedRow, Addition, Correction, FieldCorrection, FieldName, Removal
from pipeline.dataset import issue_codes as codes
from pipeline.dataset.identity import hash_parts
from pipeline.dataset.issues import Issue, make_issue
from pipeline.dataset.places import place_columns, place_of
from pipeline.dataset.rows.indicators import clause_columns
from pipeline.dataset.text import clean_text
from pipeline.dataset.vocabularies import CORRECTED

if TYPE_CHECKING:
    from pipeline.corrections.files import Entry
    from pipeline.dataset.schemas.indicators import IndicatorRow
    from pipeline.dataset.schemas.objectives import ObjectiveRow
    from pipeline.dataset.schemas.values import ValueRow


@dataclass(frozen=True, slots=True)
class RowResolution:
    """What a correction of a row comes to: the row where exactly one fits, and why it is not applied."""

    entry: Entry
    state: State
    row: IndicatorRow | None = None
    reason: str = ""


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
        resolved, row = one, one.row
        if row is not None and one.state == "applied":
            try:
                if isinstance(one.entry.correction, FieldCorrection):
                    current = rows[row["indicator_id"]]
                    rows[row["indicator_id"]] = with_field(current, one.entry.correction, objectives)
                else:
                    gone.add(row["indicator_id"])
            except UnfitTextError as error:
                resolved = RowResolution(one.entry, "conflicting", row, str(error))
        issues.append(_correction_issue(resolved, removed=row is not None and row["indicator_id"] in gone))
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


def resolve_rows(entries: Sequence[Entry], indicators: Sequence[IndicatorRow]) -> list[RowResolution]:
    """What each correction of a field and each removal comes to, in order."""
    found = [
        _resolve_one(entry, entry.correction, indicators)
        for entry in entries
        if isinstance(entry.correction, (FieldCorrection, Removal))
    ]
    texts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in found:
        field, text = _what_is_set(one)
        texts[field].add(text)
    reason = "another correction sets the same field to another text"
    return [
        RowResolution(one.entry, "conflicting", one.row, reason)
        if one.row and len(texts[_what_is_set(one)[0]]) > 1
        else one
        for one in found
    ]


def _what_is_set(one: RowResolution) -> tuple[tuple[str, str], str]:
    """The row and field that a correction sets, and to what; a removal sets none."""
    correction = one.entry.correction
    identity = one.row["indicator_id"] if one.row else ""
    if isinstance(correction, FieldCorrection):
        return (identity, correction.field), clean_text(correction.set_to) or ""
    return (identity, ""), ""


def _resolve_one(
    entry: Entry, correction: FieldCorrection | Removal, indicators: Sequence[IndicatorRow]
) -> RowResolution:
    meant = [row for row in indicators if correction.where.is_row(row)]
    field: FieldName = correction.field if isinstance(correction, FieldCorrection) else "name"
    texts = [published_text(row, field) for row in meant]
    state, row, reason = find_meant(meant, texts, correction.expect, ("row", "published"))
    return RowResolution(entry, state, row, reason)


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
            message = f"{entry}: {correction}: {error}"
            return make_issue(codes.CORRECTION_CONFLICT, message, place, raw=added.name)
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
        told = f"{entry}: {correction}: {correction.reason} ({correction.by}, {correction.when})"
        return make_issue(codes.CORRECTION_APPLIED, told, place, raw=added.name, indicator=row["indicator_id"])

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


def _correction_issue(one: RowResolution, *, removed: bool) -> Issue:
    """What the run says of a correction of a row."""
    correction = one.entry.correction
    text = f"{one.entry}: {correction}"
    place = place_of(one.row) if one.row else Place()
    raw = None if isinstance(correction, (Addition, Correction)) else correction.expect
    if one.state == "applied":
        text = f"{text}: {correction.reason} ({correction.by}, {correction.when})"
        identity = one.row["indicator_id"] if one.row and not removed else None
        return make_issue(codes.CORRECTION_APPLIED, text, place, raw=raw, indicator=identity)
    kind = codes.CORRECTION_STALE if one.state == "stale" else codes.CORRECTION_CONFLICT
    return make_issue(kind, f"{text}: {one.reason}", place, raw=raw)
