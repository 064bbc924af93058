"""The tokens of a folded text: at each place the first pattern of `vocabulary/tokens.yml` that fits.

Only those patterns are tried that can begin with the two characters at hand; a test holds the tokens to those that all
give.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from re import _parser as regex_parser  # what Lark takes to measure patterns
from typing import Any, TypeAlias

from normalizers.targets.pieces import Mark
from normalizers.vocabulary import italian as words
from normalizers.vocabulary import tokens as declared

_Match: TypeAlias = Callable[[str, int], re.Match[str] | None]
_Pattern: TypeAlias = tuple[str, str | None, _Match]
"""A token's name, the sort of its mark if it is always one, and its pattern as a function of a text and a place."""
_Opening: TypeAlias = tuple[int, ...]
"""The codes of the first characters of a token, `_OPENING` at most."""
_OPENING = 2
_ANY = -1
"""In place of a character's code: any character."""


@dataclass(slots=True)
class Token:
    """A stretch of a folded text with the name of its pattern."""

    type: str
    text: str
    start: int
    end: int


def read_tokens(folded: str) -> list[Token | Mark]:
    """The tokens of a folded text in order, those that are `alone` as marks; spaces part them and are none."""
    tokens: list[Token | Mark] = []
    place, end = 0, len(folded)
    while place < end:
        if folded[place] == " ":
            place += 1
            continue
        for name, sort, match in _list_patterns_from(folded[place : place + _OPENING]):
            if found := match(folded, place):
                start, place = place, found.end()
                if sort is None:
                    tokens.append(Token(name, found[0], start, place))
                else:
                    word = found[0]
                    tokens.append(Mark(start, place, sort, words.without_stop(word) if word[-1] == "." else word))
                break
    return tokens


@functools.cache
def _list_patterns_from(opening: str) -> Sequence[_Pattern]:
    """The patterns that can begin with two characters, or be the last one, in the order in which they are tried."""
    first, *others = map(ord, opening)
    patterns, places = _load_patterns()
    fit = {i for one in (first, _ANY) for rest in ((), (_ANY,), tuple(others)) for i in places.get((one, *rest), ())}
    return [patterns[i] for i in sorted(fit)]


@functools.cache
def _load_patterns() -> tuple[Sequence[_Pattern], Mapping[_Opening, Sequence[int]]]:
    """The patterns in the order in which they are tried, and the places of those with each opening."""
    places = defaultdict[_Opening, list[int]](list)
    for i, (_, text) in enumerate(declared.patterns):
        for opening in _list_openings(regex_parser.parse(text)):
            places[opening].append(i)
    return [(name, declared.alone.get(name), re.compile(text).match) for name, text in declared.patterns], places


def _list_openings(parsed: Iterable[tuple[Any, Any]]) -> set[_Opening]:
    """The first two characters of what a parsed pattern can match, fewer where it can match no more."""
    openings: set[_Opening] = {()}
    for code, given in parsed:
        kind = str(code)
        if kind in {"ASSERT", "ASSERT_NOT", "AT"}:
            continue
        if kind == "BRANCH":
            own = set[_Opening]().union(*map(_list_openings, given[1]))
        elif kind in {"MAX_REPEAT", "SUBPATTERN"}:
            own = _list_openings(given[-1])
        else:
            own = {(code,) for one in (given if kind == "IN" else [(code, given)]) for code in _list_members(*one)}
        if kind == "MAX_REPEAT":
            own = _join_openings(own, own | {()}) | (set() if given[0] else {()})
        openings = _join_openings(openings, own)
        if all(len(opening) == _OPENING for opening in openings):
            break
    return openings


def _join_openings(openings: set[_Opening], behind: set[_Opening]) -> set[_Opening]:
    return {(*first, *more)[:_OPENING] for first in openings for more in (behind if len(first) < _OPENING else ((),))}


def _list_members(code: Any, given: Any) -> Iterable[int]:
    """The codes of a class's member; one that excludes some or names a kind may be any."""
    kind = str(code)
    if kind == "LITERAL":
        return (given,)
    return range(given[0], given[1] + 1) if kind == "RANGE" else (_ANY,)
