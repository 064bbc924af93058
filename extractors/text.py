"""Small text helpers of the extractors: printed text made whole, and text folded for comparison."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TYPED_ACCENT = re.compile(r"(?<=[aeiou])'(?=\s|$)")
_OF = re.compile(r"\bd' ?(?=\w)")
_FOOTNOTES = "*°†"
_RAISED = dict(zip(map(ord, "0123456789"), "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
_NO_RAISED = dict.fromkeys(map(ord, _RAISED.values()))


def raised(text: str) -> str:
    """`text` as it is written small above the line: a footnote's number is no digit of the number before it."""
    return text.translate(_RAISED)


def without_notes(text: str) -> str:
    """`text` without numbers of footnotes that are written above the line."""
    return text if text.isascii() else text.translate(_NO_RAISED)


_WITHIN_WORD = re.compile("(?<=[^\\W\\d_])\u00ad|\u00ad(?=[^\\W\\d_])")
_NOT_WITHIN_NUMBER = re.compile("(?<![0-9])\u00ad|\u00ad(?![0-9])")


def without_soft_hyphens(text: str) -> str:
    """`text` with soft hyphens as they are printed: none within words, hyphens elsewhere, as files have them whose font
    names its hyphen so. Between two digits they stay, for nobody knows whether it is one number or a range."""
    if "\u00ad" not in text:
        return text
    return _NOT_WITHIN_NUMBER.sub("-", _WITHIN_WORD.sub("", text))


def single_spaced(text: str) -> str:
    """`text` with every run of white space (non-breaking too) as one space, trimmed, soft hyphens as printed."""
    return " ".join(without_soft_hyphens(text).split())


_TYPED = str.maketrans("’‘“”‐–−", "''\"\"---")  # as a keyboard gives what word processors set
# A row's texts are compared in turn with headings, nodes and each other.
_KEPT = 1024


@lru_cache(_KEPT)
def folded(text: str) -> str:
    """`text` in a form for comparing printed words: no case, accents, typographic variants or numbers of
    footnotes, single spaces."""
    text = single_spaced(text)
    if text.isascii():
        return text.lower()
    text = without_notes(text).strip()
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join([c for c in text if not unicodedata.combining(c)])
    return text.translate(_TYPED)


@lru_cache(_KEPT)
def heading_key(text: str) -> str:
    """A heading in a form for matching: folded, without footnote signs at its end; an apostrophe typed for an accent
    is none (`Unita' di misura`), `d'azione` is `di azione`."""
    return key_of_folded(folded(text))


def key_of_folded(text: str) -> str:
    """The heading key of a text that is folded already."""
    text = text.rstrip(_FOOTNOTES)
    return (_OF.sub("di ", _TYPED_ACCENT.sub("", text)) if "'" in text else text).strip(" :")


_UNENDED = re.compile(
    r"(?:[-‐‑/(,]|\b(?:di|del|della|dello|dei|delle|degli|da|dal|dalla|dallo|dai|dalle|dagli|al|alla|allo|alle|ai|agli|"
    r"in|su|per|con|e|ed|o|od|il|la|lo|i|gli|le|un|una|uno|nel|nella|nello|nei|nelle|negli|sul|sulla|sullo|sui|sulle|"
    r"sugli|entro|almeno|tra|fra|a|presso|mediante|tramite|(?:dell|all|dall|nell|sull|l|d|un)'|n\.))$",
    re.IGNORECASE,
)


def is_unended(text: str) -> bool:
    """Whether a text ends as no whole one does: with a hyphen, an open bracket, a comma, an Italian preposition."""
    return bool(_UNENDED.search(text))


def shortened(text: str, most: int) -> str:
    """`text` on one line of so many characters at the most."""
    text = single_spaced(text)
    return text if len(text) <= most else f"{text[: most - 1]}…"
