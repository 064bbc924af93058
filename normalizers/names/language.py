"""The language that a document's names are written in, told by the function words in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from normalizers.cleaning import fold
from normalizers.vocabulary import italian
from normalizers.vocabulary.translations import LANGUAGES, Language, load_translation

LEAST_WORDS: Final = 8
"""Fewer function words say nothing; so does a lead of less than twice the next language's."""
_WORD: Final = re.compile(r"[^\W\d_]+")


def detect_language(texts: Iterable[str]) -> Language | None:
    """The language of most of the texts; None where too few of their words tell it, or two languages do."""
    seen = Counter(word for text in texts for word in _WORD.findall(fold(text)))
    counts: Counter[Language] = Counter()
    for language in LANGUAGES:
        words = italian.function_words if language == "it" else load_translation(language).function_words
        counts[language] = sum(seen[word] for word in words)
    (first, most), (_, next_most) = counts.most_common(2)
    return first if most >= LEAST_WORDS and most >= 2 * next_most else None
