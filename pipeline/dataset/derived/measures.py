"""How far a result reaches its target, in percent of the target.

The rule is that of the plans that state one (Massa-Carrara 2019, section 4): what counts is the deviation from the
target, relative to it. A result on the good side of its target reaches it whole; on the other side the deviation is
taken from 100. So `>= 60 %` with 55 % is 91.67, `<= 20` with 25 is 75. What cannot be told is not guessed: then the
percentage is None and `reason` says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from normalizers.quantities.units import TIME_UNITS
from pipeline.dataset.vocabularies import READ, AskedDirection, AskedDirectionSource, Comparator

if TYPE_CHECKING:
    from pipeline.dataset.schemas.values import ValueRow

BareTarget = Literal["at_least", "exactly", "unknown"]

_OF_COMPARATOR: Final[dict[Comparator, AskedDirection]] = {
    ">=": "at_least",
    ">": "at_least",
    "<=": "at_most",
    "<": "at_most",
    "=": "exactly",
    "between": "within",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """How far a result reaches a target: `pct` from 0 up, None where it cannot be told.

    `direction_source` is `cell`, `formula` or `implicit` as in `values.comparator_source`, or `method` where the
    chamber's method says what a target without sign means. `deviation` is the result less the target, in the unit of
    the figures, or in days.
    """

    direction: AskedDirection | None = None
    direction_source: AskedDirectionSource | None = None
    pct: float | None = None
    deviation: float | None = None
    reason: str | None = None


def measure_result(
    target: ValueRow, result: ValueRow, *, bare: BareTarget, most: float = 100, assumed: bool = False
) -> Measured:
    """How far the result reaches the target.

    Args:
        target: a row of `values` with role `target`.
        result: one with role `result`.
        bare: what a target means whose comparator nothing states.
        most: the most that can be reached, in percent.
        assumed: whether `bare` is an assumption and no rule of the chamber.
    """
    if (reason := _find_unusable(target, result)) is not None:
        return Measured(reason=reason)
    match target["kind"]:
        case "quantity":
            return _measure_quantity(target, result, (bare, "assumption" if assumed else "method"), most)
        case "date":
            return _measure_date(target, result)
        case "boolean":
            reached = target["boolean"] == result["boolean"]
            return Measured("as_stated", "cell", 100.0 if reached else 0.0)
        case kind:
            return Measured(reason=f"a target of the kind {kind} states no figure")


_Bare: TypeAlias = tuple[BareTarget, AskedDirectionSource]
"""What a target without sign means, and what says so."""


def _find_unusable(target: ValueRow, result: ValueRow) -> str | None:
    """Why nothing can be computed of two values at all, None where they may be compared."""
    for name, value in (("target", target), ("result", result)):
        if value["status"] not in READ:
            return f"the {name} has the status {value['status']}"
        if value["interim"]:
            return f"the {name} is interim: the year had not ended when the document was made"
    if target["kind"] != result["kind"]:
        return f"the target is a {target['kind']}, the result a {result['kind']}"
    return None


def _measure_quantity(target: ValueRow, result: ValueRow, bare: _Bare, most: float) -> Measured:
    direction, source = _asked_direction(target, bare)
    reason = _find_difference(target, result)
    if direction is None or reason is not None:
        return Measured(direction, source, reason=reason or "nothing states whether more or less is better")
    wanted, reached, high = target["number"], result["number"], target["number_high"]
    if wanted is None or reached is None:
        return Measured(direction, source, reason="no figure is stated")
    if direction == "within" and high is not None:
        wanted = min(max(reached, wanted), high)
    deviation = round(reached - wanted, 10)
    missing = {"at_least": -deviation, "at_most": deviation}.get(direction, abs(deviation))
    if missing > 0 and wanted == 0:
        return Measured(direction, source, deviation=deviation, reason="a target of 0 has no percentage")
    pct = 100 * (1 - missing / abs(wanted)) if wanted else 100.0
    return Measured(direction, source, round(min(max(pct, 0.0), most), 2), deviation)


def _find_difference(target: ValueRow, result: ValueRow) -> str | None:
    """Why two figures cannot be held against each other, None where they can."""
    if None not in (target["unit"], result["unit"]) and target["unit"] != result["unit"]:
        return f"the target is in {target['unit']}, the result in {result['unit']}"
    if result["comparator"] != "=":
        return f"the result is not one figure but '{result['raw']}'"
    if target["reference"] is not None and target["unit"] not in TIME_UNITS:
        return f"the target is relative to '{target['reference']}'"
    wanted, reached = target["number"] or 0.0, result["number"] or 0.0
    if target["unit"] == "percent" and result["unit"] is None and 0 < reached <= 1 < wanted:
        return f"whether {result['raw']} is a share or a percentage is not said"
    return None


def _asked_direction(target: ValueRow, bare: _Bare) -> tuple[AskedDirection | None, AskedDirectionSource | None]:
    sign = target["comparator"]
    if sign is not None and (target["comparator_source"] != "implicit" or sign != "="):
        return _OF_COMPARATOR[sign], target["comparator_source"]
    meant, source = bare
    return (None, None) if meant == "unknown" else (meant, source)


def _measure_date(target: ValueRow, result: ValueRow) -> Measured:
    source = target["comparator_source"]
    if target["comparator"] not in ("<=", "<"):
        return Measured(reason=f"a date with {target['comparator']} is no deadline")
    if result["comparator"] != "=":
        return Measured("by_date", source, reason=f"the result is not one day but '{result['raw']}'")
    due, done = target["date"], result["date"]
    if due is None or done is None:
        return Measured("by_date", source, reason="no day is stated")
    days = float((done - due).days)
    if days > 0:
        return Measured("by_date", source, deviation=days, reason=f"{days:.0f} days late, and a date has no percentage")
    return Measured("by_date", source, 100.0, days)
