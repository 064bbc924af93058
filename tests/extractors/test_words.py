"""Characters to words, words to lines, and words that a narrow cell broke made whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.pages.model import Box, Word
from extractors.pages.words import (
    TEXT_GAP,
    Char,
    Lexicon,
    WordLine,
    is_bold_name,
    lines_of,
    whole_text,
    words_from_chars,
)
from extractors.tables.page_content import parted
from tests.extractors.sheets import CHAR, line, stacked, words

NO_ROOM = 0.0
"""Inner width of a cell in which no further character fits beside any word."""


def drawn(text: str, *, gap: float = 0.0, x: float = 0.0, y: float = 0.0) -> list[Char]:
    return [
        Char(char, Box(x + i * (CHAR + gap), y, x + i * (CHAR + gap) + CHAR, y + 10), 10, False)
        for i, char in enumerate(text)
    ]


def test_words_end_at_space_gap_line_and_where_the_pen_goes_back() -> None:
    assert [w.text for w in words_from_chars(drawn("a bc"))] == ["a", "bc"]
    assert [w.text for w in words_from_chars(drawn("ab", gap=1.0))] == ["ab"]
    assert [w.text for w in words_from_chars(drawn("ab", gap=3.0))] == ["a", "b"]
    assert [w.text for w in words_from_chars(drawn("ab") + drawn("cd", x=10, y=12))] == ["ab", "cd"]
    assert [w.text for w in words_from_chars(drawn("ab", x=50) + drawn("cd", x=10))] == ["ab", "cd"]


def test_a_ligature_is_its_letters() -> None:
    assert [w.text for w in words_from_chars(drawn("e\ufb03cacia"))] == ["efficacia"]


@pytest.mark.parametrize(
    ("font", "bold"),
    [
        ("ABCDEF+CMBX10", True),
        ("SFBX1000", True),
        ("LMRoman10-Bold", True),
        ("NimbusRomNo9L-Medi", True),
        ("CMR10", False),
        ("Boxer10", False),
    ],
)
def test_a_font_s_name_says_that_it_is_bold(font: str, bold: bool) -> None:
    assert is_bold_name(font) is bold


def test_the_number_of_a_footnote_is_no_digit_of_the_word() -> None:
    """`476` with a small 1 above the line was 4761; a small figure on the line is one."""
    small = [Char("1", Box(CHAR * 3, y, CHAR * 3 + 4, y + 7), 7, False) for y in (-3, -1, 3)]
    assert [[w.text for w in words_from_chars([*drawn("476"), char])] for char in small] == [
        ["476¹"],
        ["476¹"],
        ["4761"],
    ]
    assert words_from_chars([*drawn("476"), small[0]])[0].box == Box(0, 0, CHAR * 3 + 4, 10)
    assert [w.text for w in words_from_chars([*drawn("≥", x=CHAR * 2), small[0]])] == ["≥", "1"]


def test_words_of_one_height_are_one_line_from_left_to_right() -> None:
    lines = lines_of([*words(60, 101, "due"), *words(10, 100, "uno"), *words(10, 112, "sotto")])
    assert [found.text for found in lines] == ["uno due", "sotto"]


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (("31/03/20", "19"), "31/03/2019"),  # massa-carrara-2019: dates in the narrow columns of results
        (("11.774.058", ".127"), "11.774.058.127"),
        (("NAZIONAL", "E"), "NAZIONALE"),  # PARETO's headings
        (("Produttivi-", "tà"), "Produttività"),
        (("Target", "2018"), "Target 2018"),
        (("Programmate/", "vincolate"), "Programmate/vincolate"),
        (("Stato", "Target"), "Stato Target"),
        (("Front-", "Office"), "Front-Office"),
        (("non", "meno di 3"), "non meno di 3"),
    ],
)
def test_words_broken_by_a_narrow_cell(lines: tuple[str, ...], whole: str) -> None:
    widest = max(CHAR * len(text) for text in lines)
    lexicon = Lexicon([line("non meno di questo")])
    assert whole_text(stacked(*lines), widest, lexicon) == whole


def test_a_line_with_room_for_more_was_not_broken() -> None:
    assert whole_text(stacked("NAZIONAL", "E"), CHAR * 20) == "NAZIONAL E"
    assert whole_text(stacked("NAZIONAL", "E")) == "NAZIONAL E"  # nothing is known of the room


def test_a_line_of_several_words_was_not_broken() -> None:
    assert whole_text(stacked("entro il", "30/06"), NO_ROOM) == "entro il 30/06"


def test_two_words_that_the_document_prints_stay_apart() -> None:
    lexicon = Lexicon([line("valore obiettivo della camera")])
    assert whole_text(stacked("valore", "obiettivo"), NO_ROOM, lexicon) == "valore obiettivo"
    lexicon.add([line("il valoreobiettivo composto")])
    assert whole_text(stacked("valore", "obiettivo"), NO_ROOM, lexicon) == "valoreobiettivo"


def test_a_rest_that_happens_to_be_a_word_is_still_a_rest() -> None:
    assert whole_text(stacked("NAZIONAL", "E"), NO_ROOM, Lexicon([line("e la media nazionale")])) == "NAZIONALE"
    assert whole_text(stacked("REGIONAL", "E"), NO_ROOM, Lexicon([line("sede e orario")])) == "REGIONALE"


def test_a_word_alone_on_its_line_teaches_nothing() -> None:
    assert "NAZIONAL" not in Lexicon(stacked("NAZIONAL", "E"))
    assert "camera" in Lexicon([line("la (Camera), oggi")])


@given(st.lists(st.text("abcxyz019/-àE ", max_size=12).filter(str.strip), max_size=5), st.floats(0, 200))
def test_no_character_but_hyphens_is_lost_or_made(parts: list[str], room: float) -> None:
    def marks(text: str) -> str:
        return "".join(c for c in text if not c.isspace() and c != "-")

    assert marks(whole_text(stacked(*parts), room)) == marks("".join(parts))


@given(st.lists(st.text("abc19", min_size=1, max_size=8), min_size=1, max_size=6))
def test_words_of_one_line_stay_words(parts: list[str]) -> None:
    assert whole_text([line(" ".join(parts))], NO_ROOM) == " ".join(parts)


def test_capitals_are_put_together_where_the_document_hyphenates_and_nowhere_prints_the_hyphen() -> None:
    habit = [line("valore econo-"), line("lo patrimo-"), line("la rela-"), line("di forma-"), line("il gra-")]
    hyphenated = Lexicon([*habit, line("la sede CCIAA-MS di")])
    assert whole_text(stacked("Media TO-", "SCANA"), lexicon=hyphenated) == "Media TOSCANA"
    assert whole_text(stacked("sede CCIAA-", "MS"), lexicon=hyphenated) == "sede CCIAA-MS"
    assert whole_text(stacked("Media TO-", "SCANA"), lexicon=Lexicon(habit[1:])) == "Media TO-SCANA"
    assert whole_text(stacked("EFFICIENZA/PROCESSI-", "SERVIZI"), lexicon=hyphenated) == "EFFICIENZA/PROCESSI-SERVIZI"


def test_a_hyphen_between_two_words_that_are_none_together_stays() -> None:
    assert whole_text(stacked("piano economico-", "finanziaria")) == "piano economico-finanziaria"
    assert whole_text(stacked("la program-", "mazione")) == "la programmazione"
    assert whole_text(stacked("gli inter-", "venti")) == "gli interventi"
    printed = Lexicon([line("il quadro socio-economico")])
    assert whole_text(stacked("quadro socio-", "economico"), lexicon=printed) == "quadro socio-economico"


def test_words_of_a_monospaced_font_are_one_text() -> None:
    """Its spaces are as wide as its letters, 0.6 em: they were gaps between cells, and a plan of cards had none."""
    size = 10.0
    boxes = [Box(x, 100, x + 4 * 0.602 * size, 110) for x in (50.0, 50.0 + 5 * 0.602 * size)]
    text = WordLine(tuple(Word("Peso", box, size) for box in boxes))
    assert parted(text, TEXT_GAP) == [text]
