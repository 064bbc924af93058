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

from normalizers.vocabulary import load_token_patterns

_Pattern: TypeAlias = tuple[str, Callable[[str, int], re.Match[str] | None], Sequence[tuple[Any, Any]]]
"""A token's name, its pattern as a function of a text and a place, and the parsed pattern."""


@dataclass(slots=True)
class Token:
    """A stretch of a folded text with the name of its pattern."""

    type: str
    text: str
    start: int
    end: int


def read_tokens(folded: str) -> list[Token]:
    """The tokens of a folded text in order; spaces part them and are none."""
    tokens: list[Token] = []
    place, end = 0, len(folded)
    while place < end:
        first = folded[place]
        if first == " ":
            place += 1
            continue
        for name, match, _ in _list_patterns_from(first):
            if found := match(folded, place):
                start, place = place, found.end()
                tokens.append(Token(name, found[0], start, place))
                break
    return tokens


@functools.cache
def _list_patterns_from(first: str) -> Sequence[_Pattern]:
    """The patterns that can begin with a character, in the order in which they are tried."""
    return [pattern for pattern in _load_patterns() if _can_begin(pattern[2], first)[0]]


@functools.cache
def _load_patterns() -> list[_Pattern]:
    return [(name, re.compile(text).match, list(regex_parser.parse(text))) for name, text in load_token_patterns()]


def _can_begin(parsed: Iterable[tuple[Any, Any]], first: str) -> tuple[bool, bool]:
    """Whether a parsed pattern can begin with a character, which is so where in doubt, and whether it can be empty."""
    for code, given in parsed:
        kind = str(code)
        if kind in {"ASSERT", "ASSERT_NOT", "AT"}:
            continue
        if kind == "BRANCH":
            found = [_can_begin(branch, first) for branch in given[1]]
            can, empty = any(f[0] for f in found), any(f[1] for f in found)
        elif kind in {"MAX_REPEAT", "SUBPATTERN"}:
            can, empty = _can_begin(given[-1], first)
            empty = empty or (kind == "MAX_REPEAT" and given[0] == 0)
        else:
            can, empty = _is_member([(code, given)] if kind != "IN" else given, first), False
        if can or not empty:
            return can, False
    return False, True


def _is_member(members: Iterable[tuple[Any, Any]], first: str) -> bool:
    """Whether a character is one of a class's members; a class that excludes some or names a kind may hold any."""
    for code, given in members:
        kind = str(code)
        if kind == "LITERAL" and given != ord(first):
            continue
        if kind == "RANGE" and not given[0] <= ord(first) <= given[1]:
            continue
        return True
    return False
