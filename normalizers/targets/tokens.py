"""The pieces of a cell: what `targets.lark` finds in it, as figures, days and marks with their places."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, TypeAlias

from lark import Lark, Token, Transformer

from normalizers.quantities import units
from normalizers.quantities.dates import MONTHS, ORDINALS, PARTS_OF_YEAR, full_year
from normalizers.quantities.numbers import SCALES, read_number, read_number_word
from normalizers.targets.lexer import TokenLexer, read_tokens

_SIGN_OF = {
    "AT_LEAST": ">=",
    "MORE": ">",
    "AT_MOST": "<=",
    "LESS": "<",
    "EQUAL": "=",
    "WITHIN": "<=",
    "BEFORE": "<",
    "AFTER": ">",
}
ALONE = {
    **{"PAST": "past", "NOW": "now", "BASE": "base", "LABEL": "label", "YES": "yes", "NO": "no", "BOTH": "both"},
    **{"MISSING": "missing", "FIRST_YEAR": "first_year", "SEMICOLON": "semicolon", "COMMA": "comma", "OR": "or_"},
    **{"DASHES": "dash", "SLASH": "slash", "LPAR": "open", "RPAR": "close", "WORD": "words", "DOT": "words"},
    **dict.fromkeys(("MIXED", "BAD_DATE", "OTHER"), "stray"),
}
"""Tokens that are always a piece of their own, with its sort; the grammar reads those between them."""
_SCALE_WORD = re.compile(f"({'|'.join(sorted(SCALES, key=len, reverse=True))})")
_THOUSAND = 1000
_ITEMS = 10
"""Below this a number may be that of a list's item, and so many times less than the figure beside it."""
_SINGULAR = (" il", " l'", "giorno", "data", "data del", "scadenza", "termine", "scadenza del", "termine del")
_POST_LEAST = ("piu", "oltre", "superior", "maggior", "in su", "min", "almeno")


@dataclass(slots=True)
class Comparing:
    """What stands before a figure: `sign` is None where it only says `circa`; `within` and `signed` how it says it."""

    start: int
    end: int
    sign: str | None
    within: bool = False
    signed: bool = False
    about: bool = False
    moment: bool = False
    singular: bool = False
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class Figure:
    """A number with what belongs to it. `year` tells a bare `2018`, `spelled` a number in words, `counted` an `n.`."""

    start: int
    end: int
    number: float
    high: float | None = None
    unit: str | None = None
    comparing: Comparing | None = None
    sign: str | None = None
    year: bool = False
    spelled: bool = False
    counted: bool = False
    digits: str = ""
    scale: float = 1.0
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class Day:
    """A day of the calendar, its year None where it is not printed; `day` None is the last of the month.

    `spoken` tells that words say a day (`30 giugno`, `I trimestre`) and not digits alone.
    """

    start: int
    end: int
    day: int | None
    month: int
    year: int | None
    comparing: Comparing | None = None
    spoken: bool = False
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class Mark:
    """Anything else: `sort` is the name of the grammar's rule."""

    start: int
    end: int
    sort: str
    word: str = ""
    comparing: Comparing | None = None


Piece: TypeAlias = Figure | Day | Mark


@dataclass(slots=True)
class _Numeral:
    start: int
    end: int
    value: float | None
    doubts: tuple[str, ...]
    digits: str
    year: bool = False
    spelled: bool = False


@dataclass(slots=True)
class _Span:
    low: Figure
    high: Figure
    doubts: list[str] = field(default_factory=list)


def _start(token: Token) -> int:
    return token.start_pos or 0


def _end(token: Token) -> int:
    return token.end_pos or 0


def _year_of(token: Token | None) -> int | None:
    """The year at the end of a token (`2018`, `anno 2018`, `'18`), None where it names several."""
    if token is None:
        return None
    digits = token.rsplit("'", 1)[-1] if token.type == "SHORT_YEAR" else token[-4:]
    return full_year(digits) if digits.isdigit() else None


def _numbers_item(low: float, high: float) -> bool:
    """`1 - 80%`: the lower end is a small whole number, far from the upper one."""
    return 0 < low < _ITEMS and low == int(low) and high >= _ITEMS * low


