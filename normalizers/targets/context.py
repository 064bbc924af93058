"""Clauses in their place: role and year complete dates, the formula gives the comparison, contradictions are told."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import NamedTuple

from normalizers.cleaning import Cleaned
from normalizers.quantities import units
from normalizers.quantities.dates import find_month_end, is_plausible_year, make_date
from normalizers.quantities.numbers import doubt_digits
from normalizers.targets import row_context
from normalizers.targets.clauses import Clause, Draft
from normalizers.targets.closed_world import doubt_unknown
from normalizers.targets.pieces import Day, Figure, Mark, Piece
from normalizers.targets.row_context import NO_HABIT, Habit
from normalizers.vocabulary import italian as words


class CellContext(NamedTuple):
    """Where a cell stands: role and year of its column; texts and other cells of its row."""

    role: str
    period: int | None
    formula: str | None
    unit: str | None
    habit: Habit = NO_HABIT
    name: str | None = None


_ONE_POINT = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_SCORE = re.compile(r"\b(?:punteggi[oi]?|vot[oi]|giudizi[oi]?|indice|customer satisfaction)\b", re.IGNORECASE)
_EARLIER_YEARS, _YEARS_AROUND = 5, 25
_LEAP_YEAR = 2000
"""Has every day that some year has."""


def place_drafts(drafts: Sequence[Draft], cleaned: Cleaned, where: CellContext) -> tuple[Clause, ...]:
    """The clauses of a cell that stands at `where`."""
    clauses = []
    for draft in drafts:
        doubts = [*draft.doubts, *cleaned.repairs]
        placed = _place_draft(draft, doubts, cleaned.text, where)
        clauses.append(Clause(*placed[:-2], "review", doubts[0]) if doubts and placed.status == "ok" else placed)
    return tuple(clauses)


def _place_draft(draft: Draft, doubts: list[str], printed: str, where: CellContext) -> Clause:
    """The clause, certain as it stands; what is wrong with it is added to the doubts."""
    if draft.unknown:
        doubts += doubt_unknown(draft.unknown, printed, filter(None, (where.name, where.formula, where.unit)))
    if draft.rest and draft.sort in {"missing", "boolean"}:
        doubts += _doubt_year(draft, where)
    if draft.sort == "value":
        return _place_value(draft, doubts, printed, where)
    if draft.sort == "invalid":
        return Clause("invalid", text=printed, status="invalid", reason=doubts[0])
    if draft.sort == "words":
        text = (printed[draft.rest[0].start : draft.rest[-1].end].strip(" ,;") if draft.rest else "") or printed or None
        if draft.unparsed:
            return Clause("qualitative", text=text, status="unparsed", reason=doubts[0])
        return Clause("qualitative", text=text)
    text = _rest_text(draft.rest, printed)
    if draft.sort == "boolean":
        due = _resolve_day(draft.due, where.period) if draft.due is not None else None
        doubts += _doubt_scale("boolean", where)
        if where.habit.figures:
            doubts.append("The row's other cells state figures.")
        return Clause("boolean", boolean=draft.boolean, date=due, text=text)
    return Clause("missing" if draft.sort == "missing" else "baseline_year", text=text)


def _place_value(draft: Draft, doubts: list[str], printed: str, where: CellContext) -> Clause:
    value = draft.value
    text = _rest_text(draft.rest, printed) if draft.rest else None
    if draft.rest and (isinstance(value, Figure) or (isinstance(value, Day) and value.year is None)):
        doubts += _doubt_year(draft, where)
    if isinstance(value, Figure):
        return _place_figure(value, draft, doubts, text, where)
    if isinstance(value, Day):
        return _place_day(value, doubts, text, printed, where)
    sign = value.sign if value is not None else None
    return Clause("relative", sign, sign and "cell", reference=draft.reference, text=text)


def _doubt_year(draft: Draft, where: CellContext) -> list[str]:
    """`2019: 70%`, `70% nel 2021` or `31/12 (rif. 2019)` in the column of 2020."""
    if where.period is None:
        return []
    years = [p for p in draft.rest if isinstance(p, Mark) and (p.sort == "year" or p.word.startswith("obiettiv"))]
    # `(dati consuntivo 2017)` says from where a figure was taken, not for which year it is.
    is_day = isinstance(draft.value, Day)
    said = [p.word[-4:] for p in years if is_day or words.base_words.isdisjoint(p.word.split(" ")[:-1])]
    said += [p.digits for p in draft.rest if isinstance(p, Figure) and p.year]
    other = [year for year in said if year.isdigit() and int(year) != where.period]
    return [f"The figure is said to be that of {other[0]}."] if other else []


def _rest_text(pieces: Sequence[Piece], text: str) -> str | None:
    """What the pieces print, as it is printed where they stand side by side."""
    parts: list[str] = []
    end = None
    for piece in sorted(pieces, key=lambda p: p.start) if len(pieces) > 1 else pieces:
        if piece.sort in {"open", "close"}:
            continue
        printed = text[piece.start : piece.end]
        if end == piece.start:
            parts[-1] += printed
        else:
            parts.append(printed)
        end = piece.end
    return " ".join(" ".join(parts).split()).strip(" ,;:.-\"'") or None


# ---- days


def _resolve_day(day: Day, period: int | None) -> datetime.date | None:
    year = day.year if day.year is not None else period
    if year is None:
        return None
    return find_month_end(year, day.month) if day.day is None else make_date(year, day.month, day.day)


def _place_day(day: Day, doubts: list[str], text: str | None, printed: str, where: CellContext) -> Clause:
    if _resolve_day(day, _LEAP_YEAR) is None:
        return Clause("invalid", text=printed, status="invalid", reason="The calendar has no such day.")
    date = _resolve_day(day, where.period)
    if date is None and where.period is None:
        unknown = "The day has no year, and nothing says which."
        return Clause("qualitative", text=printed, status="unparsed", reason=unknown)
    if date is None:
        return Clause("invalid", text=printed, status="invalid", reason="That year has no such day.")
    sign, source = _read_day_sign(day, doubts, where.role)
    if not is_plausible_year(date.year):
        doubts.append("The year is not one of a plan.")
    doubts += _doubt_scale("date", where)
    if where.role == "target" and where.formula:
        doubts += row_context.doubt_day(date, where.formula)
    return Clause("date", sign, source, date=date, text=text)


def _read_day_sign(day: Day, doubts: list[str], role: str) -> tuple[str, str]:
    """The comparison of a day and where it stands; what is wrong with it is added to the doubts."""
    comparing = day.comparing
    if comparing is not None:
        doubts += comparing.doubts
        if comparing.about:
            doubts.append("The day is only said to be about right.")
        if comparing.sign in {">", ">="}:
            doubts.append("The day is the first, not the last.")
        if comparing.sign is not None:
            return comparing.sign, "cell"
    if day.day is None and role != "target":
        doubts.append("A month or period is no day on which something was done.")
    return "<=" if role == "target" else "=", "implicit"


# ---- quantities


def _place_figure(figure: Figure, draft: Draft, doubts: list[str], text: str | None, where: CellContext) -> Clause:
    sign: str | None = figure.sign
    source, number = "cell", figure.number
    settled = _settle_beside(figure, draft, doubts, where.habit) if where.habit is not NO_HABIT else None
    if settled is not None:
        number = settled
    elif "." in figure.digits and _may_be_decimals(figure, where):
        doubts.append("The point parts thousands or decimals.")
    if figure.year and figure.high is None and (relation := _compare_with_year(figure, draft, doubts, text, where)):
        return relation
    formula = where.formula if where.role == "target" else None
    if sign is None:
        sign, source, added = row_context.imply_sign(figure, formula) if formula else ("=", "implicit", ())
        doubts += added
    elif formula:
        doubts += row_context.doubt_sign(figure, sign, formula)
    due = _resolve_due(draft.due, doubts, where) if draft.due is not None else None
    if where.unit is not None or where.formula is not None:
        doubts += _doubt_scale(figure.unit or "number", where)
    return Clause("quantity", sign, source, number, figure.high, figure.unit, due, None, draft.reference, text)


def _resolve_due(day: Day, doubts: list[str], where: CellContext) -> datetime.date | None:
    """The day by which a figure is to be reached; what is wrong with it is added to the doubts."""
    due = _resolve_day(day, where.period)
    if due is None:
        doubts.append(
            "The day has no year." if _resolve_day(day, _LEAP_YEAR) else "The day by which it is due does not exist."
        )
    elif not is_plausible_year(due.year):
        doubts.append("The year is not one of a plan.")
    elif day.comparing is not None and day.comparing.about:
        doubts.append("The day is only said to be about right.")
    elif day.comparing is None and due.year < (where.period or due.year):
        doubts.append("The day is before the year of the figure.")  # `al 31/12/2019: 85%`
    return due


def _settle_beside(figure: Figure, draft: Draft, doubts: list[str], habit: Habit) -> float | None:
    """The number as the row's other cells make it; what they contradict is added to the doubts."""
    number, doubt = row_context.settle_number(figure, habit) or (None, None)
    if number is not None:
        known = doubt_digits(figure.digits.lstrip("+- "))
        doubts[:] = [said for said in doubts if said != known]
    doubts += filter(None, (doubt, row_context.doubt_unit(draft, figure, habit)))
    return number


