"""Italian numbers: `11.774.058.127`, `33,34`, `- 20`, `quindici`, `€ 240.000,00`."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from normalizers.cleaning import clean
from normalizers.vocabulary import tokens
from normalizers.vocabulary.measures import measures

SCALES: dict[str, float] = {word: float(by) for by, words in measures.multiples.items() for word in words}
"""Words behind a number that multiply it, without full stop."""
_VALUES = {word: value for value, word in enumerate(measures.small_numbers)} | {"uno": 1, "una": 1}
_VALUES |= {word: 10 * ten for ten, whole in enumerate(measures.tens, start=2) for word in (whole, whole[:-1])}
_NUMBER_WORD = re.compile(dict(tokens.patterns)["NUMBER_WORD"])
_PARTS = re.compile(f"cent(?=ott(?:o|ant))|cento|mille|mila|{'|'.join(sorted(_VALUES, key=len, reverse=True))}")


def read_number_word(word: str) -> int | None:
    """The number that a folded word says: 2 for `due`, 21 for `ventuno`, 1250 for `milleduecentocinquanta`.

    Whole numbers below a million; None for any other word. `ventunomila` is none: some write it `ventunmila`.
    """
    if not _NUMBER_WORD.fullmatch(word):
        return None
    thousands = below = 0
    for part in _PARTS.findall(word):
        if part in {"mille", "mila"}:
            thousands, below = max(below, 1) * 1000, 0
        elif part.startswith("cent"):
            below = max(below, 1) * 100
        else:
            below += _VALUES[part]
    return thousands + below


_SPACED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?")
_ITALIAN = re.compile(rf"[1-9][0-9]{{0,2}}(?:\.[0-9]{{3}})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?|{_SPACED.pattern}")
_DOTTED = re.compile(r"[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})|0\.[0-9]{3}")
_ENGLISH = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}")


class Number(NamedTuple):
    """A number read; `doubt` is one sentence where another reading fits as well, else None."""

    value: float
    doubt: str | None = None


@functools.lru_cache(maxsize=1 << 12)
def read_number(text: str) -> Number | None:
    """The number that digits with points, commas and a sign say; None where no rule of writing numbers fits.

    A point parts thousands where three digits follow it and is a decimal point otherwise; a comma is a decimal
    comma. `1,000`, `3.10` and numbers written the English way are read with a doubt.
    """
    digits = bare if _SPACED.fullmatch(bare := text.lstrip("+- ")) else bare.replace(" ", "")
    negative = text.lstrip().startswith("-")
    if _ITALIAN.fullmatch(digits):
        value = float(digits.replace(" ", "").replace(".", "").replace(",", "."))
    elif _DOTTED.fullmatch(digits):
        value = float(digits)
    elif _ENGLISH.fullmatch(digits):
        value = float(digits.replace(",", ""))
    else:
        return None
    return Number(-value if negative and value else value, doubt_digits(digits))


def doubt_digits(digits: str) -> str | None:
    """The doubt about digits that two readings fit, in a sentence; None about others."""
    fit = (f"{digits} {doubt}" for doubt, pattern in measures.doubtful_digits.items() if pattern.fullmatch(digits))
    return next(fit, None)


_NUMBER_IN = re.compile(r"[+-]? ?[0-9](?:[0-9.,]*[0-9])?")
_PERCENT = re.compile(rf"=?\s?({_NUMBER_IN.pattern})\s?(?:%|per ?cento)?")
_AMOUNT = re.compile(rf"(?:€|euro|eur)?\s?({_NUMBER_IN.pattern})\s?(?:,-|,--)?\s?(?:€|euro|eur)?\.?")


def read_percent(raw: str) -> float | None:
    """A weight or share, in percent: 33.34 for `33,34 %`, 20.0 for `20`; None for anything else."""
    return _read_whole(_PERCENT, raw)


def read_amount(raw: str) -> float | None:
    """An amount of money in euro: 240000.0 for `€ 240.000,00`; None where no amount stands (`€ -`, `€`)."""
    return _read_whole(_AMOUNT, raw)


def _read_whole(pattern: re.Pattern[str], raw: str) -> float | None:
    found = pattern.fullmatch(clean(raw).folded)
    number = read_number(found[1]) if found else None
    return number.value if number else None
