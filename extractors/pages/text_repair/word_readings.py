"""What a damaged word may have been: its letters with those put in that files lose, held against the words that are
known."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Final

from extractors.pages.text_repair.known_words import is_listed

LIGATURES: Final = ("ti", "tt", "tti", "fi", "fl", "ff", "ffi", "ffl", "ft")
_ACCENTED: Final = ("à", "è", "é", "ì", "ò", "ù")
_VOWELS: Final = "aeiou"
_SHORTEST: Final = 4  # letters of a word that one reading alone makes; chance makes shorter ones
_MOST: Final = 3  # spots of a word; one with more is not worth the tries


class Readings:
    """The known readings of damaged words: those of general lists, and the text's `own` words, in small letters.

    `accents` tells that a sign may be an accented letter: the text has none that are sound.
    """

    def __init__(self, own: Set[str], *, accents: bool = False) -> None:
        self._own = own
        self._accents = accents
        # What was asked: a text has the same words again and again.
        self._found: dict[str, bool] = {}
        self._between: dict[tuple[str, ...], set[str]] = {}

    def is_listed(self, word: str) -> bool:
        """Whether the word itself is known."""
        small = word.casefold()
        return small in self._own or is_listed(small)

    def is_known(self, word: str) -> bool:
        """Whether the word is known, or another ending of it is: no list has all of `organizzativo, -a, -i, -e`."""
        small = word.casefold()
        if small not in self._found:
            self._found[small] = self.is_listed(small) or any(map(self.is_listed, _other_endings(small)))
        return self._found[small]

    def at_signs(self, word: str, sign: str) -> set[str]:
        """The known words that letters in the place of each `sign` make; the sign may be an accented letter where it is
        no letter itself, and at the beginning of the word what it says."""
        parts = word.split(sign)
        if len(parts) - 1 > _MOST:
            return set()
        inner = (*LIGATURES, *_ACCENTED) if self._accents and not sign.isalpha() else LIGATURES
        first = (*inner, sign) if sign.isalpha() and not parts[0] else inner
        return self._fitting(_joined(parts, [first, *[inner] * (len(parts) - 2)]))

    def between(self, pieces: Sequence[str]) -> set[str]:
        """The known words that letters between the pieces make, these following each other."""
        key = tuple(pieces)
        if key not in self._between:
            made = _joined(pieces, [LIGATURES] * (len(pieces) - 1))
            self._between[key] = {word for word in made if len(word) >= _SHORTEST and self.is_listed(word)}
        return self._between[key]

    def at_ends(self, word: str) -> set[str]:
        """The known words that letters before or after it make."""
        made = (made for letters in LIGATURES for made in (letters + word, word + letters))
        return {made for made in made if self.is_listed(made)}

    def within(self, word: str) -> set[str]:
        """The known words that letters make which are put in somewhere."""
        made = (word[:i] + letters + word[i:] for i in range(len(word) + 1) for letters in LIGATURES)
        return {made for made in made if len(made) >= _SHORTEST and self.is_listed(made)}

    def _fitting(self, words: Iterable[str]) -> set[str]:
        """Those of the words that are known; where none is, those of which another ending is."""
        made = {word for word in words if len(word) >= _SHORTEST}
        exact = {word for word in made if self.is_listed(word)}
        return exact or {word for word in made if self.is_known(word)}


def _joined(parts: Sequence[str], letters: Sequence[Sequence[str]]) -> Iterator[str]:
    """The parts with one of the letters for each place between two of them."""
    for chosen in itertools.product(*letters):
        yield "".join(itertools.chain.from_iterable(zip(parts, (*chosen, ""), strict=True)))


def _other_endings(word: str) -> Iterator[str]:
    if len(word) > _SHORTEST and word[-1] in _VOWELS:
        for vowel in _VOWELS:
            yield word[:-1] + vowel