def _may_be_decimals(figure: Figure, where: CellContext) -> bool:
    """`1.234` as a score or a percentage: too much for one, and three decimals are not."""
    score = figure.unit == "percent" or any(_SCORE.search(text) for text in (where.unit, where.formula) if text)
    return score and figure.high is None and _ONE_POINT.fullmatch(figure.digits.lstrip("+- ")) is not None


def _compare_with_year(
    figure: Figure, draft: Draft, doubts: list[str], text: str | None, where: CellContext
) -> Clause | None:
    """`> 2017` in a later year's column compares with that year; a bare `2018` is a number or a year."""
    year = int(figure.number)
    behind = next((p for p in draft.rest if p.start >= figure.end), None)
    close = behind is not None and behind.start <= figure.end + 1  # a remark in brackets counts nothing
    counts = figure.sign is not None and close and isinstance(behind, Mark) and behind.word[:1].isalpha()
    if counts or figure.counted:
        return None
    near = abs(year - where.period) <= _YEARS_AROUND if where.period is not None else is_plausible_year(year)
    if not near:
        return None
    doubts.append(f"{year} is a number or a year.")
    earlier = where.period is None or 0 < where.period - year <= _EARLIER_YEARS
    if figure.sign in {">", ">=", "<", "<="} and where.role == "target" and earlier:
        return Clause("relative", figure.sign, "cell", reference=str(year), text=text)
    return None


def _doubt_scale(stated: str, where: CellContext) -> list[str]:
    """Whether the unit column, or a formula that only names a scale, contradicts what the cell states."""
    reasons = []
    if where.unit is not None:
        named = units.read_scale(where.unit) or units.read_unit(where.unit)
        multiplied = stated not in {"date", "boolean"} and units.is_multiple(where.unit)
        if multiplied or (named is not None and not _are_agreed(stated, named)):
            reasons.append(f"The unit column says {where.unit}.")
    if where.formula is not None and stated != "date" and where.role != "achievement":  # that is a share of its target
        scale = units.read_scale(where.formula)
        if scale is not None and not _are_agreed(stated, scale):
            reasons.append(f"The formula says {where.formula}.")
    return reasons


def _are_agreed(stated: str, named: str) -> bool:
    plain = stated == "number" and named not in {"boolean", "date"}
    return plain or stated == named or (stated, named) == ("point", "count")
