"""What marked glyphs stand for, told by the words that they make: a cipher of a few signs in a long text.

A reading of a glyph is taken where it makes known words of what the glyph stands in, and no other reading does nearly
as often. All words of a document in which the glyph stands are asked, so that one word that two readings fit decides
nothing; a long word says more than a short one, which chance may make. What is told of one glyph makes words known that
tell of the next one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from typing import Final

LETTERS: Final = (
    *("ti", "tt", "tti", "fi", "fl", "ff", "ffi", "ffl", "ft", "fft", "tf", "fj", "Th", "st", "ct"),
    *"abcdefghijlmnopqrstuvzàèéìòùABCDEFGHIKLMNOPQRSTUVZ",
)
"""What glyphs stand for that files have wrong, ligatures first: those of common fonts, then single letters."""

_FITS: Final = 0.4  # share of what all words weigh that a reading has to make known; plans name much that no list has
_CLEARLY: Final = 3  # times what the next best reading makes known
_ENOUGH: Final = 3  # the least that known words have to weigh
_NO_WEIGHT: Final = 3  # letters; from here each further letter adds to what a word says
_OWN: Final = 4  # letters of a word of the document itself; a shorter one may be a rest
_WORD: Final = re.compile(r"[^\W\d_]+")
_NOT_OF_WORDS: Final = re.compile(r"[^\w\x00\x01]+")


def decipher(tokens: Iterable[str], given: Mapping[str, str], known: Set[str]) -> dict[str, str]:
    """What each mark stands for that the `tokens` of a document tell.

    `given` is what the file gives for each mark, `known` the words that are known, in small letters.
    """
    found: dict[str, str] = {}
    texts = set(tokens)
    own: set[str] = set()
    while True:
        read = {_replace_marks(text, found) for text in texts}
        words: dict[str, set[str]] = defaultdict(set)
        for text in read:
            marks = {char for char in text if char in given}
            if len(marks) == 1:
                words[marks.pop()].add(text)
            elif not marks:
                own |= {word for word in _WORD.findall(text.casefold()) if len(word) >= _OWN}
        told = {mark: _find_letters(mark, words[mark], given[mark], (known, own)) for mark in words}
        if not any(told.values()):
            return found
        found |= {mark: letters for mark, letters in told.items() if letters}


_Known = tuple[Set[str], Set[str]]


def _find_letters(mark: str, texts: set[str], given: str, known: _Known) -> str | None:
    """The letters that make known words of most of the `texts`, and are alone in that."""
    candidates: dict[str, None] = dict.fromkeys(LETTERS)
    if given.isalnum() or given == "&":
        candidates[given] = None
    scores = sorted(((_score_letters(mark, texts, letters, known), letters) for letters in candidates), reverse=True)
    (best, letters), (next_best, _) = scores[0], scores[1]
    if best < max(_ENOUGH, _FITS * sum(map(_weight_of, texts))) or best < _CLEARLY * next_best:
        return None
    return letters


def _score_letters(mark: str, texts: Iterable[str], letters: str, known: _Known) -> int:
    """What the texts weigh that the letters make known words of."""
    return sum(_weight_of(text) for text in texts if _is_known(mark, text, letters, known))


def _weight_of(text: str) -> int:
    return max(1, len(text) - _NO_WEIGHT)


def _is_known(mark: str, text: str, letters: str, known: _Known) -> bool:
    """Whether each word that holds the mark is known once the letters stand there; a sign stands alone."""
    if not letters.isalpha():
        return text == mark
    whole = text.replace(mark, f"\0{letters}\1")
    parts = [part for part in _NOT_OF_WORDS.split(whole) if "\0" in part]
    words = [part.replace("\0", "").replace("\1", "") for part in parts]
    listed, own = known
    return all(
        word.isalpha() and _in_one_case(word) and (word.casefold() in listed or word.casefold() in own)
        for word in words
    )


def _in_one_case(word: str) -> bool:
    """Whether only its first letter is a capital, or all are."""
    return word[1:].islower() or word.isupper() or len(word) == 1


def _replace_marks(text: str, letters: Mapping[str, str]) -> str:
    return "".join(letters.get(char, char) for char in text)
