"""Which texts read as the rest of those that a page cuts."""

from __future__ import annotations

import pytest

from extractors.pages.model import Box, Word
from extractors.pages.words import WordLine
from extractors.tables.cut_rows import are_halves_of_closed_cells
from extractors.tables.grid import Grid, GridCell
from extractors.tables.grid_rows import rows_of

PADDING = 3.0  # points beside a cell's text
SIZE = 10.0


def cell(text: str, width: float = 60, *, column: int = 0, y: float = 90, bold: bool = False) -> GridCell:
    """A cell 100 points wide whose text, if any, is one word of this width that ends at `y` + 10."""
    x = 100.0 * column
    word = Word(text, Box(x + PADDING, y, x + PADDING + width, y + SIZE), SIZE, bold)
    lines = [WordLine((word,))] if text else []
    return GridCell(Box(x, 0, x + 100, 110), column, column + 1, 0, 1, lines)


def are_halves(above: list[GridCell], rest: list[GridCell]) -> bool:
    return are_halves_of_closed_cells(above, rest, list(zip(above, rest, strict=True)), PADDING)


def test_a_text_that_begins_small_is_the_rest_of_one() -> None:
    assert are_halves([cell("Tempo"), cell("30", column=1)], [cell("medio"), cell("", column=1)])


@pytest.mark.parametrize(("width", "halves"), [(31, False), (32, True)])
def test_a_word_that_had_no_room_is_the_rest_of_a_text(width: float, halves: bool) -> None:
    # Of 100 points the text takes 60, its padding 6 and a space 2.5.
    assert are_halves([cell("Tempo"), cell("30", column=1)], [cell("Medio", width), cell("", column=1)]) is halves


@pytest.mark.parametrize(("y", "halves"), [(85, True), (84, False)])
def test_a_cut_text_that_goes_on_with_a_capital_runs_to_the_foot_of_its_row(y: float, halves: bool) -> None:
    above = [cell("Tempo", y=y), cell("30", column=1)]
    assert are_halves(above, [cell("Medio", 32), cell("", column=1)]) is halves
    assert are_halves(above, [cell("medio", 32), cell("", column=1)])  # cells set at the foot leave room there


def test_the_rest_of_a_text_is_as_bold_as_it() -> None:
    assert not are_halves([cell("Tempo"), cell("30", column=1)], [cell("medio", bold=True), cell("", column=1)])


def test_a_text_under_an_empty_cell_is_no_rest() -> None:
    assert not are_halves([cell("Tempo"), cell("", column=1)], [cell("medio"), cell("giorni", column=1)])


@pytest.mark.parametrize(("columns", "halves"), [(2, False), (3, True)])
def test_rows_that_state_as_much_are_one_where_many_cells_say_so(columns: int, halves: bool) -> None:
    above = [cell("Tempo", column=column) for column in range(columns)]
    assert are_halves(above, [cell("medio", column=column) for column in range(columns)]) is halves


def test_a_row_fills_the_columns_asked_for_in_which_it_has_text() -> None:
    cells = [cell("Tempo"), cell("", column=1), cell("30", column=2)]
    (row,) = rows_of(Grid(1, Box(0, 0, 300, 110), [0, 100, 200, 300], [0, 110], cells), 300)
    assert row.filled((0, 1)) == {0}
    assert row.filled((1,)) == set()
