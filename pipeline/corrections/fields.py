"""Fields of a row that a correction sets: what stands there, and what a person's text comes to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast, get_args

from normalizers.quantities.numbers import read_percent
from normalizers.quantities.units import UNITS, read_unit
from pipeline.corrections.model import FieldCorrection, FieldName
from pipeline.dataset.rows.objectives import join_path
from pipeline.dataset.text import clean_text
from pipeline.dataset.vocabularies import Level

if TYPE_CHECKING:
    from pipeline.dataset.schemas.indicators import IndicatorRow
    from pipeline.dataset.schemas.objectives import ObjectiveRow

PERSON: Final = "person"
"""The `extractor` of a row that a person has added."""
_COLUMNS: dict[FieldName, str] = {
    "name": "name",
    "owner": "owner",
    "weight": "weight_pct",
    "unit": "unit",
    "level": "level",
    "node": "objective_id",
    "code": "code",
}


class UnfitTextError(Exception):
    """A text that cannot stand in the field it is set in."""


def published_text(row: IndicatorRow, field: FieldName) -> str | None:
    """What stands in a field of a row without corrections, as a correction's `expect` states it.

    A weight is the number (`33.34`), a node the code path of the row; null where there is nothing.
    """
    held = row["code_path"] if field == "node" else cast("dict[str, object]", row)[_COLUMNS[field]]
    if held is None:
        return None
    return f"{held:g}" if isinstance(held, float) else str(held)


def with_field(row: IndicatorRow, correction: FieldCorrection, objectives: Sequence[ObjectiveRow]) -> IndicatorRow:
    """The row with a field set.

    Raises:
        UnfitTextError: the text cannot stand there.
    """
    text = clean_text(correction.set_to) or ""
    changed: IndicatorRow = row
    match correction.field:
        case "name":
            changed = {**row, "name": text}
        case "owner":
            changed = {**row, "owner": text}
        case "weight":
            changed = {**row, "weight_pct": weight_set_to(text)}
        case "unit":
            changed = {**row, "unit": unit_set_to(text), "unit_source": PERSON}
        case "level":
            changed = {**row, "level": _level_set_to(text)}
        case "code":
            path = join_path(_path_above(row), text)
            changed = {**row, "code": text, "code_raw": row["code_raw"] or text, "code_path": path}
        case "node":
            changed = placed_under(row, node_named(text, objectives))
    return changed


def _path_above(row: IndicatorRow) -> str | None:
    """The path of what the row stands under."""
    path, code = row["code_path"], row["code"]
    if path is None or code is None:
        return path
    return path.removesuffix(code).removesuffix("/") or None  # a code may hold a slash of its own


def placed_under(row: IndicatorRow, node: ObjectiveRow) -> IndicatorRow:
    """The row under a node."""
    return {
        **row,
        "objective_id": node["objective_id"],
        "code_path": join_path(node["code_path"], row["code"]),
        "process_code": node["process_code"],
    }


def weight_set_to(text: str) -> float:
    """The weight that a text states, in percent.

    Raises:
        UnfitTextError: it states none.
    """
    weight = read_percent(text)
    if weight is None or not 0 <= weight <= 100:
        raise UnfitTextError(f"'{text}' is no weight from 0 to 100 %")
    return weight


def unit_set_to(text: str) -> str:
    """The unit that a text names.

    Raises:
        UnfitTextError: it names none.
    """
    unit = text if text in UNITS else read_unit(text)
    if unit is None:
        raise UnfitTextError(f"'{text}' is no unit")
    return unit


def _level_set_to(text: str) -> Level:
    if text not in get_args(Level):
        raise UnfitTextError(f"'{text}' is no level")
    return cast(Level, text)


def node_named(text: str, objectives: Sequence[ObjectiveRow]) -> ObjectiveRow:
    """The node of this path, code or title.

    Raises:
        UnfitTextError: none has it, or several have.
    """
    for column in ("code_path", "code", "title"):
        found = [node for node in objectives if cast("dict[str, object]", node)[column] == text]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnfitTextError(f"{len(found)} nodes have the {column} '{text}'")
    raise UnfitTextError(f"no node has the path, code or title '{text}'")
