"""Small text helpers of the extractors: printed text made whole, and text folded for comparison."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_TYPED_ACCENT = re.compile(r"(?<=[aeiou])'(?=\s|$)")
_FOOTNOTE = re.compile(r"[*°¹²³†]+$")


def single_spaced(text: str) -> str:
    """`text` with every run of white space (non-breaking too) as one space, soft hyphens removed, trimmed."""
    return _SPACES.sub(" ", text.replace("\u00ad", "")).strip()


def folded(text: str) -> str:
    """`text` in a form for comparing printed words: no case, accents or typographic variants, single spaces."""
    text = unicodedata.normalize("NFKD", single_spaced(text)).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return text.replace("’", "'").replace("“", '"').replace("”", '"').replace("–", "-")


def heading_key(text: str) -> str:
    """A heading in a form for matching: folded, without footnote signs at its end; an apostrophe typed for an accent
    is none (`Unita' di misura`)."""
    return _TYPED_ACCENT.sub("", _FOOTNOTE.sub("", folded(text))).strip(" :")
