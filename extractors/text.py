"""Small text helpers of the extractors: printed text made whole, and text folded for comparison."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TYPED_ACCENT = re.compile(r"(?<=[aeiou])'(?=\s|$)")
_FOOTNOTE = re.compile(r"[*°¹²³†]+$")


def single_spaced(text: str) -> str:
    """`text` with every run of white space (non-breaking too) as one space, soft hyphens removed, trimmed."""
    return " ".join(text.replace("\u00ad", "").split())


_TYPED = str.maketrans("’‘“”‐–−", "''\"\"---")  # as a keyboard gives what word processors set
# A row's texts are compared in turn with headings, nodes and each other.
_KEPT = 1024


@lru_cache(_KEPT)
def folded(text: str) -> str:
    """`text` in a form for comparing printed words: no case, accents or typographic variants, single spaces."""
    text = single_spaced(text)
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join([c for c in text if not unicodedata.combining(c)])
    return text.translate(_TYPED)


@lru_cache(_KEPT)
def heading_key(text: str) -> str:
    """A heading in a form for matching: folded, without footnote signs at its end; an apostrophe typed for an accent
    is none (`Unita' di misura`)."""
    return _TYPED_ACCENT.sub("", _FOOTNOTE.sub("", folded(text))).strip(" :")
