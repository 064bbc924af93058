"""How alike two names of indicators are: a score for suggestions, never for decisions.

Chambers word one measure in many ways ("Tempi medi di lavorazione ..." and "Tempo medio di lavorazione
..."), and two measures in nearly one ("entro 5 giorni", "entro 30 giorni"). So words are compared without
their endings and without function words, in any order, and a different number counts against the pair.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from normalizers.names.names import fold
from normalizers.vocabulary import italian as words

_NOISE = re.compile(r"\(?\bid\s?(?:benchmarking)?\s?\d+\)?|\banno (?:n|x)(?:-\d)?\b|\b(?:19|20)\d\d\b|\"n\"")
_WORD = re.compile(r"r\.i\b|[a-z]+|\d+(?:[.,]\d+)*")

SHORTEST_STEMMED = 5
# Points taken off where the numbers differ: enough to keep "entro 5 giorni" from "entro 30 giorni".
OTHER_NUMBERS = 30.0
# Points taken off where only one of two names has numbers: a limit may stand in the other's formula.
ONE_SIDED_NUMBERS = 8.0


@dataclass(frozen=True, slots=True)
class Terms:
    """A name as it is compared: its words without endings, in alphabetical order, and its numbers."""

    words: str
    numbers: frozenset[str]


def list_terms(name: str) -> Terms:
    """What is compared of a name; years, references to a year (`anno x-1`) and benchmark ids are left out."""
    found = list_words_in_order(name)
    stems = sorted(word for word in found if not word[0].isdigit())
    return Terms(" ".join(stems), frozenset(word for word in found if word[0].isdigit()))


def list_words_in_order(name: str) -> tuple[str, ...]:
    """The words of a name without endings and its numbers, in their order; what `list_terms` leaves out is left out."""
    text = _NOISE.sub(" ", fold(name)).replace("%", " percentuale ")
    said = [word for word in _WORD.findall(text) if word not in words.small_words]
    found = [part for word in said for part in words.spellings.get(word, word).split()]
    return tuple(word if word[0].isdigit() else _stem_of(word) for word in found if word[0].isdigit() or len(word) > 1)


def measure_likeness(one: Terms, other: Terms) -> float:
    """From 0 to 100: the mean of rapidfuzz's ratio of all words and its ratio of shared words.

    100 does not mean that the names say the same; it means that they have the same words and numbers.
    """
    if not one.words or not other.words:
        return 0.0
    score = (fuzz.ratio(one.words, other.words) + fuzz.token_set_ratio(one.words, other.words)) / 2
    if one.numbers != other.numbers:
        score -= OTHER_NUMBERS if one.numbers and other.numbers else ONE_SIDED_NUMBERS
    return max(score, 0.0)


def _stem_of(word: str) -> str:
    """The word without its ending: `tempo` and `tempi` are `temp`; short words stay whole."""
    return word if len(word) < SHORTEST_STEMMED else word.rstrip("aeiou")
