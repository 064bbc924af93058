"""Texts side by side in a column that no rules draw, and words broken in it."""

from __future__ import annotations

from extractors.pages.model import Word
from extractors.pages.words import Lexicon, WordLine
from extractors.tables.cell_text import text_in
from tests.extractors.sheets import words


def lines(*placed: tuple[float, str]) -> list[WordLine]:
    """Lines 12 points below each other, each from a left end of its own."""
    return [WordLine(tuple(words(x, 12.0 * i, text))) for i, (x, text) in enumerate(placed)]


def text(*placed: tuple[float, str], widest: float = 200) -> str:
    return text_in(lines(*placed), 200, Lexicon(), widest)


def test_a_number_beside_the_middle_of_a_text_is_read_first() -> None:
    assert text((20, "OBIETTIVO"), (5, "4"), (20, "STRATEGICO")) == "4 OBIETTIVO STRATEGICO"
    number, rest = words(5, 12, "1")[0], words(20, 12, "SU ATTIVITA'")
    beside: tuple[Word, ...] = (number, *rest)
    found = [*lines((20, "TARGET")), WordLine(beside), WordLine(tuple(words(20, 24, "PROGRAMMATE")))]
    assert text_in(found, 200, Lexicon()) == "1 TARGET SU ATTIVITA' PROGRAMMATE"


def test_a_number_of_two_lines_is_read_first() -> None:
    placed = ((30, "OBIETTIVO"), (5, "5"), (30, "STRATEGICO"), (5, "bis"), (30, "2018"))
    found = [WordLine(tuple(words(x, y, t))) for (x, t), y in zip(placed, (0.0, 6.0, 12.0, 18.0, 24.0), strict=True)]
    assert text_in(found, 200, Lexicon()) == "5 bis OBIETTIVO STRATEGICO 2018"


def test_a_list_and_a_text_in_the_middle_of_its_cell_keep_their_order() -> None:
    assert text((5, "1. scrivere il"), (20, "piano"), (5, "2. leggere il"), (20, "bilancio")) == (
        "1. scrivere il piano 2. leggere il bilancio"
    )
    assert text((30, "media"), (5, "dei tempi di pagamento"), (28, "annuale")) == "media dei tempi di pagamento annuale"


def test_a_word_broken_at_the_end_of_its_column_is_whole() -> None:
    assert text((5, "PROGRAMMATE/VINC"), (5, "OLATE"), widest=82) == "PROGRAMMATE/VINCOLATE"


def test_a_word_that_had_room_is_whole() -> None:
    assert text((5, "PROGRAMMATE/VINC"), (5, "OLATE")) == "PROGRAMMATE/VINC OLATE"


def test_figures_below_each_other_are_two() -> None:
    assert text((5, "1234567890123456"), (5, "300"), widest=82) == "1234567890123456 300"
