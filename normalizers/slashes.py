"""Pieces that can be several things, settled by what stands beside them: `30/06`, `3/4`, `06/2018`, `entro 2018`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizers.dates import plausible_year
from normalizers.pieces import Day, Figure, Mark, Piece
from normalizers.units import read_unit
from normalizers.vocabulary import DEFINITE

_DAYS, _MONTHS, _YEAR_DIGITS = 31, 12, 4
_DOTTED_DAY = re.compile(r"(0?[1-9]|[12][0-9]|3[01])\.(0[1-9]|1[0-2])")


def settle(pieces: Sequence[Piece], folded: str) -> list[Piece]:
    """The pieces with every slashed pair and every year behind `entro` read as a day, a fraction or a mere word."""
    settled: list[Piece] = []
    for i, piece in enumerate(pieces):
        behind = pieces[i + 1] if i + 1 < len(pieces) else None
        if isinstance(piece, Mark) and piece.sort == "slashed":
            settled.append(_slashed(piece, settled, behind, folded))
        elif isinstance(piece, Figure) and piece.spelled:
            settled.append(_spelled(piece, settled, folded))
        elif isinstance(piece, Figure) and piece.comparing is not None and piece.comparing.within:
            settled.append(_within(piece))
        elif isinstance(piece, Mark) and piece.sort == "year" and _opens_deadline(settled):
            settled[-1] = _year_end(settled[-1], piece)
        else:
            settled.append(piece)
    return settled


def _opens_deadline(settled: Sequence[Piece]) -> bool:
    last = settled[-1] if settled else None
    return isinstance(last, Mark) and last.sort == "compare" and last.comparing is not None and last.comparing.within


def _year_end(compare: Piece, year: Mark) -> Piece:
    digits = year.word[-_YEAR_DIGITS:]
    comparing = compare.comparing if isinstance(compare, Mark) else None
    return Day(compare.start, year.end, 31, 12, int(digits), comparing, spoken=True)


def _within(figure: Figure) -> Piece:
    """`entro 2018` is a day, `entro il 30.06` too; `entro il 10` names a day of no month."""
    comparing = figure.comparing
    if comparing is None or figure.unit is not None or figure.high is not None:
        return figure
    if figure.year:
        return Day(figure.start, figure.end, 31, 12, int(figure.number), comparing, spoken=True)
    if found := _DOTTED_DAY.fullmatch(figure.digits):
        return Day(figure.start, figure.end, int(found[1]), int(found[2]), None, comparing)
    if comparing.singular and not figure.spelled:
        return Mark(figure.start, figure.end, "stray", figure.digits)
    return figure


def _spelled(figure: Figure, settled: Sequence[Piece], folded: str) -> Piece:
    """A number in words counts at the start, behind a comparison or `n.`; in running text it is a word or doubtful."""
    last = settled[-1] if settled else None
    if figure.comparing is not None or figure.counted or figure.high is not None:
        return figure
    if last is None or (isinstance(last, Mark) and last.sort in {"semicolon", "colon", "dash", "comma"}):
        return figure
    before = last.word if isinstance(last, Mark) else ""
    # A single number in brackets repeats the one before it in words: `3 (tre)`.
    if figure.number == 1 and before != "(":
        return Mark(figure.start, figure.end, "words", folded[figure.start : figure.end])
    if before in DEFINITE:
        return Mark(figure.start, figure.end, "words", folded[figure.start : figure.end])
    return figure


def _slashed(mark: Mark, settled: Sequence[Piece], behind: Piece | None, folded: str) -> Piece:
    pair, _, unit = mark.word.partition(" ")
    left, right = pair.split("/")
    a, b = int(left), int(right)
    comparing = mark.comparing
    sign = comparing.sign if comparing is not None else None
    limit = comparing is not None and (comparing.within or comparing.moment)
    place = (mark.start, mark.end)
    if len(right) == _YEAR_DIGITS and len(left) <= 2:
        if not (1 <= a <= _MONTHS and plausible_year(b)) or unit:
            return Mark(*place, "label", mark.word)
        sure = left.startswith("0") or limit
        doubts = () if sure else ("The digits are a month and year or the number of an act.",)
        return Day(*place, None, a, b, comparing, spoken=True, doubts=doubts)
    if len(left) > 2 or len(right) > 2:
        return Mark(*place, "stray", mark.word)
    calendar = 1 <= b <= _MONTHS and 1 <= a <= _DAYS and not unit
    padded = left.startswith("0") or right.startswith("0") or (a > _MONTHS and len(right) == 2)
    after_day = _follows_day(settled)
    if not unit and (
        limit or after_day or (comparing is not None and comparing.signed and padded) or (calendar and padded)
    ):
        return Day(*place, a, b, None, comparing)
    if calendar and a > _MONTHS:
        return Day(*place, a, b, None, comparing, doubts=("The digits are a day and month or a fraction.",))
    if b == 0:
        return Mark(*place, "stray", mark.word)
    if unit and a < b:
        doubts = ("The digits are a range or a fraction.",)
        return Figure(*place, a, b, read_unit(unit), comparing, "between", digits=pair, doubts=doubts)
    figure = Figure(*place, a / b, unit=read_unit(unit) if unit else None, comparing=comparing, sign=sign, digits=pair)
    part = isinstance(behind, Mark) and behind.word in {"delle", "dei", "del", "della", "degli", "dell'", "di"}
    if not (part and a < b) or unit:
        figure.doubts += ("The digits are a fraction, a range or a day and month.",)
    return figure


def _follows_day(settled: Sequence[Piece]) -> bool:
    """`entro il 30/06 e 3/12`: what is joined to a day is a day."""
    joined = [p for p in settled if not (isinstance(p, Mark) and p.sort in {"and_", "comma", "words"})]
    near = len(settled) - len(joined) <= 2 and len(settled) > len(joined)
    return bool(joined) and isinstance(joined[-1], Day) and near and joined[-1] in settled[-3:]
