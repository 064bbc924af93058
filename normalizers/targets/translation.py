"""Cells in German, French, Slovene and English, or with words of one chamber's own: read as the Italian words that
their vocabularies give for theirs.

In another language a word without one is marked as foreign, so that no Italian word is read in it (`non`, `le`, `in`
are words of several languages) and the closed world leaves its figure for review.
"""

from __future__ import annotations

import bisect
import re
from operator import itemgetter

from normalizers.targets.closed_world import FOREIGN
from normalizers.targets.parser import read_pieces
from normalizers.targets.pieces import Piece
from normalizers.vocabulary.translations import HARMLESS, Translation

_ORDINAL_STOP = re.compile(r"(?<=[0-9])\.(?= ?[a-z])")
_ENGLISH_NUMBER = re.compile(r"(?<![0-9.,/-])[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?(?![0-9.,/-])")
_SWAPPED = str.maketrans(".,", ",.")


def read_worded_pieces(folded: str, wording: Translation | None) -> list[Piece] | None:
    """What `read_pieces` gives, with their places in the text, where it is not in the Italian of all chambers."""
    if wording is None:
        return read_pieces(folded)
    italian, places = _translate(folded, wording)
    pieces = read_pieces(italian)
    for placed in (*(pieces or ()), *(p.comparing for p in pieces or () if p.comparing is not None)):
        placed.start, placed.end = _find_place(placed.start, places), _find_place(placed.end, places, is_end=True)
    return pieces


def _translate(folded: str, translation: Translation) -> tuple[str, list[tuple[int, int, int, int]]]:
    """The Italian text, and for each stretch of it where it starts and ends, in it and in the text."""
    if translation.ordinal_stop:
        folded = _ORDINAL_STOP.sub("°", folded)
    if translation.english_numbers:
        folded = _ENGLISH_NUMBER.sub(lambda found: found[0].translate(_SWAPPED), folded)
    parts: list[str] = []
    places: list[tuple[int, int, int, int]] = []
    done = length = 0
    end_of_range: str | None = None
    for found in translation.pattern.finditer(folded):
        phrase, word = found["phrase"], found["word"]
        if translation.keeps_words and not phrase:
            continue
        if found["range"]:
            italian, end_of_range = "da", (translation.range_words or ("", ""))[1]
        elif found[0] == end_of_range:
            italian, end_of_range = "a", None
        elif phrase:
            italian = translation.phrases[phrase]
        else:
            italian = HARMLESS if word in translation.things else FOREIGN + word
        for part, start, end in ((folded[done : found.start()], done, found.start()), (italian, *found.span())):
            places.append((length, length + len(part), start, end))
            parts.append(part)
            length += len(part)
        done = found.end()
    places.append((length, length + len(folded) - done, done, len(folded)))
    return "".join(parts) + folded[done:], places


def _find_place(place: int, places: list[tuple[int, int, int, int]], *, is_end: bool = False) -> int:
    """The place in the printed text of a place in the Italian one."""
    bisected = bisect.bisect_left if is_end else bisect.bisect_right
    index = max(0, bisected(places, place, key=itemgetter(0)) - 1)
    first, last, start, end = places[index]
    if last - first == end - start:
        return min(end, start + place - first)
    return end if is_end else start
