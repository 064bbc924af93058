"""The unit of an indicator and whether more of it is better, each with what says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from normalizers.names.measure import is_ratio, read_unit_of_name, read_way_of_name
from normalizers.quantities.units import read_scale, read_unit, read_unit_of_formula
from pipeline.dataset.vocabularies import READ, Direction, DirectionSource, UnitSource

if TYPE_CHECKING:
    from pipeline.dataset.schemas.indicators import IndicatorRow
    from pipeline.dataset.schemas.values import ValueRow

_WAYS: Final[dict[str, Direction]] = {">=": "higher", ">": "higher", "<=": "lower", "<": "lower"}


def unit_with_source(
    column: str | None, formula: str | None, name: str, units: Sequence[str | None], numbers: Sequence[float]
) -> tuple[str | None, UnitSource | None]:
    """The unit of an indicator and what says it, the first that does: unit column, formula, all its values, its name.

    Args:
        column: the printed text of the unit column.
        formula: the printed formula. One that divides a year's figure by another's says no unit, whatever it holds: `%
            fatture pagate 2018 / % fatture pagate 2017` with the target `> 1` is no percentage.
        name: the printed name.
        units: the units of the clauses of its cells.
        numbers: the figures of its cells that state no unit.
    """
    if column is not None and (unit := read_unit(column)) is not None:
        return unit, "column"
    if column is not None and read_scale(column) is not None:
        return None, None
    if formula is not None and not is_ratio(formula) and (unit := read_unit_of_formula(formula)) is not None:
        return unit, "formula"
    stated = {unit for unit in units if unit is not None}
    if len(stated) == 1:
        return stated.pop(), "values"
    named = read_unit_of_name(name) if formula is None or not is_ratio(formula) else None
    if named == "percent" and any(0 < abs(number) <= 1 for number in numbers):
        return None, None  # whether 0,8 is a share or a percentage is not said
    return (named, "name") if named is not None and numbers else (None, None)


def set_directions(
    indicators: Iterable[IndicatorRow], values: Iterable[ValueRow], shared: Mapping[str, Direction]
) -> None:
    """Write `direction` into the rows: what the signs of the targets say, else the catalogue, else the name.

    Args:
        indicators: the rows of a plan.
        values: its values.
        shared: directions of entries of the catalogue, by id.
    """
    targets: dict[str, list[ValueRow]] = defaultdict(list)
    for value in values:
        if value["role"] == "target" and value["status"] in READ:
            targets[value["indicator_id"]].append(value)
    for row in indicators:
        row["direction"], row["direction_source"] = _find_direction(row, targets[row["indicator_id"]], shared)


def _find_direction(
    row: IndicatorRow, targets: Sequence[ValueRow], shared: Mapping[str, Direction]
) -> tuple[Direction, DirectionSource | None]:
    said = {
        (way, target["comparator_source"]) for target in targets if (way := _direction_of_target(target)) is not None
    }
    ways = {way for way, _ in said}
    if len(ways) == 1:
        return ways.pop(), "formula" if {source for _, source in said} == {"formula"} else "comparator"
    if ways:  # the targets disagree, and nothing else may decide over them
        return "unknown", None
    if (entry := row["catalogue_id"]) is not None and entry in shared:
        return shared[entry], "catalogue"
    named = read_way_of_name(row["name"])
    return (named, "name") if named is not None else ("unknown", None)


def _direction_of_target(target: ValueRow) -> Direction | None:
    if target["kind"] == "date":
        return "date"
    if target["kind"] not in ("quantity", "relative") or target["comparator"] is None:
        return None
    if target["comparator"] == "=":
        return "exact" if target["comparator_source"] in ("cell", "formula") else None
    return _WAYS.get(target["comparator"], "exact")
