"""The tokens of a folded text: at each place the first pattern of `vocabulary/tokens.yml` that fits.

Only those patterns are tried that can begin with the character at hand; a test holds the tokens to those that all give.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from re import _parser as regex_parser  # what Lark takes to measure patterns
from typing import Any, TypeAlias

from normalizers.targets.pieces import Mark
from normalizers.vocabulary import italian as words
from normalizers.vocabulary import tokens as declared

_Match: TypeAlias = Callable[[str, int], re.Match[str] | None]
_Pattern: TypeAlias = tuple[str, str | None, _Match]
"""A token's name, the sort of its mark if it is always one, and its pattern as a function of a text and a place."""
_ANY, _NONE = -1, -2
"""In place of a character's code: any character, and none at all."""


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
        first = folded[place]
        if first == " ":
            place += 1
            continue
        for name, sort, match in _list_patterns_from(first):
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
def _list_patterns_from(first: str) -> Sequence[_Pattern]:
    """The patterns that can begin with a character, in the order in which they are tried."""
    fit = [(name, match) for name, match, firsts in _load_patterns() if not firsts.isdisjoint((ord(first), _ANY))]
    return [(name, declared.alone.get(name), match) for name, match in fit]


@functools.cache
def _load_patterns() -> Sequence[tuple[str, _Match, frozenset[int]]]:
    """Each token's name, its pattern, and the codes of the characters that it can begin with."""
    return [(name, re.compile(text).match, _find_firsts(regex_parser.parse(text))) for name, text in declared.patterns]


def _find_firsts(parsed: Iterable[tuple[Any, Any]]) -> frozenset[int]:
    """The codes of the characters that a parsed pattern can begin with; `_NONE` where it can be empty."""
    firsts: frozenset[int] = frozenset()
    for code, given in parsed:
        kind = str(code)
        if kind in {"ASSERT", "ASSERT_NOT", "AT"}:
            continue
        if kind == "BRANCH":
            own = frozenset().union(*map(_find_firsts, given[1]))
        elif kind in {"MAX_REPEAT", "SUBPATTERN"}:
            own = _find_firsts(given[-1]) | ({_NONE} if kind == "MAX_REPEAT" and given[0] == 0 else set())
        else:
            own = frozenset().union(*(_list_members(*one) for one in (given if kind == "IN" else [(code, given)])))
        firsts |= own - {_NONE}
        if _NONE not in own:
            return firsts
    return firsts | {_NONE}


def _list_members(code: Any, given: Any) -> Iterable[int]:
    """The codes of a class's member; one that excludes some or names a kind may be any."""
    kind = str(code)
    if kind == "LITERAL":
        return (given,)
    return range(given[0], given[1] + 1) if kind == "RANGE" else (_ANY,)
