"""Cells that only a ground draws, and documents whose grounds tell no heading, on pages drawn by hand."""

from __future__ import annotations

import itertools

from extractors.pages.model import TableRow
from extractors.pages.words import Lexicon
from extractors.tables.grid import Grid
from extractors.tables.shaded_cells import are_fills_of_all_rows, count_plain_rows
from extractors.tables.stitching import stitch_pages
from tests.extractors.sheets import Sheet, texts

XS = (50.0, 150.0, 250.0)


def body(sheet: Sheet) -> Sheet:
    """Two ruled rows, as white rules draw them."""
    return sheet.table(XS, (120, 140, 160)).cells(XS, 125, "Tempo", "5").cells(XS, 145, "Costo", "10")


def headed(sheet: Sheet, *xs: float, y: float = 100) -> Sheet:
    for x0, x1 in itertools.pairwise(xs):
        sheet.ground(x0, y, x1, y + 20)
    return sheet.cells(XS, y + 5, "Indicatore", "Target", bold=True)


def test_a_heading_on_grounds_alone_is_a_row_of_the_table_under_it() -> None:
    (grid,) = headed(body(Sheet()), *XS).grids()
    assert texts(grid, 0) == ["Indicatore", "Target"]
    assert texts(grid, 1) == ["Tempo", "5"]
    assert [cell.filled for cell in grid.row(0)] == [True, True]


def test_a_heading_of_two_rows_stands_on_grounds_one_over_the_other() -> None:
    sheet = headed(body(Sheet()), *XS).ground(50, 80, 250, 100).text(55, 85, "Valori", bold=True)
    (grid,) = sheet.grids()
    assert texts(grid, 0) == ["Valori"]


def test_tables_that_a_row_on_grounds_connects_are_one() -> None:
    sheet = headed(body(Sheet()), *XS, y=160).table(XS, (180, 200)).cells(XS, 185, "Visite", "3")
    (grid,) = sheet.grids()
    assert [texts(grid, row) for row in (2, 3)] == [["Indicatore", "Target"], ["Visite", "3"]]


def test_a_ground_that_ends_elsewhere_or_stands_apart_is_no_cell() -> None:
    assert len(headed(body(Sheet()), 40, 150, 260).grids()[0].ys) == 3
    assert len(headed(body(Sheet()), *XS, y=90).grids()[0].ys) == 3


def test_a_tall_ground_and_a_thin_one_are_no_cells() -> None:
    sheet = body(Sheet()).ground(50, 160, 250, 400).ground(50, 117, 250, 120)
    assert sheet.grids()[0].ys == [120, 140, 160]


def grid_of(*grounds: int) -> Grid:
    """A table of four rows in plain type; those numbered in `grounds` stand on one."""
    sheet = Sheet().table(XS, (100, 120, 140, 160, 180))
    for row in range(4):
        sheet.cells(XS, 105 + 20 * row, f"Misura {row}", "5")
        if row in grounds:
            sheet.ground(50, 100 + 20 * row, 250, 120 + 20 * row)
    return sheet.grids()[0]


def test_grounds_under_every_row_or_every_second_tell_no_heading() -> None:
    assert are_fills_of_all_rows(*count_plain_rows(grid_of(0, 1, 2, 3)))
    assert are_fills_of_all_rows(*count_plain_rows(grid_of(1, 3)))
    assert not are_fills_of_all_rows(*count_plain_rows(grid_of(0)))


def test_where_all_rows_have_a_ground_plain_cells_are_not_shown_as_filled() -> None:
    for under_all, filled in ((True, False), (False, True)):
        sheet = Sheet().table(XS, (100, 120, 140)).ground(50, 100, 250, 120)
        sheet.cells(XS, 105, "Indicatore", "Target").cells(XS, 125, "Tempo", "5")
        if under_all:
            sheet.ground(50, 120, 250, 140)
        rows = [item for item in stitch_pages([sheet.content()], Lexicon()) if isinstance(item, TableRow)]
        assert all(cell.filled is filled for cell in rows[0].cells)
