"""Letters that left no sign: a text in which `ti` or `tt` became a space (`A vità`) or nothing (`Avità`).

No Italian text does without them: `ti` is two of a hundred letters and more. Where they lack, each was lost wherever it
stood, so that a word without its ligatures tells which words it may have been. Of a line the words are taken that are
likeliest together. A space at the end of a cell, or one beside another, was letters most of the time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from math import log
from typing import Final, NamedTuple, Protocol

from extractors.pages.text_repair.word_odds import by_odds, is_listed, odds
from extractors.pages.text_repair.word_readings import LIGATURES, other_forms

_ENOUGH: Final = 1500  # small letters of a text that shows what it lacks
# Shares of the small letters; in five plans `ti` is 1.7 % and more, `tt` 0.8 % and more.
_LEAST: Final = {"ti": 0.005, "tt": 0.002}
# The same of other pairs, a fifth of what plans have; others are lost where the text has none.
_LEAST_OF_OTHERS: Final = {"fi": 0.001, "ff": 0.0004}
_SMALL: Final = re.compile(r"[a-zà-ù]+")
_MARKUP: Final = re.compile(r"<[^<>]*>")
_RUN: Final = re.compile(r"<[^<>]*>| *[^\W\d_]+(?: +[^\W\d_]+)* *")
_WORDS: Final = re.compile(r"(?:[^\W\d_]|&)+(?: (?:[^\W\d_]|&)+)*")  # a sign may stand for letters
# What a space always stands before and behind, and what it may.
_SPACED_AFTER: Final = re.compile(r"[\w(\[{“«%€≥≤<>=&–—/]")
_SPACED_BEFORE: Final = re.compile(r"[\w)\]}”»%€.,;:!?≥≤<>=&–—]")
_SPACE_AFTER: Final = re.compile(r"[\w(\[{“«%€≥≤<>=&–—/\"'‘’+-]")
_SPACE_BEFORE: Final = re.compile(r"[\w)\]}”»%€.,;:!?≥≤<>=&–—/\"'’+-]")
_ENDS: Final = re.compile(r"[\t.,;:)]")
_LONGEST: Final = 5  # pieces of one word
_CHOICE: Final = 4  # words that the same pieces may be
_SAMPLE: Final = 300  # runs that tell whether letters became spaces
_CLEARLY: Final = 100  # times that the likeliest of several words is as likely as the next one

# Logarithms of odds.
_NO_WORD: Final = -4.0, -2.6  # of a word that nobody knows, and of each of its letters
_SHORT: Final = -4.0  # of one of few letters, besides
_CAPITALS: Final = -8.0  # of a word in capitals, which lost no letter: a little under a short word that nobody knows
_MADE: Final = -18.4  # of a word that is known by another form of it
_DOUBLE: Final = -6.0  # of two spaces
_ODD_SPACE: Final = -4.0  # of a space at the end of a cell
_GLUED: Final = -6.0  # of none where one belongs
_NO_PHRASE: Final = -9.0  # of words that do not follow each other

# Behind an article or a preposition stands no preposition, and none of the other small words; nor do they end a text.
_BEFORE_NOUNS: Final = frozenset(
    {"il", "lo", "la", "i", "gli", "le", "l", "un", "uno", "una", "di", "in", "con", "per", "su"}
    | {short + rest for short in ("de", "a", "da", "ne", "su") for rest in ("l", "llo", "lla", "ll", "i", "gli", "lle")}
)
_SMALL_WORDS: Final = frozenset(
    {"a", "ad", "da", "di", "in", "con", "su", "per", "tra", "fra", "e", "ed", "o", "ne", "ci", "si", "tu", "te", "mi"}
    | {"se", "che"}
)


class Text(Protocol):
    """A text that is being put right."""

    text: str
    mended: dict[str, str]
    doubted: set[str]


class _Read(NamedTuple):
    """What pieces of a text are read as, how likely that is, and whether it may well be another word."""

    word: str
    likely: float
    doubted: bool


@dataclass(slots=True)
class _Channel:
    """How letters were lost: the ligatures that were, and what each became."""

    lost: tuple[str, ...]
    sign: str
    words: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    capitals: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By what is left of them, the words that have lost letters; `capitals` are those that begin with a ligature, which
    a capital breaks up."""
    ligature: re.Pattern[str] = field(init=False)
    letters: re.Pattern[str] = field(init=False)
    found: dict[tuple[str, ...], list[_Read]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        pairs = "|".join(sorted(self.lost, key=len, reverse=True))
        self.ligature, self.letters = re.compile(pairs), re.compile(f"({pairs})|.")
        for word in filter(self.ligature.search, odds()):
            self.words[self.ligature.sub(self.sign, word)].append(word)
            if word.startswith(self.lost):
                self.capitals[word[0] + self.ligature.sub(self.sign, word[1:])].append(word)

    def read(self, pieces: tuple[str, ...]) -> list[_Read]:
        """The likeliest words of which the pieces are left, with the case of their letters."""
        if pieces not in self.found:
            self.found[pieces] = self._read_run(pieces)
        return self.found[pieces]

    def _read_run(self, pieces: tuple[str, ...]) -> list[_Read]:
        given = "".join(pieces)
        if given.isupper() and len(given) > 1:  # capitals have no ligatures
            return [_Read(given, _CAPITALS, False)] if len(pieces) == 1 else []
        left = " ".join(pieces).casefold()
        words = list(self.words.get(left, ()))
        if pieces[0][:1].isupper():
            words = [*(word for word in words if not word.startswith(self.lost)), *self.capitals.get(left, ())]
        if left in odds() and not self.ligature.search(left):
            words.append(left)
        ordered = by_odds(words)[:_CHOICE]
        if ordered:
            unclear = len(ordered) > 1 and ordered[0][0] < _CLEARLY * ordered[1][0]
            return [_Read(self._in_case(word, given), log(likely), unclear) for likely, word in ordered]
        if word := self._make_word(pieces):
            return [_Read(self._in_case(word, given), _MADE, True)]
        return [_Read(given, _of_no_word(given), True)] if len(pieces) == 1 else []

    def _make_word(self, pieces: tuple[str, ...]) -> str | None:
        """A word with the lost letters between the pieces, or somewhere in the one piece, that is known by another
        form of it."""
        small = [piece.casefold() for piece in pieces]
        if len("".join(small)) < _LONGEST or len(small) > 3 or all(piece in odds() for piece in small):
            return None
        if self.sign:
            chosen = product(self.lost, repeat=len(small) - 1)
            made = ["".join(map("".join, zip(small, (*put, ""), strict=True))) for put in chosen]
        else:
            places = range(1, len(small[0]))
            made = [small[0], *(small[0][:i] + put + small[0][i:] for i in places for put in self.lost)]
        fitting = [word for word in made if any(map(is_listed, other_forms(word)))]
        return min(fitting, key=len, default=None)

    def _in_case(self, word: str, given: str) -> str:
        begin = 1 if given[:1].isupper() else 0
        letters = iter(given[begin:])
        return given[:begin] + self.letters.sub(lambda m: m[1] or next(letters, ""), word[begin:])


def _of_no_word(given: str) -> float:
    whole, each = _NO_WORD
    return whole + each * len(given) + (_SHORT if len(given) <= 3 else 0.0)


def lacks_letters(text: str) -> bool:
    """Whether a text lacks letters that every Italian text has many of."""
    return any(_is_lacking(text, pair, share) for pair, share in _LEAST.items())


def _is_lacking(text: str, pair: str, share: float) -> bool:
    small = _SMALL.findall(_MARKUP.sub(" ", text))
    letters = sum(map(len, small))
    return letters >= _ENOUGH and " ".join(small).count(pair) <= share * letters


def put_in_lost_letters(found: Text) -> None:
    """Put in the letters that a text has lost, and note which words became others, and which may be others."""
    channel = _channel_of(found.text)

    def one(match: re.Match[str]) -> str:
        if match[0].startswith("<"):
            return match[0]
        before, after = found.text[match.start() - 1 : match.start()], found.text[match.end() : match.end() + 1]
        reads = _likeliest_words(match[0].split(" "), before, after, channel)
        for read, pieces in reads:
            given = " ".join(pieces)
            if read.word != given:
                found.mended[read.word] = given.strip()
            if read.doubted:
                found.doubted.add(read.word)
        return " ".join(read.word for read, _ in reads)

    found.text = _RUN.sub(one, found.text)


def _channel_of(text: str) -> _Channel:
    """How the text has lost letters: which ones, and whether spaces stand in their place, as likelier words tell."""
    lost = [pair for pair, share in (*_LEAST.items(), *_LEAST_OF_OTHERS.items()) if _is_lacking(text, pair, share)]
    pairs = tuple(pair for pair in LIGATURES if pair in lost or _is_lacking(text, pair, 0.0))
    known = tuple(each for each in pairs if len(each) == 2 or (each[:2] in pairs and each[1:] in pairs))
    runs = [match[0] for match in _RUN.finditer(text) if not match[0].startswith("<")][:_SAMPLE]
    channels = [_Channel(known, sign) for sign in (" ", "")]
    return max(channels, key=lambda one: sum(_likelihood_of(run.split(" "), one) for run in runs))


def _likelihood_of(pieces: Sequence[str], channel: _Channel) -> float:
    return sum(read.likely for read, _ in _likeliest_words(pieces, "", "", channel))


_Reads = list[tuple[_Read, tuple[str, ...]]]


class _Step(NamedTuple):
    """The best way to a place among the pieces: how likely it is, where its last word begins, and that word."""

    likely: float
    start: int
    read: _Read
    article: bool  # of the way to its start: whether the word before is one that a noun follows


def _likeliest_words(pieces: Sequence[str], before: str, after: str, channel: _Channel) -> _Reads:
    """The words that the pieces of a run make together, with the pieces of each; `before` and `after` are what stands
    around the run."""
    end = len(pieces)
    best: list[dict[bool, _Step]] = [{False: _Step(0.0, 0, _Read("", 0.0, False), False)}]
    reach = _LONGEST if channel.sign else 1
    for j in range(1, end + 1):
        ways: dict[bool, _Step] = {}
        for i in range(max(0, j - reach), j):
            part = tuple(pieces[i:j])
            glued = _GLUED * _is_glued(part, i == 0, j == end, before, after)
            for read in [_make_space(i, end, before, after)] if part == ("",) else channel.read(part):
                small = read.word.casefold()
                for article, way in best[i].items():
                    likely = way.likely + read.likely + glued
                    if small in _SMALL_WORDS and (article or (j == end and _ENDS.match(after))):
                        likely += _NO_PHRASE
                    now = article if not small else small in _BEFORE_NOUNS
                    if now not in ways or ways[now].likely < likely:
                        ways[now] = _Step(likely, i, read, article)
        best.append(ways)
    found: _Reads = []
    article = max(best[end], key=lambda last: best[end][last].likely)
    while end:
        _, start, read, article_before = best[end][article]
        found.append((read, tuple(pieces[start:end])))
        end, article = start, article_before
    return found[::-1]


def _is_glued(part: Sequence[str], first: bool, last: bool, before: str, after: str) -> bool:
    """Whether letters stand for the space between a word and what is around the run, where one belongs."""
    begins = first and part[0] == "" and _SPACED_BEFORE.match(before) is not None
    return len(part) > 1 and (begins or (last and part[-1] == "" and _SPACED_AFTER.match(after) is not None))


def _make_space(index: int, end: int, before: str, after: str) -> _Read:
    """A space that is one: between two others, or at an end of a run."""
    if index == 0:
        likely = 0.0 if _SPACE_BEFORE.match(before) else _ODD_SPACE
    elif index == end - 1:
        likely = 0.0 if _SPACE_AFTER.match(after) else _ODD_SPACE
    else:
        likely = _DOUBLE
    return _Read("", likely, False)


def stretches(text: str) -> Iterator[str]:
    """The words of a text, and each two that follow each other with a space between."""
    for match in _WORDS.finditer(text):
        words = match[0].split(" ")
        yield from words
        yield from map(" ".join, pairwise(words))
