"""Clauses in their place: role and year complete dates, the formula gives the comparison, contradictions are told."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from normalizers.cleaning import Cleaned, clean
from normalizers.quantities import units
from normalizers.quantities.dates import make_date, month_end, plausible_year
from normalizers.quantities.numbers import read_number, three_decimals
from normalizers.targets.clause_builder import Draft
from normalizers.targets.clauses import Clause
from normalizers.targets.closed_world import doubt_unknown
from normalizers.targets.row_context import NO_HABIT, Habit, Settled, contradicts_unit, settle_number
from normalizers.targets.tokens import Day, Figure, Mark, Piece
from normalizers.vocabulary import italian as words


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands: role and year of its column; texts and other cells of its row; the document's language."""

    role: str
    period: int | None
    formula: str | None
    unit: str | None
    habit: Habit = NO_HABIT
    name: str | None = None
    language: str = "it"


@dataclass(frozen=True, slots=True)
class Stated:
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
_ONE_POINT = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_SCORE = re.compile(r"\b(?:punteggi[oi]?|vot[oi]|giudizi[oi]?|indice|customer satisfaction)\b", re.IGNORECASE)
_FORMULA_DAY = re.compile(
    r"(?:\bentro\b(?: e non oltre)?|<=)(?: il| l'| la data del)? ?([0-9]{1,2})[/.]([0-9]{1,2})(?![0-9%])"
)
_EARLIER_YEARS, _YEARS_AROUND = 5, 25


@functools.lru_cache(maxsize=4096)
def stated_in(formula: str) -> tuple[Stated, ...]:
    """The numbers that a formula states behind a sign or `entro`, in order."""
    found = []
    for sign, digits, word in _STATED.findall(clean(formula).folded):
        number = read_number(digits.rstrip("."))
        if number is not None:
            found.append(
                Stated("<=" if sign == "entro" else sign, number.value, units.read_unit(word) if word else None)
            )
    return tuple(found)


def place(drafts: Sequence[Draft], cleaned: Cleaned, where: Place) -> tuple[Clause, ...]:
    """The clauses of a cell that stands at `where`."""
    return tuple(_placed(draft, cleaned, where) for draft in drafts)


def _placed(draft: Draft, cleaned: Cleaned, where: Place) -> Clause:
    doubts = [*draft.doubts, *cleaned.repairs]
    unknown = doubt_unknown(draft.unknown, filter(None, (where.name, where.formula, where.unit)))
    if unknown is not None:
        doubts.append(unknown)
    if draft.sort == "invalid":
        return Clause("invalid", text=cleaned.text, status="invalid", reason=doubts[0])
    if draft.sort == "words":
        return _clause("qualitative", doubts, text=_whole(draft, cleaned.text), unparsed=draft.unparsed)
    text = _text(draft.rest, cleaned.text)
    if draft.sort == "value":
        return _value(draft, doubts, text, cleaned.text, where)
    if draft.sort == "boolean":
        due = _resolved(draft.due, where.period) if draft.due is not None else None
        doubts += _against_scale("boolean", where)
        if where.habit.figures:
            doubts.append("The row's other cells state figures.")
        return _clause("boolean", doubts, boolean=draft.boolean, date=due, text=text)
    return _clause({"missing": "missing", "first_year": "baseline_year"}[draft.sort], doubts, text=text)


def _value(draft: Draft, doubts: list[str], text: str | None, printed: str, where: Place) -> Clause:
    value = draft.value
    doubts += _against_year(draft, where)
    if isinstance(value, Day):
        return _date(value, doubts, text, printed, where)
    if isinstance(value, Figure):
        return _quantity(value, draft, doubts, text, where)
    sign = value.sign if value is not None else None
    source = "cell" if sign is not None else None
    return _clause("relative", doubts, comparator=sign, source=source, reference=draft.reference, text=text)


def _against_year(draft: Draft, where: Place) -> list[str]:
    """`2019: 70%` or `70% nel 2021` in the column of 2020."""
    if where.period is None or not isinstance(draft.value, Figure):
        return []
    said = [p.word[-4:] for p in draft.rest if isinstance(p, Mark) and p.sort == "year" and not _names_source(p)]
    said += [p.digits for p in draft.rest if isinstance(p, Figure) and p.year]
    other = [year for year in said if year.isdigit() and int(year) != where.period]
    return [f"The figure is said to be that of {other[0]}."] if other else []


def _names_source(year: Mark) -> bool:
    """`(dati consuntivo 2017)` says from where a figure was taken, not for which year it is."""
    return any(word in words.base_words for word in year.word.split(" ")[:-1])


def _whole(draft: Draft, text: str) -> str:
    """A text in words as it is printed, without the signs around it."""
    if not draft.rest:
        return text
    return text[draft.rest[0].start : draft.rest[-1].end].strip(" ,;") or text


