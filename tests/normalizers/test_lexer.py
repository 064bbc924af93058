"""The short ways of the reader give what the long ones do."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark.exceptions import UnexpectedInput

from normalizers import cleaning
from normalizers.cleaning import Cleaned, clean
from normalizers.targets.lexer import Token, read_tokens
from normalizers.targets.parser import load_grammar, parse_tokens
from normalizers.targets.pieces import Mark, Piece
from normalizers.vocabulary import italian
from normalizers.vocabulary import tokens as declared
from tests.normalizers.adversarial import load_traps

RAWS = [trap.raw for trap in load_traps()]
_WHOLE = [(name, re.compile(pattern)) for name, pattern in declared.patterns]


def slow_tokens(folded: str) -> list[Token | Mark]:
    """The tokens, every pattern tried at every place."""
    found: list[Token | Mark] = []
    at = 0
    while at < len(folded):
        if folded[at] == " ":
            at += 1
            continue
        name, token = next((n, f) for n, pattern in _WHOLE if (f := pattern.match(folded, at)))
        place = (at, token.end())
        found.append(
            Mark(*place, declared.alone[name], italian.without_stop(token[0]))
            if name in declared.alone
            else Token(name, token[0], *place)
        )
        at = token.end()
    return found


def test_tokens_are_those_of_all_patterns_tried_in_order() -> None:
    for raw in RAWS:
        folded = clean(raw).folded
        assert read_tokens(folded) == slow_tokens(folded)


@given(st.text(max_size=30))
@settings(deadline=None)
def test_any_text_has_tokens_that_cover_it(raw: str) -> None:
    folded = clean(raw).folded
    tokens = read_tokens(folded)
    assert tokens == slow_tokens(folded)
    assert "".join(folded[token.start : token.end] for token in tokens).replace(" ", "") == folded.replace(" ", "")


GRAMMAR = load_grammar()
GRAMMAR_TOKENS = sorted({name for name, _ in declared.patterns} - declared.alone.keys())
WRITTEN = {
    **{"NUMBER": "80", "SIGNED": "-3", "YEAR": "2020", "NUMBER_WORD": "tre", "SLASHED": "3/4", "MONTH": "giugno"},
    **{"DATE": "31/12/2020", "BROKEN_DATE": "31/12-2020", "PART": "i trimestre", "YEAR_LABEL": "anno 2020"},
    **{"SHORT_YEAR": "'20", "SCALE_BEFORE": "mila euro", "SCALE": "mila", "SIGN": ">=", "POST": "o piu", "UNIT": "ore"},
}


def pieces_by_lark(tokens: list[Token]) -> list[Piece]:
    """What Lark's own loop makes of tokens."""
    parser = GRAMMAR.parse_interactive("")
    for token in tokens:
        parser.feed_token(token)  # type: ignore[arg-type]  # of a token it asks the type alone
    pieces: list[Piece] = parser.feed_token(Token("$END", "", 0, 0))  # type: ignore[arg-type]
    return pieces


@given(st.lists(st.sampled_from(GRAMMAR_TOKENS), min_size=1, max_size=7))
@settings(deadline=None, max_examples=500)
def test_pieces_are_those_of_larks_own_loop(types: list[str]) -> None:
    def tokens() -> list[Token]:
        return [Token(name, WRITTEN.get(name, name.lower()), 20 * i, 20 * i + 9) for i, name in enumerate(types)]

    try:
        expected = pieces_by_lark(tokens())
    except UnexpectedInput:
        assert parse_tokens(tokens()) is None
    else:
        assert parse_tokens(tokens()) == expected


PARTS = st.sampled_from(
    [
        *["almeno", "oltre", "il", "la", "incontri", "euro", "Il", "OO", "ll", "si", "NO"],
        "80%",
        "1.250,50",
        "31/12/2020",
        ">=",
        "<",
        ">",
        "0",
        "10",
    ]
)


@given(st.lists(PARTS, min_size=1, max_size=6))
@settings(deadline=None)
def test_plain_text_needs_no_repair(parts: list[str]) -> None:
    raw = " ".join(parts)
    assert cleaning._PLAIN.fullmatch(raw)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cleaning, "_PLAIN", re.compile(r"(?!)"))
        slow = clean(raw)
    assert clean(raw) == slow == Cleaned(raw, raw.lower(), ())
