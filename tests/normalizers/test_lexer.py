"""The short ways of the reader give what the long ones do."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizers import cleaning
from normalizers.cleaning import Cleaned, clean
from normalizers.targets.common_cells import _THINGS, read_simple
from normalizers.targets.context import Place, place
from normalizers.targets.lexer import read_tokens
from normalizers.targets.reader import read_drafts
from normalizers.vocabulary import load_token_patterns
from tests.normalizers.adversarial import load_traps

RAWS = [trap.raw for trap in load_traps()]
_WHOLE = [(name, re.compile(pattern)) for name, pattern in load_token_patterns()]


def slow_tokens(folded: str) -> list[tuple[str, str, int, int]]:
    """The tokens, every pattern tried at every place."""
    found, at = [], 0
    while at < len(folded):
        if folded[at] == " ":
            at += 1
            continue
        name, token = next((n, f) for n, pattern in _WHOLE if (f := pattern.match(folded, at)))
        found.append((name, token[0], at, token.end()))
        at = token.end()
    return found


def test_tokens_are_those_of_all_patterns_tried_in_order() -> None:
    for raw in RAWS:
        folded = clean(raw).folded
        assert list(read_tokens(folded)) == slow_tokens(folded)


@given(st.text(max_size=30))
@settings(deadline=None)
def test_any_text_has_tokens_that_cover_it(raw: str) -> None:
    folded = clean(raw).folded
    tokens = list(read_tokens(folded))
    assert tokens == slow_tokens(folded)
    assert "".join(text for _, text, _, _ in tokens).replace(" ", "") == folded.replace(" ", "")


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


@pytest.mark.parametrize("before", ["3 ", ">= 3 ", "80% ", "almeno 3 ", "1.250 ", "non meno di 5% "])
def test_word_that_is_counted_is_read_as_by_the_grammar(before: str) -> None:
    where = Place("target", 2020, None, None)
    taken = 0
    for word in sorted(_THINGS):
        for end in ("", "."):
            cleaned = clean(before + word + end)
            simple = read_simple(cleaned.folded)
            if simple is not None:
                taken += 1
                grammar = read_drafts(cleaned.text, cleaned.folded)
                assert place([simple], cleaned, where) == place(grammar, cleaned, where), cleaned.text
    assert taken > len(_THINGS)
