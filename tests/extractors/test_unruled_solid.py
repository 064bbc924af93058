"""Rows that neither rules nor room part, told by where lines end."""

from __future__ import annotations

from extractors.pages.words import WordLine
from extractors.tables.unruled.row_bands import Columns
from extractors.tables.unruled.solid_rows import row_tops, tops_of
from tests.extractors.sheets import words

COLUMNS = Columns((0.0, 200.0, 260.0, 320.0), frozenset(), 0, frozenset({1, 2}))
FULL = "Numero di iniziative promozionali r"  # as wide as the column


HEAD = ("Indicatore", "Risultato", "Target 18")  # the figures' columns are as wide as their headings


def at(y: float, *texts: str) -> list[WordLine]:
    """Texts of the three columns on one line, columns that begin at 5, 205 and 265."""
    return [WordLine(tuple(words(x, y, text))) for x, text in zip((5, 205, 265), texts, strict=True) if text]


def test_rows_begin_where_two_columns_begin_cells() -> None:
    pieces = [*at(0, *HEAD), *at(20, FULL, "5", "10"), *at(31, "del territorio", "", ""), *at(42, FULL, "SI", "3")]
    assert row_tops([*pieces, *at(53, "Costo medio", "12", "4")], COLUMNS) == [0, 20, 42, 53]


def test_a_full_line_beside_two_new_figures_ends_its_row() -> None:
    pieces = [*at(0, *HEAD), *at(20, "Costo", "5", "10"), *at(31, FULL, "6", "11"), *at(42, FULL, "7", "12")]
    assert row_tops(pieces, COLUMNS) == [0, 20, 31, 42]


def test_figures_beside_the_middle_of_a_name_begin_no_row() -> None:
    pieces = [*at(0, *HEAD), *at(20, FULL, "", ""), *at(31, "realizzate sul " + FULL[:18], "5", "10")]
    pieces += [*at(42, "territorio", "", ""), *at(53, "Costo", "6", "11"), *at(64, "Tempo", "7", "12")]
    assert row_tops(pieces, COLUMNS) == [0, 53, 64]


def test_rows_with_room_between_them_need_no_tops() -> None:
    assert row_tops([*at(0, *HEAD), *at(20, "Costo", "5", "10"), *at(40, "Tempo", "6", "11")], COLUMNS) == []


def test_a_merged_cell_ends_only_where_its_own_line_does() -> None:
    office = [WordLine(tuple(words(0, y, text))) for y, text in ((0, "Area I"), (11, "Segretario Generale"))]
    merged = [WordLine(tuple(words(0, y, text))) for y, text in ((0, "Ufficio Studi e"), (11, "Segretario Generale"))]
    assert tops_of([*office, WordLine(tuple(words(0, 40, "Servizio Promozione e Studi")))], [0, 11]) == [11]
    assert tops_of(merged, [0, 11]) == []