def _clause(
    kind: str,
    doubts: Sequence[str],
    *,
    comparator: str | None = None,
    source: str | None = None,
    number: float | None = None,
    number_high: float | None = None,
    unit: str | None = None,
    date: datetime.date | None = None,
    boolean: bool | None = None,
    reference: str | None = None,
    text: str | None = None,
    unparsed: bool = False,
) -> Clause:
    status = "unparsed" if unparsed else "review" if doubts else "ok"
    reason = doubts[0] if doubts else None
    return Clause(
        kind, comparator, source, number, number_high, unit, date, boolean, reference, text or None, status, reason
    )


def _text(pieces: Sequence[Piece], text: str) -> str | None:
    """What the pieces print, as it is printed where they stand side by side."""
    parts: list[str] = []
    end = None
    for piece in sorted(pieces, key=lambda p: p.start):
        if isinstance(piece, Mark) and piece.sort in {"open", "close"}:
            continue
        printed = text[piece.start : piece.end]
        if end is not None and text[end : piece.start] == "" and end == piece.start:
            parts[-1] += printed
        else:
            parts.append(printed)
        end = piece.end
    return " ".join(" ".join(parts).split()).strip(" ,;:.-\"'") or None


# ---- days


def _resolved(day: Day, period: int | None) -> datetime.date | None:
    year = day.year if day.year is not None else period
    if year is None:
        return None
    return month_end(year, day.month) if day.day is None else make_date(year, day.month, day.day)


def _exists(day: Day) -> bool:
    """Whether some year has this day; where no year is printed a leap year counts."""
    return _resolved(day, 2000) is not None


def _date(day: Day, doubts: list[str], text: str | None, printed: str, where: Place) -> Clause:
    if not _exists(day):
        return Clause("invalid", text=printed, status="invalid", reason="The calendar has no such day.")
    comparing = day.comparing
    sign = comparing.sign if comparing is not None else None
    if comparing is not None:
        doubts += comparing.doubts
        if comparing.about:
            doubts.append("The day is only said to be about right.")
    if sign in {">", ">="}:
        doubts.append("The day is the first, not the last.")
    date = _resolved(day, where.period)
    if date is None:
        reason = (
            "The day has no year, and nothing says which." if where.period is None else "That year has no such day."
        )
        if where.period is not None:
            return Clause("invalid", text=printed, status="invalid", reason=reason)
        return Clause("qualitative", text=printed, status="unparsed", reason=reason)
    if not plausible_year(date.year):
        doubts.append("The year is not one of a plan.")
    source = "cell"
    if sign is None:
        sign = "<=" if where.role == "target" else "="
        source = "implicit"
        if day.day is None and where.role != "target":
            doubts.append("A month or period is no day on which something was done.")
    doubts += _against_scale("date", where) + _against_day(date, where)
    return _clause("date", doubts, comparator=sign, source=source, date=date, text=text)


def _against_day(date: datetime.date, where: Place) -> list[str]:
    """`31/12/2020` where the formula says `entro il 30/06`."""
    if where.role != "target" or not where.formula:
        return []
    stated = {(int(day), int(month)) for day, month in _FORMULA_DAY.findall(clean(where.formula).folded)}
    if len(stated) != 1 or (date.day, date.month) in stated:
        return []
    day, month = stated.pop()
    return [f"The formula says {day:02}/{month:02}."]


# ---- quantities


def _quantity(figure: Figure, draft: Draft, doubts: list[str], text: str | None, where: Place) -> Clause:
    sign, source, number = figure.sign, "cell", figure.number
    settled = _beside_neighbours(figure, draft, doubts, where.habit) if where.habit is not NO_HABIT else None
    if settled is not None:
        number = settled.number
    else:
        doubts += _against_decimals(figure, where)
    if figure.year and figure.high is None:
        relation = _year_figure(figure, draft, doubts, text, where)
        if relation is not None:
            return relation
    if sign is None:
        sign, source = _implied(figure, doubts, where)
    elif where.role == "target" and where.formula:
        doubts += _against_formula(figure, sign, where.formula)
    due = _due(draft.due, doubts, where) if draft.due is not None else None
    if where.unit is not None or where.formula is not None:
        doubts += _against_scale(figure.unit or "number", where)
    return _clause(
        "quantity",
        doubts,
        comparator=sign,
        source=source,
        number=number,
        number_high=figure.high,
        unit=figure.unit,
        date=due,
        reference=draft.reference,
        text=text,
    )


def _due(day: Day, doubts: list[str], where: Place) -> datetime.date | None:
    """The day by which a figure is to be reached; what is wrong with it is added to the doubts."""
    due = _resolved(day, where.period)
    if due is None:
        doubts.append("The day by which it is due does not exist." if not _exists(day) else "The day has no year.")
    elif not plausible_year(due.year):
        doubts.append("The year is not one of a plan.")
    return due


