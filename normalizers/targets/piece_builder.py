"""Figures, days and marks, built while `targets.lark` is read."""

from __future__ import annotations

import re
from typing import Any

from normalizers.quantities import units
from normalizers.quantities.dates import MONTHS, ORDINALS, PARTS_OF_YEAR, complete_year
from normalizers.quantities.numbers import SCALES, Number, read_number, read_number_word
from normalizers.targets.lexer import Token
from normalizers.targets.pieces import Comparing, Day, Figure, Mark, Piece
from normalizers.vocabulary import tokens

_SCALE_WORD = re.compile(f"({'|'.join(sorted(SCALES, key=len, reverse=True))})")
_KINDS = {
    **dict.fromkeys(("NUMBER", "SIGNED", "YEAR", "NUMBER_WORD"), "NUMERAL"),
    **dict.fromkeys(("PERCENT", "EURO", "DAYS_BEFORE"), "UNIT"),
}
_THOUSAND = 1000
_ITEMS = 10
"""Below this a number may be that of a list's item, and so many times less than the figure beside it."""
_POST_LEAST = ("piu", "oltre", "superior", "maggior", "in su", "min", "almeno")
_ONLY_ABOUT = ("The number is only said to be about right.",)
_DIFFER = "What stands before the number and what stands behind it differ."
_SINGULAR = (" il", " l'", "giorno", "data", "data del", "scadenza", "termine", "scadenza del", "termine del")


class PieceBuilder:
    """What a rule of the grammar makes of what it holds; each method is named after its rule."""

    # ---- the row of pieces

    def start(self, children: list[Piece]) -> list[Piece]:  # noqa: D102
        return children

    def mark(self, children: list[Token]) -> Mark:  # noqa: D102
        token = children[0]
        return Mark(token.start, token.end, tokens.sorts.get(token.type, "words"), token.text)

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
            elif token.type in tokens.signs:
                signs.append(tokens.signs[token.type])
                limit = token.type == "WITHIN" or token.text.startswith("non oltre")
                made.within = made.within or limit
                made.moment = made.moment or token.type in {"BEFORE", "AFTER"}
                made.singular = made.singular or (limit and token.text.rstrip().endswith(_SINGULAR))
        # `almeno pari a 3`: beside another comparison, equality says nothing.
        different = [sign for sign in dict.fromkeys(signs) if sign != "="] or signs[:1]
        made.sign = different[-1] if different else None
        types = [token.type for token in children]
        if len(different) > 1 or types.count("SIGN") > 1 or ("EQUAL" in types and {"MORE", "LESS"} & {*types}):
            made.doubts = ("Two comparisons stand before one figure.",)
        return made

    # ---- quantities

    def quantity(self, children: list[Token]) -> Figure | Mark:
        """A number with its `n.`, multiple and unit; a stray mark where the number is none."""
        parts = {_KINDS.get(token.type, token.type): token for token in children}
        numeral = parts["NUMERAL"]
        number, spelled = _read_numeral(numeral), numeral.type == "NUMBER_WORD"
        if number is None:
            return Mark(children[0].start, children[-1].end, "stray", numeral.text)
        made = Figure(children[0].start, children[-1].end, number.value, digits="" if spelled else numeral.text)
        made.doubts = (number.doubt,) if number.doubt else ()
        made.spelled, made.counted = spelled, "N_PREFIX" in parts
        made.year = numeral.type == "YEAR" and len(children) == 1
        if (scale := parts.get("SCALE")) is not None:
            made.scale = SCALES[scale.text.removesuffix(" di").removesuffix(" d'").rstrip(".")]
            if made.number >= made.scale >= _THOUSAND:
                made.doubts += ("The number before the multiple is one of thousands already.",)
        elif (scale := parts.get("SCALE_BEFORE")) is not None:  # `mila euro 250`
            _, word, behind = _SCALE_WORD.split(scale.text, maxsplit=1)
            made.scale = SCALES[word]
            made.unit = "EUR" if "€" in behind or "eur" in behind else None
        if scale is not None:
            made.number = round(made.number * made.scale, 6)
        if (unit := parts.get("UNIT")) is not None:
            _set_unit(made, unit.text)
            if children[0].type == "PERCENT":
                made.doubts += ("The percent sign stands before the number.",)
        return made

    def slashed(self, children: list[Token]) -> Mark:  # noqa: D102
        parts = {child.type: child for child in children}
        pair = parts.pop("SLASHED").text.replace(" ", "")
        parts.pop("N_PREFIX", None)
        unit = " ".join(child.text for child in parts.values())
        return Mark(children[0].start, children[-1].end, "slashed", f"{pair} {unit}".strip())

    def span(self, children: list[Any]) -> Figure | Mark:
        """The range between two ends, behind its opening word (`tra`, `da`) if it has one; stray where one is none."""
        low, high = (child for child in children if isinstance(child, Figure | Mark))
        opener = children[0] if isinstance(children[0], Token) else None
        start = opener.start if opener is not None else low.start
        if not (isinstance(low, Figure) and isinstance(high, Figure)):
            return Mark(start, high.end, "stray")
        shared = high.scale != 1 and low.scale == 1
        reasons = {
            # `1 - 80%`: the lower end is a small whole number, far from the upper one.
            "The first number may be that of an item.": opener is None
            and (low.unit, high.scale) == (None, 1)
            and high.unit is not None
            and 0 < low.number < _ITEMS
            and low.number == int(low.number)
            and high.number >= _ITEMS * low.number,
            "The dashes are minus signs or bullets.": opener is None
            and low.number < 0 < high.number
            and not high.digits.startswith("+"),
            "The numbers may be hours of the day.": opener is not None and opener.text == "dalle",
            "The two ends have different units.": None not in {low.unit, high.unit} and low.unit != high.unit,
            "The multiple behind the second number may be that of both.": shared,
            "Only the first end has a unit.": low.unit is not None and high.unit is None and high.scale == 1,
        }
        if shared and low.unit is None:
            low.number = round(low.number * high.scale, 6)
        reasons["The first end is not the lower one."] = low.number >= high.number
        reasons["The ends may be years."] = low.year or high.year
        doubts = [reason for reason, holds in reasons.items() if holds]
        made = Figure(start, high.end, low.number, high.number, high.unit or low.unit, sign="between")
        made.doubts = (*low.doubts, *high.doubts, *doubts)
        made.counted, made.year = low.counted, low.year and high.year
        return made

    def tolerance(self, children: list[Any]) -> Figure | Mark:
        """`10 ± 2`: the range around a number; a stray mark where one of the two is no number."""
        middle, _, width = children
        if not (isinstance(middle, Figure) and isinstance(width, Figure)):
            return Mark(middle.start, width.end, "stray")
        share = width.unit == "percent" and middle.unit != "percent"
        reasons = {
            "The tolerance is a share of the number or of another unit.": share,
            "The number and its tolerance have different units.": not share
            and None not in {middle.unit, width.unit}
            and middle.unit != width.unit,
        }
        by = middle.number * width.number / 100 if share else width.number
        made = Figure(middle.start, width.end, round(middle.number - by, 9), round(middle.number + by, 9))
        made.unit, made.sign = middle.unit or (None if share else width.unit), "between"
        made.doubts = (*middle.doubts, *width.doubts, *(reason for reason, holds in reasons.items() if holds))
        return made

    def measure(self, children: list[Any]) -> Piece:  # noqa: D102
        comparing = children.pop(0) if isinstance(children[0], Comparing) else None
        amount: Figure | Mark = children[0]
        if isinstance(amount, Mark):
            amount.comparing = comparing
        elif comparing is not None:
            _compare_figure(amount, comparing)
        if comparing is not None:
            amount.start = comparing.start
        if len(children) > 1:
            _set_sign_behind(amount, children[1])
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
        place, number = _find_place(children), _read_numeral(children[0])
        if number is None or number.value != int(number.value) or number.value < 0:
            return Mark(*place, "stray")
        month = _find_token(children, "MONTH")
        made = Day(*place, int(number.value), _month_number(month), _year_number(children))
        if made.year is None and month.startswith("set") and not month.startswith("settembre"):
            made.doubts = ("The letters are September or weeks.",)
        return made

    def month(self, children: list[Token]) -> Day:  # noqa: D102
        month = _month_number(_find_token(children, "MONTH"))
        return Day(*_find_place(children), None, month, _year_number(children))

    def part(self, children: list[Token]) -> Day | Mark:  # noqa: D102
        name = _find_token(children, "PART").rstrip(".")
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