class PieceBuilder(Transformer[Token, list[Piece]]):
    """Builds the pieces while the parser reads; each method is called with what a rule of the grammar holds."""

    def start(self, children: list[Any]) -> list[Piece]:  # noqa: D102
        return children

    # ---- comparisons

    def comparator(self, children: list[Token]) -> Comparing:  # noqa: D102
        signs: list[str] = []
        made = Comparing(_start(children[0]), _end(children[-1]), None)
        for token in children:
            if token.type == "SIGN":
                signs.append(str(token))
                made.signed = True
            elif token.type == "ABOUT":
                made.about = True
            elif token.type in _SIGN_OF:
                signs.append(_SIGN_OF[token.type])
                limit = token.type == "WITHIN" or token.startswith("non oltre")
                made.within = made.within or limit
                made.moment = made.moment or token.type in {"BEFORE", "AFTER"}
                made.singular = made.singular or (limit and token.rstrip().endswith(_SINGULAR))
        # `almeno pari a 3`: beside another comparison, equality says nothing.
        different = [sign for sign in dict.fromkeys(signs) if sign != "="] or signs[:1]
        if different:
            made.sign = different[-1]
        if len(different) > 1 or sum(token.type == "SIGN" for token in children) > 1:
            made.doubts = ("Two comparisons stand before one figure.",)
        return made

    def compare(self, children: list[Comparing]) -> Mark:  # noqa: D102
        made = children[0]
        return Mark(made.start, made.end, "compare", comparing=made)

    # ---- quantities

    def numeral(self, children: list[Token]) -> _Numeral:  # noqa: D102
        token = children[0]
        place = (_start(token), _end(token))
        if token.type == "NUMBER_WORD":
            said = read_number_word(token.replace("'", "a"))
            if said is None:
                return _Numeral(*place, None, (), str(token))
            return _Numeral(*place, float(said), (), "", spelled=True)
        number = read_number(token)
        if number is None:
            return _Numeral(*place, None, (), str(token))
        doubts = (number.doubt,) if number.doubt else ()
        return _Numeral(*place, number.value, doubts, str(token), year=token.type == "YEAR")

    def unit(self, children: list[Token]) -> Token:  # noqa: D102
        first = children[0]
        first.end_pos = children[-1].end_pos  # `%%` is one unit
        return first

    def quantity(self, children: list[Any]) -> Figure | Mark:  # noqa: D102
        prefix, numeral, scale, unit = children
        return _figure(prefix, numeral, scale, unit)

    def money(self, children: list[Any]) -> Figure | Mark:  # noqa: D102
        prefix, unit, numeral, scale = children
        made = _figure(prefix, numeral, scale, unit)
        made.start = min(made.start, _start(unit))
        made.end = _end(scale) if scale is not None else numeral.end
        return made

    def scaled(self, children: list[Any]) -> Figure | Mark:  # noqa: D102
        before, numeral = children
        made = _figure(None, numeral, None, None)
        made.start = _start(before)
        if isinstance(made, Figure):
            _, word, behind = _SCALE_WORD.split(before, maxsplit=1)
            made.scale = SCALES[word]
            made.number = round(made.number * made.scale, 6)
            made.unit = "EUR" if "€" in behind or "eur" in behind else None
            made.year = False
        return made

    def share(self, children: list[Any]) -> Figure | Mark:  # noqa: D102
        unit, numeral = children
        made = _figure(None, numeral, None, unit)
        made.start, made.end = _start(unit), numeral.end
        if isinstance(made, Figure):
            made.doubts += ("The percent sign stands before the number.",)
        return made

    def slashed(self, children: list[Any]) -> Mark:  # noqa: D102
        prefix, token, unit = children
        start = _start(prefix) if prefix is not None else _start(token)
        made = Mark(start, _end(unit) if unit is not None else _end(token), "slashed", str(token).replace(" ", ""))
        if unit is not None:
            made.word += " " + str(unit)
        return made

    def span(self, children: list[Any]) -> _Span | Mark:  # noqa: D102
        ends = [c for c in children if isinstance(c, Figure | Mark)]
        low, high = ends
        opener = children[0]
        start = _start(opener) if isinstance(opener, Token) else low.start
        if not (isinstance(low, Figure) and isinstance(high, Figure)):
            return Mark(start, high.end, "stray")
        low.start = start
        made = _Span(low, high)
        bare = not isinstance(opener, Token) and low.unit is None and high.unit is not None and high.scale == 1
        if bare and _numbers_item(low.number, high.number):
            made.doubts.append("The first number may be that of an item.")
        if not isinstance(opener, Token) and low.number < 0 < high.number and not high.digits.startswith("+"):
            made.doubts.append("The dashes are minus signs or bullets.")
        if isinstance(opener, Token) and opener.type == "FROM" and low.year and high.year:
            made.doubts.append("A span of years is no quantity.")
        return made

    def tolerance(self, children: list[Any]) -> Figure | Mark:  # noqa: D102
        middle, _, width = children
        if not (isinstance(middle, Figure) and isinstance(width, Figure)):
            return Mark(middle.start, width.end, "stray")
        doubts, unit = middle.doubts + width.doubts, middle.unit or width.unit
        if width.unit == "percent" and middle.unit != "percent":
            doubts += ("The tolerance is a share of the number or of another unit.",)
            unit = middle.unit
            low, high = middle.number * (1 - width.number / 100), middle.number * (1 + width.number / 100)
        else:
            low, high = middle.number - width.number, middle.number + width.number
            if middle.unit is not None and width.unit is not None and middle.unit != width.unit:
                doubts += ("The number and its tolerance have different units.",)
        low, high = round(low, 9), round(high, 9)
        return Figure(middle.start, width.end, low, high, unit, sign="between", doubts=doubts)

    def measure(self, children: list[Any]) -> Piece:  # noqa: D102
        comparing, amount, post = children
        if isinstance(amount, _Span):
            amount = _between(amount)
        if isinstance(amount, Mark):
            amount.comparing = comparing
            if comparing is not None:
                amount.start = comparing.start
            if post is not None:
                _mark_followed(amount, post)
            return amount
        figure: Figure = amount
        if comparing is not None:
            _compared(figure, comparing)
        if post is not None:
            _followed(figure, post)
        return figure

    # ---- days

    def date(self, children: list[Token]) -> Day:  # noqa: D102
        token = children[0]
        place = (_start(token), _end(token))
        digits = token.replace(" ", "")
        if len(digits) == len("2018-12-31") and digits[4] == "-":
            return Day(*place, int(digits[8:]), int(digits[5:7]), int(digits[:4]))
        day, month, year = digits.replace(".", "/").replace("-", "/").split("/")
        doubts = ("The day is broken in two or parted by different signs.",) if token.type == "BROKEN_DATE" else ()
        return Day(*place, int(day), int(month), full_year(year), doubts=doubts)

    def day_of_month(self, children: list[Any]) -> Day | Mark:  # noqa: D102
        numeral, _, month, year = children
        end = _end(year) if year is not None else _end(month)
        value = numeral.value
        if value is None or value != int(value) or value < 0:
            return Mark(numeral.start, end, "stray")
        made = Day(numeral.start, end, int(value), _month(month), _year_of(year), spoken=True)
        if year is None and month.startswith("set") and not month.startswith("settembre"):
            made.doubts = ("The letters are September or weeks.",)
        return made

    def month(self, children: list[Any]) -> Day:  # noqa: D102
        end_of, month, year = children
        start = _start(end_of) if end_of is not None else _start(month)
        return Day(start, _end(year or month), None, _month(month), _year_of(year), spoken=True)

    def part(self, children: list[Any]) -> Day | Mark:  # noqa: D102
        end_of, part, year = children
        start = _start(end_of) if end_of is not None else _start(part)
        end = _end(year) if year is not None else _end(part)
        name = part.rstrip(".")
        word = next(w for w in sorted(PARTS_OF_YEAR, key=len, reverse=True) if name.endswith(w))
        months = PARTS_OF_YEAR[word]
        ordinal = name.removesuffix(word).strip(" °^")
        ordinal = ordinal[0] if ordinal[0].isdigit() else ordinal
        which = 12 // months if ordinal.startswith("ultim") else ORDINALS.get(ordinal, 0)
        if not 0 < which * months <= 12:
            return Mark(start, end, "stray")
        return Day(start, end, None, which * months, _year_of(year), spoken=True)

    def year_end(self, children: list[Any]) -> Day:  # noqa: D102
        first, year = children
        return Day(_start(first), _end(year or first), 31, 12, _year_of(year), spoken=True)

    def day(self, children: list[Any]) -> Day | Mark:  # noqa: D102
        comparing, made = children
        if comparing is not None:
            made.comparing = comparing
            made.start = comparing.start
        return made  # type: ignore[no-any-return]


