"""The patterns of a cell's tokens: those of `tokens.yml`, with the words of `measures.yml` in them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping

from normalizers.declared import Declared
from normalizers.vocabulary.measures import measures

_PART = re.compile(r"\{([a-z_]\w*)\}")


class TokenPatterns(Declared):
    """`tokens.yml`: regular expressions by token, `{part}` in one stands for that part; the file says the rest."""

    alone: dict[str, str]
    sorts: dict[str, str]
    signs: dict[str, str]
    parts: dict[str, str]
    tokens: dict[str, tuple[str, ...]]

    @functools.cached_property
    def patterns(self) -> tuple[tuple[str, str], ...]:
        """The tokens of a cell with the pattern of each, in the order in which they are tried.

        Raises `KeyError` where a pattern names a part that there is not.
        """
        parts = _list_measures()
        for name, pattern in self.parts.items():
            parts[name] = _with_parts(pattern, parts)
        return tuple((name, "|".join(_with_parts(one, parts) for one in ones)) for name, ones in self.tokens.items())


def _with_parts(pattern: str, parts: Mapping[str, str]) -> str:
    return _PART.sub(lambda found: f"(?:{parts[found[1]]})", pattern)


def _list_measures() -> dict[str, str]:
    """The parts that `measures.yml` gives."""
    units = {name: unit.cells for name, unit in measures.units.items()}
    percent, euro = units.pop("percent"), units.pop("EUR")
    named = (*measures.months, *measures.parts_of_year.values())
    months, parts = named[:12], named[12:]
    return {
        "month": _one_of(words[0] for words in months),
        "month_abbreviation": _one_of(word for words in months for word in (*words[1:], words[0][:3])),
        "part_of_year": _one_of(words[0] for words in parts),
        "part_abbreviation": _one_of(word for words in parts for word in words[1:]),
        "ordinal": _one_of(word for words in measures.ordinals for word in words),
        "unit": _whole_words(word for cells in units.values() for word in cells),
        "percent": _whole_words(percent),
        "euro": _whole_words(euro),
        "multiple": _one_of(word for words in measures.multiples.values() for word in words if len(word) > 2),
        "ones": _one_of(measures.small_numbers[2:10]),
        "teen": _one_of(measures.small_numbers[10:]),
        "tens": _one_of(measures.tens),
        "ten": _one_of(word[:-1] for word in measures.tens),
    }


def _one_of(words: Iterable[str]) -> str:
    """One of the words, the longest that fits."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _whole_words(words: Iterable[str]) -> str:
    """One of the words, behind which no letter stands, or one of the signs."""
    said = list(words)
    letters, signs = [w for w in said if w[0].isalpha()], [w for w in said if not w[0].isalpha()]
    return "|".join(filter(None, [_one_of(signs), f"(?:{_one_of(letters)})(?![a-z]|\\.[a-z]\\b)"]))


tokens = TokenPatterns.load("normalizers.vocabulary", "tokens")
