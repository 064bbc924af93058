"""Pieces of words that are drawn apart."""

from __future__ import annotations

import pytest

from extractors.pages.pdfium.text_pieces import TextPiece, ends_of_accents, goes_on, join_piece


def piece(text: str, x0: float, x1: float, y0: float = 0.0) -> TextPiece:
    return TextPiece(text, x0, y0, x1, y0 + 10, 10, 0, x1, -1)


def joined(*pieces: TextPiece) -> str:
    """The text of pieces that all go on with the first."""
    first, *others = pieces
    for other in others:
        assert goes_on(first, other.text, other.y0, other.y1, other.size, other.x0)
        join_piece(first, other)
    return first.text


@pytest.mark.parametrize(
    ("begin", "accent", "rest", "whole"),
    [("attivit", "`", "a,", "attività,"), ("perch", "\u00b4", "e", "perché"), ("cos", "`", "\u0131", "così")],
)
def test_an_accent_drawn_before_its_letter_stands_on_it(begin: str, accent: str, rest: str, whole: str) -> None:
    """TeX's fonts of 128 characters have no letters with accents: `attivit`, the accent and `a,` are three texts."""
    assert joined(piece(begin, 0, 35), piece(accent, 35, 40), piece(rest, 35, 43)) == whole


def test_an_accent_stands_higher_on_a_capital() -> None:
    assert joined(piece("`", 1, 6, -2.6), piece("E", 0, 7)) == "È"


def test_an_accent_beside_a_letter_is_a_quotation_mark() -> None:
    assert joined(piece("`", 0, 3), piece("a", 3, 8)) == "`a"
    assert not goes_on(piece("attivit`", 0, 40), "b", 0, 10, 10, 35)


def test_a_letter_may_be_set_back_within_one_text() -> None:
    """A mark behind the letter stays what it is."""
    assert ends_of_accents("`e", 3, [0, 0, 0, 10, 10.3], [0, 0, 0, 15, 14.7], 10) == [4]
    assert ends_of_accents("t`a`", 0, [0, 4, 4, 9], [4, 9, 9, 14], 10) == [2]