def _marker(sort: str) -> Any:
    def make(_: PieceBuilder, children: list[Token]) -> Mark:
        token = children[0]
        return Mark(_start(token), _end(token), sort, str(token))

    return make


for _sort in ("year", "and_", "colon", "dash", "words", "stray"):
    setattr(PieceBuilder, _sort, _marker(_sort))


def _month(token: Token) -> int:
    return MONTHS[token.removesuffix(".").rsplit(" ", 1)[-1]]


def _figure(prefix: Token | None, numeral: _Numeral, scale: Token | None, unit: Token | None) -> Figure | Mark:
    start = _start(prefix) if prefix is not None else numeral.start
    end = numeral.end
    if scale is not None:
        end = _end(scale)
    if unit is not None:
        end = max(end, _end(unit))
    if numeral.value is None:
        return Mark(start, end, "stray", numeral.digits)
    made = Figure(start, end, numeral.value, digits=numeral.digits, doubts=numeral.doubts)
    made.year, made.spelled, made.counted = numeral.year and prefix is None, numeral.spelled, prefix is not None
    if scale is not None:
        word = scale.removesuffix(" di").removesuffix(" d'").rstrip(".")
        made.scale = SCALES[word]
        if made.number >= made.scale >= _THOUSAND:
            made.doubts += ("The number before the multiple is one of thousands already.",)
        made.number = round(made.number * made.scale, 6)
        made.year = False
    if unit is not None:
        made.unit = units.read_unit(unit)
        made.year = False
        if unit in {"min", "min."}:
            made.doubts += ("The unit says minutes or a minimum.",)
        if unit in {"g", "g."}:
            made.doubts += ("The unit g is days or grams.",)
        if made.unit == "percent" and not made.digits.startswith("0"):
            # A percent sign leaves no other reading of 3.10 than a number.
            made.doubts = tuple(d for d in made.doubts if "day and month" not in d)
    return made


