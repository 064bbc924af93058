"""Figures: numbers with what belongs to them, from the tokens that print them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizers.quantities import units
from normalizers.quantities.numbers import SCALES, Number, read_number, read_number_word
from normalizers.targets.lexer import Token
from normalizers.targets.pieces import Comparing, Figure, Mark

_SCALE_WORD = re.compile(f"({'|'.join(sorted(SCALES, key=len, reverse=True))})")
_KINDS = {
    **dict.fromkeys(("NUMBER", "SIGNED", "YEAR", "NUMBER_WORD"), "NUMERAL"),
    **dict.fromkeys(("PERCENT", "EURO"), "UNIT"),
}
_THOUSAND = 1000
_ITEMS = 10
"""Below this a number may be that of a list's item, and so many times less than the figure beside it."""
_POST_LEAST = ("piu", "oltre", "superior", "maggior", "in su", "min", "almeno")
_ONLY_ABOUT = ("The number is only said to be about right.",)


def read_numeral(token: Token) -> Number | None:
    """The number that a token prints, in digits or in words; None where it makes none."""
    if token.type != "NUMBER_WORD":
        return read_number(token.text)
    said = read_number_word(token.text.replace("'", "a"))
    return None if said is None else Number(float(said))


def make_figure(tokens: Sequence[Token]) -> Figure | Mark:
    """The figure of a number with its `n.`, multiple and unit; a stray mark where the number is none."""
    parts = {_KINDS.get(token.type, token.type): token for token in tokens}
    numeral = parts["NUMERAL"]
    number, spelled = read_numeral(numeral), numeral.type == "NUMBER_WORD"
    if number is None:
        return Mark(tokens[0].start, tokens[-1].end, "stray", numeral.text)
    made = Figure(tokens[0].start, tokens[-1].end, number.value, digits="" if spelled else numeral.text)
    made.doubts = (number.doubt,) if number.doubt else ()
    made.spelled, made.counted = spelled, "N_PREFIX" in parts
    made.year = numeral.type == "YEAR" and len(tokens) == 1
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
        if tokens[0].type == "PERCENT":
            made.doubts += ("The percent sign stands before the number.",)
    return made


def _set_unit(figure: Figure, printed: str) -> None:
    figure.unit = units.read_unit(printed)
    if printed in {"min", "min."}:
        figure.doubts += ("The unit says minutes or a minimum.",)
    if printed in {"g", "g."}:
        figure.doubts += ("The unit g is days or grams.",)
    if figure.unit == "percent" and figure.doubts and not figure.digits.startswith("0"):
        # A percent sign leaves no other reading of 3.10 than a number.
        figure.doubts = tuple(d for d in figure.doubts if "day and month" not in d)


def make_span(low: Figure | Mark, high: Figure | Mark, opener: Token | None) -> Figure | Mark:
    """The range between two ends, behind its opening word (`tra`, `da`) if it has one.

    A stray mark where an end is no number.
    """
    start = opener.start if opener is not None else low.start
    if not (isinstance(low, Figure) and isinstance(high, Figure)):
        return Mark(start, high.end, "stray")
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
    }
    doubts = [reason for reason, holds in reasons.items() if holds]
    if high.scale != 1 and low.scale == 1 and low.unit is None:
        low.number = round(low.number * high.scale, 6)
        doubts.append("The multiple behind the second number was read for both.")
    reasons = {
        "Only the first end has a unit.": low.unit is not None and high.unit is None and high.scale == 1,
        "The first end is not the lower one.": low.number >= high.number,
        "The ends may be years.": low.year or high.year,
    }
    doubts += [reason for reason, holds in reasons.items() if holds]
    made = Figure(start, high.end, low.number, high.number, high.unit or low.unit, sign="between")
    made.doubts = (*low.doubts, *high.doubts, *doubts)
    made.counted, made.year = low.counted, low.year and high.year
    return made


def make_tolerance(middle: Figure | Mark, width: Figure | Mark) -> Figure | Mark:
    """`10 ± 2`: the range around a number; a stray mark where one of the two is no number."""
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


def compare_figure(figure: Figure, comparing: Comparing) -> None:
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


_DIFFER = "What stands before the number and what stands behind it differ."


def set_sign_behind(amount: Figure | Mark, post: Token) -> None:
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
