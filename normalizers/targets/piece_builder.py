"""Figures, days and marks, built while `targets.lark` is read."""

from __future__ import annotations

from typing import Any

from normalizers.quantities.dates import MONTHS, ORDINALS, PARTS_OF_YEAR, complete_year
from normalizers.targets.figures import (
    compare_figure,
    make_figure,
    make_span,
    make_tolerance,
    read_numeral,
    set_sign_behind,
)
from normalizers.targets.lexer import Token
from normalizers.targets.pieces import Comparing, Day, Figure, Mark, Piece

_SIGN_OF = {
    **{"AT_LEAST": ">=", "MORE": ">", "AT_MOST": "<=", "LESS": "<", "EQUAL": "="},
    **{"WITHIN": "<=", "BEFORE": "<", "AFTER": ">"},
}
_SORT_OF = {
    **{"YEAR_LABEL": "year", "AND": "and_", "COLON": "colon", "RANGE_DASH": "dash"},
    **dict.fromkeys(("PLUS_MINUS", "SHORT_YEAR"), "stray"),
    **dict.fromkeys(("LINK", "N_PREFIX", "UNIT", "EURO", "PERCENT", "SCALE", "POST", "BETWEEN", "FROM"), "words"),
    **dict.fromkeys(("END_OF", "DEGREE"), "words"),
}
_SINGULAR = (" il", " l'", "giorno", "data", "data del", "scadenza", "termine", "scadenza del", "termine del")