def _between(span: _Span) -> Figure:
    low, high = span.low, span.high
    doubts = low.doubts + high.doubts + tuple(span.doubts)
    if low.unit is not None and high.unit is not None and low.unit != high.unit:
        doubts += ("The two ends have different units.",)
    if high.scale != 1 and low.scale == 1 and low.unit is None:
        low.number = round(low.number * high.scale, 6)
        doubts += ("The multiple behind the second number was read for both.",)
    if low.unit is not None and high.unit is None and high.scale == 1:
        doubts += ("Only the first end has a unit.",)
    if low.number >= high.number:
        doubts += ("The first end is not the lower one.",)
    if low.year or high.year:
        doubts += ("The ends may be years.",)
    made = Figure(low.start, high.end, low.number, high.number, high.unit or low.unit, sign="between", doubts=doubts)
    made.counted, made.year = low.counted, low.year and high.year
    return made


def _compared(figure: Figure, comparing: Comparing) -> None:
    figure.comparing = comparing
    figure.start = comparing.start
    figure.doubts += comparing.doubts
    if comparing.about:
        figure.doubts += ("The number is only said to be about right.",)
    if comparing.moment:
        figure.doubts += ("A moment before or after is no comparison of numbers.",)
    if figure.sign is None:
        figure.sign = comparing.sign
    elif comparing.sign not in {None, "="}:
        figure.doubts += ("A range stands behind a comparison.",)


_DIFFER = "What stands before the number and what stands behind it differ."


def _sign_behind(post: Token) -> str | None:
    """The comparison behind a number (`3 o più`), None where it only says `circa`."""
    word = post.strip("( ).")
    if word in {"circa", "ca"}:
        return None
    return ">=" if any(p in word for p in _POST_LEAST) else "<="


def _followed(figure: Figure, post: Token) -> None:
    figure.end = _end(post)
    sign = _sign_behind(post)
    if sign is None:
        figure.doubts += ("The number is only said to be about right.",)
    elif figure.sign is None:
        figure.sign = sign
    elif figure.sign != sign:
        figure.doubts += (_DIFFER,)


def _mark_followed(mark: Mark, post: Token) -> None:
    """`3/4 o più`: the same of a pair of numbers that is settled later."""
    mark.end = _end(post)
    sign = _sign_behind(post)
    if mark.comparing is None:
        mark.comparing = Comparing(_start(post), mark.end, sign, about=sign is None)
    elif sign is None:
        mark.comparing.about = True
    elif mark.comparing.sign != sign:
        mark.comparing.doubts += (_DIFFER,)


@functools.cache
def _parser() -> Lark:
    grammar = (resources.files("normalizers.targets") / "targets.lark").read_text(encoding="utf-8")
    return Lark(
        grammar,
        parser="lalr",
        lexer=TokenLexer,
        maybe_placeholders=True,
        transformer=PieceBuilder(),
        propagate_positions=False,
    )


def read_pieces(folded: str) -> list[Piece]:
    """The pieces of a cleaned, folded text, in order.

    Raises:
        lark.exceptions.LarkError: a range was begun and not ended.
    """
    pieces: list[Piece] = []
    joined: list[Token] = []
    for name, text, start, end in read_tokens(folded):
        sort = ALONE.get(name)
        if sort is None:
            joined.append(Token(name, text, start, None, None, None, None, end))
            continue
        if joined:
            pieces.extend(_parser().parse(joined))  # type: ignore[arg-type]  # Lark takes what its lexer takes
            joined = []
        pieces.append(Mark(start, end, sort, text))
    if joined:
        pieces.extend(_parser().parse(joined))  # type: ignore[arg-type]
    return pieces
