"""The pieces of a folded text, by the grammar `targets.lark`.

Lark works out the grammar's parse table (LALR); the table is followed here. Lark's own loop is made for any grammar and
takes three times as long on texts as short as these; a test holds the two to the same pieces.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib import resources
from typing import Any, Final, TypeAlias

from lark import Lark
from lark.grammar import Rule
from lark.parsers.lalr_analysis import Shift

from normalizers.targets.lexer import Token, read_tokens
from normalizers.targets.piece_builder import PieceBuilder, mark_sort
from normalizers.targets.pieces import Mark, Piece

ALONE: Final = {
    **{"PAST": "past", "NOW": "now", "BASE": "base", "LABEL": "label", "YES": "yes", "NO": "no", "BOTH": "both"},
    **{"MISSING": "missing", "FIRST_YEAR": "first_year", "SEMICOLON": "semicolon", "COMMA": "comma", "OR": "or_"},
    **{"DASHES": "dash", "SLASH": "slash", "LPAR": "open", "RPAR": "close", "WORD": "words", "DOT": "words"},
    **dict.fromkeys(("MIXED", "BAD_DATE", "OTHER"), "stray"),
}
"""Tokens that are always a piece of their own, with its sort; the grammar reads those between them."""
_END: Final = Token("$END", "", 0, 0)
_Reduction: TypeAlias = tuple[int, str, Callable[[list[Any]], Any] | None]
"""How many values a rule of the grammar takes, its name, and what makes one of them; None where it hands one on."""
_Table: TypeAlias = list[dict[str, Any]]
"""What to do with the next token, by state and name of the token: go on to a state (a number), or apply a rule."""


class UnfinishedRangeError(Exception):
    """A range was begun and not ended: the only text that the grammar does not take."""


def read_pieces(folded: str) -> list[Piece]:
    """The pieces of a cleaned, folded text, in order.

    Raises:
        UnfinishedRangeError: a range was begun and not ended.
    """
    pieces: list[Piece] = []
    joined: list[Token] = []
    for token in read_tokens(folded):
        sort = ALONE.get(token.type)
        if sort is None:
            joined.append(token)
            continue
        if joined:
            pieces.extend(_parse(joined))
            joined = []
        pieces.append(Mark(token.start, token.end, sort, token.text))
    if joined:
        pieces.extend(_parse(joined))
    return pieces


def _parse(tokens: list[Token]) -> list[Piece]:
    """The pieces of tokens that the grammar reads together."""
    if len(tokens) == 1 and (sort := mark_sort(tokens[0])) is not None:
        return [Mark(tokens[0].start, tokens[0].end, sort, tokens[0].text)]
    table, first, last = _load_table()
    states: list[int] = [first]
    values: list[Any] = []
    tokens.append(_END)
    for token in tokens:
        while (action := table[states[-1]].get(token.type)).__class__ is tuple:
            size, rule, make = action
            if make is None:
                states.pop()
            elif size:
                taken = values[-size:]
                del values[-size:], states[-size:]
                values.append(make(taken))
            else:
                values.append(make([]))
            states.append(table[states[-1]][rule])
        if action is None:
            if states[-1] == last:
                break
            raise UnfinishedRangeError
        states.append(action)
        values.append(token)
    pieces: list[Piece] = values[0]
    return pieces


@functools.cache
def _load_table() -> tuple[_Table, int, int]:
    """The grammar's table, the state it is begun in and the one in which all is read."""
    parser: Any = load_grammar().parser
    made, callbacks = parser.parser._parse_table, parser.parser.parser.callbacks
    table: _Table = [
        {
            name: given if action is Shift else _make_reduction(given, callbacks[given])
            for name, (action, given) in made.states[state].items()
        }
        for state in range(len(made.states))
    ]
    return table, made.start_states["start"], made.end_states["start"]


def _make_reduction(rule: Rule, make: Callable[[list[Any]], Any]) -> _Reduction:
    size = len(rule.expansion)
    return size, str(rule.origin.name), None if rule.options.expand1 and size == 1 else make


def load_grammar() -> Lark:
    """The grammar with what builds the pieces; its own lexer is not used, as tokens are declared alone."""
    grammar = resources.files("normalizers.targets").joinpath("targets.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="basic", transformer=PieceBuilder(), propagate_positions=False)
