"""Letters that left no sign: a text in which `ti` or `tt` became a space (`A vità`) or nothing (`Avità`).

No Italian text does without them: `ti` is two of a hundred letters and more. Where they lack, the words around a space,
and the words that nobody knows, are asked for what they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Protocol

from extractors.pages.text_repair.known_words import likeliest
from extractors.pages.text_repair.word_readings import Readings

_ENOUGH: Final = 1500  # small letters of a text that shows what it lacks
# Shares of the small letters; in five plans `ti` is 1.7 % and more, `tt` 0.8 % and more.
_LEAST: Final = {"ti": 0.005, "tt": 0.002}
_SMALL: Final = re.compile(r"[a-zà-ù]+")
# Words with a space between them, or two, where one was letters; the last may have lost its end.
_WORDS: Final = re.compile(r"[^\W\d_]+(?: {1,2}[^\W\d_]+)*(?: (?=[\s,;:.)/]))?")
_LONG: Final = 5  # letters of a word whose beginning or end is lost; chance makes words of shorter ones
_MARKUP: Final = re.compile(r"<[^<>]*>")


class Text(Protocol):
    """A text that is being put right."""

    text: str
    mended: dict[str, str]
    doubted: set[str]


@dataclass(slots=True)
class Losses:
    """Stretches of words and what they were, and those that may have been others."""

    told: dict[str, str] = field(default_factory=dict)
    doubted: set[str] = field(default_factory=set)

    def apply(self, found: Text) -> None:
        """Put right what is told, the longest stretches first."""
        stretches = sorted(self.told, key=len, reverse=True)
        for start in range(0, len(stretches), 500):
            part = "|".join(map(re.escape, stretches[start : start + 500]))
            found.text = re.sub(rf"(?<![^\W\d_])(?:{part})(?![^\W\d_])", lambda m: self.told[m[0]], found.text)
        for stretch, made in self.told.items():
            found.mended[made] = stretch
        found.doubted |= self.doubted


def lacks_letters(text: str) -> bool:
    """Whether a text lacks letters that every Italian text has many of."""
    small = _SMALL.findall(_MARKUP.sub(" ", text))
    letters = sum(map(len, small))
    if letters < _ENOUGH:
        return False
    whole = " ".join(small)
    return any(whole.count(pair) < share * letters for pair, share in _LEAST.items())


def find_losses(text: str, readings: Readings) -> Losses:
    """What was lost at spaces, or within words where more was lost there."""
    runs = list(dict.fromkeys(match[0] for match in _WORDS.finditer(_MARKUP.sub("\n", text))))
    parted, within = _parted(runs, readings), _within(runs, readings)
    return parted if len(parted.told) >= len(within.told) else within


def _parted(runs: list[str], readings: Readings) -> Losses:
    """Words that a space parts which was letters."""
    found = Losses()
    for run in runs:
        words = run.split(" ")
        i = 0
        while i < len(words):
            i += _join_at(words[i : i + 3], readings, found)
    told = {word for stretch in found.told for word in stretch.split(" ")}
    rests = {word for run in runs for word in run.split(" ") if word[:1].islower() and not readings.is_known(word)}
    found.doubted |= rests - told
    return found


def _join_at(words: list[str], readings: Readings, found: Losses) -> int:
    """Note what the first of the words makes with those after it, or alone; how many words that takes."""
    for count in range(len(words), 1, -1):
        pieces = words[:count]
        if not pieces[0] or any(piece.isupper() and len(piece) > 1 for piece in pieces):
            continue
        stretch = " ".join(pieces)
        unknown = sum(not piece or not readings.is_known(piece) for piece in pieces)
        if stretch in found.doubted or unknown < count - 1 - (count == 2):
            continue
        made = readings.between(pieces)
        if made and not unknown:
            found.doubted.add(stretch)
        elif made:
            _note(stretch, made, found)
            return count
    _note_ends(words[0], readings, found)
    return 1


def _note_ends(word: str, readings: Readings, found: Losses) -> None:
    """Note what a word makes that has lost its beginning or its end, or may have."""
    if len(word) < _LONG or word.isupper() or word in found.told or word in found.doubted:
        return
    if not (made := readings.at_ends(word)):
        return
    if readings.is_known(word):
        found.doubted.add(word)
    else:
        _note(word, made, found)


def _note(stretch: str, made: set[str], found: Losses) -> None:
    letters = likeliest(made)
    if letters is None:
        found.doubted.add(stretch)
    else:
        found.told[stretch] = letters


def _within(runs: list[str], readings: Readings) -> Losses:
    """Words that letters were lost in without a trace."""
    found = Losses()
    for word in {word for run in runs for word in run.split(" ") if not word.isupper() and len(word) > 2}:
        made = readings.within(word)
        if not readings.is_known(word):
            _note(word, made, found)
        elif made:
            found.doubted.add(word)
    return found


def stretches(text: str) -> Iterator[str]:
    """The words of a text, and each two that follow each other with a space between."""
    for match in _WORDS.finditer(text):
        words = match[0].split(" ")
        yield from words
        yield from map(" ".join, pairwise(words))
