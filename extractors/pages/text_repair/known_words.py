"""Words of general lists."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

import simplemma
from spellchecker import SpellChecker

_CLEARLY: Final = 100  # times that the likeliest of several words is as frequent as the next one
_RARE: Final = 50.0  # what the lists count a word at least that they have
_KEPT: Final = 1 << 17


@cache
def italian_words() -> frozenset[str]:
    """The words of pyspellchecker's Italian list, made from subtitles of films, in small letters; four of five words
    that plans print are among them."""
    return frozenset(_frequencies("it"))


@lru_cache(_KEPT)
def is_listed(word: str) -> bool:
    """Whether a list has the word, in small letters: the Italian ones of pyspellchecker and of simplemma, which has the
    forms of words that are inflected, or pyspellchecker's English one: plans print `staff` and `newsletter` too."""
    return word in _frequencies("it") or word in _frequencies("en") or bool(simplemma.is_known(word, lang="it"))


def likeliest(words: Iterable[str]) -> str | None:
    """The one of the words that is far more frequent than all others; None where none is, or there is no word."""
    ordered = sorted(((_frequency(word.casefold()), word) for word in set(words)), reverse=True)
    if not ordered or (len(ordered) > 1 and ordered[0][0] < _CLEARLY * ordered[1][0]):
        return None
    return ordered[0][1]


def _frequency(word: str) -> float:
    return max(_RARE, *(float(_frequencies(language).get(word, 0)) for language in ("it", "en")))


@cache
def _frequencies(language: str) -> dict[str, int]:
    return dict(SpellChecker(language=language).word_frequency.dictionary)
