"""The language that a document's names are written in, told by the function words in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

Language: TypeAlias = Literal["it", "de", "fr", "sl", "en"]

_WORDS: Final[dict[Language, frozenset[str]]] = {
    "it": frozenset(
        [
            "di",
            "del",
            "della",
            "delle",
            "dei",
            "degli",
            "il",
            "la",
            "le",
            "gli",
            "un",
            "una",
            "per",
            "con",
            "su",
            "nel",
            "nella",
            "entro",
            "alla",
            "dal",
            "dalla",
        ]
    ),
    "de": frozenset(
        [
            "der",
            "die",
            "das",
            "des",
            "den",
            "und",
            "für",
            "von",
            "mit",
            "zur",
            "zum",
            "im",
            "am",
            "auf",
            "ein",
            "eine",
            "einer",
            "nach",
            "bis",
            "über",
        ]
    ),
    "fr": frozenset(
        ["le", "les", "des", "du", "et", "pour", "avec", "sur", "dans", "une", "aux", "par", "au", "est", "en"]
    ),
    "sl": frozenset(
        ["in", "za", "na", "pri", "od", "do", "po", "je", "ki", "ter", "iz", "pod", "s", "z", "o", "število"]
    ),
    "en": frozenset(["the", "of", "and", "for", "with", "to", "in", "on", "by", "from", "at", "within", "number"]),
}
"""Function words of the languages that chambers of commerce of Italy publish in."""
LEAST_WORDS: Final = 8
"""Fewer function words say nothing; so does a lead of less than twice the next language's."""
_WORD: Final = re.compile(r"[a-zà-öø-ÿčšž]+")


def language_of(texts: Iterable[str]) -> Language | None:
    """The language of most of the texts; None where too few of their words tell it, or two languages do."""
    seen = Counter(word for text in texts for word in _WORD.findall(text.casefold()))
    counts: Counter[Language] = Counter()
    for language, words in _WORDS.items():
        counts[language] = sum(seen[word] for word in words)
    (first, most), (_, next_most) = counts.most_common(2)
    return first if most >= LEAST_WORDS and most >= 2 * next_most else None