def _find_token(tokens: list[Token], kind: str) -> str:
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


def _read_numeral(token: Token) -> Number | None:
    """The number that a token prints, in digits or in words; None where it makes none."""
    if token.type != "NUMBER_WORD":
        return read_number(token.text)
    said = read_number_word(token.text.replace("'", "a"))
    return None if said is None else Number(float(said))


def _set_unit(figure: Figure, printed: str) -> None:
    figure.unit = units.read_unit(printed)
    if printed in {"min", "min."}:
        figure.doubts += ("The unit says minutes or a minimum.",)
    if printed in {"g", "g."}:
        figure.doubts += ("The unit g is days or grams.",)
    if figure.unit == "percent" and figure.doubts and not figure.digits.startswith("0"):
        # A percent sign leaves no other reading of 3.10 than a number.
        figure.doubts = tuple(d for d in figure.doubts if "day and month" not in d)


def _compare_figure(figure: Figure, comparing: Comparing) -> None:
    """Give a figure the comparison that stands before it."""
    figure.comparing = comparing
    figure.doubts += comparing.doubts
    if comparing.about:
        figure.doubts += _ONLY_ABOUT
    if comparing.moment:
        figure.doubts += ("A moment before or after is no comparison of numbers.",)
    if figure.sign is None:
        figure.sign = comparing.sign
    elif comparing.sign not in {None, "="}:
        figure.doubts += ("A range stands behind a comparison.",)


def _set_sign_behind(amount: Figure | Mark, post: Token) -> None:
    """Give a figure, or a pair of numbers that is settled later, what stands behind it: `3 o più`, `3/4 circa`."""
    amount.end = post.end
    word = post.text.strip("( ).")
    sign = None if word in {"circa", "ca"} else ">=" if any(p in word for p in _POST_LEAST) else "<="
    if isinstance(amount, Figure):
        if sign is None:
            amount.doubts += _ONLY_ABOUT
        elif amount.sign is None:
            amount.sign = sign
        elif amount.sign != sign:
            amount.doubts += (_DIFFER,)
    elif amount.comparing is None:
        amount.comparing = Comparing(post.start, post.end, sign, about=sign is None)
    elif sign is None:
        amount.comparing.about = True
    elif amount.comparing.sign != sign:
        amount.comparing.doubts += (_DIFFER,)
