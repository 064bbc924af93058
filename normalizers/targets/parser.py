"""The pieces of a folded text, by the grammar `targets.lark`.

Lark works out the grammar's parse table (LALR). What it does with a row of tokens depends on their types alone, so that
it is worked out once for each row of types; a test holds the pieces to those of Lark's own loop.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from importlib import resources
from typing import Any, Final, TypeAlias

from lark import Lark
from lark.grammar import Rule

from normalizers.targets.lexer import Token, read_tokens
from normalizers.targets.piece_builder import PieceBuilder
from normalizers.targets.pieces import Piece
from normalizers.vocabulary.translations import Translation

_END: Final = "$END"
_NOTHING: Final = (None, None)
_BUILDER: Final = PieceBuilder()
_Step: TypeAlias = tuple[int, int, Callable[[list[Any]], Any]]
"""Before which token a rule of the grammar ends, how many values it takes, and what makes one of them."""


def read_pieces(folded: str, wording: Translation | None = None, text: str = "") -> list[Piece] | None:
    """The pieces of a cleaned, folded text, in order, with their places in it.

    None where a range is begun and not ended: the only text that the grammar does not take. `wording` says how it is
    worded, if not in the Italian of all chambers; then `text` is the same text as printed.
    """
    if wording is not None:
        italian, starts, ends = wording.translate(folded, text)
        found = read_pieces(italian)
        for placed in (*(found or ()), *(p.comparing for p in found or () if p.comparing is not None)):
            placed.start, placed.end = starts[placed.start], ends[placed.end]
        return found
    pieces: list[Piece] = []
    joined: list[Token] = []
    for token in (*read_tokens(folded), None):
        if isinstance(token, Token):
            joined.append(token)
            continue
        if joined:
            if (found := parse_tokens(joined)) is None:
                return None
            pieces += found
            joined = []
        if token is not None:
            pieces.append(token)
    return pieces


def parse_tokens(tokens: list[Token]) -> list[Piece] | None:
    """The pieces of tokens that the grammar reads together."""
    steps = _list_steps(tuple([token.type for token in tokens]))
    if steps is None:
        return None
    values: list[Any] = []
    taken = 0
    for end, size, make in steps:
        if end > taken:
            values += tokens[taken:end]
            taken = end
        values[-size:] = [make(values[-size:])]
    return values


@functools.lru_cache(maxsize=1 << 12)
def _list_steps(types: tuple[str, ...]) -> Sequence[_Step] | None:
    """What the grammar makes of tokens of these types, whatever they print; None where it takes no such tokens."""
    parser: Any = load_grammar().parser.parser
    table = parser._parse_table
    states: list[int] = [table.start_states["start"]]
    sizes = [0]  # how many values stand for what led to each state
    steps: list[_Step] = []
    for place, name in enumerate((*types, _END)):
        while isinstance(given := table.states[states[-1]].get(name, _NOTHING)[1], Rule):
            depth = len(states) - len(given.expansion)
            size = sum(sizes[depth:])
            del states[depth:], sizes[depth:]
            states.append(table.states[states[-1]][given.origin.name][1])
            handed_on = given.origin.name.startswith("_") or (given.options.expand1 and size == 1)
            sizes.append(size if handed_on else 1)
            if not handed_on:
                steps.append((place, size, getattr(_BUILDER, given.alias or given.origin.name)))
        if given is None and states[-1] != table.end_states["start"]:
            return None
        states.append(given)
        sizes.append(1)
    return steps[:-1]  # the last makes one of all pieces


@functools.cache
def load_grammar() -> Lark:
    """The grammar with what builds the pieces; its own lexer is not used, as tokens are declared alone."""
    grammar = resources.files("normalizers.targets").joinpath("targets.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="basic", transformer=_BUILDER, propagate_positions=False)
