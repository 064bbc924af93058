"""The words of a general Italian list."""

from __future__ import annotations

from functools import cache

from spellchecker import SpellChecker


@cache
def italian_words() -> frozenset[str]:
    """The words of pyspellchecker's Italian list, made from subtitles of films, in small letters; four of five words
    that plans print are among them."""
    return frozenset(SpellChecker(language="it").word_frequency.words())
