"""What a row's formula says of the figures in its cells: a comparison, a number, a unit, a day."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from normalizers.cleaning import clean
from normalizers.quantities import units
from normalizers.quantities.numbers import read_number
from normalizers.targets.pieces import Figure


class Stated(NamedTuple):
    """A number that a formula states behind a sign or `entro`."""

    sign: str
    number: float
    unit: str | None


_STATED = re.compile(
    r"(>=|<=|>|<|=|\bentro\b)\s*([+-]?\s?[0-9][0-9.]*(?:,[0-9]+)?)(?![0-9]*[/])\s*(%|€|[a-zA-Zà-ù]+)?", re.IGNORECASE
)
_IN_WORDS = re.compile(
    r"(?:almeno|minim[oaie]|min|massim[oaie]|max|oltre|superiore|inferiore|fino|meno|piu)\b[^0-9]{0,20}$"
)
_DAY = re.compile(r"(?:\bentro\b(?: e non oltre)?|<=)(?: il| l'| la data del)? ?([0-9]{1,2})[/.]([0-9]{1,2})(?![0-9%])")


@functools.lru_cache(maxsize=4096)
def list_stated(formula: str) -> tuple[Stated, ...]:
    """The numbers that a formula states behind a sign or `entro`, in order."""
    found = []
    for sign, digits, word in _STATED.findall(clean(formula).folded):
        number = read_number(digits.rstrip("."))
        if number is not None:
            unit = units.read_unit(word) if word else None
            found.append(Stated("<=" if sign == "entro" else sign, number.value, unit))
    return tuple(found)


def imply_sign(figure: Figure, formula: str) -> tuple[str, str, Sequence[str]]:
    """The comparison of a bare figure, where it stands (`formula` or `implicit`), and the doubts about it.

    It is what the formula says of that same number, else equality.
    """
    stated = list_stated(formula)
    same = [s for s in stated if s.number == figure.number]
    doubts = []
    if same:
        if len({s.sign for s in same}) > 1:
            doubts.append("The formula states the number with different comparisons.")
        if figure.unit is not None and same[0].unit is not None and figure.unit != same[0].unit:
            doubts.append("The formula states the number with another unit.")
        return same[0].sign, "formula", doubts
    if _compares_in_words(formula, figure.digits):
        doubts.append("The formula states the number with a comparison in words.")
    if len(stated) == 1 and stated[0].unit == figure.unit:
        doubts.append(f"The formula states {stated[0].sign} {stated[0].number:g}.")
    return "=", "implicit", doubts


@functools.lru_cache(maxsize=4096)
def _compares_in_words(formula: str, digits: str) -> bool:
    """Whether the formula prints these digits behind words that compare (`almeno 3 incontri`)."""
    if not digits:
        return False
    folded = clean(formula).folded
    places = re.finditer(rf"(?<![0-9.,]){re.escape(digits)}(?![0-9])", folded)
    return any(_IN_WORDS.search(folded, 0, found.start()) for found in places)


def doubt_sign(figure: Figure, sign: str, formula: str) -> list[str]:
    """The doubt about a printed comparison that is not the formula's."""
    stated = list_stated(formula)
    if len(stated) != 1 or sign == "between":
        return []
    said = stated[0]
    same_number = said.number == figure.number and said.sign != sign
    turned = sign[0] != said.sign[0] and said.unit == figure.unit and said.sign != "=" and sign != "="
    return [f"The formula states {said.sign} {said.number:g}."] if same_number or turned else []


def doubt_day(date: datetime.date, formula: str) -> list[str]:
    """The doubt about `31/12/2020` where the formula says `entro il 30/06`."""
    stated = {(int(day), int(month)) for day, month in _DAY.findall(clean(formula).folded)}
    if len(stated) != 1 or (date.day, date.month) in stated:
        return []
    day, month = stated.pop()
    return [f"The formula says {day:02}/{month:02}."]