def _beside_neighbours(figure: Figure, draft: Draft, doubts: list[str], habit: Habit) -> Settled | None:
    """The number as the row's other cells make it; what they contradict is added to the doubts."""
    settled = settle_number(figure, habit)
    if settled is not None:
        known = three_decimals(figure.digits.lstrip("+- "))
        doubts[:] = [doubt for doubt in doubts if doubt != known]
        if settled.doubt is not None:
            doubts.append(settled.doubt)
    contradiction = contradicts_unit(draft, figure, habit)
    if contradiction is not None:
        doubts.append(contradiction)
    return settled


def _against_decimals(figure: Figure, where: Place) -> list[str]:
    """`1.234` as a score or a percentage: too much for one, and three decimals are not."""
    if figure.high is not None or not _ONE_POINT.fullmatch(figure.digits.lstrip("+- ")):
        return []
    score = any(_SCORE.search(text) for text in (where.unit, where.formula) if text)
    return ["The point parts thousands or decimals."] if score or figure.unit == "percent" else []


def _year_figure(figure: Figure, draft: Draft, doubts: list[str], text: str | None, where: Place) -> Clause | None:
    """`> 2017` in a later year's column compares with that year; a bare `2018` is a number or a year."""
    year = int(figure.number)
    behind = next((p for p in draft.rest if p.start >= figure.end), None)
    close = behind is not None and behind.start <= figure.end + 1  # a remark in brackets counts nothing
    counts = figure.sign is not None and close and isinstance(behind, Mark) and behind.word[:1].isalpha()
    if counts or figure.counted:
        return None
    near = abs(year - where.period) <= _YEARS_AROUND if where.period is not None else plausible_year(year)
    if not near:
        return None
    doubts.append(f"{year} is a number or a year.")
    earlier = where.period is None or 0 < where.period - year <= _EARLIER_YEARS
    if figure.sign in {">", ">=", "<", "<="} and where.role == "target" and earlier:
        return _clause("relative", doubts, comparator=figure.sign, source="cell", reference=str(year), text=text)
    return None


def _implied(figure: Figure, doubts: list[str], where: Place) -> tuple[str, str]:
    """The comparison of a bare figure: what the formula says of that same number, else equality."""
    if where.role != "target" or not where.formula:
        return "=", "implicit"
    stated = stated_in(where.formula)
    same = [s for s in stated if s.number == figure.number]
    if same:
        if len({s.sign for s in same}) > 1:
            doubts.append("The formula states the number with different comparisons.")
        if figure.unit is not None and same[0].unit is not None and figure.unit != same[0].unit:
            doubts.append("The formula states the number with another unit.")
        return same[0].sign, "formula"
    if _said_in_words(where.formula, figure.digits):
        doubts.append("The formula states the number with a comparison in words.")
    if len(stated) == 1 and stated[0].unit == figure.unit:
        doubts.append(f"The formula states {stated[0].sign} {stated[0].number:g}.")
    return "=", "implicit"


@functools.lru_cache(maxsize=4096)
def _said_in_words(formula: str, digits: str) -> bool:
    """Whether the formula prints these digits behind words that compare (`almeno 3 incontri`)."""
    folded = clean(formula).folded
    places = (
        [found.start() for found in re.finditer(rf"(?<![0-9.,]){re.escape(digits)}(?![0-9])", folded)] if digits else []
    )
    return any(_IN_WORDS.search(folded, 0, place) for place in places)


def _against_formula(figure: Figure, sign: str, formula: str) -> list[str]:
    stated = stated_in(formula)
    if len(stated) != 1 or sign == "between":
        return []
    said = stated[0]
    if said.number == figure.number and said.sign != sign:
        return [f"The formula states {said.sign} {said.number:g}."]
    if sign[0] != said.sign[0] and said.unit == figure.unit and said.sign != "=" and sign != "=":
        return [f"The formula states {said.sign} {said.number:g}."]
    return []


def _against_scale(stated: str, where: Place) -> list[str]:
    """Whether the unit column, or a formula that only names a scale, contradicts what the cell states."""
    reasons = []
    if where.unit is not None:
        if stated not in {"date", "boolean"} and units.is_multiple(where.unit):
            reasons.append(f"The unit column says {where.unit}.")
        named = units.read_scale(where.unit) or units.read_unit(where.unit)
        if named is not None and not _agree(stated, named):
            reasons.append(f"The unit column says {where.unit}.")
    if where.formula is not None and stated != "date":
        scale = units.read_scale(where.formula)
        if scale is not None and not _agree(stated, scale):
            reasons.append(f"The formula says {where.formula}.")
    return reasons


def _agree(stated: str, named: str) -> bool:
    if stated == named:
        return True
    if stated == "number":
        return named not in {"boolean", "date"}
    if named == "count":
        return stated == "point"
    return False
