"""Words of general lists."""

# ruff: noqa: PLC0415 - the package that has them is slow to load, and few documents have letters that are in doubt

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from wordlists.base_forms import load_list


@cache
def italian_words() -> frozenset[str]:
    """The words of pyspellchecker's Italian list, made from subtitles of films, in small letters; four of five words
    that plans print are among them."""
    return frozenset(frequencies("it"))


@cache
def inflected_words() -> frozenset[str]:
    """The Italian words of simplemma's list, which has the forms of words that are inflected, in small letters."""
    return frozenset(word for word in load_list("it") if word.isalpha() and word.islower())


@cache
def frequencies(language: str) -> Mapping[str, int]:
    """How often pyspellchecker's list of a language has each of its words."""
    from spellchecker import SpellChecker

    return dict(SpellChecker(language=language).word_frequency.dictionary)
