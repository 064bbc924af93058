"""Pieces that can be several things, settled by what stands beside them: `30/06`, `3/4`, `06/2018`, `entro 2018`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizers.quantities.dates import is_plausible_year
from normalizers.quantities.units import read_unit
from normalizers.targets.pieces import Day, Figure, Mark, Piece, is_limit, is_within
from normalizers.vocabulary import italian as words

_DAYS, _MONTHS, _YEAR_DIGITS = 31, 12, 4
_DOTTED_DAY = re.compile(r"(0?[1-9]|[12][0-9]|3[01])\.(0?[1-9]|1[0-2])")


def settle_pieces(pieces: Sequence[Piece], folded: str) -> list[Piece]:
    """The pieces with every slashed pair and every year behind `entro` read as a day, a fraction or a mere word."""
    settled: list[Piece] = []
    for i, piece in enumerate(pieces):
        if isinstance(piece, Figure):
            settled.append(_read_spelled(piece, settled, folded) if piece.spelled else _read_within(piece))
        elif isinstance(piece, Mark) and piece.sort == "slashed":
            settled.append(_read_pair(piece, settled, pieces[i + 1].word if i + 1 < len(pieces) else ""))
        elif piece.sort == "year" and settled and settled[-1].sort == "compare" and is_within(settled[-1]):
            limit = settled[-1]  # `entro l'anno 2018`
            year = int(piece.word[-_YEAR_DIGITS:])
            settled[-1] = Day(limit.start, piece.end, 31, 12, year, limit.comparing)
        else:
            settled.append(piece)
    return settled


def _read_within(figure: Figure) -> Piece:
    """`entro 2018` is a day, `entro il 30.06` too; `entro il 10` names a day of no month."""
    comparing = figure.comparing
    if comparing is None or not comparing.within or figure.unit is not None or figure.high is not None:
        return figure
    if figure.year:
        return Day(figure.start, figure.end, 31, 12, int(figure.number), comparing, figure.doubts)
    if found := _DOTTED_DAY.fullmatch(figure.digits):
        made = Day(figure.start, figure.end, int(found[1]), int(found[2]), None, comparing)
        if len(found[2]) == 1:
            made.doubts = ("The digits are a number or a day and month.",)
        return made
    if comparing.singular:
        return Mark(figure.start, figure.end, "stray", figure.digits)
    return figure


def _read_spelled(figure: Figure, settled: Sequence[Piece], folded: str) -> Piece:
    """A number in words counts at the start, behind a comparison or `n.`; in running text it is a word or doubtful."""
    fixed = figure.comparing is not None or figure.counted or figure.high is not None
    if fixed or not settled or settled[-1].sort in {"semicolon", "colon", "dash", "comma"}:
        return figure
    before = settled[-1].word
    # A single number in brackets repeats the one before it in words: `3 (tre)`.
    if (figure.number == 1 and before != "(") or before in words.definite:
        return Mark(figure.start, figure.end, "words", folded[figure.start : figure.end])
    return figure


def _read_pair(mark: Mark, settled: Sequence[Piece], behind: str) -> Piece:
    """`30/06` is a day, `06/2018` a month, `3/4` a fraction, `10/15 gg` a range, `33/2013` the number of an act."""
    pair, _, unit = mark.word.partition(" ")
    left, right = pair.split("/")
    if len(right) == _YEAR_DIGITS and len(left) <= 2:
        return _read_month_of_year(mark, left, int(right), unit)
    if len(left) > 2 or len(right) > 2:
        return Mark(mark.start, mark.end, "stray", mark.word)
    day = None if unit else _read_day_of_month(mark, left, right, settled)
    return day or _read_fraction(mark, int(left), int(right), unit, behind)


def _read_month_of_year(mark: Mark, month: str, year: int, unit: str) -> Piece:
    if not (1 <= int(month) <= _MONTHS and is_plausible_year(year)) or unit:
        return Mark(mark.start, mark.end, "label", mark.word)
    made = Day(mark.start, mark.end, None, int(month), year, mark.comparing)
    if not (month.startswith("0") or is_limit(mark)):
        made.doubts = ("The digits are a month and year or the number of an act.",)
    return made


def _read_day_of_month(mark: Mark, left: str, right: str, settled: Sequence[Piece]) -> Day | None:
    day, month = int(left), int(right)
    calendar = 1 <= month <= _MONTHS and 1 <= day <= _DAYS
    padded = left.startswith("0") or right.startswith("0") or (day > _MONTHS and len(right) == 2)
    compared = mark.comparing is not None and mark.comparing.signed
    made = Day(mark.start, mark.end, day, month, None, mark.comparing)
    if is_limit(mark) or _follows_day(settled) or (padded and (compared or calendar)):
        return made
    if calendar and day > _MONTHS:
        made.doubts = ("The digits are a day and month or a fraction.",)
        return made
    return None


def _read_fraction(mark: Mark, above: int, below: int, unit: str, behind: str) -> Piece:
    if below == 0:
        return Mark(mark.start, mark.end, "stray", mark.word)
    comparing, pair = mark.comparing, mark.word
    if unit and above < below:
        made = Figure(mark.start, mark.end, above, below, read_unit(unit), comparing, "between", digits=pair)
        made.doubts = ("The digits are a range or a fraction.",)
        return made
    sign = comparing.sign if comparing is not None else None
    number = round(above / below, 9)  # as many places as a number is written back with
    made = Figure(mark.start, mark.end, number, None, read_unit(unit) if unit else None, comparing, sign, digits=pair)
    if unit or above >= below or behind not in words.doubtful_event:
        made.doubts = ("The digits are a fraction, a range or a day and month.",)
    if comparing is not None:
        made.doubts += comparing.doubts + (("The number is only said to be about right.",) if comparing.about else ())
    return made


def _follows_day(settled: Sequence[Piece]) -> bool:
    """`entro il 30/06 e 3/12`: what is joined to a day is a day."""
    joined = [p for p in settled if p.sort not in {"and_", "comma", "words"}]
    near = 0 < len(settled) - len(joined) <= 2
    return near and bool(joined) and isinstance(joined[-1], Day) and joined[-1] in settled[-3:]
