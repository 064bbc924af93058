"""Printed text of a code made comparable, without changing what it says."""

from __future__ import annotations

import re
import unicodedata

from normalizers.declared import Declared

LONGEST = 40
"""No code of any known plan comes near this length (the longest, Modena's, have 15 characters)."""


class LevelWords(Declared):
    """`words.yml`, which says what each key is for."""

    words: dict[str, str | None]
    labels: dict[str, str]
    generic: re.Pattern[str]
    as_printed: re.Pattern[str]
    figure: re.Pattern[str]


levels = LevelWords.load("normalizers.codes", "words")

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63"), "-")
_ENDS = " .:;,-_)"


def close_spaces(text: str) -> str:
    """The text trimmed, with every run of white space (also non-breaking) as one space."""
    return " ".join(text.split())


def tidy_code(text: str) -> str:
    """The text with plain dashes and full-width signs made narrow, and without invisible characters.

    Separators printed between a code and its title (`1.`, `801-`, `011_`, `2.1:`) are cut off the end.
    Superscripts stay as they are: the footnote mark of `1.1²` must not become a digit of the code.
    """
    seen = [c for c in text.translate(_DASHES) if unicodedata.category(c) != "Cf"]
    plain = (unicodedata.normalize("NFKC", c) if unicodedata.decomposition(c).startswith("<wide>") else c for c in seen)
    return close_spaces("".join(plain)).rstrip(_ENDS)


def cut_word(text: str) -> tuple[str, str | None]:
    """The code behind a printed word of its level, and the level that the word says.

    A text without such a word is given back whole, with None.
    """
    if (found := _WORD.match(text)) is None:
        return text, None
    return text[found.end() :], levels.words.get((found["word"] or "").lower())


# Longest word first. "Obiettivo n. 3", "OB. 1", "N° 7": the code never follows glued to a word.
_NUMBER_SIGN = r"(?:n[.°º]|nr\.) ?"
_WORD = re.compile(
    rf"(?:(?P<word>{'|'.join(sorted(levels.words, key=len, reverse=True))})[ .:]+(?:{_NUMBER_SIGN})?|{_NUMBER_SIGN})"
    r"(?=\S)",
    re.IGNORECASE,
)
