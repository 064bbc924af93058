"""The tokens of a folded text: at each place the first pattern of `vocabulary/tokens.yml` that fits.

Only those patterns are tried that can begin with the character at hand, which is several times as fast as one
alternation of all patterns; a test holds the two to the same tokens.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from re import _parser as regex_parser  # what Lark takes to measure patterns
from typing import Any, TypeAlias, cast

from lark import Token
from lark.lexer import Lexer, LexerState

from normalizers.vocabulary import load_token_patterns

Found: TypeAlias = tuple[str, str, int, int]
"""A token's name, its text, where it starts and where it ends."""


class TokenLexer(Lexer):
    """Hands Lark's parser the tokens it is given in the place of a text."""

    __future_interface__ = 1

    def __init__(self, _: object) -> None:
        """Of Lark's settings none is needed: the patterns stand in the vocabulary."""

    def lex(self, lexer_state: LexerState, parser_state: Any) -> Iterator[Token]:  # noqa: ARG002
        """The tokens, in order."""
        return iter(cast("list[Token]", lexer_state.text))


def read_tokens(folded: str) -> Iterator[Found]:
    """The tokens of a folded text in order; spaces part them and are none."""
    place, end = 0, len(folded)
    while place < end:
        first = folded[place]
        if first == " ":
            place += 1
            continue
        name, found = next((n, f) for n, match in _patterns_from(first) if (f := match(folded, place)))
        start, place = place, found.end()
        yield name, found[0], start, place


@functools.cache
def _patterns_from(first: str) -> Sequence[tuple[str, Callable[[str, int], re.Match[str] | None]]]:
    """The patterns that can begin with a character, as functions, in the order in which they are tried."""
    return [(name, match) for name, match, parsed in _patterns() if _begins(parsed, first)[0]]


@functools.cache
def _patterns() -> list[tuple[str, Callable[[str, int], re.Match[str] | None], Sequence[tuple[Any, Any]]]]:
    return [(name, re.compile(text).match, list(regex_parser.parse(text))) for name, text in load_token_patterns()]


def _begins(parsed: Iterable[tuple[Any, Any]], first: str) -> tuple[bool, bool]:
    """Whether a parsed pattern can begin with a character, which is so where in doubt, and whether it can be empty."""
    for code, given in parsed:
        kind = str(code)
        if kind in {"ASSERT", "ASSERT_NOT", "AT"}:
            continue
        if kind == "BRANCH":
            found = [_begins(branch, first) for branch in given[1]]
            can, empty = any(f[0] for f in found), any(f[1] for f in found)
        elif kind in {"MAX_REPEAT", "SUBPATTERN"}:
            can, empty = _begins(given[-1], first)
            empty = empty or (kind == "MAX_REPEAT" and given[0] == 0)
        else:
            can, empty = _fits([(code, given)] if kind != "IN" else given, first), False
        if can or not empty:
            return can, False
    return False, True


def _fits(members: Iterable[tuple[Any, Any]], first: str) -> bool:
    """Whether a character is one of a class's members; a class that excludes some or names a kind may hold any."""
    for code, given in members:
        kind = str(code)
        if kind == "LITERAL" and given != ord(first):
            continue
        if kind == "RANGE" and not given[0] <= ord(first) <= given[1]:
            continue
        return True
    return False
