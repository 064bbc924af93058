"""What a row says of a cell in it: its formula states comparisons, units and days, its other cells write numbers."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from normalizers.cleaning import clean
from normalizers.quantities.units import TIME_UNITS
from normalizers.targets.clauses import Draft
from normalizers.targets.parser import read_pieces
from normalizers.targets.pieces import Day, Figure
from normalizers.targets.slashes import settle_pieces

_COMMA_DECIMALS = re.compile(r"[0-9.]+,(?:[0-9]{1,2}|[0-9]{4,})|0,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")
_GROUPED_TWICE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_POINT_DECIMALS = re.compile(r"[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})|0\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+")
_TWO_READINGS = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}")
_NEAR, _FAR = 10.0, 100.0
"""Figures of one row are held to be of one size within the first factor, and of two sizes from the second on."""

_CLASSES = (frozenset({"percent", "permille", "percentage_point"}), TIME_UNITS)


class Habit(NamedTuple):
    """How the neighbours of a cell write figures.

    `decimal` is the sign before decimals (`,` or `.`) in all of their numbers that only one reading fits, None where
    none has decimals or both signs occur. `sizes` are such numbers without their signs; `units` the units they state,
    and `figures` tells whether all that the neighbours state are figures.
    """

    decimal: str | None = None
    sizes: tuple[float, ...] = ()
    units: frozenset[str] = frozenset()
    figures: bool = False


NO_HABIT = Habit()
"""Of a cell without neighbours."""


def find_habit(cells: Iterable[tuple[Draft, ...]]) -> Habit:
    """The habit of a cell's neighbours, each as the drafts of its clauses."""
    drafts = [draft for cell in cells for draft in cell if draft.sort in {"value", "boolean"}]
    figures = [draft.value for draft in drafts if isinstance(draft.value, Figure)]
    signs: set[str] = set()
    sizes = []
    for figure in figures:
        digits = figure.digits.lstrip("+- ")
        if _COMMA_DECIMALS.fullmatch(digits) or _GROUPED_TWICE.fullmatch(digits):
            signs.add(",")
        elif _POINT_DECIMALS.fullmatch(digits):
            signs.add(".")
        if digits and not figure.year and figure.number and not _TWO_READINGS.fullmatch(digits):
            sizes.append(abs(figure.number))
    units = frozenset(figure.unit for figure in figures if figure.unit is not None)
    decimal = signs.pop() if len(signs) == 1 else None
    return Habit(decimal, tuple(sizes), units, bool(figures) and len(figures) == len(drafts))


def settle_number(figure: Figure, habit: Habit) -> tuple[float, str | None] | None:
    """What `1.234` or `1,000` is beside its neighbours, and why that is not certain.

    None where the digits have one reading, or nothing tells.
    The neighbours' sign before decimals decides. Where it would make the number of another size than all of
    them, and the other reading would not, the number is in doubt.
    """
    digits = figure.digits.lstrip("+- ")
    found = _TWO_READINGS.fullmatch(digits)
    if found is None or figure.high is not None or figure.scale != 1:
        return None
    sign = found[1]
    whole = float(digits.replace(sign, ""))
    parted = float(digits.replace(",", "."))
    # A point parts thousands unless the neighbours write decimals with it; a comma is a decimal comma unless they do.
    decimals = habit.decimal == sign or (sign == "," and habit.decimal is None)
    read, other = (parted, whole) if decimals else (whole, parted)
    doubt = None
    if _is_near(other, habit) and not _is_near(read, habit, _FAR):
        doubt = f"{digits} is of another size than the row's other figures, {other:g} would not be."
    elif habit.decimal is None:
        return None
    elif habit.decimal == "." and not _is_near(read, habit):
        doubt = f"{digits} is {whole:g} or {parted:g}; the row's other figures have a decimal point."
    return -read if figure.number < 0 else read, doubt


def _is_near(number: float, habit: Habit, factor: float = _NEAR) -> bool:
    return any(size / factor <= number <= size * factor for size in habit.sizes)


def doubt_unit(draft: Draft, figure: Figure, habit: Habit) -> str | None:
    """Why a figure's unit cannot be that of its neighbours, None where it can.

    A signed percentage is a change of whatever the neighbours count, and so is a figure compared with another.
    """
    unit = figure.unit
    change = figure.number < 0 or figure.digits.startswith("+")
    if unit is None or not habit.units or draft.reference is not None or change:
        return None
    allowed = set(habit.units).union(*(c for c in _CLASSES if c & habit.units))
    return None if unit in allowed else f"The row's other cells are in {', '.join(sorted(habit.units))}."


# ---- the formula


@functools.lru_cache(maxsize=4096)
def list_compared(formula: str) -> tuple[Figure | Day, ...]:
    """The numbers and days that a formula states behind a comparison, in order."""
    settled = settle_pieces(read_pieces(text := clean(formula).folded) or [], text)
    return tuple(p for p in settled if isinstance(p, Figure | Day) and p.comparing is not None and p.comparing.sign)


def _list_stated(formula: str) -> list[Figure]:
    """The numbers that a formula states behind a sign or `entro`."""
    compared = (p for p in list_compared(formula) if isinstance(p, Figure) and p.high is None)
    return [p for p in compared if p.comparing is not None and (p.comparing.signed or p.comparing.within)]


def imply_sign(figure: Figure, formula: str) -> tuple[str, str, Sequence[str]]:
    """The comparison of a bare figure, where it stands (`formula` or `implicit`), and the doubts about it.

    It is what the formula says of that same number, else equality.
    """
    stated = _list_stated(formula)
    same = [s for s in stated if s.number == figure.number]
    doubts = []
    if same:
        if len({s.sign for s in same}) > 1:
            doubts.append("The formula states the number with different comparisons.")
        if figure.unit is not None and same[0].unit is not None and figure.unit != same[0].unit:
            doubts.append("The formula states the number with another unit.")
        return same[0].sign or "=", "formula", doubts
    if any(isinstance(s, Figure) and figure.number in {s.number, s.high} for s in list_compared(formula)):
        doubts.append("The formula states the number with a comparison in words.")
    if len(stated) == 1 and stated[0].unit == figure.unit:
        doubts.append(f"The formula states {stated[0].sign} {stated[0].number:g}.")
    return "=", "implicit", doubts


def doubt_sign(figure: Figure, sign: str, formula: str) -> list[str]:
    """The doubt about a printed comparison that is not the formula's."""
    stated = _list_stated(formula)
    if len(stated) != 1 or sign == "between":
        return []
    said = stated[0]
    same_number = said.number == figure.number and said.sign != sign
    turned = sign[0] != (said.sign or "=")[0] and said.unit == figure.unit and said.sign != "=" and sign != "="
    return [f"The formula states {said.sign} {said.number:g}."] if same_number or turned else []


def doubt_day(date: datetime.date, formula: str) -> list[str]:
    """The doubt about `31/12/2020` where the formula says `entro il 30/06`."""
    days = (p for p in list_compared(formula) if isinstance(p, Day) and p.day is not None)
    stated = {(p.day, p.month) for p in days if p.comparing is not None and p.comparing.sign == "<="}
    if len(stated) != 1 or (date.day, date.month) in stated:
        return []
    day, month = stated.pop()
    return [f"The formula says {day:02}/{month:02}."]
