"""What a damaged word may have been: its letters with those put in that files lose, held against the words that are
known."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Final

from extractors.pages.text_repair.word_odds import is_listed

LIGATURES: Final = ("ti", "tt", "tti", "fi", "fl", "ff", "ffi", "ffl", "ft")
_ACCENTED: Final = ("à", "è", "é", "ì", "ò", "ù")
_VOWELS: Final = "aeiou"
# Endings, and those of the words that they are put to.
_MADE_WITH: Final = (
    ("ità", ("o", "e", "a")),
    ("mente", ("", "e")),
    ("amento", ("are",)),
    ("azione", ("are", "ato")),
    ("ista", ("o", "a", "e")),
    ("istica", ("o", "a", "e")),
    *((f"r{short}", ("re",)) for short in ("si", "ne", "lo", "la", "li", "le", "vi", "ci", "gli")),
    *((f"ti{short}", ("ti",)) for short in ("si", "vi")),
)
_PREFIXES: Final = (
    "anti",
    "auto",
    "co",
    "contro",
    "extra",
    "inter",
    "multi",
    "pre",
    "ri",
    "re",
    "sotto",
    "sovra",
    "sub",
)
_SHORTEST: Final = 4  # letters of a word that one reading alone makes; chance makes shorter ones
_MOST: Final = 3  # spots of a word; one with more is not worth the tries


class Readings:
    """The known readings of damaged words: those of general lists, and the text's `own` words, in small letters.

    `accents` tells that a sign may be an accented letter: the text has none that are sound.
    """

    def __init__(self, own: Set[str], *, accents: bool = False) -> None:
        self._own = own
        self._accents = accents
        self._found: dict[str, bool] = {}  # what was asked: a text has the same words again and again

    def is_listed(self, word: str) -> bool:
        """Whether the word itself is known."""
        small = word.casefold()
        return small in self._own or is_listed(small)

    def is_known(self, word: str) -> bool:
        """Whether the word is known, or one that it is made from: no list has all of `organizzativo, -a, -i, -e`."""
        small = word.casefold()
        if small not in self._found:
            self._found[small] = self.is_listed(small) or any(map(self.is_listed, other_forms(small)))
        return self._found[small]

    def at_signs(self, word: str, sign: str) -> set[str]:
        """The known words that letters in the place of each `sign` make; the sign may be an accented letter where it is
        no letter itself, and at the beginning of the word what it says."""
        parts = word.split(sign)
        if len(parts) - 1 > _MOST:
            return set()
        inner = (*LIGATURES, *_ACCENTED) if self._accents and not sign.isalpha() else LIGATURES
        first = (*inner, sign) if sign.isalpha() and not parts[0] else inner
        return self._fitting_words(_join_parts(parts, [first, *[inner] * (len(parts) - 2)]))

    def _fitting_words(self, words: Iterable[str]) -> set[str]:
        """Those of the words that are known; where none is, those of which another ending is."""
        made = {word for word in words if len(word) >= _SHORTEST}
        exact = {word for word in made if self.is_listed(word)}
        return exact or {word for word in made if self.is_known(word)}


def _join_parts(parts: Sequence[str], letters: Sequence[Sequence[str]]) -> Iterator[str]:
    """The parts with one of the letters for each place between two of them."""
    for chosen in itertools.product(*letters):
        yield "".join(itertools.chain.from_iterable(zip(parts, (*chosen, ""), strict=True)))


def other_forms(word: str) -> Iterator[str]:
    """The words that a word may be made from: with another ending, without a prefix, or what an ending was put to
    (`tempestivo` for `tempestività`)."""
    if len(word) > _SHORTEST and word[-1] in _VOWELS:
        yield from (word[:-1] + vowel for vowel in _VOWELS)
    for ending, replaced in _MADE_WITH:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            yield from (word[: -len(ending)] + letters for letters in replaced)
    yield from (word[len(prefix) :] for prefix in _PREFIXES if word.startswith(prefix) and len(word) > 3 + len(prefix))