class PieceBuilder:
    """What a rule of the grammar makes of what it holds; each method is named after its rule."""

    # ---- the row of pieces

    def start(self, children: list[Piece]) -> list[Piece]:  # noqa: D102
        return children

    def mark(self, children: list[Token]) -> Mark:  # noqa: D102
        token = children[0]
        return Mark(token.start, token.end, _SORT_OF[token.type], token.text)

    def comparison(self, children: list[Comparing]) -> Mark:  # noqa: D102
        made = children[0]
        return Mark(made.start, made.end, "compare", comparing=made)

    # ---- comparisons

    def comparator(self, children: list[Token]) -> Comparing:  # noqa: D102
        signs: list[str] = []
        made = Comparing(children[0].start, children[-1].end, None)
        for token in children:
            if token.type == "SIGN":
                signs.append(token.text)
                made.signed = True
            elif token.type == "ABOUT":
                made.about = True
            elif token.type in _SIGN_OF:
                signs.append(_SIGN_OF[token.type])
                limit = token.type == "WITHIN" or token.text.startswith("non oltre")
                made.within = made.within or limit
                made.moment = made.moment or token.type in {"BEFORE", "AFTER"}
                made.singular = made.singular or (limit and token.text.rstrip().endswith(_SINGULAR))
        # `almeno pari a 3`: beside another comparison, equality says nothing.
        different = [sign for sign in dict.fromkeys(signs) if sign != "="] or signs[:1]
        if different:
            made.sign = different[-1]
        if len(different) > 1 or sum(token.type == "SIGN" for token in children) > 1:
            made.doubts = ("Two comparisons stand before one figure.",)
        return made

    # ---- quantities

    def percents(self, children: list[Token]) -> Token:  # noqa: D102
        first, last = children
        first.end = last.end  # `%%` is one unit
        return first

    def quantity(self, children: list[Token]) -> Figure | Mark:  # noqa: D102
        return make_figure(children)

    def slashed(self, children: list[Token]) -> Mark:  # noqa: D102
        parts = {child.type: child for child in children}
        pair = parts.pop("SLASHED").text.replace(" ", "")
        parts.pop("N_PREFIX", None)
        unit = " ".join(child.text for child in parts.values())
        return Mark(children[0].start, children[-1].end, "slashed", f"{pair} {unit}".strip())

    def span(self, children: list[Any]) -> Figure | Mark:  # noqa: D102
        low, high = (child for child in children if isinstance(child, Figure | Mark))
        return make_span(low, high, children[0] if isinstance(children[0], Token) else None)

    def tolerance(self, children: list[Any]) -> Figure | Mark:  # noqa: D102
        middle, _, width = children
        return make_tolerance(middle, width)

    def measure(self, children: list[Any]) -> Piece:  # noqa: D102
        comparing = children.pop(0) if isinstance(children[0], Comparing) else None
        amount: Figure | Mark = children[0]
        if isinstance(amount, Mark):
            amount.comparing = comparing
        elif comparing is not None:
            compare_figure(amount, comparing)
        if comparing is not None:
            amount.start = comparing.start
        if len(children) > 1:
            set_sign_behind(amount, children[1])
        return amount

    # ---- days

    def date(self, children: list[Token]) -> Day:  # noqa: D102
        token = children[0]
        place = (token.start, token.end)
        digits = token.text.replace(" ", "")
        if len(digits) == len("2018-12-31") and digits[4] == "-":
            return Day(*place, int(digits[8:]), int(digits[5:7]), int(digits[:4]))
        day, month, year = digits.replace(".", "/").replace("-", "/").split("/")
        doubts = ("The day is broken in two or parted by different signs.",) if token.type == "BROKEN_DATE" else ()
        return Day(*place, int(day), int(month), complete_year(year), doubts=doubts)

    def day_of_month(self, children: list[Token]) -> Day | Mark:  # noqa: D102
        place, number = _find_place(children), read_numeral(children[0])
        if number is None or number.value != int(number.value) or number.value < 0:
            return Mark(*place, "stray")
        month = _find(children, "MONTH")
        made = Day(*place, int(number.value), _month_number(month), _year_number(children))
        if made.year is None and month.startswith("set") and not month.startswith("settembre"):
            made.doubts = ("The letters are September or weeks.",)
        return made

    def month(self, children: list[Token]) -> Day:  # noqa: D102
        month = _month_number(_find(children, "MONTH"))
        return Day(*_find_place(children), None, month, _year_number(children))

    def part(self, children: list[Token]) -> Day | Mark:  # noqa: D102
        name = _find(children, "PART").rstrip(".")
        word = next(w for w in sorted(PARTS_OF_YEAR, key=len, reverse=True) if name.endswith(w))
        months = PARTS_OF_YEAR[word]
        ordinal = name.removesuffix(word).strip(" °^")
        ordinal = ordinal[0] if ordinal[0].isdigit() else ordinal
        which = 12 // months if ordinal.startswith("ultim") else ORDINALS.get(ordinal, 0)
        if not 0 < which * months <= 12:
            return Mark(*_find_place(children), "stray")
        return Day(*_find_place(children), None, which * months, _year_number(children))

    def year_end(self, children: list[Token]) -> Day:  # noqa: D102
        return Day(*_find_place(children), 31, 12, _year_number(children))

    def day(self, children: list[Any]) -> Day | Mark:  # noqa: D102
        made: Day | Mark = children[-1]
        if len(children) > 1:
            made.comparing = children[0]
            made.start = children[0].start
        return made


def _find_place(tokens: list[Token]) -> tuple[int, int]:
    return tokens[0].start, tokens[-1].end


def _find(tokens: list[Token], kind: str) -> str:
    return next(token.text for token in tokens if token.type == kind)


def _month_number(month: str) -> int:
    return MONTHS[month.removesuffix(".").rsplit(" ", 1)[-1]]


def _year_number(tokens: list[Token]) -> int | None:
    """The year that ends a day (`2018`, `anno 2018`, `'18`), None where there is none or it names several."""
    last = tokens[-1]
    if last.type not in {"YEAR", "SHORT_YEAR", "YEAR_LABEL"}:
        return None
    digits = last.text.rsplit("'", 1)[-1] if last.type == "SHORT_YEAR" else last.text[-4:]
    return complete_year(digits) if digits.isdigit() else None
