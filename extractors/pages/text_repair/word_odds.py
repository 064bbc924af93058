"""How likely words are in a plan: by how often general lists have them, by what plans print, and by their endings."""

# ruff: noqa: PLC0415 - the package that has the lists is slow to load, and few documents have letters in doubt

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from string import ascii_lowercase
from typing import Final

from wordlists.base_forms import load_list

_FOREIGN: Final = 0.02  # share of a plan's words that are English
_INFLECTED: Final = 2e-8  # of a word that only the list of inflected forms has
_OFTEN: Final = 1e-3  # of a word that every plan has many of
_PLANS: Final = 3e-4  # of another one that plans print
_UNLISTED: Final = 1e-8  # of a word that is known by another form of it
_CLEARLY: Final = 100  # times that the likeliest of several words is as likely as the next one
_LETTER: Final = 5e-4  # of a letter that stands alone
_SHORT: Final = 3  # letters of an English word (`fix`) that would be seen in the rest of too many
_LIGATURE: Final = re.compile("f[ilft]|t[it]")
_SPOKEN: Final = ("tu", "te", "ti", "me", "mi", "io", "noi", "voi", "ho", "hai", "sei", "vi")
_SELDOM: Final = 1e-3  # by which words of speech are less often written in plans than in the films that were counted
_PLAN_WORDS: Final = "plan_words.txt"
# Plans name things, with nouns and participles: nobody speaks in them, and little is told of the past.
_ENDINGS: Final = (
    (re.compile(r"(?:[ae]v[oiae]|avano|evano|[ae]sti|[ai]i|ò|ete|ate)$"), 0.1),
    (re.compile(r"(?:[tsz]ion[ei]|ment[oi]|[ai]tà|tiv[oaie]|[aiu]t[oi]|[ae]nti|tiche|tici)$"), 5.0),
)


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


@cache
def odds() -> Mapping[str, float]:
    """The share of a plan's words that each known word is, in small letters; a rough measure."""
    english, italian = frequencies("en"), frequencies("it")
    found = {**dict.fromkeys(inflected_words(), _INFLECTED), **dict.fromkeys(ascii_lowercase, _LETTER)}
    for listed, share in ((english, _FOREIGN), (italian, 1.0)):
        whole = sum(listed.values())
        for word, times in listed.items():
            if listed is english and len(word) <= _SHORT and _LIGATURE.search(word):
                continue
            found[word] = found.get(word, 0.0) + share * times / whole
    for word in found:
        for ending, factor in _ENDINGS:
            if ending.search(word):
                found[word] *= factor
    for word in _SPOKEN:
        found[word] *= _SELDOM
    often, others = plan_words()
    for words, share in ((often, _OFTEN), (others, _PLANS)):
        for word in words:
            found[word] = found.get(word, 0.0) + share
    return found


def is_listed(word: str) -> bool:
    """Whether a list has the word, in small letters: an Italian one, that of plans, or an English one, as plans print
    `staff` and `newsletter` too."""
    return word in odds()


def likeliest(words: Iterable[str]) -> str | None:
    """The one of the words that is far likelier than all others; None where none is, or there is no word."""
    ordered = by_odds(words)
    if not ordered or (len(ordered) > 1 and ordered[0][0] < _CLEARLY * ordered[1][0]):
        return None
    return ordered[0][1]


def by_odds(words: Iterable[str]) -> list[tuple[float, str]]:
    """The words with their odds, the likeliest first."""
    return sorted(((odds().get(word.casefold(), _UNLISTED), word) for word in set(words)), reverse=True)


@cache
def plan_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of plans: those that every plan has many of, and others."""
    text = files(__package__).joinpath(_PLAN_WORDS).read_text(encoding="utf-8")
    often, others = re.sub("(?m)^#.*", "", text).strip().split("\n\n")
    return tuple(often.split()), tuple(others.split())
