"""Italian numbers: `11.774.058.127`, `33,34`, `- 20`, `quindici`, `€ 240.000,00`."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from normalizers.cleaning import clean
from normalizers.vocabulary.measures import measures

SCALES: dict[str, float] = {word: float(by) for by, words in measures.multiples.items() for word in words}
"""Words behind a number that multiply it, without full stop."""
_SMALL = measures.small_numbers


@functools.cache
def _below_thousand() -> dict[str, int]:
    words = {word: value for value, word in enumerate(_SMALL)} | {"uno": 1, "una": 1}
    for ten, word in enumerate(measures.tens, start=2):
        words[word] = ten * 10
        for one in range(1, 10):
            # An i or a before a vowel falls: ventuno, quarantotto.
            stem = word[:-1] if one in {1, 8} else word
            words[stem + ("uno" if one == 1 else _SMALL[one])] = ten * 10 + one
    below_hundred = {word: value for word, value in words.items() if value and word not in {"un", "una"}}
    for hundred in range(1, 10):
        stem = ("" if hundred == 1 else _SMALL[hundred]) + "cento"
        words[stem] = hundred * 100
        for word, value in below_hundred.items():
            words[stem + word] = hundred * 100 + value
            if word.startswith("o"):  # the o falls as well: centotto, centottanta
                words[stem[:-1] + word] = hundred * 100 + value
    return words


def read_number_word(word: str) -> int | None:
    """The number that a folded word says: 2 for `due`, 21 for `ventuno`, 1250 for `milleduecentocinquanta`.

    Whole numbers below a million; None for any other word.
    """
    small = _below_thousand()
    if word in small:
        return small[word]
    thousands, found, rest = word.partition("mila")
    if found:
        above = small.get(thousands, 0)
        if above <= 1 or thousands.endswith("uno"):
            return None  # `ventunomila` is written `ventunmila` by some; neither is certain
    elif word.startswith("mille"):
        above, rest = 1, word.removeprefix("mille")
    else:
        return None
    below = 0 if rest in {"un", "una"} else small.get(rest, 0)
    return None if rest and not below else above * 1000 + below


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
    digits = text.replace(" ", "") if not _SPACED.fullmatch(text.lstrip("+- ")) else text.lstrip("+- ")
    negative = text.lstrip().startswith("-")
    digits = digits.lstrip("+-")
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
    return next(
        (f"{digits} {doubt}" for doubt, pattern in measures.doubtful_digits.items() if pattern.fullmatch(digits)), None
    )


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
